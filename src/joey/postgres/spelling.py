"""Expressions in words that read back as they were: PostgreSQL's own text of some doesn't."""

from __future__ import annotations

import re

_ITEM = r"'(?:[^']|'')*'::character varying"
_VARCHAR_LIST = re.compile(
    r"\((?P<column>(?:[\w.]|\"(?:[^\"]|\"\")*\")+)\)::text (?P<operator>= ANY|<> ALL) "
    rf"\(\(ARRAY\[(?P<items>{_ITEM}(?:, {_ITEM})+)\]\)::text\[\]\)"
)


def stable(sql: str) -> str:
    """SQL in which a list that a varchar is compared with is an IN list, as its author will have written it.

    PostgreSQL prints `kind IN ('a', 'b')` as `(kind)::text = ANY ((ARRAY['a'::character varying, …])::text[])`,
    and what it reads from that it prints in yet another way. Source: seen on PostgreSQL 15 to 18.
    """
    if "::character varying" not in sql:
        return sql
    return _VARCHAR_LIST.sub(_in_list, sql)


def _in_list(found: re.Match[str]) -> str:
    word = "IN" if found["operator"] == "= ANY" else "NOT IN"
    return f"{found['column']} {word} ({found['items'].replace('::character varying', '')})"
