"""A direct connection, by psycopg; the one place that imports it."""

from __future__ import annotations

import contextlib
import logging
import math
import re
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import psycopg
from psycopg import pq, sql

from joey.connect import url as urls
from joey.connect.ahead import Ahead
from joey.connect.login import clean, refused, words_of
from joey.connect.protocol import Row, Server
from joey.errors import (
    ConfigurationError,
    ConstraintViolation,
    InternalError,
    JoeyError,
    NetworkError,
    PermissionDenied,
    ResourceExhausted,
    SqlSyntaxError,
    TransactionMode,
    UnknownOutcome,
    from_sqlstate,
)

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
"""Seconds between two attempts while a server is waited for."""

_AT_REST = (pq.TransactionStatus.IDLE, pq.TransactionStatus.UNKNOWN)
"""Outside any transaction; unknown: the connection is lost."""
_UNFIT = {
    pq.TransactionStatus.INERROR: "a statement failed inside the transaction, which can't be committed",
    pq.TransactionStatus.IDLE: "the SQL inside the transaction has ended it by itself",
}


def connect(
    url: str,
    *,
    role: str | None = None,
    application_name: str = "joey",
    timeout: float = 30,
    wait: float = 0,
) -> PsycopgConnection:
    """A connection to the URL's database.

    `timeout` seconds are shared by all addresses of the host, at least two each; `connect_timeout` in the URL
    goes first. `wait` seconds are spent on trying again while the server isn't there. `role` is taken by SET
    ROLE after the login.
    """
    words, limit = _keywords(url, application_name, timeout)
    deadline = time.monotonic() + wait
    pause = _FIRST_PAUSE
    while True:
        try:
            left = max(2, deadline - time.monotonic()) if wait else limit
            opened = _open(words, url, min(limit, left))
            break
        except (NetworkError, ResourceExhausted) as error:
            if time.monotonic() + pause > deadline or error.sqlstate == "3D000":
                raise
            _log.debug("waiting for the server: %s", error.message)
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    connection = PsycopgConnection(opened, role)
    if role is not None:
        try:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)).as_string(opened))
        except JoeyError as error:
            login = opened.info.user
            connection.close()
            raise PermissionDenied(
                f"the login can't take the role {role}: {error.message}",
                login=True,
                sqlstate=error.sqlstate,
                hint=f'GRANT "{role}" TO "{login}", or take `role` out of the configuration',
            ) from None
    return connection


def create_database(url: str, *, role: str | None = None, timeout: float = 30, wait: float = 0) -> bool:
    """Whether the URL's database had to be made; two that make it at once both end well."""
    try:
        connect(url, timeout=timeout, wait=wait).close()
    except NetworkError as error:
        if error.sqlstate != "3D000":
            raise
    else:
        return False
    name = urls.describe(url).database
    template = ""
    try:
        maintenance = connect(urls.with_database(url, "postgres"), role=role, timeout=timeout)
    except (NetworkError, PermissionDenied):
        maintenance = connect(urls.with_database(url, "template1"), role=role, timeout=timeout)
        template = " TEMPLATE template0"  # two of us in template1 would keep each other from copying it
    with contextlib.closing(maintenance):
        try:
            maintenance.execute(f"CREATE DATABASE {sql.Identifier(name).as_string()}{template}")
        except JoeyError as error:
            if error.sqlstate not in ("42P04", "23505"):  # somebody else was quicker
                raise
            return False
    return True


