"""What `runs` tells: the history of every migration's runs, and how far an unfinished file has come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.errors import ChecksumMismatch
from joey.model.migration import SqlFile, SqlStatement
from joey.run.names import TableName


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
    before: str | None = None
    """What the catalog told before the running statement began, see `probe.before`."""

    @property
    def statement(self) -> int:
        """The statement that is next, from 1."""
        return self.done + 1


def unfinished(connection: Connection, schema: str, record: str) -> list[Progress]:
    """The files whose last run neither ended well nor was one transaction; only reads."""
    rows = connection.query(
        f"""SELECT id::bigint, "when"::bigint, tag, done::int, done_hash, running::int, running_hash,
                   outcome = 'failed', error, to_jsonb(r) ->> 'before'
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
        f"""SELECT "when"::bigint, {_iso("max(finished_at)")}
            FROM {TableName(schema, "runs").sql}
            WHERE record = $1::text AND outcome = 'applied' GROUP BY "when" """,
        [record],
    )
    return {int(when): at for when, at in rows}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one migration, as the history has it."""

    tag: str
    hash: str
    when: int
    record: str
    outcome: str
    """`applied`, `failed`, `running`, or `interrupted`: it ended without a word."""
    transactional: bool
    statements: int
    done: int
    error: str | None
    sqlstate: str | None
    started_at: str
    finished_at: str | None
    duration_ms: int | None
    role: str
    runner: str | None
    token: int


def runs(connection: Connection, schema: str, *, leased: bool) -> list[Run]:
    """Every run, oldest first; `leased` tells whether the lease may be read, which says what still runs. Only reads."""
    live = (
        f"EXISTS (SELECT FROM {TableName(schema, 'lease').sql} l WHERE l.record = r.record AND l.token = r.token "
        "AND l.holder IS NOT NULL)"
        if leased
        else "true"
    )
    rows = connection.query(
        f"""SELECT tag, hash, "when"::bigint, record,
                   CASE WHEN outcome = 'running' AND NOT {live} THEN 'interrupted' ELSE outcome END,
                   transactional, statements::int, done::int, error, sqlstate, {_iso("started_at")},
                   {_iso("finished_at")},
                   round(extract(epoch FROM finished_at - started_at) * 1000)::bigint, role, runner, token::bigint
            FROM {TableName(schema, "runs").sql} r ORDER BY id"""
    )
    return [Run(*row) for row in rows]


def _iso(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


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
