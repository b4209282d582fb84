"""One migration applied, with its record: in one transaction, or statement by statement and counted."""

from __future__ import annotations

import re
import time
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from joey.errors import JoeyError, NetworkError
from joey.model.migration import Migration, SqlFile
from joey.model.report import Applied, Started, Warned
from joey.run.attempt import Work, is_lost, is_of_run, limit, located
from joey.run.progress import Progress, checked
from joey.run.stepwise import Stepwise

# What only the server knows: a statement refuses to run in a transaction, ends it, or needs what was just added to
# be committed.
_NOT_IN_ONE = ("25001", "2D000", "55P04")
# What lives no longer than a transaction, so that the file can't be taken apart.
_BOUND = re.compile(r"(?i)(savepoint|release|rollback|set\s+(local|transaction|constraints)|lock|declare)\b")
_STRICTER = re.compile(r"(?i)set\s+transaction\b")
_NOT_AHEAD = re.compile(r"(?i)(set\s+transaction|copy)\b")
"""What must be answered before the next statement is sent."""
_MUCH = 1_000_000
"""Characters that aren't sent ahead: they would be held twice."""


@dataclass(frozen=True, slots=True)
class Runner:
    """What applies one migration after the other."""

    work: Work

    def apply(self, migration: Migration, file: SqlFile, number: int, of: int, last: Progress | None) -> Applied:
        """Run a migration and record it; `last` tells how far an earlier run of it came."""
        began = time.monotonic()
        work = self.work
        # A file that was made transactional after it had stopped in the middle still goes on where it stopped.
        untouched = last is None or (last.done == 0 and (last.failed or last.running is None))
        transactional = file.transactional and untouched
        try:
            if transactional:
                work.report(Started(migration.tag, number, of, len(file.statements), True))
                self._in_one(migration, file, last)
            else:
                last = checked(last, file) if last else None
                at = last.statement if last and last.done else None
                work.report(Started(migration.tag, number, of, len(file.statements), False, at))
                Stepwise(work, migration, file).run(last)
        except KeyboardInterrupt:
            with suppress(JoeyError):
                if work.history.is_recorded(migration):
                    work.report(_applied(migration, file, began))
            raise
        result = _applied(migration, file, began)
        work.report(result)
        return result

    def _in_one(self, migration: Migration, file: SqlFile, last: Progress | None) -> None:
        try:
            self.work.with_retries(migration.tag, lambda: self._attempt(migration, file))
        except KeyboardInterrupt:
            self._note(migration, file, "interrupted", "57014")
            raise
        except JoeyError as error:
            if is_of_run(error):
                raise
            if is_lost(error):
                return self._after_loss(migration, file, error)
            if _can_be_parted(file, error):
                self.work.report(
                    Warned(
                        f"{file.file} can't run in one transaction (line {error.line}: {error.message}). Nothing was "
                        "done; it now runs statement by statement"
                    )
                )
                return Stepwise(self.work, migration, _parted(file, error)).run(last)
            self._note(migration, file, error.message, error.sqlstate)
            raise
        return None

    def _attempt(self, migration: Migration, file: SqlFile) -> None:
        at_once = self.work.session.keeps and not self.work.session.strict and _can_be_sent_at_once(file)
        with located(file, None), self.work.history.while_held():
            (self._sent_at_once if at_once else self._one_by_one)(migration, file)

    def _sent_at_once(self, migration: Migration, file: SqlFile, *, again: bool = True) -> None:
        """One round trip, however far away the server is; yet each statement is seen to begin and to end."""
        work = self.work
        opening = [*work.session.opening, limit(work.ddl_lock_timeout, local=True)]
        ending = [*work.history.ending(migration, len(file.statements)), "COMMIT"]
        awaited = range(len(opening) - 1, len(opening) + len(file.statements))
        all_of_them = [*opening, *(statement.sql for statement in file.statements), *ending]
        with closing(work.session.connection.run_each(all_of_them, awaited)) as answers:
            try:
                for _ in opening:
                    next(answers)
            except JoeyError as error:
                if not (is_lost(error) and again) or work.looked(lambda: work.history.is_recorded(migration), end=True):
                    raise
                work.report(Warned(f"connected again: {error.message}"))
                return self._sent_at_once(migration, file, again=False)
            for statement in file.statements:
                work.run(migration, file, statement, lambda: next(answers))
            for _ in ending:
                next(answers)
            next(answers, None)
        return None

    def _one_by_one(self, migration: Migration, file: SqlFile) -> None:
        work = self.work
        with work.afresh():
            connection = work.session.connection
            if work.session.strict and not work.lease.still_held(connection):
                raise work.lease.lost()
            for statement in file.statements:
                work.run(migration, file, statement)
                if _STRICTER.match(statement.sql) and not work.lease.still_held(connection):
                    # At a stricter isolation level the row must be locked first: each heartbeat changes it.
                    raise work.lease.lost()
            for trace in work.session.traces(file.statements):
                connection.execute(trace)
            connection.finish(*work.history.ending(migration, len(file.statements)))

    def _after_loss(self, migration: Migration, file: SqlFile, error: JoeyError) -> None:
        """Look whether the migration is recorded, where the connection was lost before the answer came."""
        try:
            recorded = self.work.looked(lambda: self.work.history.is_recorded(migration), end=True)
        except JoeyError as again:
            if is_of_run(again):
                raise again from error
            raise error from again
        if recorded:
            self.work.report(
                Warned(f"{file.file}: {error.message}. joey has looked: the migration is applied and recorded")
            )
            return
        self._note(migration, file, error.message, error.sqlstate)
        raise NetworkError(
            f"{error.message}. Nothing of {file.file} took effect",
            file=file.file,
            line=error.line,
            statement=error.statement,
            sqlstate=error.sqlstate,
            hint="joey has connected again and looked. Run `joey migrate` again.",
        ) from error

    def _note(self, migration: Migration, file: SqlFile, message: str, sqlstate: str | None) -> None:
        """For the history only."""
        with suppress(JoeyError):
            if not self.work.history.is_recorded(migration):
                self.work.session.reset()
                self.work.history.rolled_back(migration, len(file.statements), message, sqlstate)


def _applied(migration: Migration, file: SqlFile, began: float) -> Applied:
    return Applied(migration.tag, round((time.monotonic() - began) * 1000), len(file.statements))


def _can_be_sent_at_once(file: SqlFile) -> bool:
    """Whether nothing needs to be looked at between the statements, and all of them aren't too much."""
    return sum(len(statement.sql) for statement in file.statements) <= _MUCH and not any(
        _NOT_AHEAD.match(statement.sql) for statement in file.statements
    )


def _can_be_parted(file: SqlFile, error: JoeyError) -> bool:
    """Whether a file that failed in one transaction may run statement by statement."""
    return (
        error.sqlstate in _NOT_IN_ONE
        and error.statement is not None
        and not file.encloses
        and not any(_BOUND.match(statement.sql) for statement in file.statements)
    )


def _parted(file: SqlFile, error: JoeyError) -> SqlFile:
    """The file, with what the server has said of one statement."""
    if error.sqlstate == "55P04":
        return file
    return replace(
        file,
        statements=tuple(
            replace(statement, transactional=False, why=error.message)
            if statement.number == error.statement
            else statement
            for statement in file.statements
        ),
    )
