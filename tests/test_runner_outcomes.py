"""An error is not yet an outcome: what `migrate` finds when it looks, and what it makes of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database, open_scratch
from joey.errors import JoeyError, LockTimeout, NetworkError, SqlSyntaxError, TransactionMode, UnknownOutcome
from joey.model.report import Blocked, Report, Retrying, Started, StatementDone, Underway, Warned
from joey.run.probe import before, clear, outcome
from joey.verbs.history import history
from joey.verbs.migrate import migrate
from migrating import Project, wait


@pytest.fixture
def project(tmp_path: Path, database: Database, door: Callable[[Database], str]) -> Project:
    return Project(tmp_path / "drizzle", database, door(database))


def in_background(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """What a call gives or raises, once the thread has ended."""
    said: list[object] = []

    def run() -> None:
        try:
            said.append(act())
        except JoeyError as error:
            said.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, said


def backend_of(project: Project, like: str) -> int:
    """The server process that runs a statement, once it does; before it there may stand what the door adds."""
    sql = (
        "SELECT pid FROM pg_stat_activity "
        "WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() "
        "AND regexp_replace(query, '^(/\\*[^*]*\\*/ )?(WITH joey AS MATERIALIZED [(]\n)?', '') LIKE $1::text"
    )
    found: list[int] = []

    def runs() -> bool:
        found.extend(pid for (pid,) in project.query(sql, [like]))
        return bool(found)

    wait(runs)
    return found[0]


def test_a_migration_is_one_round_trip(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path / "drizzle", database)
    monkeypatch.setattr("joey.run.runner._MUCH", 200)
    project.add("CREATE TABLE a (x int); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)")
    project.add(f"INSERT INTO a VALUES ({'0' * 200}); INSERT INTO a VALUES (3)")
    project.add("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; INSERT INTO a VALUES (4)")
    sent: list[list[str]] = []
    for name in ("execute", "query", "finish", "run_each"):
        own = getattr(PsycopgConnection, name)

        def spied(self: object, *given: object, own: Any = own, name: str = name, **options: object) -> Any:
            sent[-1].append(name)
            return own(self, *given, **options)

        monkeypatch.setattr(PsycopgConnection, name, spied)
    sent.append([])

    def told(line: Report) -> None:
        if isinstance(line, Started):
            sent.append([])

    migrate(project.path, project.open, on_report=told)
    assert sent[1] == ["run_each"]
    assert sent[2][:4] == ["execute", "execute", "execute", "finish"]
    assert sent[3][:5] == ["execute", "execute", "query", "execute", "finish"]
    assert project.query("SELECT sum(x), count(*) FROM a") == [(10, 5)]


def test_a_connection_that_was_lost_before_a_file_began(tmp_path: Path, database: Database) -> None:
    """It is made anew, since nothing of the file can have happened."""
    project = Project(tmp_path / "drizzle", database)
    project.add("CREATE TABLE a (x int)")
    project.add("INSERT INTO a VALUES (1)")

    def told(line: Report) -> None:
        project.said.append(line)
        if isinstance(line, Started) and line.tag.startswith("0001"):
            project.query("SELECT pg_terminate_backend(split_part(backend, '/', 1)::int, 5000) FROM joey.lease")

    migrate(project.path, project.open, on_report=told)
    assert project.query("SELECT x FROM a") == [(1,)]
    assert [line.text for line in project.heard(Warned) if "connected again" in line.text]


class TestEnded:
    """An administrator ends the server process in the middle of a statement."""

    def test_in_a_transaction(self, project: Project) -> None:
        project.add("CREATE TABLE a (x int)")
        project.migrate()
        project.add("INSERT INTO a VALUES (1); SELECT pg_sleep(30)")
        thread, said = in_background(project.migrate)
        project.query("SELECT pg_terminate_backend($1::int)", [backend_of(project, "SELECT pg_sleep(30)%")])
        thread.join()
        (error,) = said
        assert isinstance(error, NetworkError)
        assert "Nothing of drizzle/0001_step.sql took effect" in error.message
        assert (error.line, error.statement) == (1, 2)
        assert error.sqlstate in ("57P01", "08006")
        assert project.query("SELECT count(*) FROM a") == [(0,)]
        assert [run.outcome for run in history(project.database.url).runs] == ["applied", "failed"]

    def test_in_an_index_build(self, project: Project) -> None:
        project.add("CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY a_x ON a (x);\nINSERT INTO a VALUES (1);")
        blocker = project.connect()
        project.execute("CREATE TABLE other ()")
        blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other")
        thread, said = in_background(project.migrate)
        project.query("SELECT pg_terminate_backend($1::int)", [backend_of(project, "CREATE INDEX CONCURRENTLY%")])
        thread.join()
        blocker.close()
        (error,) = said
        assert isinstance(error, NetworkError)
        assert "half done" in error.message
        assert (error.line, error.statement) == (2, 2)
        project.migrate()
        assert project.query("SELECT indexrelid::regclass::text, indisvalid FROM pg_index "
                             "WHERE indrelid = 'a'::regclass") == [("a_x", True)]  # fmt: skip
        assert project.query("SELECT count(*) FROM a") == [(1,)]

    @pytest.mark.parametrize("anew", [True, False])
    def test_in_a_block_that_commits(self, project: Project, anew: bool) -> None:
        project.execute("CREATE TABLE a (x int); INSERT INTO a SELECT 0 FROM generate_series(1, 3)")
        work = "UPDATE a SET x = 1 WHERE ctid = (SELECT min(ctid) FROM a WHERE x = 0)"
        loop = f"LOOP {work}; EXIT WHEN NOT FOUND; COMMIT; PERFORM pg_sleep(0.5); END LOOP"
        body = loop if anew else f"INSERT INTO a VALUES (1); COMMIT; PERFORM pg_sleep(1); {loop}"
        project.add(f"INSERT INTO a VALUES (7);\nDO $$ BEGIN {body}; END $$")
        thread, said = in_background(project.migrate)
        pid = backend_of(project, "DO $%")
        wait(lambda: project.query("SELECT 1 FROM a WHERE x = 1"))
        project.query("SELECT pg_terminate_backend($1::int)", [pid])
        thread.join()
        (error,) = said
        if anew:  # what is done already isn't found again
            assert isinstance(error, NetworkError)
            project.migrate()
            assert project.query("SELECT x, count(*) FROM a GROUP BY x ORDER BY x") == [(1, 3), (7, 1)]
            return
        assert isinstance(error, UnknownOutcome)
        assert (error.line, error.statement) == (2, 2)
        with pytest.raises(UnknownOutcome, match="isn't known") as caught:
            project.migrate()
        steps = (caught.value.hint or "").partition("UPDATE ")[2].partition(";")[0]
        project.execute(f"UPDATE {steps}")
        project.migrate()
        assert project.query("SELECT count(*) FROM a WHERE x = 7") == [(1,)]


@pytest.mark.deep
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_the_whole_server_crashes(tmp_path: Path) -> None:
    with suppress(JoeyError), open_scratch() as scratch, scratch.create() as database:  # its own connections are lost
        project = Project(tmp_path / "drizzle", database)
        project.add("CREATE TABLE a (x int)")
        project.migrate()
        project.add("INSERT INTO a VALUES (1); SELECT pg_sleep(3)")
        thread, said = in_background(project.migrate)
        os.kill(backend_of(project, "SELECT pg_sleep(3)%"), signal.SIGKILL)
        thread.join()
        assert isinstance(said[0], NetworkError)
        assert "Nothing of" in said[0].message
        assert project.migrate().files_processed == 1
        assert project.query("SELECT count(*) FROM a") == [(1,)]
        said.append("all is well")
    assert said[-1] == "all is well"


class TestOrphans:
    """A runner was killed, and its server process goes on."""

    def test_in_a_transaction_it_is_ended(self, project: Project) -> None:
        project.add("CREATE TABLE a (x int)")
        project.migrate()
        project.add("INSERT INTO a VALUES (1); SELECT pg_sleep(60)")
        orphan = project.connect()
        thread, _ = in_background(lambda: orphan.execute("BEGIN; LOCK a; SELECT pg_sleep(60)"))
        backend_of(project, "BEGIN; LOCK a%")
        project.execute(
            "UPDATE joey.lease SET holder = 'dead', session = true, backend = (SELECT pid::text || '/' || "
            "extract(epoch FROM backend_start) FROM pg_stat_activity WHERE datname = current_database() "
            "AND query LIKE 'BEGIN; LOCK a%' "
            "AND pid <> pg_backend_pid())"
        )
        project.write("0001_step", "INSERT INTO a VALUES (1)")
        project.migrate()
        thread.join(5)
        assert not thread.is_alive()
        assert project.heard(Retrying) == []


class TestLeftovers:
    """What a failed concurrent statement leaves is found, and carried to its end."""

    def test_an_invalid_index_behind_if_not_exists(self, project: Project) -> None:
        project.execute("CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)")
        with pytest.raises(JoeyError):
            project.execute("CREATE UNIQUE INDEX CONCURRENTLY a_x ON a (x)")
        project.execute("DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)")
        project.add("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_x ON a (x)")
        project.migrate()
        assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_x'::regclass") == [(True,)]

    def test_an_invalid_index_of_another_table_is_left_alone(self, project: Project) -> None:
        project.execute("CREATE TABLE a (x int); CREATE TABLE b (x int); INSERT INTO b VALUES (1), (1)")
        with pytest.raises(JoeyError):
            project.execute("CREATE UNIQUE INDEX CONCURRENTLY same ON b (x)")
        project.add("CREATE INDEX CONCURRENTLY IF NOT EXISTS same ON a (x)")
        project.migrate()
        assert project.query("SELECT indrelid::regclass::text FROM pg_index WHERE NOT indisvalid") == [("b",)]

    def test_one_whose_name_postgresql_chose(self, project: Project) -> None:
        project.add("CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY ON a (x)")
        with pytest.raises(JoeyError):
            project.migrate()
        project.execute("DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)")
        project.migrate()
        left = "SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 'a'::regclass"
        assert project.query(left) == [("a_x_idx", True)]

    def test_copies_of_an_interrupted_reindex(self, project: Project) -> None:
        project.execute("CREATE TABLE a (x int); CREATE INDEX a_x ON a (x); CREATE TABLE other ()")
        blocker = project.connect()
        blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other")
        project.add("REINDEX INDEX CONCURRENTLY a_x")
        thread, said = in_background(project.migrate)
        pid = backend_of(project, "REINDEX%")
        copies = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
        wait(lambda: project.query(copies) == [(1,)])
        project.query("SELECT pg_terminate_backend($1::int)", [pid])
        thread.join()
        blocker.close()
        assert isinstance(said[0], NetworkError)
        assert project.query(copies) == [(1,)]
        project.migrate()
        assert project.query(copies) == [(0,)]
        assert any("REINDEX CONCURRENTLY left" in line.text for line in project.heard(Warned))

    def test_a_partition_whose_detaching_was_interrupted(self, project: Project) -> None:
        project.execute(
            "CREATE TABLE parts (x int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF parts FOR VALUES IN (1)"
        )
        blocker = project.connect()
        blocker.execute("BEGIN; SELECT FROM parts")
        project.add("ALTER TABLE parts DETACH PARTITION p1 CONCURRENTLY;\nCREATE TABLE after ()")
        thread, said = in_background(project.migrate)
        pid = backend_of(project, "ALTER TABLE parts%")
        wait(lambda: project.query("SELECT 1 FROM pg_inherits WHERE inhdetachpending"))
        project.query("SELECT pg_cancel_backend($1::int)", [pid])
        thread.join()
        blocker.close()
        assert isinstance(said[0], JoeyError)
        project.migrate()
        assert project.query("SELECT count(*) FROM pg_inherits") == [(0,)]
        assert project.exists("public.after")

    def test_what_can_be_asked(self, project: Project) -> None:
        from joey.folder import sql_file

        name = f"{project.database.name}_other"
        connection = project.connect()
        project.execute("CREATE TYPE mood AS ENUM ('a')")
        create, drop, label = sql_file.parse(
            f"CREATE DATABASE {name}; DROP DATABASE {name}; ALTER TYPE mood ADD VALUE 'b'", "f"
        ).statements
        assert [outcome(connection, s, None) for s in (create, drop, label)] == ["not done", "done", "not done"]
        connection.execute(create.sql)
        connection.execute(label.sql)
        assert [outcome(connection, s, None) for s in (create, drop, label)] == ["done", "not done", "done"]
        connection.execute(drop.sql)
        assert (before(connection, drop), clear(connection, drop)) == (None, [])
        connection.close()


class TestRecognition:
    """What only the server knows."""

    def test_a_label_that_is_used_at_once(self, project: Project) -> None:
        project.execute("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood)")
        project.add("ALTER TYPE mood ADD VALUE 'new';\nINSERT INTO a VALUES ('new')")
        project.migrate()
        assert project.query("SELECT m::text FROM a") == [("new",)]
        assert any("statement by statement" in line.text for line in project.heard(Warned))

    def test_its_own_transaction_is_not_taken_apart(self, project: Project) -> None:
        project.execute("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood)")
        project.add("BEGIN; ALTER TYPE mood ADD VALUE 'new';\nINSERT INTO a VALUES ('new'); COMMIT")
        with pytest.raises(TransactionMode) as caught:
            project.migrate()
        assert (caught.value.line, caught.value.sqlstate) == (2, "55P04")
        assert project.query("SELECT count(*) FROM pg_enum") == [(1,)]

    def test_a_commit_in_the_middle_is_refused_with_its_line(self, project: Project) -> None:
        project.add("BEGIN; CREATE TABLE a ();\nCOMMIT;\nCREATE TABLE b ();")
        with pytest.raises(TransactionMode) as caught:
            project.migrate()
        assert caught.value.line == 2
        assert not project.exists("public.a")

    def test_the_rest_of_them(self, project: Project) -> None:
        name = project.database.name
        project.execute("CREATE TABLE a (x int); CREATE INDEX a_x ON a (x)")
        project.add(
            f"VACUUM a; ALTER SYSTEM RESET work_mem; CREATE DATABASE {name}_x; DROP DATABASE {name}_x; "
            "REINDEX TABLE CONCURRENTLY a; DROP INDEX CONCURRENTLY a_x; CREATE TABLE done ()"
        )
        project.migrate()
        assert project.heard(Started)[0].transactional is False
        assert len(project.heard(StatementDone)) == 7
        assert project.exists("public.done")


class TestWaiting:
    """What is said while a statement waits, and while it works."""

    def test_who_blocks(self, project: Project) -> None:
        project.add("CREATE TABLE a (x int)")
        project.migrate()
        project.add("ALTER TABLE a ADD y int")
        blocker = connect(project.database.url, application_name="reporting")
        blocker.execute("BEGIN; SELECT FROM a")
        with pytest.raises(LockTimeout) as caught:
            project.migrate(ddl_lock_timeout=0.6, retries=1)
        blocked = project.heard(Blocked)
        assert [b.application for b in blocked[0].blockers] == ["reporting"]
        assert "idle in transaction" in str(blocked[0])
        assert "SELECT FROM a" in str(blocked[0])
        assert "reporting" in project.heard(Retrying)[0].reason
        assert "reporting" in (caught.value.hint or "")
        blocker.close()

    def test_a_concurrent_build_is_patient_and_says_for_whom(self, project: Project) -> None:
        project.execute("CREATE TABLE a (x int); CREATE TABLE other ()")
        project.add("CREATE INDEX CONCURRENTLY a_x ON a (x)")
        blocker = connect(project.database.url, application_name="reporting")
        blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other")
        thread, said = in_background(lambda: project.migrate(ddl_lock_timeout=0.1))
        wait(lambda: project.heard(Blocked))
        blocker.close()
        thread.join()
        assert not isinstance(said[0], JoeyError)
        assert project.heard(Blocked)[0].blockers[0].application == "reporting"

    def test_how_far_a_build_is(self, project: Project) -> None:
        project.execute("CREATE TABLE a (x int); INSERT INTO a VALUES (1), (2)")
        project.execute(
            "CREATE FUNCTION slow(x int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_sleep(0.9); RETURN x; END $$"
        )
        project.add("CREATE INDEX a_x ON a (slow(x))")
        project.migrate()
        (first, *_) = project.heard(Underway)
        assert (first.tag, first.statement) == ("0000_step", 1)
        assert "building index" in (first.phase or "")


def test_nothing_of_one_file_reaches_the_next_or_the_record(project: Project) -> None:
    role = f"other_{project.database.name}"
    project.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    hostile = (
        "CREATE SCHEMA evil; CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
        "$$ SELECT '1999-01-01'::timestamptz $$; SELECT pg_catalog.set_config('search_path', 'evil', false); "
        f"SET ROLE {role}; SET statement_timeout = '1h'; SET work_mem = '1MB'; "
        "CREATE TEMP TABLE drizzle_migrations (); PREPARE one AS SELECT 1; SELECT pg_advisory_lock(4711); "
        "LISTEN something; DECLARE c CURSOR WITH HOLD FOR SELECT 1"
    )
    look = (
        "CREATE TABLE public.seen{n} AS SELECT current_setting('search_path') AS path, current_user::text AS who, "
        "current_setting('work_mem') AS mem, (SELECT count(*) FROM pg_prepared_statements) AS prepared, "
        "(SELECT count(*) FROM pg_cursors WHERE is_holdable) AS cursors, "
        "to_regclass('pg_temp.drizzle_migrations') IS NULL AS clean, "
        "(SELECT count(*) FROM pg_listening_channels()) AS listening, "
        "(SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory') AS locks"
    )
    try:
        project.add(look.format(n=0))
        project.add(hostile)
        project.add(look.format(n=1))
        stepwise = f"{hostile.replace('evil', 'evil2')}; VACUUM public.seen0".replace(
            "SET work_mem", "RESET ROLE; SET work_mem"
        )
        # Without a session it is refused; see test_a_resumed_file_says_its_settings_again.
        project.add(stepwise if project.keeps_session else "SELECT 1")
        project.add(look.format(n=2))
        project.migrate()
        first = project.query("TABLE seen0")
        assert first[0][3:] == (0, 0, True, 0, 0)
        assert project.query("TABLE seen1") == first
        assert project.query("TABLE seen2") == first
        assert len(project.record()) == 5
        assert all(
            run.started_at > "2020" and (run.finished_at or "") > "2020" for run in history(project.database.url).runs
        )
    finally:
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_old_transactions_are_told_before_anything_waits(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joey.run.preflight._OLD_TRANSACTIONS", _impatient())
    project.execute("CREATE TABLE users (x int); CREATE TABLE other ()")
    blocker = connect(project.database.url, application_name="reporting")
    blocker.execute("BEGIN; SELECT FROM users")
    project.add("CREATE TABLE fine ();\nINSERT INTO users VALUES (1)")
    project.add("CREATE TABLE users_too ()")
    project.migrate(target_version=99)
    said = [line.text for line in project.heard(Warned)]
    assert any("target_version" in text for text in said)
    old = [text for text in said if "users" in text]
    assert len(old) == 1
    assert "drizzle/0000_step.sql:2" in old[0]
    assert "reporting" in old[0]
    project.add("INSERT INTO users VALUES (2)")
    migrate(project.path, project.connect, on_report=project.said.append, preflight=False)
    assert len([line for line in project.heard(Warned) if "users" in line.text]) == 1
    blocker.close()


def _impatient() -> str:
    from joey.run import preflight

    return preflight._OLD_TRANSACTIONS.replace("30 s", "0 s")


def test_every_run_is_remembered(project: Project) -> None:
    assert history(project.database.url).runs == ()
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.add("CREATE TABLE b (); VACUUM nix")
    with pytest.raises(SqlSyntaxError):
        project.migrate()
    project.execute("UPDATE joey.runs SET outcome = 'running' WHERE id = 2")
    first, second = history(project.database.url).runs
    assert (first.tag, first.outcome, first.transactional, first.statements, first.done) == (
        "0000_step",
        "applied",
        True,
        1,
        1,
    )
    assert first.duration_ms is not None
    assert "process" in (first.runner or "")
    assert (second.outcome, second.done, second.sqlstate) == ("interrupted", 1, "42P01")


def test_memory_has_a_bound(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from joey.folder import MigrationFolder
    from joey.verbs.migrate import _Files

    for number in range(6):
        project.add(f"INSERT INTO nowhere VALUES ('{'x' * 1000}'); SELECT {number}")
    monkeypatch.setattr("joey.verbs.migrate._KEPT", 5000)
    folder = MigrationFolder.open(project.path)
    files = _Files(folder)
    read = [files.read(m) for m in folder.migrations]
    assert [files.take(m) for m in folder.migrations] == read
    assert len(files._kept) == 0
    again = _Files(folder)
    for migration in folder.migrations:
        again.read(migration)
    assert 1 <= len(again._kept) <= 3
