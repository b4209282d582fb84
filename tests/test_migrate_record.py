"""`migrate` and the record: edited, moved, unknown, out of order, and wherever the record lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from joey.connect.scratch import Database
from joey.errors import (
    ChecksumMismatch,
    ConfigurationError,
    Conflict,
    OutOfOrder,
    UnknownMigration,
)
from joey.folder import MigrationFolder
from joey.model.report import Warned
from migrating import DRIZZLE, Project


@pytest.fixture
def project(tmp_path: Path, database: Database, door: Callable[[Database], str]) -> Project:
    return Project(tmp_path / "drizzle", database, door(database))


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
