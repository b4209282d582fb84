"""Drizzle and joey on the same folder and the same database, each going on where the other stopped.

Drizzle is the real one: drizzle-kit 0.31, and the migrators of drizzle-orm 0.45 and 1.0.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import drizzling
from drizzling import FOLDERS, RECORD, V1, Drizzle
from joey.connect.scratch import Database, Scratch
from joey.folder import MigrationFolder
from migrating import Project
from test_cli import fails, joey

DOCS = Path(__file__).parents[1] / "docs"
MODELS = """\
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Identity, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(Text, server_default=text("''"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text('\\'{"theme":"dark"}\\''))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    __table_args__ = (
        UniqueConstraint("email", name="users_email_unique"),
        CheckConstraint("email LIKE '%@%'", name="users_email_chk"),
        Index("users_email_lower_idx", text("lower(email)"), unique=True),
    )


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", name="orders_user_id_users_id_fk", ondelete="CASCADE"), index=False
    )
    status: Mapped[str] = mapped_column(
        Enum("pending", "paid", "shipped", name="order_status"), server_default=text("'pending'")
    )
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2), server_default=text("'0.00'"))
    __table_args__ = (Index("orders_user_idx", "user_id"),)
"""


@pytest.fixture
def drizzle(tmp_path: Path, database: Database) -> Drizzle:
    return Drizzle(tmp_path, database.url)


@pytest.fixture
def other(tmp_path: Path, fresh: Callable[..., Database]) -> Drizzle:
    """Drizzle on another database, with the folder of the first."""
    found = Drizzle(tmp_path / "other", fresh().url)
    found.folder = tmp_path / "drizzle"
    return found


@pytest.fixture
def made(drizzle: Drizzle) -> Drizzle:
    """A folder that drizzle-kit has made, of three migrations."""
    take(drizzle.folder, "drizzle-0.31")
    return drizzle


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    return Project(tmp_path / "drizzle", database)


@pytest.fixture
def at(drizzle: Drizzle, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drizzle's project as the working folder, and its database as DATABASE_URL."""
    for name in ("JOEY_URL", "JOEY_DEBUG", "CI", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", drizzle.url)
    monkeypatch.chdir(drizzle.root)
    return drizzle.root


def configure(at: Path, scratch: Scratch, schema: str = "models.py") -> None:
    """A configuration without environments, so that the tests' own server may serve as scratch."""
    (at / "joey.toml").write_text(f'schema = ["{schema}"]\nrunner = "drizzle"\nscratch = "{scratch.url}"\n')


def test_where_drizzle_is_not_installed_it_is_skipped_but_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drizzling, "KIT", Path("nowhere"))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="npm ci --prefix tests/drizzle"):
        drizzling.needed()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="npm ci --prefix tests/drizzle"):
        drizzling.needed()


PAGE = (DOCS / "coming-from-drizzle.md").read_text()


def plain(text: str) -> list[str]:
    """An output without what differs from run to run; the tests' configuration has no environments."""
    text = text.replace("environment (from DATABASE_URL)", "environment dev")
    text = re.sub(r"database \S+ · role \S+", "database NAME · role ROLE", re.sub(r"host \S+", "host HOST", text))
    text = re.sub(r"\bjoey_scratch_\w+", "NAME", re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "WHEN", text))
    return [line.rstrip() for line in re.sub(r"\b\d+ ms\b", "N ms", text).splitlines()]


