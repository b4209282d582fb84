"""Every run of every migration: who, when, how long, and how it ended."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from joey.connect.protocol import Connection
from joey.errors import PermissionDenied
from joey.model.spelling import quoted
from joey.run import progress
from joey.run.names import TableName
from joey.verbs.talk import opener


@dataclass(frozen=True, slots=True)
class History:
    """What the database remembers, oldest first; nothing where joey has never applied anything there."""

    runs: tuple[progress.Run, ...]
    database: str

    def to_json(self) -> dict[str, Any]:
        """The keys of `history --json`."""
        return {"runs": [asdict(run) for run in self.runs], "database": self.database}


def history(connection: Connection | str, *, bookkeeping_schema: str = "joey") -> History:
    """Every run on the database that a connection or a URL leads to.

    Writes nothing, and needs no rights but SELECT.
    """
    if isinstance(connection, str):
        with closing(opener(connection)()) as opened_here:
            return history(opened_here, bookkeeping_schema=bookkeeping_schema)
    there = _readable(connection, bookkeeping_schema)
    if "runs" not in there:
        return History((), connection.server.database)
    if not there["runs"]:
        table = TableName(bookkeeping_schema, "runs")
        raise PermissionDenied(
            f"the role may not read {table}, where the history is kept",
            sqlstate="42501",
            hint=f"GRANT USAGE ON SCHEMA {quoted(bookkeeping_schema)}, and SELECT ON {table.sql}, to the role.",
        )
    found = progress.runs(connection, bookkeeping_schema, leased=there.get("lease", False))
    return History(tuple(found), connection.server.database)


def _readable(connection: Connection, schema: str) -> dict[str, bool]:
    """Which of joey's own tables are there, and whether they may be read."""
    rows = connection.query(
        """SELECT c.relname::text, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                  AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1::text AND c.relname IN ('runs', 'lease')""",
        [schema],
    )
    return {name: bool(readable) for name, readable in rows}
