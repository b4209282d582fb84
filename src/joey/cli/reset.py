"""`joey reset`: what joey manages is dropped, and migrated again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from joey.cli import database
from joey.cli.options import Invocation, duration, options
from joey.cli.progress import Bar

if TYPE_CHECKING:
    from joey.verbs.reset import Reset


@click.command("reset", short_help="Drop what joey manages, and migrate again (development only)")
@click.option(
    "--lock-timeout", type=duration, metavar="DURATION", default="10m", help="How long to wait for another run (10m)."
)
@options("database", "yes")
def command(invocation: Invocation, lock_timeout: float) -> None:
    """Drop everything that the migrations or push have made, with all its rows, and migrate again.

    Where there is only what push has made, nothing follows: push again.

    Only on a development database: at a loopback address or socket, or of an environment with development = true.
    What joey has not made is left alone.
    """
    terminal, config, environment = invocation.terminal, invocation.config, invocation.environment
    database.opener(invocation)  # a mistake in the URL is told before anything is done
    database.announce(invocation)
    from joey.verbs.live import Patience
    from joey.verbs.reset import reset

    with Bar(terminal) as bar:

        def confirm(found: Reset) -> bool | None:
            bar.pause()
            if not terminal.json:
                for address in found.change.left:
                    terminal.note(f"{terminal.style('left alone:', fg='cyan')} {address}, which joey has not made")
                for loss, count in found.change.rows.items():
                    if count and loss.kind == "table":
                        rows = "row" if count == 1 else "rows"
                        terminal.note(f"{terminal.style('drops:', fg='red')} {'.'.join(loss.names)} ({count} {rows})")
                terminal.note(f"{len(found.change.statements)} statements, then every migration there is")
            if terminal.yes:
                return True
            if not terminal.interactive:
                return None
            return click.confirm("Drop all this?", default=False, err=True)

        found = reset(
            config,
            environment,
            confirm=confirm,
            patience=Patience(lock_timeout),
            on_step=bar.step,
        )
    terminal.result("ok", found.to_json())
    what = "dropped; there are no migrations: `joey push` makes it again"
    if found.migrated:
        count = found.migrated.files_processed
        what = f"dropped, and {count} migration{'s' if count != 1 else ''} applied again"
    terminal.note(f"{terminal.style('✓', fg='green')} {what}")
