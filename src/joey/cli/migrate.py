"""`joey migrate`: apply what is pending."""

from __future__ import annotations

import click

from joey.cli import database
from joey.cli.options import Invocation, duration, listed, options

_ALLOWABLE = ("edited", "unknown", "out-of-order")


@click.command("migrate", short_help="Apply what is pending")
@options("database")
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
        on_report=lambda report: terminal.log("INFO", str(report)),
    )
    terminal.result("ok", result.to_json())
