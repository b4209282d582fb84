"""The example's own migrations: they lead to its models, by both observers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import joey
import oracle
from joey.connect.scratch import Database, Scratch
from joey.postgres.catalog import Scope
from joey.verbs.stage import Stage

EXAMPLE = Path(__file__).parent.parent / "examples" / "jocular_kangaroo"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy, so that nothing can be written into the project."""
    return shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns("__pycache__"))


def test_its_migrations_lead_to_its_models(example: Path, scratch: Scratch, fresh: Callable[..., Database]) -> None:
    config = joey.Config.load(example, environ={})
    migrated, modelled = fresh(), fresh()
    done = joey.migrate(config.migrations, migrated.url)
    assert done.files_processed >= 4

    from joey.sources.read import read

    with Stage(scratch, Scope()) as stage:
        stage.load(modelled, read(config.schema, config.root))
    # The record lies in the migrated database, and in no model.
    dumped = [s for s in oracle.statements(scratch, migrated) if "drizzle_migrations" not in s and "joey" not in s]
    wanted = oracle.statements(scratch, modelled)
    assert dumped == [s for s in wanted if "joey" not in s]


def test_there_is_nothing_to_generate(example: Path) -> None:
    config = joey.Config.load(example, environ={})
    assert joey.generate(config) == joey.Generated()
    assert joey.check(config).ok


def test_each_snapshot_is_what_replaying_gives(example: Path, scratch: Scratch) -> None:
    """Without its snapshots the folder says the same."""
    config = joey.Config.load(example, environ={})
    for snapshot in (config.migrations / "meta").glob("*_snapshot.json"):
        snapshot.unlink()
    assert joey.generate(config).migrations == ()
