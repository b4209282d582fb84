"""`pushed`: what push has made, so that it may take away again what the models no longer have."""

from __future__ import annotations

from collections.abc import Collection

from joey.connect.protocol import Connection
from joey.run.names import TableName


def read(connection: Connection, schema: str) -> frozenset[str]:
    """The names of the objects that earlier pushes have made; only reads. The table must exist."""
    rows = connection.query(f"SELECT object FROM {TableName(schema, 'pushed').sql}")
    return frozenset(name for (name,) in rows)


def write(connection: Connection, schema: str, names: Collection[str]) -> None:
    """Write down what the models hold now, within the transaction that makes it so."""
    table = TableName(schema, "pushed").sql
    connection.query(
        f"""WITH now AS (SELECT unnest($1::text[]) AS object),
            gone AS (DELETE FROM {table} WHERE object NOT IN (SELECT object FROM now))
            INSERT INTO {table} (object) SELECT object FROM now ON CONFLICT DO NOTHING""",
        [sorted(names)],
    )
