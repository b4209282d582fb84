"""Defaults of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, Verb, below, ref, row


def _differs_below(table: str, column: str, expression: str) -> str:
    """SQL: some descendant's column has another default, or none."""
    return f"""EXISTS ({below(table)}
            SELECT FROM below b CROSS JOIN LATERAL (SELECT pg_get_expr(bd.adbin, bd.adrelid) AS expression
              FROM pg_attribute ba LEFT JOIN pg_attrdef bd ON bd.adrelid = ba.attrelid AND bd.adnum = ba.attnum
              WHERE ba.attrelid = b.inhrelid AND ba.attname = {column} OFFSET 0) bd
            WHERE bd.expression IS DISTINCT FROM {expression})"""


_HERE, _ABOVE = "pg_get_expr(d.adbin, d.adrelid)", "pg_get_expr(pd.adbin, pd.adrelid)"


def _above(what: str) -> str:
    """SQL for something of the first parent's default, where it is the same one."""
    return f"""(SELECT {what} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
            JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum AND {_ABOVE} = {_HERE}
            WHERE i.inhrelid = c.oid AND i.inhseqno = 1)"""


@dataclass(frozen=True, kw_only=True)
class Default(Object):
    """The default of a column of a table or view."""

    TYPE: ClassVar[str] = "default"
    SIGN: ClassVar[str] = "pg_attrdef"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_attrdef", "d.oid")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          pg_get_expr(d.adbin, d.adrelid) AS expression, a.attislocal OR c.relispartition AS local,
          c.relkind = 'v' AS of_view, c.relhassubclass AS of_parent,
          c.relhassubclass AND {_differs_below("c.oid", "a.attname", _HERE)} AS differs_below,
          {ref("pg_class", "c.oid", "a.attnum")} AS part_of, {_above("true")} IS NOT NULL AS inherited,
          {_above(ref("pg_attrdef", "pd.oid"))} AS carried_by
        FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p', 'v') AND c.oid >= {USER} AND n.nspname !~ '^pg_'
          AND c.relpersistence <> 't'"""

    expression: str
    local: bool = field(default=True, compare=False)
    of_view: bool = field(default=False, compare=False)
    of_parent: bool = field(default=False, compare=False)
    differs_below: bool = field(default=False, compare=False)
    inherited: bool = field(default=False, compare=False)
    """Whether its first parent's column has the same."""

    def _at(self, only: bool) -> str:
        what = "VIEW" if self.of_view else "TABLE ONLY" if only else "TABLE"
        return f"ALTER {what} {qualified(*self.address.names[:2])} ALTER COLUMN {ident(self.name)}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if self.of_view:
            return None
        if not self.local:
            return "" if self.inherited else None
        return f"DEFAULT {self.expression}"

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"{self._at(only=self.differs_below)} SET DEFAULT {self.expression}"]

    def spreads(self, how: How) -> bool:
        return not self.differs_below

    def carried(self, verb: Verb) -> bool:
        return verb != "drop"  # when a parent's goes, a child's may stay

    def drop(self, how: How) -> Lines:
        return [f"{self._at(only=self.of_parent)} DROP DEFAULT"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
