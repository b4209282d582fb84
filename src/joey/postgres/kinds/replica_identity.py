"""What a table writes to the log to identify a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.object import USER, How, Lines, Object, Part, key, ref


@dataclass(frozen=True, kw_only=True)
class ReplicaIdentity(Object):
    """A table's replica identity, where it isn't the default; it may need an index."""

    TYPE: ClassVar[str] = "replica identity"
    SIGN: ClassVar[str] = f"pg_class WHERE relkind IN ('r', 'p', 'm') AND relreplident <> 'd' AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {key("0", "c.oid")} AS row_key, ARRAY[n.nspname, c.relname]::text[] AS names,
          CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
            ELSE 'USING INDEX '||quote_ident(ic.relname) END AS identity,
          {ref("pg_class", "c.oid")} AS part_of,
          ARRAY[{ref("pg_class", "c.oid")}, {ref("pg_class", "coalesce(ic.oid, c.oid)")}] AS also
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
        WHERE c.relkind IN ('r', 'p', 'm') AND c.relreplident <> 'd' AND c.oid >= {USER} AND n.nspname !~ '^pg_'
          AND (c.relreplident <> 'i' OR ic.oid IS NOT NULL)"""

    identity: str

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"ALTER TABLE ONLY {self.sql_name} REPLICA IDENTITY {self.identity}"]

    def drop(self, how: How) -> Lines:
        return [f"ALTER TABLE ONLY {self.sql_name} REPLICA IDENTITY DEFAULT"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
