"""Relationships between classes, from the foreign keys between their tables."""

from __future__ import annotations

import heapq
import itertools
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joey.postgres.kinds.constraint import ForeignKey
from joey.postgres.structure import ForeignKeyStructure
from joey.pull import names
from joey.pull.draft import Name, RelationshipDraft
from joey.pull.python import string


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key between two tables."""

    key: ForeignKey
    structure: ForeignKeyStructure
    nullable: bool = False
    """Whether a row may point at none."""
    apart: bool = False
    """Whether it is one of a circle, and is made after its tables."""

    @property
    def source(self) -> Name:
        return self.key.address.names[:2]

    @property
    def target(self) -> Name:
        return self.structure.target

    @property
    def idle(self) -> bool:
        """Whether each row points at itself."""
        return self.source == self.target and self.structure.columns == self.structure.target_columns


@dataclass(frozen=True)
class Model:
    """What relationships must know of a class."""

    name: str
    attributes: Mapping[str, str]
    """Column -> attribute."""
    keys: Sequence[tuple[str, ...]]
    """The columns that are unique together."""


class Relationships:
    """The relationships of all classes; `taken` answers for attributes, which are added to it."""

    def __init__(self, models: Mapping[Name, Model], taken: Mapping[Name, set[str]], reserved: frozenset[str]) -> None:
        self.models, self.taken, self.reserved = models, taken, reserved
        self.forward: dict[Name, list[RelationshipDraft]] = {name: [] for name in models}
        self.backward: dict[Name, list[RelationshipDraft]] = {name: [] for name in models}

    def of(self, name: Name) -> list[RelationshipDraft]:
        """Those of a class: what its own keys say, in their order, and then what points at it, by name."""
        return self.forward[name] + sorted(self.backward[name], key=lambda r: r.attribute)

    def _claim(self, of: Name, wanted: str, *others: str) -> str:
        taken = self.taken[of]
        name = names.unique(wanted, lambda n: n in taken or n in self.reserved, *others)
        taken.add(name)
        return name

    def add_links(self, links: Sequence[Link]) -> None:
        """A relationship and its back-reference for each foreign key between classes."""
        wanted = [k for k in links if k.source in self.models and k.target in self.models and not k.idle]
        unique: dict[tuple[Name, tuple[str, ...], Name], Link] = {}
        for link in wanted:
            unique.setdefault((link.source, link.structure.columns, link.target), link)
        between: dict[frozenset[Name], list[Link]] = {}
        for link in unique.values():
            between.setdefault(frozenset((link.source, link.target)), []).append(link)
        named = [(link, self._forward(link, between)) for link in unique.values()]
        written: dict[tuple[Name, str], list[tuple[Link, str, str]]] = {}
        for link, forward in named:
            backward = self._backward(link, forward, between)
            others = list(
                dict.fromkeys(
                    name
                    for column in link.structure.columns
                    for _, one, other in written.get((link.source, column), ())
                    for name in (one, other)
                )
            )
            self._add(link, forward, backward, between, others)
            for column in link.structure.columns:
                written.setdefault((link.source, column), []).append((link, forward, backward))

    def _forward(self, link: Link, between: Mapping[frozenset[Name], Sequence[Link]]) -> str:
        """What a row calls the one that it points at."""
        target = names.one(self.models[link.target].name)
        if len(link.structure.columns) == 1:
            (column,) = link.structure.columns
            role = names.role(column, self.models[link.target].name, link.structure.target_columns[0])
            if role and role != column:
                wanted = names.identifier(role, target)
                return self._claim(link.source, wanted, f"related_{wanted}")
            if len(self._alike(link, between)) > 1 or link.source == link.target:
                wanted = f"{names.identifier(column, target)}_{target}"
                return self._claim(link.source, wanted)
        elif len(self._alike(link, between)) > 1 or link.source == link.target:
            role = self._own_role(link, between)
            if role:
                wanted = names.identifier(role, target)
                return self._claim(link.source, wanted, f"related_{wanted}")
        return self._claim(link.source, target, f"related_{target}")

    def _own_role(self, link: Link, between: Mapping[frozenset[Name], Sequence[Link]]) -> str:
        """What the columns that a key of several doesn't share with others, or with its target, begin with."""
        alike = self._alike(link, between)
        shared = set.intersection(*(set(k.structure.columns) for k in alike)) if len(alike) > 1 else set()
        pairs = zip(link.structure.columns, link.structure.target_columns, strict=True)
        shared |= {column for column, target in pairs if column == target}
        roles = [names.role(c, self.models[link.target].name) for c in link.structure.columns if c not in shared]
        words = zip(*(role.split("_") for role in roles), strict=False)
        shared_words = itertools.takewhile(lambda place: len(set(place)) == 1, words)
        return "_".join(place[0] for place in shared_words) or next(iter(roles), "")

    def _alike(self, link: Link, between: Mapping[frozenset[Name], Sequence[Link]]) -> list[Link]:
        """The links from the same table to the same."""
        pair = between[frozenset((link.source, link.target))]
        return [other for other in pair if other.source == link.source]

    def _backward(self, link: Link, forward: str, between: Mapping[frozenset[Name], Sequence[Link]]) -> str:
        """What the one that is pointed at calls those that point at it."""
        source, role = self.models[link.source].name, forward.rstrip("_")
        several = names.one(source) if self._is_one(link) else names.many(source)
        if link.source == link.target and forward == "parent":
            return self._claim(link.target, "child" if self._is_one(link) else "children")
        if len(self._alike(link, between)) > 1:
            return self._claim(link.target, f"{several}_as_{role}")
        return self._claim(link.target, several, f"related_{several}", f"{several}_as_{role}")

    def _is_one(self, link: Link) -> bool:
        """Whether a key makes the pointing row the only one."""
        columns = set(link.structure.columns)
        return any(set(key) <= columns for key in self.models[link.source].keys)

    def _add(
        self,
        link: Link,
        forward: str,
        backward: str,
        between: Mapping[frozenset[Name], Sequence[Link]],
        others: Sequence[str],
    ) -> None:
        source, target = self.models[link.source], self.models[link.target]
        ahead = RelationshipDraft(forward, target.name, "optional" if link.nullable else "one")
        back = RelationshipDraft(backward, source.name, "optional" if self._is_one(link) else "many")
        if len(between[frozenset((link.source, link.target))]) > 1:
            ahead.options["foreign_keys"] = back.options["foreign_keys"] = _columns(source, link.structure.columns)
        if link.source == link.target:
            ahead.options["remote_side"] = _columns(target, link.structure.target_columns)
        ahead.options["back_populates"] = string(backward)
        back.options["back_populates"] = string(forward)
        if others:
            ahead.options["overlaps"] = back.options["overlaps"] = string(",".join(others))
        if link.structure.on_delete == "CASCADE":
            back.options["passive_deletes"] = "True"
        if link.apart and link.nullable:
            ahead.options["post_update"] = back.options["post_update"] = "True"
        self.forward[link.source].append(ahead)
        self.backward[link.target].append(back)

    def add_association(self, table: Name, variable: str, one: Link, two: Link, alone: bool) -> None:
        """Many to many through a table that holds nothing but two foreign keys; `alone`: no other joins the two."""
        left, right = self.models[one.target], self.models[two.target]
        alone = alone and one.target != two.target
        to_right = self._of_many(one.target, right, two, variable, alone)
        to_left = self._of_many(two.target, left, one, variable, alone)
        for here, other, name, back, mine, yours in (
            (one, two, to_right, to_left, left, right),
            (two, one, to_left, to_right, right, left),
        ):
            found = RelationshipDraft(name, yours.name, "many")
            found.options["secondary"] = variable
            if one.target == two.target:
                found.options["primaryjoin"] = _join(table, here, mine)
                found.options["secondaryjoin"] = _join(table, other, yours)
            found.options["back_populates"] = string(back)
            self.backward[here.target].append(found)

    def _of_many(self, of: Name, target: Model, link: Link, variable: str, alone: bool) -> str:
        several = names.many(target.name)
        if alone:
            return self._claim(of, several, f"{several}_by_{variable}")
        column = link.structure.columns[0] if len(link.structure.columns) == 1 else ""
        itself = of == link.target
        role = names.role(column, target.name)
        told = names.role(column, target.name, link.structure.target_columns[0]) if itself else role
        apart = f"{several}_as_{names.identifier(told, 'row')}" if itself and told else f"{several}_by_{variable}"
        is_role = role == told and role not in ("", names.one(target.name)) and (itself or role != column)
        wanted = names.many(role) if is_role and names.is_noun(role) else apart
        return self._claim(of, wanted, apart, f"{several}_by_{variable}")


