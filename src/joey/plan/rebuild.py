"""A change, widened to the users of what goes or is unsettled; it stops at data."""

from __future__ import annotations

from joey.model.address import Address
from joey.model.plan import Refusal
from joey.plan.diff import Change, differing, statements
from joey.postgres.catalog import Catalog
from joey.postgres.object import Facet, How


def users_of(catalog: Catalog) -> dict[Address, list[Address]]:
    """Who needs each object, sorted."""
    users: dict[Address, list[Address]] = {}
    for a in sorted(catalog.needs):
        for needed in catalog.needs[a]:
            users.setdefault(needed, []).append(a)
    return users


def rebuild(change: Change, old: Catalog, new: Catalog, how: How) -> None:
    """Widen `change` along the needs of `old`.

    A user of what goes is left alone where PostgreSQL carries it through an in-place change, or where it is
    altered so that it needs the lost thing no more; it is taken through where both kinds know a way; it is
    refused where it holds data; else it is remade.
    """
    users, was, will = users_of(old), old.objects, new.objects
    todo = sorted(change.drops | {a for a in change.alters if was[a].unsettles(will[a])}, reverse=True)
    while todo:
        x = todo.pop()
        in_place = x not in change.drops
        for u in users.get(x, ()):
            if u in change.drops or u not in will:
                continue
            if u in old.alone:
                reason = f"{x} can't be changed, because {u}, which is left alone (`ignore`), uses it"
                change.refusals.append(Refusal(u, x, reason))
                continue
            if in_place and was[u].weathers(was[x], will[x], how):
                continue
            part = old.part_of.get(u) == x
            if not in_place and not part:
                if x not in change.creates and (u in change.alters or was[u].holds_data):
                    continue
                if x in change.creates and x not in new.needs[u] and u in change.alters:
                    continue
                if _through(change, x, u, old, new, how):
                    if (u in change.alters and was[u].unsettles(will[u])) or _repoint_unsettles(u, old, new, how):
                        todo.append(u)
                    continue
            if was[u].holds_data and not part:
                if not in_place:
                    change.refusals.append(Refusal(u, x))
                continue
            if was[u].holds_data and not was[x].expendable:
                change.refusals.append(Refusal(u, x))
            change.replace(u)
            todo.append(u)
    _take_along(change, old, new, how)
    change.refusals += [Refusal(a, a, f"{a} {why}") for a in sorted(change.drops) if (why := was[a].immovable)]


def _take_along(change: Change, old: Catalog, new: Catalog, how: How) -> None:
    """What is aside is dropped late, so what it needs and is replaced too must go aside with it."""
    todo = sorted(change.asides)
    while todo:
        for d in sorted(old.needs[todo.pop()]):
            if d in change.asides or d not in change.drops or d not in change.creates:
                continue
            if old.objects[d].aside(new.objects[d], how) is not None:
                change.asides.add(d)
                todo.append(d)


def _through(change: Change, x: Address, u: Address, old: Catalog, new: Catalog, how: How) -> bool:
    """Take user `u` over to the new version of `x`, with `x` put aside meanwhile; False where there is no way."""
    was, will = old.objects, new.objects
    if type(was[u]) is not type(will[u]) or x not in change.creates or was[x].aside(will[x], how) is None:
        return False
    way = was[u].repoint(will[u], how)
    if way is None:
        return False
    change.asides.add(x)
    lines = statements(way[0])
    retyped = {s.sql.split(" USING ")[0] for s in lines}
    rest = [s for s in change.alters.get(u, []) if s.sql.split(" USING ")[0] not in retyped]
    change.alters[u] = lines + rest
    return True


def _repoint_unsettles(u: Address, old: Catalog, new: Catalog, how: How) -> bool:
    way = old.objects[u].repoint(new.objects[u], how)
    return way is not None and way[1]


def carry(change: Change, old: Catalog, new: Catalog) -> None:
    """Leave out what PostgreSQL does by itself with the object that carries another."""
    untied, tied = _ties(change.drops, old), _ties(change.creates, new)

    def carrier(catalog: Catalog, a: Address, ties: set[frozenset[Address]]) -> Address | None:
        by = catalog.carried_by.get(a)
        return None if by is None or frozenset((catalog.root(a), catalog.root(by))) in ties else by

    for a in [a for a in change.drops if carrier(old, a, untied) in change.drops and old.root(a) not in change.drops]:
        if old.objects[a].carried("drop"):
            change.drops.discard(a)
    for a in [a for a in change.creates if carrier(new, a, tied) in change.creates]:
        if new.root(a) not in change.creates and new.objects[a].carried("create"):
            change.creates.discard(a)
    for a in list(change.alters):
        by = carrier(new, a, tied)
        if by is None or by not in change.alters or carrier(old, a, untied) != by or by not in old.objects:
            continue
        mine, theirs = (differing(old.objects[o], new.objects[o]) for o in (a, by))
        if old.objects[a].carried("alter") and mine <= theirs:
            change.alters[a] = []


def _ties(addresses: set[Address], catalog: Catalog) -> set[frozenset[Address]]:
    """The pairs of objects that links among these tie."""
    return {frozenset(catalog.needs[a]) for a in addresses if catalog.objects[a].LINK}


def suspend(change: Change, old: Catalog, new: Catalog) -> None:
    """While anything is made, take away what would act on it."""
    if any(not isinstance(new.objects[a], Facet) for a in change.creates):
        for a in sorted(old.objects.keys() & new.objects.keys()):
            if old.objects[a].ambient == "suspend":
                change.replace(a)
