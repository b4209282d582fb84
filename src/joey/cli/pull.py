"""`joey pull`: SQLAlchemy models from a database, or from a migration folder."""

from __future__ import annotations

from pathlib import Path

import click

from joey.cli import hints as answers
from joey.cli.generate import shown
from joey.cli.options import Invocation, options
from joey.cli.progress import Bar
from joey.cli.terminal import Terminal


@click.command("pull", short_help="SQLAlchemy models from a database, or from a migrations folder")
@click.option("--out", metavar="FILE", help="Where the models go (models.py); extra.sql goes beside it.")
@click.option("--from", "source", metavar="FOLDER", help="A migrations folder instead of a database.")
@click.option(
    "--style",
    type=click.Choice(["declarative", "tables", "sqlmodel"]),
    default="declarative",
    help="Classes of SQLAlchemy's (declarative), Table objects, or classes of SQLModel's.",
)
@options("database", "compare", "yes")
def command(invocation: Invocation, out: str | None, source: str | None, style: str) -> int:
    """Write SQLAlchemy models for a database, and extra.sql for what Python can't say.

    The files are loaded into a throw-away PostgreSQL and compared with the database: what they would lose is said,
    and then the command ends with exit 1. A file that is there and says something else is replaced only when you
    say so.
    """
    terminal = invocation.terminal
    if source and invocation.names_database:
        raise click.UsageError("--from reads no database: leave out --url and --env")
    folder = _folder(source)
    config = invocation.config
    environment = None if folder else invocation.environment
    from joey.verbs.pull import pull

    with Bar(terminal) as bar:
        done = pull(
            config,
            environment,
            out=Path(out) if out else None,
            folder=folder,
            style=style,  # type: ignore[arg-type]  # click has checked it
            ask=_asking(terminal, bar),
            on_step=bar.step,
        )
    code = 1 if done.lost else 0
    terminal.result("refused" if code else "ok", done.to_json())
    if terminal.json:
        return code
    for note in done.notes:
        terminal.note(f"{terminal.style('note:', fg='cyan')} {note}")
    for path in done.files:
        terminal.data(shown(path))
    for line in done.lost:
        terminal.log("ERROR", line)
    if done.lost:
        terminal.note("The files don't lead back to the database: compare them before you use them.")
    else:
        terminal.note("Verified: the files lead to the very schema that they were read from.")
    return code


def _folder(source: str | None) -> Path | None:
    if source is None:
        return None
    if not Path(source).is_dir():
        raise click.UsageError(f"There is no folder {source}: --from takes a migrations folder")
    return Path(source)


def _asking(terminal: Terminal, bar: Bar) -> answers.Ask | None:
    if terminal.yes:
        return lambda question: True
    ask = answers.asker(terminal)
    return answers.pausing(ask, bar.pause) if ask else None
