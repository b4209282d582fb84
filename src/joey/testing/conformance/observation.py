"""What a Data API answers, made comparable: without what differs from call to call."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from joey.testing.conformance.case import Case, Step
from joey.testing.conformance.cases import BEFORE_EACH, SETUP, TEARDOWN

_IDENTIFIER = re.compile(r"Transaction \S+(?= )")
_OPERATIONS = {
    "ExecuteStatement": "execute_statement",
    "BatchExecuteStatement": "batch_execute_statement",
    "BeginTransaction": "begin_transaction",
    "CommitTransaction": "commit_transaction",
    "RollbackTransaction": "rollback_transaction",
    "ExecuteSql": "execute_sql",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A Data API under observation: a boto3 client that sends each call once, and what requests name."""

    client: Any
    cluster: str
    secret: str
    database: str
    schema: str
    """One that doesn't exist yet."""
    call: float = 45.0
    """Seconds that a call may take there."""

    def __enter__(self) -> Target:
        try:
            for step in SETUP:
                _send(self, step, None)
        except BaseException:
            with contextlib.suppress(Exception):  # what stands against making it is the error to tell
                self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        try:
            for step in TEARDOWN:
                _send(self, step, None)
        finally:
            self.client.close()

    def observe(self, case: Case) -> list[str]:
        """What each step of a case gives, as text; where the tables can't be emptied before, what stands against it."""
        for number, found in enumerate(_observed(self, BEFORE_EACH)):
            if not found.startswith("{"):
                return [f"before it, {BEFORE_EACH[number]}: {found}"] * len(case.steps)
        return list(_observed(self, case.steps))


def _observed(target: Target, steps: Sequence[Step]) -> Iterator[str]:
    from botocore.exceptions import BotoCoreError, ClientError

    transaction = None
    for step in steps:
        try:
            answer = _send(target, step, transaction)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            members = {
                name: "<number>" if isinstance(value, int) else value
                for name, value in error.response.items()
                if name not in ("Error", "ResponseMetadata", "message")
            }
            said = " ".join(f"{name}={value}" for name, value in sorted(members.items()))
            message = error.response["Error"].get("Message", "")
            yield _common(target, f"{error.response['Error']['Code']} ({status}) {message} {said}".strip())
        except BotoCoreError as error:
            yield f"{type(error).__name__}"
        else:
            transaction = answer.get("transactionId", transaction)
            yield _common(target, _plain(answer))


def _send(target: Target, step: Step, transaction: str | None) -> dict[str, Any]:
    request: dict[str, Any] = {"resourceArn": target.cluster, "secretArn": target.secret}
    if step.operation == "ExecuteSql":
        request = {"dbClusterOrInstanceArn": target.cluster, "awsSecretStoreArn": target.secret}
    if step.operation not in ("CommitTransaction", "RollbackTransaction"):
        request["database"] = target.database
    if step.in_transaction:
        request["transactionId"] = transaction or "none"
    request |= {name: _filled(target, value) for name, value in step.request.items()}
    request = {name: value for name, value in request.items() if value is not None}
    answer: dict[str, Any] = getattr(target.client, _OPERATIONS[step.operation])(**request)
    return answer


def _filled(target: Target, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    places = {
        "{s}": target.schema,
        "{cluster}": target.cluster,
        "{secret}": target.secret,
        "{long}": str(target.call * 1.2),
        "{rest}": str(target.call * 0.4),
    }
    for place, text in places.items():
        value = value.replace(place, text)
    return value


def _plain(answer: dict[str, Any]) -> str:
    kept = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    if "transactionId" in kept:
        kept["transactionId"] = "<transaction>"
    return json.dumps(kept, default=lambda value: f"<{len(value)} bytes>", ensure_ascii=False, sort_keys=True)


def _common(target: Target, text: str) -> str:
    """The text with names in place of what is this target's own."""
    text = _IDENTIFIER.sub("Transaction <transaction>", text)
    names = ((target.cluster, "<cluster>"), (target.secret, "<secret>"), (target.schema, "<schema>"))
    for own, name in names:
        text = text.replace(own, name)
    return text
