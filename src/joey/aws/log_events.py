"""What the function has logged, from CloudWatch Logs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from joey.aws.faults import as_joey_error, code
from joey.aws.services import Services
from joey.errors import ConfigurationError, JoeyError

_POLL = 2.0
_OVERLAP = 30_000
"""Milliseconds that are asked for again when following: events of several streams don't come in order."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One line of a log, with the time in milliseconds since 1970 at which CloudWatch has it."""

    id: str
    timestamp: int
    stream: str
    message: str

    @property
    def fields(self) -> dict[str, Any]:
        """The line as an object; empty where it is none, as Lambda's own START and REPORT are not."""
        try:
            found = json.loads(self.message)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def events(services: Services, group: str, *, since: float, until: float | None = None) -> Iterator[LogEvent]:
    """The events of a log group from a time on (seconds since 1970), the oldest first."""
    asked: dict[str, Any] = {"logGroupName": group, "startTime": round(since * 1000)}
    if until is not None:
        asked["endTime"] = round(until * 1000)
    found = []
    try:
        for page in services.client("logs").get_paginator("filter_log_events").paginate(**asked):
            found += page["events"]
    except Exception as error:
        raise refused(error, services, group, "logs:FilterLogEvents") from error
    for one in sorted(found, key=lambda one: one["timestamp"]):  # stable: lines of one stream keep their order
        yield LogEvent(one["eventId"], one["timestamp"], one["logStreamName"], one["message"].rstrip("\n"))


def follow(
    services: Services, group: str, *, since: float, sleep: Callable[[float], None] = time.sleep
) -> Iterator[LogEvent]:
    """The events of a log group as they come; it ends only with whoever listens."""
    told: dict[str, int] = {}
    while True:
        for event in events(services, group, since=since):
            if event.id not in told:
                told[event.id] = event.timestamp
                yield event
        if told:
            first = max(told.values()) - _OVERLAP
            told = {name: when for name, when in told.items() if when >= first}
            since = max(since, first / 1000)
        sleep(_POLL)


def refused(error: Exception, services: Services, group: str, action: str) -> JoeyError:
    """The error for a log group that can't be read."""
    if code(error) == "ResourceNotFoundException":
        return ConfigurationError(
            f"There is no log group {group} in {services.region}",
            hint="It is made by the deployment; a deleted one comes back when the stack is deployed anew.",
        )
    return as_joey_error(error, f"The log group {group} could not be read", action=action)
