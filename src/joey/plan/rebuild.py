"""A change, widened to the users of what goes or is unsettled; it stops at data."""

from __future__ import annotations

from joey.model.address import Address
from joey.model.plan import Refusal
from joey.plan.diff import Change, differing, statements
from joey.plan.graph import Ties, ties_of, unties_first
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
    ties = ties_of(was.keys(), old)
    below: dict[Address, list[Address]] = {}
    for a in sorted(old.carried_by):
        below.setdefault(old.carried_by[a], []).append(a)
    for a in sorted(change.creates):
        _join(a, change, old, new, how)
    todo = sorted(change.drops | {a for a in change.alters if was[a].unsettles(will[a])}, reverse=True)
    while todo:
        x = todo.pop()
        in_place = x not in change.drops
        if not in_place and (by := _holder(x, change, old, ties)) is not None:
            change.replace(by)
            todo.append(by)
        along = [] if in_place else [u for u in below.get(x, ()) if _goes_along(u, x, change, old, new, ties)]
        for u in along:
            change.replace(u)
            todo += [u, *_join(u, change, old, new, how)]
        for u in users.get(x, ()):
            if u in change.drops or u not in will:
                continue
            if u in old.alone:
                reason = f"{x} can't be changed, because {u}, which is left alone (`ignore`), uses it"
                change.refusals.append(Refusal(u, x, reason))
                continue
            if in_place and was[u].weathers(was[x], will[x], how):
                continue
            if not in_place and _freed(u, x, change, old, new, ties):
                continue
            part = old.part_of.get(u) == x
            if in_place and not part and u in change.alters and x not in new.needs[u]:
                continue
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
                    change.refusals.append(Refusal(u, x, _why(u, x, old, new)))
                continue
            if was[u].holds_data and not was[x].expendable:
                change.refusals.append(Refusal(u, x))
            change.replace(u)
            todo += [u, *_join(u, change, old, new, how)]
    _take_along(change, old, new, how)
    change.refusals += [Refusal(a, a, f"{a} {why}") for a in sorted(change.drops) if (why := was[a].immovable)]


def _why(u: Address, x: Address, old: Catalog, new: Catalog) -> str:
    """Why `x` can't be remade under `u`, where there is more to say than that `u` holds data."""
    rooted, stuck = old.objects[u].rooted, old.objects[x].stuck(new.objects[x]) if x in new.objects else ""
    if rooted:
        return f"{x} can only be remade, and {u}, which uses it, {rooted}"
    return f"{Refusal(u, x)}: {stuck}" if stuck else ""


def _holder(x: Address, change: Change, old: Catalog, ties: Ties) -> Address | None:
    """What stays, and carries `x`, which goes and can't go alone."""
    by, root = old.carried_by.get(x), old.root(x)
    if by is None or by in change.drops or root in change.drops or not old.objects[x].carried("drop"):
        return None
    return by if ties.get(frozenset((root, old.root(by)))) not in change.drops else None


def _goes_along(u: Address, x: Address, change: Change, old: Catalog, new: Catalog, ties: Ties) -> bool:
    """Whether `u`, which is to stay, goes with `x`, which carries it: nothing frees it before."""
    if u in change.drops or u in old.alone or u not in new.objects:
        return False
    if not old.objects[u].carried("drop") or (u in change.alters and not new.objects[u].carried("drop")):
        return False
    whole, root = old.root(u), old.root(x)
    return whole not in change.drops and ties.get(frozenset((whole, root))) not in change.drops


def _freed(u: Address, x: Address, change: Change, old: Catalog, new: Catalog, ties: Ties) -> bool:
    """Whether `u`, which `x` carries, stands alone when `x` goes: what tied them goes before."""
    link = ties.get(frozenset((old.root(u), old.root(x)))) if old.carried_by.get(u) == x else None
    return link is not None and link in change.drops and x not in new.needs[u] and unties_first(link, x, old)


def _join(a: Address, change: Change, old: Catalog, new: Catalog, how: How) -> list[Address]:
    """The owner of `a`, which is made, where it must be made anew with it."""
    owner = new.part_of.get(a)
    if owner is None or owner not in old.objects or owner in change.drops or new.objects[a].joins(how):
        return []
    change.replace(owner)
    return [owner]


