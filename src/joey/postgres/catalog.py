"""Every object of a database, with what it needs."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from joey.model.address import Address
from joey.postgres.object import Facet, Object

Needs = Mapping[Address, Collection[Address]]

RECORDS = frozenset(
    {("public", "drizzle_migrations"), ("drizzle", "drizzle_migrations"), ("drizzle", "__drizzle_migrations")}
)
BOOKKEEPING = ("runs", "lease", "pushed", "settings")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared: kinds by name, and objects that are never touched."""

    ignore: tuple[str, ...] = ()
    """Patterns of `schema.name`, such as `public.legacy_*`."""
    include: frozenset[str] = frozenset()
    """Kinds that are otherwise left to the environment; `all` for every one of them."""
    exclude: frozenset[str] = frozenset()
    """Kinds that aren't compared."""
    own: frozenset[tuple[str, str]] = RECORDS
    """The record and joey's own tables: (schema, name)."""

    def includes(self, kind: type[Object]) -> bool:
        """Whether objects of a kind are compared at all."""
        return not kind.ENVIRONMENT or self.asks_for(kind)

    def asks_for(self, kind: type[Object]) -> bool:
        """Whether the user named this kind."""
        return bool(self.include & {"all", kind.TYPE, kind.TYPE.replace(" ", "-")})

    def excludes(self, kind: str) -> bool:
        """Whether the user left a kind out: by its own word, or that of the facts about others (`comment`)."""
        word = kind.partition(" of ")[0]
        return bool(self.exclude & {word, word.replace(" ", "-"), word.replace(" ", "_")})

    def leaves_alone(self, names: tuple[str, ...]) -> bool:
        """Whether the object of these names, and all its parts, are none of ours."""
        if len(names) < 2:
            return False
        if names[:2] in self.own or names[1] == "alembic_version":
            return True
        return any(fnmatch.fnmatchcase(f"{names[0]}.{names[1]}", pattern) for pattern in self.ignore)


def own_tables(tracking_table: str, bookkeeping_schema: str) -> frozenset[tuple[str, str]]:
    """The names of the record and of joey's own tables under a configuration."""
    schema, _, name = tracking_table.rpartition(".")
    return RECORDS | {(schema or "public", name)} | {(bookkeeping_schema, table) for table in BOOKKEEPING}


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every modelled object by its address, with what it needs and whose part it is."""

    objects: Mapping[Address, Object] = field(default_factory=dict)
    needs: Needs = field(default_factory=dict)
    after: Needs = field(default_factory=dict)
    """Order only."""
    part_of: Mapping[Address, Address] = field(default_factory=dict)
    carried_by: Mapping[Address, Address] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()
    """What the database holds and neither a kind nor pg_dump sees."""

    def root(self, address: Address) -> Address:
        """The outermost object that this one is a part of."""
        while address in self.part_of:
            address = self.part_of[address]
        return address

    def wholes(self, address: Address) -> Iterator[Address]:
        """What this one is a part of, and what that is a part of in turn."""
        while address in self.part_of:
            address = self.part_of[address]
            yield address

    def as_of(self, target: int) -> Catalog:
        """The same objects, without what PostgreSQL of an older major version doesn't know of them."""
        return replace(self, objects={a: o.as_of(target) for a, o in self.objects.items()})

    def same_as(self, other: Catalog) -> bool:
        """Whether both hold the same objects."""
        return self.objects == other.objects


def restrict(catalog: Catalog, scope: Scope, own_schemas: Collection[str] = ("joey", "drizzle")) -> Catalog:
    """The catalog without what the scope leaves alone."""
    roots = {a for a in catalog.objects if a not in catalog.part_of and scope.leaves_alone(a.names)}
    gone = {a for a in catalog.objects if catalog.root(a) in roots} if roots else set()
    gone |= {a for a, o in catalog.objects.items() if isinstance(o, Facet) and catalog.root(a) in gone}
    if gone:
        inhabited = {a.names[0] for a in catalog.objects if a not in gone and len(a.names) > 1}
        emptied = {a.names[0] for a in gone} - inhabited
        for a in catalog.objects:
            schema = a.names[0] if a.names else ""
            if len(a.names) == 1 and schema in emptied and schema in own_schemas and catalog.root(a).type == "schema":
                gone.add(a)
    if scope.exclude:
        gone |= _with_users({a for a in catalog.objects if scope.excludes(a.type)}, catalog)
    if not gone:
        return catalog
    return Catalog(
        objects={a: o for a, o in catalog.objects.items() if a not in gone},
        needs={a: {d for d in n if d not in gone} for a, n in catalog.needs.items() if a not in gone},
        after={a: {d for d in n if d not in gone} for a, n in catalog.after.items() if a not in gone},
        part_of={a: b for a, b in catalog.part_of.items() if a not in gone and b not in gone},
        carried_by={a: b for a, b in catalog.carried_by.items() if a not in gone and b not in gone},
        unseen=catalog.unseen,
    )


def _with_users(addresses: set[Address], catalog: Catalog) -> set[Address]:
    """Objects, and all that can't be without them."""
    found, todo = set(addresses), list(addresses)
    users: dict[Address, list[Address]] = {}
    for a, needs in catalog.needs.items():
        for needed in needs:
            users.setdefault(needed, []).append(a)
    while todo:
        more = [u for u in users.get(todo.pop(), ()) if u not in found]
        found.update(more)
        todo += more
    return found
