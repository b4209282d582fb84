"""Calls to the RDS Data API: each answered, asked again where that is safe, or raised as joey's error."""

from __future__ import annotations

import functools
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import botocore.session
from botocore.config import Config

from joey.connect.cluster import ClusterDatabase
from joey.connect.refusals import Kind, Refusal, refusal

LONGEST = 65_536
"""Characters of SQL that a call may have. Source: the service's model, SqlStatement; botocore doesn't check it."""

# How a call that surely executed nothing is repeated: for how many seconds, and the first and the longest pause.
PATIENCE: dict[Kind, tuple[float, float, float]] = {
    "resuming": (120, 1, 30),
    "throttled": (60, 0.1, 5),
    "secret": (15, 0.5, 3),
    "unsent": (5, 0.2, 2),
    "lost": (20, 0.2, 5),  # only what may be done twice
}


def client_of(place: ClusterDatabase) -> Any:
    """botocore's client for a place, shared by all connections of the process."""
    return _client(place.region, place.endpoint)


@functools.cache
def _client(region: str, endpoint: str | None) -> Any:
    # botocore would repeat what may have been executed. A call may take 45 s, and then its answer.
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=10, read_timeout=75, max_pool_connections=32)
    # Whoever listens on this machine is no AWS, and gets no signature of ours.
    emulated = endpoint is not None and re.match(r"http://(127\.|localhost\b|\[::1\])", endpoint)
    keys: dict[str, Any] = {"aws_access_key_id": "emulator", "aws_secret_access_key": "emulator"} if emulated else {}
    return botocore.session.get_session().create_client(
        "rds-data", region_name=region, endpoint_url=endpoint, config=config, **keys
    )


class Calls:
    """The API's operations on one database."""

    def __init__(self, place: ClusterDatabase) -> None:
        self.place = place
        self._client = client_of(place)
        self._where = {"resourceArn": place.cluster, "secretArn": place.secret}

    def begin(self) -> str:
        """The identifier of a new transaction. Asked for twice, one of them is rolled back by the API."""
        request = {**self._where, "database": self.place.database}
        return str(self._answered(lambda: self._client.begin_transaction(**request), twice=True)["transactionId"])

    def commit(self, transaction: str) -> str:
        """What the API says of a commit, which is asked for once."""
        request = {**self._where, "transactionId": transaction}
        return str(self._answered(lambda: self._client.commit_transaction(**request)).get("transactionStatus", ""))

    def rollback(self, transaction: str) -> None:
        """Roll back; harmless where there is nothing to be rolled back."""
        request = {**self._where, "transactionId": transaction}
        self._answered(lambda: self._client.rollback_transaction(**request), twice=True, inside=True, at_most=5)

    def execute(
        self,
        sql: str,
        parameters: Sequence[Mapping[str, Any]] = (),
        *,
        transaction: str | None = None,
        twice: bool = False,
        goes_on: bool = False,
        metadata: bool = False,
    ) -> dict[str, Any]:
        """One statement. `twice`: it may be repeated though it may have run. `goes_on`: also when the call's time is
        over."""
        request: dict[str, Any] = {**self._where, "database": self.place.database, "sql": sql}
        if parameters:
            request["parameters"] = parameters
        if transaction is not None:
            request["transactionId"] = transaction
        if goes_on:
            request["continueAfterTimeout"] = True
        if metadata:
            request["includeResultMetadata"] = True
        return self._answered(
            lambda: self._client.execute_statement(**request), sql, twice=twice, inside=transaction is not None
        )

    def _answered(
        self,
        call: Callable[[], Any],
        sql: str | None = None,
        *,
        twice: bool = False,
        inside: bool = False,
        at_most: float = 999,
    ) -> dict[str, Any]:
        deadlines: dict[Kind, float] = {}
        tries: dict[Kind, int] = {}
        while True:
            try:
                answer: dict[str, Any] = call()
                return answer
            except Exception as error:
                found = refusal(error, self.place, sql)
                cause = error
            if not self._may_repeat(found.kind, twice=twice, inside=inside):
                raise Refused(found) from cause
            patience, first, longest = PATIENCE[found.kind]
            tries[found.kind] = tries.get(found.kind, 0) + 1
            pause = min(first * 2 ** (tries[found.kind] - 1), longest) * random.uniform(0.75, 1.25)
            deadline = deadlines.setdefault(found.kind, time.monotonic() + min(patience, at_most))
            if time.monotonic() + pause > deadline:
                raise Refused(found) from cause
            time.sleep(pause)

    @staticmethod
    def _may_repeat(kind: Kind, *, twice: bool, inside: bool) -> bool:
        if kind == "lost":
            return twice
        if inside:  # the transaction was begun with this secret
            return kind in ("throttled", "unsent", "resuming")
        return kind in PATIENCE


class Refused(Exception):
    """A call that has no answer, with what is known of it."""

    def __init__(self, found: Refusal) -> None:
        super().__init__(found.error.message)
        self.error = found.error
        self.kind = found.kind
