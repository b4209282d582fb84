"""Dependence on extensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.kinds.comment import NOWHERE
from joey.postgres.names import ident
from joey.postgres.object import USER, Facet, How, Lines, Object, Part, key, ref


@dataclass(frozen=True, kw_only=True)
class Dependence(Facet):
    """The extensions that an object goes with, as DEPENDS ON EXTENSION says."""

    TYPE: ClassVar[str] = "dependence"
    SIGN: ClassVar[str] = "pg_depend WHERE deptype = 'x'"
    QUERY: ClassVar[str] = f"""
        SELECT {NOWHERE}, {key("d.classid", "d.objid", "d.objsubid")} AS target,
          array_agg(DISTINCT e.extname::text ORDER BY e.extname::text) AS extensions,
          array_agg({ref("pg_extension", "e.oid")}) AS also
        FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
        WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass AND d.objid >= {USER}
        GROUP BY d.classid, d.objid, d.objsubid"""

    extensions: tuple[str, ...]

    def _say(self, extensions: Sequence[str], no: str = "") -> list[str]:
        return [f"ALTER {self.on} {no}DEPENDS ON EXTENSION {ident(name)}" for name in extensions]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return self._say(self.extensions)

    def drop(self, how: How) -> Lines:
        return self._say(self.extensions, "NO ")

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Dependence)
        gone = [name for name in self.extensions if name not in new.extensions]
        come = [name for name in new.extensions if name not in self.extensions]
        return self._say(gone, "NO ") + self._say(come)
