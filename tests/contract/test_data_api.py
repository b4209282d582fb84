"""What a connection over the RDS Data API does beyond the contract: what is asked again, and what isn't."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from joey.connect import calls, data_api, doors
from joey.connect.data_api import DataApiConnection, connect
from joey.connect.scratch import Database
from joey.errors import (
    ConfigurationError,
    ConstraintViolation,
    DatabaseResuming,
    JoeyError,
    NetworkError,
    PermissionDenied,
    ResourceExhausted,
    SqlSyntaxError,
    Timeout,
    TransactionMode,
    UnknownOutcome,
)
from joey.testing.data_api import DataApi, Limits


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can bear."""
    monkeypatch.setattr(calls, "PATIENCE", dict.fromkeys(calls.PATIENCE, (1.0, 0.01, 0.1)))


@pytest.fixture
def api(data_api: DataApi) -> DataApi:
    return data_api


@pytest.fixture
def connection(api: DataApi, database: Database) -> Iterator[DataApiConnection]:
    with closing(connect(api.url(database.name))) as opened:
        api.forget()
        yield opened


SAFE = ["resuming", "throttled", "password refused", "secret invalid", "secret unreadable"]
AMBIGUOUS = ["answer lost", "server error after", "service unavailable after", "failover after"]
LOST = [*AMBIGUOUS, "dropped", "server error", "service unavailable", "unavailable", "failover"]


@pytest.mark.parametrize("mode", SAFE)
def test_what_surely_was_not_executed_is_asked_again(connection: DataApiConnection, api: DataApi, mode: str) -> None:
    api.faults.add(mode, times=2)
    connection.execute("CREATE TABLE t ()")
    assert [call.operation for call in api.calls] == ["ExecuteStatement"] * 3


@pytest.mark.parametrize("mode", LOST)
def test_what_may_have_been_executed_is_not(connection: DataApiConnection, api: DataApi, mode: str) -> None:
    api.faults.add(mode)
    with pytest.raises(UnknownOutcome) as caught:
        connection.execute("CREATE TABLE t ()")
    assert len(api.calls) == 1
    assert caught.value.sql == "CREATE TABLE t ()"
    assert (connection.query("SELECT to_regclass('t')::text")[0][0] == "t") == (mode in AMBIGUOUS)


@pytest.mark.parametrize("mode", LOST)
def test_reading_is_repeated_whatever_happened(connection: DataApiConnection, api: DataApi, mode: str) -> None:
    api.faults.add(mode, times=2)
    assert connection.query("SELECT 1 + $1::int", [1]) == [(2,)]


@pytest.mark.parametrize("mode", [*SAFE, *LOST])
def test_a_transaction_begins_whatever_happens(connection: DataApiConnection, api: DataApi, mode: str) -> None:
    api.faults.add(mode, operation="BeginTransaction")
    with connection.transaction():
        connection.execute("CREATE TABLE t ()")
    assert connection.query("SELECT to_regclass('t')::text") == [("t",)]


@pytest.mark.parametrize("mode", [*LOST, "transaction lost", "timeout"])
def test_in_a_transaction_nothing_is_repeated_and_nothing_left(
    connection: DataApiConnection, api: DataApi, mode: str
) -> None:
    api.faults.add(mode, sql="CREATE TABLE u")
    with pytest.raises((NetworkError, Timeout)), connection.transaction():  # noqa: PT012
        connection.execute("CREATE TABLE t ()")
        connection.execute("CREATE TABLE u ()")
    assert not any(call.operation == "CommitTransaction" for call in api.calls)
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


@pytest.mark.parametrize("mode", LOST)
def test_a_commit_without_an_answer_is_an_open_outcome(connection: DataApiConnection, api: DataApi, mode: str) -> None:
    api.faults.add(mode, operation="CommitTransaction")
    with pytest.raises(UnknownOutcome), connection.transaction():
        connection.execute("CREATE TABLE t ()")
    # It isn't asked for again; a rollback makes sure that it comes to nothing, if it hasn't come to anything yet.
    assert [call.operation for call in api.calls].count("CommitTransaction") == 1
    assert (connection.query("SELECT to_regclass('t')::text")[0][0] == "t") == (mode in AMBIGUOUS)


def test_a_transaction_that_is_gone_at_commit_is_settled(connection: DataApiConnection, api: DataApi) -> None:
    api.faults.add("transaction lost", operation="CommitTransaction")
    with pytest.raises(NetworkError, match="rolled back"), connection.transaction():
        connection.execute("CREATE TABLE t ()")
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_what_takes_too_long_goes_on_only_where_it_may(connection: DataApiConnection, api: DataApi) -> None:
    api.limits = Limits(call=0.1)
    with pytest.raises(Timeout) as caught, connection.transaction():
        connection.execute("SELECT pg_sleep(0.3)")
    assert "no-transaction" in (caught.value.hint or "")
    with pytest.raises(Timeout):
        connection.query("SELECT pg_sleep(0.3)::text")
    connection.execute("CREATE TABLE t ()")
    with pytest.raises(UnknownOutcome, match="goes on"):
        connection.execute("WITH x AS (SELECT pg_sleep(0.3)) INSERT INTO t SELECT FROM x")
    api.limits = Limits()
    running = (
        "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() "
        "AND query LIKE $1::text AND state = 'active'"
    )
    while connection.query(running, [f"{connection.marker} WITH x%"])[0][0]:
        pass
    assert connection.query("SELECT count(*)::int FROM t") == [(1,)]


