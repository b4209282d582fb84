"""Importing a user's models: found wherever they lie, told plainly where they fail, and nothing left behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from joey.errors import ConfigurationError
from joey.sources.read import read

MODELS = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase): ...

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
OTHER = """
from sqlalchemy import MetaData, Table, Column, Integer
other = MetaData()
Table("logs", other, Column("id", Integer))
"""
TYPES = """
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase): ...
"""
USER = """
from sqlalchemy.orm import Mapped, mapped_column
{imports}

class {name}(Base):
    __tablename__ = "{table}"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
CARELESS = """
import os
print("hello")
os.chdir("/")
from db.types import Base
import sqlalchemy as sa
class T(Base):
    __tablename__ = "t"
    id = sa.Column(sa.Integer, primary_key=True)
"""


def tables(desired: Any) -> list[str]:
    return sorted(statement.table for statement in desired.statements if "CREATE TABLE" in statement.sql)


@pytest.mark.parametrize(
    "imports", ["from .types import Base", "from db.types import Base", "from src.db.types import Base"]
)
@pytest.mark.parametrize("marked", [False, True], ids=["namespace", "package"])
def test_a_src_layout_is_found_however_its_modules_import_each_other(project, imports, marked):
    project.write("src/db/types.py", TYPES)
    project.write("src/db/schema.py", USER.format(imports=imports, name="User", table="users"))
    if marked:
        project.write("src/db/__init__.py", "")
    desired = project.read("src/db/schema.py")
    assert tables(desired) == ["users"]
    assert (desired.statements[0].file, desired.statements[0].line) == ("src/db/schema.py", 4)


def test_a_file_imported_under_two_names_is_one_module(project):
    project.write("src/db/base.py", TYPES)
    project.write("src/db/a.py", USER.format(imports="from db.base import Base", name="A", table="a"))
    project.write(
        "src/db/b.py", USER.format(imports="from src.db.base import Base\nfrom src.db import a", name="B", table="b")
    )
    assert tables(project.read("src/db")) == ["a", "b"]
    assert tables(project.read("src/db/b.py", "src/db/a.py")) == ["a", "b"]


@pytest.mark.parametrize("source", ["src/app/models", "app.models", "src/app/models/__init__.py"])
def test_a_package_is_walked_or_imports_its_modules_itself(project, source):
    project.write("src/app/__init__.py", "")
    project.write("src/app/models/__init__.py", "from app.models import roles, users")
    project.write("src/app/models/base.py", TYPES)
    for name in ("users", "roles"):
        imports = "from ..models.base import Base"
        project.write(f"src/app/models/{name}.py", USER.format(imports=imports, name=name, table=name))
    assert tables(project.read(source)) == ["roles", "users"]


def test_tests_scripts_and_alembic_environments_are_not_models(project):
    project.write("app/__init__.py", "")
    project.write("app/models.py", MODELS)
    for name in ("__main__", "conftest", "test_models", "alembic/env", "alembic/versions/one"):
        project.write(f"app/{name}.py", "raise RuntimeError('not to be imported')")
    project.write("app/alembic/script.py.mako", "")
    assert tables(project.read("app")) == ["users"]


def test_one_metadata_of_several_can_be_named(project):
    project.write("app/models.py", MODELS + OTHER)
    assert tables(project.read("app.models")) == ["logs", "users"]
    assert tables(project.read("app.models:other")) == ["logs"]
    assert tables(project.read("app.models:Base")) == ["users"]
    assert tables(project.read("app/models.py:Base.metadata")) == ["users"]
    with pytest.raises(ConfigurationError, match="names no SQLAlchemy metadata"):
        project.read("app.models:User.id")


def test_a_file_with_the_name_of_a_library_is_still_the_file(project):
    project.write("types.py", MODELS)
    project.write("my-app/001-models.py", MODELS.replace("users", "others"))
    assert tables(project.read("types.py")) == ["users"]
    assert tables(project.read("my-app/001-models.py")) == ["others"]


def test_a_pattern_names_several(project):
    for name in ("a", "b"):
        project.write(f"app/{name}/models.py", MODELS.replace("users", name))
    project.write("app/c.sql", "CREATE TABLE c ();")
    assert tables(project.read("app/*/models.py")) == ["a", "b"]
    assert len(project.read("app/*").statements) == 3
    with pytest.raises(ConfigurationError, match="nothing matches"):
        project.read("nowhere/*.py")


def test_a_source_may_lie_outside_the_root(project):
    project.write("shared/tables/__init__.py", "")
    project.write("shared/tables/base.py", TYPES)
    imports = "from tables.base import Base"
    path = project.write("shared/tables/users.py", USER.format(imports=imports, name="User", table="users"))
    (project.root / "app").mkdir()
    desired = read(["../shared/tables/users.py"], project.root / "app")
    assert tables(desired) == ["users"]
    assert desired.statements[0].file == str(path)


def test_siblings_without_a_package_find_each_other(project):
    project.write("lib/models/helpers_of_mine.py", TYPES)
    imports = "from helpers_of_mine import Base"
    project.write("lib/models/schema.py", USER.format(imports=imports, name="User", table="users"))
    assert tables(project.read("lib/models/schema.py")) == ["users"]


def test_nothing_is_left_behind(project, monkeypatch, capsys):
    project.write("src/db/__init__.py", "")
    project.write("src/db/types.py", TYPES)
    project.write("src/db/schema.py", CARELESS)
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    project.read("src/db/schema.py")
    before = (list(sys.path), list(sys.meta_path), sorted(sys.modules), os.getcwd())
    project.read("src/db/schema.py")
    assert (list(sys.path), list(sys.meta_path), sorted(sys.modules), os.getcwd()) == before
    assert not [name for name in sys.modules if name.split(".")[0] in ("db", "src")]
    assert not list(project.root.rglob("__pycache__"))
    assert sys.dont_write_bytecode is False
    assert capsys.readouterr().out == ""


