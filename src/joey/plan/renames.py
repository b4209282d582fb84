"""What was renamed: said beforehand by hints and sources, following from that, or to be asked. It is never guessed.

It is worked out in rounds, the outer before the inner, and between them PostgreSQL itself carries the accepted
renames out on a copy of the old database, which is then read again: so all that mentions a name is re-addressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from joey.model.address import Address
from joey.model.rename import Candidate, Claim, Path, Question, Rename
from joey.plan.claims import Claims
from joey.plan.likeness import ALIKE, Thing, contents, likeness, names_alike, substance, things
from joey.postgres.catalog import Catalog
from joey.postgres.object import Object

INNERMOST = 3
"""From this round on a name may follow from others; what is a table, a type, a column or a label never does."""


class Renames:
    """What is known of the renames that lead to `new`, while it is worked out."""

    def __init__(
        self,
        new: Catalog,
        claims: Sequence[Claim],
        owned: Callable[[set[Address]], set[Address]] | None = None,
    ) -> None:
        self.new = new
        self._owned = owned
        """Gives back those of some old objects that are ours: others aren't dropped, so they are no candidates."""
        self.claims = Claims(new, claims)
        self.done: list[Rename] = []
        self.open: list[Question] = []
        self._fresh: set[Address] = set()
        """What was answered to be new."""

    @property
    def notes(self) -> Sequence[str]:
        """What the user may want to know about the claims of sources."""
        return self.claims.notes

    def concern(self, old: Catalog) -> bool:
        """Whether anything is claimed, or could be asked."""
        if self.claims.pending:
            return True
        gone, come = self._differences(old)
        return bool(gone and come)

    def claimed(self, now: Catalog, round_: int) -> list[Rename]:
        """What hints and sources say of this round; ConfigurationError where that doesn't fit."""
        renames, fresh = self.claims.settle(now, round_)
        self._fresh |= fresh
        self._accept(renames)
        return renames

    def following(self, now: Catalog, round_: int) -> list[Rename]:
        """What has another name only because something that it hangs on has one: nothing is lost either way."""
        if not self.done or round_ < INNERMOST:
            return []
        touched = {r.new for r in self.done}
        gone, come = self._differences(now, displaced=True)
        here = {t for t in come if self._whole_stays(t, now) and t.address not in self._fresh and t.round == round_}
        pairs = []
        for old, new in _of_one_place(gone, here):
            if old.irreplaceable and not (old.whole and old.whole == new.whole):
                continue
            if _same_but_for_the_name(old, new) and _hangs_on(old, touched, now):
                alike = names_alike(old.address.names[-1], new.address.names[-1])
                pairs.append((-alike, old.address, new.address))
        renames: list[Rename] = []
        for _, a, b in sorted(pairs):
            if all(a != r.old and b != r.new for r in renames):
                renames.append(Rename(a, b))
        self._accept(renames)
        return renames

    def questions(self, now: Catalog, round_: int) -> list[Question]:
        """What must be asked in this round, and isn't answered yet."""
        gone, come = self._differences(now)
        asked = {q.new for q in self.open} | self._fresh
        waiting = [q.new.names for q in self.open]
        doubtful = [c.old.names for q in self.open for c in q.candidates]

        def within(names: Path, outer: Iterable[Path]) -> bool:
            return any(len(o) < len(names) and names[: len(o)] == o for o in outer)

        come = {
            t
            for t in come
            if t.round == round_
            and t.address not in asked
            and self._whole_stays(t, now)
            and not within(t.address.names, waiting)
        }
        gone = {t for t in gone if not within(t.address.names, doubtful)}
        inside_old, inside_new = (contents(c) if come else {} for c in (now, self.new))
        found: dict[Thing, list[Candidate]] = {}
        for old, new in _of_one_place(gone, come):
            if not new.irreplaceable and not _same_but_for_the_name(old, new):
                continue
            if old.whole and new.whole and old.whole != new.whole:
                continue  # it belongs to something else
            below = inside_old.get(old.address.names, set()), inside_new.get(new.address.names, set())
            alike = substance(old, new, *below)
            if alike or names_alike(old.address.names[-1], new.address.names[-1]) >= ALIKE:
                found.setdefault(new, []).append(Candidate(old.address, old.path, likeness(old, new, alike)))
        return [
            Question(
                new.words[0],
                new.address,
                new.path,
                tuple(sorted(found[new], key=lambda c: (-c.likeness, c.old))),
                not new.irreplaceable,
            )
            for new in sorted(found, key=lambda t: t.address)
        ]

    def answered(self, question: Question, old: Address | None) -> list[Rename]:
        """Take an answer: it is `old`, or it is new."""
        if old is None:
            self._fresh.add(question.new)
            return []
        renames = [Rename(old, question.new)]
        self._accept(renames)
        return renames

    def left_open(self, question: Question) -> None:
        """Nobody was there to answer."""
        self.open.append(question)

    def finish(self, now: Catalog) -> None:
        """ConfigurationError where a hint fits nothing at all."""
        self.claims.finish(now)

    @property
    def outer(self) -> list[Rename]:
        """The renames of what has a place in the names of others, or is named when it is lost."""
        return [r for r in self.done if r.new not in self.new.objects or _is_outer(self.new.objects[r.new])]

    def _accept(self, renames: Iterable[Rename]) -> None:
        self.done += renames
        self.claims.moved = {r.old.names: r.new.names for r in self.outer}

    def _differences(self, now: Catalog, displaced: bool = False) -> tuple[set[Thing], set[Thing]]:
        """(what goes, what comes) of all that can have another name.

        With `displaced` also what has one name in both, but belongs to something else or is another thing: after
        two tables or columns have swapped their names, that may be their sequences and indexes.
        """
        was, will = now.objects.keys(), self.new.objects.keys()
        both: set[Address] = set()
        if displaced:
            both = {a for a in was & will if self._another(now, a)}
        gone = {t for t in things(now, (was - will) | both) if t.follows <= displaced}
        come = {t for t in things(self.new, (will - was) | both) if t.follows <= displaced}
        if self._owned:
            before = {t: self._before(t) for t in gone}
            ours = self._owned(set(before.values()))
            gone = {t for t in gone if before[t] in ours}
        mine, theirs = ({t.address for t in side if t.is_member} for side in (gone, come))
        return {t for t in gone if t.address not in theirs}, {t for t in come if t.address not in mine}

    def _before(self, thing: Thing) -> Address:
        """What an object, or the one whose member it is, was called at first."""
        a = thing.whole if thing.is_member and thing.whole else thing.address
        return a._replace(names=first_names(a.names, self.outer, {}))

    def _another(self, now: Catalog, a: Address) -> bool:
        """Whether two things of one name aren't one thing, as far as can be seen."""
        if now.part_of.get(a) != self.new.part_of.get(a):
            return True
        return not now.objects[a].IRREPLACEABLE and now.objects[a] != self.new.objects[a]

    def _whole_stays(self, new: Thing, now: Catalog) -> bool:
        """Whether what it is a part of is there already."""
        return new.whole is None or new.whole in now.objects


