"""A database -> Catalog: each kind's QUERY, one query of pg_depend, folding. No kind is named here."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from joey.connect.protocol import Connection
from joey.model.address import Address
from joey.postgres import archive as archives
from joey.postgres.catalog import Catalog, Scope, restrict
from joey.postgres.kinds import KINDS
from joey.postgres.object import USER, Facet, Object
from joey.postgres.unclaimed import CENSUS, Unclaimed, definitions, names_of

Key = tuple[int, int, int]
"""A row of pg_depend: (classid, objid, objsubid)."""

EDGES = f"""
    SELECT classid::int8, objid::int8, objsubid, refclassid::int8, refobjid::int8, refobjsubid, deptype::text
    FROM pg_depend WHERE objid >= {USER} AND (refobjid >= {USER} OR refobjid = 2200)"""


def _key(text: str) -> Key:
    classid, objid, sub = text.split("/")
    return int(classid), int(objid), int(sub)


class _Reading:
    """What has been read so far, by row of pg_depend."""

    def __init__(self, edges: Iterable[tuple[Any, ...]]) -> None:
        self.edges: list[tuple[Key, Key, str]] = [(e[:3], e[3:6], e[6]) for e in edges]
        self.members = {a for a, _, kind in self.edges if kind == "e"}
        self.inside: dict[Key, Key] = {}
        self.near: dict[Key, Key] = {}
        for a, b, kind in self.edges:
            if kind in "ieP":
                self.inside[a] = b
            elif kind == "a":
                self.near.setdefault(a, b)
        self.objects: dict[Address, Object] = {}
        self.refs: dict[Key, Address] = {}
        self.byproducts: dict[Key, Address] = {}
        self.links: dict[Address, Mapping[str, Any]] = {}
        self.facets: list[tuple[type[Facet], Key, dict[str, Any]]] = []

    def add_kind(self, kind: type[Object], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        known = {f.name for f in fields(kind)}
        at = [(i, c) for i, c in enumerate(columns) if c in known]
        place = {c: i for i, c in enumerate(columns)}
        linked = [c for c in ("part_of", "also", "after", "carried_by") if c in place]
        has_args = "args" in place
        into = self.byproducts if kind.BY_PRODUCT else self.refs
        for row in rows:
            given: dict[str, Any] = {c: tuple(row[i]) if isinstance(row[i], list) else row[i] for i, c in at}
            if issubclass(kind, Facet):
                self.facets.append((kind, _key(row[place["target"]]), given))
                continue
            key = (row[place["classid"]], row[place["objid"]], row[place["objsubid"]])
            if key in self.members or (key[0], key[1], 0) in self.members:
                continue
            args = tuple(row[place["args"]] or ()) if has_args else ()
            address = Address(kind.TYPE, tuple(row[place["names"]]), args)
            self.objects[address] = kind(address=address, **given)
            if key[1]:
                into[key] = address
            self.links[address] = {c: row[place[c]] for c in linked}

    def add(self, found: Unclaimed) -> None:
        self.objects[found.object.address] = found.object
        if found.key[1]:
            self.refs[(*found.key, 0)] = found.object.address
        self.links[found.object.address] = {}

    def home(self, key: Key, strictly: bool = False) -> Address | None:
        """The object that a row belongs to; strictly: only as its internal part, a clone, or a member."""
        for _ in range(9):
            if key in self.refs:
                return self.refs[key]
            if key in self.inside:
                key = self.inside[key]
            elif not strictly and key in self.near:
                key = self.near[key]
            elif key[2]:
                key = (key[0], key[1], 0)
            else:
                return None
        return None

    def catalog(self, unclaimed: list[Unclaimed], unseen: tuple[str, ...]) -> Catalog:
        needs: dict[Address, set[Address]] = {a: set() for a in self.objects}
        after: dict[Address, set[Address]] = {a: set() for a in self.objects}
        part_of: dict[Address, Address] = {}
        carried_by: dict[Address, Address] = {}
        homes: dict[Key, Address | None] = {}

        def home(key: Key) -> Address | None:
            if key not in homes:
                homes[key] = self.home(key)
            return homes[key]

        for x, y, kind in self.edges:
            a, b = home(x), home(y)
            mine = self.refs.get(x) == a
            if a and b and a != b and kind != "e" and not (mine and kind in self.objects[a].NOT_MINE):
                needs[a].add(b)
        for a, link in self.links.items():
            if (whole := link.get("part_of")) and (b := home(_key(whole))) and b != a:
                part_of[a] = b
                if not self.objects[a].NOT_MINE:
                    needs[a].add(b)
            for what, into in (("also", needs), ("after", after)):
                into[a].update(b for x in link.get(what) or () if (b := home(_key(x))) and b != a)
            if (by := link.get("carried_by")) and (b := home(_key(by))) and b != a:
                carried_by[a] = b
        for found in unclaimed:
            a = found.object.address
            needs[a].update(b for k in found.needs if (b := home((*k, 0))) and b != a)
        self._attach(needs, after, part_of)
        return Catalog(self.objects, needs, after, part_of, carried_by, unseen)

    def _attach(
        self,
        needs: dict[Address, set[Address]],
        after: dict[Address, set[Address]],
        part_of: dict[Address, Address],
    ) -> None:
        """Facets, each on its target; those of one target come in the order of KINDS."""
        earlier: dict[Address, list[Address]] = {}
        for kind, key, given in self.facets:
            target = self.byproducts.get(key) or self.refs.get(key)
            if target is None:
                continue
            on = self.objects[target]
            a = Address(f"{kind.TYPE} of {target.type}", target.names, target.args)
            self.objects[a] = kind(address=a, on=on.phrase, on_grant=on.grant_phrase, **given)
            needs[a], after[a] = {target}, set(earlier.get(target, ()))
            part_of[a] = part_of.get(target, target) if on.BY_PRODUCT else target
            earlier.setdefault(target, []).append(a)


def introspect(connection: Connection, scope: Scope | None = None, dump: Callable[[], bytes] | None = None) -> Catalog:
    """The catalog of a database, read in one snapshot.

    `dump` gives a pg_dump archive of the same database; without it what no kind models is named in
    `Catalog.unseen`. It is called only where there is such a thing.
    """
    scope = scope or Scope()
    major = connection.server.major
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of objects that all live: collecting meanwhile costs up to a quarter
    try:
        with connection.transaction(snapshot=True):
            reading = _Reading(connection.query(EDGES))
            for kind in KINDS:
                if (sql := kind.query(major)) and scope.includes(kind):
                    reading.add_kind(kind, *connection.read(sql))
            census = [(c, o) for c, o in connection.query(CENSUS) if reading.home((c, o, 0), strictly=True) is None]
            # A kind that is left out by name isn't unseen, so its rows are asked for only in a full reading.
            unclaimed: list[Unclaimed] = []
            unseen: tuple[str, ...] = ()
            if census and not scope.exclude:
                entries = archives.read(dump()) if dump else []
                unclaimed = definitions(connection, entries, census, scope)
                for found in unclaimed:
                    reading.add(found)
                left = [k for k in census if reading.home((*k, 0)) is None]
                unseen = names_of(connection, left)
        return restrict(reading.catalog(unclaimed, unseen), scope)
    finally:
        if collecting:
            gc.enable()
