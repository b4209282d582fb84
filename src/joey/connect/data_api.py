"""A connection through the RDS Data API: every call may meet another server process, and no session is kept."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from joey.connect import cluster
from joey.connect.calls import LONGEST, Calls, Refused
from joey.connect.pieces import PIECES, document_of, groups_of, loads, rows_of
from joey.connect.protocol import GoesOn, Row, Server
from joey.connect.values import fields, named, parameters
from joey.errors import (
    JoeyError,
    NetworkError,
    PermissionDenied,
    ResourceExhausted,
    SqlSyntaxError,
    Timeout,
    TransactionMode,
    UnknownOutcome,
)
from joey.model.spelling import literal

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0

_COMMENTS = r"(?>\s+|--[^\n]*(?:\n|\Z)|/\*(?s:.*?)\*/)*+"  # possessive: of many comments each is tried once
_BLANK = re.compile(rf"(?s){_COMMENTS};?\s*\Z")
_READS = re.compile(r"(?i)\s*select\b")
_GIVES_ROWS = re.compile(rf"(?is){_COMMENTS}(?:select|values|table)\b(?!.*\binto\b)")
_ENDS = re.compile(
    rf"(?is){_COMMENTS}(?:commit|end|abort|begin|start\s+transaction|prepare\s+transaction"
    r"|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b))\b"
)
_ALONE = ("25001", "2D000")


def connect(
    url: str, *, role: str | None = None, application_name: str = "joey", timeout: float = 30, wait: float = 0
) -> DataApiConnection:
    """A connection to the URL's database, which is woken where it is paused.

    `role` is taken by SET LOCAL ROLE in each transaction. `wait` seconds are spent on trying again while the database
    isn't there; how long one try takes is the API's own affair, so `timeout` says nothing here. `application_name`
    begins the comment in each statement, which is all of it that the server shows.
    """
    connection = DataApiConnection(Calls(cluster.parse(url)), role, application_name)
    deadline, pause = time.monotonic() + wait, _FIRST_PAUSE
    while True:
        try:
            connection.look()
            return connection
        except (NetworkError, ResourceExhausted) as error:
            if time.monotonic() + pause > deadline or error.sqlstate == "3D000":
                raise
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


class DataApiConnection:
    """A `joey.connect.protocol.Connection` over HTTPS."""

    def __init__(self, calls: Calls, role: str | None = None, application_name: str = "joey") -> None:
        self._calls = calls
        self._role = role
        self._marker = f"/* {re.sub(r'[^A-Za-z0-9 _.-]', '', application_name)[:40]} {secrets.token_hex(6)} */"
        self._server = Server(calls.place.host, calls.place.database, role or "", 0)
        self._transaction: str | None = None
        self._failed = False
        self._closed = False

    def __repr__(self) -> str:
        return f"<DataApiConnection {self._server.role}@{self._server.host}/{self._server.database}>"

    def look(self) -> None:
        """See that the database answers, and who we are there."""
        taken = f"pg_catalog.set_config('role', {literal(self._role)}, true)" if self._role else "NULL"
        try:
            answer = self._sent(
                "SELECT current_database()::text, session_user::text, "
                f"current_setting('server_version_num')::int, {taken}",
                twice=True,
            )
        except JoeyError as error:
            if self._role is None or error.sqlstate not in ("42501", "42704", "22023"):
                raise
            raise PermissionDenied(
                f"the login can't take the role {self._role}: {error.message}",
                login=True,
                sqlstate=error.sqlstate,
                hint=f'GRANT "{self._role}" TO the role of the secret, or take `role` out of the configuration',
            ) from None
        ((database, login, version, _),) = fields(answer)
        self._server = Server(self._calls.place.host, str(database), self._role or str(login), int(version))

    @property
    def server(self) -> Server:
        """Where it leads."""
        return self._server

    @property
    def keeps_session(self) -> bool:
        """Never."""
        return False

    @property
    def marker(self) -> str:
        """The comment that each of its statements begins with."""
        return self._marker

    @property
    def longest(self) -> int | None:
        """Characters that a statement may have."""
        return LONGEST

    # Asking

    def query(self, sql: str, params: Sequence[Any] = (), *, repeatable: bool = False) -> list[Row]:
        """All rows of one statement."""
        if not _READS.match(sql):
            return fields(self._run(sql, params, twice=repeatable))
        try:
            return self._rows(sql, params)
        except Unfit:
            if self._transaction is not None:
                raise
            return rows_of(self._document([sql], params)[0])[1]

    def read(self, sql: str) -> tuple[tuple[str, ...], list[Row]]:
        """The names of the columns, and all rows, of one statement without parameters."""
        if not _READS.match(sql):
            answer = self._run(sql, metadata=True)
            return tuple(str(c.get("label") or c.get("name")) for c in answer.get("columnMetadata", ())), fields(answer)
        names, rows = rows_of(self._document([sql])[0])
        if not rows:  # which tells nothing of names
            answer = self._run(f"SELECT * FROM (\n{sql}\n) joey LIMIT 0", metadata=True, twice=True)
            names = tuple(str(c.get("label") or c.get("name")) for c in answer.get("columnMetadata", ()))
        return names, rows

    def read_each(self, statements: Sequence[str]) -> Generator[tuple[tuple[str, ...], list[Row]], None, None]:
        """What `read` gives (but no names where there are no rows), as many statements at a time as a call holds."""
        for group in groups_of(statements, LONGEST - 2000):
            yield from map(rows_of, self._document(group))

    def _rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Rows of a SELECT, each on its way as JSON: so there is no type that the API doesn't know."""
        before, after = "SELECT pg_catalog.row_to_json(joey)::text FROM (\n", "\n) joey"
        answer = self._run(sql, params, around=(before, after), twice=True)
        return rows_of([text for (text,) in fields(answer)])[1]

    def _document(self, statements: Sequence[str], params: Sequence[Any] = ()) -> list[Any]:
        """The rows of each statement, in as many pieces as they need."""
        sql = document_of(statements)
        twice = self._transaction is None
        first = fields(self._run(f"{sql} LIMIT {PIECES}", params, twice=twice))
        found = [piece for piece, _ in first]
        if first and sum(map(len, found)) < first[0][1]:
            with contextlib.nullcontext() if self._transaction is not None else self.transaction():
                self._run(f"DECLARE joey_pieces NO SCROLL CURSOR FOR {sql}", params)
                found = []
                while page := [piece for piece, _ in fields(self._run(f"FETCH {PIECES} FROM joey_pieces"))]:
                    found += page
                self._run("CLOSE joey_pieces")
        return loads(b"".join(found))

    # Doing

    def execute(self, *statements: str) -> None:
        """Run one statement, or several, all or none of them."""
        if len(statements) < 2 or self._transaction is not None:
            for statement in statements:
                self._statement(statement)
            return
        with self.transaction():
            for statement in statements:
                self._statement(statement)

    def execute_and_query(self, sql: str, after: str, params: Sequence[Any]) -> list[Row]:
        """There is no session to do both in."""
        raise TransactionMode("the RDS Data API keeps no session in which a query could follow a statement", sql=sql)

    def run_each(self, statements: Sequence[str], awaited: range) -> Generator[None, None, None]:
        """There is no session that BEGIN and COMMIT could be sent to."""
        raise TransactionMode("the RDS Data API takes one statement a call")

    def _statement(self, sql: str) -> None:
        if _BLANK.match(sql):
            return
        if _ENDS.match(sql):
            raise TransactionMode(
                "the SQL begins or ends a transaction by itself",
                sql=sql,
                hint="Over the RDS Data API a transaction is begun and ended by calls of their own, never by SQL.",
            )
        sql, around = re.sub(r";\s*\Z", "", sql), ("", "")
        counted = ("WITH joey AS MATERIALIZED (\n", "\n) SELECT count(*) FROM joey")
        if _GIVES_ROWS.match(sql) and len(sql) + len("".join(counted)) <= LONGEST:
            around = counted  # nobody wants the rows, and their types might not be to the API's liking
        try:
            self._run(sql, around=around, goes_on=self._transaction is None and self._role is None)
        except JoeyError as error:
            if error.sqlstate in _ALONE and self._transaction is None and self._role is not None:
                error.hint = (
                    f"What can't be in a transaction can't be run as the role {self._role}, which over the RDS Data "
                    f"API is taken in a transaction only. Let the login have it always: ALTER ROLE the_login SET role "
                    f"= {literal(self._role)}; and take `role` out of the configuration."
                )
            raise

    def _run(self, sql: str, params: Sequence[Any] = (), **how: Any) -> dict[str, Any]:
        """The answer to one statement, as the role that is to be had, or joey's error; `how` as below."""
        if self._transaction is not None or self._role is None:
            return self._sent(sql, params, **how)
        with self.transaction():
            return self._sent(sql, params, **how)

    def _sent(
        self,
        sql: str,
        params: Sequence[Any] = (),
        *,
        around: tuple[str, str] = ("", ""),
        twice: bool = False,
        goes_on: bool = False,
        metadata: bool = False,
    ) -> dict[str, Any]:
        """The answer to one statement, or joey's error. What is `around` it is no part of it."""
        if self._closed:
            raise NetworkError("the connection is closed")
        if self._failed:
            raise TransactionMode("a statement has failed in this transaction", sqlstate="25P02", sql=sql)
        text = around[0] + (named(sql) if params else sql) + around[1]
        if len(marked := f"{self._marker} {text}") <= LONGEST:
            text, before = marked, len(self._marker) + 1 + len(around[0])
        else:
            before = len(around[0])
        if len(text) > LONGEST:
            raise too_long(sql)
        if "\0" in text or any(isinstance(value, str) and "\0" in value for value in params):
            raise SqlSyntaxError("the SQL, or a value, holds a zero byte, which isn't text", sql=sql)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise SqlSyntaxError("the SQL holds half a surrogate pair, which isn't text", sql=sql) from None
        inside = self._transaction is not None
        try:
            return self._calls.execute(
                text,
                parameters(params),
                transaction=self._transaction,
                twice=twice and not inside,
                goes_on=goes_on,
                metadata=metadata,
            )
        except Refused as refused:
            self._failed = inside
            error = self._told(refused, twice=twice, goes_on=goes_on)
            error.sql = sql
            if error.position is not None:
                place = error.position - before
                error.position = place if 0 <= place < len(sql) else None
            raise error from refused.__cause__
        except KeyboardInterrupt:
            self._failed = inside
            with contextlib.suppress(JoeyError, KeyboardInterrupt):
                self.cancel()
            raise

    def _told(self, refused: Refused, *, twice: bool, goes_on: bool) -> JoeyError:
        """The error for a statement that wasn't answered as it should be."""
        error, kind = refused.error, refused.kind
        if kind == "unfit":
            return Unfit(error.message, hint=error.hint)
        if kind == "gone" or kind not in ("lost", "out of time"):
            return error
        if self._transaction is not None:
            if kind == "out of time":
                error.hint = (
                    "In a transaction the RDS Data API ends it then. Let it run outside of one, where it goes on: "
                    "`-- joey: no-transaction` at the head of the file; or migrate over a direct connection."
                )
                return error
            # Whatever became of the statement, it is rolled back with its transaction.
            return NetworkError(error.message, sqlstate=error.sqlstate, hint=error.hint)
        if twice:
            settled = Timeout if kind == "out of time" else NetworkError
            return settled(error.message, sqlstate=error.sqlstate, hint=error.hint)
        if kind == "out of time" and goes_on:
            return GoesOn(f"{error.message}; it goes on, and nobody will tell how it ends")
        return UnknownOutcome(
            f"{error.message}; whether the statement took effect isn't known",
            sqlstate=error.sqlstate,
            hint="Whether the change is there must be looked up before it is tried again.",
        )

    # Transactions

    @contextlib.contextmanager
    def transaction(self, *, snapshot: bool = False, settings: str = "") -> Iterator[None]:
        """Commit at the end, roll back on an error; see the protocol."""
        if self._transaction is not None:
            raise TransactionMode("a transaction can't begin inside another one")
        if self._closed:
            raise NetworkError("the connection is closed")
        try:
            self._transaction = self._calls.begin()
        except Refused as refused:
            raise refused.error from refused.__cause__
        try:
            if snapshot:
                self._sent("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                settings = "SELECT pg_catalog.set_config('search_path', '', true)"
            if self._role is not None:
                self._sent(f"SELECT pg_catalog.set_config('role', {literal(self._role)}, true)")
            if settings:
                self._sent(settings)
            yield
            if self._failed:
                raise TransactionMode("a statement failed inside the transaction, which can't be committed")
        except BaseException:
            self._rollback()
            raise
        self._commit()

    def _commit(self) -> None:
        transaction, self._transaction = self._transaction, None
        assert transaction is not None
        try:
            status = self._calls.commit(transaction)
        except Refused as refused:
            # Either it is committed by now, or it never will be.
            with contextlib.suppress(Refused):
                self._calls.rollback(transaction)
            if refused.kind not in ("lost", "out of time"):
                raise refused.error from refused.__cause__
            raise UnknownOutcome(
                f"the answer to COMMIT was lost: {refused.error.message}",
                sqlstate=refused.error.sqlstate,
                hint="whether the change is there must be looked up before it is tried again",
            ) from refused.__cause__
        if "roll" in status.lower():
            raise TransactionMode("the transaction was rolled back instead of committed")

    def _rollback(self) -> None:
        transaction, self._transaction, self._failed = self._transaction, None, False
        assert transaction is not None
        with contextlib.suppress(Refused):  # it is rolled back by itself when nobody asks for it any more
            self._calls.rollback(transaction)

    def finish(self, *statements: str) -> None:
        """Run the last statements of the transaction; it is committed when it ends."""
        for statement in statements:
            self._statement(statement)

    def notices(self) -> list[str]:
        """Nothing: the API keeps them to itself."""
        return []

    def finished(self) -> bool | None:
        """Not known."""
        return None

    def cancel(self) -> None:
        """Ask the server to end the running statement, from another of its processes."""
        if self._closed:
            return
        try:
            self._calls.execute(
                "SELECT count(pg_catalog.pg_cancel_backend(pid)) FROM pg_catalog.pg_stat_activity WHERE "
                f"pg_catalog.left(query, {len(self._marker)}) = {literal(self._marker)} AND state = 'active'",
                twice=True,
            )
        except Refused as refused:
            raise NetworkError(f"the running statement couldn't be cancelled: {refused.error.message}") from None

    def close(self) -> None:
        """Use it no more; more than once does nothing."""
        if self._transaction is not None:
            self._rollback()
        self._closed = True


class Unfit(ResourceExhausted):
    """A result that the API doesn't give: too long, or of a type that it doesn't know. The statement has run."""


def too_long(sql: str) -> ResourceExhausted:
    """The error for a statement that no call can hold."""
    return ResourceExhausted(
        f"the statement has {len(sql):,} characters, and a call of the RDS Data API takes {LONGEST:,}",
        sqlstate="54000",
        sql=sql,
        hint="Part it into several statements (an INSERT of many rows, say), or migrate over a direct connection.",
    )