def first_names(names: Path, renames: Iterable[Rename], away: Mapping[Path, Path]) -> Path:
    """What the names of after some renames were before; `away` are third names, and their own."""
    was = {r.new.names: r.old.names for r in renames}
    for depth in range(len(names), 0, -1):
        head = names[:depth]
        names = (away[head] if head in away else was.get(head, head)) + names[depth:]
    return names


def _is_outer(thing: Object) -> bool:
    return thing.RENAME_ROUND < INNERMOST


def _of_one_place(gone: Iterable[Thing], come: Iterable[Thing]) -> list[tuple[Thing, Thing]]:
    """The pairs of one kind and place: in the same schema or table, or of the same name in another schema."""
    near: dict[tuple[object, ...], list[Thing]] = {}
    for old in gone:
        near.setdefault(_place(old), []).append(old)
        if len(old.address.names) == 2:
            near.setdefault(_elsewhere(old), []).append(old)
    return [
        (old, new)
        for new in come
        for old in [*near.get(_place(new), ()), *(near.get(_elsewhere(new), ()) if len(new.address.names) == 2 else ())]
    ]


def _place(thing: Thing) -> tuple[object, ...]:
    within = thing.whole if not thing.irreplaceable else None
    return type(thing.object), thing.is_member, thing.address.names[:-1], thing.address.args, within


def _elsewhere(thing: Thing) -> tuple[object, ...]:
    return type(thing.object), "elsewhere", thing.address.names[1], thing.address.args


def _same_but_for_the_name(old: Thing, new: Thing) -> bool:
    return old.follows if old.is_member else old.object.nameless == new.object.nameless


def _hangs_on(old: Thing, touched: set[Address], catalog: Catalog) -> bool:
    """Whether an object is a part of, or needs, something that was renamed, or a part of that."""
    a = old.whole if old.is_member and old.whole else old.address
    near = {a, *catalog.wholes(a), *catalog.needs.get(a, ())}
    return any(x in touched or not touched.isdisjoint(catalog.wholes(x)) for x in near)
