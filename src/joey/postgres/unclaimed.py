"""What no kind has read: told from a census of PostgreSQL's own catalogs, taken from a pg_dump archive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.model.address import Address
from joey.postgres.archive import Entry
from joey.postgres.catalog import Scope
from joey.postgres.kinds.definition import Definition
from joey.postgres.object import KEY, USER, ref

Row = tuple[int, int]
"""(classid, objid)."""


def key_of(row: Row) -> int:
    """A row's key, as the catalog is read by."""
    return (row[0] << KEY[0]) + (row[1] << KEY[1])


def row_of(key: int) -> Row:
    """The row of a key."""
    return key >> KEY[0], (key >> KEY[1]) & 0xFFFFFFFF


_PLAIN = """
    pg_cast pg_collation pg_conversion pg_event_trigger pg_foreign_data_wrapper pg_foreign_server pg_language
    pg_opclass pg_operator pg_opfamily pg_publication pg_publication_rel pg_publication_namespace
    pg_statistic_ext pg_transform pg_ts_config pg_ts_dict pg_ts_parser pg_ts_template pg_user_mapping pg_am
    pg_default_acl pg_policy pg_extension pg_attrdef pg_proc
    """.split()
_NOT_PLAIN = {
    "pg_namespace": "x.nspname !~ '^pg_'",
    "pg_class": "x.relkind <> 't' AND x.relpersistence <> 't' AND x.relnamespace <> 'pg_toast'::regnamespace",
    "pg_type": "NOT EXISTS (SELECT FROM pg_namespace n"
    " WHERE n.oid = x.typnamespace AND n.nspname ~ '^pg_(toast|temp)')",
    "pg_rewrite": "x.rulename <> '_RETURN'",
    "pg_trigger": "NOT x.tgisinternal",
    "pg_constraint": "NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = x.conrelid AND c.relpersistence = 't')",
}
CENSUS = "\nUNION ALL ".join(
    f"SELECT {ref(catalog, 'x.oid')} FROM {catalog} x WHERE x.oid >= {USER} AND {where}"
    for catalog, where in [*((c, "true") for c in _PLAIN), *_NOT_PLAIN.items()]
)
"""The key of every object of the database that isn't initdb's own."""

_SKIPPED = frozenset({"SUBSCRIPTION", "SUBSCRIPTION TABLE", "SECURITY LABEL"})
"""What belongs to the environment."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """An object that only pg_dump describes, with the rows that it needs."""

    key: Row
    object: Definition
    needs: tuple[Row, ...]


def definitions(
    connection: Connection, entries: Sequence[Entry], census: Sequence[Row], scope: Scope
) -> list[Unclaimed]:
    """A Definition for each archive entry that no kind has read, in pg_dump's order."""
    wanted = set(census)
    mappings = _user_mappings(connection) if any(e.desc == "USER MAPPING" for e in entries) else {}
    servers = {e.tag: (e.classid, e.objid) for e in entries if e.desc == "SERVER"}
    by_number = {e.id: (e.classid, e.objid) for e in entries}
    found = [
        (
            entry,
            mappings.get(entry.tag, (0, 0)) if entry.desc == "USER MAPPING" else (entry.classid, entry.objid),
        )
        for entry in entries
        if entry.desc not in _SKIPPED
    ]
    found = [(entry, key) for entry, key in found if key in wanted]
    identities = _identify(connection, [key for _, key in found])
    with_owner = "all" in scope.include or "owner" in scope.include
    out = []
    for place, (entry, key) in enumerate(found):
        kind, identity = identities.get(key, (entry.desc.lower(), f"{entry.schema}.{entry.tag}"))
        needs = [by_number[n] for n in entry.needs if by_number.get(n, (0, 0))[0]]
        make, unmake = entry.defn.strip(), entry.drop.strip()
        if entry.desc == "USER MAPPING":
            # pg_dump records no need of a user mapping for its server, and names whoever is connected here.
            needs += [servers[s] for s in [entry.tag.rpartition(" SERVER ")[2]] if s in servers]
            me = connection.server.role
            identity = re.sub(rf"^{re.escape(me)} on ", "CURRENT_USER on ", identity)
            make, unmake = (t.replace(f" FOR {me} SERVER ", " FOR CURRENT_USER SERVER ", 1) for t in (make, unmake))
        definition = Definition(
            address=Address(kind, (identity,)),
            desc=entry.desc,
            make=make,
            unmake=unmake,
            owner=entry.owner if with_owner else "",
            position=place,
        )
        out.append(Unclaimed(key, definition, tuple(needs)))
    return out


def _identify(connection: Connection, keys: Sequence[Row]) -> dict[Row, tuple[str, str]]:
    """(type, identity) of each row, in PostgreSQL's own words."""
    if not keys:
        return {}
    rows = connection.query(
        "SELECT u.c, u.o, i.type, i.identity FROM unnest($1::int8[], $2::int8[]) u(c, o), "
        "LATERAL pg_identify_object(u.c::oid, u.o::oid, 0) i",
        ([k[0] for k in keys], [k[1] for k in keys]),
    )
    return {(c, o): (kind, identity) for c, o, kind, identity in rows if identity is not None}


def _user_mappings(connection: Connection) -> dict[str, Row]:
    rows = connection.query(
        "SELECT 'USER MAPPING '||CASE u.umuser WHEN 0 THEN 'public' ELSE pg_get_userbyid(u.umuser) END||' SERVER '"
        "||s.srvname, 'pg_user_mapping'::regclass::oid::int8, u.oid::int8 "
        "FROM pg_user_mapping u JOIN pg_foreign_server s ON s.oid = u.umserver"
    )
    return {tag: (c, o) for tag, c, o in rows}


def names_of(connection: Connection, keys: Sequence[Row]) -> tuple[str, ...]:
    """Rows in words, sorted: `operator public.===(integer,integer)`."""
    found = _identify(connection, keys)
    return tuple(sorted(" ".join(found.get(k, ("object", f"{k[0]}/{k[1]}"))) for k in keys))
