"""What a property of an object is: its own fields, and, where a field is a whole text, the catalog behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from joey.connect.protocol import Connection
from joey.postgres.object import Facet, Object

TITLES = {
    "BackingIndex": "index of a constraint",
    "Check": "check constraint",
    "Definition": "",
    "Enum": "enumerated type",
    "ColumnSettings": "column of a materialized view",
    "Composite": "composite type",
    "Dependence": "dependence on an extension",
    "Domain": "domain",
    "Exclusion": "exclusion constraint",
    "Inheritance": "inheritance and partitions",
    "Key": "primary key, unique constraint",
    "NotNull": "not-null constraint",
    "OutputColumn": "column of a view or composite type",
    "Published": "member of a publication",
    "Range": "range type",
    "RowType": "row type of a table",
    "Statistics": "statistics object",
}
"""Kinds by the name of their class, where that isn't their name in words; a Definition is of any type."""
OTHERS = {"type": "base type", "foreign-data wrapper": "foreign data wrapper"}
"""Types of Definitions, where PostgreSQL's word isn't plain."""
WORDS = {
    "all_tables": "FOR ALL TABLES",
    "arg_names": "names of arguments",
    "base": "base type",
    "bound": "bound of a partition",
    "cycle": "CYCLE",
    "cache": "CACHE",
    "definition": "definition",
    "diff": "subtype_diff",
    "opclass": "operator class",
    "force_row_security": "row-level security forced",
    "generated": "GENERATED",
    "goal": "statistics target",
    "granted": "privileges granted",
    "revoked": "privileges revoked",
    "identity": "index, FULL or NOTHING",
    "increment": "INCREMENT BY",
    "min": "MINVALUE",
    "max": "MAXVALUE",
    "start": "START WITH",
    "make": "definition",
    "method": "access method",
    "multirange": "name of the multirange type",
    "named": "name that a person chose",
    "no_inherit": "NO INHERIT",
    "of_type": "OF a type",
    "options": "storage parameters",
    "partition_by": "PARTITION BY",
    "populated": "WITH NO DATA",
    "publish": "operations published",
    "rest": "columns and rows",
    "statistics": "statistics target",
    "state": "enabled, disabled, REPLICA, ALWAYS",
    "text": "text",
    "using": "USING",
    "check": "WITH CHECK",
    "types": "types of attributes",
    "unlogged": "UNLOGGED",
    "valid": "validity",
    "via_root": "publish_via_partition_root",
}
HIDDEN = {"address", "position", "above", "desc", "of_view"}
OF_KIND = {
    ("Column", "options"): "n_distinct and the like",
    ("ColumnSettings", "options"): "n_distinct and the like",
    ("Column", "generated"): "GENERATED ALWAYS AS … STORED, VIRTUAL",
    ("Publication", "generated"): "publish_generated_columns",
    ("View", "options"): "security_invoker, security_barrier, check_option",
    ("View", "definition"): "query",
    ("MaterializedView", "definition"): "query",
    ("DomainConstraint", "definition"): "expression",
    ("Owner", "role"): "role",
    ("Index", "valid"): "validity",
}
"""Fields in words."""

OF_FACETS = {
    "output column": "column of a view or composite type",
    "row type": "row type of a table",
    "statistics": "statistics object",
    "type": "type, domain",
}
"""What a fact is about, where that isn't its type."""

