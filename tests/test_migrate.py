"""`migrate` against a real PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database
from joey.errors import (
    ChecksumMismatch,
    ConfigurationError,
    Conflict,
    ConstraintViolation,
    JoeyError,
    LockTimeout,
    OutOfOrder,
    SqlSyntaxError,
    TransactionMode,
    UnknownMigration,
    UnknownOutcome,
)
from joey.folder import MigrationFolder, writing
from joey.model.report import Report, Retrying, Started, StatementDone, Waiting, Warned
from joey.run.lease import held
from joey.verbs.migrate import MigrateResult, migrate
from joey.verbs.status import status

DRIZZLE = "CREATE TABLE public.drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)"


class Project:
    """A migration folder and a database to run it on."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self.database = database
        self.said: list[Report] = []

    def add(self, sql: str, name: str = "step") -> str:
        folder = MigrationFolder.open(self.path, may_be_empty=True)
        return writing.add(folder, sql, name=name).migration.tag

    def write(self, tag: str, sql: str) -> None:
        (self.path / f"{tag}.sql").write_text(sql)

    def connect(self) -> PsycopgConnection:
        return connect(self.database.url)

    def migrate(self, **options: Any) -> MigrateResult:
        self.said.clear()
        return migrate(self.path, self.connect, on_report=self.said.append, **options)

    def heard(self, kind: type[Report]) -> list[Any]:
        return [line for line in self.said if isinstance(line, kind)]

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        connection = self.connect()
        try:
            return connection.query(sql, params)
        finally:
            connection.close()

    def execute(self, sql: str) -> None:
        connection = self.connect()
        try:
            connection.execute(sql)
        finally:
            connection.close()

    def exists(self, name: str) -> bool:
        return bool(self.query("SELECT to_regclass($1::text) IS NOT NULL", [name])[0][0])

    def record(self) -> list[tuple[Any, ...]]:
        return self.query("SELECT hash, created_at FROM public.drizzle_migrations ORDER BY id")

    def status(self) -> dict[str, Any]:
        connection = self.connect()
        try:
            return status(self.path, connection).to_json()
        finally:
            connection.close()


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    return Project(tmp_path / "drizzle", database)


def test_applies_and_records_as_drizzle_does(project: Project) -> None:
    project.add("CREATE TABLE a (id int);--> statement-breakpoint\nCREATE TABLE b (id int)")
    project.add("CREATE TABLE c (id int);")
    result = project.migrate()
    folder = MigrationFolder.open(project.path)
    assert project.record() == [(hashlib.sha256(m.file.read_bytes()).hexdigest(), m.when) for m in folder.migrations]
    assert [line.tag for line in result.applied] == ["0000_step", "0001_step"]
    assert result.files_processed == 2
    body = result.to_json()
    assert set(body) == {
        "applied",
        "pending",
        "files_processed",
        "migration_duration_ms",
        "total_duration_ms",
    }
    assert set(body["applied"][0]) == {"tag", "duration_ms", "statements"}
    assert body["applied"][0]["statements"] == 2
    columns = project.query(
        "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = 'public.drizzle_migrations'::regclass AND attnum > 0 ORDER BY attnum"
    )
    assert columns == [("id", "integer"), ("hash", "text"), ("created_at", "bigint")]


def test_a_second_run_writes_nothing_and_needs_only_select(project: Project) -> None:
    project.add("CREATE TABLE a (id int)")
    project.migrate()
    role = f"reader_{project.database.name}"
    project.execute(
        f"CREATE ROLE {role}; GRANT SELECT ON public.drizzle_migrations TO {role}; "
        f"REVOKE ALL ON SCHEMA joey FROM {role}"
    )
    try:

        def as_reader() -> PsycopgConnection:
            connection = connect(project.database.url, role=role)
            connection.execute("SET default_transaction_read_only = on")
            return connection

        result = migrate(project.path, as_reader)
        assert (result.files_processed, result.pending) == (0, ())
        found = as_reader()
        assert [m["tag"] for m in status(project.path, found).to_json()["applied"]] == ["0000_step"]
        found.close()
    finally:
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_dry_run_writes_nothing(project: Project) -> None:
    project.add("CREATE TABLE a (id int)")
    result = project.migrate(dry_run=True)
    assert [m.tag for m in result.pending] == ["0000_step"]
    assert [str(line) for line in project.said] == ["CREATE TABLE a (id int);"]
    assert not project.exists("public.a")
    assert not project.exists("public.drizzle_migrations")
    assert project.query("SELECT to_regnamespace('joey') IS NULL") == [(True,)]


