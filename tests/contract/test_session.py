"""What a direct connection does beyond the contract, since it keeps a session of its own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from joey.connect.psycopg import PsycopgConnection, connect
from joey.errors import NetworkError, SqlSyntaxError, Timeout, TransactionMode, UnknownOutcome


@pytest.fixture
def connection(database_url: str) -> Iterator[PsycopgConnection]:
    with closing(connect(database_url)) as opened:
        yield opened


@pytest.fixture
def other(database_url: str) -> Iterator[PsycopgConnection]:
    with closing(connect(database_url)) as opened:
        yield opened


def test_one_string_may_hold_several_statements(connection: PsycopgConnection) -> None:
    connection.execute("CREATE TABLE t (x int); INSERT INTO t VALUES (1), (2); -- done;\n")
    assert connection.query("SELECT x FROM t ORDER BY 1") == [(1,), (2,)]
    with pytest.raises(SqlSyntaxError) as caught:
        connection.execute("SELECT 'ü€𝄞'; CRATE TABLE t ()")
    assert caught.value.position == 14
    with pytest.raises(TransactionMode) as refused:
        connection.execute("BEGIN; CREATE INDEX CONCURRENTLY ON pg_class (oid)")
    assert refused.value.sqlstate == "25001"


def test_its_own_settings_bind_it(connection: PsycopgConnection) -> None:
    with pytest.raises(Timeout):
        connection.execute("SET statement_timeout = 20; SELECT pg_sleep(5)")


def test_notices_are_kept_in_order_and_given_once(connection: PsycopgConnection) -> None:
    connection.execute("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$")
    assert connection.notices() == ["NOTICE: one", "WARNING: two"]
    assert connection.notices() == []


def test_a_lost_connection_is_a_network_error(connection: PsycopgConnection, other: PsycopgConnection) -> None:
    [(pid,)] = connection.query("SELECT pg_backend_pid()")
    with pytest.raises(NetworkError) as caught, connection.transaction():  # noqa: PT012
        other.query("SELECT pg_terminate_backend($1::int, 5000)", [pid])
        connection.query("SELECT 1")
    assert caught.value.exit_code == 3
    with pytest.raises(NetworkError):
        connection.query("SELECT 1")
    with pytest.raises(NetworkError), connection.transaction():
        pass
    connection.close()


def test_a_connection_lost_at_commit_leaves_the_outcome_open(
    connection: PsycopgConnection, other: PsycopgConnection
) -> None:
    [(pid,)] = connection.query("SELECT pg_backend_pid()")
    with pytest.raises(UnknownOutcome), connection.transaction():  # noqa: PT012
        connection.execute("CREATE TABLE t ()")
        other.query("SELECT pg_terminate_backend($1::int, 5000)", [pid])


def test_a_session_keeps_what_it_promises(connection: PsycopgConnection) -> None:
    connection.execute("SET statement_timeout = 4711")
    assert connection.query("SHOW statement_timeout") == [("4711ms",)]


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="POSIX signals")
def test_control_c_ends_the_running_statement(database_url: str) -> None:
    with closing(connect(database_url)) as opened, closing(connect(database_url)) as other:
        assert isinstance(opened, PsycopgConnection)
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            opened.query("SELECT pg_sleep(20)")
        timer.join()
        active = "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE '%sleep(20)' AND state = 'active'"
        assert other.query(f"{active} AND datname = current_database()") == [(0,)]
