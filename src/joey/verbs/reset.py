"""reset: what joey manages is dropped, and migrated again; for development only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from joey.config import Config, Environment
from joey.connect import url as urls
from joey.connect.protocol import Connection
from joey.errors import OpenQuestion, PlanRefused
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.model.plan import Plan
from joey.model.report import Report
from joey.plan.keep import keep
from joey.plan.plan import plan
from joey.postgres.object import How
from joey.run import progress, pushed
from joey.run.tracking import Found
from joey.verbs.generation import scope_of
from joey.verbs.live import Change, Live, Patience, counted
from joey.verbs.migrate import MigrateResult, migrate
from joey.verbs.owned import owned
from joey.verbs.proof import prove, refuse
from joey.verbs.side import made, read_live
from joey.verbs.stage import Stage
from joey.verbs.talk import OnStep


@dataclass(frozen=True, slots=True)
class Reset:
    """What is dropped, and what was migrated after it."""

    change: Change
    migrated: MigrateResult | None = None
    """None before it is done, and where there is no migration, only what push has made."""

    def to_json(self) -> dict[str, Any]:
        """The keys of `reset --json`."""
        return {
            "statements": [s.to_json() for s in self.change.statements],
            "left_alone": [str(a) for a in self.change.left],
            "rows_lost": {loss.key: count for loss, count in self.change.rows.items()},
            "migrate": None if self.migrated is None else self.migrated.to_json(),
        }


def reset(
    config: Config,
    environment: Environment | str,
    *,
    confirm: Callable[[Reset], bool | None],
    patience: Patience | None = None,
    on_report: Callable[[Report], None] | None = None,
    on_step: OnStep | None = None,
) -> Reset:
    """Drop what the folder or push has ever made, with all its rows, forget the record, and migrate again.

    Only a development database: at a loopback address or socket, or one whose environment says so. `confirm` is
    shown what goes, and says whether that is meant; None where nobody is there.
    """
    place = Environment(None, environment) if isinstance(environment, str) else environment
    folder = MigrationFolder.open(config.migrations, may_be_empty=True)
    say, step = on_report or (lambda line: None), on_step or (lambda text, done, of: None)
    patience = patience or Patience()
    if not (place.development or urls.is_local(place.url)):
        raise PlanRefused(
            "reset is for development databases, and this one is neither at a loopback address or socket, nor does its "
            "environment say that it is one",
            hint="If it is: development = true in its environment.",
        )
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        live = Live(config, place, stage)
        with closing(live.connect()) as connection:
            change = _drops(live, connection, folder, step)
            _confirmed(Reset(change), confirm)

            def forget(connection: Connection, found: Found) -> None:
                schema, record = config.bookkeeping_schema, found.record
                if record.exists:
                    connection.execute(f"DELETE FROM {record.name.sql}")
                if "runs" in found.own:
                    progress.abandon(connection, schema, str(record.name))
                pushed.write(connection, schema, ())

            live.apply(connection, change, forget, patience, say, "reset")
    if not folder.migrations:
        return Reset(change)
    done = migrate(
        folder,
        live.connect,
        lock_timeout=patience.lock_timeout,
        ddl_lock_timeout=patience.ddl_lock_timeout,
        retries=patience.retries,
        tracking_table=config.tracking_table,
        bookkeeping_schema=config.bookkeeping_schema,
        on_report=say,
    )
    return Reset(change, done)


def _drops(live: Live, connection: Connection, folder: MigrationFolder, step: OnStep) -> Change:
    """Everything of ours, dropped; proved."""
    config, stage = live.config, live.stage
    found = live.record(connection, "reset")
    step("Reading the database", 0, 2)
    was, notes = read_live(connection, live.place.url, stage)
    start = made(was.as_of(stage.target), stage)
    by_push = pushed.read(connection, config.bookkeeping_schema) if "pushed" in found.own else ()
    if not folder.migrations and (found.rows or not by_push):
        MigrationFolder.open(config.migrations)  # says that there is none, or that it is empty
    ours = owned(folder, by_push, stage)

    def but_what_is_always_there(objects: set[Address]) -> set[Address]:
        return ours(objects) - always

    always = set(stage.catalog(stage.empty()).objects)
    kept = keep(start.catalog, type(start.catalog)(), but_what_is_always_there)
    refuse(Plan(refusals=kept.refusals))
    how = How(stage.target)
    todo = plan(start.catalog, kept.catalog, how)
    refuse(todo)
    if not todo:
        return Change(was, left=kept.left, notes=notes)
    step("Proving the drops", 1, 2)
    end = made(kept.catalog, stage)
    proved = prove(stage, lambda: start.database, start.catalog, end.database, end.catalog, how)
    left = tuple(a for a, o in kept.catalog.objects.items() if a not in kept.catalog.part_of and len(a.names) > 1)
    return Change(was, proved.files, proved.plan, counted(connection, proved.plan), left, notes)


def _confirmed(shown: Reset, confirm: Callable[[Reset], bool | None]) -> None:
    answer = confirm(shown)
    if answer is None:
        raise OpenQuestion(
            "Nobody was there to say whether everything that joey manages is to be dropped, with its rows. "
            "Nothing was done.",
            [{"type": "confirm_reset", "rows_lost": shown.to_json()["rows_lost"]}],
            hint="Say so with --yes.",
        )
    if not answer:
        raise PlanRefused("Nothing was done, as you wished.")
