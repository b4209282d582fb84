"""A command of commands, each imported when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click

# Options that may also stand before the command, and whether a value follows.
_MOVABLE = {
    "--config": True,
    "--env": True,
    "--url": True,
    "--stack": True,
    "--region": True,
    "--color": True,
    "--log-format": True,
    "--json": False,
    "--yes": False,
    "--no-env-file": False,
}


class Group(click.Group):
    """Commands by name, each `command` in the module of that name in `package`; an alias is another name of one."""

    package: ClassVar[str]
    listed: ClassVar[Mapping[str, str]]
    aliases: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = self.aliases.get(cmd_name, cmd_name)
        if name not in self.listed:
            return None
        found: click.Command = import_module(f"{self.package}.{name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.aliases.get(args[0], args[0]) not in self.listed:
            from difflib import get_close_matches

            close = get_close_matches(args[0], [*self.listed, *self.aliases], 1)
            asked = f"did you mean {close[0]}? " if close else ""
            ctx.fail(f"There is no command {args[0]!r}; {asked}commands: {', '.join(self.listed)}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _command_first(args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.listed.items()))
        if self.aliases:
            with formatter.section("Also"):
                formatter.write_text(", ".join(f"{alias} = {name}" for alias, name in self.aliases.items()))


def _command_first(args: list[str]) -> list[str]:
    """`--env prod status` as `status --env prod`."""
    at = 0
    while at < len(args) and args[at].partition("=")[0] in _MOVABLE:
        at += 2 if _MOVABLE[args[at].partition("=")[0]] and "=" not in args[at] else 1
    return [*args[at : at + 1], *args[:at], *args[at + 1 :]] if 0 < at < len(args) else args
