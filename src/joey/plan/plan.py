"""Catalog x Catalog -> Plan."""

from __future__ import annotations

from dataclasses import replace

from joey.model.address import Address
from joey.model.plan import Plan, Statement
from joey.plan.diff import Change, diff
from joey.plan.order import order
from joey.plan.rebuild import carry, inherit, rebuild, suspend
from joey.postgres.catalog import Catalog, Scope
from joey.postgres.object import How, Object


def plan(old: Catalog, new: Catalog, how: How | None = None) -> Plan:
    """The ordered steps that make `old` into `new`; what it loses, and what it refuses."""
    how = how or How()
    change = diff(old, new, how)
    rebuild(change, old, new, how)
    inherit(change, old, new, how)
    suspend(change, old, new)
    carry(change, old, new, how)
    steps, cycles = order(change, old, new, how)
    told = (s.note for step in steps for s in step.statements if s.note)
    notes = (*new.kept, *dict.fromkeys(told), *column_order(old, new))
    return Plan(tuple(steps), tuple(dict.fromkeys(change.refusals)), notes, tuple(cycles))


def remake(old: Catalog, new: Catalog, how: How | None = None) -> list[Statement]:
    """Statements that make anew, in `new`'s own scratch database, what differs from `old`.

    PostgreSQL's deparse is no fixed point: a difference that is only one of spelling is gone when the catalog is
    read again, a true one stays. The cost is that of the difference; nothing differs, nothing is done.
    """
    how = replace(how or How(), cautious=True, apart=True)
    differ = {
        a
        for a in old.objects.keys() & new.objects.keys()
        if old.objects[a] != new.objects[a] and not new.objects[a].holds_data and a not in new.alone
    }
    if not differ:
        return []
    change = _remade(differ, new, how)
    if change.refusals:  # what stands under data differs truly, not in spelling
        change = _remade({a for a in differ if not _remade({a}, new, how).refusals}, new, how)
    carry(change, new, new, how)
    steps, _ = order(change, new, new, how)
    return [s for step in steps for s in step.statements]


def _remade(differ: set[Address], new: Catalog, how: How) -> Change:
    change = Change(drops=set(differ), creates=set(differ))
    rebuild(change, new, new, how)
    return change


def as_declared(old: Catalog, new: Catalog, scope: Scope) -> Catalog:
    """`new`, with what `old` has of kinds that are compared only where `new` declares some: it stays as it is."""

    def only_declared(o: Object) -> bool:
        return o.WHERE_DECLARED and not scope.asks_for(type(o))

    declared = {new.root(a) for a, o in new.objects.items() if only_declared(o)}
    kept: set[Address] = set()
    for a, o in old.objects.items():
        if not only_declared(o) or old.root(a) in declared:
            continue
        for target in old.needs[a]:
            maker = new.objects.get(old.part_of.get(target, target))
            if target in new.objects:
                kept.add(a)
            elif old.objects[target].BY_PRODUCT and maker is not None and maker.has(target):
                kept |= {a, target}
    return new.joined(old, kept) if kept else new


def column_order(old: Catalog, new: Catalog) -> tuple[str, ...]:
    """Notes on tables whose columns stand in another order than the target has them: never a change."""

    def by_table(catalog: Catalog) -> dict[tuple[str, ...], list[str]]:
        tables: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for a, o in catalog.objects.items():
            if o.IN_A_ROW:
                tables.setdefault(catalog.part_of[a].names, []).append((o.position, o.name))
        return {t: [name for _, name in sorted(columns)] for t, columns in tables.items()}

    was, will = by_table(old), by_table(new)
    notes = []
    for table in sorted(was.keys() & will.keys()):
        reached = [c for c in was[table] if c in will[table]]
        reached += [c for c in will[table] if c not in was[table]]
        if reached != will[table]:
            notes.append(
                f"The columns of {'.'.join(table)} will stand in the order {', '.join(reached)}: "
                "PostgreSQL adds new ones at the end."
            )
    return tuple(notes)
