"""Direct calls of the function: `{"command": "status"}` and the like, answered with what the command line prints."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from joey.aws.deployed import Deployed, in_lambda
from joey.aws.deployment import fault
from joey.aws.log import Log
from joey.aws.watchdog import Watchdog
from joey.errors import ConfigurationError, JoeyError, ResourceExhausted

SCHEMA_VERSION = 1
_LARGEST = 5_500_000  # Lambda's answers have at most 6 MB
_OPTIONS = {"status": (), "migrate": ("to", "allow"), "plan": ("to", "allow"), "history": (), "verify": ()}
_HOW = 'Call it with {"command": "status"}, or migrate, plan, history, verify; migrate and plan take "to" and "allow".'


def answer(event: Any, context: Any, log: Log) -> dict[str, Any]:
    """The answer to one call; what went wrong is in it, too."""
    deployed: Deployed | None = None
    try:
        command, options = _asked(event)
        with Watchdog(context.get_remaining_time_in_millis, lambda: None) as watchdog:
            deployed = Deployed.here(log, lambda: watchdog.left)
            body = _COMMANDS[command](deployed, **options)
        return _fitting({"schema_version": SCHEMA_VERSION, "status": body.pop("status", "ok"), **body})
    except KeyboardInterrupt as stop:
        if deployed is None:
            raise
        error = deployed.stopped(stop)
    except JoeyError as found:
        error = found
    except Exception as unexpected:
        error = fault(unexpected)
    log.failed(error)
    said = error.to_json() | {"hint": in_lambda(error.hint) if error.hint else None}
    head = {"schema_version": SCHEMA_VERSION, "status": error.status, "exit_code": error.exit_code}
    return {**head, **error.partial, "error": said}


def _asked(event: Any) -> tuple[str, dict[str, Any]]:
    if not isinstance(event, Mapping) or not isinstance(event.get("command"), str):
        raise ConfigurationError("The event is neither CloudFormation's nor a command", hint=_HOW)
    options = {str(name): value for name, value in event.items() if name != "command"}
    command = event["command"]
    if command not in _OPTIONS:
        raise ConfigurationError(f"There is no command {command[:100]!r}", hint=_HOW)
    for name, value in options.items():
        if name not in _OPTIONS[command]:
            raise ConfigurationError(f"{command} takes no {name[:100]!r}", hint=_HOW)
        fits = isinstance(value, str) if name == "to" else _is_list(value)
        if not fits:
            raise ConfigurationError(f"{name!r} must be {'a tag' if name == 'to' else 'a list of words'}", hint=_HOW)
    return command, options


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _status(deployed: Deployed) -> dict[str, Any]:
    found = deployed.status()
    body = found.to_json()
    refused = bool(found.refusals or body["unfinished"])
    more = {"warnings": list(found.warnings), "manifest_hash": deployed.folder.manifest.hash}
    return {"status": "refused" if refused else "ok", **body, **more}


def _verify(deployed: Deployed) -> dict[str, Any]:
    """Whether the database is just what the bundle says; that the bundle is whole has been seen by now."""
    found = deployed.status()
    state = found.state
    findings = [
        {"category": one.category, "message": one.message, "hint": in_lambda(one.hint or "")} for one in found.refusals
    ]
    findings += [
        {"category": "PENDING", "message": f"{one.tag} is not applied", "hint": "joey aws migrate applies it"}
        for one in state.pending
    ]
    if half := found.unfinished:
        message = f"{half.tag} stopped at statement {half.statement}" + (f": {half.error}" if half.error else "")
        findings.append({"category": "UNFINISHED", "message": message, "hint": "joey aws migrate goes on there"})
    return {
        "status": "refused" if findings else "ok",
        "findings": findings,
        "applied": len(state.applied),
        "ahead": state.ahead,
        "database": found.database,
        "manifest_hash": deployed.folder.manifest.hash,
        "warnings": list(found.warnings),
    }


def _migrate(deployed: Deployed, to: str | None = None, allow: list[str] | None = None) -> dict[str, Any]:
    began = time.monotonic()
    outcome = deployed.migrate(to=to, allow=allow or ())
    result = outcome.result
    took = round((time.monotonic() - began) * 1000)
    deployed.log.succeeded(result.migration_duration_ms, took, result.files_processed)
    return outcome.to_json() | {"total_duration_ms": took}


def _plan(deployed: Deployed, to: str | None = None, allow: list[str] | None = None) -> dict[str, Any]:
    said = deployed.plan(to=to, allow=allow or ())
    return {
        "statements": [
            {"tag": one.tag, "line": one.line, "sql": one.sql, "transactional": one.transactional} for one in said
        ]
    }


def _history(deployed: Deployed) -> dict[str, Any]:
    return deployed.history().to_json()


_COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "status": _status,
    "migrate": _migrate,
    "plan": _plan,
    "history": _history,
    "verify": _verify,
}


def _fitting(body: dict[str, Any]) -> dict[str, Any]:
    if (size := len(json.dumps(body))) > _LARGEST:
        raise ResourceExhausted(
            f"The answer has {size:,} bytes, and Lambda passes 6 MB on",
            hint="Ask through the Data API instead: the command line with --url rds-data://…",
        )
    return body
