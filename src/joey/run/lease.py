"""The lock of a run: a lease row, and on a connection that keeps its session an advisory lock too."""

from __future__ import annotations

import getpass
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joey.connect.protocol import Connection
from joey.errors import JoeyError, LockTimeout, UnknownOutcome
from joey.run.names import TableName, lock_key

if TYPE_CHECKING:  # `status` only reads
    from joey.model.report import Report

TIME_TO_LIVE = 60
"""Seconds after its last heartbeat that a lease without a session is taken for abandoned."""
HEARTBEAT = 15
_TICK = 0.1
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_MYSELF = re.compile(r"(.*)@(.*) \(process (\d+)(?:, run \w+)?\)")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock, as the database tells it."""

    holder: str
    since: str
    """ISO 8601, by the database's clock."""
    heartbeat: str
    token: int
    role: str | None = None
    application: str | None = None
    address: str | None = None
    """Where its connection comes from; None for a socket on the server's own machine."""
    backend: int | None = None
    """The server process that holds the advisory lock; None where the lease has no session."""

    def to_json(self) -> dict[str, Any]:
        """The form that `status --json` prints as `lock`."""
        said = _MYSELF.fullmatch(self.holder)
        return {
            "holder": self.holder,
            "since": self.since,
            "heartbeat": self.heartbeat,
            "token": self.token,
            "user": said[1] if said else None,
            "host": said[2] if said else None,
            "process": int(said[3]) if said else None,
            "role": self.role,
            "application": self.application,
            "address": self.address,
            "backend": self.backend,
        }

    @property
    def connection(self) -> str:
        """What the server knows of its connection, for people."""
        known = {
            "role": self.role,
            "application": self.application,
            "from": self.address,
            "server process": self.backend,
        }
        return ", ".join(f"{what} {value}" for what, value in known.items() if value)


@dataclass(frozen=True, slots=True)
class Lease:
    """A lock that was taken. Its token is greater than that of every earlier holder."""

    table: TableName
    record: str
    token: int
    holder: str
    orphan: str | None = None
    """The server process that worked for a holder who never gave the lock back."""

    def still_held(self, connection: Connection) -> bool:
        """Lock the row until the transaction ends, and say whether it is still ours."""
        sql = f"SELECT 1 FROM {self.table.sql} WHERE record = $1::text AND token = $2::bigint FOR UPDATE"
        return bool(connection.query(sql, [self.record, self.token]))

    def works_in(self, connection: Connection, backend: str | None) -> None:
        """Write down which server process now works for us."""
        sql = (
            f"UPDATE {self.table.sql} SET backend = $3::text WHERE record = $1::text AND token = $2::bigint RETURNING 1"
        )
        if not connection.query(sql, [self.record, self.token, backend], repeatable=True):
            raise self.lost()

    def lost(self) -> LockTimeout:
        """The error for a lease that another run has taken over."""
        return LockTimeout(
            "The run's lock was taken over by another run, so this one stopped; what it hadn't recorded is rolled back",
            of_run=True,
            hint="Run `joey status`, then `joey migrate` again once the other run is done.",
        )


