"""The law of renames: with the right hints any renames, swaps and chains among them, keep every table and value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joey.connect.scratch import Database, Scratch
from joey.model.plan import Statement
from joey.plan.likeness import names_alike
from joey.plan.plan import plan
from joey.postgres.catalog import Scope
from joey.postgres.names import qualified
from joey.postgres.object import How
from joey.verbs.proof import alike
from joey.verbs.stage import Stage
from test_cases import led, named, run

SCHEMAS = ["public", "other place"]
TABLES = ["t0", "T 1", "t2", "t3"]
COLUMNS = ["id", "a", "B c", "d"]
TYPES = ["mood", "M 2"]
LABELS = ["x", "y z", "it's"]


@dataclass(frozen=True)
class Names:
    """What the tables, their columns, and the types with their labels are called."""

    tables: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, ...], ...]
    types: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Shape:
    """What each table has, whatever it is called."""

    keys: tuple[str, ...]
    targets: tuple[int | None, ...]
    extras: tuple[frozenset[str], ...]


def _some(names: list[str], count: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.permutations(names).map(lambda p: tuple(p[:count]))


@st.composite
def all_names(draw: st.DrawFn, tables: int) -> Names:
    places = tuple((draw(st.sampled_from(SCHEMAS)), name) for name in draw(_some(TABLES, tables)))
    columns = tuple(draw(_some(COLUMNS, 3)) for _ in range(tables))
    return Names(places, columns, draw(_some(TYPES, 2)), tuple(draw(_some(LABELS, 2)) for _ in range(2)))


@st.composite
def shapes_and_names(draw: st.DrawFn) -> tuple[Shape, Names, Names]:
    count = draw(st.integers(1, 3))
    keys = tuple(draw(st.sampled_from(["serial", "int GENERATED ALWAYS AS IDENTITY", "int"])) for _ in range(count))
    targets = tuple(draw(st.sampled_from([None, *range(count)])) for _ in range(count))
    extra = st.frozensets(st.sampled_from(["index", "unique", "check", "view", "default", "trigger"]))
    extras = tuple(draw(extra) for _ in range(count))
    return Shape(keys, targets, extras), draw(all_names(count)), draw(all_names(count))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def written(shape: Shape, names: Names) -> list[str]:
    """The schema, with the names that PostgreSQL chooses for all that isn't named."""
    out = ['CREATE SCHEMA "other place"']
    out.append("CREATE FUNCTION public.seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'")
    types = [qualified("public", name) for name in names.types]
    for type_, labels in zip(types, names.labels, strict=True):
        out.append(f"CREATE TYPE {type_} AS ENUM ({', '.join(map(quoted, labels))})")
    late = []
    for i, place in enumerate(names.tables):
        at, (key, text, kind) = qualified(*place), (qualified(c) for c in names.columns[i])
        extras, label = shape.extras[i], quoted(names.labels[i % 2][0])
        default = f" DEFAULT {label}" if "default" in extras else ""
        out.append(
            f"CREATE TABLE {at} ({key} {shape.keys[i]} PRIMARY KEY, {text} text NOT NULL, "
            f"{kind} {types[i % 2]}{default})"
        )
        if "index" in extras:
            late.append(f"CREATE INDEX ON {at} ({text})")
        if "unique" in extras:
            late.append(f"ALTER TABLE {at} ADD UNIQUE ({text}, {kind})")
        if "check" in extras:
            late.append(f"ALTER TABLE {at} ADD CONSTRAINT sound CHECK ({text} <> '' AND {kind} IN ({label}))")
        if "view" in extras:
            late.append(f"CREATE VIEW public.v{i} AS SELECT {key} AS k, {text} AS t FROM {at}")
        if "trigger" in extras:
            late.append(f"CREATE TRIGGER tr BEFORE UPDATE OF {text} ON {at} EXECUTE FUNCTION public.seen()")
        if (target := shape.targets[i]) is not None:
            to = f"{qualified(*names.tables[target])} ({qualified(names.columns[target][0])})"
            late.append(f"ALTER TABLE {at} ADD FOREIGN KEY ({key}) REFERENCES {to} DEFERRABLE INITIALLY DEFERRED")
    return out + late


