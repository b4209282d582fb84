"""What became of a statement whose outcome nobody wrote down: asked of the catalog."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Literal

from joey.connect.protocol import Connection
from joey.errors import PermissionDenied
from joey.model.migration import Detached, IndexBuilt, IndexDropped, Reindexed, Relation, Seen, SqlStatement
from joey.model.spelling import quoted

Outcome = Literal["done", "not done", "half done", "unknown"]

_NEWEST = "SELECT coalesce(max(indexrelid::bigint), 0) FROM pg_catalog.pg_index"
_COPIES = """SELECT i.indexrelid::bigint FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'"""


def before(connection: Connection, statement: SqlStatement) -> str | None:
    """What must be known of the catalog before a statement runs, so that its outcome can be told afterwards."""
    match statement.effect:
        case IndexBuilt(None, table):
            return json.dumps(sorted(oid for oid, _, _ in _indexes(connection, table)))
        case Reindexed():
            # An index that is made anew is a new one, which has taken the name of the old.
            return json.dumps(sorted(oid for (oid,) in connection.query(f"{_COPIES} UNION ALL {_NEWEST}")))
    return None


def outcome(connection: Connection, statement: SqlStatement, known: str | None) -> Outcome:
    """Whether a statement that ran outside a transaction has taken effect; `known` is what `before` told."""
    match statement.effect:
        case IndexBuilt():
            found = _built(connection, statement.effect, known)
            if found is None:
                return "unknown"
            return "not done" if not found else "done" if found[0][2] else "half done"
        case IndexDropped(index):
            return "not done" if _exists(connection, index) else "done"
        case Detached():
            pending = _attached(connection, statement.effect)
            return "done" if pending is None else "half done" if pending else "not done"
        case Seen(query):
            return "done" if connection.query(query)[0][0] else "not done"
        case Reindexed():
            there = json.loads(known) if known else [2**63]
            if {oid for (oid,) in connection.query(_COPIES)} - set(there) and known:
                return "half done"
            return "done" if connection.query(_NEWEST)[0][0] > max(there) else "not done"
    return "not done" if statement.repeatable else "unknown"


def clear(connection: Connection, statement: SqlStatement, known: str | None = None) -> list[str]:
    """What a failed attempt at the same statement left is removed, or carried to its end; each is named."""
    match statement.effect:
        case IndexBuilt():
            invalid = [index for index in _built(connection, statement.effect, known) or () if not index[2]]
            for _, name, _ in invalid:
                connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            return [f"dropped the invalid index {_plain(name)}, which a failed attempt left" for _, name, _ in invalid]
        case Reindexed() if known is not None:
            return _without_copies(connection, set(json.loads(known)))
        case Detached(parent, partition) if _attached(connection, statement.effect):
            connection.execute(f"ALTER TABLE {_sql(parent)} DETACH PARTITION {_sql(partition)} FINALIZE")
            return [f"finished the detaching of {_plain(_sql(partition))}, which was interrupted"]
    return []


def _built(connection: Connection, index: IndexBuilt, known: str | None) -> list[tuple[int, str, bool]] | None:
    """The index that a statement has built, once nobody is at work on it; None where it can't be told from others."""
    while _being_built(connection, index):
        time.sleep(0.5)  # a killed runner's server process goes on to the end of its statement
    found = _indexes(connection, index.table, index.name)
    if index.name is not None:
        return found
    if known is None:
        return None
    new = [each for each in found if each[0] not in set(json.loads(known))]
    return new if len(new) < 2 or not any(valid for _, _, valid in new) else None


def _indexes(connection: Connection, table: Relation, name: str | None = None) -> list[tuple[int, str, bool]]:
    """A table's indexes (or its one of that name): oid, name as it stands in SQL, and whether it is valid."""
    rows = connection.query(
        """SELECT i.indexrelid::bigint, n.nspname::text, c.relname::text, i.indisvalid
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indrelid = pg_catalog.to_regclass($1::text) AND ($2::text IS NULL OR c.relname::text = $2::text)
        ORDER BY 1""",
        [_sql(table), None if name is None else _cut(name)],
    )
    return [(int(oid), f"{quoted(schema)}.{quoted(name)}", bool(valid)) for oid, schema, name, valid in rows]


def _being_built(connection: Connection, index: IndexBuilt) -> bool:
    """Whether anybody builds that index; one without a name may be any of its table's."""
    return bool(
        connection.query(
            """SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p
            LEFT JOIN pg_catalog.pg_class c ON c.oid = p.index_relid
            WHERE p.datname = pg_catalog.current_database() AND p.relid = pg_catalog.to_regclass($1::text)
              AND ($2::text IS NULL OR c.relname IS NULL OR c.relname::text = $2::text) LIMIT 1""",
            [_sql(index.table), None if index.name is None else _cut(index.name)],
        )
    )


def _attached(connection: Connection, effect: Detached) -> bool | None:
    """Whether the partition's detaching is pending; None where it isn't attached."""
    pending = "i.inhdetachpending" if connection.server.major >= 14 else "false"
    rows = connection.query(
        f"""SELECT {pending} FROM pg_catalog.pg_inherits i
        WHERE i.inhparent = pg_catalog.to_regclass($1::text) AND i.inhrelid = pg_catalog.to_regclass($2::text)""",
        [_sql(effect.parent), _sql(effect.partition)],
    )
    return bool(rows[0][0]) if rows else None


def _without_copies(connection: Connection, earlier: set[int]) -> list[str]:
    """The invalid indexes that an interrupted REINDEX CONCURRENTLY left, dropped; not those that were there before."""
    said = []
    while connection.query(
        "SELECT 1 FROM pg_catalog.pg_stat_progress_create_index "
        "WHERE datname = pg_catalog.current_database() AND command = 'REINDEX CONCURRENTLY' LIMIT 1"
    ):
        time.sleep(0.5)  # the copies of a REINDEX that goes on are no leftovers
    for (oid,) in connection.query(_COPIES):
        if oid not in earlier:
            ((name,),) = connection.query(
                "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c "
                "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1::oid",
                [oid],
            )
            with suppress(PermissionDenied):  # a table of the catalog's own
                connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
                said.append(f"dropped {name}, which an interrupted REINDEX CONCURRENTLY left")
    return said


def _exists(connection: Connection, relation: Relation) -> bool:
    return bool(connection.query("SELECT pg_catalog.to_regclass($1::text) IS NOT NULL", [_sql(relation)])[0][0])


def _sql(relation: Relation) -> str:
    return ".".join(quoted(part) for part in (relation.schema, relation.name) if part)


def _plain(name: str) -> str:
    return name.replace('"', "")


def _cut(name: str) -> str:
    """A name as PostgreSQL cuts it to 63 bytes."""
    return name.encode()[:63].decode(errors="ignore")
