"""What is applied, pending, edited, moved, unknown or half done."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from joey.connect.protocol import Connection
from joey.errors import JoeyError
from joey.folder.folder import MigrationFolder
from joey.model.migration import Absent, Migration
from joey.run import lease, progress, tracking, verdicts
from joey.run.names import TableName
from joey.verbs.talk import opener


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A migration that stopped in the middle and goes on there at the next run."""

    tag: str
    statement: int
    error: str | None

    def to_json(self) -> dict[str, Any]:
        """The value of `unfinished` in `status --json`."""
        return {"tag": self.tag, "statement": self.statement, "error": self.error}


@dataclass(frozen=True, slots=True)
class Status:
    """The folder against the database."""

    state: tracking.State
    record: tracking.RecordTable
    unregistered: tuple[Migration, ...]
    unfinished: Unfinished | None
    database: str
    lock: lease.Holder | None
    applied_at: dict[int, str]
    warnings: tuple[str, ...] = ()
    absent: tuple[Absent, ...] = ()
    refusals: tuple[JoeyError, ...] = ()
    """What `migrate` would stop at, each with the way out."""

    @property
    def is_current(self) -> bool:
        """Whether nothing is pending and nothing is wrong; `status --exit-code` asks this."""
        state = self.state
        return not (state.pending or self.refusals or state.moved or self.unfinished)

    def to_json(self) -> dict[str, Any]:
        """The keys of `status --json`."""
        state = self.state
        names = {absent.when: absent.tag for absent in self.absent}
        unknown = [
            {
                "tag": row.name or names.get(row.when or -1),
                "hash": row.hash,
                "when": row.when,
                "applied_at": self.applied_at.get(row.when or -1),
            }
            for row in state.unknown
        ]
        return {
            "applied": self._matches(state.applied),
            "pending": self._files(state.pending),
            "edited": self._matches(state.edited),
            "moved": self._matches(state.moved),
            "unknown": unknown,
            "out_of_order": self._files(state.out_of_order),
            "unregistered": self._files(self.unregistered),
            "unfinished": self.unfinished.to_json() if self.unfinished else None,
            "ahead": state.ahead,
            "database": self.database,
            "lock": self.lock.to_json() if self.lock else None,
        }

    def _matches(self, matches: Iterable[tracking.Match]) -> list[dict[str, Any]]:
        """Applied migrations; the hash is the recorded one."""
        return [
            {
                "tag": match.migration.tag,
                "hash": match.row.hash,
                "when": match.migration.when,
                "applied_at": self.applied_at.get(match.migration.when),
            }
            for match in matches
        ]

    def _files(self, migrations: Iterable[Migration]) -> list[dict[str, Any]]:
        return [
            {"tag": m.tag, "hash": m.sha256, "when": m.when, "applied_at": self.applied_at.get(m.when)}
            for m in migrations
        ]


def status(
    folder: MigrationFolder | str | os.PathLike[str],
    connection: Connection | str,
    *,
    tracking_table: str = "drizzle_migrations",
    bookkeeping_schema: str = "joey",
) -> Status:
    """The folder against the database, which a connection or a URL leads to.

    Writes nothing, and needs no rights but SELECT.
    """
    if isinstance(connection, str):
        with closing(opener(connection)()) as opened_here:
            return status(folder, opened_here, tracking_table=tracking_table, bookkeeping_schema=bookkeeping_schema)
    opened = folder if isinstance(folder, MigrationFolder) else MigrationFolder.open(folder)
    found = tracking.find(connection, TableName.parse(tracking_table), bookkeeping_schema)
    state = tracking.compare(opened.migrations, found, opened.hashes)
    record = str(found.record.name)
    times: dict[int, str] = {}
    unfinished = None
    if "runs" in found.own:
        times = progress.applied_at(connection, bookkeeping_schema, record)
        pending = {m.when: m.tag for m in state.pending}
        for last in progress.unfinished(connection, bookkeeping_schema, record):
            if last.when in pending and unfinished is None:
                unfinished = Unfinished(pending[last.when], last.statement, last.error)
    recorded = {match.migration.when for match in (*state.applied, *state.moved)}
    # A record that was deleted by hand says that its migration isn't applied, whatever the history tells.
    times = {when: at for when, at in times.items() if when in recorded or when not in {m.when for m in state.pending}}
    holder = lease.holder_of(connection, bookkeeping_schema, record) if "lease" in found.own else None
    missing = tuple(f"{error.message}. {error.hint}" for error in verdicts.missing(state, found.record, opened.absent))
    return Status(
        state=state,
        record=found.record,
        unregistered=opened.unregistered,
        unfinished=unfinished,
        database=connection.server.database,
        lock=holder,
        applied_at=times,
        warnings=(
            *opened.warnings,
            *missing,
            *found.warnings,
            *verdicts.warnings(state, found.record, opened.absent),
        ),
        absent=opened.absent,
        refusals=tuple(verdicts.refusals(state, found.record, opened.absent)),
    )
