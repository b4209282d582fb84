"""The operations of the service, over a real PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from psycopg import pq

from joey.testing.data_api import statement
from joey.testing.data_api.clusters import Clusters
from joey.testing.data_api.errors import ServiceError, database_error, invalid
from joey.testing.data_api.lexer import Prepared, prepare
from joey.testing.data_api.metadata import column_metadata
from joey.testing.data_api.pool import Pool, Session, is_login_failure
from joey.testing.data_api.statement import OutOfTime
from joey.testing.data_api.switches import Limits, Switches
from joey.testing.data_api.transactions import Transaction, Transactions
from joey.testing.data_api.values import ResultOptions, field, formatted, parameters

Request = dict[str, Any]
Answer = dict[str, Any]


class Service:
    """What stands behind the HTTP server: requests to answers, or a ServiceError."""

    def __init__(self, clusters: Clusters, limits: Limits, switches: Switches, chance: random.Random) -> None:
        self.clusters = clusters
        self.limits = limits
        self.switches = switches
        self.pool = Pool(chance)
        self.transactions = Transactions(self.pool, limits)
        self._closing = threading.Event()
        self._continuing: set[threading.Thread] = set()
        self._operations: dict[str, Callable[[Request], Answer]] = {
            "BeginTransaction": self._begin,
            "CommitTransaction": self._commit,
            "RollbackTransaction": self._rollback,
            "ExecuteStatement": self._execute,
            "BatchExecuteStatement": self._batch,
            "ExecuteSql": self._execute_sql,
        }

    def answer(self, operation: str, request: Request) -> Answer:
        """What the operation gives."""
        try:
            return self._operations[operation](request)
        except ServiceError as error:
            if is_login_failure(error) and self.switches.login != error.code:
                raise ServiceError(self.switches.login, error.message) from error
            raise

    def stop(self) -> None:
        """Stop every statement that runs, so that nobody waits for it."""
        self._closing.set()
        self.pool.cancel()

    def close(self) -> None:
        """Stop what runs, roll back what is open, end all connections and threads."""
        self.stop()
        self.transactions.close()
        for thread in list(self._continuing):
            thread.join()
        self.pool.close()

    def fail_over(self, request: Request) -> None:
        """End the writer: every session, and every transaction with it."""
        self.transactions.forget()
        self.pool.terminate(self.clusters.login(request))

    def abandon(self, identifier: str) -> None:
        """Roll a transaction back that nobody uses just now."""
        with contextlib.suppress(ServiceError):
            self.transactions.end(self.transactions.enter(identifier))

    def cancelled(self, request: Request) -> ServiceError:
        """The error of a statement that its timeout stops before it has begun; its transaction has failed."""
        if identifier := request.get("transactionId"):
            transaction = self.transactions.enter(identifier)
            with contextlib.suppress(ServiceError):
                statement.run(transaction.session.connection, "DO 'BEGIN RAISE query_canceled; END'")
            self.transactions.leave(transaction)
            if self.switches.after_error == "gone":
                self.transactions.end(transaction)
            return self.timeout(transaction.session)
        return self.timeout(None)

    def later(self, operation: str, request: Request, delay: float) -> ServiceError:
        """The error of a call whose statement goes on; it takes effect after so many seconds."""

        def carry_out() -> None:
            if not self._closing.wait(delay):
                with contextlib.suppress(ServiceError):
                    self.answer(operation, request)
            self._continuing.discard(threading.current_thread())

        self._start(carry_out)
        return self.timeout(None)

    def _begin(self, request: Request) -> Answer:
        return {"transactionId": self.transactions.begin(self.clusters.login(request)).identifier}

    def _commit(self, request: Request) -> Answer:
        transaction = self._ending(request)
        try:
            failed = transaction.session.transaction == pq.TransactionStatus.INERROR
            if failed and self.switches.commit_of_aborted == "refused":
                raise database_error("Transaction is aborted and can't be committed")
            statement.run(transaction.session.connection, "COMMIT")
        finally:
            self.transactions.end(transaction)
        lied = self.switches.commit_of_aborted == "committed"
        return {"transactionStatus": "Rollback Complete" if failed and not lied else "Transaction Committed"}

    def _rollback(self, request: Request) -> Answer:
        transaction = self._ending(request)
        try:
            statement.run(transaction.session.connection, "ROLLBACK")
        finally:
            self.transactions.end(transaction)
        return {"transactionStatus": "Rollback Complete"}

    def _ending(self, request: Request) -> Transaction:
        self.clusters.login(request)
        try:
            return self.transactions.enter(request["transactionId"])
        except ServiceError as error:
            if error.code == "TransactionNotFoundException":
                raise ServiceError(self.switches.ended, error.message) from None
            raise

    def _execute_sql(self, request: Request) -> Answer:
        raise ServiceError("BadRequestException", "The ExecuteSql API is not supported. Use ExecuteStatement instead.")

    def _execute(self, request: Request) -> Answer:
        given = request.get("parameters", [])
        prepared = self._prepared(request, bool(given))
        options = ResultOptions.of(request)

        def work(session: Session) -> Answer:
            result = self._run(session, prepared, given, request)
            return self._result(session, result, request, options)

        return self._on_session(request, prepared, work)

    def _batch(self, request: Request) -> Answer:
        sets = request.get("parameterSets") or [[]]
        prepared = self._prepared(request, any(sets))
        together = self.switches.batch == "together" and "transactionId" not in request

        def work(session: Session) -> Answer:
            if together:
                statement.run(session.connection, "BEGIN")
            for given in sets:
                self._run(session, prepared, given, request)
            if together:
                statement.run(session.connection, "COMMIT")
            return {"updateResults": [{"generatedFields": []} for _ in sets]}

        return self._on_session(request, prepared, work)

    def _prepared(self, request: Request, has_parameters: bool) -> Prepared:
        return prepare(
            request["sql"],
            parameters=has_parameters or self.switches.colons == "always",
            bodies=self.switches.bodies == "one statement",
        )

    def _on_session(self, request: Request, prepared: Prepared, work: Callable[[Session], Answer]) -> Answer:
        """What the work gives, on any connection, or on that of the request's transaction."""
        if "transactionId" in request:
            return self._in_transaction(request, prepared, work)
        session = self.pool.take(self.clusters.login(request))
        try:
            answer = work(session)
        except _Continues:
            self._go_on(session, lambda: self._give_back(session))
            raise self.timeout(session) from None
        except BaseException:
            self._give_back(session)
            raise
        self._give_back(session)
        if self.switches.concurrently == "misreported" and "concurrently" in prepared.words:
            raise database_error("Database returned SQL Exception")
        return answer

    def _give_back(self, session: Session) -> None:
        self.pool.give_back(session, reset=self.switches.sessions == "reset")

    def _in_transaction(self, request: Request, prepared: Prepared, work: Callable[[Session], Answer]) -> Answer:
        login = self.clusters.login(request)
        transaction = self.transactions.enter(request["transactionId"])
        session = transaction.session
        try:
            if request.get("database", login.database) != session.login.database:
                raise invalid("Database name is not the same as transaction")
            ends = prepared.words[:1] and prepared.words[0] in ("commit", "end", "rollback", "abort", "begin", "start")
            if ends and "to" not in prepared.words[:4] and self.switches.literal_commit == "refused":
                raise invalid(f"{prepared.words[0].upper()} is not supported. Use the API's own operations.")
            answer = work(session)
            if session.transaction == pq.TransactionStatus.IDLE and self.switches.literal_commit == "reopens":
                statement.run(session.connection, "BEGIN")
        except _Continues:
            self._go_on(session, lambda: self.transactions.leave(transaction))
            raise self.timeout(session) from None
        except BaseException:
            self.transactions.leave(transaction)
            broken = session.transaction == pq.TransactionStatus.UNKNOWN
            if broken or (self.switches.after_error == "gone" and session.transaction == pq.TransactionStatus.INERROR):
                self.transactions.end(transaction)
            raise
        self.transactions.leave(transaction)
        return answer

    def _run(
        self, session: Session, prepared: Prepared, given: list[dict[str, Any]], request: Request
    ) -> pq.abc.PGresult:
        """The result of one statement, within the time of a call."""
        values, oids = parameters(prepared.names, given)
        statement.start(session.connection, prepared.text, values, oids)
        try:
            return statement.finish(session.connection, time.monotonic() + self.limits.call)
        except OutOfTime:
            if request.get("continueAfterTimeout"):
                raise _Continues from None
        if self.switches.cancel == "clean":
            statement.cancel(session.connection)
        with contextlib.suppress(ServiceError):
            statement.finish(session.connection)
        raise self.timeout(session)

    def timeout(self, session: Session | None) -> ServiceError:
        """The error of a call that took too long, on this connection."""
        pid = session.pid if session else 4711
        numbers = {"pid": {"dbConnectionId": pid}, "other": {"dbConnectionId": pid + 1_000_000}}
        return ServiceError(
            "StatementTimeoutException", "Request timed out", **numbers.get(self.switches.connection_id, {})
        )

    def _go_on(self, session: Session, then: Callable[[], None]) -> None:
        """Let a statement come to its end when its call is over, and its connection with it."""

        def wait() -> None:
            with contextlib.suppress(ServiceError):
                statement.finish(session.connection)
            then()
            self._continuing.discard(threading.current_thread())

        self._start(wait)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="data api statement", daemon=True)
        self._continuing.add(thread)
        thread.start()

    def _result(self, session: Session, result: pq.abc.PGresult, request: Request, options: ResultOptions) -> Answer:
        if not result.nfields:
            return {"numberOfRecordsUpdated": int(result.command_tuples or 0), "generatedFields": []}
        rows, columns = range(result.ntuples), range(result.nfields)
        types = self.pool.types(session, [result.ftype(column) for column in columns])
        for row in rows:
            if sum(len(result.get_value(row, column) or b"") for column in columns) > self.limits.row:
                raise ServiceError(
                    "UnsupportedResultException", f"The result set contains a row larger than {self.limits.row} bytes"
                )
        records = [[field(result.get_value(row, c), types[c], options) for c in columns] for row in rows]
        if request.get("formatRecordsAs") == "JSON":
            names = [(result.fname(column) or b"").decode() for column in columns]
            text = formatted(names, records)
            if len(text.encode()) > self.limits.formatted:
                raise _too_much()
            return {"numberOfRecordsUpdated": 0, "formattedRecords": text}
        answer: Answer = {"numberOfRecordsUpdated": 0, "records": records}
        if request.get("includeResultMetadata"):
            answer["columnMetadata"] = column_metadata(session, result, types)
        if len(json.dumps(answer)) > self.limits.answer:
            raise _too_much()
        return answer


class _Continues(Exception):
    """The call's time is over, and its statement goes on."""


def _too_much() -> ServiceError:
    return database_error("Database returned more than the allowed response size limit")
