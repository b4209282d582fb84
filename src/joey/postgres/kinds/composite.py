"""Composite types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.model.plan import Loss, Statement
from joey.postgres.casts import loses_over_text, loses_silently
from joey.postgres.kinds.enum import TYPES
from joey.postgres.names import ident, renamed_away, unquoted
from joey.postgres.object import USER, How, Lines, Object, Part, collation_name, moved_aside, row


def _rounds(old: str, new: str) -> bool:
    return loses_silently(old.partition(" COLLATE ")[0], new.partition(" COLLATE ")[0])


# From the columns of relations down to what their types are made of: once for all types, since nothing leads from a
# type to its columns but reading all of them. Source: PostgreSQL, find_composite_type_dependencies in tablecmds.c.
_IN_COLUMNS = f"""t.oid IN (WITH RECURSIVE held AS (
              SELECT a.atttypid AS type FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE a.atttypid >= {USER} AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'f', 'i')
              UNION SELECT x.type FROM held h CROSS JOIN LATERAL (
                SELECT unnest(ARRAY[y.typelem, y.typbasetype]) AS type FROM pg_type y WHERE y.oid = h.type
                UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = h.type
                UNION ALL SELECT r.rngtypid FROM pg_range r WHERE r.rngmultitypid = h.type
                UNION ALL SELECT a.atttypid FROM pg_type y JOIN pg_class c ON c.oid = y.typrelid AND c.relkind = 'c'
                  JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
                  WHERE y.oid = h.type OFFSET 0) x WHERE x.type >= {USER})
            SELECT type FROM held)"""


@dataclass(frozen=True, kw_only=True)
class Composite(Object):
    """A row type of its own."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    MEMBER: ClassVar[str] = "attribute"
    SIGN: ClassVar[str] = f"pg_class WHERE relkind = 'c' AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS attributes,
          ARRAY(SELECT format_type(a.atttypid, a.atttypmod)
              ||coalesce(' COLLATE '||{collation_name("a.attcollation", "a.atttypid")}, '')
            FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS types,
          CASE WHEN t.oid IN (SELECT reloftype FROM pg_class WHERE reloftype <> 0) THEN ARRAY(
            SELECT quote_ident(tn.nspname)||'.'||quote_ident(c.relname) FROM pg_class c
            JOIN pg_namespace tn ON tn.oid = c.relnamespace WHERE c.reloftype = t.oid ORDER BY 1) ELSE '{{}}' END
            AS tables, {_IN_COLUMNS} AS in_columns
        {TYPES} AND t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')"""

    attributes: tuple[str, ...]
    types: tuple[str, ...]
    tables: tuple[str, ...] = field(default=(), compare=False)
    """The tables OF it, which change with it."""
    in_columns: bool = field(default=False, compare=False)
    """Whether columns hold values of it: then an attribute's type can't be changed."""

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(map(unquoted, self.attributes))

    def rename_member(self, old: str, new: str) -> Lines:
        along = " CASCADE" if self.tables else ""
        return [f"ALTER TYPE {self.sql_name} RENAME ATTRIBUTE {ident(old)} TO {ident(new)}{along}"]

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("relation", names)]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        body = ",".join(f"\n    {a} {t}" for a, t in zip(self.attributes, self.types, strict=True))
        return [f"CREATE TYPE {self.sql_name} AS ({body}\n)"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Composite)
        retyped = [a for a, t in new._typed.items() if self._typed.get(a, t) != t]
        if not self._extends_to(new) or (retyped and (self.in_columns or how.cautious)):
            return None
        return self._changed(new, retyped)

    def _extends_to(self, new: Composite) -> bool:
        """Whether its attributes, without those that go, are the first of the new ones: others come at the end."""
        kept = tuple(a for a in self.attributes if a in new._typed)
        return new.attributes[: len(kept)] == kept

    def _changed(self, new: Composite, retyped: Sequence[str]) -> list[Statement]:
        """The statement, if there is something to say, that drops, retypes and adds attributes where they are."""
        was, will = self._typed, new._typed
        gone = [a for a in self.attributes if a not in will]
        drops = [f"DROP ATTRIBUTE {a}" for a in gone]
        acts = [f"ALTER ATTRIBUTE {a} TYPE {will[a]}" for a in retyped]
        acts += [f"ADD ATTRIBUTE {a} {t}" for a, t in will.items() if a not in was]
        lost, tables = self._lost(gone), [t for t in self.tables if t in new.tables]
        if not tables:
            return self._altered(drops + acts, lost)
        out = self._altered(
            [f"{act} CASCADE" for act in acts], self._lost(a for a in retyped if _rounds(was[a], will[a]))
        )
        if gone:  # with CASCADE also what others have made of these columns would go
            columns = ", ".join(f"DROP COLUMN {a}" for a in gone)
            out += [Statement(f"ALTER TABLE {t} NOT OF") for t in tables]
            out += self._altered(drops, lost)
            out += [Statement(f"ALTER TABLE {t} {act}") for t in tables for act in (columns, f"OF {self.sql_name}")]
        return out

    def _lost(self, attributes: Iterable[str]) -> tuple[Loss, ...]:
        return tuple(Loss("attribute", (*self.address.names, a)) for a in attributes)

    def _altered(self, acts: Sequence[str], losses: tuple[Loss, ...]) -> list[Statement]:
        return [Statement(f"ALTER TYPE {self.sql_name} {', '.join(acts)}", losses=losses)] if acts else []

    @property
    def _typed(self) -> dict[str, str]:
        return dict(zip(self.attributes, self.types, strict=True))

    def unsettles(self, new: Object) -> bool:
        assert isinstance(new, Composite)
        was, will = self._typed, new._typed
        return any(was[a] != will.get(a) for a in was)

    def stuck(self, new: Object) -> str:
        if not isinstance(new, Composite) or self._extends_to(new):
            return ""
        was, will = self.attributes, new.attributes
        kept, then = ([a for a in one if a in other] for one, other in ((was, will), (will, was)))
        if kept != then:
            why = f"can't change the order of attributes, which is {', '.join(kept)} and would be {', '.join(then)}"
        else:
            follows = {a: next((k for k in will[place:] if k in was), a) for place, a in enumerate(will)}
            early = [f"{a} would come before {k}" for a, k in follows.items() if a != k]
            why = f"adds attributes only at the end, and {', '.join(early)}"
        there = ", ".join([*kept, *(a for a in will if a not in was)])
        return (
            f"PostgreSQL {why}. Declare them in the order {there}; or make a type under another name, and copy the "
            "values attribute by attribute"
        )

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        # Values go over as text, attribute by attribute in their order: both must have the same ones.
        if not isinstance(new, Composite) or not self._extends_to(new):
            return None
        will = new._typed
        loses = any(loses_over_text(t, will[a]) for a, t in self._typed.items() if t != will.get(a, t))
        away, drop = moved_aside(self, "TYPE", renamed_away(self.name), losses=self.whole_loss(loses))
        # What is new has no values yet, and perhaps its type isn't there yet.
        bare = replace(new, types=("text",) * len(new.types))
        return [*self._changed(bare, ()), *away], drop
