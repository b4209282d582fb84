"""What is worth knowing before the first statement runs: cheap to ask, and no reason to stop."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from joey.connect.protocol import Connection
from joey.errors import JoeyError
from joey.model.migration import SqlFile
from joey.model.report import Blocker

_OLD = 30
"""Seconds after which a transaction is one that may go on for longer."""

_OLD_TRANSACTIONS = f"""
    SELECT a.pid::int, a.usename::text, nullif(a.application_name, ''), a.state,
           extract(epoch FROM clock_timestamp() - a.xact_start)::float8, nullif(a.query, ''),
           ARRAY(SELECT DISTINCT c.relname::text FROM pg_catalog.pg_locks l
                 JOIN pg_catalog.pg_class c ON c.oid = l.relation
                 WHERE l.pid = a.pid AND l.granted AND c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 ORDER BY 1)
    FROM pg_catalog.pg_stat_activity a
    WHERE a.datname = pg_catalog.current_database() AND a.backend_type = 'client backend'
      AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start < clock_timestamp() - interval '{_OLD} s'
    UNION ALL
    SELECT 0, p.owner::text, NULL, 'prepared', extract(epoch FROM clock_timestamp() - p.prepared)::float8, p.gid,
           ARRAY(SELECT DISTINCT c.relname::text FROM pg_catalog.pg_locks l
                 JOIN pg_catalog.pg_class c ON c.oid = l.relation
                 WHERE l.virtualtransaction = '-1/' || p.transaction::text AND c.relkind IN ('r', 'p', 'm') ORDER BY 1)
    FROM pg_catalog.pg_prepared_xacts p
    WHERE p.database = pg_catalog.current_database() AND p.prepared < clock_timestamp() - interval '{_OLD} s'
    ORDER BY 5 DESC LIMIT 20"""


def warnings(connection: Connection, files: Iterable[SqlFile], target: int | None) -> list[str]:
    """What may make the files wait, or fail, on this server; what the role may not see is left out."""
    said = []
    if target is not None and 0 < connection.server.major < target:
        said.append(
            f"the server is PostgreSQL {connection.server.major}, and target_version says that the SQL needs {target}"
        )
    with suppress(JoeyError):
        old = connection.query(_OLD_TRANSACTIONS)
        for file in files if old else ():
            said += [warning for *who, tables in old if (warning := _stands_against(file, Blocker(*who), tables))]
    return said


def _stands_against(file: SqlFile, old: Blocker, tables: list[str]) -> str | None:
    """How an old transaction is in the way of a file, as far as its text tells."""
    builder = next((s for s in file.statements if s.patient), None)
    if builder is not None:
        return f"{file.file}:{builder.line} will have to wait for the transaction of {old}"
    for statement in file.statements:
        touched = [table for table in tables if re.search(rf"(?i)(?<![\w$]){re.escape(table)}(?![\w$])", statement.sql)]
        if touched:
            names = ", ".join(touched)
            return f"{file.file}:{statement.line} may have to wait for a lock on {names}, held by {old}"
    return None
