"""Grants, and default privileges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from joey.postgres.kinds.comment import NOWHERE
from joey.postgres.names import ident
from joey.postgres.object import USER, Facet, How, Lines, Object, Part, ref, row


def _acl(catalog: str, prefix: str, kind: str, where: str) -> str:
    acl, owner = f"o.{prefix}acl", f"o.{prefix}owner"
    return f"""SELECT {ref(catalog, "o.oid")} AS target, {acl} AS acl,
            acldefault({kind}, {owner}) AS base, {owner} AS owner FROM {catalog} o
            WHERE {acl} IS NOT NULL AND {where}"""


def role(oid: str) -> str:
    """SQL for what GRANT calls a role."""
    return f"""CASE {oid} WHEN 0 THEN 'PUBLIC' WHEN current_user::regrole THEN 'CURRENT_USER'
                ELSE quote_ident(pg_get_userbyid({oid})) END"""


def _items(acl: str, owner: str) -> str:
    # aclexplode('{}') is an error: "ACL arrays must be one-dimensional".
    return f"""(SELECT coalesce(array_agg(CASE e.grantee WHEN {owner} THEN '' ELSE {role("e.grantee")} END
              ||E'\\t'||e.privilege_type||E'\\t'||e.is_grantable::text ORDER BY 1), '{{}}')
            FROM aclexplode(CASE WHEN cardinality({acl}) > 0 THEN {acl} END) e)"""


def difference(have: str, base: str, owner: str = "NULL") -> str:
    """SQL for the items of one list that aren't in another; those of `owner` have no name, for they follow him."""
    return f"ARRAY(SELECT unnest({_items(have, owner)}) EXCEPT SELECT unnest({_items(base, owner)}) ORDER BY 1)"


