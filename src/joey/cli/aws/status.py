"""`joey aws status`: where the database of a deployed stack stands."""

from __future__ import annotations

import click

from joey.cli.aws.deployed import Deployed, deployed
from joey.cli.status import show


@click.command("status", short_help="Where the database of a deployed stack stands")
@click.option("--exit-code", is_flag=True, help="Exit 1 where something is pending, too.")
@deployed()
def command(target: Deployed, exit_code: bool) -> int:
    """Show what is applied, pending, edited, unknown or half done, by the deployed function; nothing is written.

    What is compared is the bundle that is deployed, not the folder that lies here.
    """
    terminal = target.terminal
    body = target.call("status")
    code = 1 if body["status"] == "refused" or (exit_code and body["pending"]) else 0
    for warning in body["warnings"]:
        terminal.log("WARNING", warning)
    terminal.result("refused" if code else "ok", {"stack": target.stack.to_json(), **body})
    if not terminal.json:
        terminal.note(f"stack {target.stack.name} ({target.stack.status}), region {target.stack.region}")
        show(body, terminal)
    return code
