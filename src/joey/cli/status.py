"""`joey status`: what is applied, pending, edited, unknown or half done."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import click

from joey.cli import database
from joey.cli.options import Invocation, options
from joey.cli.terminal import Terminal

# How each state looks, and what may be done about it. A later one says more of a migration than those before it.
_STATES: Mapping[str, tuple[str, str]] = {
    "applied": ("green", ""),
    "pending": ("yellow", "joey migrate applies it"),
    "moved": ("yellow", "applied under another time, so it is not run again"),
    "edited": ("red", "changed after it was applied: bring the file back, or joey migrate --allow edited"),
    "out_of_order": ("red", "older than the newest applied: joey migrate --allow out-of-order"),
    "unknown": ("red", "applied, but not in the folder: is this the right database, the right branch?"),
}


@click.command("status", short_help="What is applied, pending, edited, unknown or half done")
@click.option("--exit-code", is_flag=True, help="Exit 1 where something is pending, too.")
@options("database")
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
    code = 1 if found.refusals or body["unfinished"] or (exit_code and body["pending"]) else 0
    for warning in found.warnings:
        terminal.log("WARNING", warning)
    terminal.result("refused" if code else "ok", body)
    if not terminal.json:
        show(body, terminal)
    return code


def show(body: Mapping[str, Any], terminal: Terminal) -> None:
    """One line a migration, in the order they run in, and below what to do."""
    rows: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for state in _STATES:
        for number, entry in enumerate(body[state]):
            rows[entry["tag"] or f"\x7f{number}"] = (state, entry)  # what has no name comes last
    unregistered = {entry["tag"] for entry in body["unregistered"]}
    width = max((len(tag) for tag in rows), default=0)
    lines: list[str] = []
    for tag, (state, entry) in sorted(rows.items(), key=lambda row: row[0].encode()):
        label = terminal.style(f"{state.replace('_', ' '):<12}", fg=_STATES[state][0])
        name = entry["tag"] or f"hash {entry['hash'][:12]}"
        more = [str(entry["applied_at"])] if entry["applied_at"] else []
        more += ["not in the journal"] if tag in unregistered else []
        remark = f"  {terminal.style(', '.join(more), dim=True)}" if more else ""
        lines.append(f"{label}  {name:<{width if more else 0}}{remark}")
    if half := body["unfinished"]:
        label = terminal.style(f"{'half done':<12}", fg="red", bold=True)
        reason = f": {half['error']}" if half["error"] else ""
        lines.append(f"{label}  {half['tag']}, statement {half['statement']}{reason}")
    if lines:
        terminal.data("\n".join(lines))  # one write: a call for each would be felt
    if lock := body["lock"]:
        terminal.note(
            f"A run is under way: {', '.join(f'{key} {value}' for key, value in lock.items() if value is not None)}"
        )
    counts = {state: sum(1 for found, _ in rows.values() if found == state) for state in _STATES}
    shown = [f"{count} {state.replace('_', ' ')}" for state, count in counts.items() if count]
    terminal.note(f"{body['database']}: {', '.join(shown)}")
    for state, count in counts.items():
        if count and _STATES[state][1]:
            terminal.note(f"  {state.replace('_', ' ')}: {_STATES[state][1]}")
