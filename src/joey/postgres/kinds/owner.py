"""Owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.kinds.comment import NOWHERE
from joey.postgres.names import ident
from joey.postgres.object import USER, Facet, How, Lines, Object, Part, key

_OWNED = {
    "pg_class": "relowner",
    "pg_proc": "proowner",
    "pg_type": "typowner",
    "pg_namespace": "nspowner",
    "pg_operator": "oprowner",
    "pg_opclass": "opcowner",
    "pg_opfamily": "opfowner",
    "pg_collation": "collowner",
    "pg_conversion": "conowner",
    "pg_language": "lanowner",
    "pg_publication": "pubowner",
    "pg_event_trigger": "evtowner",
    "pg_statistic_ext": "stxowner",
    "pg_ts_config": "cfgowner",
    "pg_ts_dict": "dictowner",
    "pg_foreign_data_wrapper": "fdwowner",
    "pg_foreign_server": "srvowner",
}
_BY_INITDBS = "\n          UNION ALL ".join(
    f"SELECT o.tableoid, o.oid, o.{owner} FROM {catalog} o WHERE o.oid >= {USER} AND o.{owner} < {USER}"
    for catalog, owner in _OWNED.items()
)


@dataclass(frozen=True, kw_only=True)
class Owner(Facet):
    """The owner of an object, where it isn't the role that is connected."""

    TYPE: ClassVar[str] = "owner"
    ENVIRONMENT: ClassVar[bool] = True
    # pg_shdepend says nothing of the roles that initdb made.
    QUERY: ClassVar[str] = f"""
        SELECT {NOWHERE}, {key("s.classid", "s.objid")} AS target, pg_get_userbyid(s.role)::text AS role
        FROM (SELECT d.classid, d.objid, d.refobjid AS role FROM pg_shdepend d WHERE d.deptype = 'o'
            AND d.dbid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
          UNION ALL {_BY_INITDBS}) s
        WHERE pg_get_userbyid(s.role) <> current_user AND s.classid <> 'pg_default_acl'::regclass
          AND NOT (s.classid = 'pg_class'::regclass
            AND EXISTS (SELECT FROM pg_class c WHERE c.oid = s.objid AND c.relkind IN ('i', 'I')))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.classid AND d.objid = s.objid
            AND s.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
            AND EXISTS (SELECT FROM pg_class c WHERE c.oid = s.objid AND c.relkind = 'S'))
        UNION ALL SELECT {NOWHERE}, {key("n.tableoid", "n.oid")}, pg_get_userbyid(n.nspowner)::text
        FROM pg_namespace n WHERE n.oid = 2200 AND n.nspowner = 10"""

    role: str

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"ALTER {self.on} OWNER TO {ident(self.role)}"]

    def drop(self, how: How) -> Lines:
        owner = "pg_database_owner" if self.on == "SCHEMA public" else "CURRENT_USER"
        return [f"ALTER {self.on} OWNER TO {owner}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])
