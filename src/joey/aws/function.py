"""The deployed function, called directly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joey.aws.faults import as_joey_error, code
from joey.aws.services import Services
from joey.aws.stack import Stack
from joey.errors import ConfigurationError, InternalError, JoeyError, Timeout, UnknownOutcome

_HEADER = ("schema_version", "status", "error", "exit_code")


def call(services: Services, stack: Stack, command: str, **arguments: Any) -> dict[str, Any]:
    """What the function answers to a command, such as status; its error is raised as the error that it was there."""
    event = {"command": command, **{name: value for name, value in arguments.items() if value is not None}}
    try:
        answer = services.client("lambda").invoke(
            FunctionName=stack.function, InvocationType="RequestResponse", Payload=json.dumps(event).encode()
        )
        body = answer["Payload"].read()
    except Exception as error:
        raise _not_answered(error, stack, command) from error
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ConfigurationError(
            f"The function {stack.function} answered what joey doesn't understand: {body[:200]!r}",
            hint="Is it a DatabaseMigration of joey's? docs/aws/deploy.md shows the stack.",
        )
    if answer.get("FunctionError"):
        raise _died(told, stack, command)
    if isinstance(told.get("error"), dict):
        raise _refused(told)
    return told


def _refused(told: dict[str, Any]) -> JoeyError:
    """The error that the function has answered with, as it would have been raised here."""
    said = told["error"]
    kinds = {kind.category: kind for kind in JoeyError.__subclasses__()}
    kind = kinds.get(str(said.get("category")), InternalError)
    where = {name: said.get(name) for name in ("hint", "file", "line", "statement", "sqlstate")}
    error = kind(str(said.get("message") or told), **where)
    if isinstance(told.get("exit_code"), int):
        error.exit_code = told["exit_code"]
    error.partial = {name: value for name, value in told.items() if name not in _HEADER}
    return error


def _died(told: Mapping[str, Any], stack: Stack, command: str) -> JoeyError:
    """The error for a function that ended without an answer of its own."""
    text = str(told.get("errorMessage") or told)[:500]
    look = f"See what it logged: joey aws logs --stack {stack.name} --since 30m"
    if "Task timed out" in text:
        kind: type[JoeyError] = Timeout
    else:
        kind = UnknownOutcome if command == "migrate" else InternalError
    return kind(f"The function {stack.function} ended without an answer: {text}", hint=look)


def _not_answered(error: Exception, stack: Stack, command: str) -> JoeyError:
    if code(error) == "ResourceNotFoundException":
        return ConfigurationError(
            f"There is no function {stack.function} in {stack.region}, though the stack {stack.name} names it",
            hint=f"Somebody has deleted it, or a deployment is under way ({stack.status}). Deploy the stack again.",
        )
    from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

    if command == "migrate" and isinstance(error, (ReadTimeoutError, ConnectionClosedError)):
        return UnknownOutcome(
            f"The connection to the function {stack.function} was lost while it was at work",
            hint=f"It goes on by itself. See: joey aws logs --stack {stack.name} --follow; then joey aws status",
        )
    return as_joey_error(error, f"The function {stack.function} could not be called", action="lambda:InvokeFunction")
