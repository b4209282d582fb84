"""Children under their parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.kinds.index import is_copy
from joey.postgres.kinds.not_null import unproved_below
from joey.postgres.names import qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


def _columns(table: str) -> str:
    """SQL for what a partition's columns have from their parent, of a table."""
    return f"""ARRAY(SELECT ROW(a.attname, a.attstorage, a.attcompression, a.attgenerated,
              CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END)::text
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)"""


_DEFAULT_LEFT_OUT = """EXISTS (SELECT FROM pg_attribute a JOIN pg_attribute pa ON pa.attname = a.attname
            WHERE a.attrelid = c.oid AND pa.attrelid = p.oid AND pa.atthasdef AND NOT a.atthasdef)"""
_NOT_NULL_RENAMED = """EXISTS (SELECT FROM pg_constraint k
            JOIN pg_attribute a ON a.attrelid = c.oid AND k.conkey[1] = a.attnum
            JOIN pg_attribute pa ON pa.attrelid = p.oid AND pa.attname = a.attname
            JOIN pg_constraint pk ON pk.conrelid = p.oid AND pk.contype = 'n' AND pk.conkey[1] = pa.attnum
            WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conname <> pk.conname
              AND NOT (k.conname ~ '_not_null[0-9]*$' AND pk.conname ~ '_not_null[0-9]*$'))"""
_INDEX_OF_ITS_OWN = f"""EXISTS (SELECT FROM pg_index px WHERE px.indrelid = p.oid AND NOT EXISTS (
            SELECT FROM pg_inherits xi JOIN pg_index cx ON cx.indexrelid = xi.inhrelid AND cx.indrelid = c.oid
            JOIN pg_class cc ON cc.oid = cx.indexrelid WHERE xi.inhparent = px.indexrelid AND {is_copy("cc")}))"""


@dataclass(frozen=True, kw_only=True)
class Inheritance(Object):
    """One row of pg_inherits: a child under its parent, by INHERITS or as a partition; tables and indexes alike."""

    TYPE: ClassVar[str] = "inheritance"
    LINK: ClassVar[bool] = True
    SIGN: ClassVar[str] = f"pg_inherits WHERE inhrelid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_inherits", "i.inhrelid", "i.inhseqno")},
          ARRAY[n.nspname, c.relname, pn.nspname, p.relname]::text[] AS names,
          c.relkind IN ('i', 'I') AS is_index,
          CASE WHEN c.relispartition THEN coalesce(pg_get_expr(c.relpartbound, c.oid), '') END AS bound,
          CASE WHEN c.relispartition AND c.relkind IN ('r', 'p') THEN p.relam IN (0, c.relam)
            AND {_columns("c.oid")} = {_columns("p.oid")} AND NOT {_DEFAULT_LEFT_OUT} AND NOT {_NOT_NULL_RENAMED}
            AND NOT {_INDEX_OF_ITS_OWN} ELSE false END AS is_copy,
          ARRAY(SELECT sn.nspname||'.'||sp.relname FROM pg_inherits si JOIN pg_class sp ON sp.oid = si.inhparent
            JOIN pg_namespace sn ON sn.oid = sp.relnamespace WHERE si.inhrelid = c.oid ORDER BY si.inhseqno) AS parents,
          i.inhseqno AS position, {ref("pg_class", "c.oid")} AS part_of,
          ARRAY[{ref("pg_class", "c.oid")}, {ref("pg_class", "p.oid")}] AS also,
          ARRAY(SELECT {ref("pg_constraint", "k.oid")} FROM pg_constraint k
            WHERE k.conrelid = c.oid AND CASE WHEN c.relispartition THEN k.coninhcount > 0 OR k.conparentid <> 0
              ELSE k.contype IN ('c', 'n') AND k.coninhcount > 0 END)
          ||ARRAY(SELECT {ref("pg_constraint", "k.oid")} FROM pg_constraint k
            WHERE k.conrelid = p.oid AND k.contype IN ('c', 'n') AND NOT {unproved_below("k", "i.inhrelid")})
          ||ARRAY(SELECT {ref("pg_class", "x.indexrelid")} FROM pg_index x
            JOIN pg_inherits xi ON xi.inhrelid = x.indexrelid WHERE x.indrelid = c.oid AND c.relispartition)
          ||ARRAY(SELECT {ref("pg_class", "a.attrelid", "a.attnum")} FROM pg_attribute a
            WHERE a.attrelid IN (c.oid, p.oid) AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind NOT IN ('i', 'I'))
          ||ARRAY(SELECT {ref("pg_inherits", "ti.inhrelid", "ti.inhseqno")} FROM pg_inherits ti
            JOIN pg_index x ON x.indexrelid = c.oid WHERE ti.inhrelid = x.indrelid) AS after
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'i', 'I')"""

    is_index: bool = False
    bound: str | None = None
    parents: tuple[str, ...] = ()
    """All parents of the child, in their order."""
    is_copy: bool = field(default=False, compare=False)
    """Whether CREATE TABLE … PARTITION OF makes the child as it is, but for what it has besides."""
    position: int = field(default=0, compare=False)

    @property
    def _child(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def _parent(self) -> str:
        return qualified(*self.address.names[2:])

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return self._parent if self.copying(how) or (self.bound is None and not self.is_index) else None

    def copying(self, how: How) -> bool:
        return self.is_copy and not how.apart

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

    def bars(self, new: Object) -> str:
        assert isinstance(new, Inheritance)
        kept = tuple(p for p in self.parents if p in new.parents)
        if new.parents[: len(kept)] == kept:
            return ""
        return (
            f"would stand among the parents {', '.join(new.parents)}, and stands among {', '.join(self.parents)}: "
            "PostgreSQL adds a parent at the end and can't change their order. Name them in the order that they have"
        )

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Inheritance)
        return [] if self.bound == new.bound else None

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
