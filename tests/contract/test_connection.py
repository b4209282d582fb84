"""What every `joey.connect.protocol.Connection` does, whatever stands behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from joey.connect import doors
from joey.connect.protocol import Connection
from joey.connect.scratch import Database, Scratch
from joey.errors import (
    ConstraintViolation,
    JoeyError,
    LockTimeout,
    NetworkError,
    PermissionDenied,
    SqlSyntaxError,
    Timeout,
    TransactionMode,
)
from joey.testing.data_api import DataApi


@pytest.fixture(params=["psycopg", "data_api"])
def opener(request: pytest.FixtureRequest, database: Database, data_api: DataApi) -> Callable[[], Connection]:
    url = database.url if request.param == "psycopg" else data_api.url(database.name)
    return lambda: doors.connect(url)


@pytest.fixture
def connection(opener: Callable[[], Connection]) -> Iterator[Connection]:
    with closing(opener()) as opened:
        yield opened


@pytest.fixture
def other(opener: Callable[[], Connection]) -> Iterator[Connection]:
    with closing(opener()) as opened:
        yield opened


def test_it_says_where_it_leads(connection: Connection, database: Database, scratch: Scratch) -> None:
    assert connection.server.database == database.name
    assert connection.server.role == "joey_scratch"
    assert connection.server.major == scratch.major


def test_a_query_takes_parameters_and_gives_rows(connection: Connection) -> None:
    rows = connection.query("SELECT $1::int + 1, $2::text, $3::text[], NULL", [1, "a'b%s", ["x", None]])
    assert rows == [(2, "a'b%s", ["x", None], None)]
    assert connection.query("SELECT '%s %% $$ü$$'") == [("%s %% $$ü$$",)]
    assert connection.query("SELECT WHERE false") == []
    assert connection.query("CREATE TABLE t ()") == []


def test_a_read_gives_the_names_too(connection: Connection) -> None:
    assert connection.read("SELECT 1 AS a, 2 AS a, 3") == (("a", "a", "?column?"), [(1, 2, 3)])
    assert connection.read("SELECT 1 AS a WHERE false") == (("a",), [])
    assert connection.read("CREATE TABLE t ()") == ((), [])


def test_several_statements_run_in_one_call(connection: Connection) -> None:
    connection.execute("CREATE TABLE t (x int)", "INSERT INTO t VALUES (1), (2) -- done;\n")
    assert connection.query("SELECT x FROM t ORDER BY 1") == [(1,), (2,)]
    connection.execute("")
    connection.execute("-- nothing")


def test_several_statements_fail_as_one(connection: Connection) -> None:
    with pytest.raises(ConstraintViolation):
        connection.execute("CREATE TABLE t (x int)", "SELECT 1/0")
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_every_call_commits_by_itself(connection: Connection, other: Connection) -> None:
    connection.execute("CREATE TABLE t (x int)")
    connection.query("INSERT INTO t VALUES ($1::int)", [7])
    assert other.query("SELECT x FROM t") == [(7,)]
    connection.execute("CREATE INDEX CONCURRENTLY ON t (x)")


def test_a_transaction_commits_at_its_end(connection: Connection, other: Connection) -> None:
    with connection.transaction():
        connection.execute("CREATE TABLE t ()")
        assert other.query("SELECT to_regclass('t')::text") == [(None,)]
    assert other.query("SELECT to_regclass('t')::text") == [("t",)]


def test_the_last_statements_of_a_transaction_commit_it(connection: Connection, other: Connection) -> None:
    with connection.transaction():
        connection.execute("CREATE TABLE t (x int)")
        connection.finish("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)")
    assert other.query("SELECT count(*)::int FROM t") == [(2,)]
    with pytest.raises(ConstraintViolation), connection.transaction():  # noqa: PT012
        connection.execute("ALTER TABLE t ADD y int")
        connection.finish("UPDATE t SET y = 1", "ALTER TABLE t ADD CHECK (x < 2)")
    with pytest.raises(TransactionMode), connection.transaction():  # noqa: PT012
        with pytest.raises(SqlSyntaxError):
            connection.execute("CRATE")
        connection.finish("ALTER TABLE t ADD z int")
    assert other.query("SELECT * FROM t ORDER BY x") == [(1,), (2,)]


def test_a_transaction_rolls_back_on_any_error(connection: Connection) -> None:
    for error in (KeyError("x"), KeyboardInterrupt()):
        with pytest.raises(type(error)), connection.transaction():  # noqa: PT012
            connection.execute("CREATE TABLE t ()")
            raise error
    with pytest.raises(SqlSyntaxError), connection.transaction():  # noqa: PT012
        connection.execute("CREATE TABLE t ()")
        connection.execute("CRATE")
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_a_swallowed_failure_is_never_a_commit(connection: Connection) -> None:
    with pytest.raises(TransactionMode), connection.transaction(), pytest.raises(SqlSyntaxError):
        connection.execute("CRATE")
    assert connection.query("SELECT 1") == [(1,)]


def test_sql_that_ends_the_transaction_is_found_out(connection: Connection) -> None:
    with pytest.raises(TransactionMode), connection.transaction():
        connection.execute("COMMIT")
    assert connection.query("SELECT 1") == [(1,)]


def test_a_constraint_that_fails_at_commit_is_an_error(connection: Connection) -> None:
    connection.execute("CREATE TABLE t (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(ConstraintViolation) as caught, connection.transaction():
        connection.execute("INSERT INTO t VALUES (1), (1)")
    assert caught.value.sqlstate == "23505"
    assert connection.query("SELECT count(*)::int FROM t") == [(0,)]


def test_transactions_do_not_nest(connection: Connection) -> None:
    with connection.transaction():
        with pytest.raises(TransactionMode), connection.transaction():
            pass
        connection.execute("CREATE TABLE t ()")
    assert connection.query("SELECT to_regclass('t')::text") == [("t",)]


def test_a_snapshot_sees_one_moment_and_writes_nothing(connection: Connection, other: Connection) -> None:
    connection.execute("CREATE TABLE t (x int)")
    with connection.transaction(snapshot=True):
        assert connection.query("SELECT count(*)::int FROM public.t") == [(0,)]
        other.execute("INSERT INTO t VALUES (1)")
        assert connection.query("SELECT count(*)::int FROM public.t") == [(0,)]
        assert connection.query("SELECT oid::regclass::text FROM pg_class WHERE relname = 't'") == [("public.t",)]
    with pytest.raises(PermissionDenied), connection.transaction(snapshot=True):
        connection.execute("CREATE TABLE public.u ()")
    assert connection.query("SELECT to_regclass('t')::text") == [("t",)]  # search_path is back


@pytest.mark.parametrize(
    ("sql", "kind", "sqlstate", "position"),
    [
        ("ALTER TABLE 'ü€𝄞'", SqlSyntaxError, "42601", 12),
        ("SELECT nowhere FROM pg_class", SqlSyntaxError, "42703", 7),
        ("SELECT * FROM nowhere", SqlSyntaxError, "42P01", 14),
        ("SELECT 1/0", ConstraintViolation, "22012", None),
        ("DO $$ BEGIN RAISE 'no' USING ERRCODE = '57014'; END $$", Timeout, "57014", None),
    ],
)
def test_an_error_has_its_category_and_place(
    connection: Connection, sql: str, kind: type[JoeyError], sqlstate: str, position: int | None
) -> None:
    with pytest.raises(kind) as caught:
        connection.execute(sql)
    error = caught.value
    assert (error.sqlstate, error.position, error.sql) == (sqlstate, position, sql)


def test_an_error_brings_what_the_server_advises(connection: Connection) -> None:
    connection.execute(
        "CREATE TABLE t (x int PRIMARY KEY)", "CREATE VIEW v AS SELECT x FROM t", "INSERT INTO t VALUES (1)"
    )
    with pytest.raises(JoeyError) as caught:
        connection.execute("DROP TABLE t")
    assert caught.value.hint is not None
    assert "Use DROP ... CASCADE to drop the dependent objects too." in caught.value.hint
    with pytest.raises(ConstraintViolation) as found:
        connection.query("INSERT INTO t VALUES ($1::int)", [1])
    if connection.keeps_session:  # the Data API leaves out details
        assert caught.value.hint.startswith("view v depends on table t\n")
        assert found.value.hint == "Key (x)=(1) already exists."


def test_text_that_is_none_is_an_error_of_joeys(connection: Connection) -> None:
    for act in (
        lambda: connection.execute("SELECT '\ud800'"),
        lambda: connection.query("SELECT $1::text", ["\0"]),
        lambda: connection.query("SELECT $1", []),
    ):
        with pytest.raises(JoeyError):
            act()
    assert connection.query("SELECT 1") == [(1,)]


def test_a_lock_that_is_not_to_be_had(connection: Connection, other: Connection) -> None:
    connection.execute("CREATE TABLE t ()")
    with connection.transaction():
        connection.execute("LOCK t")
        with pytest.raises(LockTimeout) as caught, other.transaction(settings="SET LOCAL lock_timeout = 10"):
            other.execute("LOCK TABLE t")
    assert caught.value.exit_code == 4


def test_another_thread_can_cancel(connection: Connection) -> None:
    timer = threading.Timer(0.1, connection.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(Timeout) as caught:
        connection.query("SELECT pg_sleep(20)")
    timer.join()
    assert caught.value.sqlstate == "57014"
    assert time.monotonic() - started < 5
    assert connection.query("SELECT 1") == [(1,)]


def test_closing_twice_is_closing_once(connection: Connection) -> None:
    connection.close()
    connection.close()
    connection.cancel()
    with pytest.raises(NetworkError):
        connection.query("SELECT 1")
