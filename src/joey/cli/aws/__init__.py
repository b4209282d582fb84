"""`joey aws`: what is deployed, and what is done with a deployment."""

from __future__ import annotations

import click

from joey.cli.group import Group

COMMANDS: dict[str, str] = {
    "bundle": "The zip file that Lambda runs, from the migrations folder",
    "status": "Where the database of a deployed stack stands",
    "migrate": "Apply what is pending in a deployed bundle",
    "verify": "Whether a deployed stack's database is where its bundle leads",
    "history": "Every run on the database of a deployed stack",
    "logs": "What the deployed function has logged",
    "errors": "Errors by category, and the other saved queries",
    "snapshot": "A snapshot of a deployed stack's cluster",
    "restore": "A new cluster from a snapshot or a moment, ready for the stack",
}


class Commands(Group):
    """The commands, each in the module of its name."""

    package = "joey.cli.aws"
    listed = COMMANDS


@click.group("aws", cls=Commands, short_help="The bundle, and a deployed stack")
def command() -> None:
    """Deploy migrations with AWS Lambda, and look after them there.

    Each command has its own help: joey aws bundle --help
    """
