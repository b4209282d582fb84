"""One of two schemas that are compared: read from wherever it is written, and made in scratch."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from joey.config import Config
from joey.connect.protocol import Connection
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, PlanRefused
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.model.rename import Claim
from joey.plan.plan import as_declared, plan
from joey.postgres import snapshot
from joey.postgres.catalog import Catalog
from joey.postgres.introspect import introspect
from joey.postgres.object import How
from joey.verbs.generation import texts_of
from joey.verbs.stage import Stage


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two schemas: its catalog, and a scratch database that holds it."""

    catalog: Catalog
    database: Database
    texts: Mapping[Address, str]
    notes: tuple[str, ...] = ()
    declared: tuple[Claim, ...] = ()
    """What its source says of earlier names."""


def side_of(source: str, config: Config, stage: Stage) -> Side:
    """A source of `diff`, made in scratch."""
    if source == "empty":
        database = stage.empty()
        return Side(stage.catalog(database), database, {})
    if "://" in source or source.startswith("env:"):
        return live(config.value(source, "this source"), stage)
    path = config.root / source
    if path.is_file() and path.suffix == ".json":
        return made(_snapshot(path), stage)
    if path.is_dir() and _is_migration_folder(path):
        database = stage.empty()
        stage.replay(database, MigrationFolder.open(path))
        return Side(stage.catalog(database), database, {})
    from joey.sources.read import read

    desired = read((source,), config.root)
    database = stage.empty()
    stage.load(database, desired)
    notes = (*desired.notes, *desired.left_out)
    return Side(stage.catalog(database), database, texts_of(desired), notes, desired.renamed_from)


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


def live(url: str, stage: Stage) -> Side:
    """A real database, which is only read, and a scratch database made like it."""
    from joey.connect.doors import connect

    with contextlib.closing(connect(url, application_name="joey diff")) as connection:
        catalog, notes = read_live(connection, url, stage)
    return replace(made(catalog.as_of(stage.target), stage), notes=notes)


def read_live(connection: Connection, url: str, stage: Stage) -> tuple[Catalog, tuple[str, ...]]:
    """The catalog of a real database, and notes on what of it isn't seen."""
    from joey.connect import pg_dump

    notes: list[str] = []
    try:
        catalog = introspect(connection, stage.scope, lambda: pg_dump.archive(stage.scratch.pg_dump_program, url))
    except JoeyError as error:
        if error.sqlstate is not None:
            raise
        notes.append(f"pg_dump can't read this database ({error.message}), so what only it knows is left out")
        catalog = introspect(connection, stage.scope)
    notes += [f"{what}: joey doesn't see this here, so it isn't compared" for what in catalog.unseen]
    return catalog, tuple(notes)


def made(catalog: Catalog, stage: Stage) -> Side:
    """A catalog, made in a scratch database."""
    database = stage.empty()
    empty = stage.catalog(database)
    try:
        stage.run(database, plan(empty, as_declared(empty, catalog.whole(), stage.scope), How(stage.major)).statements)
    except JoeyError as error:
        raise PlanRefused(
            f"This schema can't be made on the scratch server: {error.message}",
            hint='What it needs is missing there: set scratch = "postgresql://…" to a server that has it.',
            sqlstate=error.sqlstate,
            sql=error.sql,
            position=error.position,
        ) from error
    return Side(stage.catalog(database), database, {})
