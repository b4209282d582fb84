"""One statement on one connection, over the extended protocol, with a deadline."""

from __future__ import annotations

import select
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import pq

from joey.testing.data_api.errors import ServiceError, database_error

_COPY = (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT, pq.ExecStatus.COPY_BOTH)
_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.NONFATAL_ERROR, pq.ExecStatus.BAD_RESPONSE)
_Field = pq.DiagnosticField
_TEXTS = (25, 1043)
_READ, _WRITE = 1, 4
"""POLLIN and POLLOUT, wherever there is a poll."""


class OutOfTime(Exception):
    """The deadline came; the statement runs on."""


def start(
    connection: psycopg.Connection[Any], sql: str, values: Sequence[bytes | None] = (), oids: Sequence[int] = ()
) -> None:
    """Send a statement; `finish` brings its result."""
    if "\0" in sql or any(oid in _TEXTS and b"\0" in (value or b"") for value, oid in zip(values, oids, strict=True)):
        # To libpq the text would end there.
        raise with_state('invalid byte sequence for encoding "UTF8": 0x00', "22021")
    try:
        connection.pgconn.send_query_params(sql.encode(), values or None, param_types=oids or None)
    except psycopg.OperationalError as error:
        raise lost(str(error)) from error


def finish(connection: psycopg.Connection[Any], deadline: float | None = None) -> pq.abc.PGresult:
    """The result of what was started: OutOfTime at the deadline (`time.monotonic`), then it can be asked again."""
    found: pq.abc.PGresult | None = None
    copies = False
    try:
        while (result := _next(connection, deadline)) is not None:
            if result.status in _COPY:
                copies = True
                _end_copy(connection, result.status)
            elif found is None or result.status in _FAILED:
                found = result
    except psycopg.OperationalError as error:
        raise lost(str(error)) from error
    if copies:
        raise with_state("COPY FROM STDIN and COPY TO STDOUT are not supported", "0A000")
    if found is None:
        raise lost("the connection is closed")
    if found.status in _FAILED:
        raise reported(found)
    return found


def run(connection: psycopg.Connection[Any], sql: str) -> pq.abc.PGresult:
    """A statement of the service's own, to its end."""
    start(connection, sql)
    return finish(connection)


def cancel(connection: psycopg.Connection[Any]) -> None:
    """Ask the server to stop what runs; `finish` brings what became of it."""
    connection.pgconn.get_cancel().cancel()


def is_usable(connection: psycopg.Connection[Any]) -> bool:
    """Whether an idle connection is still there: nothing has been said on it since, above all no farewell."""
    return not connection.closed and not _wait(connection, _READ, 0)


def reported(result: pq.abc.PGresult) -> ServiceError:
    """PostgreSQL's error in the service's words, which leave out detail, context and the true severity."""

    def said(name: pq.DiagnosticField) -> str:
        return (result.error_field(name) or b"").decode(errors="replace")

    parts = [said(_Field.MESSAGE_PRIMARY)]
    parts += [
        f"{word}: {text}"
        for word, name in (("Hint", _Field.MESSAGE_HINT), ("Position", _Field.STATEMENT_POSITION))
        if (text := said(name))
    ]
    return with_state("; ".join(parts), said(_Field.SQLSTATE) or "08006")


def with_state(message: str, state: str) -> ServiceError:
    """A database's error: whatever its severity is, the service says ERROR."""
    error = database_error(f"ERROR: {message}; SQLState: {state}")
    error.sqlstate = state
    return error


def lost(message: str) -> ServiceError:
    """The error of a connection to the database that broke, which libpq tells in a text of several lines."""
    if (said := "terminating connection due to administrator command") in message:
        return with_state(said, "57P01")
    return with_state(f"the connection to the database is lost: {message.strip().splitlines()[0]}", "08006")


def _next(connection: psycopg.Connection[Any], deadline: float | None) -> pq.abc.PGresult | None:
    pgconn = connection.pgconn
    while pgconn.flush():
        if _wait(connection, _READ | _WRITE, _left(deadline)) & _READ:
            pgconn.consume_input()
    while pgconn.is_busy():
        if not _wait(connection, _READ, _left(deadline)):
            raise OutOfTime
        pgconn.consume_input()
    return pgconn.get_result()


def _left(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic())


def _wait(connection: psycopg.Connection[Any], events: int, seconds: float | None) -> int:
    """The events that came within that time; 0 for none."""
    if not hasattr(select, "poll"):  # Windows
        sent = [connection.pgconn.socket]
        readable, writable, _ = select.select(sent, sent if events & _WRITE else [], [], seconds)
        return (_READ if readable else 0) | (_WRITE if writable else 0)
    poll = select.poll()
    poll.register(connection.pgconn.socket, events)
    found = poll.poll(None if seconds is None else seconds * 1000)
    return found[0][1] if found else 0


def _end_copy(connection: psycopg.Connection[Any], status: int) -> None:
    if status == pq.ExecStatus.COPY_IN:
        connection.pgconn.put_copy_end(b"not supported")
        return
    cancel(connection)
    while True:
        size, _ = connection.pgconn.get_copy_data(0)
        if size < 0:
            return
