"""Constraints of tables, other than not-null: keys, foreign keys, checks, exclusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.model.plan import Statement
from joey.postgres.kinds.index import all_copies, is_copy
from joey.postgres.kinds.not_null import made_before
from joey.postgres.kinds.table import Table
from joey.postgres.names import ident, option_changes, options, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, Verb, below, parents, ref, row

FROM = f"""
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        {{join}}
        WHERE k.contype IN ({{kinds}}) AND c.relkind IN ('r', 'p') AND k.oid >= {USER} AND n.nspname !~ '^pg_'
          AND c.relpersistence <> 't'"""
HEAD = f"""
        SELECT {row("pg_constraint", "k.oid")}, ARRAY[n.nspname, c.relname, k.conname]::text[] AS names,
          pg_get_constraintdef(k.oid) AS definition, k.conislocal OR c.relispartition AS local,
          {ref("pg_class", "c.oid")} AS part_of"""
OPTIONS = (
    """ARRAY(SELECT o FROM pg_class ic, unnest(ic.reloptions) o WHERE ic.oid = k.conindid ORDER BY 1) AS options"""
)


@dataclass(frozen=True, kw_only=True)
class Constraint(Object):
    """What all constraints of a table have in common."""

    TYPE: ClassVar[str] = "constraint"
    NAMESPACE: ClassVar[str] = "constraint"

    definition: str
    local: bool = field(default=True, compare=False)

    @property
    def table(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def phrase(self) -> str:
        return f"CONSTRAINT {ident(self.name)} ON {self.table}"

    @property
    def text(self) -> str:
        """What follows its name."""
        return self.definition

    def _tuned(self, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
        """Changes to the storage parameters of its index."""
        return option_changes(f"ALTER INDEX {qualified(self.address.names[0], self.name)}", old, new)

    @property
    def _unproved(self) -> bool:
        return self.definition.endswith(" NOT VALID")

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if not self.local:
            return ""
        # Inside CREATE TABLE, NOT VALID is read and forgotten.
        return None if self._unproved else f"CONSTRAINT {ident(self.name)} {self.text}"

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return [f"ALTER TABLE {self.table} RENAME CONSTRAINT {ident(self.name)} TO {ident(names[-1])}"]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"ALTER TABLE {self.table} ADD CONSTRAINT {ident(self.name)} {self.definition}"]

    def drop(self, how: How) -> Lines:
        return [f"ALTER TABLE {self.table} DROP CONSTRAINT {ident(self.name)}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Constraint)
        if self.definition == f"{new.definition} NOT VALID":
            return self._validated()
        return None

    def _validated(self) -> list[str]:
        return [f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {ident(self.name)}"]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return not how.cautious  # ALTER COLUMN TYPE remakes the table's constraints from their text


@dataclass(frozen=True, kw_only=True)
class Indexed(Constraint):
    """What constraints that stand on an index of their own have in common."""

    JOIN: ClassVar[str] = "JOIN pg_class ic ON ic.oid = k.conindid JOIN pg_index ix ON ix.indexrelid = ic.oid"
    FIELDS: ClassVar[str] = f"""ix.indisvalid AS valid, c.relkind = 'p' AS partitioned,
          k.conparentid <> 0 AND {is_copy("ic")} AS is_copy, {all_copies("ic")} AS spreading,
          CASE WHEN k.conparentid <> 0 THEN {ref("pg_constraint", "k.conparentid")} ELSE (SELECT
            {ref("pg_class", "ii.inhparent")} FROM pg_inherits ii WHERE ii.inhrelid = ic.oid) END AS carried_by"""

    valid: bool = True
    """Whether every partition has its part of it."""
    partitioned: bool = field(default=False, compare=False)
    is_copy: bool = field(default=False, compare=False)
    """Whether it is what PostgreSQL makes of its parent's by itself."""
    spreading: bool = field(default=False, compare=False)
    """Whether all those under it are such copies."""

    def carried(self, verb: Verb) -> bool:
        return verb == "drop" or (verb == "create" and self.is_copy)

    def spreads(self, how: How) -> bool:
        return self.spreading and not how.apart

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        only = "ONLY " if self.partitioned and not self.spreads(how) else ""
        return [f"ALTER TABLE {only}{self.table} ADD CONSTRAINT {ident(self.name)} {self.text}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Indexed)
        return None if self.definition != new.definition or (self.valid and not new.valid) else []


@dataclass(frozen=True, kw_only=True)
class Key(Indexed):
    """A primary key or unique constraint."""

    SIGN: ClassVar[str] = f"pg_constraint WHERE contype IN ('p', 'u') AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""{HEAD}, {OPTIONS}, {Indexed.FIELDS},
          CASE k.contype WHEN 'p' THEN 0 ELSE 1 END AS position,
          (k.contype = 'u' AND EXISTS (SELECT FROM pg_constraint k2 WHERE k2.conrelid = c.oid
              AND k2.contype IN ('p', 'u') AND k2.conkey = k.conkey AND k2.oid <> k.oid))
            OR (k.contype = 'p' AND NOT c.relispartition AND EXISTS (SELECT FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey) AND NOT a.attislocal)) AS apart,
          CASE WHEN k.contype = 'p' THEN {{after}} ELSE '{{{{}}}}' END AS after
        {FROM.format(join=Indexed.JOIN, kinds="'p', 'u'")}"""

    options: tuple[str, ...] = ()
    apart: bool = field(default=False, compare=False)

    @classmethod
    def query(cls, major: int) -> str:
        catalog, where = "pg_constraint", "nn.conrelid = c.oid AND nn.contype = 'n' AND nn.conkey <@ k.conkey"
        found = ref(catalog, "nn.oid")
        if major < 18:
            catalog, where = "pg_attribute", "nn.attrelid = c.oid AND nn.attnum = ANY (k.conkey)"
            found = ref(catalog, "nn.attrelid", "nn.attnum")
        return cls.QUERY.replace("{after}", f"ARRAY(SELECT {found} FROM {catalog} nn WHERE {where})").replace(
            "{{}}", "{}"
        )

    @property
    def words(self) -> tuple[str, ...]:
        return ("primary_key" if self.definition.startswith("PRIMARY") else "unique", self.TYPE)

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("relation", (names[0], names[-1]))]

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        # Of two keys on the same columns inside one CREATE TABLE PostgreSQL silently keeps one, and a primary
        # key on an inherited column makes a not-null constraint of its own.
        return None if self.apart else super().clause(how, parts)

    @property
    def text(self) -> str:
        if not self.options:
            return self.definition
        head, deferrable, tail = self.definition.partition(" DEFERRABLE")
        return f"{head} WITH ({options(self.options)}){deferrable}{tail}"

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Key)
        lines = super().alter(new, how)
        return None if lines is None else self._tuned(self.options, new.options)


@dataclass(frozen=True, kw_only=True)
class ForeignKey(Constraint):
    """A foreign key; a partition's clone of its parent's key is one too, for it outlives a DETACH."""

    # A key that points at a partitioned table has a row for each partition there: those are its internal parts.
    SIGN: ClassVar[str] = "pg_constraint WHERE contype = 'f'"
    QUERY: ClassVar[str] = f"""{HEAD}, k.conparentid <> 0 AS clone,
          (SELECT ic.relname FROM pg_class ic WHERE ic.oid = k.conindid)::text AS key,
          CASE WHEN k.conparentid <> 0 THEN {ref("pg_constraint", "k.conparentid")} END AS carried_by,
          ARRAY({below("k.conindid")}
            SELECT {ref("pg_inherits", "b.inhrelid", "b.inhseqno")} FROM below b) AS after
        {FROM.format(join="LEFT JOIN pg_constraint up ON up.oid = k.conparentid", kinds="'f'")}
          AND (up.oid IS NULL OR (up.conrelid <> k.conrelid AND up.confrelid = k.confrelid))"""

    clone: bool = field(default=False, compare=False)
    key: str = field(default="", compare=False)
    """The name of the index that it stands on, which is that of the key that it refers to."""

    @property
    def words(self) -> tuple[str, ...]:
        return ("foreign key", self.TYPE)

    def carried(self, verb: Verb) -> bool:
        return verb != "rename"

    def leads(self, old: Object, new: Object) -> bool | None:
        # What a logged table refers to is logged.
        if not (isinstance(old, Table) and isinstance(new, Table)) or old.unlogged == new.unlogged:
            return None
        return new.unlogged

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return "" if self.clone else super().clause(how, parts)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, ForeignKey)
        was, will = (_modes(t.definition.removesuffix(" NOT VALID")) for t in (self, new))
        if was[0] != will[0] or self.key != new.key or (new._unproved and not self._unproved):
            return None
        acts = [] if was[1] == will[1] else [will[1] or "NOT DEFERRABLE"]
        acts += [] if was[2] == will[2] else ["ENFORCED" if will[2] else "NOT ENFORCED"]
        out = [f"ALTER TABLE {self.table} ALTER CONSTRAINT {ident(self.name)} {' '.join(acts)}"] if acts else []
        if self._unproved and not new._unproved:
            out += self._validated()
        return out


def _modes(definition: str) -> tuple[str, str, bool]:
    """(what stays, when it is checked, whether it is enforced) of a foreign key's text."""
    checked = definition.removesuffix(" NOT ENFORCED")
    stays = checked.removesuffix(" INITIALLY DEFERRED").removesuffix(" DEFERRABLE")
    return stays, checked[len(stays) :].strip(), checked == definition


