"""Trying again, after growing waits, what failed only for a lock that somebody else holds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from joey.errors import JoeyError
from joey.model.report import Report, Retrying

# A lock that wasn't to be had in time, a deadlock, a serialization failure: nothing was done, and the next try may
# well succeed.
WORTH_RETRYING = ("55P03", "40P01", "40001")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


def retrying(
    attempt: Callable[[], None],
    retries: int,
    report: Callable[[Report], None],
    tag: str,
    whose: Callable[[], str] = lambda: "",
) -> None:
    """Run what is all or nothing, and again as long as somebody else's lock stands against it; `whose`, where known."""
    for retry in range(1, retries + 2):
        try:
            return attempt()
        except JoeyError as error:
            if error.sqlstate not in WORTH_RETRYING or error.exit_code == 5 or retry > retries:
                raise
            pause = min(_FIRST_PAUSE * 2 ** (retry - 1), _LONGEST_PAUSE) * random.uniform(0.5, 1.5)
            holder = whose() if error.sqlstate == "55P03" else ""
            reason = f"{error.message} (held by {holder})" if holder else error.message
            report(Retrying(tag, retry, retries, pause, reason))
        time.sleep(pause)
    return None
