"""`info={"renamed_from": …}` in models: declarative, Core and SQLModel, and a mapping for what has no info."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from joey.errors import ConfigurationError
from joey.model.rename import Claim
from joey.sources.read import read

DECLARATIVE = """\
from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, MetaData, Sequence, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"},
        info={
            "renamed_from": {
                "type": {"mood": "feeling"},
                "label": {"mood.glad": "happy", ("public", "mood", "so.so"): "meh"},
                "schema": {"shop": "sales"},
                "function": {"shop.f": '"F.g"'},
            }
        },
    )


numbers = Sequence("numbers", metadata=Base.metadata)
numbers.info["renamed_from"] = "digits"


class Named:
    full_name: Mapped[str] = mapped_column(info={"renamed_from": "name"})


class Person(Named, Base):
    __tablename__ = "people"
    __table_args__ = (
        Index("by_name", "full_name", info={"renamed_from": "ix_name"}),
        CheckConstraint("id > 0", name="positive", info={"renamed_from": "old_check"}),
        UniqueConstraint("full_name", info={"renamed_from": "old_key"}),
        {"schema": "shop", "info": {"renamed_from": "sales.users"}},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    mood: Mapped[str] = mapped_column(Enum("glad", "so.so", name="mood"))
    boss: Mapped[int] = mapped_column(ForeignKey("shop.people.id", name="fk_boss", info={"renamed_from": "fk_old"}))
"""
CORE = """\
from sqlalchemy import Column, Integer, MetaData, PrimaryKeyConstraint, Table

metadata = MetaData()
people = Table(
    "people",
    metadata,
    Column("Key", Integer, info={"renamed_from": "id"}),
    PrimaryKeyConstraint("Key", info={"renamed_from": "users_pkey"}),
    info={"renamed_from": "users"},
)
"""
SQLMODEL = """\
from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    __table_args__ = {"info": {"renamed_from": "user"}}
    id: int = Field(primary_key=True)
    full_name: str = Field(sa_column_kwargs={"info": {"renamed_from": "name"}})
"""


def said(folder: Path, text: str) -> set[tuple[str, str, str]]:
    """(kind, new name, old name) of what models declare."""
    (folder / "models.py").write_text(text)
    claims: tuple[Claim, ...] = read(["models.py"], folder).renamed_from
    assert all(claim.declared and claim.source == "models.py" for claim in claims)
    return {(claim.kinds[0], ".".join(claim.path), "|".join(claim.old or ())) for claim in claims}


def test_declarative(tmp_path: Path) -> None:
    assert said(tmp_path, DECLARATIVE) == {
        ("table", "shop.people", "sales|users"),
        ("column", "shop.people.full_name", "name"),
        ("index", "shop.people.by_name", "ix_name"),
        ("constraint", "shop.people.positive", "old_check"),
        ("constraint", "shop.people.uq_people_full_name", "old_key"),
        ("constraint", "shop.people.fk_boss", "fk_old"),
        ("sequence", "public.numbers", "digits"),
        ("type", "public.mood", "feeling"),
        ("label", "public.mood.glad", "happy"),
        ("label", "public.mood.so.so", "meh"),
        ("schema", "shop", "sales"),
        ("function", "shop.f", "F.g"),
    }


def test_core(tmp_path: Path) -> None:
    assert said(tmp_path, CORE) == {
        ("table", "public.people", "users"),
        ("column", "public.people.Key", "id"),
        ("constraint", "public.people.people_pkey", "users_pkey"),
    }


def test_sqlmodel(tmp_path: Path) -> None:
    assert said(tmp_path, SQLMODEL) == {
        ("table", "public.person", "user"),
        ("column", "public.person.full_name", "name"),
    }


@pytest.mark.parametrize("value", ["3", "''", "'a..b'", "{'a': 1}", "('a', 2)"])
def test_what_is_no_name_is_an_error_with_its_place(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match="renamed_from can't be") as found:
        said(tmp_path, CORE.replace('{"renamed_from": "users"}', f'{{"renamed_from": {value} or 0.0}}'))
    assert (found.value.file, found.value.line) == ("models.py", 4)


def test_a_constraint_without_a_name_can_not_have_had_another(tmp_path: Path) -> None:
    text = CORE.replace('PrimaryKeyConstraint("Key"', 'UniqueConstraint("Key"').replace("PrimaryKeyC", "UniqueC")
    with pytest.raises(ConfigurationError, match="no name of its own"):
        said(tmp_path, text)


def test_the_page_on_renames_says_what_is_understood(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/renames.md").read_text()
    blocks = dict(re.findall(r"```(python|sql)\n(.*?)```", page, re.DOTALL))
    assert said(tmp_path, blocks["python"]) == {
        ("type", "public.mood", "feeling"),
        ("label", "public.mood.glad", "happy"),
        ("schema", "shop", "sales"),
        ("table", "public.people", "users"),
        ("column", "public.people.full_name", "name"),
        ("index", "public.people.by_name", "ix_users_name"),
        ("sequence", "public.numbers", "digits"),
    }
    (tmp_path / "schema.sql").write_text(blocks["sql"])
    claims = read(["schema.sql"], tmp_path).renamed_from
    assert [(c.kinds[0], c.path[-1], (c.old or ("",))[-1]) for c in claims] == [
        ("table", "people", "users"),
        ("column", "full_name", "name"),
        ("column", "mail", "E-Mail"),
        ("index", "by_name", "users_name_idx"),
        ("label", "glad", "happy"),
    ]
