"""The command `joey`: which commands there are, and the one way out of all of them."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

import click

from joey.cli.terminal import Terminal

COMMANDS: dict[str, str] = {
    "demo": "A tour in a new folder on an embedded PostgreSQL, with nothing to set up",
    "init": "Write the configuration and the migrations folder",
    "generate": "Models → a new, proven migration file",
    "migrate": "Apply what is pending",
    "status": "What is applied, pending, edited, unknown or half done",
    "history": "Every run: who, when, how long, outcome",
    "check": "Everything that can be wrong before a deploy, in one verdict",
    "diff": "The SQL that leads from one schema to another",
    "push": "The development database := the models, without migrations",
    "reset": "Drop what joey manages, and migrate again (development only)",
    "export": "The whole schema as SQL",
    "pull": "SQLAlchemy models from a database, or from a migrations folder",
    "aws": "Deployment with AWS Lambda: the bundle, and a deployed stack",
}
ALIASES = {"db:generate": "generate", "db:migrate": "migrate", "db:pull": "pull", "db:push": "push"}

# Options that may also stand before the command, and whether a value follows.
_MOVABLE = {
    "--config": True,
    "--env": True,
    "--url": True,
    "--color": True,
    "--log-format": True,
    "--json": False,
    "--yes": False,
    "--no-env-file": False,
}


class Terminated(KeyboardInterrupt):
    """SIGTERM. A KeyboardInterrupt, so that psycopg cancels what runs and every lock is given back."""


class Commands(click.Group):
    """The commands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        found: click.Command = import_module(f"joey.cli.{name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and ALIASES.get(args[0], args[0]) not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(args[0], [*COMMANDS, *ALIASES], 1)
            asked = f"did you mean {close[0]}? " if close else ""
            ctx.fail(f"There is no command {args[0]!r}; {asked}commands: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _command_first(args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        aliases = ", ".join(f"{alias} = {name}" for alias, name in ALIASES.items())
        with formatter.section("Also"):
            formatter.write_text(aliases)

    def main(  # type: ignore[override]  # never returns, whatever standalone_mode says: one way out
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        **extra: Any,
    ) -> NoReturn:
        arguments = list(sys.argv[1:] if args is None else args)
        terminal = Terminal.of_arguments(arguments)
        extra.pop("standalone_mode", None)
        try:
            with _termination():
                code = super().main(arguments, "joey", complete_var, standalone_mode=False, **extra)
        except Exception as error:
            code = _failed(error, terminal)
        except KeyboardInterrupt as error:
            code = _interrupted(error, terminal)
        sys.exit(code or 0)


def _command_first(args: list[str]) -> list[str]:
    """`--env prod status` as `status --env prod`."""
    at = 0
    while at < len(args) and args[at].partition("=")[0] in _MOVABLE:
        at += 2 if _MOVABLE[args[at].partition("=")[0]] and "=" not in args[at] else 1
    return [*args[at : at + 1], *args[:at], *args[at + 1 :]] if 0 < at < len(args) else args


@contextlib.contextmanager
def _termination() -> Iterator[None]:
    """SIGTERM ends the command as Ctrl-C does, so that `finally` clauses run."""

    def terminate(number: int, frame: FrameType | None) -> NoReturn:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _failed(error: Exception, terminal: Terminal) -> int:
    if isinstance(error, click.Abort):
        cause = error.__cause__
        return _interrupted(cause if isinstance(cause, KeyboardInterrupt) else KeyboardInterrupt(), terminal)
    from joey.cli.failure import report

    return report(error, terminal)


def _interrupted(error: KeyboardInterrupt, terminal: Terminal) -> int:
    what = "terminated" if isinstance(error, Terminated) else "interrupted"
    terminal.log("ERROR", what)
    terminal.result("interrupted", getattr(error, "partial", {}))
    return 143 if isinstance(error, Terminated) else 130


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"joey {version('joey')}, Python {sys.version.split()[0]}, {sys.platform}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version of joey."
)
def cli() -> None:
    """Database migrations for Python and PostgreSQL.

    Each command has its own help: joey generate --help
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    try:
        cli.main(args)
    finally:
        gc.freeze()  # all of it goes with the process: nobody needs to find out what could go
