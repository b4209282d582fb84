"""Statements that are all sent at once, in libpq's pipeline mode, and answered one by one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from types import TracebackType
from typing import Any

import psycopg
from psycopg import errors, pq, waiting

_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY)


class Ahead:
    """A pipeline: what follows a statement that fails isn't run. Until it is left, the connection serves nothing else.

    psycopg's own pipelines give no answer before the last statement is done, and it is wanted at once of each: for the
    time that it took, and to see what waits.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._cancelled = False

    def __enter__(self) -> Ahead:
        return self

    def send(self, statements: Sequence[str], awaited: range) -> None:
        """Send statements without parameters; the answers of those in `awaited` come as soon as each is done."""
        self._pgconn.enter_pipeline_mode()
        for place, statement in enumerate(statements):
            self._pgconn.send_query_params(statement.encode(), None)
            if place in awaited:
                self._pgconn.send_flush_request()
        self._pgconn.pipeline_sync()

    def answer(self) -> str:
        """Wait for the next statement, and give its command tag; psycopg's error where it failed."""
        try:
            result = self._next()
        except KeyboardInterrupt:
            self._cancelled = True  # by psycopg
            raise
        if result.status not in _DONE:
            raise errors.error_from_result(result, self._connection.info.encoding)
        return (result.command_status or b"").decode()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait until nothing is at work any more; what nobody waits for is cancelled."""
        failed = kind is not None and issubclass(kind, Exception)  # then the server leaves out the rest by itself
        cancel = kind is not None and not failed and not self._cancelled
        try:
            while self._pgconn.pipeline_status != pq.PipelineStatus.OFF and self._pgconn.status == pq.ConnStatus.OK:
                if cancel:
                    self._connection.cancel_safe(timeout=10)
                result = self._next()
                if result.status == pq.ExecStatus.PIPELINE_SYNC:
                    self._pgconn.exit_pipeline_mode()
                    return
                cancel = kind is not None and not failed and result.status in _DONE
        except (psycopg.Error, KeyboardInterrupt):
            self._connection.close()  # nobody knows what it would answer next
            if kind is None:
                raise

    def _next(self) -> pq.abc.PGresult:
        for _ in range(2):  # it may be here already; the results of one statement end with none
            if not self._pgconn.is_busy() and (result := self._pgconn.get_result()) is not None:
                return result
        return self._connection.wait(_result(self._pgconn))


def _result(pgconn: pq.abc.PGconn) -> Generator[waiting.Wait, waiting.Ready | int, pq.abc.PGresult]:
    """The next result, as a generator that psycopg waits for; sends meanwhile what isn't sent yet."""
    for _ in range(3):  # the results of one statement end with none
        while pgconn.is_busy():
            unsent = pgconn.flush()
            ready = yield waiting.Wait.RW if unsent else waiting.Wait.R
            if ready and ready & waiting.Ready.R:  # none where psycopg takes up the generator again
                pgconn.consume_input()
        if (result := pgconn.get_result()) is not None:
            return result
    raise psycopg.OperationalError("the server answers no more")
