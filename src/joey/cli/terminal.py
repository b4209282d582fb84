"""Where the command line prints: data to stdout, logs to stderr, for people or for machines."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

SCHEMA_VERSION = 1
_OFF = ("", "0", "false", "no")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_BUT_COLORS = re.compile(r"(\x1b\[[\d;]*m)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Terminal:
    """How this run prints.

    `color` is None where each stream decides for itself. `interactive` claims that a person can be asked.
    """

    json: bool = False
    log_json: bool = False
    color: bool | None = None
    yes: bool = False
    interactive: bool = False

    @classmethod
    def of(cls, *, json: bool = False, log_format: str = "text", color: str = "auto", yes: bool = False) -> Terminal:
        """From the options, the variables NO_COLOR, FORCE_COLOR, TERM and CI, and what the streams are."""
        return cls(
            json=json,
            log_json=log_format == "json",
            color=_color(color),
            yes=yes,
            interactive=_is_terminal(sys.stdin) and _is_terminal(sys.stderr) and not is_set("CI"),
        )

    @classmethod
    def of_arguments(cls, arguments: Sequence[str]) -> Terminal:
        """As the options say, before they have been parsed: a mistake in them must be told in their form too."""

        def value(option: str, default: str) -> str:
            for at, argument in enumerate(arguments):
                if argument.startswith(f"{option}="):
                    return argument.partition("=")[2]
                if argument == option and at + 1 < len(arguments):
                    return arguments[at + 1]
            return default

        found = cls.of(
            json="--json" in arguments,
            log_format=value("--log-format", "text"),
            color=value("--color", "auto"),
        )
        return replace(found, interactive=False)

    def data(self, text: str) -> None:
        """Print to stdout: unchanged for a program; on a terminal, what a database made up can't steer it."""
        self._print(_tamed(text) if _is_terminal(sys.stdout) else text)

    def note(self, text: str = "") -> None:
        """Say to a person, on stderr; machines that read logs don't get it."""
        if not self.log_json:
            click.echo(_tamed(text), err=True, color=self.color)

    def log(self, level: str, message: str, **fields: Any) -> None:
        """One event on stderr: a line for a person, or a JSON object; fields that are None are left out."""
        if self.log_json:
            from joey.model import log

            click.echo(log.text(log.line(level, message, **fields)), err=True)
        else:
            color = {"ERROR": "red", "WARNING": "yellow", "WARN": "yellow"}.get(level)
            prefix = f"{self.style(level.lower() + ':', fg=color)} " if color else ""
            click.echo(prefix + plain(message), err=True, color=self.color)

    def result(self, status: str, body: Mapping[str, Any]) -> None:
        """The one object that `--json` prints; nothing without it."""
        if self.json:
            import json

            whole = {"schema_version": SCHEMA_VERSION, "status": status, **_without_header(body)}
            self._print(json.dumps(whole, indent=2, ensure_ascii=False, default=str))

    def _print(self, text: str) -> None:
        try:
            click.echo(text, color=self.color)
        except BrokenPipeError:
            # Whoever read our output has gone: the end is as if SIGPIPE had brought it, and no answer "no".
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(141)

    def style(self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False) -> str:
        """The text with colours, which click takes away again where the stream isn't a terminal."""
        return click.style(plain(text), fg=fg, bold=bold or None, dim=dim or None)


def plain(text: str) -> str:
    """The text without control characters: object names and server messages are not ours."""
    return _CONTROL.sub("�", text)


def _tamed(text: str) -> str:
    return _CONTROL_BUT_COLORS.sub(lambda match: match[1] or "�", text.replace("\r\n", "\n"))


def _without_header(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("schema_version", "status")}


def _color(option: str) -> bool | None:
    if option in ("always", "never"):
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if is_set("FORCE_COLOR"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def is_set(variable: str) -> bool:
    """Whether a variable of the process says yes."""
    return os.environ.get(variable, "").lower() not in _OFF


def _is_terminal(stream: Any) -> bool:
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False
