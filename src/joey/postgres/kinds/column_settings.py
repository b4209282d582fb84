"""What is set for the columns of materialized views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.kinds.column import COMPRESSION, STORAGE
from joey.postgres.names import ident, option_changes, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class ColumnSettings(Object):
    """How a column of a materialized view is stored and measured, where that isn't its type's default."""

    TYPE: ClassVar[str] = "column settings"
    SIGN: ClassVar[str] = "pg_class WHERE relkind = 'm'"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid", "a.attnum")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage ELSE '' END::text AS storage,
          t.typstorage::text AS type_storage, a.attcompression::text AS compression,
          coalesce(a.attstattarget, -1)::int AS statistics, coalesce(a.attoptions, '{{}}') AS options,
          {ref("pg_class", "c.oid")} AS part_of
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind = 'm' AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= {USER} AND (a.attcompression <> ''
          OR a.attstorage <> t.typstorage OR coalesce(a.attstattarget, -1) >= 0 OR a.attoptions IS NOT NULL)"""

    storage: str = ""
    type_storage: str = field(default="", compare=False)
    compression: str = ""
    statistics: int = -1
    options: tuple[str, ...] = ()

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def _changes(self, new: ColumnSettings) -> list[str]:
        at = f"ALTER MATERIALIZED VIEW {qualified(*self.address.names[:2])} ALTER COLUMN {ident(self.name)}"
        out = []
        if new.storage != self.storage:
            out.append(f"{at} SET STORAGE {STORAGE[new.storage or new.type_storage]}")
        if new.compression != self.compression:
            out.append(f"{at} SET COMPRESSION {COMPRESSION[new.compression]}")
        if new.statistics != self.statistics:
            out.append(f"{at} SET STATISTICS {new.statistics}")
        return out + option_changes(at, self.options, new.options)

    @property
    def _default(self) -> ColumnSettings:
        return ColumnSettings(address=self.address, type_storage=self.type_storage)

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return self._default._changes(self)

    def drop(self, how: How) -> Lines:
        return self._changes(self._default)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, ColumnSettings)
        return self._changes(new)
