"""The example project: its schema is whole, and the change made for show fits it."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from joey.sources.load import load
from joey.sources.read import read

EXAMPLE = Path(__file__).parents[2] / "examples/jocular_kangaroo"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The example, somewhere else."""
    shutil.copytree(EXAMPLE, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "app"


def test_the_example_loads_in_one_round(copy, database):
    configuration = tomllib.loads((copy / "pyproject.toml").read_text())["tool"]["joey"]
    desired = read(configuration["schema"], copy)
    connection = database.connect()
    assert load(connection, desired.statements).rounds == 1
    tables = connection.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    assert tables == [(14,)]
    assert desired.notes == ()
    assert set(desired.view_texts) == {("public", "caseload")}
    connection.close()


def test_the_change_made_for_show_fits(copy):
    before = read(["src/db/schema.py"], copy)
    for change in tomllib.loads((copy / "demo_change.toml").read_text())["change"]:
        path = copy / change["file"]
        text = path.read_text()
        assert text.count(change["find"]) == 1
        path.write_text(text.replace(change["find"], change["replace"]))
    after = read(["src/db/schema.py"], copy)
    new = {statement.sql for statement in after.statements} - {statement.sql for statement in before.statements}
    assert "CREATE INDEX sessions_room_idx ON sessions (room)" in new


def test_the_models_know_each_other(copy):
    path = copy / "src/db/schema.py"
    path.write_text(path.read_text() + "\n\nfrom sqlalchemy.orm import configure_mappers\n\nconfigure_mappers()\n")
    assert read(["src/db/schema.py"], copy).digest
