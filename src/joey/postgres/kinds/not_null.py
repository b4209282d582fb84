"""Not-null constraints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.model.plan import Statement
from joey.postgres.names import chosen_name, ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, Verb, parents, ref, row

_AUTOMATIC = re.compile(r".*_not_null\d*\Z", re.DOTALL)


def _parent(what: str) -> str:
    return f"""CASE WHEN k.coninhcount > 0 THEN (SELECT {what} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
            JOIN pg_constraint pk ON pk.conrelid = i.inhparent AND pk.contype = 'n' AND pk.conkey = ARRAY[pa.attnum]
            WHERE i.inhrelid = a.attrelid ORDER BY i.inhseqno LIMIT 1) END"""


def unproved_below(constraint: str, child: str) -> str:
    """SQL: a not-null constraint is NOT VALID, and so is what a child, by oid, has of it: the child was there before.

    A child that comes later has nothing that isn't proved.
    """
    return f"""({constraint}.contype = 'n' AND NOT {constraint}.convalidated AND EXISTS (SELECT FROM pg_constraint bk
            JOIN pg_attribute ba ON ba.attrelid = bk.conrelid AND ba.attnum = bk.conkey[1]
            JOIN pg_attribute ua ON ua.attrelid = {constraint}.conrelid AND ua.attnum = {constraint}.conkey[1]
            WHERE bk.conrelid = {child} AND bk.contype = 'n' AND ba.attname = ua.attname
              AND NOT bk.convalidated AND NOT bk.conislocal))"""


@dataclass(frozen=True, kw_only=True)
class NotNull(Object):
    """A column's not-null constraint, addressed by the column, since a column has at most one.

    Since PostgreSQL 18 it has a name. A name that PostgreSQL chose isn't compared: which one it chooses depends
    on what else is there at that moment.
    """

    TYPE: ClassVar[str] = "not null"
    MEMBER: ClassVar[str] = "name of not null"
    MEMBER_FOLLOWS: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_constraint", "k.oid")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          k.conname::text AS constraint, k.connoinherit AS no_inherit, k.convalidated AS valid,
          (k.connamespace, k.conname) IN (SELECT x.connamespace, x.conname FROM pg_constraint x
            WHERE x.coninhcount = 0 GROUP BY 1, 2 HAVING count(*) > 1) AS shared_name,
          k.conislocal OR c.relispartition AS local, {parents("c")} AS parents, k.coninhcount > 0 AS inherited,
          c.relispartition AS partition, {ref("pg_class", "c.oid", "a.attnum")} AS part_of,
          {_parent(ref("pg_constraint", "pk.oid"))} AS carried_by,
          ARRAY(SELECT {ref("pg_inherits", "i.inhrelid", "i.inhseqno")} FROM pg_inherits i
            WHERE i.inhparent = c.oid AND {unproved_below("k", "i.inhrelid")}) AS after
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
    shared_name: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.named is None and not _AUTOMATIC.match(self.constraint):
            object.__setattr__(self, "named", self.constraint)

    @classmethod
    def query(cls, major: int) -> str:
        return cls.QUERY if major >= 18 else cls.BEFORE_18

    def as_of(self, target: int) -> Object:
        return (
            replace(self, named=None, constraint=chosen_name(self.address.names[1], self.name, "not_null"))
            if target < 18
            else self
        )

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
        no_inherit = " NO INHERIT" if self.no_inherit else ""
        return f"CONSTRAINT {ident(self.constraint)} NOT NULL {ident(self.name)}{no_inherit}"

    @property
    def phrase(self) -> str:
        return f"CONSTRAINT {ident(self.constraint)} ON {self._table}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if not self.local:
            return ""
        if not self.valid:
            return None
        named = "" if self._plain(how) else f"CONSTRAINT {ident(self.constraint)} "
        return f"{named}NOT NULL{' NO INHERIT' if self.no_inherit else ''}"

    def carried(self, verb: Verb) -> bool:
        # What a child has of its own stays when its parent's goes.
        return self.partition or not (self.local and self.inherited)

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
        if self.local or not old.local:
            return None
        return [f"ALTER TABLE {self._table} ALTER COLUMN {ident(self.name)} SET NOT NULL"], (
            f"{self.address} stays declared in {self._table} too, besides being inherited: no statement of "
            "PostgreSQL takes that away."
        )

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
        if self.valid and not new.valid:
            return None
        at, name, out = f"ALTER TABLE {self._table}", self.constraint, list[str]()
        if new.local and not self.local and set(self.parents) & set(new.parents):
            out.append(f"{at} ALTER COLUMN {ident(self.name)} SET NOT NULL")
        if new.named != self.named:
            out.append(f"{at} RENAME CONSTRAINT {ident(name)} TO {ident(new.constraint)}")
            name = new.constraint
        if new.no_inherit != self.no_inherit:
            out.append(f"{at} ALTER CONSTRAINT {ident(name)} {'NO INHERIT' if new.no_inherit else 'INHERIT'}")
        if new.valid != self.valid:
            out.append(f"{at} VALIDATE CONSTRAINT {ident(name)}")
        return out

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
