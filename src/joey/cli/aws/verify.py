"""`joey aws verify`: whether the database of a deployed stack is where its bundle leads."""

from __future__ import annotations

import click

from joey.cli.aws.deployed import Deployed, deployed


@click.command("verify", short_help="Whether a deployed stack's database is where its bundle leads")
@deployed()
def command(target: Deployed) -> int:
    """Ask the deployed function whether its bundle is whole, and all of it applied as it stands there; nothing is
    written.

    Exit 1 where it is not: each finding is a line.
    """
    terminal = target.terminal
    body = target.call("verify")
    findings = body["findings"]
    for warning in body["warnings"]:
        terminal.log("WARNING", warning)
    terminal.result("refused" if findings else "ok", {"stack": target.stack.to_json(), **body})
    if terminal.json:
        return 1 if findings else 0
    for one in findings:
        terminal.data(f"{terminal.style(one['category'], fg='red')}: {one['message']}")
        if one["hint"]:
            terminal.note(f"  {terminal.style('→', fg='cyan')} {one['hint']}")
    if not findings:
        ahead = ", and ahead of it" if body["ahead"] else ""
        terminal.note(
            f"{terminal.style('✓', fg='green')} {body['database']}: all {body['applied']} of the bundle's"
            f" migrations are applied{ahead} (manifest {body['manifest_hash'][:12]})"
        )
    return 1 if findings else 0
