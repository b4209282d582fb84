"""A live database that is changed without a migration: what `push` and `reset` share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from joey.config import Config, Environment
from joey.connect.protocol import Connection
from joey.errors import Conflict, DataLoss, JoeyError, PlanRefused
from joey.model.address import Address
from joey.model.plan import Loss, Plan, Statement
from joey.model.report import Report
from joey.postgres.catalog import Catalog
from joey.postgres.names import ident, qualified
from joey.run import bookkeeping, tracking
from joey.run.names import TableName
from joey.run.retries import retrying
from joey.verbs.side import read_live
from joey.verbs.stage import Stage

Rows = dict[Loss, int | None]
"""What would be lost, and how many rows or values that is; None where they can't be counted."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try again."""

    lock_timeout: float = 600
    """For another run."""
    ddl_lock_timeout: float = 2
    """For a table."""
    retries: int = 10


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done with a live database, and on what that rests."""

    live: Catalog
    """The database as it was when it was compared."""
    files: tuple[tuple[Statement, ...], ...] = ()
    """The statements; what stands in another file needs a commit between."""
    plan: Plan = field(default_factory=Plan)
    rows: Rows = field(default_factory=dict)
    left: tuple[Address, ...] = ()
    """What joey has never made: it is left alone."""
    notes: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order."""
        return tuple(s for part in self.files for s in part)

    def told(self, loss: Loss) -> str:
        """A loss as people are told it, with what the database holds of it."""
        count = self.rows.get(loss)
        if count is None:
            return loss.key
        return f"{loss.key} ({count} {'row' if loss.kind == 'table' else 'value'}{'s' * (count != 1)})"


@dataclass(frozen=True, slots=True)
class Live:
    """One live database, and the stage on which what is done to it is proved first."""

    config: Config
    place: Environment
    stage: Stage

    def connect(self) -> Connection:
        """A new connection to it."""
        from joey.connect.psycopg import connect

        return connect(self.place.url, role=self.place.role)

    def record(self, connection: Connection, verb: str) -> tracking.Found:
        """The record of migrations; PlanRefused where the database is protected."""
        schema = self.config.bookkeeping_schema
        found = tracking.find(connection, TableName.parse(self.config.tracking_table), schema)
        if self.place.protected or bookkeeping.is_protected(connection, schema):
            raise PlanRefused(
                f"The database {connection.server.database} is protected: {verb} leaves it alone",
                hint="Write a migration: joey generate, then joey migrate.",
            )
        return found

    def apply(
        self,
        connection: Connection,
        change: Change,
        finish: Callable[[Connection, tracking.Found], None],
        patience: Patience,
        report: Callable[[Report], None],
        verb: str,
    ) -> None:
        """Take the lock, see that nothing has changed since, and run everything, with `finish`, in one transaction."""
        from joey.run.lease import held

        schema, found = self.config.bookkeeping_schema, self.record(connection, verb)
        bookkeeping.ensure(connection, schema, found.own, bookkeeping.OF_PUSH)
        with held(
            self.connect,
            schema=schema,
            record=str(found.record.name),
            timeout=patience.lock_timeout,
            report=report,
            on_lost=connection.cancel,
        ) as lease:
            now, _ = read_live(connection, self.place.url, self.stage)
            if not now.same_as(change.live):
                raise Conflict(
                    f"The database was changed while the {verb} was prepared, so nothing was done",
                    hint="Run the command again.",
                )
            for number, part in enumerate(change.files or ((),), 1):
                first, last = number <= 1, number >= len(change.files)

                def run(part: Sequence[Statement] = part, first: bool = first, last: bool = last) -> None:
                    with connection.transaction():
                        connection.execute(f"SET LOCAL lock_timeout = {round(patience.ddl_lock_timeout * 1000)}")
                        lost = {loss for s in part for loss in s.losses}
                        self._see_empty(connection, [x for x in lost if change.rows.get(x) == 0])
                        for statement in part:
                            try:
                                connection.execute(statement.sql)
                            except JoeyError as error:
                                if first and error.hint is None:
                                    error.hint = "Nothing was changed: all of it is one transaction."
                                raise
                        if last:
                            finish(connection, found)
                        if not lease.still_held(connection):
                            raise lease.lost()

                retrying(run, patience.retries, report, verb)

    def _see_empty(self, connection: Connection, losses: Sequence[Loss]) -> None:
        """DataLoss where something that was empty, and so goes unasked, has got rows meanwhile."""
        for loss in sorted(losses, key=lambda loss: loss.key):
            connection.execute(f"LOCK TABLE {qualified(*loss.names[:2])} IN ACCESS EXCLUSIVE MODE")
            if rows(connection, loss):
                raise DataLoss(f"{loss.key}: rows came in meanwhile. Nothing was done.", [loss.key])


def counted(connection: Connection, change: Plan) -> Rows:
    """What a plan loses, with the rows of the database."""
    return {loss: rows(connection, loss) for loss in change.losses}


def rows(connection: Connection, loss: Loss) -> int | None:
    """How many rows or values would be lost; None where they can't be counted."""
    if loss.kind == "table" and len(loss.names) == 2:
        what, table = "*", loss.names
    elif loss.kind == "column" and len(loss.names) == 3:
        what, table = ident(loss.names[2]), loss.names[:2]
    else:
        return None
    return int(connection.query(f"SELECT count({what}) FROM {qualified(*table)}")[0][0])
