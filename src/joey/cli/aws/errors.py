"""`joey aws errors`: the saved queries over the log of the migrations."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from joey.cli.aws.deployed import Deployed, deployed
from joey.cli.options import duration
from joey.errors import ConfigurationError

if TYPE_CHECKING:
    from joey.aws.insights import Rows

_QUERIES = ("errors", "durations", "history")


@click.command("errors", short_help="Errors by category, and the other saved queries")
@click.option("--since", type=duration, metavar="DURATION", default="7d", help="How far back: 12h, 30d (7d).")
@click.option(
    "--query",
    type=click.Choice(_QUERIES),
    default="errors",
    help="Which saved query: errors by category, average durations by the hour, or the last 20 successes (errors).",
)
@deployed()
def command(target: Deployed, since: float, query: str) -> None:
    """Run a saved query by CloudWatch Logs Insights, and print its rows.

    AWS charges for what a query reads.
    """
    terminal = target.terminal
    from joey.aws import insights, queries

    saved = {
        "errors": queries.ERROR_SUMMARY,
        "durations": queries.AVERAGE_DURATION,
        "history": queries.RECENT_HISTORY,
    }[query]
    group, now = target.stack.log_group, time.time()
    if not group:
        raise ConfigurationError(f"The stack {target.stack.name} has no output …LogGroupName", hint="Deploy it again.")
    found = insights.run(target.services, group, saved.text, since=now - since, until=now)
    terminal.result("ok", {"log_group": group, "query": saved.text, "rows": found.to_json()})
    if terminal.json:
        return
    terminal.note(f"{saved.name}, {group}")
    if not found.rows:
        terminal.note("No rows." if query != "errors" else "No errors.")
    for line in table(found):
        terminal.data(line)


def table(found: Rows) -> list[str]:
    """The lines of a table; numbers stand to the right."""
    if not found.rows:
        return []
    cells = [found.columns, *([value if value is not None else "-" for value in row] for row in found.rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(found.columns))]
    right = [all(row[at] == "-" or _is_number(row[at]) for row in cells[1:]) for at in range(len(found.columns))]
    return [
        "  ".join(
            value.rjust(width) if to_right else value.ljust(width)
            for value, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    ]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
