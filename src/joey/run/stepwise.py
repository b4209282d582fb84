"""A migration that can't be one transaction: statement by statement, each counted, and taken up where it stopped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from joey.connect.protocol import GoesOn
from joey.errors import JoeyError, NetworkError, TransactionMode, UnknownOutcome
from joey.model.migration import Migration, SqlFile, SqlStatement
from joey.model.report import Warned
from joey.run import probe
from joey.run.attempt import Work, is_lost, is_of_run, limit, located
from joey.run.counted import counted
from joey.run.names import TableName
from joey.run.progress import Progress, hash_of

_ALONE = ("25001", "2D000")
"""A statement refuses to run in a transaction, or ends it, which only the server knew."""
_COMMITS = re.compile(r"(?i)(do|call)\b")


@dataclass(frozen=True, slots=True)
class Stepwise:
    """One migration on its way."""

    work: Work
    migration: Migration
    file: SqlFile

    def run(self, last: Progress | None) -> None:
        """Run what isn't done yet; then record the migration."""
        self._demand_session()
        work, statements = self.work, self.file.statements
        work.ready()
        done = last.done if last else 0
        self._set_again(done)
        if last is not None and last.running is not None:
            done = self._settled(last)
        run = self._begun(last, done)
        for place in range(done, len(statements)):
            try:
                self._counted(run, place)
            except JoeyError as error:
                if is_lost(error):
                    self._after_loss(run, place, error)
                    continue
                if not is_of_run(error):
                    self._note(run, error.message, error.sqlstate)
                raise
        try:
            self._record(run)
        except JoeyError as error:
            if not is_lost(error):
                raise
            if not work.looked(lambda: work.history.is_recorded(self.migration), end=True):
                self._record(run)

    def _begun(self, last: Progress | None, done: int) -> int:
        """This run's row in the history."""
        try:
            with self.work.as_ourselves():
                run = self.work.history.begin(self.migration, self.file.statements, done, last)
        except UnknownOutcome as error:
            hint = f"No statement of {self.file.file} has run since. Run `joey migrate` again."
            raise NetworkError(error.message, file=self.file.file, sqlstate=error.sqlstate, hint=hint) from error
        return run

    def _record(self, run: int) -> None:
        with located(self.file, None), self.work.as_ourselves():
            self.work.history.record_finished(run, self.migration)

    def _counted(self, run: int, place: int) -> None:
        """Run one statement and count it."""
        statement = self.file.statements[place]
        finished = self.file.statements[: place + 1]
        work = self.work
        if statement.session:
            work.run(self.migration, self.file, statement)
            with work.as_ourselves():
                work.history.done(run, finished)
        elif not statement.transactional:
            self._alone(run, place, statement)
        else:

            def attempt() -> None:
                connection = work.session.connection
                with located(self.file, statement), connection.transaction():
                    self._limit(statement, local=True)
                    work.run(self.migration, self.file, statement)
                    connection.execute(work.session.as_ourselves)
                    work.history.done(run, finished)

            try:
                work.with_retries(self.migration.tag, attempt)
            except JoeyError as error:
                if error.sqlstate not in _ALONE:
                    raise
                work.report(Warned(f"line {error.line} runs outside a transaction: {error.message}"))
                self._alone(run, place, statement)

    def _alone(self, run: int, place: int, statement: SqlStatement) -> None:
        """Run a statement outside any transaction; only what can be looked at afterwards is tried again."""
        work, connection = self.work, self.work.session.connection
        known = probe.before(connection, statement)
        together = self._together(run, place)

        def attempt() -> None:
            if self._cleared(statement, known):
                return
            judged = statement.effect is not None and not work.session.keeps
            there = judged and probe.outcome(connection, statement, known) == "done"
            with work.as_ourselves():
                work.history.intend(run, statement, place + 1, known)
            if work.session.keeps:
                self._limit(statement, local=False)
            try:
                work.run(self.migration, self.file, statement, together)
            except KeyboardInterrupt:
                with suppress(JoeyError):
                    ended = connection.finished()
                    if ended and together is None:
                        self._count(run, place)
                    elif ended is not None and work.history.place_of(run)[0] <= place:
                        self._note(run, "interrupted", "57014")
                raise
            except JoeyError as error:
                if not judged or there or is_lost(error) or is_of_run(error):
                    raise
                # What the Data API says of such a statement is sometimes wrong; the catalog isn't.
                with _afterwards():
                    found = probe.outcome(connection, statement, known)
                if found != "done":
                    raise
                said = f"the API says: {error.message}. joey has looked: the statement is done"
                work.report(Warned(f"{self.file.file}:{statement.line}: {said}"))
            else:
                with _afterwards():
                    if judged and probe.outcome(connection, statement, known) == "half done":
                        raise UnknownOutcome("the API says that the statement is done, and the catalog that it isn't")

        if statement.effect is not None or statement.repeatable:
            work.with_retries(self.migration.tag, attempt)
        else:
            attempt()
        with _afterwards():
            is_counted = together is not None and (work.session.keeps or work.history.place_of(run)[0] > place)
        if not is_counted:
            self._count(run, place)

    def _together(self, run: int, place: int) -> Callable[[], None] | None:
        """How what commits by itself takes its count along in its last transaction: it ran to its end, or it didn't."""
        history, statement = self.work.history, self.file.statements[place]
        finished = self.file.statements[: place + 1]
        if not _COMMITS.match(statement.sql) or _sets_role(self.file):
            return None
        if self.work.session.keeps:
            return partial(history.run_and_count, run, finished)
        block = counted(statement.sql, history.count(run, finished))
        if block is None:
            return None

        def run_block() -> None:
            try:
                self.work.session.connection.execute(block)
            except JoeyError as error:
                error.sql, error.position = statement.sql, None
                if error.sqlstate != "42601":  # it can't be a block within a block
                    raise
                self.work.session.connection.execute(statement.sql)

        return run_block

    def _count(self, run: int, place: int) -> None:
        with _afterwards(), self.work.as_ourselves():
            self.work.history.done(run, self.file.statements[: place + 1])

    def _cleared(self, statement: SqlStatement, known: str | None) -> bool:
        """Whether the statement is done now that what a failed attempt left of it is cleared away."""
        connection = self.work.session.connection
        cleared = probe.clear(connection, statement, known)
        for said in cleared:
            self.work.report(Warned(said))
        return bool(cleared) and probe.outcome(connection, statement, known) == "done"

    def _note(self, run: int, message: str, sqlstate: str | None) -> None:
        with suppress(JoeyError), self.work.as_ourselves():
            self.work.history.failed(run, message, sqlstate)

    # After an interruption

    def _after_loss(self, run: int, place: int, error: JoeyError) -> None:
        """Look what became of a statement during which the connection was lost; raises unless it took effect."""
        work, statement = self.work, self.file.statements[place]

        def look() -> tuple[int, probe.Outcome]:
            self._set_again(place)
            done, running, known = work.history.place_of(run)
            if done > place or running != place + 1:
                return done, "done" if done > place else "not done"
            return done, probe.outcome(work.session.connection, statement, known)

        try:
            with work.watch.over(self.migration.tag, statement.number, work.session.backend):
                done, found = work.looked(look, end=False)
        except JoeyError as again:
            if is_of_run(again):
                raise again from error
            raise error from again
        if found == "not done" and isinstance(error, GoesOn) and statement.repeatable:
            # It has ended. A failed REINDEX would have left copies, and of a VACUUM nothing depends.
            found = "unknown" if _COMMITS.match(statement.sql) else "done"
        if found == "unknown":
            raise self._unknown(run, statement, error.message) from error
        if found == "done":
            if done <= place:
                self._count(run, place)
            if statement.session:
                work.session.connection.execute(statement.sql)
            work.report(
                Warned(f"{self.file.file}:{statement.line}: {error.message}. joey has looked: the statement is done")
            )
            return
        self._note(run, error.message, error.sqlstate)
        what = "was left half done, and is cleared away by the next run" if found == "half done" else "took no effect"
        raise NetworkError(
            f"{error.message}. Statement {statement.number} of {self.file.file} {what}",
            file=self.file.file,
            line=statement.line,
            statement=statement.number,
            sqlstate=error.sqlstate,
            hint="joey has connected again and looked. Run `joey migrate` again: it goes on at this statement.",
        ) from error

    def _settled(self, last: Progress) -> int:
        """How many statements are done, where the last run ended in the middle of one."""
        statements = self.file.statements
        statement = statements[last.done] if last.done < len(statements) else None
        if statement is None or last.running_hash != hash_of([statement]):
            if last.failed:
                return last.done
            raise self._unknown(last.id, statement, "an earlier run was interrupted")
        if self._cleared(statement, last.before):
            return last.done + 1
        if last.failed:
            return last.done
        found = probe.outcome(self.work.session.connection, statement, last.before)
        if found == "done":
            return last.done + 1
        if found == "unknown":
            raise self._unknown(last.id, statement, "an earlier run was interrupted")
        return last.done

    def _unknown(self, run: int, statement: SqlStatement | None, how: str) -> UnknownOutcome:
        runs = TableName(self.work.lease.table.schema, "runs")
        number = statement.number if statement else None
        return UnknownOutcome(
            f"{how} while statement {number or '(since changed)'} of {self.file.file} ran, and whether that took "
            "effect isn't known",
            file=self.file.file,
            line=statement.line if statement else None,
            statement=number,
            sql=statement.sql if statement else None,
            hint="Look whether it took effect. If it did not (or if it may run again): "
            f"UPDATE {runs.sql} SET outcome = 'failed' WHERE id = {run}; If it did, do the rest of the file by "
            "hand and insert its row into the record. Then run `joey migrate` again.",
        )

    # The session

    def _demand_session(self) -> None:
        culprit = next((s for s in self.file.statements if s.session), None)
        if culprit is not None and not self.work.session.keeps:
            raise TransactionMode(
                "A SET that outlives its statement needs a session, which this connection doesn't keep",
                file=self.file.file,
                line=culprit.line,
                statement=culprit.number,
                sql=culprit.sql,
                hint="Use SET LOCAL in a file that runs in one transaction, or ALTER ROLE … SET.",
            )

    def _set_again(self, done: int) -> None:
        """Set the session as the file's finished statements did."""
        if self.work.session.keeps:
            self.work.session.connection.execute(limit(self.work.ddl_lock_timeout, local=False))
        for statement in self.file.statements[:done]:
            if statement.session:
                self.work.session.connection.execute(statement.sql)

    def _limit(self, statement: SqlStatement, *, local: bool) -> None:
        """Bound the wait for locks, unless the file says itself how long, or nobody queues up behind the statement."""
        before = self.file.statements[: statement.number]
        if not any(s.session and "lock_timeout" in s.sql.lower() for s in before):
            seconds = 0 if statement.patient else self.work.ddl_lock_timeout
            self.work.session.connection.execute(limit(seconds, local=local))


@contextmanager
def _afterwards() -> Iterator[None]:
    """When a statement has run: what goes wrong then says nothing against it, so it is looked up, and never failed."""
    try:
        yield
    except JoeyError as error:
        if is_lost(error) or is_of_run(error):
            raise
        said = f"the statement has run, and could not be counted: {error.message}"
        raise UnknownOutcome(said, sqlstate=error.sqlstate) from error


def _sets_role(file: SqlFile) -> bool:
    """Whether a file may leave a role behind that needn't be allowed to write records."""
    return any(
        word in statement.sql.lower() for statement in file.statements for word in ("role", "session authorization")
    )
