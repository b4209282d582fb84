"""`joey demo`: a whole tour, in which every command is really run."""

from __future__ import annotations

import difflib
import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from joey.cli.generate import shown
from joey.cli.options import Invocation, options
from joey.cli.terminal import Terminal
from joey.errors import InternalError

_LINES = 40
"""How much of a file is shown."""
_VARIABLES = ("DATABASE_URL", "JOEY_URL")


@click.command("demo", short_help="A tour on an embedded PostgreSQL")
@click.argument("directory", metavar="[DIR]", default="joey-demo")
@options()
def command(invocation: Invocation, directory: str) -> int:
    """Show joey at work in a new folder, DIR (joey-demo), on an embedded PostgreSQL; nothing has to be set up.

    Every command that is shown is run, and what is printed is its own output.
    """
    from joey.verbs import demo

    began = time.monotonic()
    folder = Path(directory).absolute()
    demo.copy_example(folder)
    tour = _Tour(invocation.terminal, folder)
    tour.say(f"A project with SQLAlchemy models and a migrations folder is in {shown(folder)}.", heading=True)
    with demo.tour_database() as url:
        tour.url = url
        _walk(tour)
    _farewell(tour, time.monotonic() - began)
    invocation.terminal.result("ok", {"directory": str(folder), "steps": tour.steps})
    return 0


def _walk(tour: _Tour) -> None:
    """The steps, each a command that a person would type."""
    from joey.verbs import demo

    tour.say("The migrations are what the models say, so there is nothing to generate.")
    tour.run("generate")
    first = tour.files("*.sql")
    tour.say("Migrations are plain .sql files; beside them lie a journal and snapshots. The latest of them:")
    tour.print("\n".join(path.as_posix() for path in first) + "\n")
    tour.show(first[-1])
    tour.say("A new database. joey makes it, and applies every migration exactly once.")
    tour.run("migrate", "--create-database")
    tour.run("status")
    for change in demo.changes():
        tour.say(f"The models change: {change.say[:1].lower()}{change.say[1:]}.")
        before = (tour.folder / change.file).read_text("utf-8")
        change.apply(tour.folder)
        tour.differ(Path(change.file), before)
    tour.say("joey writes the migration, and proves it on a throw-away PostgreSQL before you see it.")
    tour.run("generate")
    for path in sorted(set(tour.files("*.sql")) - set(first)):
        tour.show(path)
    tour.say("Apply it.")
    tour.run("migrate")
    tour.run("status")
    tour.run("check")


def _farewell(tour: _Tour, seconds: float) -> None:
    place = shlex.quote(shown(tour.folder))
    tour.say(
        f"That was joey, in {seconds:.0f} seconds. The tour's PostgreSQL is gone; the folder is yours.", heading=True
    )
    tour.print(
        "To go on you need a PostgreSQL of your own, and its URL:\n\n"
        f"  cd {place}\n"
        "  export DATABASE_URL=postgresql://USER:PASSWORD@localhost:5432/joey_demo\n"
        "  joey migrate --create-database\n\n"
        "Then change a model, and: joey generate, joey migrate. Without a database of your own these work too:\n\n"
        "  joey generate --explain       the SQL for what you changed, and nothing is written\n"
        "  joey check                    everything that can be wrong before a deploy\n"
        "  joey export                   the whole schema as SQL\n"
        "  joey diff empty drizzle       what all migrations together make"
    )


@dataclass
class _Tour:
    """What is printed, and the commands that are run, in the folder of the tour."""

    terminal: Terminal
    folder: Path
    url: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)

    def print(self, text: str) -> None:
        """To stdout, but not between the braces of JSON."""
        if not self.terminal.json:
            self.terminal.data(text)
            sys.stdout.flush()

    def say(self, text: str, *, heading: bool = False) -> None:
        """A sentence for the reader."""
        self.print(f"\n{self.terminal.style(text, bold=heading, fg=None if heading else 'cyan')}\n")

    def run(self, *arguments: str) -> None:
        """Run a command of joey as a process of its own, in the folder, and let it print."""
        self.print(self.terminal.style(f"$ joey {shlex.join(arguments)}", bold=True))
        environ = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
        environ["DATABASE_URL"] = self.url
        color = {True: "always", False: "never", None: "auto"}[self.terminal.color]
        done = subprocess.run(
            [sys.executable, "-m", "joey", *arguments, "--color", color],
            cwd=self.folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if self.terminal.json else None,
            stderr=subprocess.STDOUT,  # the tour is one text, which may be piped as a whole
            text=True,
            check=False,
        )
        step = {"command": f"joey {shlex.join(arguments)}", "exit_code": done.returncode}
        self.steps.append(step | {"output": done.stdout})
        if done.returncode != 0:
            raise InternalError(
                f"The tour stopped: joey {shlex.join(arguments)} ended with {done.returncode}",
                hint=f"try it yourself in {self.folder}",
            )

    def show(self, path: Path) -> None:
        """A file of the folder, or its beginning."""
        self._title(path)
        lines = (self.folder / path).read_text("utf-8").splitlines()
        self.print("\n".join(lines[:_LINES]))
        if len(lines) > _LINES:
            self.print(self.terminal.style(f"… and {len(lines) - _LINES} lines more", dim=True))

    def differ(self, path: Path, before: str) -> None:
        """What changed in a file."""
        after = (self.folder / path).read_text("utf-8")
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=2
        )
        colors = {"+": "green", "-": "red", "@": "cyan"}
        self._title(path)
        self.print("\n".join(self.terminal.style(line, fg=colors.get(line[:1])) for line in lines))

    def files(self, pattern: str) -> list[Path]:
        """Files of the migrations folder, as seen from the tour's."""
        return sorted(path.relative_to(self.folder) for path in (self.folder / "drizzle").glob(pattern))

    def _title(self, path: Path) -> None:
        self.print(self.terminal.style(f"── {path.as_posix()}", bold=True))