def test_stops_at_the_named_migration(project: Project) -> None:
    for table in "abc":
        project.add(f"CREATE TABLE {table} ()")
    result = project.migrate(to="0001_step")
    assert [line.tag for line in result.applied] == ["0000_step", "0001_step"]
    assert [m.tag for m in result.pending] == ["0002_step"]
    assert not project.exists("public.c")
    with pytest.raises(ConfigurationError, match="0009"):
        project.migrate(to="0009")


def test_a_failing_file_leaves_nothing_and_says_where(project: Project) -> None:
    project.add("CREATE TABLE a (id int PRIMARY KEY)")
    project.add("CREATE TABLE b ();\n\nINSERT INTO a VALUES (1);\nINSERT INTO a\n VALUES (1);")
    with pytest.raises(ConstraintViolation) as caught:
        project.migrate()
    error = caught.value
    assert (error.file, error.line, error.statement, error.sqlstate) == ("drizzle/0001_step.sql", 4, 3, "23505")
    assert project.exists("public.a")
    assert not project.exists("public.b")
    assert len(project.record()) == 1
    assert project.status()["unfinished"] is None
    history = project.query("SELECT tag, outcome, sqlstate FROM joey.runs ORDER BY id")
    assert history == [("0000_step", "applied", None), ("0001_step", "failed", "23505")]


def test_a_name_that_is_not_there_is_told_with_its_line(project: Project) -> None:
    project.add("CREATE TABLE a ();\nSELECT\n  nix\nFROM a;")
    with pytest.raises(SqlSyntaxError) as caught:
        project.migrate()
    error = caught.value
    assert (error.line, error.statement, error.sqlstate) == (3, 2, "42703")
    assert error.sql is not None
    assert error.sql[error.position or 0 :].startswith("nix")


