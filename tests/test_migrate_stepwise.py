"""`migrate` where a file can't run in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from joey.connect.scratch import Database
from joey.errors import (
    ChecksumMismatch,
    ConstraintViolation,
    SqlSyntaxError,
    TransactionMode,
    UnknownOutcome,
)
from joey.folder import MigrationFolder
from joey.model.report import Started, StatementDone, Warned
from migrating import Project


@pytest.fixture
def project(tmp_path: Path, database: Database, door: Callable[[Database], str]) -> Project:
    return Project(tmp_path / "drizzle", database, door(database))


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
    assert any("invalid index public.a_x" in line.text for line in project.heard(Warned))
    assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_x'::regclass") == [(True,)]
    assert project.query("SELECT count(*) FROM a") == [(1,)]
    assert project.status()["unfinished"] is None


def test_a_count_that_fails_says_nothing_against_its_statement(project: Project) -> None:
    project.add("CREATE TABLE a (x int);")
    project.migrate()
    project.execute(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF new.done > old.done THEN RAISE 'no space' USING errcode = '53100'; END IF; RETURN new; END $$"
    )
    project.execute("CREATE TRIGGER full_disk BEFORE UPDATE ON joey.runs FOR EACH ROW EXECUTE FUNCTION full_disk()")
    project.add("CREATE INDEX CONCURRENTLY a_x ON a (x);\nCREATE TABLE b ();")
    with pytest.raises(UnknownOutcome, match="has run, and could not be counted: no space"):
        project.migrate()
    project.execute("DROP TRIGGER full_disk ON joey.runs")
    project.migrate()
    assert [line.number for line in project.heard(StatementDone)] == [2]
    assert project.query(
        "SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 'a'::regclass"
    ) == [("a_x", True)]


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
    if not project.keeps_session:
        with pytest.raises(TransactionMode, match="needs a session"):
            project.migrate()
        assert not project.query("SELECT 1 FROM pg_namespace WHERE nspname = 's'")
        return
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


def test_a_call_that_commits_is_found_out_by_the_server(project: Project) -> None:
    project.add("CREATE TABLE a (x int); CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$")
    project.add("INSERT INTO a VALUES (1); CALL p(); INSERT INTO a VALUES (2)")
    project.migrate()
    assert any("statement by statement" in line.text for line in project.heard(Warned))
    assert project.query("SELECT x FROM a ORDER BY x") == [(1,), (2,)]
    assert project.query("SELECT transactional, done, outcome FROM joey.runs WHERE id = 2") == [(False, 3, "applied")]


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
