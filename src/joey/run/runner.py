"""One migration applied, with its record: in one transaction, or statement by statement and counted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.errors import JoeyError, LockTimeout, NetworkError, TransactionMode, UnknownOutcome
from joey.model.migration import Migration, SqlFile, SqlStatement
from joey.model.report import Applied, Report, Retrying, Said, Started, StatementDone, Warned
from joey.run import probe
from joey.run.lease import Lease
from joey.run.names import TableName, quoted
from joey.run.progress import History, Progress, checked, hash_of
from joey.run.tracking import RecordTable

# A lock that wasn't to be had in time, a deadlock, a serialization failure: nothing was done, and the next try may
# well succeed.
_WORTH_RETRYING = ("55P03", "40P01", "40001")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0

_HINTS = {
    "2D000": "The statement commits by itself. Write `-- joey: no-transaction` at the head of the file: it then runs "
    "statement by statement, each recorded.",
    "25001": "Write `-- joey: no-transaction` at the head of the file, or move the statement into a file of its own.",
    "55P04": "A new enum label can be used only once it is committed: move its first use into the next migration.",
}


@dataclass(frozen=True, slots=True)
class Runner:
    """What every migration of one run is applied with."""

    connection: Connection
    lease: Lease
    record: RecordTable
    report: Callable[[Report], None]
    ddl_lock_timeout: float = 2
    """Seconds that a statement may wait for a table's lock, during which everybody else queues up behind it."""
    retries: int = 10
    role: str | None = None
    """The role that was set after the login, which each migration begins with."""

    def apply(self, migration: Migration, file: SqlFile, number: int, of: int, last: Progress | None) -> Applied:
        """Run a migration and record it; `last` tells how far an earlier run of it came."""
        began = time.monotonic()
        # A file that was made transactional after it had stopped in the middle still goes on where it stopped.
        untouched = last is None or (last.done == 0 and (last.failed or last.running is None))
        transactional = file.transactional and untouched
        if transactional:
            self.report(Started(migration.tag, number, of, len(file.statements), True))
            self._in_one(migration, file)
        else:
            last = checked(last, file) if last else None
            at = last.statement if last and last.done else None
            self.report(Started(migration.tag, number, of, len(file.statements), False, at))
            self._one_by_one(migration, file, last)
        result = Applied(migration.tag, _ms(began), len(file.statements))
        self.report(result)
        return result

    # In one transaction

    def _in_one(self, migration: Migration, file: SqlFile) -> None:
        history = History(self.connection, self.lease, self.record)

        def attempt() -> None:
            self._reset()
            with self._located(file, None), self.connection.transaction():
                self._prepare(local=True)
                for statement in file.statements:
                    self._run(migration, file, statement)
                    if statement.sql.startswith("SET TRANSACTION") and not self.lease.still_held(self.connection):
                        # At a stricter isolation level the row must be locked first: each heartbeat changes it.
                        raise self.lease.lost()
                self._own_role(file)
                history.record(migration, len(file.statements))

        try:
            self._with_retries(migration.tag, attempt)
        except JoeyError as error:
            if not isinstance(error, NetworkError | UnknownOutcome) and not _of_run(error):
                with suppress(JoeyError):
                    self._reset()
                    history.rolled_back(migration, len(file.statements), error)
            raise

    # Statement by statement

    def _one_by_one(self, migration: Migration, file: SqlFile, last: Progress | None) -> None:
        history = History(self.connection, self.lease, self.record)
        statements = file.statements
        if not self.connection.keeps_session and any(s.session for s in statements):
            culprit = next(s for s in statements if s.session)
            raise TransactionMode(
                "A SET that outlives its statement needs a session, which this connection doesn't keep",
                file=file.file,
                line=culprit.line,
                statement=culprit.number,
                sql=culprit.sql,
                hint="Use SET LOCAL in a file that runs in one transaction, or ALTER ROLE … SET.",
            )
        self._reset()
        self._prepare(local=False)
        done = last.done if last else 0
        for statement in statements[:done]:
            if statement.session:
                self.connection.execute(statement.sql)
        with self._as_own_role(file, done):
            if last is not None and last.running is not None and not last.failed:
                done = self._settled(history, file, last)
            run = history.begin(migration, len(statements), last)
            if done:
                history.done(run, statements[:done])
        for place in range(done, len(statements)):
            try:
                self._counted(history, run, migration, file, place)
            except JoeyError as error:
                if not isinstance(error, NetworkError | UnknownOutcome) and not _of_run(error):
                    with suppress(JoeyError), self._as_own_role(file, place):
                        history.failed(run, error)
                raise
        self._reset()
        with self._located(file, None), self.connection.transaction():
            history.record_finished(run, migration)

    def _counted(self, history: History, run: int, migration: Migration, file: SqlFile, place: int) -> None:
        """Run one statement of a file that runs statement by statement, and count it."""
        statement = file.statements[place]
        finished = file.statements[: place + 1]
        if statement.session:
            self._run(migration, file, statement)
            with self._as_own_role(file, place + 1):
                history.done(run, finished)
        elif statement.transactional:

            def attempt() -> None:
                with self._located(file, statement), self.connection.transaction():
                    self._limit(file, statement, local=True)
                    self._run(migration, file, statement)
                    self._own_role(file)
                    history.done(run, finished)

            self._with_retries(migration.tag, attempt)
            self._file_role(file, place + 1)
        else:
            with self._as_own_role(file, place):
                history.intend(run, statement, place + 1)
            self._alone(migration, file, statement)
            with self._as_own_role(file, place + 1):
                history.done(run, finished)

    def _alone(self, migration: Migration, file: SqlFile, statement: SqlStatement) -> None:
        """Run a statement outside any transaction; only an index can be tried again, for it can be looked at."""

        def attempt() -> None:
            if statement.index is not None and probe.clear_half_done(self.connection, statement):
                self.report(Warned(f"dropped the invalid index {statement.index.name}, which a failed attempt left"))
            if self.connection.keeps_session:
                self._limit(file, statement, local=False)
            self._run(migration, file, statement)

        if statement.index is not None or statement.repeatable:
            self._with_retries(migration.tag, attempt)
        else:
            attempt()

    def _settled(self, history: History, file: SqlFile, last: Progress) -> int:
        """How many statements are done, where the last run ended without a word in the middle of one."""
        statement = file.statements[last.done] if last.done < len(file.statements) else None
        same = statement is not None and last.running_hash == hash_of([statement])
        found = probe.outcome(self.connection, statement) if statement and same else "unknown"
        if found == "done":
            return last.done + 1
        if found != "unknown":
            return last.done
        runs = TableName(self.lease.table.schema, "runs")
        raise UnknownOutcome(
            f"{file.file} was interrupted while statement {last.running} ran, and whether that took effect isn't known",
            file=file.file,
            line=statement.line if statement else None,
            statement=last.running,
            sql=statement.sql if statement else None,
            hint="Look whether it took effect. If it did not (or if it may run again): "
            f"UPDATE {runs.sql} SET outcome = 'failed' WHERE id = {last.id}; If it did, do the rest of the file by "
            "hand and insert its row into the record. Then run `joey migrate` again.",
        )

    # The session

    def _reset(self) -> None:
        """Make the session what it was after the login; nothing of an earlier file is left in it."""
        if self.connection.keeps_session:
            self.connection.execute("DISCARD ALL")
            if self.role is not None:
                self.connection.execute(self._set_role)

    def _prepare(self, *, local: bool) -> None:
        if local or self.connection.keeps_session:
            self.connection.execute(_lock_timeout(self.ddl_lock_timeout, local=local))

    def _limit(self, file: SqlFile, statement: SqlStatement, *, local: bool) -> None:
        """Bound the wait for locks, unless the file says itself how long, or nobody queues up behind the statement."""
        if not any(s.session and "lock_timeout" in s.sql.lower() for s in file.statements[: statement.number]):
            self.connection.execute(_lock_timeout(0 if statement.patient else self.ddl_lock_timeout, local=local))

    @property
    def _set_role(self) -> str:
        own = f"SET ROLE {quoted(self.role)}" if self.role is not None else "RESET ROLE"
        return f"SET SESSION AUTHORIZATION DEFAULT; {own}"

    def _own_role(self, file: SqlFile) -> None:
        """Take our own role back from a file that may have set another, which needn't be allowed to write records."""
        if _sets_role(file):
            self.connection.execute(self._set_role)

    def _file_role(self, file: SqlFile, done: int) -> None:
        """Set the session again as the file's finished statements did."""
        if _sets_role(file):
            for statement in file.statements[:done]:
                if statement.session:
                    self.connection.execute(statement.sql)

    @contextmanager
    def _as_own_role(self, file: SqlFile, done: int) -> Iterator[None]:
        self._own_role(file)
        yield
        self._file_role(file, done)

    # Statements

    def _run(self, migration: Migration, file: SqlFile, statement: SqlStatement) -> None:
        began = time.monotonic()
        with self._located(file, statement):
            self.connection.execute(statement.sql)
        for said in self.connection.notices():
            self.report(Said(migration.tag, said))
        self.report(StatementDone(migration.tag, statement.number, len(file.statements), statement.line, _ms(began)))

    def _with_retries(self, tag: str, attempt: Callable[[], None]) -> None:
        """Try again, after growing waits, as long as it fails for a lock that somebody else holds."""
        for retry in range(1, self.retries + 2):
            try:
                return attempt()
            except JoeyError as error:
                if error.sqlstate not in _WORTH_RETRYING or _of_run(error):
                    raise
                if retry > self.retries:
                    if error.sqlstate == "55P03":
                        error.hint = (
                            f"Somebody else holds a lock that this needs; {self.retries + 1} attempts of "
                            f"{self.ddl_lock_timeout:g} s each were made. Try at a quieter time, find who blocks in "
                            "pg_stat_activity, or raise --ddl-lock-timeout or --retries."
                        )
                    raise
                pause = min(_FIRST_PAUSE * 2 ** (retry - 1), _LONGEST_PAUSE) * random.uniform(0.5, 1.5)
                self.report(Retrying(tag, retry, self.retries, pause, error.message))
            time.sleep(pause)
        return None

    @contextmanager
    def _located(self, file: SqlFile, statement: SqlStatement | None) -> Iterator[None]:
        """Errors that say in which file, line and statement they happened."""
        try:
            yield
        except JoeyError as error:
            if error.file is None and not _of_run(error):
                error.file = file.file
                if statement is not None:
                    inside = statement.sql[: error.position or 0]
                    error.line = statement.line + inside.count("\n")
                    error.statement = statement.number
                    error.sql = statement.sql
                if error.sqlstate in _HINTS:
                    error.hint = _HINTS[error.sqlstate]
            raise


def _of_run(error: JoeyError) -> bool:
    """Whether it is the run's own lock that the error speaks of."""
    return isinstance(error, LockTimeout) and error.exit_code == 5


def _sets_role(file: SqlFile) -> bool:
    return any(
        word in statement.sql.lower() for statement in file.statements for word in ("role", "session authorization")
    )


def _lock_timeout(seconds: float, *, local: bool) -> str:
    return f"SET {'LOCAL ' if local else ''}lock_timeout = {max(0, round(seconds * 1000))}"


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
