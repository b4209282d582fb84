"""Extensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import ident
from joey.postgres.object import USER, How, Lines, Object, Part, row


@dataclass(frozen=True, kw_only=True)
class Extension(Object):
    """An installed extension; its members fold into it.

    Its version belongs to the server it runs on, and is no part of the schema.
    """

    TYPE: ClassVar[str] = "extension"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_extension", "e.oid")}, ARRAY[e.extname]::text[] AS names,
          n.nspname::text AS schema, e.extrelocatable AS relocatable
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.oid >= {USER}"""

    schema: str
    relocatable: bool = field(default=True, compare=False)

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"CREATE EXTENSION {self.sql_name} WITH SCHEMA {ident(self.schema)}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Extension)
        if not self.relocatable:
            return None
        return [f"ALTER EXTENSION {self.sql_name} SET SCHEMA {ident(new.schema)}"]
