"""The last kind: whatever no other kind models, as pg_dump writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.postgres.archive import SECRET, split
from joey.postgres.names import ident
from joey.postgres.object import How, Lines, Object, Part

_PRECIOUS = frozenset({"SUBSCRIPTION", "SERVER", "USER MAPPING", "COLLATION", "TYPE", "FOREIGN TABLE"})
_GRANTED = {"FOREIGN TABLE": "TABLE", "SERVER": "FOREIGN SERVER", "PROCEDURAL LANGUAGE": "LANGUAGE"}
"""What GRANT … ON calls them."""
_OWNED = frozenset(
    [
        "AGGREGATE",
        "COLLATION",
        "CONVERSION",
        "DOMAIN",
        "FOREIGN DATA WRAPPER",
        "FOREIGN TABLE",
        "FUNCTION",
        "OPERATOR",
        "OPERATOR CLASS",
        "OPERATOR FAMILY",
        "PROCEDURE",
        "PROCEDURAL LANGUAGE",
        "SERVER",
        "STATISTICS",
        "SUBSCRIPTION",
        "TYPE",
        "TEXT SEARCH CONFIGURATION",
        "TEXT SEARCH DICTIONARY",
    ]
)


WORDS = (
    "access method",
    "cast",
    "collation",
    "conversion",
    "foreign data wrapper",
    "foreign table",
    "language",
    "operator",
    "operator class",
    "operator family",
    "server",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "transform",
    "user mapping",
)
"""The types of what no other kind models, in PostgreSQL's words."""


@dataclass(frozen=True, kw_only=True)
class Definition(Object):
    """Any object that no other kind models, as pg_dump writes it.

    It is created and dropped exactly; a change is a remake that stops at data.
    """

    TYPE: ClassVar[str] = "definition"

    desc: str
    make: str
    unmake: str = field(default="", compare=False)
    owner: str = field(default="", compare=False)

    @property
    def phrase(self) -> str:
        return self.unmake.removeprefix("DROP ").rstrip().rstrip(";")

    @property
    def grant_phrase(self) -> str:
        return _GRANTED.get(self.desc, self.desc) + self.phrase.removeprefix(self.desc)

    @property
    def secret(self) -> bool:
        """Whether its text may hold a password."""
        return self.desc in SECRET

    @property
    def precious(self) -> bool:
        return self.desc in _PRECIOUS  # a slot, subscribers, what hangs on a server

    @property
    def immovable(self) -> str:
        if not self.unmake.strip():
            return "can't be dropped: pg_dump knows no statement for that"
        if self._unmake.endswith("CASCADE"):
            return "can be dropped only with CASCADE, which would take along what depends on it"
        return ""

    @property
    def _unmake(self) -> str:
        return self.unmake.strip().rstrip(";").rstrip()

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return split(self.make)

    def drop(self, how: How) -> Lines:
        return [] if self.immovable else split(self.unmake)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Definition)
        if replace(self, owner=new.owner, unmake=new.unmake) == new and self.owner != new.owner:
            return [f"ALTER {self.phrase} OWNER TO {ident(new.owner)}"] if self.desc in _OWNED else []
        return None
