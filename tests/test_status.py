"""`status` against a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, PermissionDenied
from joey.folder import MigrationFolder, writing
from joey.verbs.migrate import migrate
from joey.verbs.status import Status, status

KEYS = {
    "applied",
    "pending",
    "edited",
    "moved",
    "unknown",
    "out_of_order",
    "unregistered",
    "unfinished",
    "ahead",
    "database",
    "lock",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = MigrationFolder.open(tmp_path / "drizzle", may_be_empty=True)
    for table in "ab":
        folder = writing.add(folder, f"CREATE TABLE {table} ()", name=table).folder
    return folder.path


def look(path: Path, database: Database, role: str | None = None) -> Status:
    connection = connect(database.url, role=role)
    try:
        connection.execute("SET default_transaction_read_only = on")
        return status(path, connection)
    finally:
        connection.close()


def test_a_fresh_database_has_everything_pending(path: Path, database: Database) -> None:
    found = look(path, database)
    body = found.to_json()
    assert set(body) == KEYS
    assert [m["tag"] for m in body["pending"]] == ["0000_a", "0001_b"]
    assert all(set(m) == {"tag", "hash", "when", "applied_at"} for m in body["pending"])
    assert {key: body[key] for key in KEYS - {"pending", "database"}} == {
        "applied": [],
        "edited": [],
        "moved": [],
        "unknown": [],
        "out_of_order": [],
        "unregistered": [],
        "unfinished": None,
        "ahead": False,
        "lock": None,
    }
    assert body["database"] == database.name
    assert not found.is_current


def test_what_is_applied_says_when(path: Path, database: Database) -> None:
    migrate(path, lambda: connect(database.url), to="0000_a")
    body = look(path, database).to_json()
    folder = MigrationFolder.open(path)
    (applied,) = body["applied"]
    assert (applied["tag"], applied["hash"], applied["when"]) == (
        "0000_a",
        folder.migrations[0].sha256,
        folder.migrations[0].when,
    )
    assert applied["applied_at"].endswith("Z")
    assert [m["tag"] for m in body["pending"]] == ["0001_b"]
    migrate(path, lambda: connect(database.url))
    assert look(path, database).is_current


def test_a_reader_without_joeys_tables_sees_the_record(path: Path, database: Database) -> None:
    migrate(path, lambda: connect(database.url))
    role = f"viewer_{database.name}"
    owner = connect(database.url)
    owner.execute(f"CREATE ROLE {role}")
    try:
        with pytest.raises(PermissionDenied, match="may not read"):
            look(path, database, role)
        owner.execute(f"GRANT SELECT ON public.drizzle_migrations TO {role}")
        body = look(path, database, role).to_json()
        assert [(m["tag"], m["applied_at"]) for m in body["applied"]] == [("0000_a", None), ("0001_b", None)]
    finally:
        owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
        owner.close()


def test_another_table_of_that_name_is_told(path: Path, database: Database) -> None:
    owner = connect(database.url)
    owner.execute("CREATE TABLE public.drizzle_migrations (name text)")
    owner.close()
    with pytest.raises(ConfigurationError, match="isn't a record of migrations"):
        look(path, database)


def test_a_file_that_is_missing_is_a_warning(path: Path, database: Database) -> None:
    (path / "0001_b.sql").unlink()
    assert any("0001_b is in the journal" in warning for warning in look(path, database).warnings)