class PsycopgConnection:
    """A `joey.connect.protocol.Connection` over PostgreSQL's own protocol."""

    def __init__(self, connection: psycopg.Connection[Any], role: str | None = None) -> None:
        self._connection = connection
        self._cursor = psycopg.RawCursor(connection)
        self._notices: list[str] = []
        self._lock = threading.Lock()
        self._finished = False
        connection.add_notice_handler(self._hear)
        info = connection.info
        self._server = Server(info.host, info.dbname, role or info.user, info.server_version)

    def __repr__(self) -> str:
        return f"<PsycopgConnection {self._server.role}@{self._server.host}/{self._server.database}>"

    @property
    def server(self) -> Server:
        """Where it leads."""
        return self._server

    @property
    def keeps_session(self) -> bool:
        """Always: SET, temporary tables and advisory locks stay until `close`."""
        return True

    @property
    def marker(self) -> str:
        """None: its server process is its own."""
        return ""

    @property
    def longest(self) -> int | None:
        """No limit."""
        return None

    def query(self, sql: str, params: Sequence[Any] = (), *, repeatable: bool = False) -> list[Row]:
        """All rows of one statement; without parameters, of the last of several."""
        with self._errors(sql):
            self._cursor.execute(sql.encode(), list(params) or None)
            while self._cursor.nextset():
                pass
            return self._cursor.fetchall() if self._cursor.description else []

    def read(self, sql: str) -> tuple[tuple[str, ...], list[Row]]:
        """The names of the columns, and all rows, of one statement without parameters."""
        with self._errors(sql):
            self._cursor.execute(sql.encode())
            if self._cursor.description is None:
                return (), []
            return tuple(column.name for column in self._cursor.description), self._cursor.fetchall()

    def read_each(self, statements: Sequence[str]) -> Generator[tuple[tuple[str, ...], list[Row]], None, None]:
        """What `read` gives, for one statement after the other; all are sent at once."""
        with self._connection.pipeline():
            asked = []
            for statement in statements:
                cursor = self._connection.cursor()
                with self._errors(statement):
                    asked.append((cursor.execute(statement.encode()), statement))
            for cursor, statement in asked:
                with self._errors(statement):
                    rows = cursor.fetchall()
                yield tuple(column.name for column in cursor.description or ()), rows

    def execute(self, *statements: str) -> None:
        """Run statements without parameters, all in one round trip; what holds several is taken, too."""
        sql = "; ".join(statements)
        with self._errors(sql):
            self._cursor.execute(sql.encode())

    def execute_and_query(self, sql: str, after: str, params: Sequence[Any]) -> list[Row]:
        """Run a statement that commits by itself, and a query in its last transaction; see the protocol."""
        second = psycopg.RawCursor(self._connection)
        with self._errors(sql), self._connection.pipeline() as pipeline:
            # The first statement of a pipeline may commit; what follows before the sync shares its last transaction.
            self._cursor.execute(sql.encode())
            second.execute(after.encode(), list(params))
            pipeline.sync()
            return second.fetchall()

    def run_each(self, statements: Sequence[str], awaited: range) -> Generator[None, None, None]:
        """Run a whole transaction, sent at once, statement by statement; see the protocol."""
        if self._status not in _AT_REST:
            raise TransactionMode("a transaction can't begin inside another one")
        tag, done = "", 0
        try:
            with self._errors(lambda: statements[min(done, len(statements) - 1)]), Ahead(self._connection) as ahead:
                ahead.send(statements, awaited)
                while done < len(statements):
                    tag = ahead.answer()
                    done += 1
                    yield
        finally:
            self._roll_back()
        if tag == "ROLLBACK":
            raise TransactionMode("the transaction was rolled back instead of committed")

    @contextlib.contextmanager
    def transaction(self, *, snapshot: bool = False, settings: str = "") -> Iterator[None]:
        """Commit at the end, roll back on an error; see the protocol."""
        if self._status not in _AT_REST:
            raise TransactionMode("a transaction can't begin inside another one")
        if snapshot:
            settings = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''"
        self._finished = False
        try:
            self.execute(f"BEGIN; {settings}" if settings else "BEGIN")
            yield
            if self._finished:
                return
            self.finish()
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        """End the transaction that is open, if any."""
        if self._status not in _AT_REST:
            with contextlib.suppress(JoeyError):  # what made us roll back matters more
                self.execute("ROLLBACK")

    def finish(self, *statements: str) -> None:
        """Run the last statements of the transaction and commit it, in one round trip."""
        if (state := self._status) in _UNFIT:
            raise TransactionMode(_UNFIT[state])
        try:
            self.query("; ".join((*statements, "COMMIT")))
        except NetworkError as error:
            raise UnknownOutcome(
                f"the connection was lost during COMMIT: {error.message}",
                sqlstate=error.sqlstate,
                hint="whether the change is there must be looked up before it is tried again",
            ) from error
        self._finished = True
        if self._cursor.statusmessage == "ROLLBACK":
            raise TransactionMode("the transaction was rolled back instead of committed")

    def notices(self) -> list[str]:
        """What the server has said since the last call, oldest first."""
        with self._lock:
            heard, self._notices = self._notices, []
        return heard

    def finished(self) -> bool:
        """Whether the last statement ran to its end, where a KeyboardInterrupt came out instead of an answer."""
        # psycopg cancels what runs and reads the answer, which is there only if the statement was quicker.
        return self._cursor.pgresult is not None

    def cancel(self) -> None:
        """Ask the server to end the running statement; may be called from another thread."""
        if self._connection.closed:
            return
        try:
            self._connection.cancel_safe(timeout=10)
        except psycopg.Error as error:
            if not self._connection.closed:
                raise NetworkError(f"the running statement couldn't be cancelled: {words_of(error)}") from None

    def close(self) -> None:
        """Give the connection back; more than once does nothing."""
        self._connection.close()

    @property
    def _status(self) -> pq.TransactionStatus:
        return self._connection.info.transaction_status

    def _hear(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        with self._lock:
            self._notices.append(f"{diagnostic.severity_nonlocalized}: {diagnostic.message_primary}")

    @contextlib.contextmanager
    def _errors(self, sql: str | Callable[[], str]) -> Iterator[None]:
        """psycopg's errors as joey's."""
        try:
            yield
        except (psycopg.Error, UnicodeEncodeError) as error:
            sql = sql if isinstance(sql, str) else sql()
            if isinstance(error, UnicodeEncodeError):
                raise SqlSyntaxError("the SQL holds half a surrogate pair, which isn't text", sql=sql) from None
            raise _translated(error, sql, lost=self._connection.closed or self._connection.broken) from error


def _translated(error: psycopg.Error, sql: str, *, lost: bool) -> JoeyError:
    """joey's error for what happened while `sql` ran."""
    diagnostic = error.diag
    message = diagnostic.message_primary or words_of(error)
    hints = [diagnostic.message_detail, diagnostic.message_hint]
    position = int(diagnostic.statement_position) - 1 if diagnostic.statement_position else None
    hint = "\n".join(filter(None, hints)) or None
    if error.sqlstate is not None:
        return from_sqlstate(error.sqlstate, message, hint=hint, sql=sql, position=position)
    if lost or isinstance(error, psycopg.OperationalError):
        return NetworkError(f"the connection was lost: {message}", sql=sql)
    if isinstance(error, psycopg.DataError):
        return ConstraintViolation(message, sql=sql)
    return InternalError(message, sql=sql)


def _keywords(url: str, application_name: str, timeout: float) -> tuple[dict[str, str], float]:
    """libpq's keywords, with joey's own where the URL doesn't say otherwise, and the seconds to try."""
    words = {
        "fallback_application_name": application_name,
        "keepalives": "1",  # a load balancer forgets a silent connection, and a long index build is silent
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "6",
        **urls.keywords(url),
        "client_encoding": "UTF8",
    }
    given = words.pop("connect_timeout", "0")
    if not re.fullmatch(r"[0-9]{1,6}", given):
        raise ConfigurationError(
            "the database URL can't be used: its connect_timeout isn't a whole number of seconds",
            hint="write connect_timeout=30, or leave it out",
        )
    return words, float(given) or timeout


def _addresses(url: str) -> int:
    """How many addresses psycopg will try, one after the other."""
    words = urls.effective(url)
    count = 0
    for host in (words.get("hostaddr") or words.get("host") or "").split(","):
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if host.strip("/@") == host != "" else ()
        except (OSError, UnicodeError):
            found = ()
        count += max(1, len({address[4][0] for address in found}))
    return count


def _open(words: dict[str, str], url: str, limit: float) -> psycopg.Connection[Any]:
    """A psycopg connection, or joey's error, which never holds a secret and never leads to one."""
    timeout = max(2, math.ceil(limit / _addresses(url)))
    try:
        return psycopg.connect(
            _conninfo(words | {"connect_timeout": str(timeout)}), autocommit=True, prepare_threshold=None
        )
    except psycopg.ProgrammingError as error:
        said = clean(words_of(error), url)
        raise ConfigurationError(f"the database URL can't be used: {said}") from None
    except psycopg.Error as error:
        said = clean(words_of(error), url)
        if str(error).startswith("connection is bad") and "connection to server" not in said:
            raise ConfigurationError(f"the database URL can't be used: {said}") from None
        timed_out = isinstance(error, psycopg.errors.ConnectionTimeout)
        raise refused(said, error.sqlstate, urls.describe(url), limit, timed_out) from None
    except UnicodeError:  # a host that can't be written in DNS
        raise ConfigurationError("the database URL can't be used: its host isn't a name or address") from None


def _conninfo(words: dict[str, str]) -> str:
    """libpq's `key='value'` form: as Python's keywords, some names in a URL would mean something to psycopg."""
    for key in words:
        if not re.fullmatch(r"[a-z_]+", key):
            raise ConfigurationError("the database URL can't be used: a parameter after the ? has an odd name")
    return " ".join("{}='{}'".format(key, re.sub(r"([\\'])", r"\\\1", value)) for key, value in words.items())