def test_sql_that_ends_the_transaction_is_never_sent(connection: DataApiConnection, api: DataApi) -> None:
    for sql in (
        "COMMIT",
        "/* a */ end;",
        "ROLLBACK",
        "ABORT",
        "BEGIN",
        "start  transaction",
        "PREPARE TRANSACTION 'x'",
    ):
        with pytest.raises(TransactionMode):
            connection.execute(sql)
    assert api.calls == []
    with connection.transaction():
        connection.execute("SAVEPOINT a")
        connection.execute("CREATE TABLE t ()")
        connection.execute("ROLLBACK TO SAVEPOINT a")
        connection.execute("ROLLBACK WORK TO a")
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_many_comments_are_read_once(connection: DataApiConnection) -> None:
    comments = "/* a */ -- b\n" * 2000
    connection.execute(f"{comments} CREATE TABLE t (x int)")
    connection.execute(f"{comments} -- nothing else")
    with pytest.raises(TransactionMode):
        connection.execute(f"{comments} COMMIT")


def test_results_of_any_size_and_type(connection: DataApiConnection, api: DataApi) -> None:
    rows = connection.query("SELECT i, repeat('€\"', 40000) FROM generate_series(1, $1::int) i", [12])
    assert [(i, len(text)) for i, text in rows] == [(i, 80000) for i in range(1, 13)]
    assert len(api.calls) < 40
    one = connection.query(
        "SELECT 'x'::name, 1::oid, 'int'::regtype, 'a'::\"char\", 'infinity'::timestamptz, '{\"a\":{\"b\":[1]}}'::json,"
        "ARRAY['a', NULL, '{\"'], ARRAY[[1, 2], [3, 4]], pg_sleep(0)"
    )
    assert one == [("x", "1", "integer", "a", "infinity", {"a": {"b": [1]}}, ["a", None, '{"'], [[1, 2], [3, 4]], "")]
    # What a migration selects is for nobody.
    connection.execute("SELECT 'x'::name, repeat('x', 2000000)")
    connection.execute("VALUES ('x'::name);")
    connection.execute("SELECT 1 AS x INTO t")
    assert connection.query("SELECT x FROM t") == [(1,)]


def test_a_statement_that_no_call_holds_is_not_sent(connection: DataApiConnection, api: DataApi) -> None:
    with pytest.raises(ResourceExhausted, match="65,537 characters"):
        connection.execute(f"SELECT '{'x' * 65_528}'")
    assert api.calls == []
    connection.execute(f"SELECT '{'x' * 65_000}' AS a INTO t")
    connection.execute(f"INSERT INTO t SELECT '{'x' * 65_512}'")  # there is no room for a comment
    assert api.calls[-1].sql.startswith("INSERT")


