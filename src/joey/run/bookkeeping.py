"""joey's own tables, and the record: made when something is about to be applied, by two runners at once too."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress

from joey.connect.protocol import Connection
from joey.errors import JoeyError, LockTimeout, PermissionDenied
from joey.model.spelling import quoted
from joey.run.names import TableName, lock_key
from joey.run.tracking import RecordTable

_PATIENCE = 240
"""Seconds; the RDS Data API rolls a dead run's transaction back after three minutes."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0

# Someone else made the same thing between our look and our CREATE.
_MADE_MEANWHILE = ("42P06", "42P07", "42710", "23505")

_TABLES = {
    "lease": """(
    record text PRIMARY KEY,
    holder text,
    session boolean NOT NULL DEFAULT false,
    backend text,
    token bigint NOT NULL DEFAULT 0,
    taken_at timestamptz,
    heartbeat_at timestamptz,
    until timestamptz NOT NULL DEFAULT '-infinity'
)""",
    "runs": """(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record text NOT NULL,
    token bigint NOT NULL,
    tag text NOT NULL,
    "when" bigint NOT NULL,
    hash text NOT NULL,
    transactional boolean NOT NULL,
    statements integer NOT NULL,
    done integer NOT NULL DEFAULT 0,
    done_hash text,
    running integer,
    running_hash text,
    before text,
    outcome text NOT NULL CHECK (outcome IN ('running', 'applied', 'failed')),
    error text,
    sqlstate text,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    role text NOT NULL DEFAULT current_user,
    runner text
)""",
    "settings": "(name text PRIMARY KEY, value text NOT NULL)",
    "pushed": "(object text PRIMARY KEY, pushed_at timestamptz NOT NULL DEFAULT clock_timestamp())",
}
OF_MIGRATE = ("lease", "runs", "settings")
OF_PUSH = ("lease", "settings", "pushed")


_LATER = {"lease": "backend", "runs": "before"}
"""Columns that the first tables didn't have."""


def ensure(connection: Connection, schema: str, own: frozenset[str], wanted: Sequence[str] = OF_MIGRATE) -> None:
    """Make those of joey's own tables that are wanted and missing, and what is missing of their columns."""
    for table in own & _LATER.keys() & set(wanted):
        _extend(connection, TableName(schema, table), _LATER[table])
    missing = [table for table in wanted if table not in own]
    if not missing:
        return
    names = [TableName(schema, table) for table in missing]
    ddl = [f"CREATE TABLE {name.sql} {_TABLES[name.table]}" for name in names]
    _make(connection, names, ddl, "or set bookkeeping_schema to a schema in which the role may create tables")


def _extend(connection: Connection, table: TableName, column: str) -> None:
    there = connection.query(
        "SELECT 1 FROM pg_catalog.pg_attribute "
        "WHERE attrelid = pg_catalog.to_regclass($1::text) AND attname = $2::text",
        [table.sql, column],
    )
    if not there:
        connection.execute(f"ALTER TABLE {table.sql} ADD COLUMN IF NOT EXISTS {column} text")


def ensure_record(connection: Connection, record: RecordTable) -> None:
    """Make the record if it is missing, with Drizzle's three columns."""
    if record.exists:
        return
    ddl = f"CREATE TABLE {record.name.sql} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)"
    _make(connection, [record.name], [ddl], "or let an administrator make it")


def _make(connection: Connection, names: Sequence[TableName], ddl: Sequence[str], otherwise: str) -> None:
    """Create tables that aren't there yet.

    Two joeys take turns by an advisory lock, under which each looks again. Any other tool that makes the same
    table is found out by the error that PostgreSQL then gives.
    """
    deadline, pause, attempt = time.monotonic() + _PATIENCE, _FIRST_PAUSE, 1
    while True:
        try:
            with connection.transaction():
                # Held for the moment of a few CREATEs only, and by nobody who waits for anything else.
                taken = connection.query(f"SELECT pg_try_advisory_xact_lock({lock_key('bookkeeping')})")[0][0]
                if taken:
                    _create(connection, names, ddl)
            if taken:
                return
        except JoeyError as error:
            if error.sqlstate in _MADE_MEANWHILE and attempt < 3:
                attempt += 1
                continue
            if isinstance(error, PermissionDenied):
                error.hint = (
                    f"joey keeps its own tables in the database. GRANT CREATE ON SCHEMA {quoted(names[0].schema)} "
                    f"(where that schema is missing, CREATE ON DATABASE) to the role, {otherwise}."
                )
            raise
        if time.monotonic() > deadline:
            raise LockTimeout(
                f"Another run has been making joey's own tables for {_PATIENCE} s",
                of_run=True,
                hint="A transaction of its connection is still open: find it in pg_stat_activity, and end it.",
            )
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _create(connection: Connection, names: Sequence[TableName], ddl: Sequence[str]) -> None:
    schema = names[0].schema
    if connection.query("SELECT pg_catalog.to_regnamespace($1::text) IS NULL", [quoted(schema)])[0][0]:
        connection.execute(f"CREATE SCHEMA {quoted(schema)}")
    for name, statement in zip(names, ddl, strict=True):
        if connection.query("SELECT pg_catalog.to_regclass($1::text) IS NULL", [name.sql])[0][0]:
            connection.execute(statement)


def is_protected(connection: Connection, schema: str) -> bool:
    """Whether the database itself says that it is protected; only reads."""
    table = TableName(schema, "settings")
    with suppress(PermissionDenied):
        if connection.query("SELECT pg_catalog.to_regclass($1::text) IS NOT NULL", [table.sql])[0][0]:
            return bool(connection.query(f"SELECT 1 FROM {table.sql} WHERE name = 'protected' AND value = 'true'"))
    return False


def protect(connection: Connection, schema: str) -> None:
    """Write into the database that it is protected, whichever way somebody comes to it."""
    table = TableName(schema, "settings").sql
    if not connection.query(f"SELECT 1 FROM {table} WHERE name = 'protected' AND value = 'true'"):
        connection.query(
            f"INSERT INTO {table} (name, value) VALUES ('protected', 'true') "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            repeatable=True,
        )
