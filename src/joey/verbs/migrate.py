"""Apply what is pending."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, JoeyError, NetworkError, UnknownOutcome
from joey.folder.folder import MigrationFolder
from joey.model.migration import Migration, SqlFile
from joey.run import bookkeeping, progress, tracking, verdicts
from joey.run.names import TableName
from joey.verbs.talk import Connect, opener

if TYPE_CHECKING:
    from joey.model.report import Applied, Report

_KEPT = 4_000_000
"""How much of the pending files is kept in memory, in characters; what is more is read again when its turn comes."""

Say = Callable[["Report"], None]


@dataclass(frozen=True, slots=True)
class MigrateResult:
    """What a run has applied, and what is left."""

    applied: tuple[Applied, ...]
    pending: tuple[Migration, ...]
    """Still to be applied: what lies behind `to`, or everything in a dry run."""
    migration_duration_ms: int
    """The sum of the migrations."""
    total_duration_ms: int
    """With everything around them."""
    ahead: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def files_processed(self) -> int:
        """How many files were applied."""
        return len(self.applied)

    def to_json(self) -> dict[str, Any]:
        """The keys of `migrate --json`."""
        return {
            "applied": [applied.to_json() for applied in self.applied],
            "pending": [{"tag": m.tag, "hash": m.sha256, "when": m.when, "applied_at": None} for m in self.pending],
            "files_processed": self.files_processed,
            "migration_duration_ms": self.migration_duration_ms,
            "total_duration_ms": self.total_duration_ms,
        }


def migrate(
    folder: MigrationFolder | str | os.PathLike[str],
    connect: Connect | str,
    *,
    to: str | None = None,
    dry_run: bool = False,
    allow: Collection[str] = (),
    lock_timeout: float = 600,
    ddl_lock_timeout: float = 2,
    retries: int = 10,
    tracking_table: str = "drizzle_migrations",
    bookkeeping_schema: str = "joey",
    protected: bool = False,
    preflight: bool = True,
    target_version: int | None = None,
    on_report: Say | None = None,
) -> MigrateResult:
    """Apply what is pending, each file with its record, and say what happened through `on_report`.

    `connect` is a URL, or gives a new connection each time; it is called twice where something is to be applied,
    and all are closed. Times are in seconds. Where nothing is pending, and in a dry run, nothing is written. With
    `preflight` it warns of what may make it wait: old transactions, a server older than `target_version`.
    """
    began = time.monotonic()
    if unknown := set(allow) - set(verdicts.ALLOWABLE):
        raise ConfigurationError(
            f"{sorted(unknown)[0]!r} can't be allowed", hint=f"Allow {', '.join(verdicts.ALLOWABLE)}."
        )
    opened = folder if isinstance(folder, MigrationFolder) else MigrationFolder.open(folder)
    connect = opener(connect)
    applied: list[Applied] = []
    state = tracking.State()

    def say(line: Report) -> None:
        from joey.model.report import Applied

        if isinstance(line, Applied):
            applied.append(line)
        if on_report is not None:
            on_report(line)

    def result() -> MigrateResult:
        done = {line.tag for line in applied}
        return MigrateResult(
            applied=tuple(applied),
            pending=tuple(m for m in state.pending if m.tag not in done),
            migration_duration_ms=sum(line.duration_ms for line in applied),
            total_duration_ms=round((time.monotonic() - began) * 1000),
            ahead=state.ahead,
            warnings=tuple(run.warnings),
        )

    run = _Run(
        opened,
        connect,
        _last(opened, to),
        allow,
        TableName.parse(tracking_table),
        bookkeeping_schema,
        say,
        [],
    )
    for warning in opened.warnings:
        run.warn(warning)
    try:
        with closing(connect()) as connection:
            found, state = run.look(connection)
            for warning in (*found.warnings, *verdicts.warnings(state, found.record, opened.absent)):
                run.warn(warning)
            pending = run.wanted(state)
            files = _Files(opened)
            for migration in pending:  # all are read before any is run
                file = files.read(migration)
                _demand_room(file, connection.longest)
                if dry_run:
                    run.plan(migration, file)
            if pending and not dry_run:
                ask = (target_version,) if preflight else None
                try:
                    state = run.apply(connection, found, files, lock_timeout, ddl_lock_timeout, retries, protected, ask)
                except JoeyError as error:
                    error.partial = result().to_json()
                    raise
    except KeyboardInterrupt as error:  # it may be the second, while what the first had left to do was done
        error.partial = result().to_json()  # type: ignore[attr-defined]
        raise
    return result()


class _Files:
    """What pending files say: kept while they are small together, else read again, so that memory has a bound."""

    def __init__(self, folder: MigrationFolder) -> None:
        self._folder = folder
        self._kept: dict[str, SqlFile] = {}
        self._room = _KEPT

    def read(self, migration: Migration) -> SqlFile:
        """A file's statements."""
        if (kept := self._kept.get(migration.tag)) is not None:
            return kept
        file = self._folder.script(migration)
        size = sum(len(statement.sql) + 500 for statement in file.statements)
        if size <= self._room:
            self._room -= size
            self._kept[migration.tag] = file
        return file

    def take(self, migration: Migration) -> SqlFile:
        """A file's statements, for the last time."""
        return self._kept.pop(migration.tag, None) or self._folder.script(migration)