def myself(connection: Connection) -> str:
    """Who runs: user, machine and process; without a session also what tells this run from all others."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    run = f", run {connection.marker.split()[-2]}" if connection.marker else ""
    return f"{user}@{socket.gethostname()} (process {os.getpid()}{run})"


def holder_of(connection: Connection, schema: str, record: str) -> Holder | None:
    """Who holds the lock now; only reads. The lease table must exist."""
    rows = connection.query(
        f"""SELECT holder, {_iso("taken_at")}, {_iso("heartbeat_at")}, token::bigint, a.usename::text,
                   nullif(a.application_name, ''), pg_catalog.host(a.client_addr), k.pid::int
            FROM {TableName(schema, "lease").sql} l
            LEFT JOIN LATERAL ({_locks(lock_key(record))} LIMIT 1) k ON l.session
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = k.pid
            WHERE record = $1::text AND holder IS NOT NULL
              AND CASE WHEN session THEN k.pid IS NOT NULL ELSE until > clock_timestamp() END""",
        [record],
    )
    return Holder(*rows[0]) if rows else None


@contextmanager
def held(
    connect: Callable[[], Connection],
    *,
    schema: str,
    record: str,
    timeout: float,
    report: Callable[[Report], None],
    on_lost: Callable[[], None] = lambda: None,
    look: Callable[[Connection], None] = lambda connection: None,
    opened: Connection | None = None,
    holder: str | None = None,
) -> Iterator[Lease]:
    """The run's lock, on a connection of its own (`opened`, or a new one), kept alive and at the end given back.

    Never waits inside the server: a waiter there would hold a snapshot, which CREATE INDEX CONCURRENTLY in the
    other run waits for. Raises LockTimeout (exit 5) after `timeout` seconds. Meanwhile a thread calls `look` with
    that connection every moment, and `on_lost` when the lease was lost.
    """
    connection = opened or connect()
    try:
        lease = _taken(connection, TableName(schema, "lease"), record, timeout, report, holder or myself(connection))
        from joey.model.report import LockTaken

        report(LockTaken(lease.holder, lease.token))
    except BaseException:
        connection.close()
        raise
    keeper = _Keeper(connect, connection, lease, on_lost, look)
    keeper.start()
    try:
        yield lease
    finally:
        keeper.stop()


def _taken(
    connection: Connection,
    table: TableName,
    record: str,
    timeout: float,
    report: Callable[[Report], None],
    holder: str,
) -> Lease:
    key = lock_key(record)
    connection.query(
        f"INSERT INTO {table.sql} (record) SELECT $1::text "
        f"WHERE NOT EXISTS (SELECT FROM {table.sql} WHERE record = $1::text) ON CONFLICT DO NOTHING",
        [record],
        repeatable=True,
    )
    # With the advisory lock in hand, a holder that also had one is dead; without a session it is looked up.
    dead = "true" if connection.keeps_session else f"NOT EXISTS ({_locks(key)})"
    # A row that the last holder has locked, since it is just writing a record, isn't waited for.
    acquire = f"""WITH before AS MATERIALIZED (
            SELECT holder, backend FROM {table.sql} WHERE record = $1::text
              AND (holder IS NULL OR CASE WHEN session THEN {dead} ELSE until < clock_timestamp() END)
            FOR UPDATE SKIP LOCKED)
        UPDATE {table.sql} l SET holder = $2::text, session = $3::boolean, token = token + 1, backend = NULL,
            taken_at = clock_timestamp(), heartbeat_at = clock_timestamp(),
            until = clock_timestamp() + make_interval(secs => {TIME_TO_LIVE})
        FROM before WHERE record = $1::text
        RETURNING token::bigint, CASE WHEN before.holder IS NOT NULL THEN before.backend END"""
    began = said = time.monotonic()
    pause, has_session_lock = _FIRST_PAUSE, not connection.keeps_session
    first = True
    while True:
        if not has_session_lock:
            has_session_lock = bool(connection.query(f"SELECT pg_catalog.pg_try_advisory_lock({key})")[0][0])
        if has_session_lock:
            try:
                rows = connection.query(acquire, [record, holder, connection.keeps_session])
            except UnknownOutcome:  # over the Data API, where nobody else is called as we are
                rows = connection.query(
                    f"SELECT token::bigint, NULL FROM {table.sql} WHERE record = $1::text AND holder = $2::text",
                    [record, holder],
                )
            if rows:
                return Lease(table, record, int(rows[0][0]), holder, rows[0][1])
        waited = time.monotonic() - began
        if waited >= timeout:
            raise _not_to_be_had(holder_of(connection, table.schema, record), waited)
        if first or time.monotonic() - said >= 10:
            from joey.model.report import Waiting

            who = holder_of(connection, table.schema, record)
            report(
                Waiting(
                    who.holder if who else "another run",
                    who.since if who else None,
                    waited,
                    who.connection if who else "",
                )
            )
            first, said = False, time.monotonic()
        time.sleep(min(pause, max(0.0, timeout - waited)))
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _not_to_be_had(who: Holder | None, waited: float) -> LockTimeout:
    whose = f"{who.holder} has held it since {who.since}" if who else "another run holds it"
    if who and who.connection:
        whose += f" ({who.connection})"
    ends = f" If that run hangs, end it: SELECT pg_terminate_backend({who.backend});" if who and who.backend else ""
    return LockTimeout(
        f"The lock of the run was not to be had in {waited:.0f} s: {whose}",
        of_run=True,
        hint="Wait for the other run, or give --lock-timeout a longer time. A run that was killed gives the lock "
        f"back by itself.{ends}",
    )


class _Keeper(threading.Thread):
    """What keeps a lease alive until it is given back; the only user of its connection meanwhile."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        connection: Connection,
        lease: Lease,
        on_lost: Callable[[], None],
        look: Callable[[Connection], None],
    ) -> None:
        super().__init__(daemon=True, name="joey lease")
        self._connect, self._connection = connect, connection
        self._lease, self._on_lost, self._look = lease, on_lost, look
        self._done = threading.Event()
        self._session = connection.keeps_session
        self._beat = time.monotonic() + HEARTBEAT
        self._adrift: float | None = None
        """Since when the connection, or its advisory lock, isn't ours."""

    def run(self) -> None:
        try:
            while not self._done.wait(min(_TICK, HEARTBEAT)):
                self._tick()
        except LockTimeout:
            self._on_lost()

    def _tick(self) -> None:
        try:
            if self._adrift is not None:
                self._regain()
            self._look(self._connection)
            if time.monotonic() >= self._beat:
                self._beat = time.monotonic() + HEARTBEAT
                self._renew()
        except JoeyError as error:
            if isinstance(error, LockTimeout):
                raise
            # One failed call is not yet a lost lease: nobody may have taken it, and the token tells.
            self._adrift = self._adrift or time.monotonic()
            if time.monotonic() - self._adrift > TIME_TO_LIVE - 2 * HEARTBEAT:
                raise self._lease.lost() from error

    def stop(self) -> None:
        """Give the lock back."""
        self._done.set()
        try:
            self.join()
            with suppress(JoeyError):
                self._give_back()
        finally:
            self._connection.close()

    def _renew(self) -> None:
        # Our own transaction has locked the row while it writes a record; nobody else can take it then.
        mine = f"FROM {self._lease.table.sql} WHERE record = $1::text AND token = $2::bigint"
        renew = f"""WITH free AS MATERIALIZED (SELECT 1 {mine} FOR UPDATE SKIP LOCKED), renewed AS (
                UPDATE {self._lease.table.sql} SET heartbeat_at = clock_timestamp(),
                    until = clock_timestamp() + make_interval(secs => {TIME_TO_LIVE})
                WHERE record = $1::text AND token = $2::bigint AND EXISTS (SELECT FROM free))
            SELECT EXISTS (SELECT {mine}), EXISTS (SELECT FROM free)"""
        ((ours, renewed),) = self._connection.query(renew, [self._lease.record, self._lease.token], repeatable=True)
        if not ours:
            raise self._lease.lost()
        if not renewed:
            self._beat = time.monotonic() + HEARTBEAT / 5

    def _regain(self) -> None:
        """The lock once more, after its connection was lost, unless somebody else has taken it meanwhile."""
        try:
            self._connection.query("SELECT 1")
        except JoeyError:
            self._connection.close()
            self._connection = self._connect()
        self._renew()
        # Where the server hasn't noticed yet that our old connection is gone, that one still has it.
        key = lock_key(self._lease.record)
        taken = f"SELECT pg_catalog.pg_try_advisory_lock({key})"
        self._adrift = None if not self._session or self._connection.query(taken)[0][0] else time.monotonic()

    def _give_back(self) -> None:
        self._connection.query(
            f"UPDATE {self._lease.table.sql} SET holder = NULL, backend = NULL, until = '-infinity' "
            f"WHERE record = (SELECT record FROM {self._lease.table.sql} "
            "WHERE record = $1::text AND token = $2::bigint FOR UPDATE SKIP LOCKED) RETURNING 1",
            [self._lease.record, self._lease.token],
        )
        if self._session:
            self._connection.query(f"SELECT pg_catalog.pg_advisory_unlock({lock_key(self._lease.record)})")


def _locks(key: int) -> str:
    """SQL that gives the session that holds the advisory lock."""
    high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
    return f"""SELECT k.pid FROM pg_catalog.pg_locks k JOIN pg_catalog.pg_database d ON d.oid = k.database
        WHERE k.locktype = 'advisory' AND d.datname = pg_catalog.current_database() AND k.granted
          AND k.classid::bigint = {high} AND k.objid::bigint = {low} AND k.objsubid = 1"""


def _iso(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
