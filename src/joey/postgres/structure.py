"""What the texts of constraints and indexes in a catalog are about: columns, targets, operators, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from joey.connect.protocol import Connection
from joey.postgres.object import USER

Name = tuple[str, ...]
"""Schema, table, and what is inside it."""


@dataclass(frozen=True, slots=True)
class KeyStructure:
    """A primary key or unique constraint."""

    primary: bool
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    deferrable: bool = False
    deferred: bool = False
    temporal: bool = False
    """WITHOUT OVERLAPS."""


@dataclass(frozen=True, slots=True)
class ForeignKeyStructure:
    """A foreign key; `on_update` and `on_delete` are empty where nothing is done."""

    columns: tuple[str, ...]
    target: tuple[str, str]
    target_columns: tuple[str, ...]
    on_update: str = ""
    on_delete: str = ""
    match_full: bool = False
    deferrable: bool = False
    deferred: bool = False
    temporal: bool = False
    """PERIOD."""


@dataclass(frozen=True, slots=True)
class Element:
    """One key of an index."""

    column: str | None
    """None where it is an expression."""
    text: str
    """The column's quoted name or the expression, as an index's text has it."""
    collation: str | None
    """None where it is the column's own; that of an expression may be its own, too."""
    opclass: str | None
    """None where it is the one that PostgreSQL takes by itself."""
    descending: bool
    nulls_first: bool
    operator: str = ""
    """Of an exclusion constraint."""

    @property
    def order(self) -> str:
        """DESC and NULLS FIRST or LAST, where they aren't PostgreSQL's own choice."""
        if self.descending:
            return " DESC" if self.nulls_first else " DESC NULLS LAST"
        return " NULLS FIRST" if self.nulls_first else ""

    @property
    def forms(self) -> tuple[str, ...]:
        """All of it, as an index's text may have it."""
        rest = (f" {self.opclass}" if self.opclass else "") + self.order
        collation = f" COLLATE {self.collation}" if self.collation else ""
        if self.column is not None:
            return (self.text + collation + rest,)
        texts = (self.text, f"({self.text})")
        return tuple(dict.fromkeys(text + c + rest for c in ("", collation) for text in texts))


@dataclass(frozen=True, slots=True)
class IndexStructure:
    """An index, or that of an exclusion constraint."""

    method: str
    elements: tuple[Element, ...]
    unique: bool = False
    nulls_not_distinct: bool = False
    include: tuple[str, ...] = ()
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """All of them, by name: constraints by (schema, table, name), indexes by (schema, name)."""

    keys: Mapping[Name, KeyStructure] = field(default_factory=dict)
    foreign_keys: Mapping[Name, ForeignKeyStructure] = field(default_factory=dict)
    exclusions: Mapping[Name, IndexStructure] = field(default_factory=dict)
    indexes: Mapping[Name, IndexStructure] = field(default_factory=dict)
    dimensions: Mapping[Name, int] = field(default_factory=dict)
    """Of columns that were declared with more than one."""


def _columns(table: str, numbers: str) -> str:
    return f"""ARRAY(SELECT a.attname::text FROM unnest({numbers}) WITH ORDINALITY u(n, place)
            JOIN pg_attribute a ON a.attrelid = {table} AND a.attnum = u.n ORDER BY place)"""


def _act(column: str) -> str:
    return f"""CASE k.{column} WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'
            WHEN 'd' THEN 'SET DEFAULT' ELSE '' END"""


def _keys(major: int) -> str:
    distinct = "x.indnullsnotdistinct" if major >= 15 else "false"
    temporal = "k.conperiod" if major >= 18 else "false"
    return f"""
        SELECT ARRAY[n.nspname, c.relname, k.conname]::text[], k.contype = 'p', {_columns("c.oid", "k.conkey")},
          {_columns("c.oid", "(x.indkey::int2[])[x.indnkeyatts:]")}, {distinct}, k.condeferrable, k.condeferred,
          {temporal}
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_index x ON x.indexrelid = k.conindid
        WHERE k.contype IN ('p', 'u') AND k.oid >= {USER} AND n.nspname !~ '^pg_' AND NOT c.relispartition"""


def _foreign_keys(major: int) -> str:
    some = "k.confdelsetcols" if major >= 15 else "NULL::int2[]"
    temporal = "k.conperiod" if major >= 18 else "false"
    named = f"""coalesce((SELECT ' ('||string_agg(quote_ident(a.attname), ', ' ORDER BY place)||')'
            FROM unnest({some}) WITH ORDINALITY u(n, place)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.n), '')"""
    return f"""
        SELECT ARRAY[n.nspname, c.relname, k.conname]::text[], {_columns("c.oid", "k.conkey")},
          ARRAY[tn.nspname, t.relname]::text[], {_columns("t.oid", "k.confkey")}, {_act("confupdtype")},
          {_act("confdeltype")}||{named}, k.confmatchtype = 'f', k.condeferrable, k.condeferred, {temporal}
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE k.contype = 'f' AND k.oid >= {USER} AND n.nspname !~ '^pg_' AND NOT c.relispartition"""


