"""Owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.kinds.comment import NOWHERE
from joey.postgres.names import ident
from joey.postgres.object import Facet, How, Lines, Object, Part


@dataclass(frozen=True, kw_only=True)
class Owner(Facet):
    """The owner of an object, where it isn't the role that is connected."""

    TYPE: ClassVar[str] = "owner"
    ENVIRONMENT: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT {NOWHERE}, s.classid::int8||'/'||s.objid||'/'||s.objsubid AS target,
          pg_get_userbyid(s.refobjid)::text AS role
        FROM pg_shdepend s
        WHERE s.deptype = 'o' AND s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND pg_get_userbyid(s.refobjid) <> current_user
          AND s.classid <> 'pg_default_acl'::regclass
          AND NOT (s.classid = 'pg_class'::regclass
            AND EXISTS (SELECT FROM pg_class c WHERE c.oid = s.objid AND c.relkind IN ('i', 'I')))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.classid AND d.objid = s.objid
            AND s.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
            AND EXISTS (SELECT FROM pg_class c WHERE c.oid = s.objid AND c.relkind = 'S'))
        UNION ALL SELECT {NOWHERE}, n.tableoid::int8||'/'||n.oid||'/0', pg_get_userbyid(n.nspowner)::text
        FROM pg_namespace n WHERE n.oid = 2200 AND n.nspowner = 10"""

    role: str

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"ALTER {self.on} OWNER TO {ident(self.role)}"]

    def drop(self, how: How) -> Lines:
        owner = "pg_database_owner" if self.on == "SCHEMA public" else "CURRENT_USER"
        return [f"ALTER {self.on} OWNER TO {owner}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