def changes(
    old: tuple[tuple[str, ...], tuple[str, ...]], new: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[list[str], list[str]]:
    """(what to give, what to take) between two pairs of (granted, revoked)."""
    give = set(new[0]) - set(old[0]) | set(old[1]) - set(new[1])
    take = set(old[0]) - set(new[0]) | set(new[1]) - set(old[1])
    return sorted(give), sorted(take)


def say(on: str, give: Iterable[str], take: Iterable[str], owner: str = "") -> list[str]:
    """REVOKE and GRANT statements on what `on` calls: `TABLE s.t`, `(column) ON TABLE s.t`."""
    columns, _, on = on.partition(" ON ") if on.startswith("(") else ("", "", on)
    given, taken = ({tuple(item.split("\t")) for item in items} for items in (give, take))
    groups = defaultdict[tuple[str, str, str], list[str]](list)
    for who, privilege, _ in sorted(taken):
        if (who, privilege, "false") in given:  # only the right to grant it on goes
            groups["REVOKE GRANT OPTION FOR", "FROM", who].append(privilege)
        elif (who, privilege, "true") not in given:
            groups["REVOKE", "FROM", who].append(privilege)
    for who, privilege, option in sorted(given):
        if (who, privilege, "true") not in taken:
            grantable = " WITH GRANT OPTION" if option == "true" else ""
            groups["GRANT", "TO", (who or owner) + grantable].append(privilege)
    return [
        f"{word} {', '.join(f'{p} {columns}'.rstrip() for p in privileges)} ON {on} {to} {who or owner}"
        for (word, to, who), privileges in groups.items()
    ]


RELATION = "CASE WHEN o.relkind = 'S' THEN 's'::\"char\" ELSE 'r' END"


@dataclass(frozen=True, kw_only=True)
class Grants(Facet):
    """An access control list, as its difference from PostgreSQL's own default."""

    TYPE: ClassVar[str] = "grants"
    WHERE_DECLARED: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT * FROM (SELECT {NOWHERE}, x.target, {difference("x.acl", "x.base", "x.owner")} AS granted,
          {difference("x.base", "x.acl", "x.owner")} AS revoked, {role("x.owner")} AS owner
        FROM ({_acl("pg_class", "rel", RELATION, f"o.oid >= {USER}")}
          UNION ALL SELECT {ref("pg_class", "a.attrelid", "a.attnum")}, a.attacl,
            acldefault('c', 10), (SELECT t.relowner FROM pg_class t WHERE t.oid = a.attrelid)
            FROM pg_attribute a WHERE a.attacl IS NOT NULL AND a.attrelid >= {USER}
          UNION ALL {_acl("pg_proc", "pro", "'f'", f"o.oid >= {USER}")}
          UNION ALL {_acl("pg_namespace", "nsp", "'n'", f"o.oid >= {USER}")}
          UNION ALL SELECT {ref("pg_namespace", "o.oid")}, o.nspacl,
            acldefault('n', o.nspowner) || makeaclitem(0, o.nspowner, 'USAGE', false), o.nspowner
            FROM pg_namespace o WHERE o.oid = 2200 AND o.nspacl IS NOT NULL
          UNION ALL {_acl("pg_type", "typ", "'T'", f"o.oid >= {USER}")}
          UNION ALL {_acl("pg_foreign_data_wrapper", "fdw", "'F'", f"o.oid >= {USER}")}
          UNION ALL {_acl("pg_foreign_server", "srv", "'S'", f"o.oid >= {USER}")}
          UNION ALL {_acl("pg_language", "lan", "'l'", f"o.oid >= {USER}")}) x) y
        WHERE cardinality(y.granted) + cardinality(y.revoked) > 0"""

    granted: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    owner: str = field(default="", compare=False)
    """What GRANT calls the owner, whose items have no name."""

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return say(self.on_grant, self.granted, self.revoked, self.owner)

    def drop(self, how: How) -> Lines:
        return say(self.on_grant, self.revoked, self.granted, self.owner)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Grants)
        give, take = changes((self.granted, self.revoked), (new.granted, new.revoked))
        take = [item for item in take if item.split("\t")[0] != new.owner]  # as the owner it has them by right
        return say(self.on_grant, give, take, new.owner)


_OBJECTS = {
    "r": "TABLES",
    "S": "SEQUENCES",
    "f": "FUNCTIONS",
    "T": "TYPES",
    "n": "SCHEMAS",
    "L": "LARGE OBJECTS",
}


@dataclass(frozen=True, kw_only=True)
class DefaultPrivileges(Object):
    """ALTER DEFAULT PRIVILEGES of one role, schema and type of object."""

    TYPE: ClassVar[str] = "default privileges"
    SIGN: ClassVar[str] = "pg_default_acl"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_default_acl", "d.oid")},
          ARRAY[CASE WHEN d.defaclrole <> current_user::regrole THEN pg_get_userbyid(d.defaclrole) ELSE '' END,
            coalesce(n.nspname, ''), d.defaclobjtype]::text[] AS names,
          {difference("d.defaclacl", "d.base")} AS granted, {difference("d.base", "d.defaclacl")} AS revoked
        FROM (SELECT *, CASE WHEN defaclnamespace = 0 THEN acldefault(
            CASE WHEN defaclobjtype = 'S' THEN 's'::"char" ELSE defaclobjtype END, defaclrole) ELSE '{{}}' END AS base
          FROM pg_default_acl) d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace"""

    granted: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()

    @property
    def ambient(self) -> Literal["", "last", "suspend"]:
        return "suspend"

    def _say(self, give: Iterable[str], take: Iterable[str]) -> list[str]:
        role, schema, what = self.address.names
        at = "ALTER DEFAULT PRIVILEGES" + (f" FOR ROLE {ident(role)}" if role else "")
        at += f" IN SCHEMA {ident(schema)}" if schema else ""
        out = []
        for word, items in (("REVOKE", take), ("GRANT", give)):
            for item in items:
                who, privilege, option = item.split("\t")
                grantable = " WITH GRANT OPTION" if option == "true" and word == "GRANT" else ""
                to = "TO" if word == "GRANT" else "FROM"
                out.append(f"{at} {word} {privilege} ON {_OBJECTS[what]} {to} {who}{grantable}")
        return out

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return self._say(self.granted, self.revoked)

    def drop(self, how: How) -> Lines:
        return self._say(self.revoked, self.granted)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, DefaultPrivileges)
        return self._say(*changes((self.granted, self.revoked), (new.granted, new.revoked)))