def _take_along(change: Change, old: Catalog, new: Catalog, how: How) -> None:
    """What is aside is dropped late, so what it and its parts need and is replaced too must go aside with it."""
    parts: dict[Address, list[Address]] = {}
    for part, whole in old.part_of.items() if change.asides else ():
        parts.setdefault(whole, []).append(part)
    todo = sorted(change.asides)
    while todo:
        a = todo.pop()
        for d in sorted({d for x in (a, *parts.get(a, ())) for d in old.needs[x]}):
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


def inherit(change: Change, old: Catalog, new: Catalog, how: How) -> None:
    """Let what is new take over the data of what goes, where both keep it for the same object."""
    going: dict[Address, list[Address]] = {}
    for a in sorted(change.drops):
        if (kept_for := old.objects[a].keeps_for) is not None:
            going.setdefault(kept_for, []).append(a)
    for b in sorted(change.creates):
        heir = new.objects[b]
        kept_for = heir.keeps_for
        if kept_for is None or kept_for not in old.objects or kept_for in change.drops:
            continue
        before = going.get(kept_for, [])
        if len(before) == 1:
            a = before.pop()
            change.heirs[a] = b
            if old.objects[a].aside(heir, how) is not None:
                change.asides.add(a)


def _repoint_unsettles(u: Address, old: Catalog, new: Catalog, how: How) -> bool:
    way = old.objects[u].repoint(new.objects[u], how)
    return way is not None and way[1]


def carry(change: Change, old: Catalog, new: Catalog, how: How) -> None:
    """Note what PostgreSQL does by itself with the object that carries another."""
    untied, tied = ties_of(change.drops, old), ties_of(change.creates, new)

    def carrier(catalog: Catalog, a: Address, ties: Ties) -> Address | None:
        by = catalog.carried_by.get(a)
        return None if by is None or frozenset((catalog.root(a), catalog.root(by))) in ties else by

    for a in change.drops:
        by = old.carried_by.get(a)
        if by is None or by not in change.drops:
            continue
        link = untied.get(frozenset((old.root(a), old.root(by))))
        if link is None:
            goes = old.root(a) not in change.drops and old.objects[a].carried("drop")
        else:
            goes = not unties_first(link, by, old)
        if goes:
            change.carried["-", a] = by
    for a in change.creates:
        by = _maker(a, change, new, tied, how)
        if by is not None and new.objects[a].carried("create"):
            change.carried["+", a] = by
    for a in change.creates:
        if new.objects[a].LINK and (by := _tier(a, change, new, tied, how)) is not None:
            change.carried["+", a] = by
    for a in list(change.alters):
        by = carrier(new, a, tied)
        if by is None or by not in change.alters or carrier(old, a, untied) != by or by not in old.objects:
            continue
        o = old.objects[a]
        mine, theirs = (differing(old.objects[x], new.objects[x]) for x in (a, by))
        if o.carried("alter") and new.objects[by].spreads(how) and mine - o.OWN <= theirs - new.objects[by].unshared:
            change.alters[a] = statements(o.by_itself(new.objects[a], how))


def _maker(a: Address, change: Change, new: Catalog, tied: Ties, how: How) -> Address | None:
    """The object with which PostgreSQL makes another one: what carries it, or the whole that is made as a copy."""
    by = new.carried_by.get(a)
    if by is None:
        return None
    whole = new.root(a)
    link = tied.get(frozenset((whole, new.root(by))))
    spreads = by in change.creates and new.objects[by].spreads(how)
    if link is None:
        return by if spreads and whole not in change.creates else None
    if spreads and (link in new.after[by] or not unties_first(link, by, new)):
        return by
    if whole not in change.creates or not new.objects[link].copying(how):
        return None
    inside = new.root(by) in change.creates and new.objects[by].clause(how, []) is not None
    return by if spreads and not inside else whole


def _tier(link: Address, change: Change, new: Catalog, tied: Ties, how: How) -> Address | None:
    """The object with which PostgreSQL makes a link: by carrying its end, or by finding the end that is there."""
    end = new.part_of[link]
    by = new.carried_by.get(end)
    if ("+", end) in change.carried:
        return end
    if by is None or how.apart:
        return None
    if by in change.creates:
        return by if end not in change.creates and new.objects[by].spreads(how) else None
    return tied.get(frozenset((new.root(end), new.root(by))))


def suspend(change: Change, old: Catalog, new: Catalog) -> None:
    """While anything is made, take away what would act on it."""
    if any(not isinstance(new.objects[a], Facet) for a in change.creates):
        for a in sorted(old.objects.keys() & new.objects.keys()):
            if old.objects[a].ambient == "suspend":
                change.replace(a)
