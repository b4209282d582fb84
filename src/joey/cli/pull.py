"""`joey pull`: SQLAlchemy models from a database, or from a migration folder."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from joey.cli import database
from joey.cli import hints as answers
from joey.cli.generate import shown
from joey.cli.options import Invocation, options
from joey.cli.progress import Bar
from joey.cli.terminal import Terminal

if TYPE_CHECKING:
    from joey.verbs.baseline import Adopted
    from joey.verbs.pull import Pulled


@click.command("pull", short_help="SQLAlchemy models from a database, or from a migrations folder")
@click.option("--out", metavar="FILE", help="Where the models go (models.py); extra.sql goes beside it.")
@click.option("--from", "source", metavar="FOLDER", help="A migrations folder instead of a database.")
@click.option(
    "--style",
    type=click.Choice(["declarative", "tables", "sqlmodel"]),
    default="declarative",
    help="Classes of SQLAlchemy's (declarative), Table objects, or classes of SQLModel's.",
)
@click.option("--baseline", is_flag=True, help="Write the first migration too, and record it as applied.")
@options("database", "compare", "yes")
def command(invocation: Invocation, out: str | None, source: str | None, style: str, baseline: bool) -> int:
    """Write SQLAlchemy models for a database, and extra.sql for what Python can't say.

    The files are loaded into a throw-away PostgreSQL and compared with the database: what they would lose is said,
    and then the command ends with exit 1. A file that is there and says something else is replaced only when you
    say so.
    """
    terminal = invocation.terminal
    if source and (baseline or invocation.names_database):
        raise click.UsageError("--from reads no database: leave out --baseline, --url and --env")
    folder = _folder(source)
    config = invocation.config
    environment = None if folder else invocation.environment
    gc.disable()  # all that is made lives to the end of this short process
    adopted = None
    chosen: Any = style  # click has checked it
    file = Path(out) if out else None
    with Bar(terminal) as bar:
        ask = _asking(terminal, bar)
        if baseline and environment is not None:
            database.announce(invocation)
            from joey.verbs.baseline import adopt

            adopted = adopt(config, environment, out=file, style=chosen, ask=ask, on_step=bar.step)
            done = adopted.pulled
        else:
            from joey.verbs.pull import pull

            done = pull(config, environment, out=file, folder=folder, style=chosen, ask=ask, on_step=bar.step)
    code = 1 if done.lost else 0
    terminal.result("refused" if code else "ok", (adopted or done).to_json())
    if not terminal.json:
        _show(done, terminal)
        if adopted is not None:
            _show_adopted(adopted, terminal)
    return code


def _show(done: Pulled, terminal: Terminal) -> None:
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


def _show_adopted(adopted: Adopted, terminal: Terminal) -> None:
    for path in (*([adopted.config] if adopted.config else []), *adopted.generated.paths):
        terminal.data(shown(path))
    for note in adopted.notes:
        terminal.note(f"{terminal.style('note:', fg='cyan')} {note}")
    for tag in adopted.recorded:
        terminal.note(f"{terminal.style('✓', fg='green')} {tag} is recorded as applied; nothing was run")


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
