"""Comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.names import literal
from joey.postgres.object import USER, Facet, How, Lines, Object, Part, key

NOWHERE = "0::int8 AS row_key"


@dataclass(frozen=True, kw_only=True)
class Comment(Facet):
    """The comment of an object."""

    TYPE: ClassVar[str] = "comment"
    # An extension comes with a comment of its own. initdb itself comments on the schema public.
    QUERY: ClassVar[str] = f"""
        SELECT {NOWHERE}, {key("d.classoid", "d.objoid", "d.objsubid")} AS target, d.description AS text
        FROM pg_description d WHERE (d.objoid >= {USER} AND NOT EXISTS (SELECT FROM pg_extension e
            JOIN pg_available_extensions x ON x.name = e.extname
            WHERE d.classoid = 'pg_extension'::regclass AND e.oid = d.objoid AND x.comment = d.description))
          OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200)"""

    text: str

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"COMMENT ON {self.on} IS {literal(self.text)}"]

    def drop(self, how: How) -> Lines:
        return [f"COMMENT ON {self.on} IS NULL"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
