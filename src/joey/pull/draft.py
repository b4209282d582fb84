"""What a module of models will say, before it is written in one style or another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from joey.model.address import Address
from joey.postgres.catalog import Catalog, Needs
from joey.postgres.kinds.column import Column
from joey.postgres.kinds.comment import Comment
from joey.postgres.kinds.constraint import Constraint
from joey.postgres.kinds.default import Default
from joey.postgres.kinds.enum import Enum
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
T = TypeVar("T", bound=Object)


@dataclass
class ColumnDraft:
    """A column: its attribute, its type, and what stands in its mapped_column()."""

    column: Column
    name: str
    attribute: str
    type: PythonType
    nullable: bool
    primary_key: bool = False
    serial: bool = False
    """Whether SQLAlchemy makes it a SERIAL, as the column of the primary key that counts."""
    keyed: bool = False
    """Whether it is a foreign key by itself: SQLAlchemy then takes its target's type, not the annotation's."""
    explicit: bool = False
    """Whether its type must be named."""
    arguments: list[Code] = field(default_factory=list)
    options: dict[str, Code] = field(default_factory=dict)


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
        of: dict[type[Object], list[Any]] = {}
        for a, o in catalog.objects.items():
            if a not in without:
                of.setdefault(type(o), []).append(o)
        self._defaults: dict[Name, Default] = {o.address.names: o for o in of.get(Default, ())}
        self._identities: dict[Name, Identity] = {o.address.names: o for o in of.get(Identity, ())}
        self._not_nulls: dict[Name, NotNull] = {o.address.names: o for o in of.get(NotNull, ())}
        self._comments: dict[tuple[str, Name], Comment] = {o.address[:2]: o for o in of.get(Comment, ())}
        self._tables: list[Table] = _sorted(of.get(Table, ()))
        self.enums: list[Enum] = _sorted(of.get(Enum, ()))
        self.all_sequences: list[Sequence] = _sorted(of.get(Sequence, ()))
        """All sequences, whoever owns them."""
        self.columns: dict[Name, list[Column]] = {}
        self.constraints: dict[Name, list[Constraint]] = {}
        self.indexes: dict[Name, list[Index]] = {}
        self.sequences: dict[Name, list[Sequence]] = {}
        for column in sorted(of.get(Column, ()), key=lambda c: c.position):
            self.columns.setdefault(column.address.names[:2], []).append(column)
        for constraint in _sorted([o for kind in of if issubclass(kind, Constraint) for o in of[kind]]):
            self.constraints.setdefault(constraint.address.names[:2], []).append(constraint)
        for index in _sorted(of.get(Index, ())):
            if (table := catalog.part_of.get(index.address)) is not None:
                self.indexes.setdefault(table.names, []).append(index)
        for sequence in self.all_sequences:
            if (owner := catalog.part_of.get(sequence.address)) is not None:
                self.sequences.setdefault(owner.names, []).append(sequence)
        links: list[Inheritance] = of.get(Inheritance, [])
        self.children = {o.address.names[:2] for o in links if not o.is_index}

    def tables(self) -> Iterator[Table]:
        """The tables that Python can say: neither partitions nor children of others, with all their columns."""
        whole = {a.names[:2] for a in self.without if a.type == "column"}
        spoken: set[str] = set()
        for table in self._tables:
            names = table.address.names
            name = ".".join(names).removeprefix("public.")  # SQLAlchemy tells tables apart by this
            if table.is_partition or names in whole or names in self.children or not self.columns.get(names):
                continue
            if name not in spoken and "." not in names[1]:
                spoken.add(name)
                yield table

    def default(self, names: Name) -> Default | None:
        """A column's default."""
        return self._defaults.get(names)

    def identity(self, names: Name) -> Identity | None:
        """A column's identity."""
        return self._identities.get(names)

    def not_null(self, names: Name) -> NotNull | None:
        """A column's not-null constraint."""
        return self._not_nulls.get(names)

    def comment(self, of: Object) -> Comment | None:
        """An object's comment."""
        return self._comments.get((f"{Comment.TYPE} of {of.address.type}", of.address.names))


def _sorted(objects: Iterable[Any]) -> list[Any]:
    return sorted(objects, key=lambda o: o.address)


def changed(o: T, **values: Any) -> T:
    """An object with other values; itself where it has them already."""
    known = o.__dict__
    for name, value in values.items():
        if known[name] != value:
            return replace(o, **values)
    return o


@dataclass
class Said:
    """What the models will make, as a catalog of it will show."""

    objects: dict[Address, Object] = field(default_factory=dict)

    def add(self, *objects: Object) -> None:
        """Note down what is said."""
        for o in objects:
            self.objects[o.address] = o

    def catalog(self, of: Catalog) -> Catalog:
        """The part of a catalog that is said."""
        there = self.objects.keys()

        def among(links: Needs) -> dict[Address, Collection[Address]]:
            return {a: there & set(links.get(a, ())) for a in there}

        return Catalog(
            objects=dict(self.objects),
            needs=among(of.needs),
            after=among(of.after),
            part_of={a: b for a, b in of.part_of.items() if a in there and b in there},
            carried_by={a: b for a, b in of.carried_by.items() if a in there and b in there},
        )