def test_two_projects_with_equal_names_are_read_in_one_process(tmp_path):
    for name in ("one", "two"):
        package = tmp_path / name / "db"
        package.mkdir(parents=True)
        (package / "base.py").write_text("from sqlalchemy import MetaData\nmetadata = MetaData()\n")
        (package / "schema.py").write_text(
            "from sqlalchemy import Column, Integer, Table\nfrom db.base import metadata\n"
            f"Table('{name}', metadata, Column('id', Integer))\n"
        )
    assert [tables(read(["db/schema.py"], tmp_path / name)) for name in ("one", "two")] == [["one"], ["two"]]


def test_modules_that_the_process_uses_are_left_to_it(project, monkeypatch):
    project.write("db_of_test/__init__.py", "")
    path = project.write("db_of_test/schema.py", MODELS)
    monkeypatch.syspath_prepend(str(project.root))
    import db_of_test.schema as mine  # type: ignore[import-not-found]

    path.write_text(path.read_text().replace("users", "people"))
    assert tables(project.read("db_of_test/schema.py")) == ["people"]
    assert sys.modules["db_of_test.schema"] is mine
    assert list(mine.Base.metadata.tables) == ["users"]
    for name in ("db_of_test.schema", "db_of_test"):
        monkeypatch.delitem(sys.modules, name)


def test_sqlmodel_is_read_again_and_again(project):
    sqlmodel = pytest.importorskip("sqlmodel")
    path = project.write(
        "heroes.py",
        """
        from sqlmodel import Field, Relationship, SQLModel

        class Team(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            heroes: list["Hero"] = Relationship(back_populates="team")

        class Hero(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            name: str = Field(index=True)
            team_id: int | None = Field(default=None, foreign_key="team.id")
            team: Team | None = Relationship(back_populates="heroes")
        """,
    )
    first = project.read("heroes.py")
    assert tables(first) == ["hero", "team"]
    assert {s.table: s.line for s in first.statements} == {"team": 3, "hero": 7}
    assert project.read("heroes.py").digest == first.digest
    path.write_text(path.read_text().replace("name: str", "called: str"))
    assert project.read("heroes.py").digest != first.digest
    assert not sqlmodel.SQLModel.metadata.tables


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("import sqlalchemy\n\nx = 1 / 0\n", "ZeroDivisionError: division by zero", 3),
        ("import sqlalchemy\nclass X(:\n", "SyntaxError: invalid syntax", 2),
        ("import sys\nsys.exit('no settings')\n", "it ends the program (SystemExit: no settings)", 2),
        ("import os\n\nos.environ['NO_SUCH']\n", "KeyError: 'NO_SUCH'", 3),
        ("import no_such_library.x\n", "it needs the module no_such_library, which isn't installed", 1),
        ("import app.nothing\n", "there is no module app.nothing in .", 1),
    ],
)
def test_what_fails_is_told_with_the_users_own_line(project, text, message, line):
    project.write("app/__init__.py", "")
    project.write("app/schema.py", text)
    with pytest.raises(ConfigurationError) as caught:
        project.read("app/schema.py")
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line) == ("app/schema.py", line)
    assert caught.value.hint


def test_what_sqlalchemy_refuses_is_told_with_the_users_own_line(project):
    project.write("schema.py", MODELS + 'class Again(Base):\n    __tablename__ = "again"\n')
    with pytest.raises(ConfigurationError, match="could not assemble any primary key columns") as caught:
        project.read("schema.py")
    assert (caught.value.file, caught.value.line) == ("schema.py", 8)
    assert "sqlalche.me" not in caught.value.message


def test_outside_the_projects_environment_the_way_in_is_told(project, monkeypatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    project.write(".venv/pyvenv.cfg", "")
    project.write("schema.py", "import no_such_library\n")
    with pytest.raises(ConfigurationError) as caught:
        project.read("schema.py")
    assert "uv run joey" in str(caught.value.hint)
    assert str(project.root / ".venv") in str(caught.value.hint)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nothing.py", "nothing.py doesn't exist"),
        ("no.such.module", "there is no module no"),
        ("empty", "empty holds neither .py nor .sql files"),
        ("notes.txt", "notes.txt is neither Python nor SQL"),
        ("plain.py", "plain.py holds no SQLAlchemy metadata"),
        ("bare.py", "bare.py declares no tables"),
    ],
)
def test_a_source_without_schema_is_an_error(project, source, message):
    (project.root / "empty").mkdir()
    project.write("notes.txt", "")
    project.write("plain.py", "x = 1\n")
    project.write("bare.py", TYPES)
    with pytest.raises(ConfigurationError, match=message):
        project.read(source)


def test_without_sources_or_sqlalchemy_it_is_told_what_to_do(project, monkeypatch):
    with pytest.raises(ConfigurationError, match="no schema is named"):
        project.read()
    project.write("schema.py", MODELS)
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "sqlalchemy" else find(name, *a))
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    with pytest.raises(ConfigurationError, match="needs SQLAlchemy") as caught:
        project.read("schema.py")
    assert caught.value.hint == 'pip install "joey[local]"'


def test_sql_needs_no_sqlalchemy(project):
    import subprocess

    project.write("schema.sql", "CREATE TABLE t (id int);")
    code = (
        "import sys; from pathlib import Path; from joey.sources.read import read; "
        f"d = read(['schema.sql'], Path({str(project.root)!r})); assert d.digest; "
        "assert 'sqlalchemy' not in sys.modules and 'postgast' not in sys.modules; assert len(d.statements) == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
