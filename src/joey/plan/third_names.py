"""Accepted renames -> steps in an order in which every name is free when it is given, if need be by a third name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from joey.model.plan import Loss, Plan, Step
from joey.model.rename import Path, Rename
from joey.plan.diff import statements
from joey.plan.likeness import Thing, things
from joey.postgres.catalog import Catalog
from joey.postgres.names import renamed_away
from joey.postgres.object import How

RENAMED = ">"
"""The verb of a step that gives a name."""
Space = tuple[str, Path, Path]
"""What can be there only once."""


def named(renames: Iterable[Rename], old: Catalog, new: Catalog, how: How) -> tuple[list[Step], dict[Path, Path]]:
    """The steps of renames, and the third names of what stood in the way and goes: third name -> its own."""
    return _Naming(old, new, how).run(sorted(renames, key=lambda r: r.new))


def by_first_names(plan: Plan, first: Callable[[Path], Path]) -> Plan:
    """A plan whose losses are called by the names that they had before the renames."""

    def named(loss: Loss) -> Loss:
        return replace(loss, names=first(loss.names))

    steps = [
        replace(step, statements=tuple(replace(s, losses=tuple(map(named, s.losses))) for s in step.statements))
        for step in plan.steps
    ]
    return replace(plan, steps=tuple(steps))


class _Naming:
    """Renames of one round while they are put in order."""

    def __init__(self, old: Catalog, new: Catalog, how: How) -> None:
        self.old, self.new, self.how = old, new, how
        self.at: dict[Space, Thing] = {}
        for thing in things(old):
            self._put(thing)
        for a, o in old.objects.items():  # what can't be renamed has a name all the same
            for space in _spaces(Thing(a, o), a.names):
                self.at.setdefault(space, Thing(a, o))
        self.wanted = {space for a, o in new.objects.items() for space in _spaces(Thing(a, o), a.names)}
        self.steps: list[Step] = []
        self.away: dict[Path, Path] = {}

    def run(self, renames: list[Rename]) -> tuple[list[Step], dict[Path, Path]]:
        self._make_places(renames)
        standing = {thing.address: thing for thing in self.at.values()}
        pending = [(standing[r.old], r.new.names) for r in renames]
        while pending:
            left = [(thing, names) for thing, names in pending if not self._goes(thing, names)]
            if len(left) < len(pending):
                pending = left
                continue
            thing, names = pending[0]
            occupant = self._in_the_way(thing, names)
            assert occupant is not None
            going = next((i for i, (other, _) in enumerate(pending) if other.address == occupant.address), None)
            third = self._third(occupant)
            moved = self._move(occupant, third)
            if going is None:
                self.away[third] = occupant.address.names
            else:
                pending[going] = (moved, pending[going][1])
        return self.steps, self.away

    def _put(self, thing: Thing) -> None:
        self.at.update((space, thing) for space in _spaces(thing, thing.address.names))

    def _in_the_way(self, thing: Thing, names: Path) -> Thing | None:
        """What else has these names."""
        found = (self.at.get(space) for space in _spaces(thing, names))
        return next((other for other in found if other is not None and other.address != thing.address), None)

    def _make_places(self, renames: list[Rename]) -> None:
        """Make the schemas that something moves to."""
        there = set(self.old.objects)
        for r in renames:
            for place in sorted(self.new.needs.get(r.new, ())):
                if len(r.new.names) == 2 and place.names == r.new.names[:1] and place not in there:
                    there.add(place)
                    lines = statements(self.new.objects[place].create(self.how, []))
                    self.steps.append(Step("+", place, tuple(lines)))

    def _goes(self, thing: Thing, names: Path) -> bool:
        """Give a thing its names, if they are free; schema and name are given one after the other."""
        if self._in_the_way(thing, names):
            return False
        here = thing.address.names
        if len(names) == 2 and here[0] != names[0] and here[1] != names[1]:
            ways = [(names[0], here[1]), (here[0], names[1])]
            between = next((way for way in ways if not self._in_the_way(thing, way)), None)
            if between is None:
                thing = self._move(thing, self._third(thing))
                between = (names[0], thing.address.names[1])
            thing = self._move(thing, between)
        self._move(thing, names)
        return True

    def _move(self, thing: Thing, names: Path) -> Thing:
        """Give a thing names of which one differs; the thing as it is then."""
        o, here = thing.object, thing.address.names
        lines = o.rename_member(here[-1], names[-1]) if thing.is_member else o.rename(names)
        assert lines is not None, f"{thing} can't have another name"
        address = thing.address._replace(names=names)
        self.steps.append(Step(RENAMED, address, tuple(statements(lines))))
        for space in _spaces(thing, here):
            if self.at[space].address == thing.address:
                del self.at[space]
        moved = replace(thing, address=address, object=o if thing.is_member else o.under(names))
        self._put(moved)
        return moved

    def _third(self, thing: Thing) -> Path:
        """A name in the same place that nobody has or will have."""
        *place, name = thing.address.names
        number = 1
        while True:
            third = (*place, renamed_away(name, f"__away{'' if number == 1 else number}"))
            if not any(space in self.at or space in self.wanted for space in _spaces(thing, third)):
                return third
            number += 1


def _spaces(thing: Thing, names: Path) -> list[Space]:
    """Where a thing of these names is the only one."""
    if thing.is_member:
        space, at = thing.object.member_space(names[-1])
        return [(space, at, ())]
    return [(space, at, thing.address.args) for space, at in thing.object.spaces(names)]
