"""Indexes that no constraint owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import ident
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Index(Object):
    """An index, as PostgreSQL itself writes it."""

    TYPE: ClassVar[str] = "index"
    NAMESPACE: ClassVar[str] = "relation"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          pg_get_indexdef(c.oid) AS definition, x.indisclustered AS clustered,
          x.indisvalid OR c.relkind = 'I' AS valid,
          ARRAY(SELECT a.attnum||'='||a.attstattarget FROM pg_attribute a
            WHERE a.attrelid = c.oid AND coalesce(a.attstattarget, -1) >= 0 ORDER BY a.attnum) AS statistics,
          quote_ident(tn.nspname)||'.'||quote_ident(t.relname) AS table, t.relkind = 'm' AS of_view,
          {ref("pg_class", "x.indrelid")} AS part_of,
          (SELECT {ref("pg_class", "i.inhparent")} FROM pg_inherits i WHERE i.inhrelid = c.oid) AS carried_by
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't' AND NOT EXISTS (
          SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))"""

    definition: str
    clustered: bool = False
    valid: bool = True
    statistics: tuple[str, ...] = ()
    table: str = field(default="", compare=False)
    of_view: bool = field(default=False, compare=False)

    def carried(self, verb: str) -> bool:
        return verb == "drop"

    def _cluster(self, on: bool) -> str:
        what = "MATERIALIZED VIEW" if self.of_view else "TABLE"
        return f"ALTER {what} {self.table} " + (f"CLUSTER ON {ident(self.name)}" if on else "SET WITHOUT CLUSTER")

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self.definition, *self._targets(()), *([self._cluster(True)] if self.clustered else [])]

    def _targets(self, old: tuple[str, ...]) -> list[str]:
        was, will = (dict(s.split("=") for s in x) for x in (old, self.statistics))
        changed = {k: will.get(k, "-1") for k in sorted(was.keys() | will.keys(), key=int) if was.get(k) != will.get(k)}
        return [f"ALTER INDEX {self.sql_name} ALTER COLUMN {k} SET STATISTICS {v}" for k, v in changed.items()]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Index)
        if (new.definition, new.valid) != (self.definition, self.valid):
            return None
        out = new._targets(self.statistics)
        return [*out, self._cluster(new.clustered)] if new.clustered != self.clustered else out

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return not how.cautious  # ALTER COLUMN TYPE remakes the table's indexes from their text
