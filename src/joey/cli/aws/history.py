"""`joey aws history`: every run on the database of a deployed stack."""

from __future__ import annotations

import click

from joey.cli.aws.deployed import Deployed, deployed
from joey.cli.history import show


@click.command("history", short_help="Every run on the database of a deployed stack")
@deployed()
def command(target: Deployed) -> None:
    """Show every run of every migration, the newest last, by the deployed function; nothing is written."""
    terminal = target.terminal
    body = target.call("history")
    terminal.result("ok", {"stack": target.stack.to_json(), **body})
    if not terminal.json:
        from joey.run.progress import Run

        show([Run(**run) for run in body["runs"]], body["database"], terminal)
