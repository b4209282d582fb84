"""What must come before what: nodes are (verb, address), edges come from the needs of both catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from joey.model.address import Address
from joey.plan.diff import Change
from joey.postgres.catalog import Catalog
from joey.postgres.object import How, Lines

Node = tuple[str, Address]
"""The verb is `-` drop, `<` aside, `~` alter or `+` create."""
Before = dict[Node, set[Node]]
Ties = dict[frozenset[Address], Address]


def graph(change: Change, old: Catalog, new: Catalog, how: How) -> Before:
    """For each node the nodes that must come before it."""
    verbs: tuple[tuple[str, Iterable[Address]], ...] = (
        ("-", change.drops),
        ("<", change.asides),
        ("~", change.alters),
        ("+", change.creates),
    )
    before: Before = {(verb, a): set() for verb, addresses in verbs for a in sorted(addresses)}

    def edge(first: Node, then: Node) -> None:
        if first in before and then in before and first != then:
            before[then].add(first)

    def aside(a: Address) -> Address | None:
        """What `a` steps aside with: itself or its whole."""
        at: Address | None = a
        while at is not None and at not in change.asides:
            at = old.part_of.get(at)
        return at if a in change.drops else None

    def leaves(a: Address) -> Node:
        away = aside(a)
        return ("-", a) if away is None else ("<", away)

    named: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Address]] = {}
    for a in sorted(change.drops):
        for space, names in old.objects[a].spaces(a.names):
            named.setdefault((space, names, a.args), []).append(a)
    untied = _untied(change, old)
    for link, carriers in untied.items():
        for carrier in sorted(carriers):
            edge(("-", link), ("-", carrier))  # what stays, or goes by itself, must stand alone before
    for node in before:
        verb, a = node
        if verb == "-":
            by = old.carried_by.get(a)
            alone = by is not None and node not in change.carried and old.root(a) not in change.drops
            for d in (*old.needs[a], *old.after[a]):
                if a in untied.get(d, ()):
                    continue
                if d in change.heirs and old.part_of.get(a) != d:
                    edge(node, ("+", change.heirs[d]))
                if (not alone or d != by) and (d in old.needs[a] or ("-", d) not in change.carried):
                    edge(node, ("-", d))
            if node in change.carried:
                edge(node, ("-", change.carried[node]))
            elif alone and by is not None:
                edge(("-", by), node)  # it can go when nothing above stands on it
            if (heir := change.heirs.get(a)) is not None:
                edge(("<", a), ("+", heir))
                edge(("+", heir), node)
            if aside(a) is None:
                for d in old.needs[a]:
                    edge(node, ("~", d))
                    edge(node, ("<", d))
        elif verb == "<":
            edge(("+", a), ("-", a))
            for d in old.needs[a]:
                edge(node, ("<", d))  # while it can still be named by the old names of what it uses
        else:
            for d in (*new.needs[a], *new.after[a]):
                if d in new.needs[a] or ("+", d) not in change.carried:  # what is carried has no statement of its own
                    edge(("+", d), node)
            if by := change.carried.get(node):
                edge(("+", by), node)
                if (model := new.carried_by.get(a)) and model != by:
                    edge(("+", model), ("+", by))  # what it's copied from must be there before
            for d in (*new.needs[a], *new.after[a]):
                edge(("~", d), node)
        if verb == "~":
            if a in new.carried_by:
                edge(("~", new.carried_by[a]), node)
                edge(node, ("+", new.carried_by[a]))  # what is there before is merged with
            if a in old.carried_by:
                edge(node, ("-", old.carried_by[a]))  # it must stand alone before
            for d in old.needs.get(a, ()):
                if d not in new.needs[a] or d in change.asides:
                    edge(node, ("-", d))
                if d not in new.needs[a]:
                    edge(node, ("~", d))
        if verb == "+":
            by = new.carried_by.get(a)
            alone = node not in change.carried and new.root(a) not in change.creates
            if by is not None and alone and by not in new.needs[a] and not new.objects[a].carried("create"):
                edge(node, ("+", by))  # what is there before is merged with
            edge(leaves(a), node)
            if revived(a, change, old, new, how) is not None:
                for d in old.needs[a]:
                    for later in "-~<":
                        edge(node, (later, d))
            for space, names in new.objects[a].spaces(a.names):
                for b in named.get((space, names, a.args), ()):
                    edge(leaves(b), node)
            if by is not None:
                edge(("~", by), node)  # it is made as the one that carries it is then
    for first, then in _in_turn(change, old, new):
        edge(("~", first), ("~", then))
    _surround(before, old, new)
    return before


def ties_of(addresses: Iterable[Address], catalog: Catalog) -> Ties:
    """The pairs of objects that links among these tie, each with its link."""
    return {frozenset(catalog.needs[a]): a for a in addresses if catalog.objects[a].LINK}


def _untied(change: Change, old: Catalog) -> dict[Address, set[Address]]:
    """For each link that goes, what carries something across it, or carries that in turn."""
    links = ties_of(change.drops, old)
    untied: dict[Address, set[Address]] = {}
    for a, by in old.carried_by.items() if links else ():
        link = links.get(frozenset((old.root(a), old.root(by))))
        up: Address | None = by if link is not None else None
        while link is not None and up is not None:
            if unties_first(link, up, old):
                untied.setdefault(link, set()).add(up)
            up = old.carried_by.get(up)
    return untied


def unties_first(link: Address, carrier: Address, catalog: Catalog) -> bool:
    """Whether a link goes before what carries something across it, where both go: that doesn't have to go first,
    nor, where both come, to come last."""
    return not any(link in catalog.after[d] for d in catalog.after[carrier])


def _in_turn(change: Change, old: Catalog, new: Catalog) -> Iterator[tuple[Address, Address]]:
    """What is altered one before the other, since something ties them that allows no other order."""
    for a, o in old.objects.items() if len(change.alters) > 1 else ():
        whole = old.root(a)
        if whole not in change.alters or a not in new.objects:
            continue
        for d in sorted({old.root(d) for d in old.needs[a]} & change.alters.keys() - {whole}):
            leads = o.leads(old.objects[d], new.objects[d])
            if leads is not None:
                yield (whole, d) if leads else (d, whole)


def revived(a: Address, change: Change, old: Catalog, new: Catalog, how: How) -> Lines | None:
    """The statements that make an object anew with the values that it showed; None where there are none to keep."""
    if a not in change.drops or a not in change.creates or type(old.objects[a]) is not type(new.objects[a]):
        return None
    return new.objects[a].revive(old.objects[a], how)


def _surround(before: Before, old: Catalog, new: Catalog) -> None:
    """What acts on what is done with others goes first and comes last."""
    away = [x for x in before if x[0] == "-" and old.objects[x[1]].ambient]
    back = [x for x in before if x[0] in "+~" and new.objects[x[1]].ambient]
    if not away and not back:
        return
    for node in before:
        catalog = old if node[0] in "-<" else new
        if not catalog.objects[catalog.root(node[1])].ambient:
            before[node].update(away)
            for late in back:
                before[late].add(node)


def components(edges: Mapping[Node, Iterable[Node]]) -> list[set[Node]]:
    """The strongly connected components of more than one node (Tarjan, without recursion)."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    on_stack: set[Node] = set()
    stack: list[Node] = []
    found: list[set[Node]] = []
    for start in edges:
        if start in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(start, iter(edges[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            v, rest = work[-1]
            for w in rest:
                if w not in index:
                    index[w] = low[w] = len(index)
                    stack.append(w)
                    on_stack.add(w)
                    work.append((w, iter(edges[w])))
                    break
                if w in on_stack:
                    low[v] = min(low[v], index[w])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[v])
                if low[v] == index[v]:
                    component = set()
                    while (w := stack.pop()) != v:
                        component.add(w)
                    component.add(v)
                    on_stack -= component
                    if len(component) > 1:
                        found.append(component)
    return found