def test_syntax_is_checked_before_anything_runs(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ();\nCRATE TABLE c ();")
    with pytest.raises(SqlSyntaxError, match='syntax error at or near "CRATE"') as caught:
        project.migrate()
    assert (caught.value.file, caught.value.line, caught.value.statement) == ("drizzle/0001_step.sql", 2, 2)
    assert not project.exists("public.a")


def test_a_custom_file_without_statements_is_recorded(project: Project) -> None:
    project.add(writing.CUSTOM)
    assert project.migrate().applied[0].statements == 0
    assert len(project.record()) == 1


def test_its_own_begin_and_commit_are_honoured_as_one_transaction(project: Project) -> None:
    project.add("BEGIN ISOLATION LEVEL REPEATABLE READ;\nCREATE TABLE a ();\nSELECT 1/0;\nCOMMIT;")
    with pytest.raises(JoeyError) as caught:
        project.migrate()
    assert caught.value.line == 3
    assert not project.exists("public.a")
    project.write("0000_step", "START TRANSACTION ISOLATION LEVEL SERIALIZABLE; CREATE TABLE a (); END;")
    project.migrate()
    assert project.exists("public.a")


@pytest.mark.parametrize("allowed", [False, True])
def test_an_edited_file(project: Project, allowed: bool) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.write("0000_step", "CREATE TABLE a (); -- edited")
    project.add("CREATE TABLE b ()")
    if allowed:
        assert project.migrate(allow=("edited",)).files_processed == 1
        return
    with pytest.raises(ChecksumMismatch, match=r"0000_step\.sql was edited") as caught:
        project.migrate()
    assert caught.value.exit_code == 1
    assert not project.exists("public.b")
    assert [m["tag"] for m in project.status()["edited"]] == ["0000_step"]


@pytest.mark.parametrize("other", [b"CREATE TABLE a ();\n\n", b"\xef\xbb\xbfCREATE TABLE a ();\r\n\r\n"])
def test_line_ends_and_a_byte_order_mark_are_no_edit(project: Project, other: bytes) -> None:
    project.add("CREATE TABLE a ();\r\n\r\n")
    project.migrate()
    (project.path / "0000_step.sql").write_bytes(other)
    assert project.migrate().files_processed == 0
    assert project.status()["edited"] == []


def test_a_deleted_record_means_it_is_not_applied(project: Project) -> None:
    project.add("CREATE TABLE IF NOT EXISTS a ()")
    project.migrate()
    project.execute("DELETE FROM public.drizzle_migrations")
    assert [m["tag"] for m in project.status()["pending"]] == ["0000_step"]
    assert project.migrate().files_processed == 1


def test_a_moved_record_is_not_run_again(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.execute("UPDATE public.drizzle_migrations SET created_at = 5")
    assert project.migrate().files_processed == 0
    assert "another time" in project.heard(Warned)[0].text
    body = project.status()
    assert ([m["tag"] for m in body["moved"]], body["pending"], body["unknown"]) == (["0000_step"], [], [])


def test_an_unknown_record_is_refused_and_a_newer_one_means_ahead(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.execute(f"INSERT INTO public.drizzle_migrations (hash, created_at) VALUES ('feed', {2**50})")
    result = project.migrate()
    assert result.ahead
    assert "ahead" in project.heard(Warned)[0].text
    assert project.status()["ahead"] is True
    assert project.status()["unknown"] == []
    project.execute("UPDATE public.drizzle_migrations SET created_at = 7 WHERE hash = 'feed'")
    with pytest.raises(UnknownMigration, match="feed") as caught:
        project.migrate()
    assert caught.value.exit_code == 1
    assert [row["hash"] for row in project.status()["unknown"]] == ["feed"]
    project.add("CREATE TABLE b ()")
    assert project.migrate(allow={"unknown"}).files_processed == 1


def test_newer_records_are_unknown_while_something_is_pending(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.execute(f"INSERT INTO public.drizzle_migrations (hash, created_at) VALUES ('feed', {2**50})")
    project.add("CREATE TABLE b ()")
    with pytest.raises(UnknownMigration):
        project.migrate()


def test_out_of_order_is_refused_unless_allowed(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ()")
    project.migrate()
    project.write("0000_u_late", "CREATE TABLE late ()")
    with pytest.raises(OutOfOrder, match=r"0000_u_late\.sql is pending, but older than 0001_step") as caught:
        project.migrate()
    assert caught.value.exit_code == 1
    assert [m["tag"] for m in project.status()["out_of_order"]] == ["0000_u_late"]
    assert [m["tag"] for m in project.status()["unregistered"]] == ["0000_u_late"]
    assert project.migrate(allow=("out-of-order",)).files_processed == 1
    assert project.migrate().files_processed == 0


def test_an_unregistered_file_runs_and_stays_applied_once_registered(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.write("0001_by_hand", "CREATE TABLE b ()")
    project.migrate()
    first = MigrationFolder.open(project.path).migrations[0]
    assert project.record()[1][1] == first.when + 1
    assert project.migrate().files_processed == 0


def test_a_journal_entry_without_its_file_is_refused_where_it_is_not_applied(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ()")
    (project.path / "0001_step.sql").unlink()
    with pytest.raises(ConfigurationError, match="is missing"):
        project.migrate()
    (project.path / ".0001_step.sql.new").write_text("")
    assert project.migrate().files_processed == 1
    assert any("never finished" in line.text for line in project.heard(Warned))


@pytest.mark.parametrize("name", ["drizzle.drizzle_migrations", "drizzle.__drizzle_migrations"])
def test_finds_drizzles_own_record(project: Project, name: str) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ()")
    first = MigrationFolder.open(project.path).migrations[0]
    project.execute(
        f"CREATE SCHEMA drizzle; CREATE TABLE {name} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint); "
        f"INSERT INTO {name} (hash, created_at) VALUES ('{first.sha256}', {first.when})"
    )
    assert [line.tag for line in project.migrate().applied] == ["0001_step"]
    assert not project.exists("public.drizzle_migrations")
    assert project.query(f"SELECT count(*) FROM {name}") == [(2,)]


def test_two_filled_records_are_a_conflict_and_an_empty_one_is_not(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.execute(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint)"
    )
    assert project.migrate().files_processed == 0
    project.execute("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1)")
    with pytest.raises(Conflict, match="Two tables"):
        project.migrate()


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz", "numeric", "timestamp(0)"])
def test_a_record_of_other_types_works_too(project: Project, kind: str) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ()")
    project.execute(DRIZZLE.replace("bigint", kind))
    project.execute("SET timezone = 'Asia/Kolkata'")
    assert project.migrate().files_processed == 2
    assert project.migrate().files_processed == 0
    assert [m["tag"] for m in project.status()["applied"]] == ["0000_step", "0001_step"]


def test_a_record_that_drizzle_1_has_upgraded_gets_its_names(project: Project) -> None:
    project.execute(DRIZZLE[:-1] + ", name text, applied_at timestamptz DEFAULT now())")
    project.add("CREATE TABLE a ()", name="tense_marrow")
    project.migrate()
    ((name,),) = project.query("SELECT name FROM public.drizzle_migrations")
    assert name == MigrationFolder.open(project.path).migrations[0].named_v1
    assert name.endswith("_tense_marrow")


def test_drizzle_1_folders_run(project: Project) -> None:
    for number, table in enumerate("ab"):
        folder = project.path / f"2026112210102{number}_{table}"
        folder.mkdir(parents=True)
        (folder / "migration.sql").write_text(f"CREATE TABLE {table} ()")
    assert project.migrate().files_processed == 2
    assert project.migrate().files_processed == 0
    assert [when % 1000 for _, when in project.record()] == [0, 0]


def test_a_configured_name_and_schemas(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    options = {"tracking_table": 'Ops."My.Record"', "bookkeeping_schema": "House keeping"}
    project.execute('CREATE SCHEMA "House keeping"')
    assert project.migrate(**options).files_processed == 1
    assert project.query('SELECT count(*) FROM "Ops"."My.Record"') == [(1,)]
    assert project.query('SELECT count(*) FROM "House keeping".runs') == [(1,)]
    assert project.migrate(**options).files_processed == 0


def test_search_path_changes_nothing(project: Project) -> None:
    project.execute(f"CREATE SCHEMA odd; ALTER DATABASE {project.database.name} SET search_path = odd, pg_catalog")
    project.add("SET search_path = pg_temp; SELECT set_config('search_path', '', false)")
    project.add("CREATE TABLE a ()")
    project.migrate()
    assert project.exists("odd.a")
    assert project.exists("public.drizzle_migrations")


def test_a_session_that_a_file_changed_is_reset_before_the_next(project: Project) -> None:
    role = f"other_{project.database.name}"
    project.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    try:
        project.add(f"CREATE TEMP TABLE t (); SET ROLE {role}; SET statement_timeout = '1h'; CREATE TABLE a ()")
        project.add("CREATE TEMP TABLE t (); CREATE TABLE b AS SELECT current_setting('statement_timeout') AS x")
        project.migrate()
        owners = project.query(
            "SELECT relowner::regrole::text = $1::text FROM pg_class WHERE relname IN ('a', 'b') ORDER BY relname",
            [role],
        )
        assert owners == [(True,), (False,)]
        assert project.query("SELECT x FROM b") == [("0",)]
    finally:
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_protected_is_written_down(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate(protected=True)
    assert project.query("SELECT value FROM joey.settings WHERE name = 'protected'") == [("true",)]


# Statement by statement


def test_concurrent_indexes_run_outside_a_transaction(project: Project) -> None:
    project.add("CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY a_x ON a (x);\nCREATE TABLE b ();")
    result = project.migrate()
    assert result.applied[0].statements == 3
    assert project.heard(Started)[0].transactional is False
    assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_x'::regclass") == [(True,)]
    assert project.query("SELECT done, outcome FROM joey.runs") == [(3, "applied")]
    assert project.migrate().files_processed == 0


def test_goes_on_at_the_statement_that_failed_and_drops_the_invalid_index(project: Project) -> None:
    project.add(
        "CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY a_x ON a (x);\n"
        "CREATE TABLE b ();"
    )
    with pytest.raises(ConstraintViolation) as caught:
        project.migrate()
    assert (caught.value.line, caught.value.statement, caught.value.sqlstate) == (2, 3, "23505")
    unfinished = project.status()["unfinished"]
    assert unfinished is not None
    assert (unfinished["tag"], unfinished["statement"]) == ("0000_step", 3)
    assert "a_x" in unfinished["error"]
    assert project.record() == []
    project.execute("DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)")
    project.migrate()
    assert project.heard(Started)[0].resumed_at == 3
    assert [line.number for line in project.heard(StatementDone)] == [3, 4]
    assert any("invalid index a_x" in line.text for line in project.heard(Warned))
    assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_x'::regclass") == [(True,)]
    assert project.query("SELECT count(*) FROM a") == [(1,)]
    assert project.status()["unfinished"] is None


def test_the_failed_statement_may_be_mended_but_not_the_finished_ones(project: Project) -> None:
    project.add("CREATE TABLE a (x int);\nVACUUM nix;\nCREATE TABLE b ();")
    with pytest.raises(SqlSyntaxError):
        project.migrate()
    project.write("0000_step", "CREATE TABLE a (x bigint);\nVACUUM a;\nCREATE TABLE b ();")
    with pytest.raises(ChecksumMismatch, match="first 1 statements") as caught:
        project.migrate()
    assert caught.value.line == 1
    project.write("0000_step", "-- mended\nCREATE TABLE a (x int);\nVACUUM a;\nCREATE TABLE b ();")
    project.migrate()
    assert project.exists("public.b")
    assert project.record()[0][0] == MigrationFolder.open(project.path).migrations[0].sha256


def test_a_resumed_file_says_its_settings_again(project: Project) -> None:
    project.add("CREATE SCHEMA s; SET search_path = s; VACUUM nix; CREATE TABLE a ();")
    with pytest.raises(SqlSyntaxError):
        project.migrate()
    project.write("0000_step", "CREATE SCHEMA s; SET search_path = s; VACUUM; CREATE TABLE a ();")
    project.migrate()
    assert project.exists("s.a")


def test_a_do_block_that_commits(project: Project) -> None:
    project.add("CREATE TABLE a (x int); INSERT INTO a SELECT generate_series(1, 10)")
    project.add(
        "DO $$ BEGIN FOR i IN 1..10 LOOP UPDATE a SET x = -i WHERE x = i; COMMIT; END LOOP; END $$",
        name="batches",
    )
    project.migrate()
    assert project.query("SELECT count(*) FROM a WHERE x < 0") == [(10,)]


def test_a_call_that_commits_is_told_what_to_write(project: Project) -> None:
    project.add("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$")
    project.add("CALL p()")
    with pytest.raises(TransactionMode) as caught:
        project.migrate()
    assert "no-transaction" in (caught.value.hint or "")
    project.write("0001_step", "-- joey: no-transaction\nCALL p()")
    project.migrate()


def test_an_intent_without_outcome_is_looked_up(project: Project) -> None:
    project.add("CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY a_x ON a (x);\nVACUUM nix;")
    with pytest.raises(SqlSyntaxError):
        project.migrate()
    # As a runner leaves it that was killed when the index was built, but before it could say so.
    one = hashlib.sha256(b"CREATE TABLE a (x int)").hexdigest()
    two = hashlib.sha256(b"CREATE INDEX CONCURRENTLY a_x ON a (x)").hexdigest()
    project.execute(
        f"UPDATE joey.runs SET outcome = 'running', done = 1, done_hash = '{one}', running = 2, running_hash = '{two}'"
    )
    project.write("0000_step", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY a_x ON a (x);\nVACUUM;")
    project.migrate()
    assert [line.number for line in project.heard(StatementDone)] == [3]


def test_an_outcome_that_nobody_can_know_is_not_guessed(project: Project) -> None:
    block = "DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; PERFORM 1/0; END $$"
    project.add(f"CREATE TABLE a (x int); {block};")
    with pytest.raises(ConstraintViolation):
        project.migrate()
    project.execute("UPDATE joey.runs SET outcome = 'running'")
    with pytest.raises(UnknownOutcome, match="statement 2") as caught:
        project.migrate()
    assert "UPDATE" in (caught.value.hint or "")
    project.execute("UPDATE joey.runs SET outcome = 'failed'")
    project.write("0000_step", f"CREATE TABLE a (x int); {block.replace('PERFORM 1/0;', '')};")
    project.migrate()
    assert project.query("SELECT count(*) FROM a") == [(2,)]


# Locks


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


SCRIPT = """
import sys
from joey.connect.psycopg import connect
from joey.verbs.migrate import migrate
result = migrate(sys.argv[1], lambda: connect(sys.argv[2]), on_report=lambda line: print(line, flush=True))
print(result.files_processed)
"""


def _start(project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(project.path), project.database.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_two_processes_at_once_apply_once(project: Project) -> None:
    project.add("CREATE TABLE a (); SELECT pg_sleep(0.3)")
    project.add("CREATE TABLE b ()")
    both = [_start(project), _start(project)]
    outs = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    assert sorted(out.split()[-1] for out, _ in outs) == ["0", "2"]
    assert len(project.record()) == 2


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_killed_in_the_middle_of_a_transaction_leaves_nothing(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b (); SELECT pg_sleep(60)")
    process = _start(project)
    active = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND datname = current_database()"
    _wait(lambda: project.query(active))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    project.query(f"SELECT pg_terminate_backend(pid) FROM ({active}) x")
    _wait(lambda: not project.query(active))
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
    project.add("CREATE TABLE b (); UPDATE joey.lease SET token = token + 1")
    with pytest.raises(LockTimeout, match="taken over") as caught:
        project.migrate()
    assert caught.value.exit_code == 5
    assert not project.exists("public.b")
    assert len(project.record()) == 1


def test_a_role_that_is_set_after_login_is_set_for_every_file(project: Project) -> None:
    role = f"migrator_{project.database.name}"
    project.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    project.execute(f"GRANT CREATE ON DATABASE {project.database.name} TO {role}")
    try:
        project.add("CREATE TABLE a (); RESET ROLE; CREATE TABLE b ()")
        project.add("CREATE TABLE c (x int); CREATE INDEX CONCURRENTLY ON c (x)")
        migrate(project.path, lambda: connect(project.database.url, role=role))
        owned = project.query(
            "SELECT relname::text FROM pg_class WHERE relowner = $1::text::regrole AND relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace ORDER BY 1",
            [role],
        )
        assert owned == [("a",), ("c",), ("drizzle_migrations",)]
    finally:
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_no_op_and_status_import_neither_the_parser_nor_sqlalchemy(project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.migrate()
    script = SCRIPT + "assert not {'postgast', 'sqlalchemy', 'google.protobuf'} & set(sys.modules), 'too much'\n"
    subprocess.run([sys.executable, "-c", script, str(project.path), project.database.url], check=True)


class Sessionless(PsycopgConnection):
    """A connection that keeps no session, as the Data API gives it: each call outside a transaction has its own."""

    @property
    def keeps_session(self) -> bool:
        return False

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        assert "advisory_lock" not in sql
        assert "advisory_unlock" not in sql
        return super().query(sql, params)


def sessionless(project: Project) -> Sessionless:
    return Sessionless(psycopg.connect(project.database.url, autocommit=True, prepare_threshold=None))


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
    project.add("BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE TABLE a (); SELECT pg_sleep(0.4); COMMIT")
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
    process = _start(project)
    _wait(lambda: project.query("SELECT 1 FROM pg_stat_progress_create_index WHERE datname = current_database()"))
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
