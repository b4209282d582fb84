"""CloudWatch Logs Insights: a saved query, run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joey.aws.faults import as_joey_error
from joey.aws.log_events import refused
from joey.aws.services import Services
from joey.errors import ConfigurationError, Timeout

_POLL = 0.5
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query has found: names of the columns in its order, and a text or None for each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def to_json(self) -> list[dict[str, str | None]]:
        """A list of objects."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def run(
    services: Services,
    group: str,
    query: str,
    *,
    since: float,
    until: float,
    sleep: Callable[[float], None] = time.sleep,
) -> Rows:
    """The rows of a query over a log group, between two times in seconds since 1970."""
    logs = services.client("logs")
    try:
        asked = logs.start_query(
            logGroupName=group, queryString=query, startTime=round(since), endTime=max(round(until), round(since) + 1)
        )
    except Exception as error:
        raise refused(error, services, group, "logs:StartQuery") from error
    left = _PATIENCE
    while True:
        try:
            answer: dict[str, Any] = logs.get_query_results(queryId=asked["queryId"])
        except Exception as error:
            what = "The result of the query could not be fetched"
            raise as_joey_error(error, what, action="logs:GetQueryResults") from error
        if answer["status"] == "Complete":
            return _rows(answer["results"])
        if answer["status"] not in ("Scheduled", "Running", "Unknown"):
            raise ConfigurationError(f"Logs Insights ended the query: {answer['status']}", hint="Ask again, for less.")
        if left <= 0:
            raise Timeout(f"Logs Insights hasn't answered in {_PATIENCE:.0f} s", hint="Ask for less: --since 1h")
        sleep(_POLL)
        left -= _POLL


def _rows(results: list[list[dict[str, str]]]) -> Rows:
    found = [{cell["field"]: cell.get("value") for cell in row if cell["field"] != "@ptr"} for row in results]
    columns = tuple(dict.fromkeys(name for row in found for name in row))
    return Rows(columns, tuple(tuple(row.get(name) for name in columns) for row in found))
