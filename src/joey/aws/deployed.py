"""The bundle that was deployed, and the database that it is for."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from joey.aws.log import Log
from joey.aws.settings import Settings
from joey.errors import JoeyError, Timeout, UnknownMigration
from joey.folder.manifest import FOLDER, BundledFolder
from joey.model.report import Applied, Planned, Report, Started, StatementDone

if TYPE_CHECKING:
    from joey.aws.backup import RestorePoint
    from joey.connect.protocol import Connection
    from joey.model.migration import Migration
    from joey.verbs.history import History
    from joey.verbs.migrate import MigrateResult
    from joey.verbs.status import Status

_LOCK = 600.0
"""Seconds that another run is waited for, at most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has applied, and the moment before it."""

    result: MigrateResult
    restore_point: RestorePoint | None = None
    snapshot: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of a direct call of `migrate`."""
        point = self.restore_point.to_json() if self.restore_point else None
        return {**self.result.to_json(), "restore_point": point, "snapshot": self.snapshot}


@dataclass(slots=True)
class Deployed:
    """A bundle, checked against its manifest, and its database; `left` gives the seconds for work that there are."""

    folder: BundledFolder
    settings: Settings
    log: Log
    left: Callable[[], float]
    _at: Started | StatementDone | None = None
    """How far the migration is that runs now."""

    @classmethod
    def here(cls, log: Log, left: Callable[[], float], variables: Mapping[str, str] = os.environ) -> Self:
        """What this very function was deployed with."""
        settings = Settings.of(variables)
        root = variables.get("LAMBDA_TASK_ROOT") or Path(__file__).parents[2]
        return cls(BundledFolder.open(root), settings, log, left)

    def connect(self) -> Connection:
        """A new connection to the database, which is woken where it is paused."""
        from joey.connect.data_api import connect

        return connect(self.settings.url)

    def status(self) -> Status:
        """The bundle against the database."""
        from joey.verbs.status import status

        with closing(self.connect()) as connection:
            return status(self.folder, connection, **self._tables)

    def history(self) -> History:
        """Every run that the database remembers."""
        from joey.verbs.history import history

        with closing(self.connect()) as connection:
            return history(connection, bookkeeping_schema=self.settings.bookkeeping_schema)

    def plan(self, *, to: str | None = None, allow: Collection[str] = ()) -> list[Planned]:
        """The statements that `migrate` would send; nothing is written."""
        from joey.verbs.migrate import migrate

        said: list[Planned] = []

        def hear(report: Report) -> None:
            if isinstance(report, Planned):
                said.append(report)

        migrate(self.folder, self.connect, to=to, dry_run=True, allow=allow, on_report=hear, **self._tables)
        return said

    def migrate(
        self,
        *,
        to: str | None = None,
        allow: Collection[str] = (),
        contract: Collection[str] | None = None,
    ) -> Outcome:
        """Apply what is pending, after noting the way back.

        With `contract` these files, and what comes after them, are left for when the application is deployed. A
        database that has all that the bundle has, and more, is merely ahead.
        """
        from joey.verbs.migrate import MigrateResult, migrate

        began = time.monotonic()
        with closing(self.connect()) as connection:
            from joey.verbs.status import status

            found = status(self.folder, connection, **self._tables)
            pending = found.state.pending
            wanted = self._wanted(pending, to, contract)
            serious = [one for one in found.refusals if pending or not isinstance(one, UnknownMigration)]
            if not wanted and not serious and to is None:
                for warning in dict.fromkeys((*found.warnings, *(one.message for one in found.refusals))):
                    self.log.warning(warning)
                took = round((time.monotonic() - began) * 1000)
                return Outcome(MigrateResult((), pending, 0, took, found.state.ahead or bool(found.refusals)))
            point, name = (None, None) if serious else self._noted(connection, wanted)
        result = migrate(
            self.folder,
            self.connect,
            to=wanted[-1].tag if wanted and contract is not None else to,
            allow=allow if pending else {*allow, "unknown"},
            lock_timeout=min(_LOCK, max(1.0, self.left() - 60)),
            on_report=self._hear,
            **self._tables,
        )
        return Outcome(result, point, name)

    def stopped(self, error: BaseException) -> JoeyError:
        """The error for a run whose time is over."""
        file = statement = None
        partial = dict(getattr(error, "partial", {}))
        where = "between two migrations" if partial.get("applied") else "before anything was applied"
        if (at := self._at) is not None:
            file = f"{FOLDER}/{at.tag}.sql"
            statement = at.number + 1 if isinstance(at, StatementDone) else at.resumed_at or 1
            where = f"while {at.tag} ran"
        stopped = Timeout(
            f"The function's time is over, so the run was stopped {where}",
            file=file,
            statement=statement,
            hint="What is recorded stays, the rest is rolled back or taken up where it stopped, and the lock is given "
            "back: run joey migrate, or deploy again. What takes longer than the function may is migrated from "
            "elsewhere, with `joey migrate --url rds-data://…`.",
        )
        stopped.partial = partial
        return stopped

    @property
    def _tables(self) -> dict[str, Any]:
        named = self.settings
        return {"tracking_table": named.tracking_table, "bookkeeping_schema": named.bookkeeping_schema}

    def _wanted(
        self, pending: Collection[Migration], to: str | None, contract: Collection[str] | None
    ) -> list[Migration]:
        """What is pending and to be applied now."""
        if contract is not None:
            from joey.aws.phases import expand_to

            tags = [migration.tag for migration in self.folder.migrations]
            to = expand_to(tags, [migration.tag for migration in pending], contract)
            if to is None:
                return []
        last = self.folder.find(to) if to is not None else None
        return [m for m in pending if last is None or m.tag.encode() <= last.tag.encode()]

    def _noted(self, connection: Connection, wanted: list[Migration]) -> tuple[RestorePoint | None, str | None]:
        """The way back: a restore point, and a snapshot where the policy asks for one."""
        if not wanted:
            return None, None
        from joey.aws import backup

        rds = client("rds", self.settings.region)
        point = backup.restore_point(connection, rds, self.settings.cluster)
        for warning in point.warnings:
            self.log.warning(warning)
        self.log.info(str(point), restorePoint=point.time)
        manifest = self.folder.manifest
        tags = backup.wanted(self.settings.backup, [one.tag for one in wanted], manifest.destructive)
        if not tags:
            return point, None
        self.log.info(f"A snapshot is made first: {', '.join(tags)} may take data away")
        made = backup.snapshot(
            rds,
            self.settings.cluster,
            self.settings.database,
            manifest.hash,
            wait=max(0.0, self.left() - 60),
            say=self.log.info,
        )
        self.log.info(str(made), snapshot=made.name)
        return point, made.name

    def _hear(self, report: Report) -> None:
        if isinstance(report, (Started, StatementDone)):
            self._at = report
        elif isinstance(report, Applied):
            self._at = None
        self.log.report(report)


def client(service: str, region: str) -> Any:
    """botocore's client of a service that is asked little, and gives up soon where it can't be reached."""
    import botocore.session
    from botocore.config import Config

    config = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3})
    return botocore.session.get_session().create_client(service, region_name=region, config=config)


def in_lambda(text: str, stack: str | None = None) -> str:
    """A hint with the commands that do the same through the function."""
    named = f" --stack {stack}" if stack else ""
    return re.sub(r"joey (migrate|status|history)\b(?! --url)", rf"joey aws \1{named}", text)
