"""A column's type changes: every value is kept, or the change fails, or the loss is named. Never silently."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from joey.connect.protocol import Connection
from joey.connect.scratch import Database
from joey.errors import JoeyError
from joey.model.address import Address
from joey.model.plan import Statement
from joey.postgres.kinds.column import Column
from joey.postgres.names import literal
from joey.postgres.object import How

VALUES = {
    "smallint": ["0", "7", "-32768"],
    "integer": ["1", "40000", "16777217", "-2147483648"],
    "bigint": ["1", "9007199254740993", "9223372036854775807"],
    "numeric": ["1", "1.5", "12.345", "1e30", "0.12345678901234567890123", "NaN"],
    "numeric(10,2)": ["1.00", "12.34", "99999999.99"],
    "numeric(4,0)": ["9999", "-1"],
    "numeric(5,-2)": ["100", "1200"],
    "real": ["1", "1.5", "3.4e38", "0.1", "NaN"],
    "double precision": ["1", "0.1", "1e300", "123456789.123456789", "Infinity"],
    "money": ["1.00", "12.34"],
    "text": [
        "1",
        "7",
        "1.5",
        "12.345",
        "0.12345678901234567890123",
        "9007199254740993",
        "abc",
        "abcdefghijk",
        "a  ",
        "",
        "true",
        "a",
        "10110",
        "2026-01-01",
        "2026-01-01 10:11:12",
        "2026-01-01 10:11:12.123456",
        "2026-01-01 10:11:12+02",
        "10:11:12.5",
        "2026-01-01 10:11:12+00",
        "{1,2}",
        "[1, 2]",
        '{"b": 1, "a": 1.0, "a": 2}',
        "\\x6162",
        "1 day 02:03:04.5",
        "10.0.0.1",
        "10.0.0.1/24",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "08:00:2b:01:02:03",
        "x" * 70,
    ],
    "character varying": ["abc", "abcdefghijk", "1.5", "a  ", ""],
    "character varying(5)": ["abc", "abc  ", "12"],
    "character(5)": ["abc", "12345", "1"],
    "character(3)": ["abc", "1"],
    '"char"': ["a", "1"],
    "name": ["abc", "1"],
    "boolean": ["true", "false"],
    "bytea": ["\\x6162", "\\x00ff", "\\x"],
    "bit(5)": ["10110", "00001"],
    "bit(3)": ["101"],
    "bit varying": ["1", "10110", "101"],
    "bit varying(3)": ["1", "101"],
    "date": ["2026-01-01", "infinity"],
    "time without time zone": ["10:11:12.123456", "00:00:00"],
    "time(0) without time zone": ["10:11:12"],
    "time with time zone": ["10:11:12.123456+02", "10:11:12+00"],
    "timestamp without time zone": ["2026-01-01 10:11:12.123456", "2026-01-01 00:00:00", "infinity"],
    "timestamp(0) without time zone": ["2026-01-01 10:11:12"],
    "timestamp with time zone": ["2026-01-01 10:11:12.123456+00", "2026-01-01 00:00:00+00"],
    "timestamp(3) with time zone": ["2026-01-01 10:11:12.123+00"],
    "interval": ["1 day 02:03:04.567891", "1 year 2 mons", "10:11:12"],
    "interval(0)": ["1 day 02:03:04"],
    "interval year to month": ["1 year 2 mons"],
    "interval day to hour": ["1 day 02:00:00"],
    "json": ['{"b": 1, "a": 1.0}', '{"a": 1, "a": 2}', "[1]", '"x"', "1"],
    "jsonb": ['{"a": 1}', "[1]", '"x"', "1", "true"],
    "uuid": ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
    "inet": ["10.0.0.1", "10.0.0.1/24", "::1"],
    "cidr": ["10.0.0.0/24", "10.0.0.1/32"],
    "macaddr": ["08:00:2b:01:02:03"],
    "macaddr8": ["08:00:2b:01:02:03:04:05", "08:00:2b:ff:fe:01:02:03"],
    "oid": ["1", "4294967295"],
    "xid": ["7"],
    "point": ["(1,2.5)"],
    "box": ["(3,4),(1,2)"],
    "lseg": ["[(1,2),(3,4)]"],
    "circle": ["<(1,2),3>"],
    "polygon": ["((0,0),(1,1),(2,0))"],
    "path": ["((0,0),(1,1),(2,0))", "[(0,0),(1,1)]"],
    "tsvector": ["'a' 'b'"],
    "int4range": ["[1,3)", "empty"],
    "int8range": ["[1,3)"],
    "numrange": ["[1.5,3]"],
    "int4multirange": ["{[1,3),[5,7)}"],
    "integer[]": ["{1,2,NULL}", "{{1,2},{3,4}}"],
    "bigint[]": ["{1,9007199254740993}"],
    "numeric[]": ["{1.5,2}"],
    "text[]": ["{a,NULL,abcdefghijk}", "{1.5}"],
    "character varying(3)[]": ["{abc}"],
    "timestamp without time zone[]": ['{"2026-01-01 10:11:12.5"}'],
    "public.mood": ["sad", "a"],
    "public.mood[]": ["{sad}"],
    "public.short": ["abc"],
    "public.positive": ["7"],
    "public.pair": ["(1,abc)"],
}
MADE = """
CREATE TYPE public.mood AS ENUM ('a', 'sad', '1');
CREATE DOMAIN public.short AS varchar(5);
CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0);
CREATE TYPE public.pair AS (a int, b text);
"""
# The same value, which another type only writes otherwise; of these the way back needn't say the same.
ANOTHER_SPELLING = {
    "boolean",
    "money",
    "bytea",
    "json",
    "jsonb",
    "inet",
    "cidr",
    "macaddr8",
    "interval",
    "tsvector",
    "timestamp with time zone",
    "macaddr",
    "path",
    "int4range",
    "int8range",
    "numrange",
}
DOMAINS = {"public.short": "character varying(5)", "public.positive": "integer"}
QUICK = (
    "integer",
    "bigint",
    "numeric",
    "numeric(10,2)",
    "real",
    "text",
    "character varying(5)",
    "character(3)",
    "bit(3)",
    "bit(5)",
    "boolean",
    "date",
    "timestamp without time zone",
    "timestamp(0) without time zone",
    "timestamp with time zone",
    "time without time zone",
    "interval",
    "interval(0)",
    "json",
    "jsonb",
    "text[]",
    "integer[]",
    "public.mood",
    "public.short",
)


def change(old: str, new: str) -> list[Statement]:
    """What the plan does to a column whose type changes."""
    address = Address("column", ("public", "t", "c"))
    was, will = (Column(address=address, type=t, base=DOMAINS.get(t)) for t in (old, new))
    lines = was.alter(will, How())
    assert lines is not None
    return [line if isinstance(line, Statement) else Statement(line) for line in lines]


def is_text(name: str) -> bool:
    return name in ("text", "character varying", "name") or name.startswith("character")


def silently_changed(connection: Connection, old: str, new: str) -> Iterator[str]:
    """The values that the change would change without an error and without a word."""
    lines = change(old, new)
    same = "was::numeric = now::numeric" if new.startswith("numeric") and "[" not in new else "false"
    if old == "boolean" and "numeric" in same:
        same = "(now::numeric <> 0)::text = was"
    if new == "money":
        same = "was::numeric::money::text = now AND was::numeric::money::numeric = was::numeric"
    if new == "boolean":
        same = "was IN ('0', '1')"
    if any(line.losses for line in lines):
        return
    acts = "".join(f"EXECUTE {literal(line.sql)};" for line in lines)
    for value in VALUES[old]:
        sql = f"""
            DO $do$ DECLARE was text; now text; back text; BEGIN
              CREATE TABLE public.t (c {old}); INSERT INTO public.t VALUES ({literal(value)});
              SELECT c::text INTO was FROM public.t;
              BEGIN {acts} EXCEPTION WHEN OTHERS THEN RETURN; END;
              EXECUTE 'SELECT c::text FROM public.t' INTO now;
              BEGIN EXECUTE {literal(f"SELECT c::{old}::text FROM public.t")} INTO back;
              EXCEPTION WHEN OTHERS THEN
                BEGIN EXECUTE {literal(f"SELECT c::text::{old}::text FROM public.t")} INTO back;
                EXCEPTION WHEN OTHERS THEN back := 'no way back'; END;
              END;
              IF was IS DISTINCT FROM now AND was IS DISTINCT FROM back AND NOT {same} THEN
                RAISE EXCEPTION '% became %, and back %', was, now, back;
              END IF;
            END $do$; DROP TABLE IF EXISTS public.t"""
        try:
            with connection.transaction():
                connection.execute(sql)
        except JoeyError as error:
            yield f"{old} -> {new}: {error.message}"


def found(database: Database, old: str, targets: list[str]) -> list[str]:
    connection = database.connect()
    try:
        connection.execute("SET TimeZone = 'UTC'; SET client_min_messages = error")
        connection.execute(MADE)
        faults = []
        for new in targets:
            if new in (old, "tsvector", "int4multirange", "bytea") or (
                is_text(old) and new.split("(")[0].strip() in ANOTHER_SPELLING
            ):
                continue
            faults += silently_changed(connection, old, new)
        return faults
    finally:
        connection.close()


@pytest.mark.parametrize("old", QUICK)
def test_no_value_changes_silently(database: Database, old: str) -> None:
    assert not found(database, old, list(QUICK))


@pytest.mark.deep
@pytest.mark.parametrize("old", VALUES)
def test_no_value_changes_silently_deep(database: Database, old: str) -> None:
    assert not found(database, old, list(VALUES))


def test_what_keeps_every_value_names_no_loss() -> None:
    kept = [
        ("integer", "bigint"),
        ("smallint", "numeric(10,2)"),
        ("integer", "double precision"),
        ("real", "double precision"),
        ("numeric(10,2)", "numeric(12,2)"),
        ("numeric(10,2)", "numeric"),
        ("integer", "text"),
        ("text", "character varying(3)"),
        ("character varying(10)", "character varying(3)"),
        ("text", "integer"),
        ("text", "uuid"),
        ("text", "jsonb"),
        ("date", "timestamp without time zone"),
        ("timestamp(0) without time zone", "timestamp without time zone"),
        ("timestamp without time zone", "timestamp with time zone"),
        ("text", "timestamp with time zone"),
        ("jsonb", "json"),
        ("boolean", "integer"),
        ("boolean", "bigint"),
        ("bigint", "boolean"),
        ("public.mood", "text"),
        ("text", "public.mood"),
        ("integer[]", "bigint[]"),
        ("inet", "text"),
        ("bit(3)", "bit(5)"),
        ("numeric(10,2)[]", "numeric(12,2)[]"),
        ("text", "text[]"),
    ]
    for old, new in kept:
        assert not [line for line in change(old, new) if line.losses], f"{old} -> {new}"


def test_every_pair_names_its_statement() -> None:
    for old, new in itertools.permutations(VALUES, 2):
        first = change(old, new)[0].sql
        assert first.startswith(f"ALTER TABLE public.t ALTER COLUMN c TYPE {new}"), first
