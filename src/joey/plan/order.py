"""A change -> steps in a stable order; parts join the CREATE and the DROP of their owners."""

from __future__ import annotations

import heapq
from dataclasses import replace

from joey.model.address import Address
from joey.model.plan import Statement, Step
from joey.plan.diff import Change, statements
from joey.plan.graph import Before, Node, components, graph, revived
from joey.postgres.catalog import Catalog
from joey.postgres.kinds import KINDS
from joey.postgres.object import How, Lines, Object, Part
from joey.postgres.spelling import stable

RANK = {kind: place for place, kind in enumerate(KINDS)}


class _Ordering:
    """The graph of one change while it is contracted and sorted."""

    def __init__(self, change: Change, old: Catalog, new: Catalog, how: How) -> None:
        self.change, self.old, self.new, self.how = change, old, new, how
        self.before: Before = graph(change, old, new, how)
        self.into: dict[Node, Node] = {}
        self.edges: Before = {}
        self.cycles: list[set[Node]] = []

    def object(self, node: Node) -> Object:
        return (self.old if node[0] in "-<" else self.new).objects[node[1]]

    def rank(self, node: Node) -> tuple[tuple[int, int], int, Address, str]:
        verb, a = node
        o = self.object(node)
        k = RANK[type(o)]
        if verb == "~" and any(s.commit_after for s in self.change.alters[a]):
            return (-1, k), o.position, a, verb  # a file of its own may end here, with nothing half done
        return (0, -k) if verb in "-<" else (1, k), o.position, a, verb

    def absorb(self) -> None:
        """Let every part join its owner's statement, unless that closes a cycle."""
        old, new, change = self.old, self.new, self.change
        for node in self.before:
            verb, a = node
            if node in change.carried:
                continue
            if verb == "-" and (owner := old.part_of.get(a)) in change.drops and owner is not None:
                self.into[node] = (verb, owner)
            joins = verb == "+" and new.objects[a].clause(self.how, []) is not None
            owner = new.part_of.get(a)
            if joins and owner in change.creates and owner is not None and (verb, owner) not in change.carried:
                if self._revived(owner) is not None:
                    continue
                self.into[node] = (verb, owner)
        while True:
            of = {x: self._whole(x) for x in self.before}
            self.edges = {}
            for x, firsts in self.before.items():
                self.edges.setdefault(of[x], set()).update(of[y] for y in firsts if of[y] != of[x])
            self.cycles = components(self.edges)
            loose = self._loose(of)
            if not loose and not self._ease(of):
                return
            for x in loose:
                del self.into[x]

    def _revived(self, a: Address) -> Lines | None:
        return revived(a, self.change, self.old, self.new, self.how)

    def _whole(self, node: Node) -> Node:
        while node in self.into:
            node = self.into[node]
        return node

    def _loose(self, of: dict[Node, Node]) -> set[Node]:
        """The absorbed parts, of the last kind, that touch a cycle."""
        loose: set[Node] = set()
        for cycle in self.cycles:
            guilty: set[Node] = set()
            for x, firsts in self.before.items():
                if of[x] not in cycle:
                    continue
                for y in firsts:
                    if of[y] in cycle and of[y] != of[x]:
                        guilty.update(z for z in (x, y) if z in self.into and not self._copies(z))
            if guilty:
                worst = max(RANK[type(self.object(x))] for x in guilty)
                loose |= {x for x in guilty if RANK[type(self.object(x))] == worst}
        return loose

    def _ease(self, of: dict[Node, Node]) -> bool:
        """Let parts go, or come, at another time than their whole is altered, where nothing else breaks a cycle."""
        eased = False
        for cycle in self.cycles:
            for x, firsts in self.before.items():
                needless = {y for y in firsts if of[x] in cycle and of[y] in cycle and self._of_its_whole(y, x)}
                firsts -= needless
                eased = eased or bool(needless)
        return eased

    def _of_its_whole(self, first: Node, then: Node) -> bool:
        """Whether one of the two is the alteration of what the other is a part of."""
        goes = first[0] == "-" and then == ("~", self.old.part_of.get(first[1]))
        return goes or (then[0] == "+" and first == ("~", self.new.part_of.get(then[1])))

    def _copies(self, node: Node) -> bool:
        """Whether its whole is made by it, as a copy, so that it can't come later."""
        return node[0] == "+" and self.object(node).copying(self.how)

    def sorted(self) -> list[Node]:
        """A stable topological order of the contracted graph."""
        then: dict[Node, list[Node]] = {}
        left = {x: len(firsts) for x, firsts in self.edges.items()}
        for x, firsts in self.edges.items():
            for y in firsts:
                then.setdefault(y, []).append(x)
        heap = [(self.rank(x), x) for x in self.edges if not left[x]]
        heapq.heapify(heap)
        done: set[Node] = set()
        out: list[Node] = []
        while len(out) < len(self.edges):
            if not heap:  # a true cycle: the proof will tell whether the least can go first
                x = min((x for x in self.edges if x not in done), key=self.rank)
                heap.append((self.rank(x), x))
            _, x = heapq.heappop(heap)
            if x in done:
                continue
            done.add(x)
            out.append(x)
            for y in then.get(x, ()):
                left[y] -= 1
                if not left[y] and y not in done:
                    heapq.heappush(heap, (self.rank(y), y))
        return out

    def steps(self) -> list[Step]:
        """The nodes in order, rendered."""
        self.parts: dict[Node, list[Node]] = {}
        for x, whole in self.into.items():
            self.parts.setdefault(whole, []).append(x)
        for x in self.parts:
            self.parts[x].sort(key=self.rank)
        steps = [Step(x[0], x[1], tuple(map(self._spelled, self._render(x)))) for x in self.sorted()]
        return [s for s in (*self._demands(), *steps) if s.statements]

    def _demands(self) -> list[Step]:
        """What must hold before anything is changed."""
        change, was, will = self.change, self.old.objects, self.new.objects
        changed = sorted(change.asides | change.alters.keys(), key=lambda a: (RANK[type(was[a])], a))
        same = [a for a in changed if a in will and type(was[a]) is type(will[a])]
        return [Step("?", a, tuple(statements(was[a].demands(will[a], self.how)))) for a in same]

    def _spelled(self, statement: Statement) -> Statement:
        """In words that read back as they were; the server's own words in a cautious plan."""
        if self.how.cautious or (sql := stable(statement.sql)) == statement.sql:
            return statement
        return replace(statement, sql=sql)

    def _clauses(self, node: Node) -> list[Part]:
        parts = []
        for part in self.parts.get(node, ()):
            clause = self.object(part).clause(self.how, self._clauses(part))
            parts.append((self.object(part), clause or ""))
        return parts

    def _finish(self, node: Node) -> list[Statement]:
        out = statements(self.object(node).finish(self.how))
        return out + [s for part in self.parts.get(node, ()) for s in self._finish(part)]

    def _render(self, node: Node) -> list[Statement]:
        verb, a = node
        o, how = self.object(node), self.how
        if node in self.change.carried:
            if verb != "+":
                return []
            whole = self.new.root(a) in self.change.creates
            return statements(o.differs(how, whole)) + self._finish(node)
        if verb == "+":
            made = self._revived(a)
            made = o.create(how, self._clauses(node)) if made is None else made
            lines = statements(made) + self._finish(node) + self._take_over(a, o)
            if a in self.old.objects or self.new.root(a) not in self.old.objects:
                lines = [replace(line, note="") for line in lines]  # no rows that it could be news for
            return lines
        if verb == "~":
            return self.change.alters[a]
        successor = self.change.heirs.get(a, a)
        aside = o.aside(self.new.objects[successor], how) if a in self.change.asides else None
        if verb == "<":
            return statements(aside[0] if aside else [])
        if aside:
            return statements(aside[1])
        lines = statements(o.drop(how))
        return lines if a in self.change.heirs else self._with_losses(a, lines)

    def _take_over(self, a: Address, o: Object) -> list[Statement]:
        """What gives a new object the data that others hold for it."""
        kept_for = o.keeps_for
        if kept_for is None or kept_for not in self.old.objects:
            return []
        if kept_for in self.change.drops and self._revived(kept_for) is None:
            return []
        before = next((old for old, heir in self.change.heirs.items() if heir == a), None)
        source = self.new.objects[kept_for] if before is None else self.old.objects[before]
        return statements(o.take_over(source, self.how))

    def _with_losses(self, a: Address, lines: list[Statement]) -> list[Statement]:
        o = self.old.objects[a]
        harms = o.holds_data or (o.precious and a in self.change.creates)
        if not lines or not harms:
            return lines
        first, *rest = lines
        return [replace(first, losses=o.whole_loss()), *rest]


def order(change: Change, old: Catalog, new: Catalog, how: How) -> tuple[list[Step], list[tuple[str, ...]]]:
    """The steps of a change, sorted and rendered; and the cycles that were left, which are faults."""
    ordering = _Ordering(change, old, new, how)
    ordering.absorb()
    cycles = [tuple(sorted(f"{verb} {a}" for verb, a in cycle)) for cycle in ordering.cycles]
    return ordering.steps(), cycles
