"""Composite types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.model.plan import Loss, Statement
from joey.postgres.casts import loses_over_text
from joey.postgres.kinds.enum import TYPES
from joey.postgres.names import ident, renamed_away, unquoted
from joey.postgres.object import How, Lines, Object, Part, collation_name, moved_aside, row


@dataclass(frozen=True, kw_only=True)
class Composite(Object):
    """A row type of its own."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    MEMBER: ClassVar[str] = "attribute"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS attributes,
          ARRAY(SELECT format_type(a.atttypid, a.atttypmod)
              ||coalesce(' COLLATE '||{collation_name("a.attcollation", "a.atttypid")}, '')
            FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS types,
          EXISTS (SELECT FROM pg_class tc WHERE tc.reloftype = t.oid) AS has_tables
        {TYPES} AND t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')"""

    attributes: tuple[str, ...]
    types: tuple[str, ...]
    has_tables: bool = field(default=False, compare=False)

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(map(unquoted, self.attributes))

    def rename_member(self, old: str, new: str) -> Lines:
        along = " CASCADE" if self.has_tables else ""
        return [f"ALTER TYPE {self.sql_name} RENAME ATTRIBUTE {ident(old)} TO {ident(new)}{along}"]

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("relation", names)]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        body = ",".join(f"\n    {a} {t}" for a, t in zip(self.attributes, self.types, strict=True))
        return [f"CREATE TYPE {self.sql_name} AS ({body}\n)"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Composite)
        was = dict(zip(self.attributes, self.types, strict=True))
        will = dict(zip(new.attributes, new.types, strict=True))
        kept = [a for a in new.attributes if a in was]
        if any(was[a] != will[a] for a in kept) or tuple(kept) != new.attributes[: len(kept)]:
            return None
        if [a for a in self.attributes if a in will] != kept:
            return None
        gone = [a for a in self.attributes if a not in will]
        acts = [f"DROP ATTRIBUTE {a}" for a in gone]
        acts += [f"ADD ATTRIBUTE {a} {t}" for a, t in will.items() if a not in was]
        losses = tuple(Loss("attribute", (*self.address.names, a)) for a in gone)
        return [Statement(f"ALTER TYPE {self.sql_name} {', '.join(acts)}", losses=losses)]

    def unsettles(self, new: Object) -> bool:
        assert isinstance(new, Composite)
        return not set(self.attributes) <= set(new.attributes)

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        # Values go over as text, attribute by attribute in their order.
        if not isinstance(new, Composite) or self.attributes != new.attributes:
            return None
        loses = any(loses_over_text(o, n) for o, n in zip(self.types, new.types, strict=True) if o != n)
        return moved_aside(self, "TYPE", renamed_away(self.name), loses=loses)
