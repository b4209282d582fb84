"""Enumerated types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.model.plan import Statement
from joey.postgres.names import literal, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, moved_aside, row

TYPES = f"""
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid >= {USER} AND n.nspname !~ '^pg_'"""


@dataclass(frozen=True, kw_only=True)
class Enum(Object):
    """An enumerated type and its labels, in order."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    MEMBER: ClassVar[str] = "label"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
        {TYPES} AND t.typtype = 'e'"""

    labels: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return ("enum", self.TYPE)

    @property
    def members(self) -> tuple[str, ...]:
        return self.labels

    def rename_member(self, old: str, new: str) -> Lines:
        return [f"ALTER TYPE {self.sql_name} RENAME VALUE {literal(old)} TO {literal(new)}"]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        labels = ", ".join(map(literal, self.labels))
        if len(labels) > 80:
            labels = "\n    " + ",\n    ".join(map(literal, self.labels)) + "\n"
        return [f"CREATE TYPE {self.sql_name} AS ENUM ({labels})"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Enum)
        if [label for label in new.labels if label in self.labels] != list(self.labels):
            return None
        have, out = list(self.labels), []
        for place, label in enumerate(new.labels):
            if label in have:
                continue
            if place == len(have):
                where = ""
            elif place:
                where = f" AFTER {literal(new.labels[place - 1])}"
            else:
                where = f" BEFORE {literal(have[0])}"
            have.insert(place, label)
            sql = f"ALTER TYPE {self.sql_name} ADD VALUE {literal(label)}{where}"
            out.append(Statement(sql, commit_after=True))
        return out

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        return moved_aside(self, "TYPE", renamed_away(self.name))
