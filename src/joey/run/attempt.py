"""One try, and the next one: what every way of applying a migration does with its statements."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from joey.errors import JoeyError, LockTimeout
from joey.model.migration import Migration, SqlFile, SqlStatement
from joey.model.report import Report, Said, StatementDone, Warned
from joey.run import session as sessions
from joey.run.history import History
from joey.run.lease import Lease
from joey.run.retries import retrying
from joey.run.session import Session
from joey.run.watch import Watch

Seen = TypeVar("Seen")

_HINTS = {
    "2D000": "The statement commits by itself. Write `-- joey: no-transaction` at the head of the file: it then runs "
    "statement by statement, each recorded.",
    "25001": "Write `-- joey: no-transaction` at the head of the file, or move the statement into a file of its own.",
    "42501": "Only its owner may alter an object: GRANT the_owner TO the role that migrates. "
    "`joey init --print-grants` prints what else it needs.",
    "55P04": "A new enum label can be used only once it is committed: move its first use into the next migration.",
}


@dataclass(frozen=True, slots=True)
class Work:
    """What every migration of one run is applied with."""

    session: Session
    lease: Lease
    history: History
    report: Callable[[Report], None]
    watch: Watch
    ddl_lock_timeout: float = 2
    """Seconds that a statement may wait for a table's lock, during which everybody else queues up behind it."""
    retries: int = 10

    def ready(self) -> None:
        """The session as it was after the login; one that was lost while nothing ran is made anew."""
        self._at_last(self.session.reset)

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """A transaction in such a session; all that makes it so is one round trip."""

        def begin() -> None:
            settings = self.session.afresh + limit(self.ddl_lock_timeout, local=True)
            transaction.enter_context(self.session.connection.transaction(settings=settings))

        with ExitStack() as transaction:
            self._at_last(begin)
            yield

    def _at_last(self, act: Callable[[], None]) -> None:
        try:
            act()
        except JoeyError as error:
            if not is_lost(error):
                raise
            self.report(Warned(f"connected again: {error.message}"))
            self.renew(end=True)
            act()

    def renew(self, *, end: bool) -> None:
        """A new connection in the place of one that was lost, once the old server process does nothing any more."""
        old = self.session.backend
        self.session.renew()
        self.session.outlive(old, end=end)
        self.lease.works_in(self.session.connection, self.session.backend)

    def looked(self, look: Callable[[], Seen], *, end: bool) -> Seen:
        """What is seen over a new connection in the place of a lost one, or over the next where that is lost too."""
        deadline, pause = time.monotonic() + sessions.PATIENCE, 0.1
        while True:
            try:
                self.renew(end=end)
                return look()
            except JoeyError as error:
                if is_of_run(error) or not is_lost(error) or time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
            pause *= 2

    @contextmanager
    def as_ourselves(self) -> Iterator[None]:
        """A statement of our own that commits by itself, whatever the file has set in the session."""
        if not self.session.keeps:
            yield
            return
        with self.session.connection.transaction():
            self.session.connection.execute(self.session.as_ourselves)
            yield

    def run(
        self, migration: Migration, file: SqlFile, statement: SqlStatement, how: Callable[[], None] | None = None
    ) -> None:
        """Run one statement, watched, and tell what the server said and how long it took."""
        began = time.monotonic()
        connection = self.session.connection
        with located(file, statement), self.watch.over(migration.tag, statement.number, self.session.backend):
            if how is None:
                connection.execute(statement.sql)
            else:
                how()
        for said in connection.notices():
            self.report(Said(migration.tag, said))
        took = round((time.monotonic() - began) * 1000)
        self.report(StatementDone(migration.tag, statement.number, len(file.statements), statement.line, took))

    def with_retries(self, tag: str, attempt: Callable[[], None]) -> None:
        """Try again, after growing waits, as long as it fails for a lock that somebody else holds."""
        try:
            retrying(attempt, self.retries, self.report, tag, self._whose)
        except JoeyError as error:
            if error.sqlstate == "55P03" and not is_of_run(error):
                held = f"It is held by {whose}." if (whose := self._whose()) else "Find who blocks in pg_stat_activity."
                error.hint = (
                    f"Somebody else holds a lock that this needs; {self.retries + 1} attempts of "
                    f"{self.ddl_lock_timeout:g} s each were made. {held} Try at a quieter time, or raise "
                    "--ddl-lock-timeout or --retries."
                )
            raise

    def _whose(self) -> str:
        return "; ".join(map(str, self.watch.blockers))


@contextmanager
def located(file: SqlFile, statement: SqlStatement | None) -> Iterator[None]:
    """Errors that say in which file, line and statement they happened."""
    try:
        yield
    except JoeyError as error:
        if error.file is None and not is_of_run(error):
            error.file = file.file
            if statement is not None:
                inside = statement.sql[: error.position or 0]
                error.line = statement.line + inside.count("\n")
                error.statement = statement.number
                error.sql = statement.sql
            if error.sqlstate in _HINTS:
                error.hint = _HINTS[error.sqlstate]
        raise


def is_of_run(error: JoeyError) -> bool:
    """Whether it is the run's own lock that the error speaks of."""
    return isinstance(error, LockTimeout) and error.exit_code == 5


def is_lost(error: JoeyError) -> bool:
    """Whether the connection went, so that the error is not yet an outcome."""
    return error.category in ("NETWORK_ERROR", "UNKNOWN_OUTCOME")


def limit(seconds: float, *, local: bool) -> str:
    """SQL that bounds the wait for locks."""
    return f"SET {'LOCAL ' if local else ''}lock_timeout = {max(0, round(seconds * 1000))}"