_RELATION = "x.conrelid = to_regclass($1) AND x.conname = $2"
_COLUMNS = (
    "(SELECT array_agg(a.attname::text ORDER BY u.i) FROM unnest(x.{keys}) WITH ORDINALITY u(k, i) "
    "JOIN pg_attribute a ON a.attrelid = x.{relation} AND a.attnum = u.k)"
)
_CONSTRAINT = {
    "columns": _COLUMNS.format(keys="conkey", relation="conrelid"),
    "DEFERRABLE": "nullif(x.condeferrable, false)",
    "INITIALLY DEFERRED": "nullif(x.condeferred, false)",
    "NOT VALID": "CASE WHEN NOT x.convalidated AND coalesce(to_jsonb(x)->>'conenforced', '') <> 'false' THEN true END",
    "NOT ENFORCED": "CASE WHEN to_jsonb(x)->>'conenforced' = 'false' THEN true END",
}
_OF_INDEX = (
    "(SELECT array_agg(pg_get_indexdef(i.indexrelid, k, true) ORDER BY k) FROM pg_index i, "
    "generate_series(i.indnkeyatts + 1, i.indnatts) k WHERE i.indexrelid = x.{index})"
)
_ROUTINE = {
    "language": "(SELECT l.lanname::text FROM pg_language l WHERE l.oid = x.prolang)",
    "body": "CASE WHEN x.prosqlbody IS NULL THEN x.prosrc END",
    "SQL-standard body": "pg_get_function_sqlbody(x.oid)",
    "volatility": "nullif(x.provolatile, 'v')",
    "STRICT": "nullif(x.proisstrict, false)",
    "LEAKPROOF": "nullif(x.proleakproof, false)",
    "SECURITY DEFINER": "nullif(x.prosecdef, false)",
    "COST": "nullif(nullif(x.procost, 100), 1)",
    "ROWS": "nullif(nullif(x.prorows, 0), 1000)",
    "PARALLEL": "nullif(x.proparallel, 'u')",
    "SET": "x.proconfig",
    "types of arguments": "nullif(x.proargtypes::regtype[]::text, '{}')",
    "names of arguments": "x.proargnames",
    "OUT, INOUT, VARIADIC, TABLE": "x.proargmodes",
    "defaults of arguments": "pg_get_expr(x.proargdefaults, 0)",
    "result": "pg_get_function_result(x.oid)",
    "SUPPORT": "nullif(x.prosupport, 0)::regproc::text",
    "TRANSFORM": "x.protrftypes::regtype[]::text",
    "WINDOW": "CASE WHEN x.prokind = 'w' THEN true END",
}
_IN_TABLE = "= to_regclass($1) AND x.{name} = $2"
BEHIND: dict[str, tuple[str, str, Mapping[str, str]]] = {
    "Index": (
        "pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_am am ON am.oid = c.relam",
        "c.oid = to_regclass($1)",
        {
            "UNIQUE": "nullif(x.indisunique, false)",
            "access method": "nullif(am.amname, 'btree')::text",
            "columns and expressions": "(SELECT array_agg(pg_get_indexdef(c.oid, k, true) ORDER BY k) "
            "FROM generate_series(1, x.indnkeyatts) k)",
            "INCLUDE": _OF_INDEX.format(index="indexrelid"),
            "NULLS NOT DISTINCT": "nullif(x.indnullsnotdistinct, false)",
            "WHERE": "pg_get_expr(x.indpred, x.indrelid)",
            "ASC, DESC, NULLS FIRST, NULLS LAST": "(SELECT x.indoption::text WHERE x.indoption::text ~ '[1-9]')",
            "operator class": "(SELECT array_agg(o.opcname::text) FROM unnest(x.indclass) u "
            "JOIN pg_opclass o ON o.oid = u AND NOT o.opcdefault)",
            "COLLATE": "(SELECT array_agg(o.collname::text) FROM unnest(x.indcollation) u "
            "JOIN pg_collation o ON o.oid = u AND o.collname <> 'default')",
        },
    ),
    "Function": ("pg_proc x", "x.oid = to_regprocedure($1)", _ROUTINE),
    "Procedure": ("pg_proc x", "x.oid = to_regprocedure($1)", _ROUTINE),
    "Trigger": (
        "pg_trigger x",
        f"x.tgrelid {_IN_TABLE.format(name='tgname')}",
        {
            "BEFORE, AFTER, INSTEAD OF": "x.tgtype & 66",
            "INSERT, UPDATE, DELETE, TRUNCATE": "x.tgtype & 60",
            "FOR EACH ROW, STATEMENT": "x.tgtype & 1",
            "UPDATE OF columns": "(SELECT array_agg(a.attname::text) FROM pg_attribute a "
            "WHERE a.attrelid = x.tgrelid AND a.attnum = ANY (x.tgattr))",
            "WHEN": "substring(pg_get_triggerdef(x.oid) from ' WHEN \\((.*)\\) EXECUTE ')",
            "REFERENCING OLD TABLE, NEW TABLE": "nullif(concat_ws(' ', x.tgoldtable, x.tgnewtable), '')",
            "CONSTRAINT TRIGGER": "nullif(x.tgconstraint <> 0, false)",
            "DEFERRABLE": "nullif(x.tgdeferrable, false)",
            "INITIALLY DEFERRED": "nullif(x.tginitdeferred, false)",
            "arguments": "nullif(encode(x.tgargs, 'escape'), '')",
            "function": "x.tgfoid::regproc::text",
        },
    ),
    "Rule": (
        "pg_rewrite x",
        f"x.ev_class {_IN_TABLE.format(name='rulename')}",
        {
            "event": "x.ev_type",
            "INSTEAD": "nullif(x.is_instead, false)",
            "WHERE": "substring(pg_get_ruledef(x.oid) from '\\n   WHERE (.*) DO ')",
            "action": "substring(pg_get_ruledef(x.oid) from ' DO .*')",
        },
    ),
    "Statistics": (
        "pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace",
        "format('%I.%I', n.nspname, x.stxname) = $1",
        {
            "kinds": "x.stxkind::text",
            "columns": "nullif(pg_get_statisticsobjdef_columns(x.oid), '')",
            "expressions": "pg_get_expr(x.stxexprs, x.stxrelid)",
        },
    ),
    "Key": (
        "pg_constraint x",
        _RELATION,
        {
            **_CONSTRAINT,
            "PRIMARY KEY, UNIQUE": "x.contype",
            "INCLUDE": _OF_INDEX.format(index="conindid"),
            "NULLS NOT DISTINCT": "(SELECT nullif(i.indnullsnotdistinct, false) FROM pg_index i "
            "WHERE i.indexrelid = x.conindid)",
            "WITHOUT OVERLAPS": "CASE WHEN to_jsonb(x)->>'conperiod' = 'true' THEN true END",
        },
    ),
    "ForeignKey": (
        "pg_constraint x",
        _RELATION,
        {
            **_CONSTRAINT,
            "table that it refers to": "x.confrelid::regclass::text",
            "columns that it refers to": _COLUMNS.format(keys="confkey", relation="confrelid"),
            "ON DELETE": "nullif(x.confdeltype, 'a')",
            "ON DELETE SET NULL, SET DEFAULT of columns": _COLUMNS.format(keys="confdelsetcols", relation="conrelid"),
            "ON UPDATE": "nullif(x.confupdtype, 'a')",
            "MATCH FULL": "nullif(x.confmatchtype, 's')",
            "PERIOD": "CASE WHEN to_jsonb(x)->>'conperiod' = 'true' THEN true END",
        },
    ),
    "Check": (
        "pg_constraint x",
        _RELATION,
        {
            "expression": "pg_get_expr(x.conbin, x.conrelid)",
            "NO INHERIT": "nullif(x.connoinherit, false)",
            **{word: _CONSTRAINT[word] for word in ("NOT VALID", "NOT ENFORCED")},
        },
    ),
    "Exclusion": (
        "pg_constraint x",
        _RELATION,
        {
            "access method": "(SELECT m.amname::text FROM pg_class c JOIN pg_am m ON m.oid = c.relam "
            "WHERE c.oid = x.conindid)",
            "columns, expressions and operators": "substring(pg_get_constraintdef(x.oid) from '\\(.*? WITH .*?\\)')",
            "INCLUDE": _OF_INDEX.format(index="conindid"),
            "WHERE": "(SELECT pg_get_expr(i.indpred, i.indrelid) FROM pg_index i WHERE i.indexrelid = x.conindid)",
            "DEFERRABLE": _CONSTRAINT["DEFERRABLE"],
            "INITIALLY DEFERRED": _CONSTRAINT["INITIALLY DEFERRED"],
        },
    ),
}
"""What stands behind the text of a kind: (FROM, WHERE, properties, each NULL where it is PostgreSQL's default)."""
TEXTS = {"definition", "text", "result", "arg_names", "defaults", "all_types", "arg_modes"}
"""The fields that these stand behind."""


