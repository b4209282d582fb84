"""What Lambda calls: CloudFormation's events, and direct calls."""

from __future__ import annotations

import os
from typing import Any

from joey.aws.log import Log, Write, to_stdout
from joey.aws.request import Request
from joey.errors import ConfigurationError


def handler(event: Any, context: Any, write: Write = to_stdout) -> dict[str, Any]:
    """Migrate as CloudFormation asks, and answer it; or do what a direct call asks, and give its answer back.

    `write` takes the lines of the log. Raises only where CloudFormation could not be answered: then the dead-man
    gets the answer.
    """
    environment = os.environ.get("JOEY_ENVIRONMENT") or "unknown"
    log = Log(getattr(context, "aws_request_id", None), environment, write)
    try:
        request = Request.of(event)
    except ConfigurationError as error:
        log.failed(error)
        return {"status": error.status, "error": error.to_json()}
    if request is None:
        from joey.aws import calls

        return calls.answer(event, context, log)
    from joey.aws.deployment import Deployment

    return Deployment(request, context, Log(log.request, environment, write, hidden=(request.url,))).run()
