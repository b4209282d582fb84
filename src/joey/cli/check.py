"""`joey check`: everything that can be wrong before a deploy, in one verdict."""

from __future__ import annotations

from typing import Any

import click

from joey.cli import database
from joey.cli.options import Invocation, options
from joey.cli.progress import Bar
from joey.cli.terminal import Terminal


@click.command("check", short_help="Everything that can be wrong before a deploy, in one verdict")
@options("database", "compare")
def command(invocation: Invocation) -> int:
    """Check that models and migrations agree, that the folder is whole and that it runs from the start.

    With --env or --url also that the database stands where the migrations say. Exit 1 where anything is found.
    """
    terminal, config = invocation.terminal, invocation.config
    connect = database.opener(invocation) if invocation.names_database else None
    from joey.verbs.check import check

    with Bar(terminal) as bar:
        verdict = check(config, connect=connect, on_step=bar.step)
    body = verdict.to_json()
    terminal.result("ok" if verdict.ok else "refused", body)
    if not terminal.json:
        for one in body["checks"]:
            _print(one, terminal)
    return 0 if verdict.ok else 1


def _print(one: dict[str, Any], terminal: Terminal) -> None:
    mark = terminal.style("✓", fg="green") if one["ok"] else terminal.style("✗", fg="red", bold=True)
    seconds = terminal.style(f"{one['seconds']:.1f} s", dim=True)
    terminal.data(f"{mark} {one['name']}  {seconds}")
    for finding in one["findings"]:
        for line in finding["message"].splitlines():
            terminal.data(f"    {line}")
        if file := finding.get("file"):
            where = f"{file}:{finding['line']}" if finding.get("line") else file
            terminal.data(f"    {terminal.style(where, dim=True)}")
        if hint := finding.get("hint"):
            terminal.data(f"    {terminal.style('→', fg='cyan')} {hint}")
