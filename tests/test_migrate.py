"""`migrate` against a real PostgreSQL: what it does, says and leaves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database
from joey.errors import (
    ConfigurationError,
    ConstraintViolation,
    JoeyError,
    SqlSyntaxError,
)
from joey.folder import MigrationFolder, writing
from joey.verbs.migrate import migrate
from joey.verbs.status import status
from migrating import SCRIPT, Project


@pytest.fixture
def project(tmp_path: Path, database: Database, door: Callable[[Database], str]) -> Project:
    return Project(tmp_path / "drizzle", database, door(database))


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
