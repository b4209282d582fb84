"""The log of the migrations: joey's lines, each with what all our lines have."""

from __future__ import annotations

from typing import Any

from joey.aws.log import to_stdout


def write(line: dict[str, Any]) -> None:
    """Write one line of JSON, so that it is found beside those of the application."""
    to_stdout({**line, "service": "jocular-kangaroo"})
