"""How alike two things are, one that went and one that came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from joey.model.address import Address
from joey.model.rename import Path
from joey.postgres.catalog import Catalog
from joey.postgres.object import Object

ROUNDS = 5
ALIKE = 0.5
"""From here on two names are alike."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What can have another name: an object, or one of its members."""

    address: Address
    object: Object = field(compare=False)
    """The object, or the one whose member it is."""
    whole: Address | None = None
    is_member: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What hints may call it; questions take the first."""
        return (self.object.MEMBER,) if self.is_member else self.object.words

    @property
    def path(self) -> Path:
        """Its names, as questions and hints have them."""
        return self.address.names if self.is_member else self.object.path(self.whole)

    @property
    def round(self) -> int:
        """When it is looked at: the outer before the inner."""
        part = self.whole is not None and not self.object.IRREPLACEABLE
        return self.object.RENAME_ROUND + (self.is_member or part)

    @property
    def irreplaceable(self) -> bool:
        """Whether data or identity goes with it."""
        return self.object.IRREPLACEABLE or (self.is_member and not self.follows)

    @property
    def follows(self) -> bool:
        """Whether it has another name only where something that it hangs on has."""
        return self.is_member and self.object.MEMBER_FOLLOWS

    def __str__(self) -> str:
        return f"{self.words[0].replace('_', ' ')} {'.'.join(self.path)}"


def things(catalog: Catalog, only: set[Address] | None = None) -> Iterator[Thing]:
    """The objects of a catalog that can have another name, and their members."""
    for a, o in catalog.objects.items():
        follows = a in catalog.carried_by and o.carried("rename")
        if o.MEMBER and not follows:
            yield from (Thing(Address(o.MEMBER, (*a.names, m)), o, a, True) for m in o.members)
        if follows or (only is not None and a not in only):
            continue
        if o.rename(a.names) is not None:
            yield Thing(a, o, catalog.part_of.get(a))


def contents(catalog: Catalog) -> dict[Path, set[tuple[str, Path]]]:
    """What lies under the names of each schema, table and the like: its type and its names below."""
    found: dict[Path, set[tuple[str, Path]]] = {}
    for a in catalog.objects:
        for depth in range(1, len(a.names)):
            found.setdefault(a.names[:depth], set()).add((a.type, a.names[depth:]))
    return found


@cache
def _pairs(name: str) -> frozenset[str]:
    padded = f" {name.lower()} "
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def names_alike(old: str, new: str) -> float:
    """How alike two names are: 1 equal, 0 nothing in common."""
    one, two = old.lower(), new.lower()
    if one == two:
        return 1.0
    a, b = _pairs(one), _pairs(two)
    shared = 2 * len(a & b) / (len(a) + len(b))
    held = min(len(one), len(two)) > 1 and (one in two or two in one)
    return max(shared, 0.75) if held else shared


def substance(old: Thing, new: Thing, inside_old: set[tuple[str, Path]], inside_new: set[tuple[str, Path]]) -> float:
    """How alike two things are apart from their names."""
    if old.is_member:
        was, will = old.object.members, new.object.members
        apart = abs(was.index(old.address.names[-1]) - will.index(new.address.names[-1]))
        return 1 - apart / max(len(was), len(will))
    one = {*inside_old, *(("", (m,)) for m in old.object.members)}
    two = {*inside_new, *(("", (m,)) for m in new.object.members)}
    if one or two:
        return len(one & two) / len(one | two)
    return old.object.resembles(new.object)


def likeness(old: Thing, new: Thing, alike: float) -> float:
    """How alike two things are whose substance is `alike` this much."""
    return round((names_alike(old.address.names[-1], new.address.names[-1]) + alike) / 2, 3)
