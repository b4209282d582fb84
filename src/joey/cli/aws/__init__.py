"""`joey aws`: what is deployed, and what is done with a deployment."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS: dict[str, str] = {
    "bundle": "The zip file that Lambda runs, from the migrations folder",
}
"""Each lies in the module of its name."""


class Commands(click.Group):
    """The commands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"joey.cli.aws.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("aws", cls=Commands, short_help="The bundle, and a deployed stack")
def command() -> None:
    """Deploy migrations with AWS Lambda, and look after them there.

    Each command has its own help: joey aws bundle --help
    """