def _unproved(constraint: str) -> str:
    return f"(NOT {constraint}.convalidated AND pg_get_constraintdef({constraint}.oid) LIKE '% NOT VALID')"


# OFFSET 0 makes it a look into an index: a planner without statistics would read all of pg_constraint.
_OF_PARENT = f"""LEFT JOIN LATERAL (SELECT pk.oid, NOT {_unproved("pk")} AS valid FROM pg_inherits i
          CROSS JOIN LATERAL (SELECT * FROM pg_constraint pk WHERE pk.conrelid = i.inhparent AND pk.conname = k.conname
            AND pk.contype = 'c' AND NOT pk.connoinherit OFFSET 0) pk
          WHERE i.inhrelid = c.oid ORDER BY i.inhseqno LIMIT 1) up ON true"""


@dataclass(frozen=True, kw_only=True)
class Check(Constraint):
    """A check constraint."""

    OWN: ClassVar[frozenset[str]] = frozenset({"local"})
    SIGN: ClassVar[str] = f"pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""{HEAD}, {parents("c")} AS parents, c.relispartition AS partition,
          coalesce(up.valid, true) AS handed_valid,
          {_unproved("k")} AND EXISTS ({below("c.oid")} SELECT FROM below b JOIN pg_constraint bk
              ON bk.conrelid = b.inhrelid AND bk.contype = 'c' AND bk.conname = k.conname AND bk.convalidated)
            AS proved_below,
          CASE WHEN up.oid IS NOT NULL THEN {ref("pg_constraint", "up.oid")} END AS carried_by,
          {made_before("k")} AS after
        {FROM.format(join=_OF_PARENT, kinds="'c'")}"""

    local: bool = True
    """Whether its table declares it, perhaps besides inheriting it."""
    parents: tuple[str, ...] = field(default=(), compare=False)
    partition: bool = field(default=False, compare=False)
    handed_valid: bool = field(default=True, compare=False)
    """Whether its parent's is valid: so it is made where there may be rows."""
    proved_below: bool = field(default=False, compare=False)
    """Whether it isn't valid, and one that inherits it is."""

    @property
    def words(self) -> tuple[str, ...]:
        return ("check", self.TYPE)

    def carried(self, verb: Verb) -> bool:
        # What its table declares too stays when its parent's goes.
        return verb == "alter" or self.partition or not self.local

    def keeps(self, old: Object) -> tuple[Lines, str] | None:
        assert isinstance(old, Check)
        lines, what = list[str | Statement](), list[str]()
        if self._unproved and not (old._unproved or self.handed_valid or old.handed_valid):
            lines += self._validated()
            what.append("valid, though its parent's is not")
        if old.local and not self.local:
            lines += self.create(How(), ())
            what.append(f"declared in {self.table} too, besides being inherited")
        if not lines:
            return None
        return lines, f"{self.address} stays {', and '.join(what)}: no statement of PostgreSQL takes that away."

    def arrives(self, by: Object) -> tuple[Lines, str] | None:
        assert isinstance(by, Check)
        if not self._unproved or self.handed_valid or not by._unproved:
            return None
        return self._validated(), (
            f"{self.address} is valid, though its parent's is not: {self.table} is new, and has no rows yet."
        )

    def differs(self, how: How, whole: bool) -> Lines:
        # In a table that is made with it there is no row yet: then it is valid whatever its parent's is.
        return [] if whole or self.handed_valid or self._unproved else self._validated()

    def by_itself(self, new: Object, how: How) -> Lines:
        assert isinstance(new, Check)
        stays = set(self.parents) & set(new.parents)
        return self.create(how, ()) if new.local and not self.local and stays else []

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Check)
        lines = [] if new.definition == self.definition else super().alter(new, how)
        return None if lines is None else [*self.by_itself(new, how), *lines]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        # ALTER COLUMN TYPE makes one that isn't valid anew, and forgets that one below is.
        return super().weathers(old, new, how) and not self.proved_below


@dataclass(frozen=True, kw_only=True)
class Exclusion(Indexed):
    """An exclusion constraint."""

    SIGN: ClassVar[str] = "pg_constraint WHERE contype = 'x'"
    QUERY: ClassVar[str] = f"""{HEAD}, {Indexed.FIELDS}{FROM.format(join=Indexed.JOIN, kinds="'x'")}"""

    @property
    def words(self) -> tuple[str, ...]:
        return ("exclusion", self.TYPE)

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("relation", (names[0], names[-1]))]
