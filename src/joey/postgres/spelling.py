"""Expressions in words that read back as they were: PostgreSQL's own text of some doesn't."""

from __future__ import annotations

import re

_ITEM = r"'(?:[^']|'')*'::character varying"
_VARCHAR_LIST = re.compile(
    rf"\)::text (?P<operator>= ANY|<> ALL) \(\(ARRAY\[(?P<items>{_ITEM}(?:, {_ITEM})+)\]\)::text\[\]\)"
)
_PLAIN = re.compile(r'[\w.]+|"(?:[^"]|"")*"')


def stable(sql: str) -> str:
    """SQL in which a list that a varchar is compared with is an IN list, as its author will have written it.

    PostgreSQL prints `kind IN ('a', 'b')` as `(kind)::text = ANY ((ARRAY['a'::character varying, …])::text[])`,
    and what it reads from that as `ANY (ARRAY[('a'::character varying)::text, …])`, which then reads back as it is.
    Source: seen on PostgreSQL 15 to 18.
    """
    if "::character varying" not in sql:
        return sql
    out, rest = [], 0
    for found in _VARCHAR_LIST.finditer(sql):
        opened = _opening(sql, found.start(), rest)
        if opened is None:
            continue
        value = sql[opened + 1 : found.start()]
        word = "IN" if found["operator"] == "= ANY" else "NOT IN"
        shown = value if _PLAIN.fullmatch(value) else f"({value})"
        out.append(f"{sql[rest:opened]}{shown} {word} ({found['items'].replace('::character varying', '')})")
        rest = found.end()
    return "".join(out) + sql[rest:]


def _opening(sql: str, closing: int, first: int) -> int | None:
    """The parenthesis that the one at `closing` closes, no earlier than `first`."""
    depth = 0
    for at in range(closing, first - 1, -1):
        depth += {")": 1, "(": -1}.get(sql[at], 0)
        if not depth:
            return at
    return None
