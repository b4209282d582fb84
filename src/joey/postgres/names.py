"""Names and constants as SQL text, quoted the way the server's own quote_ident and quote_literal quote them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'. Source: PostgreSQL 18.
KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
    only or order out outer overlaps overlay placing position precision primary real references returning right
    row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when
    where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
    xmlroot xmlserialize xmltable
    """.split()
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


def ident(name: str) -> str:
    """One identifier, quoted where it must be."""
    if _PLAIN.match(name) and name not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def qualified(*names: str) -> str:
    """A dotted name."""
    return ".".join(map(ident, names))


def unquoted(text: str) -> str:
    """The name that an identifier of the server's own spelling means."""
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def last_name(sql_name: str) -> str:
    """The innermost name of a dotted one, as it is without quotes."""
    found = re.search(r'"((?:[^"]|"")+)"\Z', sql_name)
    return found[1].replace('""', '"') if found else sql_name.rpartition(".")[2]


def literal(text: str) -> str:
    """A string constant."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'" if "\\" in text else f"'{escaped}'"


def dollar_quoted(text: str) -> str:
    """A string constant of many lines, such as the body of a block."""
    tag = "$$"
    while tag in text:
        tag = f"$x{tag[1:]}"
    return f"{tag}{text}{tag}"


def option_name(option: str) -> str:
    """The name in a storage parameter `a=b`."""
    return option.partition("=")[0]


def options(pairs: Iterable[str]) -> str:
    """Storage parameters `a=b` as SQL."""
    out = []
    for pair in pairs:
        key, _, value = pair.partition("=")
        text = value if re.fullmatch(r"-?[0-9.]+|[a-z_]+", value) and value not in KEYWORDS else literal(value)
        if value in ("true", "false", "on", "off"):
            text = value
        out.append(f"{'.'.join(map(ident, key.split('.')))}={text}")
    return ", ".join(out)


def option_changes(at: str, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """`RESET (…)` and `SET (…)` statements that lead from one set of storage parameters to another."""
    kept = {option_name(o) for o in new}
    gone = [option_name(o) for o in old if option_name(o) not in kept]
    more = [o for o in new if o not in old]
    out = [f"{at} RESET ({', '.join(gone)})"] if gone else []
    return out + ([f"{at} SET ({options(more)})"] if more else [])


def chosen_name(table: str, column: str, label: str) -> str:
    """The name that PostgreSQL gives to something of a column, `users_email_not_null`, within 63 bytes.

    Source: PostgreSQL, makeObjectName in indexcmds.c.
    """
    first, second = table.encode(), column.encode()
    room = 63 - len(label) - 2
    one, two = len(first), len(second)
    if one + two <= room:
        return f"{table}_{column}_{label}"
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    whole = (part[:cut].decode(errors="ignore") for part, cut in ((first, one), (second, two)))
    return "_".join((*whole, label))


def renamed_away(name: str, tail: str = "__old") -> str:
    """A name for something that steps aside while its successor is made, within 63 bytes."""
    while len(name.encode()) > 60 - len(tail):
        name = name[:-1]
    return name + tail
