"""The function's log: lines for the saved queries, and metrics, each with the request that it belongs to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joey.aws import metrics
from joey.errors import JoeyError
from joey.model import log as lines
from joey.model.report import Report

Write = Callable[[dict[str, Any]], None]
"""Takes one line; where it goes is its own affair."""


def to_stdout(line: dict[str, Any]) -> None:
    """Write a line where Lambda reads the log."""
    sys.stdout.write(lines.text(line) + "\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one invocation."""

    request: str | None = None
    environment: str = "unknown"
    write: Write = to_stdout
    hidden: tuple[str, ...] = ()
    """What must not stand in any line, wherever it comes from: the URL that CloudFormation is answered at."""

    def info(self, message: str, **fields: Any) -> None:
        """Something that happened."""
        self._say("INFO", message, **fields)

    def warning(self, message: str, **fields: Any) -> None:
        """Something that a person should know, and that stops nothing."""
        self._say("WARNING", message, **fields)

    def report(self, report: Report) -> None:
        """What a run says while it goes."""
        level, message, fields = lines.of_report(report)
        self._say(level, message, **fields)

    def succeeded(self, migration_ms: int, total_ms: int, files: int) -> None:
        """A run came to its end."""
        self._say("INFO", lines.DONE, **lines.of_success(migration_ms, total_ms, files, self.environment))
        self.write(metrics.of_success(migration_ms, total_ms, files, self.environment))

    def failed(self, error: JoeyError) -> None:
        """A run came to nothing, or not to its end."""
        self._say("ERROR", error.message, **lines.of_error(error), environment=self.environment)
        self.write(metrics.of_failure(error.category, self.environment))

    def _say(self, level: str, message: str, **fields: Any) -> None:
        line = lines.line(level, message, **fields, requestId=self.request)
        self.write({name: self._shown(value) for name, value in line.items()})

    def _shown(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self.hidden:
                value = value.replace(secret, "***")
        return value
