"""`joey diff`: the SQL that leads from one schema to another."""

from __future__ import annotations

from typing import Any

import click

from joey.cli import hints as answers
from joey.cli.options import Invocation, options
from joey.cli.progress import Bar


@click.command("diff", short_help="The SQL that leads from one schema to another")
@click.argument("old")
@click.argument("new")
@click.option("--check", is_flag=True, help="Exit 1 where something differs.")
@click.option("--explain", is_flag=True, help="Say beside each statement what it does to data and transactions.")
@click.option("--hints", metavar="JSON", help="Answers to questions, in Drizzle Kit's form.")
@click.option("--hints-file", metavar="FILE", help="The same, from a file.")
@options("compare")
def command(
    invocation: Invocation,
    old: str,
    new: str,
    check: bool,
    explain: bool,
    hints: str | None,
    hints_file: str | None,
) -> int:
    """Print the SQL that leads from OLD to NEW.

    Each of them is a .sql file or folder, package.module[:metadata] or a .py file, a migrations folder, a snapshot
    file, the URL of a database, or the word empty. Nothing is asked: without hints a renamed column is a dropped
    and a new one, and a comment says so.
    """
    terminal = invocation.terminal
    given = answers.read(hints, hints_file)
    from joey.verbs.diff import diff

    with Bar(terminal) as bar:
        found = diff(old, new, invocation.config, hints=given, on_step=bar.step)
    differs = bool(found.statements)
    code = 1 if check and differs else 0
    terminal.result("refused" if code else "ok", found.to_json())
    if terminal.json:
        return code
    for note in found.notes:
        terminal.note(f"{terminal.style('note:', fg='cyan')} {note}")
    if not differs:
        terminal.note("No difference.")
    elif explain:
        for statement in found.to_json()["statements"]:
            terminal.data(
                "".join(f"-- {line}\n" for line in _remarks(statement)) + f"{statement['sql'].rstrip(';')};\n"
            )
    else:
        terminal.data(found.sql.rstrip("\n"))
    return code


def _remarks(statement: dict[str, Any]) -> list[str]:
    """What a reader should know about a statement."""
    remarks = [] if statement["transactional"] else ["runs outside a transaction"]
    remarks += [f"{hazard['kind']}: {hazard['name']}" for hazard in statement["hazards"]]
    return remarks
