"""The index that a table is clustered on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.names import ident
from joey.postgres.object import USER, How, Lines, Object, Part, key, ref


@dataclass(frozen=True, kw_only=True)
class Clustering(Object):
    """The mark that CLUSTER ON leaves on an index, addressed by the table, since a table has at most one."""

    TYPE: ClassVar[str] = "clustering"
    SIGN: ClassVar[str] = "pg_index WHERE indisclustered"
    QUERY: ClassVar[str] = f"""
        SELECT {key("0", "x.indexrelid")} AS row_key,
          ARRAY[n.nspname, t.relname]::text[] AS names, c.relname::text AS index, t.relkind = 'm' AS of_view,
          {ref("pg_class", "x.indexrelid")} AS part_of,
          ARRAY[{ref("pg_class", "t.oid")}, {ref("pg_class", "x.indexrelid")}] AS also
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE x.indisclustered AND c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't'"""

    index: str
    of_view: bool = False

    @property
    def _at(self) -> str:
        return f"ALTER {'MATERIALIZED VIEW' if self.of_view else 'TABLE'} {self.sql_name}"

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"{self._at} CLUSTER ON {ident(self.index)}"]

    def drop(self, how: How) -> Lines:
        return [f"{self._at} SET WITHOUT CLUSTER"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