@pytest.fixture
def role(database: Database) -> Iterator[str]:
    name = f'{database.name} "Röle'
    quoted = '"' + name.replace('"', '""') + '"'
    with closing(database.connect()) as owner:
        owner.execute(f"CREATE ROLE {quoted} NOLOGIN; GRANT CREATE ON SCHEMA public TO {quoted}")
        yield name
        owner.execute(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


def test_the_role_is_taken_in_each_transaction(api: DataApi, database: Database, role: str) -> None:
    url = api.url(database.name)
    with closing(connect(url, role=role)) as connection:
        assert connection.server.role == role
        connection.execute("CREATE TABLE t (x int)")
        with connection.transaction():
            assert connection.query("SELECT current_user::text") == [(role,)]
        assert connection.query("SELECT current_user::text") == [(role,)]
        assert connection.query("SELECT tableowner::text FROM pg_tables WHERE tablename = 't'") == [(role,)]
        with pytest.raises(TransactionMode) as caught:
            connection.execute("CREATE INDEX CONCURRENTLY ON t (x)")
        assert "ALTER ROLE" in (caught.value.hint or "")
    with pytest.raises(PermissionDenied) as refused:
        connect(url, role="nobody_here")
    assert refused.value.exit_code == 3


REFUSED: dict[str, tuple[Callable[[DataApi], None], type[JoeyError], str]] = {
    "asleep": (lambda api: void(api.faults.add("resuming", times=None)), DatabaseResuming, "wake"),
    "throttled": (lambda api: void(api.faults.add("throttled", times=None)), ResourceExhausted, "quieter"),
    "secret": (lambda api: setattr(api.clusters.secrets[api.secret], "valid", False), PermissionDenied, "username"),
    "unreadable": (lambda api: setattr(api.clusters.secrets[api.secret], "readable", False), PermissionDenied, "kms"),
    "off": (lambda api: setattr(cluster_of(api), "endpoint_enabled", False), NetworkError, "enable-http-endpoint"),
    "no writer": (lambda api: setattr(cluster_of(api), "has_instance", False), NetworkError, "writer"),
    "stopped": (lambda api: setattr(cluster_of(api), "available", False), NetworkError, "available"),
    "unavailable": (lambda api: void(api.faults.add("unavailable", times=None)), NetworkError, "failover"),
}


def void(anything: object) -> None:
    """Nothing."""


def cluster_of(api: DataApi) -> Any:
    return api.clusters.clusters[api.cluster]


@pytest.mark.parametrize("name", REFUSED)
def test_a_login_that_is_refused_says_what_to_do(scratch: Any, database: Database, name: str) -> None:
    wrong, kind, advice = REFUSED[name]
    with DataApi(scratch.url) as api:
        wrong(api)
        with pytest.raises(kind) as caught:
            connect(api.url(database.name))
    assert caught.value.exit_code in (3, 4)
    assert advice.lower() in f"{caught.value.message} {caught.value.hint}".lower()


def test_a_missing_database_is_named(api: DataApi) -> None:
    with pytest.raises(NetworkError, match="nowhere") as caught:
        connect(api.url("nowhere"), wait=30)
    assert caught.value.sqlstate == "3D000"


def test_nobody_there(api: DataApi) -> None:
    url = api.url("app").replace(api.endpoint, "http://127.0.0.1:1")
    with pytest.raises(NetworkError, match="can't be reached") as caught:
        connect(url)
    assert caught.value.exit_code == 3


def test_no_message_and_no_log_holds_a_password(
    scratch: Any, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "joey")
    with DataApi(scratch.url) as api:
        secret = api.clusters.add_secret("wrong", "nobody_here", "s3cret").arn
        with pytest.raises(PermissionDenied) as caught:
            connect(api.url(database.name, secret=secret))
    assert "s3cret" not in f"{caught.value!r} {caught.value.hint} {caught.value.__cause__!r} {caplog.text}"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("/app?", "?"), "database"),
        (("///app", "//host/app"), "host"),
        (("cluster=arn:aws:rds", "cluster=arn:aws:s3"), "cluster"),
        (("cluster=", "klaster="), "klaster"),
        (("secret=arn", "secret=s3cret"), "secret"),
        (("region=us-west-2", "region=moon"), "moon"),
        (("endpoint=http", "endpoint=ftp"), "endpoint"),
    ],
)
def test_a_wrong_url_is_told_before_anybody_is_asked(change: tuple[str, str], word: str) -> None:
    url = (
        "rds-data:///app?cluster=arn:aws:rds:us-west-2:123456789012:cluster:joey&secret="
        "arn:aws:secretsmanager:us-west-2:123456789012:secret:joey-AbCdEf&region=us-west-2&endpoint=http://127.0.0.1:1"
    )
    doors.check(url)
    with pytest.raises(ConfigurationError, match=word) as caught:
        connect(url.replace(*change))
    assert "s3cret" not in f"{caught.value} {caught.value.hint}"


def test_the_extra_is_named_where_it_is_missing(api: DataApi) -> None:
    script = (
        "import sys; sys.modules['botocore'] = None\nfrom joey.connect.doors import connect\n"
        f"try:\n    connect({api.url('app')!r})\nexcept Exception as error:\n    print(error.category, error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == 'CONFIGURATION pip install "joey[aws]"\n'


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="POSIX signals")
def test_control_c_ends_the_running_statement(connection: DataApiConnection) -> None:
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt), connection.transaction():  # noqa: PT012
        connection.execute("CREATE TABLE t ()")
        connection.execute("SELECT pg_sleep(20)")
    timer.join()
    active = (
        "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() "
        "AND query LIKE '/*%sleep(20)%' AND state = 'active'"
    )
    assert connection.query(f"{active} AND pid <> pg_backend_pid()") == [(0,)]
    assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_its_error_knows_the_place_and_the_kind(connection: DataApiConnection) -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        connection.execute("SELECT\n  nowhere")
    assert caught.value.position == 9
    with pytest.raises(SqlSyntaxError, match="parameter") as colon:
        connection.execute("CREATE TABLE a (x int DEFAULT (ARRAY[1,2])[1:y][1])")
    assert "space" in (colon.value.hint or "")
    connection.execute("CREATE TABLE t (x int UNIQUE)", "INSERT INTO t VALUES (1)")
    with pytest.raises(ConstraintViolation) as twice:
        connection.execute("INSERT INTO t VALUES (1)")
    assert twice.value.sqlstate == "23505"


def test_it_is_told_apart_in_the_servers_list(api: DataApi, database: Database) -> None:
    with closing(data_api.connect(api.url(database.name), application_name="joey diff */ SELECT")) as connection:
        assert connection.marker.startswith("/* joey diff  SELECT ")
        seen = "SELECT query FROM pg_stat_activity WHERE query LIKE '/* joey diff%' AND pid = pg_backend_pid()"
        assert connection.query(seen)[0][0].startswith(connection.marker)
