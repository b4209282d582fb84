"""The lock of a run: a lease row, and on a connection that keeps its session an advisory lock too."""

from __future__ import annotations

import getpass
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from joey.connect.protocol import Connection
from joey.errors import JoeyError, LockTimeout
from joey.model.report import LockTaken, Report, Waiting
from joey.run.names import TableName, lock_key

TIME_TO_LIVE = 60
"""Seconds after its last heartbeat that a lease without a session is taken for abandoned."""
HEARTBEAT = 15
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock, as the database tells it."""

    holder: str
    since: str
    """ISO 8601, by the database's clock."""
    heartbeat: str
    token: int

    def to_json(self) -> dict[str, Any]:
        """The form that `status --json` prints as `lock`."""
        return {"holder": self.holder, "since": self.since, "heartbeat": self.heartbeat, "token": self.token}


@dataclass(frozen=True, slots=True)
class Lease:
    """A lock that was taken. Its token is greater than that of every earlier holder."""

    table: TableName
    record: str
    token: int
    holder: str

    def still_held(self, connection: Connection) -> bool:
        """Lock the row until the transaction ends, and say whether it is still ours."""
        sql = f"SELECT 1 FROM {self.table.sql} WHERE record = $1::text AND token = $2::bigint FOR UPDATE"
        return bool(connection.query(sql, [self.record, self.token]))

    def lost(self) -> LockTimeout:
        """The error for a lease that another run has taken over."""
        return LockTimeout(
            "The run's lock was taken over by another run, so this one stopped; what it hadn't recorded is rolled back",
            of_run=True,
            hint="Run `joey status`, then `joey migrate` again once the other run is done.",
        )


def myself() -> str:
    """Who runs: user, machine and process."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    return f"{user}@{socket.gethostname()} (process {os.getpid()})"


def holder_of(connection: Connection, schema: str, record: str) -> Holder | None:
    """Who holds the lock now; only reads. The lease table must exist."""
    rows = connection.query(
        f"""SELECT holder, {_iso("taken_at")}, {_iso("heartbeat_at")}, token::bigint
            FROM {TableName(schema, "lease").sql} l
            WHERE record = $1::text AND holder IS NOT NULL
              AND CASE WHEN session THEN {_session_lives(lock_key(record))} ELSE until > clock_timestamp() END""",
        [record],
    )
    return Holder(rows[0][0], rows[0][1], rows[0][2], int(rows[0][3])) if rows else None


@contextmanager
def held(
    connect: Callable[[], Connection],
    *,
    schema: str,
    record: str,
    timeout: float,
    report: Callable[[Report], None],
    on_lost: Callable[[], None] = lambda: None,
    holder: str | None = None,
) -> Iterator[Lease]:
    """The run's lock, on a connection of its own, kept alive until the end and then given back.

    Never waits inside the server: a waiter there would hold a snapshot, which CREATE INDEX CONCURRENTLY in the
    other run waits for. Raises LockTimeout (exit 5) after `timeout` seconds. `on_lost` is called, from another
    thread, when the lease was lost while held.
    """
    connection = connect()
    try:
        lease = _taken(connection, TableName(schema, "lease"), record, timeout, report, holder or myself())
        report(LockTaken(lease.holder, lease.token))
        stop = threading.Event()
        beat = threading.Thread(target=_heartbeat, args=(connection, lease, stop, on_lost), daemon=True)
        beat.start()
        try:
            yield lease
        finally:
            stop.set()
            beat.join()
            with suppress(JoeyError):
                _give_back(connection, lease)
    finally:
        connection.close()


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
    )
    # With the advisory lock in hand, a holder that also had one is dead; without a session it is looked up.
    dead = "true" if connection.keeps_session else f"NOT {_session_lives(key)}"
    acquire = f"""UPDATE {table.sql} SET holder = $2::text, session = $3::boolean, token = token + 1,
            taken_at = clock_timestamp(), heartbeat_at = clock_timestamp(),
            until = clock_timestamp() + make_interval(secs => {TIME_TO_LIVE})
        WHERE record = $1::text
          AND (holder IS NULL OR CASE WHEN session THEN {dead} ELSE until < clock_timestamp() END)
        RETURNING token::bigint"""
    began = said = time.monotonic()
    pause, has_session_lock = _FIRST_PAUSE, not connection.keeps_session
    first = True
    while True:
        if not has_session_lock:
            has_session_lock = bool(connection.query(f"SELECT pg_try_advisory_lock({key})")[0][0])
        if has_session_lock:
            rows = connection.query(acquire, [record, holder, connection.keeps_session])
            if rows:
                return Lease(table, record, int(rows[0][0]), holder)
        waited = time.monotonic() - began
        if waited >= timeout:
            raise _not_to_be_had(holder_of(connection, table.schema, record), waited)
        if first or time.monotonic() - said >= 10:
            who = holder_of(connection, table.schema, record)
            report(Waiting(who.holder if who else "another run", who.since if who else None, waited))
            first, said = False, time.monotonic()
        time.sleep(min(pause, max(0.0, timeout - waited)))
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _not_to_be_had(who: Holder | None, waited: float) -> LockTimeout:
    whose = f"{who.holder} has held it since {who.since}" if who else "another run holds it"
    return LockTimeout(
        f"The lock of the run was not to be had in {waited:.0f} s: {whose}",
        of_run=True,
        hint="Wait for the other run, or give --lock-timeout a longer time. A run that was killed gives the lock "
        "back by itself.",
    )


def _heartbeat(connection: Connection, lease: Lease, stop: threading.Event, on_lost: Callable[[], None]) -> None:
    """Renew the lease until told to stop; the only user of the connection meanwhile."""
    renew = f"""UPDATE {lease.table.sql} SET heartbeat_at = clock_timestamp(),
            until = clock_timestamp() + make_interval(secs => {TIME_TO_LIVE})
        WHERE record = $1::text AND token = $2::bigint RETURNING 1"""
    failed_since: float | None = None
    while not stop.wait(HEARTBEAT):
        try:
            if not connection.query(renew, [lease.record, lease.token]):
                on_lost()
                return
            failed_since = None
        except JoeyError:
            # One failed call is not yet a lost lease: it lives as long as `until`.
            failed_since = failed_since or time.monotonic()
            if connection.keeps_session or time.monotonic() - failed_since > TIME_TO_LIVE - 2 * HEARTBEAT:
                on_lost()
                return


def _give_back(connection: Connection, lease: Lease) -> None:
    connection.query(
        f"UPDATE {lease.table.sql} SET holder = NULL, until = '-infinity' "
        "WHERE record = $1::text AND token = $2::bigint RETURNING 1",
        [lease.record, lease.token],
    )
    if connection.keeps_session:
        connection.query(f"SELECT pg_advisory_unlock({lock_key(lease.record)})")


def _session_lives(key: int) -> str:
    """SQL that says whether any session holds the advisory lock."""
    high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
    return f"""EXISTS (SELECT FROM pg_catalog.pg_locks k JOIN pg_catalog.pg_database d ON d.oid = k.database
        WHERE k.locktype = 'advisory' AND d.datname = pg_catalog.current_database() AND k.granted
          AND k.classid::bigint = {high} AND k.objid::bigint = {low} AND k.objsubid = 1)"""


def _iso(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
