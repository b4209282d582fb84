"""Catalog x Catalog -> Plan."""

from __future__ import annotations

from dataclasses import replace

from joey.model.address import Address
from joey.model.plan import Plan, Statement
from joey.plan.diff import Change, diff
from joey.plan.order import order
from joey.plan.rebuild import carry, rebuild, suspend
from joey.postgres.catalog import Catalog, Scope
from joey.postgres.kinds.grants import Grants
from joey.postgres.object import How


def plan(old: Catalog, new: Catalog, how: How | None = None) -> Plan:
    """The ordered steps that make `old` into `new`; what it loses, and what it refuses."""
    how = how or How()
    change = diff(old, new, how)
    rebuild(change, old, new, how)
    suspend(change, old, new)
    carry(change, old, new)
    steps, cycles = order(change, old, new, how)
    return Plan(tuple(steps), tuple(dict.fromkeys(change.refusals)), column_order(old, new), tuple(cycles))


def remake(old: Catalog, new: Catalog, how: How | None = None) -> list[Statement]:
    """Statements that make anew, in `new`'s own scratch database, what differs from `old`.

    PostgreSQL's deparse is no fixed point: a difference that is only one of spelling is gone when the catalog is
    read again, a true one stays. The cost is that of the difference; nothing differs, nothing is done.
    """
    how = replace(how or How(), cautious=True)
    differ = {
        a
        for a in old.objects.keys() & new.objects.keys()
        if old.objects[a] != new.objects[a] and not new.objects[a].holds_data
    }
    if not differ:
        return []
    change = _remade(differ, new, how)
    if change.refusals:  # what stands under data differs truly, not in spelling
        change = _remade({a for a in differ if not _remade({a}, new, how).refusals}, new, how)
    carry(change, new, new)
    steps, _ = order(change, new, new, how)
    return [s for step in steps for s in step.statements]


def _remade(differ: set[Address], new: Catalog, how: How) -> Change:
    change = Change(drops=set(differ), creates=set(differ))
    rebuild(change, new, new, how)
    return change


def as_declared(old: Catalog, new: Catalog, scope: Scope) -> Catalog:
    """`old` with its grants left out of the comparison, but on objects for which `new` declares some."""
    if scope.asks_for(Grants):
        return old
    declared = {o.on_grant for o in new.objects.values() if isinstance(o, Grants)}
    gone = {
        a
        for a, o in old.objects.items()
        if isinstance(o, Grants) and o.on_grant not in declared and a not in new.objects
    }
    gone = {a for a in gone if old.part_of.get(a) in new.objects}
    if not gone:
        return old
    return Catalog(
        {a: o for a, o in old.objects.items() if a not in gone},
        {a: set(n) - gone for a, n in old.needs.items() if a not in gone},
        {a: set(n) - gone for a, n in old.after.items() if a not in gone},
        {a: b for a, b in old.part_of.items() if a not in gone},
        old.carried_by,
        old.unseen,
    )


def column_order(old: Catalog, new: Catalog) -> tuple[str, ...]:
    """Notes on tables whose columns stand in another order than the target has them: never a change."""

    def by_table(catalog: Catalog) -> dict[tuple[str, ...], list[str]]:
        tables: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for a, o in catalog.objects.items():
            if a.type == "column":
                tables.setdefault(a.names[:2], []).append((o.position, a.names[2]))
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
