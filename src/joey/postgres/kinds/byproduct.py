"""What PostgreSQL makes and drops along with something else, yet can carry facts of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.names import ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class ByProduct(Object):
    """Modelled only where a fact is attached to it; for all else it folds into its maker."""

    BY_PRODUCT: ClassVar[bool] = True

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return []

    def drop(self, how: How) -> Lines:
        return []

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class OutputColumn(ByProduct):
    """A column of a view or composite type that has a comment, grants or a default."""

    TYPE: ClassVar[str] = "output column"
    SIGN: ClassVar[str] = f"pg_class WHERE relkind IN ('v', 'm', 'c', 'f') AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid", "a.attnum")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          CASE c.relkind WHEN 'c' THEN {ref("pg_type", "c.reltype")} ELSE {ref("pg_class", "c.oid")} END AS part_of
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm', 'c', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= {USER}
          AND n.nspname !~ '^pg_' AND c.relpersistence <> 't' AND (a.attacl IS NOT NULL
            OR (a.atthasdef AND c.relkind <> 'f')
            OR EXISTS (SELECT FROM pg_description d
              WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum))"""

    @property
    def phrase(self) -> str:
        return f"COLUMN {self.sql_name}"

    @property
    def grant_phrase(self) -> str:
        return f"({ident(self.name)}) ON TABLE {qualified(*self.address.names[:2])}"


@dataclass(frozen=True, kw_only=True)
class BackingIndex(ByProduct):
    """The index of a constraint, where it has a comment."""

    TYPE: ClassVar[str] = "index"
    SIGN: ClassVar[str] = f"pg_description WHERE classoid = 'pg_class'::regclass AND objoid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          {ref("pg_constraint", "k.oid")} AS part_of
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conindid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('p', 'u', 'x') AND c.oid >= {USER} AND EXISTS (SELECT FROM pg_description d
          WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid)"""


@dataclass(frozen=True, kw_only=True)
class RowType(ByProduct):
    """A composite type's twin in pg_class or a table's row type, where it has a comment of its own."""

    TYPE: ClassVar[str] = "row type"
    SIGN: ClassVar[str] = f"pg_description WHERE classoid = 'pg_type'::regclass AND objoid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          {ref("pg_class", "t.typrelid")} AS part_of
        FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind <> 'c'
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid >= {USER} AND n.nspname !~ '^pg_' AND EXISTS (SELECT FROM pg_description d
          WHERE d.classoid = 'pg_type'::regclass AND d.objoid = t.oid)"""

    @property
    def phrase(self) -> str:
        return f"TYPE {self.sql_name}"
