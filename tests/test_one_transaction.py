"""What `generate` writes for Drizzle's runner: all pending files run in one transaction, from wherever they begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import joey
from joey.connect.scratch import Database
from joey.errors import PlanRefused

Project = Callable[[str], joey.Generated]


@pytest.fixture
def generated(tmp_path: Path) -> Project:
    """Writes a schema, and generates what leads to it; the folder is `drizzle`."""
    (tmp_path / "joey.toml").write_text('schema = ["schema.sql"]\nrunner = "drizzle"\n')

    def generate(sql: str) -> joey.Generated:
        (tmp_path / "schema.sql").write_text(sql)
        return joey.generate(joey.Config.load(tmp_path / "joey.toml", environ={}))

    return generate


def run_as_drizzle(folder: Path, database: Database, split: int) -> None:
    """Run the folder's files in two transactions, the second of which begins with file `split`."""
    files = sorted(folder.glob("*.sql"))
    connection = database.connect()
    try:
        for pending in (files[:split], files[split:]):
            with connection.transaction():
                for file in pending:
                    for statement in file.read_text().split("--> statement-breakpoint"):
                        connection.execute(statement)
    finally:
        connection.close()


def test_a_label_that_is_used_at_once_or_later(
    generated: Project, tmp_path: Path, fresh: Callable[..., Database]
) -> None:
    generated("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood);")
    [added] = generated("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood);").migrations
    assert [s.sql for s in added.statements] == ["ALTER TYPE public.mood ADD VALUE 'ok'"]
    [used] = generated("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok');").migrations
    assert "CREATE TYPE public.mood AS ENUM ('sad', 'ok')" in used.sql, (
        "the file that adds the label may be pending too"
    )
    [at_once] = generated(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE TABLE t (m mood DEFAULT 'glad');"
    ).migrations
    assert "ADD VALUE" not in at_once.sql
    assert not generated(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE TABLE t (m mood DEFAULT 'glad');"
    ).migrations
    [other] = generated(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE TABLE t (m mood DEFAULT 'glad', n int);"
    ).migrations
    assert "TYPE" not in other.sql, "what uses no new label makes no enum anew"
    for split in range(5):
        run_as_drizzle(tmp_path / "drizzle", fresh(), split)


def test_an_enum_that_rows_are_parted_by(generated: Project) -> None:
    parted = "CREATE TABLE t (m mood) PARTITION BY LIST (m);"
    generated(f"CREATE TYPE mood AS ENUM ('sad'); {parted}")
    generated(f"CREATE TYPE mood AS ENUM ('sad', 'ok'); {parted}")
    with pytest.raises(PlanRefused, match=r"column public\.t\.m") as refused:
        generated(
            f"CREATE TYPE mood AS ENUM ('sad', 'ok'); {parted} CREATE TABLE u PARTITION OF t FOR VALUES IN ('ok');"
        )
    assert "Deploy the new label first" in str(refused.value.hint)
