"""Domains and their constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.casts import loses_over_text
from joey.postgres.kinds.enum import TYPES
from joey.postgres.names import ident, qualified, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, collation_name, moved_aside, ref, row


@dataclass(frozen=True, kw_only=True)
class Domain(Object):
    """A domain; its constraints are parts."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    SIGN: ClassVar[str] = f"pg_type WHERE typtype = 'd' AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          format_type(t.typbasetype, t.typtypmod) AS base, pg_get_expr(t.typdefaultbin, 0) AS default,
          {collation_name("t.typcollation", "t.typbasetype")} AS collation,
          {{not_null}} AS not_null
        {TYPES} AND t.typtype = 'd'"""

    base: str
    default: str | None = None
    collation: str | None = None
    not_null: bool = False
    """Before PostgreSQL 17 a domain's NOT NULL is no constraint."""

    @classmethod
    def query(cls, major: int) -> str:
        return cls.QUERY.replace("{not_null}", "false" if major >= 17 else "t.typnotnull")

    @property
    def words(self) -> tuple[str, ...]:
        return ("domain", self.TYPE)

    @property
    def phrase(self) -> str:
        return f"DOMAIN {self.sql_name}"

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        sql = f"CREATE DOMAIN {self.sql_name} AS {self.base}"
        sql += f" COLLATE {self.collation}" if self.collation else ""
        sql += f" DEFAULT {self.default}" if self.default is not None else ""
        sql += " NOT NULL" if self.not_null else ""
        return [sql + "".join(f"\n    {clause}" for _, clause in parts)]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Domain)
        if (self.base, self.collation) != (new.base, new.collation):
            return None
        at, out = f"ALTER DOMAIN {self.sql_name}", []
        if self.default != new.default:
            out.append(f"{at} DROP DEFAULT" if new.default is None else f"{at} SET DEFAULT {new.default}")
        if self.not_null != new.not_null:
            out.append(f"{at} {'SET' if new.not_null else 'DROP'} NOT NULL")
        return out

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        loses = isinstance(new, Domain) and loses_over_text(self.base, new.base)
        return moved_aside(self, "DOMAIN", renamed_away(self.name), losses=self.whole_loss(loses))


@dataclass(frozen=True, kw_only=True)
class DomainConstraint(Object):
    """A check or not-null constraint of a domain."""

    TYPE: ClassVar[str] = "domain constraint"
    SIGN: ClassVar[str] = f"pg_constraint WHERE contypid <> 0 AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_constraint", "c.oid")}, ARRAY[n.nspname, t.typname, c.conname]::text[] AS names,
          pg_get_constraintdef(c.oid) AS definition, {ref("pg_type", "t.oid")} AS part_of
        FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_'"""

    definition: str

    @property
    def _domain(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def phrase(self) -> str:
        return f"CONSTRAINT {ident(self.name)} ON DOMAIN {self._domain}"

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return [f"ALTER DOMAIN {self._domain} RENAME CONSTRAINT {ident(self.name)} TO {ident(names[-1])}"]

    def joins(self, how: How) -> bool:
        # PostgreSQL doesn't look for values of the domain inside arrays, rows and ranges, and then refuses.
        return not how.cautious or self.definition.endswith("NOT VALID")

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if self.definition.endswith("NOT VALID"):
            return None
        return f"CONSTRAINT {ident(self.name)} {self.definition}"

    @property
    def _plain_not_null(self) -> bool:
        """Whether a bare NOT NULL gives it the name it has."""
        return self.definition == "NOT NULL" and self.name == f"{self.address.names[1]}_not_null"

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        if self._plain_not_null and not how.cautious:
            return [f"ALTER DOMAIN {self._domain} SET NOT NULL"]
        return [f"ALTER DOMAIN {self._domain} ADD CONSTRAINT {ident(self.name)} {self.definition}"]

    def drop(self, how: How) -> Lines:
        if self._plain_not_null:
            return [f"ALTER DOMAIN {self._domain} DROP NOT NULL"]
        return [f"ALTER DOMAIN {self._domain} DROP CONSTRAINT {ident(self.name)}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, DomainConstraint)
        if self.definition == new.definition + " NOT VALID" and new.joins(how):
            return [f"ALTER DOMAIN {self._domain} VALIDATE CONSTRAINT {ident(self.name)}"]
        return None
