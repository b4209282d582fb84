"""The log for machines: one JSON object a line, in the shape that dashboards and saved queries are built on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from joey.errors import JoeyError
from joey.model.report import Report, Warned

DONE = "Drizzle migrations completed successfully"
"""What dashboards look for: the words of the guide that they were built by."""

Line = dict[str, Any]


def line(level: str, message: str, **fields: Any) -> Line:
    """A line as it is written; fields that are None are left out."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    first = {"timestamp": now, "level": level, "category": fields.pop("category", None), "message": message}
    return {name: value for name, value in (first | fields).items() if value is not None}


def text(fields: Line) -> str:
    """A line as one line of text."""
    return json.dumps(fields, ensure_ascii=False, default=str, separators=(",", ":"))


def of_error(error: JoeyError) -> Line:
    """The fields of the line for a failure; level and message aside."""
    return {
        "category": error.category,
        "file": error.file,
        "line": error.line,
        "statement": error.statement,
        "sqlstate": error.sqlstate,
        "hint": error.hint,
        "status": "FAILED",
    }


def of_success(migration_ms: int, total_ms: int, files: int, environment: str | None) -> Line:
    """The fields of the line for a run that came to its end; its message is DONE."""
    return {
        "migrationDuration": migration_ms,
        "totalDuration": total_ms,
        "filesProcessed": files,
        "duration": migration_ms,
        "environment": environment,
    }


def of_report(report: Report) -> tuple[str, str, Line]:
    """Level, message and fields of what a run says while it goes."""
    if isinstance(report, Warned):
        return "WARNING", report.text, report.to_json()
    return "INFO", str(report).strip(), report.to_json()
