"""Functions, procedures and aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from joey.model.address import Address
from joey.postgres.names import renamed_away
from joey.postgres.object import (
    USER,
    How,
    Lines,
    Object,
    Part,
    moved_aside,
    part_of_nobody,
    ref,
    row,
    without_name,
)

ARGS = """(SELECT coalesce(array_agg(format_type(u, NULL) ORDER BY i), '{}')
            FROM unnest(p.proargtypes) WITH ORDINALITY x(u, i))"""
QUERY = f"""
        SELECT {row("pg_proc", "p.oid")}, ARRAY[n.nspname, p.proname]::text[] AS names, {ARGS} AS args,
          pg_get_functiondef(p.oid) AS definition, pg_get_function_result(p.oid) AS result,
          coalesce((SELECT array_agg(coalesce(nm, '') ORDER BY i)
            FROM unnest(p.proargnames) WITH ORDINALITY x(nm, i)), '{{}}') AS arg_names,
          coalesce((SELECT array_agg(m::text ORDER BY i)
            FROM unnest(p.proargmodes) WITH ORDINALITY x(m, i)), '{{}}') AS arg_modes,
          p.pronargdefaults::int AS defaults,
          coalesce((SELECT array_agg(format_type(u, NULL) ORDER BY i)
            FROM unnest(p.proallargtypes) WITH ORDINALITY x(u, i)), '{{}}') AS all_types,
          (SELECT {ref("pg_type", "r.rngtypid")} FROM pg_range r WHERE r.rngcanonical = p.oid) AS part_of
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.oid >= {USER} AND n.nspname !~ '^pg_' AND p.prokind IN ({{kinds}})
          AND {part_of_nobody("pg_proc", "p.oid")}"""


def with_arguments(a: Address) -> tuple[str, ...]:
    """The names of a routine, the last with the types of its arguments."""
    return (*a.names[:-1], f"{a.names[-1]}({', '.join(a.args)})")


@dataclass(frozen=True, kw_only=True)
class Function(Object):
    """A function or window function."""

    TYPE: ClassVar[str] = "function"
    NAMESPACE: ClassVar[str] = "routine"
    SIGN: ClassVar[str] = f"pg_proc WHERE prokind IN ('f', 'w') AND oid >= {USER}"
    QUERY: ClassVar[str] = QUERY.replace("{kinds}", "'f', 'w'")

    definition: str
    result: str | None = None
    arg_names: tuple[str, ...] = ()
    arg_modes: tuple[str, ...] = field(default=(), compare=False)
    defaults: int = 0
    all_types: tuple[str, ...] = field(default=(), compare=False)

    @property
    def phrase(self) -> str:
        return f"{self.TYPE.upper()} {self.sql_name}({', '.join(self.address.args)})"

    @property
    def nameless(self) -> Self:
        return replace(super().nameless, definition=without_name(self.definition, self.sql_name))

    def path(self, whole: Address | None) -> tuple[str, ...]:
        return with_arguments(self.address)

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return self._text  # only a range's canonical function is part of something

    @property
    def _text(self) -> str:
        return self.definition.strip().replace("CREATE OR REPLACE ", "CREATE ", 1)

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self._text]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Function)
        if (self.result, self.all_types, self.arg_modes) != (new.result, new.all_types, new.arg_modes):
            return None
        renamed = any(o not in ("", n) for o, n in zip(self.arg_names, new.arg_names, strict=False))
        if renamed or len(self.arg_names) > len(new.arg_names) or new.defaults < self.defaults:
            return None
        if (" WINDOW" in self.definition) != (" WINDOW" in new.definition):
            return None
        return [new.definition.strip()]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return not how.cautious and not self.defaults and "\nAS $" in self.definition  # nothing of it is bound

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        args = self.address.args
        own = any("." in arg for arg in args)  # types of the user's own may have moved aside too
        return moved_aside(self, self.TYPE.upper(), renamed_away(self.name), "" if own else f"({', '.join(args)})")


@dataclass(frozen=True, kw_only=True)
class Procedure(Function):
    """A procedure."""

    TYPE: ClassVar[str] = "procedure"
    SIGN: ClassVar[str] = f"pg_proc WHERE prokind = 'p' AND oid >= {USER}"
    QUERY: ClassVar[str] = QUERY.replace("{kinds}", "'p'")


@dataclass(frozen=True, kw_only=True)
class Aggregate(Object):
    """An aggregate function."""

    TYPE: ClassVar[str] = "aggregate"
    NAMESPACE: ClassVar[str] = "routine"
    SIGN: ClassVar[str] = f"pg_aggregate WHERE aggfnoid::oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_proc", "p.oid")}, ARRAY[n.nspname, p.proname]::text[] AS names, {ARGS} AS args,
          pg_get_function_arguments(p.oid) AS signature, pg_get_function_result(p.oid) AS result,
          array_remove(ARRAY['SFUNC = '||g.aggtransfn::regproc, 'STYPE = '||format_type(g.aggtranstype, NULL),
            'SSPACE = '||nullif(g.aggtransspace, 0), 'FINALFUNC = '||nullif(g.aggfinalfn, 0)::regproc,
            CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
            CASE WHEN g.aggfinalfn <> 0
                AND g.aggfinalmodify <> CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END::"char"
              THEN 'FINALFUNC_MODIFY = '||CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                ELSE 'READ_WRITE' END END,
            'COMBINEFUNC = '||nullif(g.aggcombinefn, 0)::regproc, 'SERIALFUNC = '||nullif(g.aggserialfn, 0)::regproc,
            'DESERIALFUNC = '||nullif(g.aggdeserialfn, 0)::regproc, 'INITCOND = '||quote_literal(g.agginitval),
            'MSFUNC = '||nullif(g.aggmtransfn, 0)::regproc, 'MINVFUNC = '||nullif(g.aggminvtransfn, 0)::regproc,
            'MSTYPE = '||format_type(nullif(g.aggmtranstype, 0), NULL), 'MSSPACE = '||nullif(g.aggmtransspace, 0),
            'MFINALFUNC = '||nullif(g.aggmfinalfn, 0)::regproc,
            CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
            CASE WHEN g.aggmfinalfn <> 0
                AND g.aggmfinalmodify <> CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END::"char"
              THEN 'MFINALFUNC_MODIFY = '||CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                ELSE 'READ_WRITE' END END,
            'MINITCOND = '||quote_literal(g.aggminitval),
            (SELECT 'SORTOP = OPERATOR('||quote_ident(sn.nspname)||'.'||o.oprname||')' FROM pg_operator o
              JOIN pg_namespace sn ON sn.oid = o.oprnamespace WHERE o.oid = g.aggsortop),
            CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
            CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END], NULL) AS items
        FROM pg_aggregate g JOIN pg_proc p ON p.oid = g.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.oid >= {USER} AND n.nspname !~ '^pg_'"""

    signature: str = ""
    result: str = field(default="", compare=False)
    items: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        return f"AGGREGATE {self.sql_name}({self.signature or '*'})"

    @property
    def grant_phrase(self) -> str:
        return f"FUNCTION {self.sql_name}({', '.join(self.address.args)})"

    def path(self, whole: Address | None) -> tuple[str, ...]:
        return with_arguments(self.address)

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self._make("CREATE")]

    def _make(self, word: str) -> str:
        return f"{word} {self.phrase} (" + ",".join(f"\n    {item}" for item in self.items) + "\n)"

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Aggregate)
        if (self.signature, self.result, self._hypothetical) != (new.signature, new.result, new._hypothetical):
            return None
        return [new._make("CREATE OR REPLACE")]

    @property
    def _hypothetical(self) -> bool:
        return "HYPOTHETICAL" in self.items
