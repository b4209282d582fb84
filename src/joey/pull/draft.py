"""What a module of models will say, before it is written in one style or another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from joey.model.address import Address
from joey.postgres.catalog import Catalog
from joey.postgres.kinds.column import Column
from joey.postgres.kinds.comment import Comment
from joey.postgres.kinds.constraint import Constraint
from joey.postgres.kinds.default import Default
from joey.postgres.kinds.identity import Identity
from joey.postgres.kinds.index import Index
from joey.postgres.kinds.inheritance import Inheritance
from joey.postgres.kinds.not_null import NotNull
from joey.postgres.kinds.sequence import Sequence
from joey.postgres.kinds.table import Table
from joey.postgres.object import Object
from joey.pull.python import Code
from joey.pull.types import PythonType

Name = tuple[str, ...]


@dataclass
class ColumnDraft:
    """A column: its attribute, its type, and what stands in its mapped_column()."""

    column: Column
    attribute: str
    type: PythonType
    nullable: bool
    primary_key: bool = False
    explicit: bool = True
    """Whether its type must be named."""
    arguments: list[Code] = field(default_factory=list)
    options: dict[str, Code] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.column.name


@dataclass
class RelationshipDraft:
    """A relationship: its attribute, its target, and whether that is one, perhaps none, or many."""

    attribute: str
    target: str
    how_many: str
    options: dict[str, Code] = field(default_factory=dict)

    @property
    def annotation(self) -> str:
        """Its type, the target quoted since it may stand further down."""
        if self.how_many == "many":
            return f'list["{self.target}"]'
        return f'"{self.target}"' if self.how_many == "one" else f'"{self.target} | None"'


@dataclass
class TableDraft:
    """A table: a class where `mapped`, else a Table."""

    table: Table
    name: str
    """Of the class or the variable."""
    mapped: bool
    columns: list[ColumnDraft] = field(default_factory=list)
    arguments: list[Code] = field(default_factory=list)
    options: dict[str, Code] = field(default_factory=dict)
    relationships: list[RelationshipDraft] = field(default_factory=list)

    @property
    def key(self) -> Name:
        """Schema and name."""
        return self.table.address.names

    def column(self, name: str) -> ColumnDraft:
        """The column of a name."""
        return next(c for c in self.columns if c.name == name)


class Facts:
    """A catalog's objects by the table or column that they belong to, without those that are to be said in SQL."""

    def __init__(self, catalog: Catalog, without: frozenset[Address]) -> None:
        self.catalog, self.without = catalog, without
        self.columns: dict[Name, list[Column]] = {}
        self.constraints: dict[Name, list[Constraint]] = {}
        self.indexes: dict[Name, list[Index]] = {}
        self.sequences: dict[Name, list[Sequence]] = {}
        self.children: set[Name] = set()
        for a, o in catalog.objects.items():
            if isinstance(o, Inheritance):
                if not o.is_index:
                    self.children.add(a.names[:2])
            elif a in without:
                continue
            elif isinstance(o, Column):
                self.columns.setdefault(a.names[:2], []).append(o)
            elif isinstance(o, Constraint):
                self.constraints.setdefault(a.names[:2], []).append(o)
            elif isinstance(o, Index) and a in catalog.part_of:
                self.indexes.setdefault(catalog.part_of[a].names, []).append(o)
            elif isinstance(o, Sequence) and (owner := catalog.part_of.get(a)) is not None:
                self.sequences.setdefault(owner.names, []).append(o)
        for columns in self.columns.values():
            columns.sort(key=lambda c: c.position)
        for listed in (self.constraints, self.indexes):
            for found in listed.values():
                found.sort(key=lambda o: o.address)

    def tables(self) -> Iterator[Table]:
        """The tables that Python can say: neither partitions nor children of others, with all their columns."""
        whole = {a.names[:2] for a in self.without if a.type == "column"}
        spoken: set[str] = set()
        for a in sorted(self.catalog.objects):
            o = self.catalog.objects[a]
            if not isinstance(o, Table) or a in self.without or a.names in whole or a.names in self.children:
                continue
            name = ".".join(a.names).removeprefix("public.")  # SQLAlchemy tells tables apart by this
            if o.is_partition or name in spoken or "." in a.names[1] or not self.columns.get(a.names):
                continue
            spoken.add(name)
            yield o

    def _at(self, type: str, names: Name) -> Object | None:
        a = Address(type, names)
        return None if a in self.without else self.catalog.objects.get(a)

    def default(self, names: Name) -> Default | None:
        """A column's default."""
        found = self._at(Default.TYPE, names)
        return found if isinstance(found, Default) else None

    def identity(self, names: Name) -> Identity | None:
        """A column's identity."""
        found = self._at(Identity.TYPE, names)
        return found if isinstance(found, Identity) else None

    def not_null(self, names: Name) -> NotNull | None:
        """A column's not-null constraint."""
        found = self._at(NotNull.TYPE, names)
        return found if isinstance(found, NotNull) else None

    def comment(self, of: Object) -> Comment | None:
        """An object's comment."""
        found = self._at(f"{Comment.TYPE} of {of.address.type}", of.address.names)
        return found if isinstance(found, Comment) else None


@dataclass
class Said:
    """What the models will make, as a catalog of it will show."""

    objects: dict[Address, Object] = field(default_factory=dict)

    def add(self, *objects: Object) -> None:
        """Note down what is said."""
        self.objects.update((o.address, o) for o in objects)

    def catalog(self, of: Catalog) -> Catalog:
        """The part of a catalog that is said."""
        there = self.objects.keys()

        def among(links: Mapping[Address, object]) -> dict[Address, set[Address]]:
            return {a: {d for d in _each(links.get(a)) if d in there} for a in there}

        return Catalog(
            objects=dict(self.objects),
            needs=among(of.needs),
            after=among(of.after),
            part_of={a: b for a, b in of.part_of.items() if a in there and b in there},
            carried_by={a: b for a, b in of.carried_by.items() if a in there and b in there},
        )


def _each(found: object) -> Iterator[Address]:
    if isinstance(found, set | frozenset | list | tuple):
        yield from found
