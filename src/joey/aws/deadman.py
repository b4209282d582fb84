"""What answers CloudFormation when the function died that should have: by Lambda's async failure destination.

Out of memory, out of time, or dead at its first import: without an answer CloudFormation would wait for an hour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joey.aws.log import Log, Write, to_stdout
from joey.aws.request import Answer, Request, Undelivered, deliver
from joey.errors import InternalError, JoeyError, Timeout


def handler(event: Any, context: Any, write: Write = to_stdout) -> dict[str, Any]:
    """Answer for a run that ended without a word; nothing where there is an answer already, or nobody waits for one.

    A run that came to its end, and only couldn't deliver its answer, hands it over in its error: then that is sent.
    """
    asked = event.get("requestPayload") if isinstance(event, Mapping) else None
    request = Request.of(asked)
    log = Log(getattr(context, "aws_request_id", None), write=write)
    if request is None:
        log.warning("Nobody waits for an answer: this was no event of CloudFormation's")
        return {"answered": False}
    log = Log(log.request, write=write, hidden=(request.url,))
    name = request.physical or request.name()
    answer, known = _handed_over(event, request)
    if answer is None:
        error = _cause(event)
        if request.kind == "Delete":
            answer = Answer(True, name, "Nothing is done when the resource goes").to_bytes(request)
        else:
            log.failed(error)
            answer = Answer(False, name, f"{error.category}: {error.message}", error.hint or "").to_bytes(request)
    answered = deliver(answer, request.url, seconds=20, once=True)
    said = json.loads(answer)["Status"]
    log.info(
        f"CloudFormation was told {said}" if answered else "CloudFormation has an answer already, which stands",
        handedOver=known,
    )
    return {"answered": answered, "status": said}


def _handed_over(event: Mapping[str, Any], request: Request) -> tuple[bytes | None, bool]:
    """The answer that the function itself had, where it could only not deliver it."""
    error = event.get("responsePayload")
    if not isinstance(error, Mapping) or error.get("errorType") != Undelivered.__name__:
        return None, False
    try:
        content = str(error["errorMessage"])
        if json.loads(content)["RequestId"] == request.id:
            return content.encode(), True
    except (ValueError, LookupError, TypeError):
        pass
    return None, False


def _cause(event: Mapping[str, Any]) -> JoeyError:
    """Why the function ended, as far as Lambda tells."""
    error = event.get("responsePayload")
    said = error if isinstance(error, Mapping) else {}
    text = " ".join(str(said.get("errorMessage") or "").split())[:600]
    condition = (event.get("requestContext") or {}).get("condition")
    if condition == "EventAgeExceeded":
        return Timeout(
            "The function could not be started in time",
            hint="Nothing was run. Is Lambda's concurrency used up, or reserved away from it? Then deploy again.",
        )
    kind: type[JoeyError] = Timeout if "timed out" in text.lower() else InternalError
    return kind(
        f"The function ended without an answer: {text or said.get('errorType') or 'Lambda tells no reason'}",
        hint="What is applied is recorded, and nothing is applied twice: deploy again, and it goes on. "
        "joey aws logs shows what it did last.",
    )
