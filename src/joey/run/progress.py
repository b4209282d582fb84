"""`runs`: the history of every migration's runs, and how far an unfinished file has come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.errors import ChecksumMismatch, JoeyError
from joey.model.migration import Migration, SqlFile, SqlStatement
from joey.run.lease import Lease
from joey.run.names import TableName
from joey.run.tracking import RecordTable


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the last run of a file came that can't run in one transaction."""

    id: int
    when: int
    tag: str
    done: int
    done_hash: str | None
    running: int | None
    running_hash: str | None
    failed: bool
    """Whether the server said that the running statement failed; else its outcome isn't known."""
    error: str | None

    @property
    def statement(self) -> int:
        """The statement that is next, from 1."""
        return self.done + 1


def unfinished(connection: Connection, schema: str, record: str) -> list[Progress]:
    """The files whose last run neither ended well nor was one transaction; only reads."""
    rows = connection.query(
        f"""SELECT id::bigint, "when"::bigint, tag, done::int, done_hash, running::int, running_hash,
                   outcome = 'failed', error
            FROM {TableName(schema, "runs").sql} r
            WHERE record = $1::text AND NOT transactional AND outcome <> 'applied'
              AND id = (SELECT max(id) FROM {TableName(schema, "runs").sql} l
                        WHERE l.record = r.record AND l."when" = r."when")
            ORDER BY id""",
        [record],
    )
    return [Progress(*row) for row in rows]


def abandon(connection: Connection, schema: str, record: str) -> None:
    """Forget how far unfinished files have come, because nothing of theirs is there any more."""
    connection.query(
        f"UPDATE {TableName(schema, 'runs').sql} SET outcome = 'failed', done = 0, done_hash = NULL, running = NULL, "
        "running_hash = NULL WHERE record = $1::text AND outcome <> 'applied' RETURNING 1",
        [record],
    )


def applied_at(connection: Connection, schema: str, record: str) -> dict[int, str]:
    """When each migration was applied (ISO 8601), as far as joey's history tells; only reads."""
    rows = connection.query(
        f"""SELECT "when"::bigint, to_char(max(finished_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            FROM {TableName(schema, "runs").sql}
            WHERE record = $1::text AND outcome = 'applied' GROUP BY "when" """,
        [record],
    )
    return {int(when): at for when, at in rows}


def hash_of(statements: Sequence[SqlStatement]) -> str:
    """The hash of some statements, whatever lies between them."""
    return hashlib.sha256("\0".join(statement.sql for statement in statements).encode()).hexdigest()


def checked(progress: Progress, file: SqlFile) -> Progress:
    """The progress, where what is done still stands in the file as it ran."""
    done = file.statements[: progress.done]
    if len(done) == progress.done and (not done or hash_of(done) == progress.done_hash):
        return progress
    raise ChecksumMismatch(
        f"{file.file} was edited in its first {progress.done} statements, which have already run",
        file=file.file,
        line=done[-1].line if done else 1,
        statement=progress.done,
        hint="Bring those statements back as they were; what comes after them may be changed. What should be different "
        "belongs into a new migration.",
    )


