"""What Drizzle's migrators were measured to do wrong, each beside what joey does with the same folder.

- an applied file that was edited runs on unnoticed
- a migration that a merge put before an applied one is skipped for ever, with exit 0
- of two entries with one time, the second is skipped for ever
- a file that the journal doesn't name is skipped
- two runners on a fresh database: one dies on the record that the other makes
- two runners on a database with a record: everything runs twice
- CREATE INDEX CONCURRENTLY fails, and takes all other pending files with it
- an enum label that is used by a later pending file fails
- `drizzle-kit migrate` says nothing of SQL that failed
- 1.0: a folder that was renamed runs again
- 1.0: other SQL in a folder of the same name counts as applied
- 1.0 and 0.45 in turns: 1.0 runs again what 0.45 has run

Each test shows Drizzle's failure first, so that it is known when Drizzle has mended it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from drizzling import FOLDERS, V1, Drizzle
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import ChecksumMismatch, Conflict, OutOfOrder, SqlSyntaxError
from joey.folder import MigrationFolder
from migrating import DRIZZLE as RECORD
from migrating import Project, start, wait


@pytest.fixture
def drizzle(tmp_path: Path, database: Database) -> Drizzle:
    return Drizzle(tmp_path, database.url)


@pytest.fixture
def project(drizzle: Drizzle, fresh: Callable[..., Database]) -> Project:
    """The same folder on a database that Drizzle hasn't touched."""
    return Project(drizzle.folder, fresh())


def waiting(url: str) -> int:
    """How many sessions of a database wait for a lock."""
    with closing(connect(url)) as connection:
        ((count,),) = connection.query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    return int(count)


def entry(project: Project, tag: str, when: int, sql: str) -> None:
    """Write a file and its journal entry, as a merge or a person does."""
    project.write(tag, sql)
    file = project.path / "meta/_journal.json"
    journal: dict[str, Any] = json.loads(file.read_bytes())
    entries = [*journal["entries"], {"version": "7", "when": when, "tag": tag, "breakpoints": True}]
    entries.sort(key=lambda one: one["tag"])
    journal["entries"] = [
        {"idx": idx, **{k: v for k, v in one.items() if k != "idx"}} for idx, one in enumerate(entries)
    ]
    file.write_text(json.dumps(journal, indent=2))


