"""The command `joey`: which commands there are, and the one way out of all of them."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any, NoReturn

import click

from joey.cli.group import Group
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


class Terminated(KeyboardInterrupt):
    """SIGTERM. A KeyboardInterrupt, so that psycopg cancels what runs and every lock is given back."""


class Commands(Group):
    """The commands, and the one way out of all of them."""

    package = "joey.cli"
    listed = COMMANDS
    aliases = ALIASES

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
    with _deaf():
        terminal.log("ERROR", what)
        terminal.result("interrupted", getattr(error, "partial", {}))
    return 143 if isinstance(error, Terminated) else 130


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """While all that is left is to say so, no further Ctrl-C is heard."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
        with contextlib.suppress(ValueError):  # another thread has no say in it
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is to go
        gc.freeze()  # all of it goes with the process: nobody needs to find out what could go
