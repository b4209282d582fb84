"""Schemas of real projects: empty -> X is what pg_dump says X is, nothing is left to do, and X -> empty is empty.

They lie beside the repository, in ../shared/realworld, and are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import oracle
from joey.connect.scratch import Database, Scratch
from joey.plan.plan import plan, remake
from joey.postgres import snapshot
from joey.postgres.catalog import Scope
from joey.postgres.object import How
from joey.verbs.stage import Stage
from mutations import make_roles

FOLDER = Path(__file__).parents[2] / "shared" / "realworld"
SCHEMAS = sorted(FOLDER.glob("*.sql"))
ABSENT = pytest.mark.skip(reason=f"{FOLDER} isn't here")

pytestmark = pytest.mark.deep


@pytest.fixture
def stage(scratch: Scratch) -> Iterator[Stage]:
    with Stage(scratch, Scope(include=frozenset({"all"}))) as opened:
        yield opened


def loaded(stage: Stage, file: Path) -> Database:
    """A database with a real schema; the roles that it names are made first."""
    text = re.sub(r"(?m)^\\(un)?restrict .*\n", "", file.read_text())
    database = stage.empty()
    at = stage.connection(database)
    roles = re.search(r"(?m)^-- roles: *(.*)$", text)
    # The superuser of the server that the dumps were made on owns everything in them.
    make_roles(at, ["postgres", *filter(None, re.split(r"[ ,]+", roles[1] if roles else ""))])
    at.execute(text)
    at.execute("RESET ALL")
    return database


@pytest.mark.parametrize("file", SCHEMAS or [pytest.param(None, marks=ABSENT)], ids=lambda f: f.stem if f else "none")
def test_real_schema(file: Path, stage: Stage, scratch: Scratch) -> None:
    target, database = loaded(stage, file), stage.empty()
    how = How(stage.target)
    empty, wanted = stage.catalog(database), stage.catalog(target)
    assert snapshot.from_json(snapshot.to_json(wanted)).same_as(wanted)
    assert not wanted.unseen

    made = plan(empty, wanted, how)
    assert not made.refusals
    assert not made.cycles
    stage.run(database, made.statements)
    if oracle.statements(scratch, database) != oracle.statements(scratch, target):
        # The files are dumps, so their text is what PostgreSQL writes after another reading.
        again = oracle.statements(scratch, stage.reloaded(database))
        assert again == oracle.statements(scratch, target)
    reached = stage.catalog(database)
    stage.run(target, remake(reached, wanted, how))
    assert not plan(reached, stage.catalog(target), how).statements

    gone = plan(reached, empty, how)
    assert not gone.refusals
    assert not gone.cycles
    stage.run(database, gone.statements)
    assert oracle.statements(scratch, database) == oracle.statements(scratch, stage.empty())