def filled(shape: Shape, names: Names) -> list[str]:
    out = []
    for i, place in enumerate(names.tables):
        label = quoted(names.labels[i % 2][0])
        given = "OVERRIDING SYSTEM VALUE " if "IDENTITY" in shape.keys[i] else ""
        out.append(f"INSERT INTO {qualified(*place)} {given}VALUES (1, 'row of {i}', {label})")
    return [s for s in out if s]


def hints_of(old: Names, new: Names) -> list[dict[str, Any]]:
    def rename(kind: str, was: tuple[str, ...], will: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"type": "rename", "kind": kind, "from": list(was), "to": list(will)}] if was != will else []

    out = []
    for i, place in enumerate(new.tables):
        out += rename("table", old.tables[i], place)
        for was, will in zip(old.columns[i], new.columns[i], strict=True):
            out += rename("column", (*place, was), (*place, will))
    for i, type_ in enumerate(new.types):
        out += rename("enum", ("public", old.types[i]), ("public", type_))
        for was, will in zip(old.labels[i], new.labels[i], strict=True):
            out += rename("label", ("public", type_, was), ("public", type_, will))
    return out


def made(stage: Stage, sql: list[str]) -> Database:
    database = stage.empty()
    stage.run(database, [Statement(s) for s in sql])
    return database


def obeyed(scratch: Scratch, shape: Shape, old: Names, new: Names) -> None:
    with Stage(scratch, Scope()) as stage:
        before = made(stage, [*written(shape, old), *filled(shape, old)])
        database, target = stage.copy(before), made(stage, written(shape, new))
        names = named(stage, before, target, hints_of(old, new))
        proved = led(stage, before, target, names=names)
        sql = "\n".join(s.sql for part in proved.files for s in part)
        assert not re.search(r"(?m)^(DROP|CREATE) (TABLE|TYPE|SEQUENCE|SCHEMA)|(DROP|ADD) COLUMN", sql), sql
        assert not proved.plan.losses
        run(stage, database, proved)
        connection = stage.connection(database)
        for i, place in enumerate(new.tables):
            columns = ", ".join(f"{qualified(c)}::text" for c in new.columns[i])
            rows = connection.query(f"SELECT {columns} FROM {qualified(*place)}")
            assert rows == [("1", f"row of {i}", new.labels[i % 2][0])]
        was, will = alike(stage, database, stage.catalog(database), target, stage.catalog(target))
        assert not plan(was, will, How(stage.target)).statements


QUICK = settings(
    max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@QUICK
@given(schema=shapes_and_names())
def test_renames_keep_everything(scratch: Scratch, schema: tuple[Shape, Names, Names]) -> None:
    obeyed(scratch, *schema)


@pytest.mark.deep
@settings(QUICK, max_examples=300, derandomize=False)
@given(schema=shapes_and_names())
def test_renames_keep_everything_deep(scratch: Scratch, schema: tuple[Shape, Names, Names]) -> None:
    obeyed(scratch, *schema)


@pytest.mark.parametrize(
    ("old", "near", "far"),
    [
        ("name", "full_name", "email"),
        ("email", "mail", "phone"),
        ("qty", "quantity", "price"),
        ("created", "created_at", "updated_at"),
        ("userId", "user_id", "order_id"),
        ("users", "app_users", "orders"),
        ("é", "É", "x"),
    ],
)
def test_the_more_alike_name_comes_first(old: str, near: str, far: str) -> None:
    assert 1 >= names_alike(old, near) > names_alike(old, far) >= 0
    assert names_alike(old, near) == names_alike(near, old)
