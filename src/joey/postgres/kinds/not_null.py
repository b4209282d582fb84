"""Not-null constraints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.model.plan import Statement
from joey.postgres.names import chosen_name, ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, Verb, below, parents, ref, row

_AUTOMATIC = re.compile(r".*_not_null\d*\Z", re.DOTALL)


def _parent(what: str) -> str:
    return f"""CASE WHEN k.coninhcount > 0 THEN (SELECT {what} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
            JOIN pg_constraint pk ON pk.conrelid = i.inhparent AND pk.contype = 'n' AND pk.conkey = ARRAY[pa.attnum]
            WHERE i.inhrelid = a.attrelid ORDER BY i.inhseqno LIMIT 1) END"""


def unproved_below(constraint: str, child: str) -> str:
    """SQL: a constraint is NOT VALID, and so is what a child, by oid, has of it: the child was there before.

    A child that comes later has nothing that isn't proved, or it has its own, perhaps of another name.
    """
    return f"""(NOT {constraint}.convalidated AND EXISTS (SELECT FROM pg_constraint bk
            WHERE bk.conrelid = {child} AND bk.conname = {constraint}.conname AND bk.contype = {constraint}.contype
              AND NOT bk.convalidated AND NOT bk.conislocal
              AND pg_get_constraintdef({constraint}.oid) LIKE '% NOT VALID'))"""


def made_before(constraint: str) -> str:
    """SQL for references to the links under a constraint's table whose children were there before it, if it isn't
    valid."""
    return f"""CASE WHEN {constraint}.convalidated THEN '{{}}' ELSE ARRAY({below("c.oid")}
            SELECT {ref("pg_inherits", "b.inhrelid", "b.inhseqno")} FROM below b
            WHERE {unproved_below(constraint, "b.inhrelid")}) END"""


@dataclass(frozen=True, kw_only=True)
class NotNull(Object):
    """A column's not-null constraint, addressed by the column, since a column has at most one.

    Since PostgreSQL 18 it has a name. A name that PostgreSQL chose isn't compared: which one it chooses depends
    on what else is there at that moment.
    """

    TYPE: ClassVar[str] = "not null"
    MEMBER: ClassVar[str] = "name of not null"
    MEMBER_FOLLOWS: ClassVar[bool] = True
    OWN: ClassVar[frozenset[str]] = frozenset({"local"})
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_constraint", "k.oid")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          k.conname::text AS constraint, k.connoinherit AS no_inherit, k.convalidated AS valid,
          k.connoinherit AND (a.attidentity <> '' OR EXISTS (SELECT FROM pg_constraint pk WHERE pk.conrelid = c.oid
              AND pk.contype = 'p' AND a.attnum = ANY (pk.conkey))
            OR EXISTS (SELECT FROM pg_depend s WHERE s.classid = 'pg_class'::regclass AND s.deptype = 'a'
              AND s.refclassid = 'pg_class'::regclass AND s.refobjid = c.oid AND s.refobjsubid = a.attnum)) AS made_too,
          (k.connamespace, k.conname) IN (SELECT x.connamespace, x.conname FROM pg_constraint x
            WHERE x.coninhcount = 0 GROUP BY 1, 2 HAVING count(*) > 1) AS shared_name,
          k.conislocal OR (c.relispartition AND k.convalidated) AS local, k.conislocal AS declared,
          {parents("c")} AS parents, k.coninhcount > 0 AS inherited, c.relispartition AS partition,
          {_parent("pk.conname::text")} AS handed_name, coalesce({_parent("pk.convalidated")}, true) AS handed_valid,
          {ref("pg_class", "c.oid", "a.attnum")} AS part_of,
          {_parent(ref("pg_constraint", "pk.oid"))} AS carried_by,
          NOT k.convalidated AND EXISTS ({below("c.oid")} SELECT FROM below b
            JOIN pg_constraint bk ON bk.conrelid = b.inhrelid AND bk.contype = 'n' AND bk.convalidated
            JOIN pg_attribute ba ON ba.attrelid = bk.conrelid AND ba.attnum = bk.conkey[1] AND ba.attname = a.attname
            WHERE bk.coninhcount > 0) AS proved_below,
          {made_before("k")} AS after
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'n' AND c.relkind IN ('r', 'p') AND k.oid >= {USER} AND n.nspname !~ '^pg_'
          AND c.relpersistence <> 't'"""
    BEFORE_18: ClassVar[str] = f"""
        SELECT {row("pg_attribute", "c.oid", "a.attnum")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          c.relname||'_'||a.attname||'_not_null' AS constraint, false AS no_inherit, true AS valid,
          false AS shared_name, a.attislocal OR c.relispartition AS local, a.attinhcount > 0 AS inherited,
          c.relispartition AS partition,
          {ref("pg_class", "c.oid", "a.attnum")} AS part_of,
          (SELECT {ref("pg_attribute", "pa.attrelid", "pa.attnum")} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname AND pa.attnotnull
            WHERE i.inhrelid = a.attrelid ORDER BY i.inhseqno LIMIT 1) AS carried_by
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
          AND c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't'"""

    constraint: str = field(compare=False)
    no_inherit: bool = False
    valid: bool = True
    named: str | None = field(default=None)
    """The name, where a person chose it."""
    local: bool = True
    parents: tuple[str, ...] = field(default=(), compare=False)
    inherited: bool = field(default=False, compare=False)
    partition: bool = field(default=False, compare=False)
    declared: bool = field(default=False, compare=False)
    """As `local`, but also of a partition's that is valid: there it decides only what goes with its parent's."""
    handed_name: str | None = field(default=None, compare=False)
    """The name of its parent's, where it has one."""
    handed_valid: bool = field(default=True, compare=False)
    """Whether its parent's is valid: so it is made where there may be rows."""
    proved_below: bool = field(default=False, compare=False)
    """Whether it isn't valid, and one that inherits it is."""
    shared_name: bool = field(default=False, compare=False)
    made_too: bool = field(default=False, compare=False)
    """Whether it is NO INHERIT, and the column's key, identity or `serial` would make one that isn't."""

    def __post_init__(self) -> None:
        if self.named is None and not _AUTOMATIC.match(self.constraint):
            object.__setattr__(self, "named", self.constraint)

    @classmethod
    def query(cls, major: int) -> str:
        return cls.QUERY if major >= 18 else cls.BEFORE_18

    def as_of(self, target: int) -> Object:
        return (
            replace(
                self, named=None, no_inherit=False, constraint=chosen_name(self.address.names[1], self.name, "not_null")
            )
            if target < 18
            else self
        )

    @property
    def own(self) -> bool:
        """Whether it stays when its parent's goes."""
        return self.declared if self.partition else self.local

    @property
    def _table(self) -> str:
        return qualified(*self.address.names[:2])

    def _plain(self, how: How) -> bool:
        """Whether a bare NOT NULL gives it the name it has, or one that is as good."""
        usual = chosen_name(self.address.names[1], self.name, "not_null")
        return how.target < 18 or (
            self.named is None
            and (self.inherited or how.cautious or (self.constraint == usual and not self.shared_name))
        )

    @property
    def in_table(self) -> str:
        """Its text as a constraint of the table."""
        return f"CONSTRAINT {ident(self.constraint)} NOT NULL {ident(self.name)}{self._no_inherit}"

    @property
    def _no_inherit(self) -> str:
        return " NO INHERIT" if self.no_inherit and not self.made_too else ""

    @property
    def phrase(self) -> str:
        return f"CONSTRAINT {ident(self.constraint)} ON {self._table}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if not (self.local or (self.partition and not self.valid)):
            return ""
        if not self.valid:
            return None
        named = "" if self._plain(how) and not self.made_too else f"CONSTRAINT {ident(self.constraint)} "
        return f"{named}NOT NULL{self._no_inherit}"

    def finish(self, how: How) -> Lines:
        if not (self.no_inherit and self.made_too):
            return []
        return [f"ALTER TABLE {self._table} ALTER CONSTRAINT {ident(self.constraint)} NO INHERIT"]

    def carried(self, verb: Verb) -> bool:
        if verb == "create" and self.partition:
            return self.handed_name in (None, self.constraint) or self.named is None
        # What a child has of its own stays when its parent's goes.
        return verb == "alter" or not self.own

    @property
    def members(self) -> tuple[str, ...]:
        return (self.named,) if self.named else ()

    def member_space(self, name: str) -> tuple[str, tuple[str, ...]]:
        return "constraint", (*self.address.names[:2], name)

    def rename_member(self, old: str, new: str) -> Lines:
        return [f"ALTER TABLE {self._table} RENAME CONSTRAINT {ident(old)} TO {ident(new)}"]

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def keeps(self, old: Object) -> tuple[Lines, str] | None:
        assert isinstance(old, NotNull)
        lines, what = list[str](), list[str]()
        if old.valid and not (self.valid or self.handed_valid or old.handed_valid):
            lines += self._validated()
            what.append("valid, though its parent's is not")
        # A partition that is attached declares nothing besides.
        if old.own and not self.local and (old.partition or not self.partition):
            lines += self._become_local()
            what.append(f"declared in {self._table} too, besides being inherited")
        if not lines:
            return None
        return lines, f"{self.address} stays {', and '.join(what)}: no statement of PostgreSQL takes that away."

    def arrives(self, by: Object) -> tuple[Lines, str] | None:
        assert isinstance(by, NotNull)
        if self.valid or self.handed_valid or by.valid or self.own:
            return None
        return self._validated(), (
            f"{self.address} is valid, though its parent's is not: {self._table} is new, and has no rows yet."
        )

    def _validated(self) -> list[str]:
        return [f"ALTER TABLE {self._table} VALIDATE CONSTRAINT {ident(self.constraint)}"]

    def _become_local(self) -> list[str]:
        """Statements that make an inherited one its table's own, too, as valid as it is."""
        if self.valid:
            return [f"ALTER TABLE {self._table} ALTER COLUMN {ident(self.name)} SET NOT NULL"]
        return [f"ALTER TABLE {self._table} ADD {self.in_table} NOT VALID"]

    def differs(self, how: How, whole: bool) -> Lines:
        # In a table that is made with it there is no row yet: then it is valid whatever its parent's is.
        if whole or self.handed_valid or not self.valid:
            return []
        return self._validated()

    def by_itself(self, new: Object, how: How) -> Lines:
        assert isinstance(new, NotNull)
        stays = (self.partition and new.partition) or set(self.parents) & set(new.parents)
        return self._become_local() if new.own and not self.own and stays else []

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        sql, column = (
            f"ALTER TABLE {self._table} ADD {self.in_table}{'' if self.valid else ' NOT VALID'}",
            ident(self.name),
        )
        if self.valid and not self.no_inherit and self._plain(how):
            sql = f"ALTER TABLE {self._table} ALTER COLUMN {column} SET NOT NULL"
        note = (
            f"{'.'.join(self.address.names)} becomes NOT NULL, which fails where a row has no value there. Fill these "
            f"in first: UPDATE {self._table} SET {column} = … WHERE {column} IS NULL"
        )
        return [Statement(sql, note=note if self.valid else "")]

    def drop(self, how: How) -> Lines:
        return [f"ALTER TABLE {self._table} ALTER COLUMN {ident(self.name)} DROP NOT NULL"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, NotNull)
        if not new.valid and (self.valid or (self.no_inherit and not new.no_inherit)):
            return None  # what is there can't be unproved, and what comes to children is proved
        at, name, out = f"ALTER TABLE {self._table}", self.constraint, list(self.by_itself(new, how))
        if new.named != self.named:
            out.append(f"{at} RENAME CONSTRAINT {ident(name)} TO {ident(new.constraint)}")
            name = new.constraint
        if new.no_inherit != self.no_inherit:
            out.append(f"{at} ALTER CONSTRAINT {ident(name)} {'NO INHERIT' if new.no_inherit else 'INHERIT'}")
        if new.valid != self.valid:
            out.append(f"{at} VALIDATE CONSTRAINT {ident(name)}")
        return out

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        # ALTER COLUMN TYPE makes one that isn't valid anew, and doesn't mind that one below is.
        return not self.proved_below
