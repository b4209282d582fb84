"""`joey aws migrate`: what is pending in a deployed bundle is applied."""

from __future__ import annotations

from typing import Any

import click

from joey.cli.aws.deployed import Deployed, deployed
from joey.cli.options import listed
from joey.cli.terminal import Terminal

_ALLOWABLE = ("edited", "unknown", "out-of-order")


@click.command("migrate", short_help="Apply what is pending in a deployed bundle")
@click.option("--to", metavar="TAG", help="Stop after this migration.")
@click.option("--dry-run", is_flag=True, help="Say what would be applied, and write nothing.")
@click.option(
    "--allow", type=listed(*_ALLOWABLE), multiple=True, metavar="WHAT", help="Go on despite: " + ", ".join(_ALLOWABLE)
)
@deployed()
def command(target: Deployed, to: str | None, dry_run: bool, allow: tuple[tuple[str, ...], ...]) -> None:
    """Have the deployed function apply what is pending in its bundle, as a deployment does.

    After a deployment that ran out of time this goes on where it stopped.
    """
    terminal = target.terminal
    target.announce()
    options = {"to": to, "allow": [what for group in allow for what in group] or None}
    body = target.call("plan" if dry_run else "migrate", **options)
    terminal.result("ok", {"stack": target.stack.to_json(), **body})
    if terminal.json:
        return
    if dry_run:
        _print_plan(body["statements"], terminal)
        return
    for one in body["applied"]:
        terminal.note(f"{terminal.style('✓', fg='green')} {one['tag']}  {one['duration_ms']} ms")
    if point := body.get("restore_point"):
        terminal.note(
            f"restore point {point['time']}: joey aws restore --stack {target.stack.name} --to {point['time']}"
        )
    if body.get("snapshot"):
        terminal.note(f"snapshot {body['snapshot']}")
    count = body["files_processed"]
    took = f"{count} migration{'' if count == 1 else 's'} applied in {body['total_duration_ms']} ms"
    terminal.note(took if count else "Nothing to do: everything is applied.")


def _print_plan(statements: list[dict[str, Any]], terminal: Terminal) -> None:
    tag = ""
    for one in statements:
        if one["tag"] != tag:
            tag = one["tag"]
            terminal.data(f"-- {tag}")
        terminal.data(f"{one['sql']}\n")
    if not statements:
        terminal.note("Nothing to do: everything is applied.")
