"""A database -> Catalog: each kind's QUERY, one query of pg_depend, folding. No kind is named here."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection
from dataclasses import MISSING, fields
from typing import Any

from joey.connect.protocol import Connection
from joey.model.address import Address
from joey.postgres import archive as archives
from joey.postgres.catalog import Catalog, Scope, restrict
from joey.postgres.kinds import KINDS
from joey.postgres.object import KEY, USER, Facet, Object, key
from joey.postgres.unclaimed import CENSUS, Unclaimed, definitions, key_of, names_of, row_of

_COLUMN = (1 << KEY[1]) - 1
"""The part of a key that is the number of a column."""

EDGES = f"""
    SELECT {key("classid", "objid", "objsubid")}, {key("refclassid", "refobjid", "refobjsubid")}, deptype::text
    FROM pg_depend WHERE objid >= {USER} AND (refobjid >= {USER} OR refobjid = 2200)"""


def _maker(kind: type[Object]) -> Callable[[dict[str, Any]], Object]:
    """What makes an object of a kind from its fields.

    A frozen dataclass sets each field by a call of its own, which for tens of thousands of objects is a third of
    the time that reading a catalog takes.
    """
    finish: Callable[[Object], None] | None = getattr(kind, "__post_init__", None)
    defaults = {f.name: f.default for f in fields(kind) if f.default is not MISSING}

    def make(given: dict[str, Any]) -> Object:
        made = object.__new__(kind)
        state = made.__dict__
        state.update(defaults)
        state.update(given)
        if finish is not None:
            finish(made)
        return made

    return make


class _Reading:
    """What has been read so far, by the keys of rows."""

    def __init__(self, edges: list[tuple[int, int, str]]) -> None:
        self.edges = edges
        self.members = {a for a, _, kind in edges if kind == "e"}
        self.inside: dict[int, int] = {}
        self.near: dict[int, int] = {}
        for a, b, kind in edges:
            # A partition's key and its index are clones of the parent's, yet first of all each other's parts.
            if kind in "ie" or (kind == "P" and a not in self.inside):
                self.inside[a] = b
            elif kind == "a":
                self.near.setdefault(a, b)
        self.objects: dict[Address, Object] = {}
        self.refs: dict[int, Address] = {}
        self.byproducts: dict[int, Address] = {}
        self.links: list[tuple[Any, ...]] = []
        """Of an object: its address, part_of, also, after and carried_by, where the kind says them."""
        self.facets: list[tuple[type[Facet], int, dict[str, Any], list[int]]] = []

    def add_kind(self, kind: type[Object], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        known = {f.name: f.type for f in fields(kind)}
        place = {c: i for i, c in enumerate(columns)}
        assert len(place) == len(columns), f"{kind.__name__} gives a column twice"
        at = [(c, i) for c, i in place.items() if c in known and not known[c].startswith("tuple")]
        lists = [(c, i) for c, i in place.items() if c in known and known[c].startswith("tuple")]
        if issubclass(kind, Facet):
            for row in rows:
                given = {c: row[i] for c, i in at} | {c: tuple(row[i]) for c, i in lists}
                also = row[place["also"]] if "also" in place else []
                self.facets.append((kind, row[place["target"]], given, also))
            return
        linked = [place.get(c) for c in ("part_of", "also", "after", "carried_by")]
        links = any(i is not None for i in linked)
        keyed, names = place["row_key"], place["names"]
        args = place.get("args")
        into = self.byproducts if kind.BY_PRODUCT else self.refs
        make, members = _maker(kind), self.members
        new = tuple.__new__  # as a NamedTuple is made, without asking for its fields
        for row in rows:
            found: int = row[keyed]
            if members and (found in members or found & ~_COLUMN in members):
                continue
            address = new(Address, (kind.TYPE, tuple(row[names]), tuple(row[args] or ()) if args is not None else ()))
            given = {c: row[i] for c, i in at}
            for c, i in lists:
                given[c] = tuple(row[i])
            given["address"] = address
            self.objects[address] = make(given)
            if found:
                into[found] = address
            if links:
                self.links.append((address, *[None if i is None else row[i] for i in linked]))

    def add(self, found: Unclaimed) -> None:
        self.objects[found.object.address] = found.object
        if found.key[1]:
            self.refs[key_of(found.key)] = found.object.address

    def home(self, key: int, strictly: bool = False) -> Address | None:
        """The object that a row belongs to; strictly: only as its internal part, a clone, or a member."""
        for _ in range(9):
            if (found := self.refs.get(key)) is not None:
                return found
            if key in self.inside:
                key = self.inside[key]
            elif not strictly and key in self.near:
                key = self.near[key]
            elif key & _COLUMN:
                key &= ~_COLUMN
            else:
                return None
        return None

    def catalog(self, unclaimed: list[Unclaimed], unseen: tuple[str, ...]) -> Catalog:
        needs: dict[Address, set[Address]] = {a: set() for a in self.objects}
        after: dict[Address, Collection[Address]] = dict.fromkeys(self.objects, ())
        part_of: dict[Address, Address] = {}
        carried_by: dict[Address, Address] = {}
        homes: dict[int, Address | None] = dict(self.refs)

        def home(key: int) -> Address | None:
            if key not in homes:
                homes[key] = self.home(key)
            return homes[key]

        objects, refs = self.objects, self.refs
        for x, y, kind in self.edges:
            a = homes[x] if x in homes else home(x)
            b = homes[y] if y in homes else home(y)
            if a is None or b is None or a is b or a == b or kind in "ex":
                continue
            if kind not in objects[a].NOT_MINE or refs.get(x) != a:
                needs[a].add(b)
        for a, whole, also, afterwards, by in self.links:
            if whole and (b := home(whole)) and b != a:
                part_of[a] = b
                if not objects[a].NOT_MINE:
                    needs[a].add(b)
            if also:
                needs[a].update(b for x in also if (b := home(x)) and b != a)
            if afterwards:
                after[a] = {b for x in afterwards if (b := home(x)) and b != a}
            if by and (b := home(by)) and b != a:
                carried_by[a] = b
        for found in unclaimed:
            a = found.object.address
            needs[a].update(b for k in found.needs if (b := home(key_of(k))) and b != a)
        self._attach(needs, after, part_of)
        return Catalog(self.objects, needs, after, part_of, carried_by, unseen)

    def _attach(
        self,
        needs: dict[Address, set[Address]],
        after: dict[Address, Collection[Address]],
        part_of: dict[Address, Address],
    ) -> None:
        """Facets, each on its target; those of one target come in the order of KINDS."""
        earlier: dict[Address, list[Address]] = {}
        for kind, at, given, also in self.facets:
            target = self.byproducts.get(at) or self.refs.get(at)
            if target is None:
                continue
            on = self.objects[target]
            a = Address(f"{kind.TYPE} of {target.type}", target.names, target.args)
            self.objects[a] = kind(address=a, on=on.phrase, on_grant=on.grant_phrase, **given)
            needs[a] = {target} | {b for x in also if (b := self.home(x))}
            after[a] = set(earlier.get(target, ()))
            part_of[a] = part_of.get(target, target) if on.BY_PRODUCT else target
            earlier.setdefault(target, []).append(a)


def _there(connection: Connection, kinds: list[tuple[type[Object], str]]) -> list[tuple[type[Object], str]]:
    """The kinds of which there may be something.

    Most databases have few of them, and to plan a question costs the server ten times what answering it does.
    """
    signs = list(dict.fromkeys(kind.SIGN for kind, _ in kinds if kind.SIGN))
    exists = ", ".join(f"EXISTS (SELECT FROM {sign})" for sign in signs)
    seen = dict(zip(signs, connection.query(f"SELECT {exists}")[0], strict=True)) if signs else {}
    return [(kind, sql) for kind, sql in kinds if seen.get(kind.SIGN, True)]


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
            kinds = _there(
                connection, [(kind, sql) for kind in KINDS if (sql := kind.query(major)) and scope.includes(kind)]
            )
            answers = connection.read_each([EDGES, *(sql for _, sql in kinds), CENSUS])
            reading = _Reading(next(answers)[1])
            for kind, _ in kinds:
                reading.add_kind(kind, *next(answers))
            rows = next(answers)[1]
            answers.close()
            census = [row_of(k) for (k,) in rows if reading.home(k, strictly=True) is None]
            unclaimed: list[Unclaimed] = []
            unseen: tuple[str, ...] = ()
            if census:
                entries = archives.read(dump()) if dump else []
                unclaimed = definitions(connection, entries, census, scope)
                for found in unclaimed:
                    reading.add(found)
                left = [row for row in census if reading.home(key_of(row)) is None]
                unseen = names_of(connection, left)
        return restrict(reading.catalog(unclaimed, unseen), scope)
    finally:
        if collecting:
            gc.enable()
