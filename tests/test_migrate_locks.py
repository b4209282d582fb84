"""`migrate` twice at once, killed, waiting, and robbed of its lock."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from joey.connect.psycopg import PsycopgConnection
from joey.connect.scratch import Database
from joey.errors import (
    JoeyError,
    LockTimeout,
    SqlSyntaxError,
    TransactionMode,
)
from joey.model.report import Report, Retrying, StatementDone, Waiting
from joey.run.lease import held
from joey.verbs.migrate import MigrateResult, migrate
from migrating import Project, start, wait


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    return Project(tmp_path / "drizzle", database)


class Sessionless(PsycopgConnection):
    """A connection that keeps no session, as the Data API gives it: each call outside a transaction has its own."""

    @property
    def keeps_session(self) -> bool:
        return False

    def query(self, sql: str, params: Sequence[Any] = (), *, repeatable: bool = False) -> list[tuple[Any, ...]]:
        assert "advisory_lock" not in sql
        assert "advisory_unlock" not in sql
        return super().query(sql, params, repeatable=repeatable)


def sessionless(project: Project) -> Sessionless:
    return Sessionless(psycopg.connect(project.database.url, autocommit=True, prepare_threshold=None))


def test_a_table_that_is_locked_is_tried_again(project: Project) -> None:
    project.add("CREATE TABLE a (x int)")
    project.migrate()
    project.add("CREATE TABLE first (); ALTER TABLE a ADD y int")
    blocker = project.connect()
    blocker.execute("BEGIN; SELECT FROM a")
    retries: list[Report] = []

    def listen(line: Report) -> None:
        if isinstance(line, Retrying):
            retries.append(line)
            blocker.execute("COMMIT")

    migrate(project.path, project.connect, ddl_lock_timeout=0.1, on_report=listen)
    assert len(retries) == 1
    assert project.query("SELECT y FROM a") == []
    blocker.execute("BEGIN; SELECT FROM a")
    project.add("ALTER TABLE a ADD z int")
    with pytest.raises(LockTimeout, match="lock timeout") as caught:
        project.migrate(ddl_lock_timeout=0.05, retries=1)
    assert (caught.value.exit_code, caught.value.sqlstate, caught.value.statement) == (4, "55P03", 1)
    blocker.close()


def test_two_runs_at_once_apply_once_on_a_fresh_database(project: Project) -> None:
    for number in range(5):
        project.add(f"CREATE TABLE t{number} (); SELECT pg_sleep(0.02)")
    project.add("CREATE TABLE last (x int); CREATE INDEX CONCURRENTLY last_x ON last (x)")
    results: list[MigrateResult | BaseException] = []

    def run() -> None:
        try:
            results.append(migrate(project.path, project.connect))
        except BaseException as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r for r in results if isinstance(r, BaseException)] == []
    assert sorted(r.files_processed for r in results if isinstance(r, MigrateResult)) == [0, 0, 0, 6]
    assert len(project.record()) == 6


def test_two_processes_at_once_apply_once(project: Project) -> None:
    project.add("CREATE TABLE a (); SELECT pg_sleep(0.3)")
    project.add("CREATE TABLE b ()")
    both = [start(project), start(project)]
    outs = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    assert sorted(out.split()[-1] for out, _ in outs) == ["0", "2"]
    assert len(project.record()) == 2


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_killed_in_the_middle_of_a_transaction_leaves_nothing(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b (); SELECT pg_sleep(60)")
    process = start(project)
    active = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND datname = current_database()"
    wait(lambda: project.query(active))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    project.query(f"SELECT pg_terminate_backend(pid) FROM ({active}) x")
    wait(lambda: not project.query(active))
    assert project.exists("public.a")
    assert not project.exists("public.b")
    assert len(project.record()) == 1
    project.write("0001_step", "CREATE TABLE b ()")
    began = time.monotonic()
    assert project.migrate().files_processed == 1
    assert time.monotonic() - began < 5  # its death was seen at once, without waiting for the lease to run out


def test_the_lock_says_who_holds_it(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.add("CREATE TABLE b ()")
    with held(
        project.connect,
        schema="joey",
        record="public.drizzle_migrations",
        timeout=1,
        report=lambda line: None,
        holder="ci@build-7",
    ) as lease:
        lock = project.status()["lock"]
        assert (lock["holder"], lock["token"]) == ("ci@build-7", lease.token)
        with pytest.raises(LockTimeout, match="ci@build-7 has held it since") as caught:
            project.migrate(lock_timeout=0.3)
        assert caught.value.exit_code == 5
        assert project.heard(Waiting)[0].holder == "ci@build-7"
        assert not project.exists("public.b")
    assert project.status()["lock"] is None
    assert project.migrate().files_processed == 1


def test_a_lease_that_was_taken_over_records_nothing(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.add("CREATE TABLE b (); SELECT pg_sleep(1)")

    def take_over(line: Report) -> None:
        if isinstance(line, StatementDone) and line.number == 1:
            project.execute("UPDATE joey.lease SET token = token + 1")

    with pytest.raises(LockTimeout, match="taken over") as caught:
        migrate(project.path, project.connect, on_report=take_over)
    assert caught.value.exit_code == 5
    assert not project.exists("public.b")
    assert len(project.record()) == 1


def test_a_connection_without_a_session_relies_on_the_lease(project: Project) -> None:
    project.add("CREATE TABLE a (x int)")
    project.add("CREATE INDEX CONCURRENTLY a_x ON a (x)")
    results: list[object] = []

    def run() -> None:
        try:
            results.append(migrate(project.path, lambda: sessionless(project)).files_processed)
        except JoeyError as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [0, 0, 2]
    project.add("SET work_mem = '1MB'; CREATE INDEX CONCURRENTLY a_y ON a (x)")
    with pytest.raises(TransactionMode, match="session") as caught:
        migrate(project.path, lambda: sessionless(project))
    assert caught.value.line == 1


def test_each_kind_of_connection_sees_whether_the_other_lives(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    lock: dict[str, Any] = {"schema": "joey", "record": "public.drizzle_migrations", "report": lambda line: None}
    with held(lambda: sessionless(project), timeout=1, **lock):
        with pytest.raises(LockTimeout), held(project.connect, timeout=0.2, **lock):
            pass
        # It died without a word: its lease is over when its time is.
        project.execute("UPDATE joey.lease SET until = clock_timestamp()")
        with (
            held(project.connect, timeout=1, **lock),
            pytest.raises(LockTimeout),
            held(lambda: sessionless(project), timeout=0.2, **lock),
        ):
            pass
    project.execute("UPDATE joey.lease SET holder = 'a dead one', session = true, until = 'infinity'")
    with held(lambda: sessionless(project), timeout=1, **lock) as lease:
        assert lease.token > 2


def test_the_heart_beats_and_a_lost_lease_ends_what_runs(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joey.run.lease.HEARTBEAT", 0.05)
    project.add("CREATE TABLE a (); SELECT pg_sleep(0.4)")
    # Here the lease's row is locked all the time, which nobody waits for.
    project.add("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT pg_sleep(0.2); COMMIT")
    project.migrate()
    assert project.query("SELECT holder IS NULL AND heartbeat_at > taken_at FROM joey.lease") == [(True,)]
    project.add("CREATE TABLE b (); SELECT pg_sleep(30)")
    taken = threading.Timer(1, lambda: project.execute("UPDATE joey.lease SET token = token + 1, holder = 'thief'"))
    taken.start()
    began = time.monotonic()
    with pytest.raises(LockTimeout, match="taken over") as caught:
        project.migrate()
    taken.join()
    assert time.monotonic() - began < 15
    assert caught.value.exit_code == 5
    assert not project.exists("public.b")
    assert project.query("SELECT holder FROM joey.lease") == [("thief",)]


def test_a_file_that_runs_under_another_role_is_counted_all_the_same(project: Project) -> None:
    role = f"owner_{project.database.name}"
    project.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    try:
        project.add(
            f"SET ROLE {role}; CREATE TABLE a (x int); CREATE INDEX CONCURRENTLY a_x ON a (x); VACUUM nix; "
            "CREATE TABLE b ()"
        )
        with pytest.raises(SqlSyntaxError):
            project.migrate()
        text = (project.path / "0000_step.sql").read_text()
        project.write("0000_step", text.replace("nix", "a"))
        project.migrate()
        assert [line.number for line in project.heard(StatementDone)] == [4, 5]
        owners = project.query(
            "SELECT relowner::regrole::text = $1::text FROM pg_class WHERE relname IN ('a', 'a_x', 'b')", [role]
        )
        assert owners == [(True,)] * 3
    finally:
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_killed_while_an_index_is_built_it_is_built_once(project: Project) -> None:
    project.add("CREATE TABLE a (x int)")
    project.migrate()
    project.add("CREATE TABLE b ();\nCREATE INDEX CONCURRENTLY a_x ON a (x);\nCREATE TABLE c ();")
    blocker = project.connect()
    blocker.execute("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE; INSERT INTO a VALUES (1)")
    process = start(project)
    wait(lambda: project.query("SELECT 1 FROM pg_stat_progress_create_index WHERE datname = current_database()"))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert project.status()["unfinished"] == {"tag": "0001_step", "statement": 2, "error": None}
    threading.Timer(0.5, lambda: blocker.execute("COMMIT")).start()
    project.migrate()
    blocker.close()
    # The server went on with it after the runner's death, and that is waited for.
    assert [line.number for line in project.heard(StatementDone)] == [3]
    assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_x'::regclass") == [(True,)]
    assert len(project.record()) == 2


@pytest.mark.deep
@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_moment_everything_happens_once(project: Project, seed: int) -> None:
    for number in range(3):
        project.add(f"CREATE TABLE t{number} (x int); INSERT INTO t{number} VALUES (1)")
        project.add(
            f"INSERT INTO t{number} VALUES (2); CREATE INDEX CONCURRENTLY t{number}_x ON t{number} (x); "
            f"INSERT INTO t{number} VALUES (3); CREATE INDEX CONCURRENTLY t{number}_y ON t{number} (x); "
            f"DROP INDEX CONCURRENTLY t{number}_x"
        )
    chance = random.Random(seed)
    for _ in range(30):
        process = start(project)
        try:
            process.wait(0.4 + 0.4 * chance.random())
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        out, error = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), out + error
        if process.returncode == 0:
            break
    project.migrate()
    for number in range(3):
        assert project.query(f"SELECT x FROM t{number} ORDER BY x") == [(1,), (2,), (3,)]
        left = f"SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 't{number}'::regclass"
        assert project.query(left) == [(f"t{number}_y", True)]
    assert len(project.record()) == 6