class History:
    """The rows that one run writes, each only while the lease is its own."""

    def __init__(self, connection: Connection, lease: Lease, record: RecordTable) -> None:
        self._connection = connection
        self._lease = lease
        self._record = record
        self._runs = TableName(lease.table.schema, "runs").sql
        self._held = (
            f"held AS MATERIALIZED (SELECT 1 FROM {lease.table.sql} "
            "WHERE record = $1::text AND token = $2::bigint FOR UPDATE)"
        )

    def _write(self, sql: str, params: Sequence[object]) -> int:
        rows = self._connection.query(sql, [self._lease.record, self._lease.token, *params])
        if not rows:
            raise self._lease.lost()
        return int(rows[0][0])

    def record(self, migration: Migration, statements: int) -> None:
        """Record a migration, and its run, at the end of the transaction that applies it."""
        self._write(
            f"""WITH {self._held}, history AS (
                INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, done, outcome,
                                          started_at, finished_at, runner)
                SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::text, true, $6::int, $6::int, 'applied',
                       transaction_timestamp(), clock_timestamp(), $7::text FROM held)
            {self._insert(8)}""",
            [migration.tag, migration.when, migration.sha256, statements, self._lease.holder, *self._name(migration)],
        )

    def record_finished(self, run: int, migration: Migration) -> None:
        """Record a migration whose statements have run one by one."""
        self._write(
            f"""WITH {self._held}, history AS (
                UPDATE {self._runs} SET outcome = 'applied', running = NULL, running_hash = NULL,
                       finished_at = clock_timestamp(), tag = $3::text
                WHERE id = $6::bigint AND EXISTS (SELECT FROM held))
            {self._insert(7)}""",
            [migration.tag, migration.when, migration.sha256, run, *self._name(migration)],
        )

    def _insert(self, name: int) -> str:
        """The INSERT into the record; the migration's time is $4, its hash $5, its v1 name `$name`."""
        kind = self._record.columns.get("created_at")
        when = "$4::bigint"
        if kind == "timestamp with time zone":
            when = "to_timestamp($4::bigint / 1000.0)"
        elif kind == "timestamp without time zone":
            when = "to_timestamp($4::bigint / 1000.0) AT TIME ZONE 'UTC'"
        column, value = (', "name"', f", ${name}::text") if self._record.keeps_names else ("", "")
        return (
            f"INSERT INTO {self._record.name.sql} (hash, created_at{column}) "
            f"SELECT $5::text, {when}{value} FROM held RETURNING 1"
        )

    def _name(self, migration: Migration) -> list[str]:
        # Without it Drizzle 1.x would run the migration again.
        return [migration.named_v1] if self._record.keeps_names else []

    def begin(self, migration: Migration, statements: int, last: Progress | None) -> int:
        """The run of a file, statement by statement, that begins or goes on."""
        return self._write(
            f"""WITH {self._held}
            INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, done, done_hash,
                                      outcome, runner)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::text, false, $6::int, $7::int, $8::text,
                   'running', $9::text FROM held RETURNING id::bigint""",
            [
                *(migration.tag, migration.when, migration.sha256, statements),
                *((last.done, last.done_hash) if last else (0, None)),
                self._lease.holder,
            ],
        )

    def intend(self, run: int, statement: SqlStatement, place: int) -> None:
        """Say which statement will now run, before it does."""
        self._write(
            f"""WITH {self._held} UPDATE {self._runs} SET running = $4::int, running_hash = $5::text
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1""",
            [run, place, hash_of([statement])],
        )

    def done(self, run: int, statements: Sequence[SqlStatement]) -> None:
        """Say that all of these have run."""
        self._write(
            f"""WITH {self._held} UPDATE {self._runs} SET done = $4::int, done_hash = $5::text, running = NULL,
                running_hash = NULL
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1""",
            [run, len(statements), hash_of(statements)],
        )

    def failed(self, run: int, error: JoeyError) -> None:
        """Say that the server refused the running statement."""
        self._write(
            f"""WITH {self._held} UPDATE {self._runs} SET outcome = 'failed', error = $4::text, sqlstate = $5::text,
                finished_at = clock_timestamp()
            WHERE id = $3::bigint AND EXISTS (SELECT FROM held) RETURNING 1""",
            [run, error.message, error.sqlstate],
        )

    def rolled_back(self, migration: Migration, statements: int, error: JoeyError) -> None:
        """Say that a migration's one transaction failed, for the history only."""
        self._write(
            f"""WITH {self._held}
            INSERT INTO {self._runs} (record, token, tag, "when", hash, transactional, statements, outcome, error,
                                      sqlstate, finished_at, runner)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::text, true, $6::int, 'failed', $7::text, $8::text,
                   clock_timestamp(), $9::text FROM held RETURNING id::bigint""",
            [
                *(migration.tag, migration.when, migration.sha256, statements, error.message, error.sqlstate),
                self._lease.holder,
            ],
        )
