"""`joey history`: every run: who, when, how long, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from joey.cli import database
from joey.cli.options import Invocation, options
from joey.cli.terminal import Terminal

if TYPE_CHECKING:
    from joey.run.progress import Run

_COLORS = {"applied": "green", "failed": "red", "interrupted": "red", "running": "yellow"}


@click.command("history", short_help="Every run: who, when, how long, outcome")
@options("database")
def command(invocation: Invocation) -> None:
    """Show every run of every migration, the newest last; nothing is written."""
    terminal, config = invocation.terminal, invocation.config
    connect = database.opener(invocation)
    from joey.verbs.history import history

    with closing(connect()) as connection:
        found = history(connection, bookkeeping_schema=config.bookkeeping_schema)
    terminal.result("ok", found.to_json())
    if not terminal.json:
        show(found.runs, found.database, terminal)


def show(runs: Sequence[Run], database: str, terminal: Terminal) -> None:
    """A line for each run, and below it why it failed."""
    if not runs:
        terminal.note(f"{database}: joey has applied nothing here yet.")
    width = max((len(run.tag) for run in runs), default=0)
    for run in runs:
        _print(run, width, terminal)


def _print(run: Run, width: int, terminal: Terminal) -> None:
    took = _time(run.duration_ms) if run.duration_ms is not None else ""
    outcome = terminal.style(f"{run.outcome:<11}", fg=_COLORS.get(run.outcome))
    who = run.runner or "?"
    terminal.data(f"{run.started_at[:19]}Z  {outcome}  {run.tag:<{width}}  {took:>8}  {who}, role {run.role}")
    if run.error and run.outcome != "applied":
        far = "" if run.transactional else f"after {run.done} of {run.statements} statements: "
        state = f" ({run.sqlstate})" if run.sqlstate else ""
        terminal.data(f"{'':<22}{far}{' '.join(run.error.split())}{state}")


def _time(milliseconds: int) -> str:
    if milliseconds < 10_000:
        return f"{milliseconds} ms"
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}m {seconds:02}s" if minutes else f"{seconds} s"
