"""Triggers, and rewrite rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from joey.postgres.names import ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row, without_name

STATES = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


@dataclass(frozen=True, kw_only=True)
class Trigger(Object):
    """A trigger on a table or view, and whether it fires."""

    TYPE: ClassVar[str] = "trigger"
    SIGN: ClassVar[str] = "pg_trigger WHERE NOT tgisinternal"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_trigger", "t.oid")}, ARRAY[n.nspname, c.relname, t.tgname]::text[] AS names,
          pg_get_triggerdef(t.oid) AS definition, t.tgenabled::text AS state, {ref("pg_class", "c.oid")} AS part_of
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.oid >= {USER} AND n.nspname !~ '^pg_'
          AND c.relkind IN ('r', 'p', 'v')"""

    definition: str
    state: str = "O"

    @property
    def phrase(self) -> str:
        return f"{self.TYPE.upper()} {ident(self.name)} ON {self._table}"

    @property
    def _table(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def nameless(self) -> Self:
        return replace(super().nameless, definition=without_name(self.definition, ident(self.name)))

    def _state(self) -> str:
        return f"ALTER TABLE {self._table} {STATES[self.state]} {self.TYPE.upper()} {ident(self.name)}"

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self.definition.rstrip(";"), *([self._state()] if self.state != "O" else [])]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Trigger)
        if new.definition == self.definition:
            return [new._state()]
        made = f"CREATE {self.TYPE.upper()} "
        if not all(t.definition.startswith(made) for t in (self, new)):
            return None  # there is no OR REPLACE for a constraint trigger
        sql = new.definition.replace("CREATE", "CREATE OR REPLACE", 1).rstrip(";")
        return [sql, *([new._state()] if new.state != "O" or self.state != "O" else [])]

    def unsettles(self, new: Object) -> bool:
        return isinstance(new, Trigger) and new.definition != self.definition


@dataclass(frozen=True, kw_only=True)
class TriggerState(Object):
    """Whether a partition's trigger fires, where that differs from its parent's."""

    TYPE: ClassVar[str] = "trigger state"
    SIGN: ClassVar[str] = "pg_trigger WHERE NOT tgisinternal AND tgparentid <> 0"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_trigger", "t.oid")}, ARRAY[n.nspname, c.relname, t.tgname]::text[] AS names,
          t.tgenabled::text AS state, p.tgenabled::text AS above, {ref("pg_class", "c.oid")} AS part_of,
          ARRAY(SELECT {ref("pg_inherits", "i.inhrelid", "i.inhseqno")} FROM pg_inherits i WHERE i.inhrelid = c.oid)
            AS also
        FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid AND p.tgenabled <> t.tgenabled
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.oid >= {USER}"""

    state: str
    above: str
    """The parent's; what is said there goes down to the partitions."""

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def _say(self, state: str) -> Lines:
        return [f"ALTER TABLE ONLY {qualified(*self.address.names[:2])} {STATES[state]} TRIGGER {ident(self.name)}"]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return self._say(self.state)

    def drop(self, how: How) -> Lines:
        return self._say(self.above)

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])


@dataclass(frozen=True, kw_only=True)
class Rule(Trigger):
    """A rewrite rule other than a view's own."""

    TYPE: ClassVar[str] = "rule"
    SIGN: ClassVar[str] = f"pg_rewrite WHERE rulename <> '_RETURN' AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_rewrite", "r.oid")}, ARRAY[n.nspname, c.relname, r.rulename]::text[] AS names,
          pg_get_ruledef(r.oid) AS definition, r.ev_enabled::text AS state, {ref("pg_class", "c.oid")} AS part_of
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rulename <> '_RETURN' AND r.oid >= {USER} AND n.nspname !~ '^pg_'"""