def _indexes(major: int) -> str:
    distinct = "x.indnullsnotdistinct" if major >= 15 else "false"
    # Of several default operator classes the one for just this type goes before those that it is coerced to.
    usual = "oc.opcdefault"
    collation = """CASE WHEN e.coll <> 0 AND e.coll IS DISTINCT FROM a.attcollation THEN
              (SELECT CASE WHEN cn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(cn.nspname)||'.' END
                ||quote_ident(co.collname) FROM pg_collation co
              JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = e.coll) END"""
    opclass = f"""CASE WHEN NOT {usual} THEN CASE WHEN ocn.nspname = 'pg_catalog' THEN '' ELSE
            quote_ident(ocn.nspname)||'.' END||quote_ident(oc.opcname) END"""
    operator = """CASE WHEN k.oid IS NOT NULL THEN (SELECT CASE WHEN o_n.nspname = 'pg_catalog' THEN o.oprname
              ELSE 'OPERATOR('||quote_ident(o_n.nspname)||'.'||o.oprname||')' END
            FROM pg_operator o JOIN pg_namespace o_n ON o_n.oid = o.oprnamespace
            WHERE o.oid = k.conexclop[e.place]) END"""
    return f"""
        SELECT CASE WHEN k.oid IS NULL THEN ARRAY[n.nspname, c.relname]
            ELSE ARRAY[n.nspname, t.relname, k.conname] END::text[],
          k.oid IS NOT NULL, am.amname::text, x.indisunique, {distinct},
          {_columns("x.indrelid", "(x.indkey::int2[])[x.indnkeyatts:]")}, pg_get_expr(x.indpred, x.indrelid),
          e.columns, e.texts, e.collations, e.opclasses, e.descending, e.nulls_first, e.operators
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = x.indrelid JOIN pg_am am ON am.oid = c.relam
        LEFT JOIN pg_constraint owner ON owner.conindid = x.indexrelid AND owner.contype IN ('p', 'u', 'x')
        LEFT JOIN pg_constraint k ON k.oid = owner.oid AND k.contype = 'x'
        CROSS JOIN LATERAL (
          SELECT array_agg(a.attname::text ORDER BY e.place) AS columns,
            array_agg(coalesce(quote_ident(a.attname), pg_get_indexdef(c.oid, e.place::int, false))
              ORDER BY e.place) AS texts,
            array_agg({collation} ORDER BY e.place) AS collations, array_agg({opclass} ORDER BY e.place) AS opclasses,
            array_agg(e.option & 1 = 1 ORDER BY e.place) AS descending,
            array_agg(e.option & 2 = 2 ORDER BY e.place) AS nulls_first,
            array_agg({operator} ORDER BY e.place) AS operators
          FROM unnest((x.indkey::int2[])[: x.indnkeyatts - 1], x.indclass::oid[], x.indcollation::oid[],
              x.indoption::int2[]) WITH ORDINALITY e(key, class, coll, option, place)
          LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = e.key AND e.key <> 0
          JOIN pg_opclass oc ON oc.oid = e.class JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace) e
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND t.relkind IN ('r', 'p') AND NOT t.relispartition
          AND (owner.oid IS NULL OR k.oid IS NOT NULL)"""


_DIMENSIONS = f"""
        SELECT ARRAY[n.nspname, c.relname, a.attname]::text[], a.attndims::int
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attndims > 1 AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND c.oid >= {USER}"""


def read_structure(connection: Connection) -> Structure:
    """The structure of a database, read in one snapshot."""
    major = connection.server.major
    with connection.transaction(snapshot=True):
        statements = [_keys(major), _foreign_keys(major), _indexes(major), _DIMENSIONS]
        keys, foreign_keys, indexes, dimensions = (rows for _, rows in connection.read_each(statements))
    found: dict[bool, dict[Name, IndexStructure]] = {True: {}, False: {}}
    for name, exclusion, method, unique, distinct, include, where, *columns in indexes:
        elements = tuple(
            Element(column, text, collation, opclass, descending, first, operator or "")
            for column, text, collation, opclass, descending, first, operator in zip(*columns, strict=True)
        )
        found[exclusion][tuple(name)] = IndexStructure(method, elements, unique, distinct, tuple(include), where)
    return Structure(
        keys={tuple(n): KeyStructure(p, tuple(c), tuple(i), *rest) for n, p, c, i, *rest in keys},
        foreign_keys={
            tuple(n): ForeignKeyStructure(tuple(c), tuple(t), tuple(tc), *rest) for n, c, t, tc, *rest in foreign_keys
        },
        exclusions=found[True],
        indexes=found[False],
        dimensions={tuple(n): d for n, d in dimensions},
    )
