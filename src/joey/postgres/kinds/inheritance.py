"""Children under their parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Inheritance(Object):
    """One row of pg_inherits: a child under its parent, by INHERITS or as a partition; tables and indexes alike."""

    TYPE: ClassVar[str] = "inheritance"
    LINK: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_inherits", "i.inhrelid", "i.inhseqno")},
          ARRAY[n.nspname, c.relname, pn.nspname, p.relname]::text[] AS names,
          c.relkind IN ('i', 'I') AS is_index,
          CASE WHEN c.relispartition THEN coalesce(pg_get_expr(c.relpartbound, c.oid), '') END AS bound,
          i.inhseqno AS position, {ref("pg_class", "c.oid")} AS part_of,
          ARRAY[{ref("pg_class", "c.oid")}, {ref("pg_class", "p.oid")}] AS also,
          ARRAY(SELECT {ref("pg_constraint", "k.oid")} FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x', 'c', 'n', 'f')
              AND (c.relispartition OR k.contype IN ('c', 'n')))
          ||ARRAY(SELECT {ref("pg_constraint", "k.oid")} FROM pg_constraint k
            WHERE k.conrelid = p.oid AND k.contype IN ('c', 'n'))
          ||ARRAY(SELECT {ref("pg_class", "x.indexrelid")} FROM pg_index x
            WHERE x.indrelid = c.oid AND c.relispartition)
          ||ARRAY(SELECT {ref("pg_class", "a.attrelid", "a.attnum")} FROM pg_attribute a
            WHERE a.attrelid IN (c.oid, p.oid) AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind NOT IN ('i', 'I'))
          ||ARRAY(SELECT {ref("pg_inherits", "ti.inhrelid", "ti.inhseqno")} FROM pg_inherits ti
            JOIN pg_index x ON x.indexrelid = c.oid WHERE ti.inhrelid = x.indrelid) AS after
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'i', 'I')"""

    is_index: bool = False
    bound: str | None = None
    position: int = field(default=0, compare=False)

    @property
    def _child(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def _parent(self) -> str:
        return qualified(*self.address.names[2:])

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return self._parent if self.bound is None and not self.is_index else None

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        if self.is_index:
            return [f"ALTER INDEX {self._parent} ATTACH PARTITION {self._child}"]
        if self.bound is None:
            return [f"ALTER TABLE {self._child} INHERIT {self._parent}"]
        return [f"ALTER TABLE {self._parent} ATTACH PARTITION {self._child} {self.bound}"]

    def drop(self, how: How) -> Lines:
        if self.is_index:
            return []  # there is no detach for an index: it goes with its parent's
        if self.bound is None:
            return [f"ALTER TABLE {self._child} NO INHERIT {self._parent}"]
        return [f"ALTER TABLE {self._parent} DETACH PARTITION {self._child}"]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
