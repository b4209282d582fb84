"""Columns of an answer, as JDBC describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joey.testing.data_api import statement
from joey.testing.data_api.pool import Session
from joey.testing.data_api.values import Type

if TYPE_CHECKING:
    from psycopg import pq

_JDBC = {
    "bool": -7,
    "bytea": -2,
    "int8": -5,
    "int2": 5,
    "int4": 4,
    "oid": -5,
    "float4": 7,
    "float8": 8,
    "numeric": 2,
    "money": 8,
    "bpchar": 1,
    "varchar": 12,
    "text": 12,
    "name": 12,
    "date": 91,
    "time": 92,
    "timetz": 92,
    "timestamp": 93,
    "timestamptz": 93,
    "bit": -7,
    "xml": 2009,
}
"""`java.sql.Types`, as PostgreSQL's driver gives them; others are 1111, an array 2003."""
_SIGNED = frozenset({"int2", "int4", "int8", "float4", "float8", "numeric"})
_CASELESS = frozenset({"int2", "int4", "int8", "float4", "float8", "numeric", "bool", "oid"}) | {
    *("date", "time", "timetz", "timestamp", "timestamptz", "interval", "bit", "varbit")
}
_PRECISION = {"int2": 5, "int4": 10, "int8": 19, "float4": 8, "float8": 17, "bool": 1, "uuid": 2147483647}
_UNLIMITED = 2147483647
_UNKNOWN_NULLABLE = 2


def column_metadata(session: Session, result: pq.abc.PGresult, types: list[Type]) -> list[dict[str, Any]]:
    """`columnMetadata`: one entry a column."""
    tables = _tables(session, result)
    return [_column(result, column, of, tables) for column, of in enumerate(types)]


def _column(
    result: pq.abc.PGresult, column: int, of: Type, tables: dict[tuple[int, int], tuple[str, str, str, bool, bool]]
) -> dict[str, Any]:
    label = (result.fname(column) or b"").decode()
    known = tables.get((result.ftable(column), result.ftablecol(column)))
    schema, table, name, required, counts = known or ("", "", label, False, False)
    precision, scale = _precision(of.name, result.fmod(column))
    type_name = {"int4": "serial", "int8": "bigserial", "int2": "smallserial"}.get(of.name) if counts else None
    return {
        "arrayBaseColumnType": _JDBC.get(of.item.name, 1111) if of.item else 0,
        "isAutoIncrement": counts,
        "isCaseSensitive": of.name not in _CASELESS,
        "isCurrency": of.name == "money",
        "isSigned": of.name in _SIGNED,
        "label": label,
        "name": name,
        "nullable": (0 if required else 1) if known else _UNKNOWN_NULLABLE,
        "precision": precision,
        "scale": scale,
        "schemaName": schema,
        "tableName": table,
        "type": 2003 if of.item else _JDBC.get(of.name, 12 if of.kind == "e" else 1111),
        "typeName": type_name or of.name,
    }


def _precision(name: str, modifier: int) -> tuple[int, int]:
    if name == "numeric":
        return ((modifier - 4) >> 16, (modifier - 4) & 0xFFFF) if modifier > 4 else (0, 0)
    if name in ("varchar", "bpchar") and modifier > 4:
        return modifier - 4, 0
    return _PRECISION.get(name, _UNLIMITED), {"float4": 8, "float8": 17}.get(name, 0)


def _tables(session: Session, result: pq.abc.PGresult) -> dict[tuple[int, int], tuple[str, str, str, bool, bool]]:
    """Schema, table and column of what comes from a table; whether it is NOT NULL, and counts by itself."""
    wanted = sorted({result.ftable(column) for column in range(result.nfields)} - {0})
    if not wanted:
        return {}
    rows = statement.run(
        session.connection,
        "SELECT a.attrelid::text, a.attnum::text, n.nspname::text, c.relname::text, a.attname::text,"
        " a.attnotnull::text, (a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%'"
        ")::text FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        f" WHERE a.attrelid IN ({','.join(map(str, wanted))}) AND a.attnum > 0 AND NOT a.attisdropped",
    )
    found = {}
    for row in range(rows.ntuples):
        table, number, schema, name, column, required, counts = (
            (rows.get_value(row, c) or b"").decode() for c in range(7)
        )
        found[int(table), int(number)] = (schema, name, column, required == "true", counts == "true")
    return found
