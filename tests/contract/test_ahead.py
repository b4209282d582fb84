"""Statements that a direct connection sends at once and is answered one by one."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database
from joey.errors import ConstraintViolation, NetworkError, SqlSyntaxError, TransactionMode
from migrating import wait


@pytest.fixture
def connection(database: Database) -> Iterator[PsycopgConnection]:
    with closing(connect(database.url)) as opened:
        yield opened


@pytest.fixture
def other(database: Database) -> Iterator[PsycopgConnection]:
    with closing(connect(database.url)) as opened:
        yield opened


def whole(*statements: str) -> list[str]:
    return ["BEGIN", *statements, "COMMIT"]


def test_each_is_answered_when_it_is_done(connection: PsycopgConnection, other: PsycopgConnection) -> None:
    other.execute("SELECT pg_advisory_lock(7)")
    waits = "SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT pg_advisory_xact' AND wait_event_type = 'Lock'"
    statements = whole("CREATE TABLE t (x int)", "SELECT pg_advisory_xact_lock(7)", "INSERT INTO t VALUES (1), (2)")
    with closing(connection.run_each(statements, range(5))) as answers:
        next(answers)
        next(answers)  # while the next one can't be done
        wait(lambda: bool(other.query(f"{waits} AND datname = current_database()")))
        other.execute("SELECT pg_advisory_unlock(7)")
        assert len(list(answers)) == 3
    assert other.query("SELECT count(*) FROM t") == [(2,)]
    assert connection.query("SELECT 1") == [(1,)]


def test_what_follows_a_failure_is_not_run(connection: PsycopgConnection) -> None:
    done = []
    statements = whole("CREATE TABLE t (x int)", "SELECT 'ü€𝄞', nothing", "DROP TABLE t")
    with pytest.raises(SqlSyntaxError) as caught, closing(connection.run_each(statements, range(0))) as answers:
        done.extend(answers)
    assert caught.value.sqlstate == "42703"
    assert caught.value.position == 14
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]
    with connection.transaction():
        connection.execute("CREATE TABLE t ()")


def test_one_that_stops_in_the_middle_leaves_nothing(connection: PsycopgConnection, other: PsycopgConnection) -> None:
    statements = whole("CREATE TABLE t (x int)", "SELECT pg_sleep(60)", "INSERT INTO t VALUES (1)")
    began = time.monotonic()
    with closing(connection.run_each(statements, range(5))) as answers:
        next(answers)
        next(answers)
    assert time.monotonic() - began < 20
    assert other.query("SELECT to_regclass('t')::text") == [(None,)]
    assert connection.query("SELECT 1") == [(1,)]


def test_ctrl_c_cancels_what_runs_and_what_follows(connection: PsycopgConnection, other: PsycopgConnection) -> None:
    statements = whole("CREATE TABLE t (x int)", "SELECT pg_sleep(60)", "SELECT pg_sleep(60)")
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), closing(connection.run_each(statements, range(5))) as answers:
        for _ in answers:
            pass
    assert time.monotonic() - began < 20
    assert other.query("SELECT to_regclass('t')::text") == [(None,)]
    assert connection.query("SELECT 1") == [(1,)]


def test_a_lost_connection_is_a_network_error(connection: PsycopgConnection, other: PsycopgConnection) -> None:
    [(pid,)] = connection.query("SELECT pg_backend_pid()")
    statements = whole("CREATE TABLE t (x int)", "SELECT pg_sleep(60)")
    with closing(connection.run_each(statements, range(4))) as answers:
        next(answers)
        next(answers)
        other.query("SELECT pg_terminate_backend($1::int, 5000)", [pid])
        with pytest.raises(NetworkError):
            next(answers)
    with pytest.raises(NetworkError):
        connection.query("SELECT 1")
    with pytest.raises(NetworkError), closing(connection.run_each(statements, range(4))) as answers:
        next(answers)


def test_more_than_a_socket_holds(connection: PsycopgConnection) -> None:
    rows = [f"SELECT '{'x' * 100_000}', '{n}'" for n in range(100)]
    with closing(connection.run_each(whole(*rows), range(102))) as answers:
        assert len(list(answers)) == 102


def test_a_deferred_constraint_fails_at_the_end(connection: PsycopgConnection) -> None:
    connection.execute("CREATE TABLE t (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    statements = whole("INSERT INTO t VALUES (1), (1)")
    with closing(connection.run_each(statements, range(0))) as answers:
        next(answers)
        next(answers)
        with pytest.raises(ConstraintViolation, match="duplicate key"):
            next(answers)
    assert connection.query("SELECT count(*) FROM t") == [(0,)]


def test_a_rollback_in_place_of_a_commit_is_told(connection: PsycopgConnection) -> None:
    with pytest.raises(TransactionMode, match="rolled back"):
        list(connection.run_each(["BEGIN", "CREATE TABLE t ()", "ROLLBACK"], range(0)))
    with connection.transaction(), pytest.raises(TransactionMode, match="another one"):
        next(connection.run_each(whole("SELECT 1"), range(0)))
