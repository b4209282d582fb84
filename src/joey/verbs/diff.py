"""diff: the SQL that leads from one schema to another, whatever each was written in."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from joey.config import Config
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, PlanRefused
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.model.plan import Plan, Statement
from joey.plan.plan import as_declared, plan
from joey.postgres import snapshot
from joey.postgres.catalog import Catalog
from joey.postgres.introspect import introspect
from joey.postgres.object import How
from joey.verbs.generation import scope_of, texts_of
from joey.verbs.proof import alike, prove, refuse
from joey.verbs.stage import Stage
from joey.verbs.talk import OnStep


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two schemas: its catalog, and a scratch database that holds it."""

    catalog: Catalog
    database: Database
    texts: Mapping[Address, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """The statements that lead from the old schema to the new; none where they are the same."""

    statements: tuple[Statement, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[dict[str, Any], ...] = ()

    @property
    def sql(self) -> str:
        """The statements as a script, with comments on what is lost and what may have been renamed."""
        lines = "".join(f"-- {comment}\n" for comment in self.comments)
        return lines + ("\n" if lines else "") + script(self.statements)

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey diff --json`."""
        return {"statements": [s.to_json() for s in self.statements], "questions": list(self.questions)}


def script(statements: Sequence[Statement]) -> str:
    """Statements as a script: one a paragraph."""
    return "\n".join(f"{s.sql};\n" for s in statements)


def diff(
    old: str,
    new: str,
    config: Config,
    *,
    hints: Sequence[Mapping[str, Any]] = (),
    on_step: OnStep | None = None,
) -> Difference:
    """The proven statements that lead from `old` to `new`.

    Each is a .sql file or folder, `package.module[:metadata]` or a .py file, a migration folder, a snapshot file,
    a database URL, or `empty`. Nothing is asked; what would be lost is told in a comment.
    """
    scope = scope_of(config)
    with Stage(config.value(config.scratch, "scratch"), scope, config.target_version) as stage:
        if on_step:
            on_step("Reading the old schema", 0, 3)
        was = _side(old, config, stage)
        if on_step:
            on_step("Reading the new schema", 1, 3)
        will = _side(new, config, stage)
        notes = (*was.notes, *will.notes)
        how = How(stage.target, texts=will.texts)
        before, after = alike(stage, was.database, was.catalog, will.database, will.catalog)
        found = plan(before, after, how)
        if not found:
            return Difference(notes=(*notes, *found.notes))
        refuse(found)
        if on_step:
            on_step("Proving the statements", 2, 3)
        proved = prove(stage, lambda: was.database, before, will.database, after, how)
        comments = [f"{loss.key}: this data goes" for loss in proved.plan.losses]
        comments += _perhaps_renamed(proved.plan)
        statements = tuple(s for part in proved.files for s in part)
        return Difference(statements, tuple(comments), (*notes, *found.notes))


def export(config: Config, *, on_step: OnStep | None = None) -> str:
    """The whole desired schema as one SQL script."""
    from joey.sources.read import read

    desired = read(config.schema, config.root)
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        if on_step:
            on_step("Making the models in PostgreSQL", 0, 2)
        start, target = stage.empty(), stage.empty()
        stage.load(target, desired)
        new = stage.catalog(target)
        if on_step:
            on_step("Proving the script", 1, 2)
        proved = prove(
            stage, lambda: start, stage.catalog(start), target, new, How(stage.target, texts=texts_of(desired))
        )
        return script([s for part in proved.files for s in part])


def _perhaps_renamed(found: Plan) -> Iterator[str]:
    """Comments on what went and what came in the same place: it may be one thing under two names."""
    for kind in ("table", "column"):
        gone = [s.address.names for s in found.steps if s.verb == "-" and s.address.type == kind]
        come = [s.address.names for s in found.steps if s.verb == "+" and s.address.type == kind]
        for a in gone:
            near = [".".join(b) for b in come if b[:-1] == a[:-1]]
            if near:
                yield f"{kind} {'.'.join(a)} is dropped and {', '.join(near)} is new: a rename is seen as these two"


def _side(source: str, config: Config, stage: Stage) -> Side:
    """A source, made in scratch."""
    if source == "empty":
        database = stage.empty()
        return Side(stage.catalog(database), database, {})
    if "://" in source or source.startswith("env:"):
        return _live(config.value(source, "this source"), stage)
    path = config.root / source
    if path.is_file() and path.suffix == ".json":
        return _made(_snapshot(path), stage)
    if path.is_dir() and _is_migration_folder(path):
        database = stage.empty()
        stage.replay(database, MigrationFolder.open(path))
        return Side(stage.catalog(database), database, {})
    from joey.sources.read import read

    desired = read((source,), config.root)
    database = stage.empty()
    stage.load(database, desired)
    return Side(stage.catalog(database), database, texts_of(desired), (*desired.notes, *desired.left_out))


def _is_migration_folder(path: Path) -> bool:
    return (path / "meta" / "_journal.json").is_file() or any(path.glob("[0-9]*_*/migration.sql"))


def _snapshot(path: Path) -> Catalog:
    try:
        document = json.loads(path.read_bytes())
    except ValueError as error:
        raise ConfigurationError(f"{path} isn't JSON: {error}", file=str(path)) from None
    if not isinstance(document, dict) or document.get("joey") != 1 or document.get("secret"):
        raise ConfigurationError(
            f"{path} isn't a snapshot that joey can make a schema from",
            file=str(path),
            hint="Name the migration folder instead: it is replayed.",
        )
    return snapshot.from_json(document["objects"])


def _live(url: str, stage: Stage) -> Side:
    """A real database, which is only read, and a scratch database made like it."""
    from joey.connect import pg_dump
    from joey.connect.psycopg import connect

    connection = connect(url, application_name="joey diff")
    with contextlib.closing(connection):
        notes: list[str] = []

        def dump() -> bytes:
            return pg_dump.archive(stage.scratch.pg_dump_program, url)

        try:
            catalog = introspect(connection, stage.scope, dump)
        except JoeyError as error:
            if error.sqlstate is not None:
                raise
            notes.append(f"pg_dump can't read this database ({error.message}), so what only it knows is left out")
            catalog = introspect(connection, stage.scope)
        notes += [f"{what}: joey doesn't see this here, so it isn't compared" for what in catalog.unseen]
    side = _made(catalog.as_of(stage.target), stage)
    return replace(side, notes=tuple(notes))


def _made(catalog: Catalog, stage: Stage) -> Side:
    """A catalog, made in a scratch database."""
    database = stage.empty()
    empty = stage.catalog(database)
    try:
        stage.run(database, plan(empty, as_declared(empty, catalog, stage.scope), How(stage.major)).statements)
    except JoeyError as error:
        raise PlanRefused(
            f"This schema can't be made on the scratch server: {error.message}",
            hint='What it needs is missing there: set scratch = "postgresql://…" to a server that has it.',
            sqlstate=error.sqlstate,
            sql=error.sql,
            position=error.position,
        ) from error
    return Side(stage.catalog(database), database, {})
