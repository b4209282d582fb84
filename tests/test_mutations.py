"""Real schemas under random changes of all kinds: there and back again, by our catalog and by pg_dump."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import oracle
from joey.connect.scratch import Database, Scratch
from joey.errors import PlanRefused
from joey.plan.plan import plan
from joey.postgres.catalog import Scope
from joey.postgres.object import How
from joey.verbs.proof import alike
from joey.verbs.stage import Stage
from mutations import mutate
from test_cases import led, run
from test_realworld import ABSENT, FOLDER, SCHEMAS, loaded

CHANGES = 30
SEEDS = 4
FEW = 1
"""How many of the ways of a schema, two for each seed, may be refused for the data's sake."""


@pytest.fixture
def stage(scratch: Scratch) -> Iterator[Stage]:
    with Stage(scratch, Scope(include=frozenset({"all"}))) as opened:
        yield opened


@contextlib.contextmanager
def copied(stage: Stage, *databases: Database) -> Iterator[list[Database]]:
    """Copies of databases, which go at once: real schemas are large, and memory isn't."""
    copies = [stage.copy(database) for database in databases]
    try:
        yield copies
    finally:
        for copy in copies:
            stage.drop(copy)


def led_over(stage: Stage, scratch: Scratch, start: Database, target: Database) -> list[str]:
    """Refusals of the way from one database to another; where there is none, it has been gone and looked at."""
    with copied(stage, start, start, target) as (before, database, goal):
        try:
            proved = led(stage, before, goal)
        except PlanRefused as refused:
            if not refused.message.startswith("There is no way without losing data"):
                raise
            return [refused.message]
        assert not proved.plan.cycles
        run(stage, database, proved)
        old, new = alike(stage, database, stage.catalog(database), goal, stage.catalog(goal))
        assert not plan(old, new, How(stage.target)).statements
        dumps = [oracle.statements(scratch, d) for d in (database, target)]
        if dumps[0] != dumps[1]:
            dumps = [oracle.statements(scratch, stage.reloaded(d)) for d in (database, target)]
        assert dumps[0] == dumps[1]
    return []


def there_and_back(stage: Stage, scratch: Scratch, file: Path, seeds: range) -> None:
    original, refusals = loaded(stage, file), []
    stage.leave(original)
    for seed in seeds:
        with copied(stage, original) as (mutated,):
            changes = mutate(stage.connection(mutated), seed, CHANGES)
            stage.leave(mutated)
            try:
                refusals += led_over(stage, scratch, original, mutated)
                refusals += led_over(stage, scratch, mutated, original)
            except Exception as error:
                error.add_note(f"seed {seed} of {file.name}:\n" + ";\n".join(changes))
                raise
    assert len(refusals) <= FEW, "\n".join(refusals)


@pytest.mark.skipif(not SCHEMAS, reason=f"{FOLDER} isn't here")
def test_a_real_schema_changes_there_and_back(stage: Stage, scratch: Scratch) -> None:
    there_and_back(stage, scratch, FOLDER / "chinook.sql", range(1))


@pytest.mark.deep
@pytest.mark.parametrize("file", SCHEMAS or [pytest.param(None, marks=ABSENT)], ids=lambda f: f.stem if f else "none")
def test_real_schemas_change_there_and_back(file: Path, stage: Stage, scratch: Scratch) -> None:
    there_and_back(stage, scratch, file, range(SEEDS))
