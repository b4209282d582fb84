"""`python -m joey.testing.data_api`: a local RDS Data API until Ctrl-C or SIGTERM."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import click

from joey.connect.scratch import open_scratch
from joey.errors import JoeyError
from joey.testing.data_api import DataApi, Limits, Switches
from joey.testing.data_api.modes import MODES


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port to listen on; else any free one.")
@click.option("--url", metavar="URL", help="A PostgreSQL server of yours; else an embedded one that goes at the end.")
@click.option("--database", default="postgres", show_default=True, help="The database that the printed URL names.")
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help="How an open question is answered.")
@click.option(
    "--fault", "faults", multiple=True, metavar="MODE=CHANCE", help="What goes wrong, how often: throttled=0.1"
)
@click.option("--call-timeout", default=45.0, show_default=True, metavar="SECONDS", help="How long a call may take.")
@click.option(
    "--idle-timeout", default=180.0, show_default=True, metavar="SECONDS", help="How long a transaction waits."
)
@click.option("--list", "listing", is_flag=True, help="Only name the switches and the faults.")
def main(
    port: int,
    url: str | None,
    database: str,
    switches: Sequence[str],
    faults: Sequence[str],
    call_timeout: float,
    idle_timeout: float,
    listing: bool,
) -> None:
    """A local RDS Data API over a real PostgreSQL, until Ctrl-C."""
    if listing:
        for name, values in Switches.questions().items():
            click.echo(f"switch {name}: {', '.join(values)}")
        for mode, (text, _) in MODES.items():
            click.echo(f"fault {mode}: {text}")
        return
    limits = Limits(call=call_timeout, idle=idle_timeout)
    try:
        with _told_to_end() as ended, _server(url) as server:
            try:
                api = DataApi(server, port=port, limits=limits, switches=_switches(switches))
            except OSError as error:
                raise click.UsageError(f"port {port} is not to be had: {error.strerror}") from None
            with api:
                for fault in faults:
                    mode, chance = _fault(fault)
                    api.faults.add(mode, chance=chance, times=None)
                _tell(api, database, embedded=url is None)
                while not ended.wait(1.0):  # a wait without an end hears no signal on Windows
                    pass
    except JoeyError as error:
        click.echo(error.message + (f"\n{error.hint}" if error.hint else ""), err=True)
        sys.exit(error.exit_code)


@contextlib.contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Set by Ctrl-C and SIGTERM, which end nothing by themselves meanwhile."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _server(url: str | None) -> Iterator[str]:
    """The URL of the server behind it, which answers."""
    if url is None:
        with open_scratch() as server:
            yield server.url
        return
    from joey.connect.psycopg import connect

    connect(url).close()
    yield url


def _switches(given: Sequence[str]) -> Switches:
    questions = Switches.questions()
    found: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        if value not in questions.get(name, ()):
            known = (
                ", ".join(f"{name}={other}" for other in questions[name]) if name in questions else ", ".join(questions)
            )
            raise click.UsageError(f"--switch {text}: there is {known}")
        found[name] = value
    return dataclasses.replace(Switches(), **found)


def _fault(given: str) -> tuple[str, float]:
    mode, _, chance = given.partition("=")
    if mode not in MODES:
        raise click.UsageError(f"--fault {given}: there is {', '.join(MODES)}")
    try:
        return mode, float(chance or 1)
    except ValueError:
        raise click.UsageError(f"--fault {given}: {chance!r} is no number from 0 to 1") from None


def _tell(api: DataApi, database: str, *, embedded: bool) -> None:
    """Where it is, and what to set for joey and for AWS's own SDKs."""
    kept = " over an embedded PostgreSQL, whose data goes at the end" if embedded else ""
    click.echo(f"RDS Data API at {api.endpoint}{kept}. Ctrl-C ends it.\n")
    for name, value in {
        "JOEY_URL": api.url(database),
        "AWS_ENDPOINT_URL_RDS_DATA": api.endpoint,
        "AWS_REGION": api.region,
        "AWS_DEFAULT_REGION": api.region,  # what boto3 reads
        "AWS_ACCESS_KEY_ID": "emulator",
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "CLUSTER_ARN": api.cluster,
        "SECRET_ARN": api.secret,
        "DATABASE": database,
    }.items():
        click.echo(f"export {name}='{value}'")
    sys.stdout.flush()


if __name__ == "__main__":
    main(prog_name="python -m joey.testing.data_api")
