"""`joey push`: the development database := the models, without migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from joey.cli import database
from joey.cli import hints as answers
from joey.cli.options import Invocation, duration, options
from joey.cli.progress import Bar
from joey.cli.terminal import Terminal

if TYPE_CHECKING:
    from joey.verbs.push import Pushed


@click.command("push", short_help="The development database := the models, without migrations")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--accept", metavar="LOSS", multiple=True, help="A loss that is meant: data-loss:table:public.b")
@click.option("--hints", metavar="JSON", help="Answers to questions, in Drizzle Kit's form.")
@click.option("--hints-file", metavar="FILE", help="The same, from a file.")
@click.option(
    "--lock-timeout", type=duration, metavar="DURATION", default="10m", help="How long to wait for another run (10m)."
)
@click.option(
    "--ddl-lock-timeout", type=duration, metavar="DURATION", default="2s", help="How long to wait for a table (2s)."
)
@options("database", "compare", "yes")
def command(
    invocation: Invocation,
    dry_run: bool,
    accept: tuple[str, ...],
    hints: str | None,
    hints_file: str | None,
    lock_timeout: float,
    ddl_lock_timeout: float,
) -> None:
    """Make the database what the models say, and write no migration.

    The SQL has been proved on a throw-away PostgreSQL and is shown first, with the rows that would be lost. It is
    applied in one transaction. Only what the migrations or an earlier push have made is dropped.
    """
    terminal, config, environment = invocation.terminal, invocation.config, invocation.environment
    given = answers.read(hints, hints_file)
    database.opener(invocation)  # a mistake in the URL is told before anything is done
    database.announce(invocation)
    from joey.verbs.live import Patience
    from joey.verbs.push import push

    with Bar(terminal) as bar:
        ask = answers.asker(terminal)
        teller = _Telling(terminal, bar)
        found = push(
            config,
            environment,
            dry_run=dry_run,
            accept=accept,
            hints=given,
            ask=answers.pausing(ask, bar.pause) if ask else None,
            confirm=teller.confirm,
            patience=Patience(lock_timeout, ddl_lock_timeout),
            on_report=lambda line: teller.say(str(line)),
            on_step=bar.step,
        )
    terminal.result("ok", found.to_json())
    teller.show(found)
    if not terminal.json:
        for line in answers.to_be_answered([q for q in found.questions if q["type"] == "rename"]):
            terminal.note(line)
    if not found.statements:
        terminal.note("Nothing to do: the database is what the models say.")
    elif found.applied:
        terminal.note(f"{terminal.style('✓', fg='green')} applied")


class _Telling:
    """What a person is shown, once, and asked."""

    def __init__(self, terminal: Terminal, bar: Bar) -> None:
        self.terminal, self.bar = terminal, bar
        self.shown = False

    def say(self, text: str) -> None:
        self.bar.pause()
        self.terminal.note(text)

    def show(self, found: Pushed) -> None:
        """The notes, what is left alone, what would be lost, and the SQL."""
        if self.shown or self.terminal.json:
            return
        self.shown = True
        self.bar.pause()
        terminal = self.terminal
        for note in found.change.notes:
            terminal.note(f"{terminal.style('note:', fg='cyan')} {note}")
        for address in found.change.left:
            terminal.note(f"{terminal.style('left alone:', fg='cyan')} {address}, which joey has not made")
        if found.statements:
            terminal.data("\n\n".join(f"{s.sql};" for s in found.statements))
        for loss, count in found.change.rows.items():
            lost = terminal.style("loses:", fg="red" if count != 0 else None)
            terminal.note(f"{lost} {found.change.told(loss)}")

    def confirm(self, found: Pushed) -> bool | None:
        """Whether to apply it."""
        self.show(found)
        if self.terminal.yes:
            return True
        if not self.terminal.interactive:
            return None
        return click.confirm("Apply this?", default=False, err=True)
