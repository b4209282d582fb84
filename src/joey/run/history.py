"""What a run writes into `runs` and into the record, each only while the lease is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from joey.errors import ConstraintViolation
from joey.model.migration import Migration, SqlStatement
from joey.model.spelling import literal
from joey.run.lease import Lease
from joey.run.names import TableName
from joey.run.progress import Progress, hash_of
from joey.run.session import Session
from joey.run.tracking import RecordTable


class History:
    """The rows that one run writes, each only while the lease is its own."""

    def __init__(self, session: Session, lease: Lease, record: RecordTable) -> None:
        self._session = session
        self._lease = lease
        self._record = record
        self._runs = TableName(lease.table.schema, "runs").sql
        self._held = (
            f"held AS MATERIALIZED (SELECT 1 FROM {lease.table.sql} "
            "WHERE record = $1::text AND token = $2::bigint FOR UPDATE)"
        )

    def _write(self, sql: str, params: Sequence[object], *, repeatable: bool = False) -> int:
        """The number that a statement returns."""
        own = [self._lease.record, self._lease.token]
        rows = self._session.connection.query(sql, [*own, *params], repeatable=repeatable)
        if not rows:
            raise self._lease.lost()
        return int(rows[0][0])

    def ending(self, migration: Migration, statements: int) -> list[str]:
        """Statements that record a migration, and its run, as ourselves, at the end of the transaction that applies it.

        Where the lease isn't ours any more there is no token to write, which `while_held` understands.
        """
        lease, name = self._lease, self._name(migration)
        record, tag, digest = literal(lease.record), literal(migration.tag), literal(migration.sha256)
        held = f"SELECT token FROM {lease.table.sql} WHERE record = {record} AND token = {lease.token} FOR UPDATE"
        columns, values = (', "name"', f", {literal(name[0])}") if name else ("", "")
        history = f"""INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, done,
                                                outcome, started_at, finished_at, runner)
            VALUES ({record}, ({held}), {tag}, {migration.when}, {digest}, true, {statements}, {statements}, 'applied',
                    pg_catalog.transaction_timestamp(), pg_catalog.clock_timestamp(), {literal(lease.holder)})"""
        row = f"""INSERT INTO {self._record.name.sql} (hash, created_at{columns})
            VALUES ({digest}, {self._record.created_at(migration.when)}{values})"""
        # Two are planned quicker than one that holds both, which without a session saves a call.
        both = [history, row] if self._session.keeps else [f"WITH history AS ({history}) {row}"]
        return [self._session.as_ourselves, *both]

    @contextmanager
    def while_held(self) -> Iterator[None]:
        """The error that says so, where a record could not be written because the lease isn't ours any more."""
        try:
            yield
        except ConstraintViolation as error:
            if error.sqlstate != "23502" or self._lease.still_held(self._session.connection):
                raise
            raise self._lease.lost() from error

    def record_finished(self, run: int, migration: Migration) -> None:
        """Record a migration whose statements have run one by one."""
        self._write(
            f"""WITH {self._held}, history AS (
                UPDATE {self._runs} SET outcome = 'applied', running = NULL, running_hash = NULL, before = NULL,
                       finished_at = pg_catalog.clock_timestamp(), tag = $3::text
                WHERE id = $6::bigint AND EXISTS (SELECT FROM held))
            {self._insert(7)}""",
            [migration.tag, migration.when, migration.sha256, run, *self._name(migration)],
        )

    def _insert(self, name: int) -> str:
        """The INSERT into the record; the migration's time is $4, its hash $5, its v1 name `$name`."""
        kind = self._record.columns.get("created_at")
        when = "$4::bigint"
        if kind == "timestamp with time zone":
            when = "pg_catalog.to_timestamp($4::bigint / 1000.0)"
        elif kind == "timestamp without time zone":
            when = "pg_catalog.to_timestamp($4::bigint / 1000.0) AT TIME ZONE 'UTC'"
        column, value = (', "name"', f", ${name}::text") if self._record.keeps_names else ("", "")
        return (
            f"INSERT INTO {self._record.name.sql} (hash, created_at{column}) "
            f"SELECT $5::text, {when}{value} FROM held RETURNING 1"
        )

    def _name(self, migration: Migration) -> list[str]:
        # Without it Drizzle 1.x would run the migration again.
        return [migration.named_v1] if self._record.keeps_names else []

    def is_recorded(self, migration: Migration) -> bool:
        """Whether this very run has recorded a migration; writes nothing.

        Without a session a COMMIT that wasn't answered may still be on its way. Its transaction has the lease's row.
        """
        if not self._session.keeps:
            with self._session.connection.transaction():
                if not self._lease.still_held(self._session.connection):
                    raise self._lease.lost()
        sql = f"""SELECT 1 FROM {self._runs} WHERE record = $1::text AND token = $2::bigint AND "when" = $3::bigint
            AND hash = $4::text AND outcome = 'applied' LIMIT 1"""
        return bool(
            self._session.connection.query(
                sql, [self._lease.record, self._lease.token, migration.when, migration.sha256]
            )
        )

    def place_of(self, run: int) -> tuple[int, int | None, str | None]:
        """How many statements are counted as done, which one was to run, and what was known before it; only reads."""
        sql = f"SELECT done::int, running::int, before FROM {self._runs} WHERE id = $1::bigint"
        ((done, running, before),) = self._session.connection.query(sql, [run])
        return done, running, before

    def begin(self, migration: Migration, statements: Sequence[SqlStatement], done: int, last: Progress | None) -> int:
        """The run of a file, statement by statement, that begins or goes on after those that are done."""
        return self._write(
            f"""WITH {self._held}, closed AS (
                UPDATE {self._runs} SET outcome = 'failed', error = 'the run ended without a word',
                       finished_at = pg_catalog.clock_timestamp()
                WHERE id = $10::bigint AND outcome = 'running' AND EXISTS (SELECT FROM held))
            INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, done, done_hash,
                                      outcome, runner)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::text, false, $6::int, $7::int, $8::text,
                   'running', $9::text FROM held RETURNING id::bigint""",
            [
                *(migration.tag, migration.when, migration.sha256, len(statements)),
                *(done, hash_of(statements[:done]) if done else None),
                *(self._lease.holder, last.id if last else None),
            ],
        )

    def intend(self, run: int, statement: SqlStatement, place: int, before: str | None) -> None:
        """Say which statement will now run, before it does, and what the catalog tells before it."""
        self._write(
            f"""WITH {self._held} UPDATE {self._runs} SET running = $4::int, running_hash = $5::text, before = $6::text,
                outcome = 'running', error = NULL, sqlstate = NULL, finished_at = NULL
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1""",
            [run, place, hash_of([statement]), before],
            repeatable=True,
        )

    def done(self, run: int, statements: Sequence[SqlStatement]) -> None:
        """Say that all of these have run."""
        self._write(*self._done(run, statements), repeatable=True)

    def run_and_count(self, run: int, statements: Sequence[SqlStatement]) -> None:
        """Run the last of these, which commits by itself, and in its last transaction say that all have run."""
        sql, params = self._done(run, statements)
        own = [self._lease.record, self._lease.token]
        if not self._session.connection.execute_and_query(statements[-1].sql, sql, [*own, *params]):
            raise self._lease.lost()

    def count(self, run: int, statements: Sequence[SqlStatement]) -> str:
        """PL/pgSQL that says, at the end of a block, that all of these have run; true whoever has the lease by then."""
        return (
            f"UPDATE {self._runs} SET done = {len(statements)}, done_hash = {literal(hash_of(statements))}, "
            f"running = NULL, running_hash = NULL, before = NULL WHERE id = {run} AND running = {len(statements)};"
        )

    def _done(self, run: int, statements: Sequence[SqlStatement]) -> tuple[str, list[object]]:
        sql = f"""WITH {self._held} UPDATE {self._runs} SET done = $4::int, done_hash = $5::text, running = NULL,
                running_hash = NULL, before = NULL
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1"""
        return sql, [run, len(statements), hash_of(statements)]

    def failed(self, run: int, message: str, sqlstate: str | None) -> None:
        """Say that the running statement had no effect, or only the half of one that can be cleared away."""
        self._write(
            f"""WITH {self._held} UPDATE {self._runs} SET outcome = 'failed', error = $4::text, sqlstate = $5::text,
                finished_at = pg_catalog.clock_timestamp()
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1""",
            [run, message, sqlstate],
            repeatable=True,
        )

    def rolled_back(self, migration: Migration, statements: int, message: str, sqlstate: str | None) -> None:
        """Say that a migration's one transaction failed, for the history only."""
        self._write(
            f"""WITH {self._held}
            INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, outcome, error,
                                      sqlstate, finished_at, runner)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::text, true, $6::int, 'failed', $7::text, $8::text,
                   pg_catalog.clock_timestamp(), $9::text FROM held RETURNING id::bigint""",
            [
                *(migration.tag, migration.when, migration.sha256, statements, message, sqlstate),
                self._lease.holder,
            ],
        )
