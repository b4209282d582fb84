"""What a role must be allowed to do before a run begins, and the SQL that allows it."""

from __future__ import annotations

from collections.abc import Iterator

from joey.connect.protocol import Connection
from joey.errors import PermissionDenied
from joey.model.spelling import quoted
from joey.run.bookkeeping import OF_MIGRATE
from joey.run.names import TableName
from joey.run.tracking import RecordTable

_ALL: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE")


def demand(connection: Connection, record: RecordTable, schema: str) -> None:
    """An error, with the GRANTs that are missing, where the role can't take the lock and record; only reads."""
    ((standby, read_only, role, database, may_create),) = connection.query(
        """SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on',
                  current_user::text, pg_catalog.current_database()::text,
                  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')"""
    )
    if standby:
        raise PermissionDenied(
            "This server is a standby, which can't be written to, and there are migrations to apply",
            sqlstate="25006",
            hint="Run `joey migrate` against the primary; the standby follows by itself. "
            "`joey status` and `joey migrate --dry-run` work here.",
        )
    if read_only:
        raise PermissionDenied(
            f"The role {role} has read-only transactions here, and there are migrations to apply",
            sqlstate="25006",
            hint=f"default_transaction_read_only is on. ALTER ROLE {quoted(role)} RESET default_transaction_read_only; "
            f"and, where the database sets it: ALTER DATABASE {quoted(database)} RESET default_transaction_read_only;",
        )
    wanted: dict[TableName, tuple[str, ...]] = {record.name: ("INSERT",)}
    wanted |= {TableName(schema, table): _ALL for table in OF_MIGRATE}
    grants = list(_missing(connection, wanted, quoted(role), None if may_create else database))
    if not grants:
        return
    made = " (or set bookkeeping_schema to a schema in which the role may create tables)"
    raise PermissionDenied(
        f"The role {role} lacks rights that migrating needs: {grants[0][0]}"
        + (f" (and {len(grants) - 1} more)" if len(grants) > 1 else ""),
        sqlstate="42501",
        hint=f"Let the owner, or an administrator, run{made if any('CREATE' in g for _, g in grants) else ''}:\n"
        + "\n".join(grant for _, grant in grants),
    )


def _missing(
    connection: Connection, wanted: dict[TableName, tuple[str, ...]], role: str, uncreatable: str | None
) -> Iterator[tuple[str, str]]:
    """What is missing in words, and the GRANT; `uncreatable` is the database, if the role may make no schemas in it."""
    names = sorted({name.schema for name in wanted})
    schemas = {
        name: (usage, create)
        for name, usage, create in connection.query(
            """SELECT nspname::text, pg_catalog.has_schema_privilege(oid, 'USAGE'),
                      pg_catalog.has_schema_privilege(oid, 'CREATE')
               FROM pg_catalog.pg_namespace WHERE nspname::text = ANY ($1::text[])""",
            [names],
        )
    }
    tables = {
        TableName(schema, table): (dict(zip(_ALL, may, strict=True)), sequence)
        for schema, table, *may, sequence in connection.query(
            """SELECT n.nspname::text, c.relname::text, pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                      pg_catalog.has_table_privilege(c.oid, 'INSERT')
                          OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
                      pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
                      (SELECT pg_catalog.format('%I.%I', sn.nspname, s.relname) FROM pg_catalog.pg_depend d
                       JOIN pg_catalog.pg_class s ON s.oid = d.objid
                       JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
                       WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'a'
                         AND CASE s.relkind WHEN 'S' THEN NOT pg_catalog.has_sequence_privilege(s.oid, 'USAGE') END
                       LIMIT 1)
               FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE (n.nspname::text, c.relname::text) IN (SELECT * FROM unnest($1::text[], $2::text[]))
                 AND c.relkind IN ('r', 'p', 'v', 'f')""",
            [[name.schema for name in wanted], [name.table for name in wanted]],
        )
    }
    for schema in names:
        absent = [name for name in wanted if name.schema == schema and name not in tables]
        if schema not in schemas:
            if uncreatable is not None:
                yield (
                    f"CREATE on the database, to make the schema {schema}",
                    f"GRANT CREATE ON DATABASE {quoted(uncreatable)} TO {role};",
                )
            continue
        usage, create = schemas[schema]
        lacking = ([] if usage else ["USAGE"]) + (["CREATE"] if absent and not create else [])
        if lacking:
            what = f"{' and '.join(lacking)} on the schema {schema}"
            yield what, f"GRANT {', '.join(lacking)} ON SCHEMA {quoted(schema)} TO {role};"
    for name in [name for name in wanted if name in tables]:
        may, sequence = tables[name]
        if lacking := [right for right in wanted[name] if not may[right]]:
            yield f"{' and '.join(lacking)} on {name}", f"GRANT {', '.join(lacking)} ON {name.sql} TO {role};"
        if sequence and "UPDATE" not in wanted[name]:
            yield f"USAGE on the sequence {sequence}", f"GRANT USAGE ON SEQUENCE {sequence} TO {role};"