def _columns(model: Model, columns: Sequence[str]) -> str:
    """Columns of a class, in words that SQLAlchemy resolves when all classes are there."""
    shown = [f"{model.name}.{model.attributes[c]}" for c in columns]
    return string(shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]")


def _join(table: Name, link: Link, model: Model) -> str:
    place = ".".join(table).removeprefix("public.")
    pairs = zip(link.structure.columns, link.structure.target_columns, strict=True)
    joins = [f"{place}.c.{c} == {model.name}.{model.attributes[t]}" for c, t in pairs]
    return string(joins[0] if len(joins) == 1 else f"and_({', '.join(joins)})")


def speakable(link: Link) -> bool:
    """Whether the names of a foreign key can stand in an expression."""
    return all(n.isidentifier() and not keyword.iskeyword(n) for n in (*link.source, *link.structure.columns))


def circles(links: Sequence[Link], tables: Sequence[Name]) -> tuple[list[Name], set[tuple[str, ...]]]:
    """The tables, each after those that it points at, else by name; and the keys that close circles.

    Of a circle the key gives way whose columns may be null, or else the last by name.
    """
    ahead: dict[Name, dict[Name, list[Link]]] = {t: {} for t in tables}
    behind: dict[Name, set[Name]] = {t: set() for t in tables}
    for link in links:
        if link.source != link.target and link.source in ahead and link.target in ahead:
            ahead[link.source].setdefault(link.target, []).append(link)
            behind[link.target].add(link.source)
    left = dict.fromkeys(sorted(tables))
    free = [t for t in left if not ahead[t]]
    waiting = {t: set(targets) for t, targets in ahead.items()}
    out: list[Name] = []
    cut: set[tuple[str, ...]] = set()
    while left:
        if free:
            table = heapq.heappop(free)
            out.append(table)
            del left[table]
            for source in behind[table]:
                waiting[source].discard(table)
                if not waiting[source]:
                    heapq.heappush(free, source)
            continue
        circle = _circle(waiting, next(iter(left)))
        pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
        source, target = max(pairs, key=lambda p: (all(k.nullable for k in ahead[p[0]][p[1]]), p))
        cut.update(k.key.address.names for k in ahead[source][target])
        behind[target].discard(source)
        waiting[source].discard(target)
        if not waiting[source]:
            heapq.heappush(free, source)
    return out, cut


def _circle(waiting: Mapping[Name, set[Name]], first: Name) -> list[Name]:
    """Tables that point at each other in a circle."""
    path = [first]
    while True:
        step = min(waiting[path[-1]])
        if step in path:
            return path[path.index(step) :]
        path.append(step)
