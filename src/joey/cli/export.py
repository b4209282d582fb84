"""`joey export`: the whole schema as SQL."""

from __future__ import annotations

import click

from joey.cli.options import Invocation, options
from joey.cli.progress import Bar


@click.command("export", short_help="The whole schema as SQL")
@options("compare")
def command(invocation: Invocation) -> None:
    """Print the SQL that makes, in an empty database, everything that the models and .sql files describe."""
    terminal, config = invocation.terminal, invocation.config
    from joey.verbs.export import export

    with Bar(terminal) as bar:
        sql = export(config, on_step=bar.step)
    terminal.result("ok", {"sql": sql})
    if not terminal.json:
        terminal.data(sql.rstrip("\n"))
