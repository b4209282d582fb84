"""baseline: what a database holds already becomes the first migration, recorded as applied without being run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from joey.config import Config, Environment
from joey.connect.protocol import Connection
from joey.errors import Conflict, OpenQuestion, PlanRefused
from joey.folder.folder import MigrationFolder
from joey.model.generated import Generated
from joey.plan.plan import plan
from joey.pull.module import Style
from joey.run import bookkeeping, rights, tracking
from joey.run.history import History
from joey.run.lease import held
from joey.run.names import TableName
from joey.run.session import Session
from joey.verbs.generate import generate
from joey.verbs.generation import scope_of
from joey.verbs.init import Found, configuration
from joey.verbs.proof import alike
from joey.verbs.pull import Pulled, pull, read_origin
from joey.verbs.side import made
from joey.verbs.stage import Stage
from joey.verbs.talk import Ask, Connect, OnStep


@dataclass(frozen=True, slots=True)
class Adopted:
    """A database that joey manages from now on: the models, the first migration, and what is recorded."""

    pulled: Pulled
    generated: Generated = field(default_factory=Generated)
    recorded: tuple[str, ...] = ()
    """The tags that the database now has a record of."""
    config: Path | None = None
    """The configuration, where it was written."""
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey pull --baseline --json`."""
        said = self.pulled.to_json()
        notes = [*said["notes"], *self.notes]
        migrations = self.generated.to_json()["migrations"]
        config = str(self.config) if self.config else None
        return {**said, "notes": notes, "migrations": migrations, "recorded": list(self.recorded), "config": config}


def adopt(
    config: Config,
    environment: Environment,
    *,
    out: Path | None = None,
    style: Style = "declarative",
    ask: Ask | None = None,
    on_step: OnStep | None = None,
) -> Adopted:
    """Pull models from a database, write the first migration, and record it there as applied, without running it.

    The record is written only when the folder, replayed, is what the database holds. Raises Conflict where there
    are migrations or a record already, and OpenQuestion where nobody says that this is meant.
    """

    def connect() -> Connection:
        from joey.connect.doors import connect

        return connect(environment.url, role=environment.role)

    settle(_refuse_second(config, connect), ask)
    pulled = pull(config, environment, out=out, style=style, ask=ask, on_step=on_step)
    if pulled.lost:
        return Adopted(pulled)
    schema = tuple(_name(path, config.root) for path in pulled.files)
    written, notes = _configured(config, schema)
    generated = generate(replace(config, schema=schema), name="baseline", on_step=on_step)
    if not generated.migrations:
        return Adopted(pulled, generated, config=written, notes=(*notes, "The database holds nothing to begin with."))
    folder = MigrationFolder.open(config.migrations)
    recorded = record(folder, config, environment, connect, lambda: _refuse_other(folder, config, environment))
    return Adopted(pulled, generated, recorded, written, notes)


def settle(database: str, ask: Ask | None) -> None:
    """OpenQuestion where nobody says whether the record is to be written, Conflict where the answer is no."""
    asked = {"type": "baseline", "kind": "database", "entity": [database]}
    answer = ask(asked) if ask else None
    if answer is None:
        raise OpenQuestion(
            f"The first migration would be recorded as applied in {database}. Nothing was written.",
            [asked],
            hint="Say that this is meant: --yes",
        )
    if not answer:
        raise Conflict("Nothing was written.")


def record(
    folder: MigrationFolder, config: Config, environment: Environment, connect: Connect, verify: Callable[[], None]
) -> tuple[str, ...]:
    """Record a folder's migrations as applied, under the lock, when `verify` has raised nothing; their tags."""
    schema, configured = config.bookkeeping_schema, TableName.parse(config.tracking_table)
    connection = connect()
    session = Session(connect, connection, lambda line: None)
    try:
        found = tracking.find(connection, configured, schema)
        rights.demand(connection, found.record, schema)
        bookkeeping.ensure(connection, schema, found.own)
        name = found.record.name
        with held(connect, schema=schema, record=str(name), timeout=60, report=lambda line: None) as lease:
            found = tracking.find(connection, name, schema)
            _refuse_rows(found)
            verify()
            bookkeeping.ensure_record(connection, found.record)
            found = tracking.find(connection, name, schema)
            history = History(session, lease, found.record)
            with connection.transaction():
                for migration in folder.migrations:
                    connection.execute(*history.ending(migration, 0))
            if environment.protected:
                bookkeeping.protect(connection, schema)
        return tuple(migration.tag for migration in folder.migrations)
    finally:
        session.close()
        connection.close()


def _refuse_second(config: Config, connect: Connect) -> str:
    """The name of the database; Conflict where there are migrations, or a record of some."""
    folder = MigrationFolder.open(config.migrations, may_be_empty=True)
    if folder.migrations:
        raise Conflict(
            f"{config.migrations} holds migrations already, so there is nothing to begin with",
            hint="Leave out --baseline; or give joey an empty folder: migrations = …",
        )
    with closing(connect()) as connection:
        _refuse_rows(tracking.find(connection, TableName.parse(config.tracking_table), config.bookkeeping_schema))
        return connection.server.database


def _refuse_rows(found: tracking.Found) -> None:
    if found.rows:
        count = len(found.rows)
        raise Conflict(
            f"{found.record.name} records {count} migration{'s' * (count != 1)} already: this database has a beginning",
            hint="Bring the folder that it was migrated with, and run joey status.",
        )


def _refuse_other(folder: MigrationFolder, config: Config, environment: Environment) -> None:
    """PlanRefused where the database isn't what the folder leads to."""
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        replayed = stage.empty()
        stage.replay(replayed, folder)
        origin = read_origin(environment, stage)
        copy = made(origin.catalog, stage)
        old, new = alike(stage, copy.database, copy.catalog, replayed, stage.catalog(replayed))
        differs = sorted(str(step.address) for step in plan(old, new).steps)
    if differs:
        raise PlanRefused(
            "The database isn't what the migrations lead to, so nothing was recorded; these differ:\n  "
            + "\n  ".join(differs[:20]),
            hint="Was it changed meanwhile? Remove the new migration and run the command again.",
        )


def _configured(config: Config, schema: tuple[str, ...]) -> tuple[Path | None, tuple[str, ...]]:
    """A configuration that names the files, where there was none; else a note where it doesn't name them."""
    if config.path is not None:
        missing = [name for name in schema if name not in config.schema]
        listed = ", ".join(f'"{name}"' for name in schema)
        return None, (f"name the models in {config.path.name}: schema = [{listed}]",) if missing else ()
    path = config.root / "joey.toml"
    found = Found(migrations=_name(config.migrations, config.root), schema=schema)
    path.write_text(configuration(found, nested=False), "utf-8", newline="")
    return path, ()


def _name(path: Path, root: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(resolved)
