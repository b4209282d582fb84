"""Range types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.postgres.casts import loses_over_text
from joey.postgres.guard import guard
from joey.postgres.names import ident, literal, qualified, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, collation_name, moved_aside, row


@dataclass(frozen=True, kw_only=True)
class Range(Object):
    """A range type with its multirange."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    SIGN: ClassVar[str] = f"pg_range WHERE rngtypid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          format_type(r.rngsubtype, NULL) AS subtype, nullif(r.rngsubdiff, 0)::regproc::text AS diff,
          nullif(r.rngcanonical, 0)::regproc::text AS canonical,
          (SELECT quote_ident(mn.nspname)||'.'||quote_ident(m.typname) FROM pg_type m
            JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid) AS multirange,
          (SELECT m.typname::text FROM pg_type m WHERE m.oid = r.rngmultitypid) AS multirange_name,
          {collation_name("r.rngcollation", "r.rngsubtype")} AS collation,
          (SELECT quote_ident(cn.nspname)||'.'||quote_ident(oc.opcname)
            FROM pg_opclass oc JOIN pg_namespace cn ON cn.oid = oc.opcnamespace
            WHERE oc.oid = r.rngsubopc AND NOT oc.opcdefault) AS opclass
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_range r ON r.rngtypid = t.oid
        WHERE t.oid >= {USER}"""

    subtype: str
    multirange: str
    multirange_name: str = field(default="", compare=False)
    diff: str | None = None
    canonical: str | None = None
    collation: str | None = None
    opclass: str | None = None

    @property
    def _usual_multirange(self) -> str:
        schema, name = self.address.names
        many = name.replace("range", "multirange", 1) if "range" in name else f"{name}_multirange"
        return qualified(schema, many)

    @property
    def nameless(self) -> Range:
        many = "" if self.multirange == self._usual_multirange else self.multirange
        return replace(super().nameless, multirange=many)

    def under(self, names: tuple[str, ...]) -> Range:
        moved = super().under(names)
        usual = self.multirange == self._usual_multirange
        return replace(moved, multirange=moved._usual_multirange) if usual else moved

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        """With its multirange, where that has the usual name, and the functions that make values of both."""
        schema, name = names
        new, sub, span = self.under(names), self.subtype, qualified(*names)
        moves = schema != self.address.names[0]
        to = f"SET SCHEMA {ident(schema)}" if moves else f"RENAME TO {ident(name)}"
        makers = [f"{self.sql_name}({sub}, {sub})", f"{self.sql_name}({sub}, {sub}, text)"]
        out = [f"ALTER TYPE {self.sql_name} {to}", *(f"ALTER FUNCTION {maker} {to}" for maker in makers)]
        if new.multirange == self.multirange:
            return out
        makers = [f"{self.multirange}({args})" for args in ("", span, f"VARIADIC {span}[]")]
        if not moves:
            to = f"RENAME TO {new.multirange.removeprefix(f'{ident(schema)}.')}"
        return [*out, f"ALTER TYPE {self.multirange} {to}", *(f"ALTER FUNCTION {maker} {to}" for maker in makers)]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        pairs = {
            "subtype": self.subtype,
            "subtype_opclass": self.opclass,
            "collation": self.collation,
            "canonical": self.canonical,
            "subtype_diff": self.diff,
            "multirange_type_name": None if self.multirange == self._usual_multirange else self.multirange,
        }
        body = ",".join(f"\n    {key} = {value}" for key, value in pairs.items() if value)
        # A canonical function takes and gives the range, which must be there as a shell before.
        shell = [f"CREATE TYPE {self.sql_name}", *(clause for _, clause in parts)] if parts else []
        return [*shell, f"CREATE TYPE {self.sql_name} AS RANGE ({body}\n)"]

    def drop(self, how: How) -> Lines:
        if not self.canonical:
            return [f"DROP {self.phrase}"]
        # With its canonical function it can only go at once; what else used it has gone before.
        canonical = f"{self.canonical}({self.sql_name})"
        going = [
            f"'pg_type'::regclass, {literal(self.sql_name)}::regtype::oid",
            f"'pg_proc'::regclass, {literal(canonical)}::regprocedure::oid",
        ]
        return [guard(f"Type {'.'.join(self.address.names)}", going), f"DROP {self.phrase} CASCADE"]

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        if not isinstance(new, Range) or self.canonical:
            return None
        name, loses = self.name, loses_over_text(self.subtype, new.subtype)
        away, dropped = moved_aside(self, "TYPE", renamed_away(name), losses=self.whole_loss(loses))
        many = f"ALTER TYPE {self.multirange} RENAME TO {ident(renamed_away(self.multirange_name))}"
        # The functions that make ranges are named after the type, but aren't renamed with it.
        made = [(self.sql_name, f"{self.subtype}, {self.subtype}"), (self.multirange, "")]
        made.insert(1, (self.sql_name, f"{self.subtype}, {self.subtype}, text"))
        renamed = [f"ALTER FUNCTION {f}({args}) RENAME TO {ident(renamed_away(name))}" for f, args in made]
        return [*away, many, *renamed], dropped
