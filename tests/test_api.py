"""The public API, used as a program would: no current folder, no global state, no command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import joey
from joey.connect.scratch import Database, Scratch

MODELS = """
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
"""


@pytest.fixture
def config(tmp_path: Path) -> joey.Config:
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "joey.toml").write_text('schema = ["models.py"]\n')
    return joey.Config.load(tmp_path / "joey.toml", environ={})


def test_from_models_to_a_migrated_database(config: joey.Config, database: Database) -> None:
    assert not joey.check(config).ok
    made = joey.generate(config, name="people")
    assert [m.tag for m in made.migrations] == ["0000_people"]
    assert "CREATE TABLE public.people" in made.sql
    assert all(path.is_absolute() and path.exists() for path in made.paths)
    assert joey.generate(config) == joey.Generated()
    assert joey.check(config).ok

    before = joey.status(config.migrations, database.url).to_json()
    assert [m["tag"] for m in before["pending"]] == ["0000_people"]
    done = joey.migrate(config.migrations, database.url)
    assert [one.tag for one in done.applied] == ["0000_people"]
    again = joey.migrate(joey.MigrationFolder.open(config.migrations), database.connect)
    assert again.files_processed == 0
    after = joey.status(config.migrations, database.url).to_json()
    assert [m["tag"] for m in after["applied"]] == ["0000_people"]
    assert after["pending"] == []
    assert not joey.diff(database.url, "models.py", config).statements


def test_it_depends_on_no_folder_and_changes_none(config: joey.Config, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    here, variables, path = Path.cwd(), dict(os.environ), list(sys.path)
    os.chdir(elsewhere)
    try:
        joey.generate(config)
    finally:
        os.chdir(here)
    assert (tmp_path / "drizzle" / "meta" / "_journal.json").exists()
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "__pycache__").exists()
    assert dict(os.environ) == variables
    assert sys.path == path
    assert "models" not in sys.modules


def test_data_that_would_go_is_asked_for(config: joey.Config) -> None:
    joey.generate(config)
    models = config.root / "models.py"
    models.write_text(models.read_text().replace("    name: Mapped[str] = mapped_column(String(50))\n", ""))
    files = {path: path.read_bytes() for path in config.migrations.rglob("*") if path.is_file()}

    with pytest.raises(joey.errors.OpenQuestion) as asked:
        joey.generate(config)
    question = asked.value.questions[0]
    assert question["reason"] == "data-loss:column:public.people.name"
    with pytest.raises(joey.errors.DataLoss):
        joey.generate(config, ask=lambda question: False)
    assert {path: path.read_bytes() for path in config.migrations.rglob("*") if path.is_file()} == files

    explained = joey.generate(config, explain=True)
    assert "DROP COLUMN name" in explained.sql
    assert explained.questions == (question,)
    assert {path: path.read_bytes() for path in config.migrations.rglob("*") if path.is_file()} == files

    made = joey.generate(config, hints=[question])
    assert made.sql.startswith("-- joey: accept data-loss:column:public.people.name\n")
    assert "ALTER TABLE public.people DROP COLUMN name;" in made.sql


def test_the_public_names_are_those_that_it_lists() -> None:
    assert joey.__all__ == sorted(joey.__all__, key=lambda name: (name[0].islower(), name))
    for name in joey.__all__:
        assert getattr(joey, name) is not None
    with pytest.raises(AttributeError):
        joey.nothing_of_the_kind  # noqa: B018


def test_importing_joey_imports_nothing_else() -> None:
    heavy = "psycopg sqlalchemy click rich postgast boto3 asyncio".split()
    code = f"import sys, joey; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_server_for_scratch_databases_can_be_given(config: joey.Config, scratch: Scratch) -> None:
    file = config.root / "joey.toml"
    file.write_text(f'schema = ["models.py"]\nscratch = "{scratch.url}"\n')
    made = joey.generate(file)
    assert len(made.migrations) == 1


def test_the_page_on_the_api_runs_as_it_stands(config: joey.Config, database: Database) -> None:
    page = (Path(__file__).parent.parent / "docs" / "api.md").read_text()
    code = page.split("```python\n")[1].split("```")[0]
    exec(
        compile(code.replace('"path/to/project"', "project"), "api.md", "exec"),
        {"project": config.root, "url": database.url},
    )