def test_an_applied_file_that_was_edited(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    drizzle.migrate()
    project.migrate()
    project.write("0000_step", "CREATE TABLE a (id int)")
    project.add("CREATE TABLE b ()")
    drizzle.migrate()
    assert drizzle.tables() == {"a", "b"}
    with pytest.raises(ChecksumMismatch, match="0000_step"):
        project.migrate()
    assert not project.exists("public.b")


def test_a_merge_that_brings_an_earlier_one(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ()")
    drizzle.migrate()
    project.migrate()
    first, second = MigrationFolder.open(project.path).migrations
    entry(project, "0000_t", (first.when + second.when) // 2, "CREATE TABLE merged ()")
    drizzle.migrate()
    assert "merged" not in drizzle.tables()
    with pytest.raises(OutOfOrder, match="0000_t"):
        project.migrate()
    project.migrate(allow={"out-of-order"})
    assert project.exists("public.merged")


def test_two_entries_of_one_time(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    drizzle.migrate()
    project.migrate()
    entry(project, "0001_same", MigrationFolder.open(project.path).migrations[0].when, "CREATE TABLE same ()")
    drizzle.migrate()
    assert "same" not in drizzle.tables()
    with pytest.raises(Conflict, match="two entries with the when"):
        project.migrate()


def test_a_file_that_the_journal_does_not_name(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.write("0001_by_hand", "CREATE TABLE by_hand ()")
    drizzle.migrate()
    project.migrate()
    assert drizzle.tables() == {"a"}
    assert project.exists("public.by_hand")


def test_two_runners_on_a_fresh_database(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    schema = (
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint)"
    )
    with closing(connect(drizzle.url)) as first:
        first.execute(f"BEGIN; {schema}")
        theirs = drizzle.start(*drizzle.migrator())
        wait(lambda: waiting(drizzle.url))
        first.execute("COMMIT")
    assert "duplicate key" in theirs.communicate(timeout=60)[1]
    assert theirs.returncode == 1
    with closing(project.connect()) as second:
        second.execute(f"BEGIN; {RECORD}")
        ours = [start(project), start(project)]
        wait(lambda: waiting(project.database.url))
        second.execute("COMMIT")
    for process in ours:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert len(project.record()) == 1


def test_two_runners_on_a_database_with_a_record(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE runs (id serial)")
    drizzle.migrate()
    project.migrate()
    project.add("SELECT pg_advisory_xact_lock_shared(42); INSERT INTO runs DEFAULT VALUES")
    with closing(connect(drizzle.url)) as first, closing(project.connect()) as second:
        first.execute("SELECT pg_advisory_lock(42)")
        second.execute("SELECT pg_advisory_lock(42)")
        theirs = [drizzle.start(*drizzle.migrator()) for _ in range(2)]
        ours = [start(project), start(project)]
        wait(lambda: waiting(drizzle.url) == 2 and waiting(project.database.url) == 1)
    for process in (*theirs, *ours):
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert drizzle.query("SELECT count(*) FROM runs") == [(2,)]
    assert len(drizzle.record()) == 3
    assert project.query("SELECT count(*) FROM runs") == [(1,)]
    assert len(project.record()) == 2


def test_an_index_that_is_built_concurrently(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a (id int)")
    project.add("CREATE INDEX CONCURRENTLY a_id ON a (id)")
    assert "cannot run inside a transaction block" in drizzle.migrate(code=1)
    assert drizzle.tables() == set()
    assert project.migrate().files_processed == 2
    assert project.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass") == [(True,)]


def test_a_label_that_a_later_file_uses(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood)")
    drizzle.migrate()
    project.add("ALTER TYPE mood ADD VALUE 'happy'")
    project.add("INSERT INTO a VALUES ('happy')")
    assert "unsafe use of new value" in drizzle.migrate(code=1)
    assert project.migrate().files_processed == 3


def test_sql_that_fails(drizzle: Drizzle, project: Project) -> None:
    project.add("CREATE TABLE a ()")
    project.add("CREATE TABLE b ();\nSELECT nothing_here;")
    said = drizzle.kit("migrate", code=1)
    assert "nothing_here" not in said
    assert "rror" not in said
    assert drizzle.tables() == set()
    with pytest.raises(SqlSyntaxError, match="nothing_here") as caught:
        project.migrate()
    assert (caught.value.file, caught.value.line, caught.value.statement) == ("drizzle/0001_step.sql", 2, 2)
    assert project.exists("public.a")
    assert not project.exists("public.b")


# Drizzle 1.x


@pytest.fixture
def v1(drizzle: Drizzle, project: Project) -> Path:
    """A folder of Drizzle 1.x, which its migrator and joey have each applied."""
    shutil.copytree(FOLDERS / "drizzle-1.0", drizzle.folder)
    drizzle.migrate(V1)
    project.migrate()
    return drizzle.folder


def test_a_folder_that_was_renamed(v1: Path, drizzle: Drizzle, project: Project) -> None:
    (v1 / "20261122192045_add_nick").rename(v1 / "20261122192046_add_nicks")
    assert "already exists" in drizzle.migrate(V1, code=1)
    assert project.migrate().files_processed == 0
    assert [m["tag"] for m in project.status()["moved"]] == ["20261122192046_add_nicks"]


def test_other_sql_in_a_folder_of_the_same_name(v1: Path, drizzle: Drizzle, project: Project) -> None:
    (v1 / "20261122192045_add_nick/migration.sql").write_text("CREATE TABLE other ()")
    drizzle.migrate(V1)
    assert "other" not in drizzle.tables()
    with pytest.raises(ChecksumMismatch, match="20261122192045_add_nick"):
        project.migrate()


def test_runners_in_turns(drizzle: Drizzle, fresh: Callable[..., Database]) -> None:
    shutil.copytree(FOLDERS / "drizzle-0.31", drizzle.folder)
    project = Project(drizzle.folder, fresh())
    drizzle.migrate()
    other = Drizzle(drizzle.root / "other", project.database.url)
    other.folder = drizzle.folder
    other.migrate()
    v1 = drizzle.root / "v1"
    shutil.copytree(FOLDERS / "drizzle-1.0-upgraded", v1)
    for one in (drizzle, other):
        one.folder = v1
        one.migrate(V1)
        one.folder = project.path
    project.add("CREATE TABLE more ()", name="more")
    drizzle.migrate()
    project.migrate()
    ((name,),) = project.query("SELECT name FROM drizzle.__drizzle_migrations WHERE id = 4")
    (v1 / name).mkdir()
    (v1 / name / "migration.sql").write_text("CREATE TABLE more ()")
    drizzle.folder = other.folder = v1
    assert "already exists" in drizzle.migrate(V1, code=1)
    other.migrate(V1)
