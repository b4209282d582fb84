"""Grants on what nobody made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.kinds.comment import NOWHERE
from joey.postgres.kinds.grants import RELATION, changes, difference, say
from joey.postgres.object import USER, How, Lines, Object, Part, ref

_RELATION = "CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END||o.oid::regclass"
_ROUTINE = "CASE o.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END||o.oid::regprocedure"
_COLUMNS = """SELECT a.tableoid AS classid, 0::oid AS objid, 0 AS sub, a.attacl AS acl, a.attacl AS base, '' AS what
            FROM pg_attribute a WHERE false
          UNION ALL SELECT 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, acldefault('c', 10),
            '('||quote_ident(a.attname)||') ON TABLE '||a.attrelid::regclass
            FROM pg_attribute a WHERE a.attacl IS NOT NULL"""
_KINDS = (
    # catalog, prefix of its columns, type for acldefault, what GRANT calls it
    ("pg_class", "rel", RELATION, _RELATION),
    ("pg_proc", "pro", "'f'", _ROUTINE),
    ("pg_namespace", "nsp", "'n'", "'SCHEMA '||quote_ident(o.nspname)"),
    ("pg_type", "typ", "'T'", "'TYPE '||o.oid::regtype"),
    ("pg_foreign_data_wrapper", "fdw", "'F'", "'FOREIGN DATA WRAPPER '||quote_ident(o.fdwname)"),
    ("pg_language", "lan", "'l'", "'LANGUAGE '||quote_ident(o.lanname)"),
)
_ALL = "\n          UNION ALL ".join(
    [
        _COLUMNS,
        *(
            f"SELECT o.tableoid, o.oid, 0, o.{prefix}acl, acldefault({kind}, o.{prefix}owner), {what} "
            f"FROM {catalog} o WHERE o.{prefix}acl IS NOT NULL"
            for catalog, prefix, kind, what in _KINDS
        ),
    ]
)


@dataclass(frozen=True, kw_only=True)
class MemberGrants(Object):
    """Grants on a member of an extension or an object of PostgreSQL's own, where they aren't those it came with."""

    TYPE: ClassVar[str] = "member grants"
    ENVIRONMENT: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT * FROM (SELECT {NOWHERE}, ARRAY[x.what]::text[] AS names, {difference("x.acl", "x.base")} AS granted,
          {difference("x.base", "x.acl")} AS revoked, x.also
        FROM (SELECT o.acl, coalesce(i.initprivs, o.base) AS base, o.what,
            CASE WHEN d.refobjid >= {USER} THEN ARRAY[{ref("pg_extension", "d.refobjid")}] END AS also
          FROM ({_ALL}) o
          LEFT JOIN pg_depend d ON d.classid = o.classid AND d.objid = o.objid AND d.objsubid = 0 AND d.deptype = 'e'
          LEFT JOIN pg_init_privs i ON i.classoid = o.classid AND i.objoid = o.objid AND i.objsubid = o.sub
          WHERE (o.objid < {USER} OR d.objid IS NOT NULL) AND o.objid <> 2200
            AND o.acl IS DISTINCT FROM coalesce(i.initprivs, o.base)) x) y
        WHERE cardinality(y.granted) + cardinality(y.revoked) > 0"""

    granted: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return say(self.name, self.granted, self.revoked)

    def drop(self, how: How) -> Lines:
        return say(self.name, self.revoked, self.granted)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, MemberGrants)
        return say(self.name, *changes((self.granted, self.revoked), (new.granted, new.revoked)))
