"""Schemas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.object import USER, How, Lines, Object, Part, row


@dataclass(frozen=True, kw_only=True)
class Schema(Object):
    """A namespace."""

    TYPE: ClassVar[str] = "schema"
    RENAME_ROUND: ClassVar[int] = 0
    IRREPLACEABLE: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_namespace", "n.oid")}, ARRAY[n.nspname]::text[] AS names
        FROM pg_namespace n
        WHERE (n.oid >= {USER} AND n.nspname !~ '^pg_') OR n.nspname = 'public'"""

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"CREATE SCHEMA {self.sql_name}"]
