"""Extended statistics objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from joey.postgres.object import USER, How, Lines, Object, Part, ref, row, without_name


@dataclass(frozen=True, kw_only=True)
class Statistics(Object):
    """An extended statistics object."""

    TYPE: ClassVar[str] = "statistics"
    NAMESPACE: ClassVar[str] = "statistics"
    SIGN: ClassVar[str] = "pg_statistic_ext"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_statistic_ext", "s.oid")}, ARRAY[n.nspname, s.stxname]::text[] AS names,
          pg_get_statisticsobjdef(s.oid) AS definition, coalesce(s.stxstattarget, -1)::int AS goal,
          {ref("pg_class", "s.stxrelid")} AS part_of
        FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.oid >= {USER}"""

    definition: str
    goal: int = -1

    @property
    def nameless(self) -> Self:
        return replace(super().nameless, definition=without_name(self.definition, self.sql_name))

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self.definition, *([self._goal()] if self.goal != -1 else [])]

    def _goal(self) -> str:
        return f"ALTER STATISTICS {self.sql_name} SET STATISTICS {self.goal}"

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Statistics)
        return [new._goal()] if new.definition == self.definition else None

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return not how.cautious
