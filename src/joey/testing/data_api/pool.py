"""Connections to PostgreSQL, handed out so that nobody can rely on a session."""

from __future__ import annotations

import contextlib
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import pq

from joey.connect import url as urls
from joey.testing.data_api import statement
from joey.testing.data_api.errors import ServiceError
from joey.testing.data_api.values import Type

_WARM = 3
"""So many connections of a database are opened before one is used again."""
_UNUSED = 5.0
"""Seconds after which an idle connection goes."""
_LOGIN = re.compile(r"28\w{3}\Z")
_SAID = re.compile(r"FATAL:\s+(.*)", re.S)


@dataclass(frozen=True, slots=True)
class Login:
    """Where a connection leads: a server, a database, and who asks."""

    url: str = field(repr=False)
    database: str
    user: str
    password: str | None = field(default=None, repr=False)

    def keywords(self) -> dict[str, str]:
        """What libpq is told."""
        words = urls.keywords(self.url) | {"dbname": self.database}
        if self.user:
            words["user"] = self.user
        if self.password is not None:
            words["password"] = self.password
        return words


class Session:
    """A connection of the pool, and what it has learned about types."""

    def __init__(self, login: Login) -> None:
        self.login = login
        self.used = time.monotonic()
        self.connection = _connect(login)

    @property
    def pid(self) -> int:
        """The number of its server process."""
        return self.connection.pgconn.backend_pid

    @property
    def transaction(self) -> pq.TransactionStatus:
        """Whether it is idle, in a transaction, or in one that has failed."""
        return pq.TransactionStatus(self.connection.pgconn.transaction_status)

    def close(self) -> None:
        """End it; a transaction that is open is rolled back by the server."""
        self.connection.close()


class Pool:
    """Idle connections by login. One that was used just now is never the next to be handed out."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._lock = threading.Lock()
        self._idle: defaultdict[Login, list[Session]] = defaultdict(list)
        self._all: set[Session] = set()
        self._types: dict[tuple[str, str], dict[int, Type]] = defaultdict(dict)

    def take(self, login: Login) -> Session:
        """A connection, whichever."""
        while True:
            with self._lock:
                idle = self._idle[login]
                # The last in the list is the one that came back last.
                session = idle.pop(self._chance.randrange(len(idle) - 1)) if len(idle) >= _WARM else None
            if session is None:
                return self.open(login)
            if statement.is_usable(session.connection):
                return session
            self.drop(session)

    def open(self, login: Login) -> Session:
        """A connection of one's own."""
        try:
            session = Session(login)
        except ServiceError as error:
            if error.sqlstate != "53300":
                raise
            self.sweep(0)
            session = Session(login)
        with self._lock:
            self._all.add(session)
        return session

    def give_back(self, session: Session, *, reset: bool) -> None:
        """The connection is free again; what is open on it is rolled back."""
        try:
            if session.transaction != pq.TransactionStatus.IDLE:
                statement.run(session.connection, "ROLLBACK")
            if reset:
                statement.run(session.connection, "DISCARD ALL")
        except ServiceError:
            self.drop(session)
            return
        session.used = time.monotonic()
        with self._lock:
            self._idle[session.login].append(session)

    def drop(self, session: Session) -> None:
        """End a connection that can't be used again."""
        session.close()
        with self._lock:
            self._all.discard(session)

    def sweep(self, unused: float = _UNUSED, database: str | None = None) -> None:
        """End idle connections, all or to one database, that were not used for so many seconds."""
        now = time.monotonic()
        gone: list[Session] = []
        with self._lock:
            for login in list(self._idle):
                idle = self._idle[login]
                if database is None or login.database == database:
                    gone += [session for session in idle if now - session.used >= unused]
                    self._idle[login] = [session for session in idle if now - session.used < unused]
                if not self._idle[login]:
                    del self._idle[login]
        for session in gone:
            self.drop(session)

    def terminate(self, login: Login) -> None:
        """End every server process behind this pool, as the end of the writer does."""
        with self._lock:
            pids = [session.pid for session in self._all if not session.connection.closed]
        self.sweep(0)
        with contextlib.closing(Session(login)) as session:
            listed = ",".join(map(str, pids)) or "0"
            statement.run(
                session.connection,
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN ({listed})",
            )

    def cancel(self) -> None:
        """Stop every statement that runs."""
        with self._lock:
            running = [s for s in self._all if not s.connection.closed]
        for session in running:
            if session.transaction == pq.TransactionStatus.ACTIVE:
                statement.cancel(session.connection)

    def close(self) -> None:
        """End all connections, also those that are in use."""
        self.sweep(0)
        with self._lock:
            left, self._all = list(self._all), set()
        for session in left:
            session.close()

    def types(self, session: Session, oids: list[int]) -> list[Type]:
        """The types with these OIDs, read once from the catalog."""
        known = self._types[session.login.url, session.login.database]
        if wanted := sorted({oid for oid in oids if oid not in known}):
            known.update(_read_types(session, wanted))
        return [known[oid] for oid in oids]


def _read_types(session: Session, oids: list[int]) -> Iterator[tuple[int, Type]]:
    listed = ",".join(map(str, oids))
    rows = statement.run(
        session.connection,
        "SELECT t.oid::text, t.typname::text, t.typtype::text, i.typname::text, i.typtype::text"
        " FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type i ON i.oid = t.typelem AND t.typcategory = 'A'"
        f" WHERE t.oid IN ({listed})",
    )
    for row in range(rows.ntuples):
        oid, name, kind, item, item_kind = (_text(rows, row, column) for column in range(5))
        yield int(oid), Type(name, kind, Type(item, item_kind) if item else None)


def _text(result: pq.abc.PGresult, row: int, column: int) -> str:
    return (result.get_value(row, column) or b"").decode()


def _connect(login: Login) -> psycopg.Connection[Any]:
    settings = {"DateStyle": "ISO", "TimeZone": "UTC", "IntervalStyle": "postgres", "extra_float_digits": "3"}
    words: dict[str, Any] = login.keywords()
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    words["options"] = f"{words.get('options', '')} {options}".strip()
    try:
        return psycopg.connect(
            **{"connect_timeout": 10, "application_name": "rds-data-api", **words, "client_encoding": "UTF8"},
            autocommit=True,
        )
    except psycopg.OperationalError as error:
        raise _unconnected(error) from error


def _unconnected(error: psycopg.OperationalError) -> ServiceError:
    """The error of a login that failed. libpq hands over its text only."""
    said = _SAID.search(str(error))
    message = said[1].strip() if said else str(error).strip()
    if "does not exist" in message and message.startswith("database"):
        state = "3D000"
    elif "authentication failed" in message or message.startswith(("role", "no pg_hba.conf")):
        state = "28P01" if "authentication failed" in message else "28000"
    elif "too many clients" in message or "connection slots" in message:
        state = "53300"
    elif "starting up" in message or "shutting down" in message:
        state = "57P03"
    elif said:
        state = error.sqlstate or "08004"
    else:
        return ServiceError("DatabaseUnavailableException")
    return statement.with_state(message, state)


def is_login_failure(error: ServiceError) -> bool:
    """Whether PostgreSQL doesn't let this user in."""
    return bool(error.sqlstate and _LOGIN.match(error.sqlstate))