def title(o: Object) -> str:
    """The kind of an object, in words."""
    name = type(o).__name__
    return TITLES.get(name, re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()) or OTHERS.get(o.address.type, o.address.type)


def properties(o: Object, connection: Connection) -> dict[str, Any]:
    """The properties of an object that aren't PostgreSQL's default, in words."""
    name = type(o).__name__
    if isinstance(o, Facet):
        what = o.address.type.partition(" of ")[2]
        return {
            OF_FACETS.get(what, what): [getattr(o, f.name) for f in fields(o) if f.compare and f.name not in HIDDEN]
        }
    out = {}
    for f in fields(o):
        value = getattr(o, f.name)
        if not f.compare or f.name in HIDDEN or (name in BEHIND and f.name in TEXTS):
            continue
        if name == "Aggregate" and f.name == "items":
            out |= dict(_item(item) for item in value)
        elif f.default is MISSING or value != f.default:
            out[OF_KIND.get((name, f.name)) or WORDS.get(f.name, f.name.replace("_", " "))] = value
    return out | (dict(_behind(o, connection)) if name in BEHIND else {})


def _item(item: str) -> tuple[str, Any]:
    word, _, value = item.partition(" = ")
    return word, value or True


def _behind(o: Object, connection: Connection) -> Iterator[tuple[str, Any]]:
    source, where, words = BEHIND[type(o).__name__]
    names = o.address.names
    if "regprocedure" in where:
        given: tuple[Any, ...] = (o.phrase.partition(" ")[2],)
    elif "$2" in where:
        given = (type(o).__name__ and _dotted(names[:2]), names[2])
    else:
        given = (_dotted(names),)
    rows = connection.query(
        f"SELECT {', '.join(f'({sql})::text' for sql in words.values())} FROM {source} WHERE {where}", given
    )
    for row in rows:
        yield from ((word, value) for word, value in zip(words, row, strict=True) if value is not None)


def _dotted(names: tuple[str, ...]) -> str:
    from joey.postgres.names import qualified

    return qualified(*names)