def test_the_way_from_drizzle_as_the_page_tells_it(
    at: Path, drizzle: Drizzle, other: Drizzle, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, config, filters = re.findall(r"(?s)```ts\n(.*?)```", PAGE)
    assert (schema, config) == tuple((drizzling.HERE / name).read_text() for name in ("schema.ts", "drizzle.config.ts"))
    assert 'schemaFilter: ["public"]' in filters
    (models,) = re.findall(r"(?s)```python\n(.*?)```", PAGE)
    file = at / "models.py"
    commands = re.findall(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", PAGE, re.MULTILINE)
    for command, expected in commands:
        command, _, code = command.partition("  # exit ")
        if command == "joey generate":
            assert file.read_text() == models
            configure(at, scratch)
        elif command == "joey generate --name nick":
            (column,) = re.findall(r"^    (nick: .*)$", PAGE, re.MULTILINE)
            file.write_text(models.replace("    name:", f"    {column}\n    name:", 1))
        words = command.replace("$OTHER_URL", other.url).replace("$DATABASE_URL", drizzle.url).split()
        if words[0] == "cat":
            assert Path(words[1]).read_text() == expected
        elif words[0] == "joey":
            assert plain(joey(*words[1:], code=int(code or 0)).output) == plain(expected), command
        else:
            theirs = copy.copy(drizzle)
            if words[0].startswith("DATABASE_URL="):
                theirs.url = other.url
            said = theirs.kit(*words[words.index("drizzle-kit") + 1 :], code=int(code or 0))
            assert expected.strip() in said, command
    assert len(commands) == 16
    # Record and journal are Drizzle's own, whoever has written them.
    assert other.record() == drizzle.record()
    assert len(other.record()) == 2
    drizzle.migrate()
    assert len(drizzle.record()) == 2
    assert "Nothing to do" in joey("migrate", "--url", other.url).stderr
    # And back.
    for name in ("0001_nick.sql", "meta/0001_snapshot.json"):
        (drizzle.folder / name).unlink()
    journal = drizzle.folder / "meta/_journal.json"
    entries = json.loads(journal.read_bytes())
    journal.write_text(json.dumps(entries | {"entries": entries["entries"][:1]}))
    assert "No schema changes, nothing to migrate" in drizzle.kit("generate")


def test_a_folder_that_joey_has_begun_is_run_by_drizzle(
    at: Path, drizzle: Drizzle, other: Drizzle, scratch: Scratch
) -> None:
    configure(at, scratch)
    (at / "models.py").write_text(MODELS)
    joey("generate", "--name", "first")
    joey("generate", "--custom", "--name", "empty")
    (at / "models.py").write_text(MODELS.replace("String(255)", "String(300)"))
    joey("generate", "--name", "wider")
    drizzle.kit("migrate")
    assert "Nothing to do" in joey("migrate").stderr
    joey("migrate", "--url", other.url)
    assert other.record("public.drizzle_migrations") == drizzle.record()
    assert [hash for hash, _ in drizzle.record()] == [m.sha256 for m in MigrationFolder.open(at / "drizzle").migrations]
    # What drizzle-kit makes of it: it says that it can't read our snapshot, and does nothing.
    files = {file: file.read_bytes() for file in drizzle.folder.rglob("*") if file.is_file()}
    assert "0000_snapshot.json data is malformed" in drizzle.kit("generate")
    assert "0000_snapshot.json data is malformed" in drizzle.kit("check", code=1)
    assert "Everything's fine" in drizzle.kit("up")
    assert {file: file.read_bytes() for file in drizzle.folder.rglob("*") if file.is_file()} == files


@pytest.mark.parametrize(
    ("schema", "table"),
    [
        ("public", "drizzle_migrations"),
        ("drizzle", "drizzle_migrations"),
        ("drizzle", "__drizzle_migrations"),
        ("Ops", "My.Record"),
    ],
)
def test_the_record_is_found_wherever_drizzle_was_told_to_keep_it(
    made: Drizzle, project: Project, schema: str, table: str
) -> None:
    made.migrate(migrationsSchema=schema, migrationsTable=table)
    project.add("CREATE TABLE more ()")
    options = {"tracking_table": '"Ops"."My.Record"'} if schema == "Ops" else {}
    assert project.migrate(**options).files_processed == 1
    made.migrate(migrationsSchema=schema, migrationsTable=table)
    name = f'"{schema}"."{table}"'
    migrations = MigrationFolder.open(made.folder).migrations
    assert made.record(name) == [(m.sha256, m.when) for m in migrations]
    assert made.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE '%rizzle_migrations'") == [
        (0 if schema == "Ops" else 1,)
    ]


def test_a_folder_of_another_prefix_is_gone_on_with(drizzle: Drizzle, project: Project) -> None:
    drizzle.kit("generate", "--prefix", "timestamp", "--name", "first")
    project.add("CREATE TABLE more ()", name="second")
    project.migrate()
    drizzle.migrate(migrationsSchema="public", migrationsTable="drizzle_migrations")
    tags = [m.tag for m in MigrationFolder.open(drizzle.folder).migrations]
    assert [tag[15:] for tag in tags] == ["first", "second"]
    assert [len(tag.split("_")[0]) for tag in tags] == [14, 14]
    assert len(drizzle.record("public.drizzle_migrations")) == 2


# Drizzle 1.x


@pytest.fixture
def upgraded(made: Drizzle) -> Drizzle:
    """A database of Drizzle 0.45 that the migrator of 1.0 has upgraded, with the folder as `drizzle-kit up` left it."""
    made.migrate()
    take(made.folder, "drizzle-1.0-upgraded")
    made.migrate(V1)
    return made


def take(folder: Path, name: str) -> None:
    """Put one of the folders that Drizzle has made in the place of another."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FOLDERS / name, folder)


def add_v1(folder: Path, sql: str, name: str = "20261122200000_more") -> None:
    (folder / name).mkdir()
    (folder / name / "migration.sql").write_text(sql)


def test_an_upgraded_database_and_folder_go_on(upgraded: Drizzle, project: Project) -> None:
    tags = ["20261122192026_conscious_starhawk", "20261122192029_add_nick", "20261122192031_seed"]
    assert [m["tag"] for m in project.status()["applied"]] == tags
    assert project.migrate().files_processed == 0
    add_v1(upgraded.folder, "CREATE TABLE more ()")
    assert [line.tag for line in project.migrate().applied] == ["20261122200000_more"]
    rows = upgraded.query(f"SELECT name, applied_at IS NULL FROM {RECORD} ORDER BY id")
    assert rows == [*((tag, True) for tag in tags), ("20261122200000_more", False)]
    upgraded.migrate(V1)  # takes over from us: nothing is left to do
    assert len(upgraded.record()) == 4


def test_an_upgraded_database_with_the_old_folder_is_not_spoilt_for_drizzle_1(
    upgraded: Drizzle, project: Project
) -> None:
    # 0.45 leaves `name` empty there, and 1.0 then runs that migration again.
    take(upgraded.folder, "drizzle-0.31")
    project.add("CREATE TABLE more ()", name="more")
    assert [line.tag for line in project.migrate().applied] == ["0003_more"]
    ((name,),) = upgraded.query(f"SELECT name FROM {RECORD} ORDER BY id DESC LIMIT 1")
    take(upgraded.folder, "drizzle-1.0-upgraded")
    add_v1(upgraded.folder, "CREATE TABLE more ()", name)
    upgraded.migrate(V1)
    assert len(upgraded.record()) == 4


def test_a_folder_of_drizzle_1(drizzle: Drizzle, project: Project, other: Drizzle) -> None:
    take(drizzle.folder, "drizzle-1.0")
    assert project.migrate().files_processed == 2
    other.migrate(V1)
    assert other.record() == drizzle.record("public.drizzle_migrations")
    drizzle.migrate(V1, migrationsSchema="public", migrationsTable="drizzle_migrations")
    assert len(drizzle.record("public.drizzle_migrations")) == 2


def test_drizzle_1_layout_is_checked_and_not_written(at: Path, drizzle: Drizzle, scratch: Scratch) -> None:
    take(drizzle.folder, "drizzle-1.0")
    said = joey("init").stderr
    assert "layout of Drizzle 1.x" in said
    configure(at, scratch, "schema.sql")
    (at / "schema.sql").write_text(joey("diff", "empty", "drizzle").stdout)
    joey("migrate")
    assert "✗" not in joey("check", "--url", drizzle.url).stdout
    assert "Nothing to do" in joey("generate").stderr
    (at / "schema.sql").write_text((at / "schema.sql").read_text() + "\nCREATE TABLE more (id int);\n")
    assert "Drizzle 1.x's layout" in fails("CONFIGURATION", 2, "generate")
