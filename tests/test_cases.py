"""Every folder of tests/cases: a change, planned, run, and looked at from all sides.

A case is `before.sql`, `after.sql` and `expected.sql`, and perhaps `case.toml` with

- `require`, `forbid`: patterns that some statement must, or none may, match;
- `losses`: the names of what is lost, exactly; else nothing may be;
- `fails`: a pattern for the error with which the rows of before.sql make it fail, and leave everything as it was;
- `refuses`: a pattern for the refusal; then there is no expected.sql;
- `hints_back`: hints of which the turned ones lead back, where they aren't those of `hints`;
- `back = "refuses"`: the way back is refused;
- `unobserved`: a pattern of statements that aren't compared, and that the oracle therefore leaves out;
- `values_change`: the values of a column may change their text;
- `hints`: what is renamed or new, in Drizzle Kit's form; turned round they lead back;
- `target`: the oldest PostgreSQL that the SQL must run on; `include`: kinds that are compared besides;
  `ignore`: patterns of what is left alone.

Rows in before.sql must survive. What a case shows stands in its detected.txt, from which
docs/what-is-detected.md is made. `pytest tests/test_cases.py --accept` rewrites expected.sql and detected.txt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

import detected
import oracle
from joey.connect.scratch import Database, Scratch
from joey.errors import JoeyError, PlanRefused
from joey.folder import sql_file
from joey.plan.plan import plan
from joey.postgres import snapshot
from joey.postgres.catalog import Scope
from joey.postgres.names import qualified
from joey.postgres.object import How
from joey.verbs.proof import Proved, alike, prove, render
from joey.verbs.renaming import Renamed, renamed
from joey.verbs.stage import Stage

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/before.sql"))


@pytest.fixture
def options(folder: Path) -> dict[str, Any]:
    file = folder / "case.toml"
    return tomllib.loads(file.read_text()) if file.exists() else {}


@pytest.fixture
def stage(scratch: Scratch, options: dict[str, Any]) -> Iterator[Stage]:
    scope = Scope(tuple(options.get("ignore", ())), include=frozenset(options.get("include", ())))
    with Stage(scratch, scope, options.get("target")) as opened:
        yield opened


def made(stage: Stage, file: Path) -> Database:
    """A database that a file of SQL has made."""
    database = stage.empty()
    sql = file.read_text()
    connection = stage.connection(database)
    if sql.strip():
        connection.execute("SET check_function_bodies = off")
        try:
            connection.execute(sql)
        except JoeyError as error:
            role = re.fullmatch(r'role "(.+)" does not exist', error.message)
            if role is None:
                raise
            connection.execute(f'CREATE ROLE "{role[1]}" NOLOGIN')
            connection.execute(sql)
        connection.execute("RESET ALL")
    return database


def observed(scratch: Scratch, database: Database, options: dict[str, Any]) -> list[str]:
    """What the oracle says of a database."""
    left_out = options.get("unobserved", "(?!)")
    return [s for s in oracle.statements(scratch, database) if not re.search(left_out, s)]


def led(
    stage: Stage,
    before: Database,
    after: Database,
    shown_here: list[detected.Row] | None = None,
    names: Renamed | None = None,
) -> Proved:
    """The proven plan from one database to another, by all checks of the product itself; and what it shows."""
    start, was = (names.database, names.catalog) if names else (before, stage.catalog(before))
    old, new = alike(stage, start, was, after, stage.catalog(after))
    found, look = plan(old, new, How(stage.target)), (stage.connection(start), stage.connection(after))
    if shown_here is not None:
        shown_here += (detected.refused if found.refusals else detected.rows)(old, new, found, *look)
        shown_here += detected.renamed([r.new for r in names.renames] if names else [], new)
    return prove(stage, lambda: before, old, after, new, How(stage.target), names)


def named(stage: Stage, before: Database, after: Database, hints: Sequence[dict[str, Any]]) -> Renamed | None:
    """What hints rename on the way from one database to another; no question may be left."""
    if not hints:
        return None
    how = How(stage.target)
    names = renamed(stage, before, stage.catalog(before), stage.catalog(after), how, hints=hints)
    assert not names.open_questions()
    return names


def turned(hint: dict[str, Any]) -> dict[str, Any]:
    """The hint that leads back."""
    return {**hint, "from": hint["to"], "to": hint["from"]} if hint["type"] == "rename" else hint


def under_new_names(found: dict[str, dict[str, list[Any]]], names: Renamed | None) -> dict[str, dict[str, list[Any]]]:
    """Rows as they must be found after renames: by the names that their tables and columns have then."""
    for kind, group in groupby(names.renames if names else (), key=lambda r: r.new.type):
        renames = [(r.old.names, r.new.names) for r in group]
        if kind == "column":
            columns = {(shown(new[:2]), old[2]): new[2] for old, new in renames}
            found = {t: {columns.get((t, c), c): v for c, v in cs.items()} for t, cs in found.items()}
        elif kind in ("table", "sequence", "sequence of identity"):
            ends = {shown((old[0], old[-1])): shown((new[0], new[-1])) for old, new in renames}
            found = {ends.get(t, t): cs for t, cs in found.items()}
            if kind == "table" and any(old[0] != new[0] for old, new in renames):
                found = {t: cs for t, cs in found.items() if "position" not in cs}  # a table takes its sequences along
        elif kind == "schema":
            starts = {shown(old): shown(new) for old, new in renames}
            split = {t: t.split(".") for t in found}
            found = {".".join([starts.get(split[t][0], split[t][0]), *split[t][1:]]): cs for t, cs in found.items()}
    return found


def shown(names: tuple[str, ...]) -> str:
    """A name as regclass shows it."""
    return qualified(*(names[1:] if len(names) > 1 and names[0] == "public" else names))


def rows(stage: Stage, database: Database) -> dict[str, dict[str, list[Any]]]:
    """Table -> column -> its values as text, sorted; and where each sequence stands."""
    out: dict[str, dict[str, list[Any]]] = {}
    connection = stage.connection(database)
    tables = connection.query(
        "SELECT c.oid::regclass::text, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' "
        "WHERE c.relkind = 'r' AND c.oid >= 16384 GROUP BY c.oid"
    )
    for table, columns in tables:
        out[table] = {}
        for column in columns:
            quoted = '"' + column.replace('"', '""') + '"'
            values = connection.query(f"SELECT {quoted}::text FROM ONLY {table} ORDER BY ctid")
            out[table][column] = sorted(str(value) for (value,) in values)
    sequences = connection.query("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND oid >= 16384")
    for (sequence,) in sequences:
        out[sequence] = {"position": connection.query(f"SELECT last_value::text, is_called FROM {sequence}")}
    return out


def kept(before: dict[str, dict[str, list[Any]]], after: dict[str, dict[str, list[Any]]]) -> None:
    """Every value of a column that is there before and after is there still."""
    for table in before.keys() & after.keys():
        for column in before[table].keys() & after[table].keys():
            assert len(before[table][column]) == len(after[table][column]), f"rows of {table} went"
            assert before[table][column] == after[table][column], f"values of {table}.{column} changed"


def run(stage: Stage, database: Database, proved: Proved) -> None:
    for part in proved.files:
        stage.run_file(database, sql_file.parse(render(part), "case.sql"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(folder: Path, options: dict[str, Any], stage: Stage, scratch: Scratch, accept: bool) -> None:
    before, after = made(stage, folder / "before.sql"), made(stage, folder / "after.sql")
    untouched = stage.copy(before)
    target_dump = observed(scratch, after, options)

    seen: list[detected.Row] = []
    if pattern := options.get("refuses"):
        with pytest.raises(PlanRefused, match=pattern):
            led(stage, before, after, seen)
        check_detected(seen, folder, accept)
        return
    fails = options.get("fails")
    source = stage.reloaded(before) if fails else before
    hints = options.get("hints", ())
    names = named(stage, source, after, hints)
    proved = led(stage, source, after, seen, names)
    check_sql(proved, folder, options, accept)
    if fails:
        was, dumped = rows(stage, untouched), observed(scratch, untouched, options)
        with pytest.raises(JoeyError, match=fails):
            run(stage, untouched, proved)
        assert (rows(stage, untouched), observed(scratch, untouched, options)) == (was, dumped)
        check_detected(seen, folder, accept)
        return

    # The same once more, on the database with its rows.
    was = rows(stage, untouched)
    run(stage, untouched, proved)
    if not options.get("values_change"):
        kept(under_new_names(was, names), rows(stage, untouched))

    # It reached the target, and nothing is left to do.
    reached, wanted = alike(stage, untouched, stage.catalog(untouched), after, stage.catalog(after))
    assert not plan(reached, wanted, How(stage.target)).statements

    # The snapshot survives JSON.
    assert snapshot.from_json(snapshot.to_json(wanted)).same_as(wanted)

    # The oracle agrees, with both as they are, or as they are after another reading.
    dumped = observed(scratch, untouched, options)
    if dumped != target_dump:
        dumped, target_dump = (observed(scratch, stage.reloaded(d), options) for d in (untouched, after))
        assert dumped == target_dump

    # And back again.
    source = made(stage, folder / "before.sql")
    if options.get("back") == "refuses":
        with pytest.raises(PlanRefused):
            led(stage, untouched, source, seen)
        check_detected(seen, folder, accept)
        return
    way_back = named(stage, untouched, source, [turned(hint) for hint in options.get("hints_back", hints)])
    back = led(stage, untouched, source, seen, way_back)
    run(stage, untouched, back)
    returned = observed(scratch, untouched, options)
    if returned != observed(scratch, source, options):
        returned, sourced = (observed(scratch, stage.reloaded(d), options) for d in (untouched, source))
        assert returned == sourced
    check_detected(seen, folder, accept)


def check_detected(shown: list[detected.Row], folder: Path, accept: bool) -> None:
    """What the case shows, there and back, is what its detected.txt says."""
    file = folder / "detected.txt"
    if accept:
        file.write_text(detected.text(shown))
    assert file.exists(), f"{file} is missing: run pytest --accept"
    assert detected.text(shown) == file.read_text()


def check_sql(proved: Proved, folder: Path, options: dict[str, Any], accept: bool) -> None:
    """The SQL is what expected.sql says, and keeps what case.toml asks for."""
    sql = "\n-- another file, since what stands above must be committed first\n".join(map(render, proved.files))
    expected = folder / "expected.sql"
    if accept:
        expected.write_text(sql)
    assert expected.exists(), f"{expected} is missing: run pytest --accept, and read what it writes"
    assert sql == expected.read_text()
    for pattern in options.get("require", ()):
        assert re.search(pattern, sql), f"no statement matches {pattern}"
    for pattern in options.get("forbid", ()):
        assert not re.search(pattern, sql), f"a statement matches {pattern}"
    assert [loss.key for loss in proved.plan.losses] == sorted(options.get("losses", ()))
