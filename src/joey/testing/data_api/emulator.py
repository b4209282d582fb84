"""A local Aurora Data API over a PostgreSQL server."""

from __future__ import annotations

import dataclasses
import random
import threading
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

from joey.testing.data_api.clusters import REGION, Clusters
from joey.testing.data_api.errors import Dropped, ServiceError
from joey.testing.data_api.faults import Call, Faults
from joey.testing.data_api.modes import MODES, Struck
from joey.testing.data_api.server import Server
from joey.testing.data_api.service import Answer, Request, Service
from joey.testing.data_api.switches import Limits, Switches

_KEPT = 10_000
_USUAL_LIMITS = Limits()
_USUAL_SWITCHES = Switches()


class DataApi:
    """An RDS Data API on a loopback port; leaving it ends everything that it has opened.

    `url` is that of a PostgreSQL server. `faults` says what goes wrong, `switches` how it answers what nobody
    knows of the real service, `calls` what was asked. `seed` settles what is left to chance.
    """

    def __init__(
        self,
        url: str,
        *,
        port: int = 0,
        limits: Limits = _USUAL_LIMITS,
        switches: Switches = _USUAL_SWITCHES,
        seed: int | None = None,
    ) -> None:
        chance = random.Random(seed)
        self.region = REGION
        self.clusters = Clusters()
        self.cluster = self.clusters.add(url, "joey").arn
        self.secret = self.clusters.add_secret("joey").arn
        self.faults = Faults({name: text for name, (text, _) in MODES.items()}, chance)
        self._calls: dict[int, Call] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._session: Any = None
        self._service = Service(self.clusters, limits, switches, chance)
        try:
            self._server = Server(self._answer, limits.request, port)
        except BaseException:
            self._service.close()
            raise
        self.endpoint = self._server.endpoint

    @property
    def switches(self) -> Switches:
        """How the questions are answered; may be set at any time."""
        return self._service.switches

    @switches.setter
    def switches(self, new: Switches) -> None:
        self._service.switches = new

    @property
    def limits(self) -> Limits:
        """What a call may take; may be set at any time."""
        return self._service.limits

    @limits.setter
    def limits(self, new: Limits) -> None:
        self._service.limits = self._service.transactions.limits = new
        self._server.limit = new.request

    @property
    def calls(self) -> list[Call]:
        """What was asked since it began, or since `forget`: the last ten thousand calls."""
        with self._lock:
            return list(self._calls.values())

    @property
    def open_transactions(self) -> int:
        """How many transactions are open."""
        return len(self._service.transactions)

    def url(self, database: str, *, secret: str | None = None) -> str:
        """The `rds-data://` URL of a database."""
        query = {
            "cluster": self.cluster,
            "secret": secret or self.secret,
            "region": self.region,
            "endpoint": self.endpoint,
        }
        return f"rds-data:///{quote(database, safe='')}?{urlencode(query, safe=':/')}"

    def client(self, **config: Any) -> Any:
        """A boto3 client for it, which sends each call once; `config` goes to botocore's Config."""
        from boto3.session import Session
        from botocore.config import Config

        usual: dict[str, Any] = {"retries": {"total_max_attempts": 1}}
        with self._making:  # a session is one thread's at a time, and knows the model once it has made a client
            self._session = self._session or Session("emulator", "emulator", region_name=self.region)
            return self._session.client("rds-data", endpoint_url=self.endpoint, config=Config(**usual | config))

    def forget(self) -> None:
        """Begin to count calls anew."""
        with self._lock:
            self._calls.clear()
            self._count = 0

    def abandon(self) -> None:
        """Roll back all open transactions, as the service does when nobody asks for them."""
        self._service.transactions.end_all()

    def disconnect(self, database: str | None = None) -> None:
        """End idle connections (to one database), so that it can be dropped or copied."""
        self._service.pool.sweep(0, database)

    def reset(self) -> None:
        """No faults, no calls, no open transactions, no idle connections."""
        self.faults.clear()
        self.forget()
        self.abandon()
        self.disconnect()

    def close(self) -> None:
        """End it; what runs is stopped, what is open is rolled back."""
        self._service.stop()
        self._server.close()
        self._service.close()

    def __enter__(self) -> DataApi:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _answer(self, operation: str, request: Request) -> Answer:
        with self._lock:
            self._count += 1
            call = self._calls[self._count] = Call(self._count, operation, request)
            self._calls.pop(self._count - _KEPT, None)
        outcome = "InternalFailure"
        try:
            answer = self._carry_out(call)
            outcome = "answered"
            return answer
        except ServiceError as error:
            outcome = error.code
            raise
        except Dropped:
            outcome = "dropped"
            raise
        finally:
            with self._lock:
                if self._calls.get(call.number) is call:
                    self._calls[call.number] = dataclasses.replace(call, outcome=outcome)

    def _carry_out(self, call: Call) -> Answer:
        fault = self.faults.striking(call)
        hook = self.faults.hook
        if hook:
            hook(call, "before")
        if fault:
            answer = MODES[fault.mode][1](Struck(self._service, self.faults, fault, call))
        else:
            answer = self._service.answer(call.operation, call.request)
        if hook:
            hook(call, "after")
        return answer
