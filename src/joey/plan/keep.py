"""What a database holds and the target doesn't: what nobody has made through joey stays, and is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from joey.model.address import Address
from joey.model.plan import Refusal
from joey.postgres.catalog import Catalog
from joey.postgres.object import Facet


@dataclass(frozen=True, slots=True)
class Kept:
    """A target that leaves alone what isn't ours."""

    catalog: Catalog
    """The target, with what stays."""
    left: tuple[Address, ...] = ()
    """The outermost objects that stay, in the schemas that the target has objects in."""
    along: tuple[Address, ...] = ()
    """What isn't ours, but can't be without what goes: an index without its column."""
    refusals: tuple[Refusal, ...] = ()
    """What stays, but uses what goes."""


def keep(old: Catalog, new: Catalog, owned: Callable[[set[Address]], set[Address]]) -> Kept:
    """`new`, with those objects of `old` that `owned` doesn't count among ours.

    `owned` is given objects, and gives back those that an earlier state of ours held. A fact about something that
    the target has too (a default, NOT NULL) is the target's to say; a part of what goes, goes with it.
    """
    missing = old.objects.keys() - new.objects.keys() - old.alone
    missing = {a for a in missing if not _told_by_owner(a, old, new)}
    if not missing:
        return Kept(new)
    stays = missing - owned(missing)
    there = new.objects.keys() | stays
    stays = {a for a in stays if all(whole in there for whole in old.wholes(a))}
    gone: set[Address] = set()
    while True:
        there = new.objects.keys() | stays
        without = {a: lost for a in stays if (lost := sorted(d for d in old.needs[a] if d not in there))}
        # An index can't outlive its column; a view that somebody has made isn't ours to drop.
        along = {a for a in without if old.part_of.get(a) in new.objects or isinstance(old.objects[a], Facet)}
        if not along:
            break
        stays -= along
        gone |= {a for a in along if not isinstance(old.objects[a], Facet)}
    refusals = tuple(Refusal(a, lost[0], _reason(a, lost[0])) for a, lost in sorted(without.items()))
    schemas = {a.names[0] for a in new.objects if len(a.names) > 1}
    left = sorted(
        a
        for a in stays
        if old.part_of.get(a) not in stays and not isinstance(old.objects[a], Facet) and a.names[0] in schemas
    )
    return Kept(new.joined(old, stays) if stays else new, tuple(left), tuple(sorted(gone)), refusals)


def _told_by_owner(a: Address, old: Catalog, new: Catalog) -> bool:
    """Whether it is a fact about a column or the like that the target has, and has no name of its own."""
    owner = old.part_of.get(a)
    return (
        owner is not None and owner in new.objects and owner.names == a.names and not isinstance(old.objects[a], Facet)
    )


def _reason(a: Address, lost: Address) -> str:
    return f"{a}, which joey has not made, uses {lost}, which goes: drop or change it yourself first"
