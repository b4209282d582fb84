"""`joey generate`: models → a new, proven migration file."""

from __future__ import annotations

import gc
import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from joey.cli import hints as answers
from joey.cli.options import Invocation, options
from joey.cli.progress import Bar


@click.command("generate", short_help="Models → a new, proven migration file")
@click.option("--name", metavar="NAME", help="What follows the number; else an adjective and a noun.")
@click.option("--custom", is_flag=True, help="An empty file for SQL of your own.")
@click.option("--explain", is_flag=True, help="Print the SQL and write nothing.")
@click.option("--hints", metavar="JSON", help="Answers to questions, in Drizzle Kit's form.")
@click.option("--hints-file", metavar="FILE", help="The same, from a file.")
@options("compare", "yes")
def command(
    invocation: Invocation,
    name: str | None,
    custom: bool,
    explain: bool,
    hints: str | None,
    hints_file: str | None,
) -> None:
    """Compare the models with the migrations folder, and write what is missing as a new migration.

    The SQL has run on a throw-away PostgreSQL, and has led to exactly what the models say, before it is shown.
    """
    terminal, config = invocation.terminal, invocation.config
    given = answers.read(hints, hints_file)
    gc.disable()  # all that is made lives to the end of this short process: collecting costs a tenth, for nothing
    from joey.verbs.generate import generate

    with Bar(terminal) as bar:
        ask = answers.asker(terminal)
        made = generate(
            config,
            name=name,
            custom=custom,
            explain=explain,
            hints=given,
            ask=answers.pausing(ask, bar.pause) if ask else None,
            on_step=bar.step,
        )
    terminal.result("ok", made.to_json())
    if terminal.json:
        return
    for note in made.notes:
        terminal.note(f"{terminal.style('note:', fg='cyan')} {note}")
    if not made.migrations:
        terminal.note("Nothing to do: the migrations are what the models say.")
    elif explain:
        terminal.data(made.sql.rstrip("\n"))
        for line in answers.to_be_answered(made.questions):
            terminal.note(line)
    else:
        paths = [shown(path) for path in made.paths]
        for migration in made.to_json()["migrations"]:
            count = migration["statements"]
            number = len(count) if isinstance(count, list) else count
            terminal.note(f"{terminal.style(migration['tag'], bold=True)}: {_counted(number, 'statement')}")
        for path in paths:
            terminal.data(path)
        terminal.note(git_add(paths))


def shown(path: Path | str) -> str:
    """The path as one would type it here."""
    try:
        return Path(path).resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return str(path)


def git_add(paths: Iterable[str]) -> str:
    """The command that puts these files under version control."""
    return "git add " + " ".join(shlex.quote(path) for path in paths)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
