"""The operations of the service, over a real PostgreSQL."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from psycopg import pq

from joey.testing.data_api import answers, statement
from joey.testing.data_api.clusters import Clusters
from joey.testing.data_api.errors import ServiceError, database_error, invalid
from joey.testing.data_api.lexer import Prepared, prepare
from joey.testing.data_api.pool import Pool, Session, is_login_failure
from joey.testing.data_api.statement import OutOfTime
from joey.testing.data_api.switches import Limits, Switches
from joey.testing.data_api.transactions import Transaction, Transactions
from joey.testing.data_api.values import Strings, parameters

Request = dict[str, Any]
Answer = dict[str, Any]

_ENDS = frozenset({"commit", "end", "rollback", "abort", "begin", "start"})


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
            "ExecuteStatement": self.execute,
            "BatchExecuteStatement": self._batch,
            "ExecuteSql": self._execute_sql,
        }

    def answer(self, operation: str, request: Request) -> Answer:
        """What the operation gives."""
        if "schema" in request and operation != "ExecuteSql":
            raise invalid("The schema parameter isn't supported")
        try:
            return self._operations[operation](request)
        except ServiceError as error:
            if is_login_failure(error) and self.switches.login != error.code:
                raise ServiceError(self.switches.login, error.message) from error
            raise

    def execute(self, request: Request, *, held: float | None = None) -> Answer:
        """ExecuteStatement. `held`: its time is over at once, and it begins so many seconds later."""
        given = request.get("parameters", [])
        prepared = self._prepared(request, bool(given))

        def work(session: Session) -> Answer:
            result = self._run(session, prepared, given, request, held)
            return answers.executed(self.pool, session, result, request, self.limits, self.switches)

        return self._on_session(request, prepared, work)

    def timeout(self, session: Session | None, message: str = "Request timed out") -> ServiceError:
        """The error of a call that took too long, on this connection."""
        if session is None or self.switches.connection_id == "absent":
            return ServiceError("StatementTimeoutException", message)
        number = session.pid + (1_000_000 if self.switches.connection_id == "other" else 0)
        return ServiceError("StatementTimeoutException", message, dbConnectionId=number)

    def cancelled(self, request: Request) -> ServiceError:
        """The error of a statement that its timeout stops before it has begun; its transaction has failed."""
        if "transactionId" not in request:
            return self.timeout(None)
        transaction = self.transactions.enter(request["transactionId"])
        with contextlib.suppress(ServiceError):
            statement.run(transaction.session.connection, "DO 'BEGIN RAISE query_canceled; END'")
        self.transactions.leave(transaction)
        if self.switches.after_error == "gone":
            self.transactions.end(transaction)
        return self.timeout(transaction.session)

    def abandon(self, identifier: str) -> None:
        """Roll a transaction back that nobody uses just now."""
        with contextlib.suppress(ServiceError):
            self.transactions.end(self.transactions.enter(identifier))

    def fail_over(self, request: Request) -> None:
        """End the writer: every session, and every transaction with it."""
        self.transactions.forget()
        self.pool.terminate(self.clusters.administrator(request))

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
        raise ServiceError(
            "BadRequestException", "This API is deprecated and not available. Use ExecuteStatement API instead"
        )

    def _batch(self, request: Request) -> Answer:
        sets = request.get("parameterSets") or [[]]
        prepared = self._prepared(request, any(sets))
        together = self.switches.batch == "together" and "transactionId" not in request

        def work(session: Session) -> Answer:
            if together:
                statement.run(session.connection, "BEGIN")
            deadline = time.monotonic() + self.limits.call
            for given in sets:
                self._run(session, prepared, given, request, deadline=deadline)
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
        with self._released(session, lambda: self.pool.give_back(session, reset=self.switches.sessions == "reset")):
            answer = work(session)
        if self.switches.concurrently == "misreported" and "concurrently" in prepared.words:
            raise database_error("Database returned SQL Exception")
        return answer

    def _in_transaction(self, request: Request, prepared: Prepared, work: Callable[[Session], Answer]) -> Answer:
        self.clusters.login(request)
        if request.get("continueAfterTimeout") and self.switches.continuing == "refused":
            raise invalid("continueAfterTimeout is not supported in a transaction")
        transaction = self.transactions.enter(request["transactionId"])
        session = transaction.session
        with self._released(session, lambda: self._leave(transaction)):
            if request.get("database", session.login.database) != session.login.database:
                raise invalid("Database name is not the same as transaction")
            ends = prepared.words[:1] and prepared.words[0] in _ENDS and "to" not in prepared.words[:4]
            if ends and self.switches.literal_commit == "refused":
                raise invalid(f"{prepared.words[0].upper()} is not supported; use the operations of the API")
            answer = work(session)
            if session.transaction == pq.TransactionStatus.IDLE and self.switches.literal_commit == "reopens":
                statement.run(session.connection, "BEGIN")
        return answer

    def _leave(self, transaction: Transaction) -> None:
        """The transaction is free for the next call, unless it is over."""
        self.transactions.leave(transaction)
        status = transaction.session.transaction
        failed = status == pq.TransactionStatus.INERROR and self.switches.after_error == "gone"
        if failed or status == pq.TransactionStatus.UNKNOWN:
            self.transactions.end(transaction)

    @contextlib.contextmanager
    def _released(self, session: Session, release: Callable[[], None]) -> Any:
        """The session in use; released at the end, or, where its statement goes on, when that has ended."""
        try:
            yield
        except _GoesOn as call:
            begin = call.begin

            def go_on() -> None:
                with contextlib.suppress(ServiceError):
                    begin()
                    statement.finish(session.connection)
                release()
                self._continuing.discard(threading.current_thread())

            thread = threading.Thread(target=go_on, name="data api statement", daemon=True)
            self._continuing.add(thread)
            thread.start()
            raise self.timeout(session) from None
        except BaseException:
            release()
            raise
        release()

    def _run(
        self,
        session: Session,
        prepared: Prepared,
        given: list[dict[str, Any]],
        request: Request,
        held: float | None = None,
        deadline: float | None = None,
    ) -> pq.abc.PGresult:
        """The result of one statement, within the time of a call."""
        strings: Strings = self.switches.strings
        values, oids = parameters(prepared.names, given, strings)

        def begin() -> None:
            statement.start(session.connection, prepared.text, values, oids)

        if held is not None:
            raise _GoesOn(lambda: None if self._closing.wait(held) else begin())
        begin()
        if self._closing.is_set():
            statement.cancel(session.connection)
        try:
            return statement.finish(session.connection, deadline or time.monotonic() + self.limits.call)
        except OutOfTime:
            if request.get("continueAfterTimeout"):
                raise _GoesOn(lambda: None) from None
        except ServiceError as error:
            stopped = error.sqlstate == "57014" and "statement timeout" in error.message
            if stopped and self.switches.own_timeout == "statement timeout":
                raise self.timeout(session, "canceling statement due to statement timeout") from error
            raise
        if self.switches.cancel == "clean":
            statement.cancel(session.connection)
        with contextlib.suppress(ServiceError):
            statement.finish(session.connection)
        raise self.timeout(session, "canceling statement due to statement timeout")


class _GoesOn(Exception):
    """The call's time is over, and its statement goes on (or begins, with `begin`)."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self.begin = begin
