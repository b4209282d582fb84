"""Every object of a database, with what it needs."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from joey.model.address import Address
from joey.postgres.object import Object

Needs = Mapping[Address, Collection[Address]]

RECORDS = frozenset(
    {("public", "drizzle_migrations"), ("drizzle", "drizzle_migrations"), ("drizzle", "__drizzle_migrations")}
)
BOOKKEEPING = ("runs", "lease", "pushed", "settings")


def own_tables(tracking_table: str, bookkeeping_schema: str) -> frozenset[tuple[str, str]]:
    """The names of the record and of joey's own tables under a configuration."""
    schema, _, name = tracking_table.rpartition(".")
    return RECORDS | {(schema or "public", name)} | {(bookkeeping_schema, table) for table in BOOKKEEPING}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared: kinds by name, and objects that are never touched."""

    ignore: tuple[str, ...] = ()
    """Patterns of `schema.name`, such as `public.legacy_*`."""
    include: frozenset[str] = frozenset()
    """Kinds that are otherwise left to the environment; `all` for every one of them."""
    exclude: frozenset[str] = frozenset()
    """Kinds that aren't compared."""
    own: frozenset[tuple[str, str]] = own_tables("drizzle_migrations", "joey")
    """The record and joey's own tables: (schema, name)."""

    @property
    def own_schemas(self) -> frozenset[str]:
        """The schemas that are joey's own where they hold nothing else."""
        return frozenset(schema for schema, _ in self.own) - {"public"}

    def includes(self, kind: type[Object]) -> bool:
        """Whether objects of a kind are compared at all."""
        return not kind.ENVIRONMENT or self.asks_for(kind)

    def asks_for(self, kind: type[Object]) -> bool:
        """Whether the user named this kind."""
        return "all" in self.include or not kind.called().isdisjoint(map(_plain, self.include))

    def excludes(self, thing: Object) -> bool:
        """Whether the user left its kind out; what only pg_dump describes has its own word (`operator`)."""
        words = {*thing.called(), _plain(thing.address.type)}
        return not words.isdisjoint(map(_plain, self.exclude))

    def leaves_alone(self, names: tuple[str, ...]) -> bool:
        """Whether the object of these names, and all its parts, are none of ours.

        What only pg_dump describes has one name, which tells its schema too.
        """
        schema, _, _ = names[0].partition(".") if len(names) == 1 else (names[0], "", "")
        if names[:2] in self.own or names[1:2] == ("alembic_version",):
            return True
        dotted = ".".join(names[:2])
        return "." in dotted and any(
            fnmatch.fnmatchcase(dotted if "." in pattern else schema, pattern) for pattern in self.ignore
        )

    def leaves_schema_alone(self, schema: str) -> bool:
        """Whether everything that can lie in a schema is left alone, and so the schema itself."""
        return any(
            fnmatch.fnmatchcase(schema, pattern.removesuffix(".*")) for pattern in self.ignore if _whole(pattern)
        )


def _plain(word: str) -> str:
    return word.replace("-", " ").replace("_", " ")


def _whole(pattern: str) -> bool:
    return "." not in pattern or (pattern.endswith(".*") and pattern.count(".") == 1)


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
    alone: frozenset[Address] = frozenset()
    """What the scope leaves alone, yet something else needs: known, never compared, never changed."""
    kept: tuple[str, ...] = ()
    """Notes on what it has of an older state only because no statement takes that away."""

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
        alone = self.alone | other.alone
        if not alone:
            return self.objects == other.objects
        return {a: o for a, o in self.objects.items() if a not in alone} == {
            a: o for a, o in other.objects.items() if a not in alone
        }

    def joined(self, other: Catalog, addresses: Collection[Address]) -> Catalog:
        """The same objects, and some of another catalog's."""
        there = self.objects.keys() | addresses

        def more(mine: Needs, links: Needs) -> Needs:
            return {**mine, **{a: {d for d in links[a] if d in there} for a in addresses}}

        def link(mine: Mapping[Address, Address], links: Mapping[Address, Address]) -> Mapping[Address, Address]:
            return {**mine, **{a: links[a] for a in addresses if links.get(a) in there}}

        return replace(
            self,
            objects={**self.objects, **{a: other.objects[a] for a in sorted(addresses)}},
            needs=more(self.needs, other.needs),
            after=more(self.after, other.after),
            part_of=link(self.part_of, other.part_of),
            carried_by=link(self.carried_by, other.carried_by),
        )

    def whole(self) -> Catalog:
        """The same objects, all of them to be made."""
        return replace(self, alone=frozenset())


def restrict(catalog: Catalog, scope: Scope) -> Catalog:
    """The catalog without what the scope leaves alone, but for what the rest needs of it."""
    ignored = _left_alone(catalog, scope)
    excluded = set[Address]()
    if scope.exclude:
        excluded = _with_users({a for a, o in catalog.objects.items() if scope.excludes(o)}, catalog)
    gone = ignored | excluded
    if not gone:
        return catalog
    used = {d for a in catalog.objects if a not in gone for d in catalog.needs[a]}
    alone = _needed(used & ignored, catalog) & ignored
    gone -= alone
    return Catalog(
        objects={a: o for a, o in catalog.objects.items() if a not in gone},
        needs={a: {d for d in n if d not in gone} for a, n in catalog.needs.items() if a not in gone},
        after={a: {d for d in n if d not in gone} for a, n in catalog.after.items() if a not in gone},
        part_of={a: b for a, b in catalog.part_of.items() if a not in gone and b not in gone},
        carried_by={a: b for a, b in catalog.carried_by.items() if a not in gone and b not in gone},
        unseen=catalog.unseen,
        alone=frozenset(alone),
    )


def _left_alone(catalog: Catalog, scope: Scope) -> set[Address]:
    """What is none of ours, with all its parts; and the schemas that hold nothing else."""
    roots = {a for a in catalog.objects if a not in catalog.part_of and scope.leaves_alone(a.names)}
    schemas = {a for a in catalog.objects if a.type == "schema" and scope.leaves_schema_alone(a.names[0])}
    roots |= schemas | {
        a for a in catalog.objects if a not in catalog.part_of and not schemas.isdisjoint(catalog.needs[a])
    }
    if not roots:
        return set()
    gone = {a for a in catalog.objects if catalog.root(a) in roots}
    inhabited = {a.names[0] for a in catalog.objects if a not in gone and len(a.names) > 1}
    emptied = ({a.names[0] for a in gone} - inhabited) & scope.own_schemas
    return gone | {
        a
        for a in catalog.objects
        if len(a.names) == 1 and catalog.root(a) in {Address("schema", (s,)) for s in emptied}
    }


def _needed(addresses: set[Address], catalog: Catalog) -> set[Address]:
    """Objects, and all that these can't be without."""
    found, todo = set(addresses), list(addresses)
    while todo:
        more = [d for d in catalog.needs[todo.pop()] if d not in found]
        found.update(more)
        todo += more
    return found


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
