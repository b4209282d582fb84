"""`joey status`: what is applied, pending, edited, unknown or half done."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import click

from joey.cli import database
from joey.cli.options import Invocation, options
from joey.cli.terminal import Terminal

# How each state looks, and what it asks for.
_STATES: Mapping[str, tuple[str, str | None]] = {
    "applied": ("green", None),
    "pending": ("yellow", "joey migrate applies it"),
    "out_of_order": ("red", "older than the newest applied: joey migrate --allow out-of-order"),
    "edited": ("red", "the file was changed after it was applied: bring it back, or joey migrate --allow edited"),
    "moved": ("yellow", "applied under another time; it is not run again"),
    "unknown": ("red", "the record names it, the folder does not know it"),
    "unregistered": ("yellow", "the journal does not name it; it runs in its place"),
}


@click.command("status", short_help="What is applied, pending, edited, unknown or half done")
@options("database")
@click.option("--exit-code", is_flag=True, help="Exit 1 where something is pending, too.")
def command(invocation: Invocation, exit_code: bool) -> int:
    """Show where the database stands; nothing is written.

    Exit 1 where something is edited, unknown, out of order or half done.
    """
    terminal, config = invocation.terminal, invocation.config
    connect = database.opener(invocation)
    from joey.folder import MigrationFolder
    from joey.verbs.status import status

    folder = MigrationFolder.open(config.migrations)
    with closing(connect()) as connection:
        found = status(
            folder,
            connection,
            tracking_table=config.tracking_table,
            bookkeeping_schema=config.bookkeeping_schema,
        )
    body = found.to_json()
    wrong = bool(body["edited"] or body["out_of_order"] or body["unfinished"]) or (
        body["unknown"] and not body["ahead"]
    )
    code = 1 if wrong or (exit_code and body["pending"]) else 0
    terminal.result("refused" if code else "ok", body)
    if not terminal.json:
        _table(body, terminal)
    return code


def _table(body: Mapping[str, Any], terminal: Terminal) -> None:
    """One line a migration, in the order they run in."""
    unfinished = body.get("unfinished")
    lines = {(entry["tag"] or "", state): entry for state in _STATES for entry in body.get(state) or ()}
    special = {tag for tag, state in lines if state not in ("applied", "pending")}
    rows = [
        (state, tag, entry)
        for (tag, state), entry in lines.items()
        if state not in ("applied", "pending") or tag not in special
    ]
    rows.sort(key=lambda row: (row[1].encode(), row[0]))
    width = max((len(tag) for _, tag, _ in rows), default=0)
    hints: dict[str, str] = {}
    for state, tag, entry in rows:
        colour, hint = _STATES[state]
        if hint:
            hints[state] = hint
        when = str(entry.get("applied_at") or "")
        label = terminal.style(f"{state.replace('_', ' '):<13}", fg=colour)
        terminal.data(
            f"{label} {tag or entry.get('hash', '')[:12]:<{width}}  {terminal.style(when, dim=True)}".rstrip()
        )
    if unfinished:
        where = f"{unfinished['tag']}, statement {unfinished['statement']}"
        terminal.data(f"{terminal.style('half done', fg='red', bold=True)}     {where}: {unfinished['error'] or ''}")
    if body.get("ahead"):
        terminal.log("WARNING", "the database is ahead of this folder: newer migrations were applied from elsewhere")
    counts = [f"{len(body[state])} {state.replace('_', ' ')}" for state in _STATES if body.get(state)]
    terminal.note(", ".join(counts) or "No migrations.")
    for state, hint in hints.items():
        terminal.note(f"  {state.replace('_', ' ')}: {hint}")
