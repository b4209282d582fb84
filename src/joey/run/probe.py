"""What became of a statement whose outcome nobody wrote down: asked of the catalog."""

from __future__ import annotations

import time
from typing import Literal

from joey.connect.protocol import Connection
from joey.model.migration import IndexEffect, SqlStatement
from joey.run.names import quoted

Outcome = Literal["done", "not done", "half done", "unknown"]


def outcome(connection: Connection, statement: SqlStatement) -> Outcome:
    """Whether a statement that ran outside a transaction has taken effect."""
    if statement.index is not None:
        return _of_index(connection, statement.index)
    return "not done" if statement.repeatable else "unknown"


def clear_half_done(connection: Connection, statement: SqlStatement) -> bool:
    """Remove the INVALID index that a failed CREATE INDEX CONCURRENTLY left; whether there was one."""
    index = statement.index
    if index is None or not index.built or _of_index(connection, index) != "half done":
        return False
    schema, _ = _place(connection, index) or (None, False)
    name = quoted(index.name) if schema is None else f"{quoted(schema)}.{quoted(index.name)}"
    connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    return True


def _of_index(connection: Connection, index: IndexEffect) -> Outcome:
    while _being_built(connection, index):
        time.sleep(0.5)  # a killed runner's server process goes on to the end of its statement
    found = _place(connection, index)
    if index.built:
        return "not done" if found is None else "done" if found[1] else "half done"
    return "done" if found is None else "not done"


def _place(connection: Connection, index: IndexEffect) -> tuple[str, bool] | None:
    """The schema of an index and whether it is valid, as the statement's own name would be resolved."""
    if index.built and index.table is not None:
        # An index lies in its table's schema.
        table = ".".join(quoted(part) for part in (index.schema, index.table) if part)
        rows = connection.query(
            """SELECT n.nspname::text, i.indisvalid FROM pg_catalog.pg_class t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname::text = $2::text
            JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
            WHERE t.oid = pg_catalog.to_regclass($1::text)""",
            [table, _cut(index.name)],
        )
    else:
        name = ".".join(quoted(part) for part in (index.schema, index.name) if part)
        rows = connection.query(
            """SELECT n.nspname::text, i.indisvalid FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
            WHERE c.oid = pg_catalog.to_regclass($1::text)""",
            [name],
        )
    return (rows[0][0], bool(rows[0][1])) if rows else None


def _being_built(connection: Connection, index: IndexEffect) -> bool:
    return bool(
        connection.query(
            """SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p
            JOIN pg_catalog.pg_class c ON c.oid = p.index_relid
            WHERE p.datname = pg_catalog.current_database() AND c.relname::text = $1::text LIMIT 1""",
            [_cut(index.name)],
        )
    )


def _cut(name: str) -> str:
    """A name as PostgreSQL cuts it to 63 bytes."""
    return name.encode()[:63].decode(errors="ignore")
