"""Renames, found out and carried out on scratch before the ordinary plan is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, OpenQuestion, PlanRefused
from joey.model.address import Address
from joey.model.plan import Plan, Step
from joey.model.rename import Claim, Path, Question, Rename
from joey.plan.likeness import ROUNDS
from joey.plan.renames import Renames, first_names
from joey.plan.third_names import by_first_names, named
from joey.postgres.catalog import Catalog
from joey.postgres.object import How
from joey.verbs.stage import Stage
from joey.verbs.talk import Ask

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Renamed:
    """The old schema under its new names, and how it got them."""

    catalog: Catalog
    database: Database
    steps: tuple[Step, ...] = ()
    renames: tuple[Rename, ...] = ()
    questions: tuple[Question, ...] = ()
    """What nobody was there to answer: then it is a drop and a create."""
    notes: tuple[str, ...] = ()
    first: Callable[[Path], Path] = field(default=tuple, repr=False)
    """What the names of after the renames were before."""

    def before(self, plan: Plan) -> Plan:
        """The whole: the renames, then a plan that starts after them."""
        whole = replace(plan, steps=(*self.steps, *plan.steps))
        return by_first_names(whole, self.first) if self.steps else whole

    def owned(self, owned: Callable[[set[Address]], set[Address]]) -> Callable[[set[Address]], set[Address]]:
        """The same as `owned`, for objects under their new names."""

        def ours(objects: set[Address]) -> set[Address]:
            before = {a: a._replace(names=self.first(a.names)) for a in objects}
            found = owned(set(before.values()))
            return {a for a in objects if before[a] in found}

        return ours

    def open_questions(self) -> list[dict[str, Any]]:
        """The questions in hint form: for each new object what it may have been, and that it is new."""
        return [hint for q in self.questions for hint in (*q.renames(), q.create())]

    def insist(self) -> None:
        """OpenQuestion where something was left open."""
        if not self.questions:
            return
        lines = [
            f"the {q.kind.replace('_', ' ')} {'.'.join(q.path)} is new, or {_either(q)} renamed"
            for q in self.questions[:_SHOWN]
        ]
        more = f"; and {len(self.questions) - _SHOWN} more" if len(self.questions) > _SHOWN else ""
        first = self.questions[0]
        raise OpenQuestion(
            f"Joey never guesses a rename: either {'; either '.join(lines)}{more}. Nothing was done.",
            self.open_questions(),
            hint=f"Say which: --hints '{json.dumps([first.renames()[0]])}', or that it is new: "
            f"--hints '{json.dumps([first.create()])}'; --json lists every question with all its answers.",
        )


def _either(question: Question) -> str:
    names = [".".join(c.path) for c in question.candidates[:_SHOWN]]
    return " or ".join(names) + (" or another" if len(question.candidates) > _SHOWN else "")


def renamed(
    stage: Stage,
    start: Database,
    old: Catalog,
    new: Catalog,
    how: How,
    *,
    declared: Sequence[Claim] = (),
    hints: Sequence[Mapping[str, Any]] = (),
    ask: Ask | None = None,
    owned: Callable[[set[Address]], set[Address]] | None = None,
) -> Renamed:
    """`old`, whose database is `start`, with everything renamed that is known, or answered, to be renamed.

    Where nothing went and nothing came, nothing is done; `start` is never changed. `owned` gives back those of some
    objects that are ours: what isn't stays, so that it isn't asked whether something was renamed from it.
    """
    renames = Renames(new, [*claims(hints), *declared], owned)
    if not renames.concern(old):
        return Renamed(old, start)
    work = _Work(stage, start, old, new, how, renames)
    for round_ in range(ROUNDS):
        work.carry_out(renames.claimed(work.now, round_))
        work.follow(round_)
        while questions := renames.questions(work.now, round_):
            work.carry_out(_answers(renames, questions, ask))
            work.follow(round_)
    renames.finish(old)
    return Renamed(
        work.reached(),
        work.database,
        tuple(work.steps),
        tuple(renames.done),
        tuple(renames.open),
        tuple(renames.notes),
        partial(first_names, renames=renames.outer, away=work.away),
    )


def _answers(renames: Renames, questions: Sequence[Question], ask: Ask | None) -> list[Rename]:
    """Ask, until an answer may have changed what is to be asked."""
    taken: set[object] = set()
    found: list[Rename] = []
    for number, question in enumerate(questions):
        free = tuple(c for c in question.candidates if c.old not in taken)
        if not free:
            continue
        question = replace(question, candidates=free)
        more = sum(q.holds_nothing for q in questions[number:]) if question.holds_nothing else 0
        chosen = ask(_put(question, more)) if ask else None
        if not isinstance(chosen, Mapping):
            renames.left_open(question)
            continue
        answers = {json.dumps(hint): c.old for hint, c in zip(question.renames(), free, strict=True)}
        old = answers.get(json.dumps(dict(chosen)))
        found += renames.answered(question, old)
        taken.add(old)
    return found


def _put(question: Question, more: int) -> dict[str, Any]:
    """A question as whoever answers it gets it: the answer is one of `renames`, or `create`."""
    return {
        "type": "rename_or_create",
        "kind": question.kind,
        "entity": list(question.path),
        "renames": question.renames(),
        "likeness": [c.likeness for c in question.candidates],
        "create": question.create(),
        "alike": more,
    }


class _Work:
    """The old schema while it is renamed, round by round."""

    def __init__(self, stage: Stage, start: Database, old: Catalog, new: Catalog, how: How, renames: Renames) -> None:
        self.stage, self.start, self.old, self.new, self.how, self.renames = stage, start, old, new, how, renames
        self.now, self.database = old, start
        self.steps: list[Step] = []
        self.away: dict[Path, Path] = {}

    def follow(self, round_: int) -> None:
        """Carry out what follows from renames, and what follows from that."""
        while found := self.renames.following(self.now, round_):
            self.carry_out(found)

    def carry_out(self, found: Sequence[Rename]) -> None:
        """Rename in the copy of the old database, and read it again."""
        if not found:
            return
        steps, away = named(found, self.now, self.new, self.how)
        if self.database is self.start:
            self.database = self.stage.copy(self.start)
        try:
            self.stage.run(self.database, [s for step in steps for s in step.statements])
        except JoeyError as error:
            names = ", ".join(f"{r.old} to {'.'.join(r.new.names)}" for r in found)
            raise PlanRefused(
                f"PostgreSQL can't rename {names}: {error.message}",
                hint="Rename in steps of your own: joey generate --custom.",
                sqlstate=error.sqlstate,
                sql=error.sql,
                position=error.position,
            ) from error
        self.now = self.stage.catalog(self.database)
        self.steps += steps
        self.away |= away

    def reached(self) -> Catalog:
        """The old schema after the renames; what they haven't touched is as `old` has spelled it."""
        if self.database is self.start:
            return self.old
        began = self.stage.catalog(self.start).objects
        kept = {
            a: self.old.objects[a] for a, o in self.now.objects.items() if a in self.old.objects and began.get(a) == o
        }
        return replace(self.now, objects={**self.now.objects, **kept})


def claims(hints: Sequence[Mapping[str, Any]]) -> list[Claim]:
    """What hints in Drizzle Kit's form say of renames."""
    found = []
    for hint in hints:
        kind = hint.get("type")
        if kind == "confirm_data_loss":
            continue
        if kind not in ("rename", "create"):
            raise ConfigurationError(f"A hint of the type {kind!r} isn't known: rename, create or confirm_data_loss")
        new, old = (hint.get("to"), hint.get("from")) if kind == "rename" else (hint.get("entity"), None)
        if not hint.get("kind") or not new or (kind == "rename" and not old):
            raise ConfigurationError(f"A {kind} hint lacks its kind or names: {json.dumps(dict(hint))}")
        path = tuple(map(str, new))
        found.append(Claim((str(hint["kind"]),), path, tuple(map(str, old)) if old else None))
    return found
