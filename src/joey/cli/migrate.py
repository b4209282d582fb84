"""`joey migrate`: apply what is pending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from joey.cli import database
from joey.cli.options import Invocation, duration, listed, options
from joey.cli.progress import Bar
from joey.cli.terminal import Terminal
from joey.model.log import DONE, of_report, of_success

if TYPE_CHECKING:
    from joey.model.report import Planned, Report
    from joey.verbs.migrate import MigrateResult

_LONG = 1000
"""Milliseconds after which a person is told how long a statement took."""
_ALLOWABLE = ("edited", "unknown", "out-of-order")


@click.command("migrate", short_help="Apply what is pending")
@click.option("--to", metavar="TAG", help="Stop after this migration.")
@click.option("--dry-run", is_flag=True, help="Say what would be applied, and write nothing.")
@click.option("--wait", type=duration, metavar="DURATION", default="0", help="Wait so long for the server.")
@click.option("--create-database", is_flag=True, help="Make the database where it is absent.")
@click.option(
    "--allow", type=listed(*_ALLOWABLE), multiple=True, metavar="WHAT", help="Go on despite: " + ", ".join(_ALLOWABLE)
)
@click.option(
    "--lock-timeout", type=duration, metavar="DURATION", default="10m", help="How long to wait for another run (10m)."
)
@click.option(
    "--ddl-lock-timeout", type=duration, metavar="DURATION", default="2s", help="How long to wait for a table (2s)."
)
@click.option("--retries", type=click.IntRange(0, 1000), default=10, help="How often to try a table again (10).")
@click.option("--no-preflight", is_flag=True, help="Don't look for old transactions and the server's version first.")
@options("database", "yes")
def command(
    invocation: Invocation,
    to: str | None,
    dry_run: bool,
    wait: float,
    create_database: bool,
    allow: tuple[tuple[str, ...], ...],
    lock_timeout: float,
    ddl_lock_timeout: float,
    retries: int,
    no_preflight: bool,
) -> None:
    """Apply every pending migration, in order, each exactly once.

    A migration and its record are one transaction. Where a statement can't run in one, each statement is recorded,
    and an interrupted file is taken up where it stopped.
    """
    terminal, config, environment = invocation.terminal, invocation.config, invocation.environment
    connect = database.opener(invocation, wait=wait)
    from joey.folder import MigrationFolder
    from joey.verbs.migrate import migrate

    folder = MigrationFolder.open(config.migrations)
    database.announce(invocation)
    if create_database and not dry_run:
        from joey.connect.psycopg import create_database as create

        if create(environment.url, role=environment.role, wait=wait):
            terminal.log("INFO", "database created")
    with Bar(terminal) as bar:
        result = migrate(
            folder,
            connect,
            to=to,
            dry_run=dry_run,
            allow=frozenset(what for group in allow for what in group),
            lock_timeout=lock_timeout,
            ddl_lock_timeout=ddl_lock_timeout,
            retries=retries,
            tracking_table=config.tracking_table,
            bookkeeping_schema=config.bookkeeping_schema,
            protected=environment.protected,
            preflight=not no_preflight,
            target_version=config.target_version,
            on_report=_Telling(terminal, bar).tell,
        )
    if not dry_run:
        _log_success(result, environment.name, terminal)
    terminal.result("ok", result.to_json())


def _log_success(result: MigrateResult, environment: str | None, terminal: Terminal) -> None:
    if terminal.log_json:
        files, took = result.files_processed, (result.migration_duration_ms, result.total_duration_ms)
        terminal.log("INFO", DONE, **of_success(*took, files, environment))
        return
    count = result.files_processed
    what = f"{count} migration{'' if count == 1 else 's'} applied in {result.total_duration_ms} ms"
    left = f", {len(result.pending)} still pending" if result.pending else ""
    terminal.note(what + left if count else f"Nothing to do{left or ': everything is applied'}.")


class _Telling:
    """How the lines of a run are printed as they come."""

    def __init__(self, terminal: Terminal, bar: Bar) -> None:
        self.terminal, self.bar = terminal, bar
        self.tag = ""

    def tell(self, report: Report) -> None:
        """For machines every line; for people what takes long, what went wrong, and what is done."""
        from joey.model.report import Applied, LockTaken, Planned, Started, StatementDone, Underway, Warned

        if isinstance(report, Planned):
            self._plan(report)
        elif self.terminal.log_json:
            level, text, fields = of_report(report)
            self.terminal.log(level, text, **fields)
        elif isinstance(report, Started):
            self.bar.step(report.tag, 0, report.statements)
        elif isinstance(report, StatementDone):
            if report.duration_ms >= _LONG:
                self.bar.pause()
                self.terminal.note(str(report))
            self.bar.step(f"{report.tag}, statement {report.number}", report.number, report.of)
        elif isinstance(report, Underway) and self.bar.shown:
            self.bar.step(f"{report.tag}{report}", report.percent or 0, 100 if report.percent is not None else 0)
        elif not isinstance(report, LockTaken):
            self.bar.pause()
            if isinstance(report, Warned):
                self.terminal.log("WARNING", report.text)
            elif isinstance(report, Applied):
                self.terminal.note(f"{self.terminal.style('✓', fg='green')} {report.tag}  {report.duration_ms} ms")
            else:
                self.terminal.note(str(report))

    def _plan(self, report: Planned) -> None:
        """The SQL that a dry run would send: data, not a log."""
        if self.terminal.json:
            return
        if report.tag != self.tag:
            self.terminal.data(f"-- {report.tag}")
            self.tag = report.tag
        self.terminal.data(f"{report}\n")
