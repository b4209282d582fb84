"""Defaults of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Default(Object):
    """The default of a column of a table or view."""

    TYPE: ClassVar[str] = "default"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_attrdef", "d.oid")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          pg_get_expr(d.adbin, d.adrelid) AS expression, a.attislocal OR c.relispartition AS local,
          c.relkind = 'v' AS of_view, c.relhassubclass AS of_parent, {ref("pg_class", "c.oid", "a.attnum")} AS part_of
        FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p', 'v') AND c.oid >= {USER} AND n.nspname !~ '^pg_'
          AND c.relpersistence <> 't'"""

    expression: str
    local: bool = field(default=True, compare=False)
    of_view: bool = field(default=False, compare=False)
    of_parent: bool = field(default=False, compare=False)

    @property
    def _at(self) -> str:
        what = "VIEW" if self.of_view else "TABLE ONLY" if self.of_parent else "TABLE"
        return f"ALTER {what} {qualified(*self.address.names[:2])} ALTER COLUMN {ident(self.name)}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return f"DEFAULT {self.expression}" if self.local and not self.of_view else None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"{self._at} SET DEFAULT {self.expression}"]

    def drop(self, how: How) -> Lines:
        return [f"{self._at} DROP DEFAULT"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