@dataclass(frozen=True, slots=True)
class _Run:
    """What all steps of one run share."""

    folder: MigrationFolder
    connect: Connect
    last: Migration | None
    allow: Collection[str]
    configured: TableName
    schema: str
    say: Say
    warnings: list[str]

    def plan(self, migration: Migration, file: SqlFile) -> None:
        from joey.model.report import Planned

        for statement in file.statements:
            self.say(Planned(migration.tag, statement.sql, statement.line, statement.transactional))

    def warn(self, text: str) -> None:
        from joey.model.report import Warned

        self.warnings.append(text)
        self.say(Warned(text))

    def look(self, connection: Connection) -> tuple[tracking.Found, tracking.State]:
        """The record against the folder; an error where it must not be built upon."""
        found = tracking.find(connection, self.configured, self.schema)
        state = tracking.compare(self.folder.migrations, found, self.folder.hashes)
        if error := verdicts.refusal(state, found.record, self.folder.absent, self.allow):
            raise error
        return found, state

    def wanted(self, state: tracking.State) -> list[Migration]:
        """What is pending, up to the migration that was asked for."""
        last = self.last
        return [m for m in state.pending if last is None or m.tag.encode() <= last.tag.encode()]

    def apply(
        self,
        connection: Connection,
        found: tracking.Found,
        files: _Files,
        lock_timeout: float,
        ddl_lock_timeout: float,
        retries: int,
        protected: bool,
        preflight: tuple[int | None] | None,
    ) -> tracking.State:
        """Take the lock, look again, and run what is still pending."""
        # Where nothing is pending, none of this is needed.
        from joey.run import rights
        from joey.run.attempt import Work
        from joey.run.history import History
        from joey.run.lease import held
        from joey.run.runner import Runner
        from joey.run.session import Session
        from joey.run.watch import PATIENCE, Watch

        session = Session(self.connect, connection, self.say)
        lost = threading.Event()

        def on_lost() -> None:
            lost.set()
            session.connection.cancel()

        watch = Watch(self.say, min(PATIENCE, ddl_lock_timeout / 2 or PATIENCE))
        name = found.record.name
        rights.demand(connection, found.record, self.schema)
        guard = self.connect()
        try:
            with _nothing_applied():
                session.meet(guard)
                bookkeeping.ensure(connection, self.schema, found.own)
        except BaseException:
            guard.close()
            raise
        try:
            with held(
                self.connect,
                schema=self.schema,
                record=str(name),
                timeout=lock_timeout,
                report=self.say,
                on_lost=on_lost,
                look=watch.look,
                opened=guard,
            ) as lease:
                found, state = self.look(connection)
                if found.record.name != name:
                    raise JoeyError(
                        f"The record was {name}, and while this run waited for its lock {found.record.name} was filled",
                        hint="Run the command again.",
                    )
                pending = self.wanted(state)
                if not pending:
                    return state
                with _nothing_applied():
                    bookkeeping.ensure_record(connection, found.record)
                if not found.record.exists:
                    found = tracking.find(connection, name, self.schema)
                unfinished = {p.when: p for p in progress.unfinished(connection, self.schema, str(name))}
                # What a dead run's server process does outside a transaction may yet take effect; nothing else can.
                alone = any(p.running is not None and not p.failed for p in unfinished.values())
                session.outlive(lease.orphan, end=not alone)
                if lease.orphan is not None and alone:  # it may have counted itself meanwhile
                    unfinished = {p.when: p for p in progress.unfinished(connection, self.schema, str(name))}
                lease.works_in(connection, session.backend)
                history = History(session, lease, found.record)
                runner = Runner(Work(session, lease, history, self.say, watch, ddl_lock_timeout, retries))
                if preflight is not None:
                    from joey.run.preflight import warnings

                    for warning in warnings(connection, map(files.read, pending), *preflight):
                        self.warn(warning)
                try:
                    for number, migration in enumerate(pending, 1):
                        last = unfinished.get(migration.when)
                        runner.apply(migration, files.take(migration), number, len(pending), last)
                        if protected and number == 1:
                            bookkeeping.protect(session.connection, self.schema)
                except KeyboardInterrupt:
                    session.abandon()
                    raise
                except JoeyError as error:
                    if lost.is_set():
                        raise lease.lost() from error
                    raise
                return state
        finally:
            session.close()


def _demand_room(file: SqlFile, longest: int | None) -> None:
    """An error for a statement that the connection can't carry; nothing is run then."""
    for statement in file.statements if longest is not None else ():
        if len(statement.sql) > (longest or 0):
            raise ConfigurationError(
                f"Statement {statement.number} of {file.file} (line {statement.line}) has {len(statement.sql):,} "
                f"characters, and the RDS Data API takes {longest:,}. Nothing was run",
                file=file.file,
                line=statement.line,
                statement=statement.number,
                hint="Split it: several INSERTs instead of one, or a function's body in parts. A direct connection "
                "takes it as it is.",
            )


@contextmanager
def _nothing_applied() -> Iterator[None]:
    """While only tables of our own are made: a COMMIT whose answer is lost there leaves nothing to wonder about."""
    try:
        yield
    except UnknownOutcome as error:
        hint = "Nothing was applied. Run `joey migrate` again."
        raise NetworkError(error.message, sqlstate=error.sqlstate, hint=hint) from error


def _last(folder: MigrationFolder, to: str | None) -> Migration | None:
    if to is None:
        return None
    found = folder.find(to)
    if found is None:
        raise ConfigurationError(
            f"{to} is not a migration of {folder.path}",
            hint="`joey status` lists them; give the whole tag or its number.",
        )
    return found
