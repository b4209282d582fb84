"""`python -m joey.testing.conformance URL`: a table of what a Data API answers otherwise than the emulator."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table

from joey.connect import cluster
from joey.connect.scratch import open_scratch
from joey.errors import JoeyError
from joey.testing.conformance import CASES, Difference, Target, differences, new_schema
from joey.testing.data_api import DataApi, Limits


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("url")
@click.option("--slow", is_flag=True, help="Also the cases that wait for the 45 seconds of a call.")
@click.option("--case", "wanted", multiple=True, metavar="TEXT", help="Only cases whose name has this text.")
@click.option("--call", default=45.0, show_default=True, metavar="SECONDS", help="How long a call may take there.")
@click.option("--list", "listing", is_flag=True, help="Only name the cases.")
def main(url: str, slow: bool, wanted: Sequence[str], call: float, listing: bool) -> None:
    """Ask the Data API at URL (rds-data:///DATABASE?cluster=ARN&secret=ARN&region=REGION) what the emulator is asked,
    in a schema of its own that goes at the end, and print what differs.

    Exit code: 0 nothing differs, 1 something does, 2 the URL is wrong, 3 the API can't be used.
    """
    cases = [
        case
        for case in CASES
        if (slow or not case.slow) and (not wanted or any(text.lower() in case.name.lower() for text in wanted))
    ]
    if listing:
        for case in cases:
            click.echo(case.name + (f"  (switch {case.switch})" if case.switch else ""))
        return
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        place = cluster.parse(url)
        target = Target(client(place), place.cluster, place.secret, place.database, new_schema(), call)
        with (
            open_scratch() as scratch,
            scratch.create() as database,
            DataApi(scratch.url, limits=Limits(call=min(call, 1.0))) as emulator,
        ):
            found = list(differences(target, emulator, database.name, cases))
    except JoeyError as error:
        click.echo(f"{error.message}" + (f"\n{error.hint}" if error.hint else ""), err=True)
        sys.exit(error.exit_code)
    except (BotoCoreError, ClientError) as error:
        click.echo(f"the Data API can't be used: {error}", err=True)
        sys.exit(3)
    show(found, len(cases))
    sys.exit(1 if found else 0)


def client(place: cluster.ClusterDatabase) -> object:
    """A client that sends each call once, and waits longer than the API does."""
    import boto3
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 1}, read_timeout=120)
    keys = {"aws_access_key_id": "emulator", "aws_secret_access_key": "emulator"} if place.endpoint else {}
    return boto3.client("rds-data", region_name=place.region, endpoint_url=place.endpoint, config=config, **keys)


def show(found: Sequence[Difference], count: int) -> None:
    """Print the table, and a line that sums it up."""
    if found:
        table = Table(show_lines=True)
        for heading in ("case", "step", "expected", "came"):
            table.add_column(heading, overflow="fold")
        for difference in found:
            name = difference.case.name + (f"\nas with {said(difference.switches)}" if difference.switches else "")
            step = f"{difference.number}. {difference.step}"
            table.add_row(*(cell.replace("[", r"\[") for cell in (name, step, difference.expected, difference.came)))
        console = Console()
        Console(width=max(console.width, 120)).print(table)
    differing = len({difference.case.name for difference in found})
    learned = {name: value for difference in found for name, value in difference.switches.items()}
    click.echo(f"{count} cases, {differing} answered otherwise" + (f", as with {said(learned)}" if learned else ""))


def said(switches: Mapping[str, str]) -> str:
    """Switches as the emulator's command line takes them."""
    return ", ".join(f"{name}={value}" for name, value in switches.items())


if __name__ == "__main__":
    main(prog_name="python -m joey.testing.conformance")
