"""`joey init`: write the configuration and the migrations folder."""

from __future__ import annotations

from pathlib import Path

import click

from joey.cli.generate import shown
from joey.cli.options import Invocation, options


@click.command("init", short_help="Write the configuration and the migrations folder")
@click.argument("directory", metavar="[DIR]", required=False)
@click.option("--from", "source", metavar="FOLDER", help="An existing migrations folder to take over.")
@click.option("--print-grants", is_flag=True, help="Print the GRANTs that a migrating role needs, and write nothing.")
@options("database")
def command(invocation: Invocation, directory: str | None, source: str | None, print_grants: bool) -> None:
    """Set joey up in DIR (here, without one): joey.toml, or [tool.joey] in the pyproject.toml that is there.

    An existing Drizzle folder, an Alembic project and models are looked for. Nothing is overwritten.
    """
    terminal = invocation.terminal
    if print_grants:
        sql = _grants(invocation)
        terminal.result("ok", {"sql": sql})
        if not terminal.json:
            terminal.data(sql.rstrip("\n"))
        return
    from joey.verbs.init import init

    done = init(Path(directory or "."), source=source)
    terminal.result("ok", done.to_json())
    if terminal.json:
        return
    for path in done.paths:
        terminal.data(shown(path))
    for note in done.notes:
        terminal.note(note)
    terminal.note("Next:")
    for step in done.next:
        terminal.note(f"  {step}")


def _grants(invocation: Invocation) -> str:
    """For the database that is meant, as far as one is; else with names to replace."""
    from joey.connect import url as urls
    from joey.errors import ConfigurationError
    from joey.verbs.init import grants

    role, database = "migrator", "app"
    try:
        environment = invocation.environment
    except ConfigurationError:
        if invocation.names_database:
            raise
        return grants(role=role, database=database)
    config = invocation.config
    if urls.is_data_api(environment.url):
        from joey.connect import cluster

        role, database = environment.role or role, cluster.parse(environment.url).database
    else:
        place = urls.describe(environment.url)
        role, database = environment.role or place.user, place.database
    return grants(
        role=role,
        database=database,
        tracking_table=config.tracking_table,
        bookkeeping_schema=config.bookkeeping_schema,
    )
