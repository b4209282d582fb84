"""What CloudFormation asks of a custom resource, and the answer that it waits for.

The answer is a PUT of at most 4,096 bytes to a presigned URL. Whoever has that URL can answer in our place, so it
stands in no log and in no message.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from joey.errors import ConfigurationError

LONGEST = 4096
"""Bytes of an answer that CloudFormation takes."""
_ATTEMPTS = 6
_FIRST_PAUSE = 0.5
_NEEDED = ("RequestType", "ResponseURL", "StackId", "RequestId", "LogicalResourceId")


class Undelivered(Exception):
    """An answer that could not be delivered; its text is the answer, so that the dead-man can try once more."""


@dataclass(frozen=True, slots=True)
class Request:
    """One event of CloudFormation's."""

    kind: str
    """Create, Update or Delete."""
    url: str = field(repr=False)
    stack: str
    """ARN."""
    id: str
    resource: str
    """The logical id."""
    physical: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    """The properties that it had, in an Update."""

    @classmethod
    def of(cls, event: Any) -> Self | None:
        """The request in an event; None where it is none of CloudFormation's."""
        if not isinstance(event, Mapping) or "ResponseURL" not in event:
            return None
        if missing := [name for name in _NEEDED if not isinstance(event.get(name), str)]:
            raise ConfigurationError(f"CloudFormation's event lacks {missing[0]}")
        return cls(
            event["RequestType"],
            event["ResponseURL"],
            event["StackId"],
            event["RequestId"],
            event["LogicalResourceId"],
            event.get("PhysicalResourceId") or None,
            event.get("ResourceProperties") or {},
            event.get("OldResourceProperties") or {},
        )

    @property
    def stack_name(self) -> str:
        """The name in the stack's ARN."""
        parts = self.stack.split("/")
        return parts[1] if len(parts) > 1 else self.stack

    @property
    def phase(self) -> str:
        """`expand`, `contract`, or `all`."""
        return str(self.properties.get("Phase") or "all")

    def name(self, cluster: str | None = None, database: str | None = None) -> str:
        """The physical id: the same in every deployment of a database, since another one is another resource.

        What the properties say goes before what the function knows, which may have changed before them.
        """
        cluster = str(self.properties.get("Cluster") or cluster or self.resource)
        database = str(self.properties.get("Database") or database or self.resource)
        return f"migrations/{cluster.rpartition(':')[2]}/{database}/{self.phase}"[:1024]


@dataclass(frozen=True, slots=True)
class Answer:
    """What CloudFormation is told."""

    succeeded: bool
    physical: str
    reason: str = ""
    tail: str = ""
    """The end of the reason, which is kept where the rest of it must be cut: what to do next."""
    data: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self, request: Request) -> bytes:
        """The document, of at most 4,096 bytes; valid JSON and UTF-8, however much was cut."""
        room = len(self.reason)
        while True:
            shown = self.reason if room >= len(self.reason) else f"{self.reason[:room]}…"
            document = {
                "Status": "SUCCESS" if self.succeeded else "FAILED",
                "Reason": " ".join(filter(None, (shown, self.tail))) or "See the function's log.",
                "PhysicalResourceId": self.physical,
                "StackId": request.stack,
                "RequestId": request.id,
                "LogicalResourceId": request.resource,
                "Data": dict(self.data),
            }
            content = json.dumps(_whole(document), ensure_ascii=False, separators=(",", ":")).encode()
            if len(content) <= LONGEST:
                return content
            if room > 0:
                room = max(0, min(room, len(self.reason)) - max(1, (len(content) - LONGEST) // 6))
            elif self.tail or self.data:
                return Answer(self.succeeded, self.physical, "See the function's log.").to_bytes(request)
            else:
                raise ConfigurationError("CloudFormation's identifiers leave no room for an answer")


def deliver(
    content: bytes,
    url: str,
    *,
    seconds: float = 30,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """PUT an answer, again as long as that may help; False where `once` and there is an answer already.

    Raises Undelivered, which holds the answer, where it could not be delivered.
    """
    deadline = time.monotonic() + seconds
    headers = {"Content-Type": ""}  # signed as empty: any other is refused
    if once:
        headers["If-None-Match"] = "*"
    for attempt in range(1, _ATTEMPTS + 1):
        left = max(1.0, deadline - time.monotonic())
        try:
            # The scheme is CloudFormation's: https, and http only in tests.
            asked = urllib.request.Request(url, data=content, method="PUT", headers=headers)
            with urllib.request.urlopen(asked, timeout=min(10.0, left)):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            if once and "If-None-Match" in headers:
                if error.code == 412:
                    return False
                if error.code in (400, 403, 501):  # it knows no conditions: then the first answer counts anyway
                    del headers["If-None-Match"]
                    continue
            if error.code < 500 and error.code not in (408, 429):
                break
        except (OSError, ValueError):
            pass
        pause = _FIRST_PAUSE * 2 ** (attempt - 1)
        if time.monotonic() + pause > deadline:
            break
        sleep(pause)
    raise Undelivered(content.decode()) from None


def _whole(value: Any) -> Any:
    """A document without halves of surrogate pairs, and without characters that only steer a terminal."""
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode()
        return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "�", text)
    return {name: _whole(inner) for name, inner in value.items()} if isinstance(value, dict) else value
