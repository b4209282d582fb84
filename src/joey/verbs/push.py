"""push: the development database := the models, without migrations."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from joey.config import Config, Environment
from joey.connect.protocol import Connection
from joey.errors import DataLoss, OpenQuestion, PlanRefused
from joey.folder.folder import MigrationFolder
from joey.model.plan import Loss, Plan, Statement
from joey.model.report import Report
from joey.plan.keep import keep
from joey.plan.plan import plan
from joey.postgres.object import How
from joey.postgres.snapshot import name_of
from joey.run import pushed
from joey.run.tracking import Found
from joey.sources.desired import Desired
from joey.sources.read import read
from joey.verbs.generation import scope_of, texts_of
from joey.verbs.live import Change, Live, Patience, counted, rows
from joey.verbs.owned import owned
from joey.verbs.proof import alike, prove, refuse
from joey.verbs.renaming import Renamed, renamed
from joey.verbs.side import made, read_live
from joey.verbs.stage import Stage
from joey.verbs.talk import Ask, OnStep, settle_losses

Confirm = Callable[["Pushed"], bool | None]
"""Says whether what is shown is to be applied; None where nobody is there to say so."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What push has changed, or (in a dry run) would change; no statements: the database is what the models say."""

    change: Change
    questions: tuple[dict[str, Any], ...] = ()
    applied: bool = False

    @property
    def statements(self) -> Sequence[Statement]:
        """All statements in order."""
        return self.change.statements

    def to_json(self) -> dict[str, Any]:
        """The keys of `push --json`."""
        return {
            "statements": [s.to_json() for s in self.statements],
            "questions": list(self.questions),
            "left_alone": [str(a) for a in self.change.left],
            "notes": list(self.change.notes),
            "applied": self.applied,
        }


def push(
    config: Config,
    environment: Environment | str,
    *,
    dry_run: bool = False,
    accept: Sequence[str] = (),
    hints: Sequence[Mapping[str, Any]] = (),
    ask: Ask | None = None,
    confirm: Confirm | None = None,
    patience: Patience | None = None,
    on_report: Callable[[Report], None] | None = None,
    on_step: OnStep | None = None,
) -> Pushed:
    """Make a database what the models say, in one transaction under the lock of the runs.

    Only what an earlier state of the folder or of push held is dropped; what holds rows only where its loss is
    named, in `accept`, in `hints`, or by `ask`. `confirm` is shown everything before it is applied; without it
    nothing but a dry run is done. Raises PlanRefused where the database is protected.
    """
    place = Environment(None, environment) if isinstance(environment, str) else environment
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        live = Live(config, place, stage)
        comparison = _Comparison(live, read(config.schema, config.root), on_step or (lambda text, done, of: None))
        with closing(live.connect()) as connection:
            change, names = comparison.change(connection, hints, ask, dry_run)
            if dry_run or not change.files:
                losses = [{**loss.question(), "rows": n} for loss, n in change.rows.items() if n != 0]
                return Pushed(change, (*names.open_questions(), *losses))
            _settle(change, accept, hints, ask)
            _confirmed(Pushed(change), confirm)

            def remember(connection: Connection, found: Found) -> None:
                pushed.write(connection, config.bookkeeping_schema, comparison.made)

            live.apply(connection, change, remember, patience or Patience(), on_report or (lambda line: None), "push")
            return Pushed(change, applied=True)


class _Comparison:
    """The database against the models, as far as they have it or it is ours."""

    def __init__(self, live: Live, desired: Desired, step: OnStep) -> None:
        self.live, self.desired, self.step = live, desired, step
        self.made: tuple[str, ...] = ()
        """What the models hold."""

    def change(
        self, connection: Connection, hints: Sequence[Mapping[str, Any]], ask: Ask | None, dry_run: bool
    ) -> tuple[Change, Renamed]:
        """What is to be done, proved; and what of it is a rename."""
        config, stage, desired = self.live.config, self.live.stage, self.desired
        found = self.live.record(connection, "push")
        notes = [*found.warnings, *desired.notes, *desired.left_out]
        self.step("Reading the database", 0, 4)
        was, unseen = read_live(connection, self.live.place.url, stage)
        start = made(was.as_of(stage.target), stage)
        self.step("Making the models in PostgreSQL", 1, 4)
        models = stage.empty()
        stage.load(models, desired)
        wanted = stage.catalog(models)
        self.made = tuple(sorted(map(name_of, wanted.objects.keys() - wanted.alone)))
        self.step("Comparing", 2, 4)
        folder = MigrationFolder.open(config.migrations, may_be_empty=True)
        by_push = pushed.read(connection, config.bookkeeping_schema) if "pushed" in found.own else ()
        ours = owned(folder, by_push, stage)
        how = How(stage.target, texts=texts_of(desired))
        # What is empty isn't worth a question: dropped and made anew it is the same.
        names = renamed(
            stage,
            start.database,
            start.catalog,
            wanted,
            how,
            declared=desired.renamed_from,
            hints=hints,
            ask=None if dry_run else ask,
            owned=lambda objects: {a for a in ours(objects) if rows(connection, Loss(a.type, a.names)) != 0},
        )
        if not dry_run:
            names.insist()
        old, new = alike(stage, names.database, names.catalog, models, wanted)
        kept = keep(old, new, names.owned(ours))
        refuse(Plan(refusals=kept.refusals))
        todo = names.before(plan(old, kept.catalog, how))
        refuse(todo)
        notes += [
            *unseen,
            *names.notes,
            *todo.notes,
            *(f"{a} goes with what it needs, though joey has not made it" for a in kept.along),
        ]
        if not todo:
            return Change(was, left=kept.left, notes=tuple(notes)), names
        if found.rows:
            notes.append(
                f"{found.record.name} says that migrations were applied here: after a push the database is no longer "
                "what they lead to, and the next `joey migrate` may find its changes made already"
            )
        if kept.catalog is not new:
            stage.run(models, plan(new, kept.catalog, how).statements)
        self.step("Proving the change", 3, 4)
        proved = prove(stage, lambda: start.database, old, models, kept.catalog, how, names)
        lost = counted(connection, proved.plan)
        return Change(was, proved.files, proved.plan, lost, kept.left, tuple(notes)), names


def _settle(change: Change, accept: Sequence[str], hints: Sequence[Mapping[str, Any]], ask: Ask | None) -> None:
    """Every loss named; DataLoss or OpenQuestion where one isn't. What has no rows loses nothing."""
    found = change.rows
    keys = {loss.key: loss for loss in found}
    if strange := [key for key in accept if key not in keys]:
        raise DataLoss(
            f"{strange[0]} is accepted, but this push doesn't lose it. Nothing was done.",
            hint=f"What it loses: {', '.join(sorted(keys)) or 'nothing'}.",
        )

    def with_rows(question: dict[str, Any]) -> bool | Mapping[str, Any] | None:
        return ask({**question, "rows": found[keys[question["reason"]]]}) if ask else None

    try:
        settle_losses(
            change.plan, hints, with_rows, [loss for loss, n in found.items() if n == 0 or loss.key in accept]
        )
    except OpenQuestion as error:
        open_ones = [keys[question["reason"]] for question in error.questions]
        raise OpenQuestion(
            f"Data would be lost: {', '.join(change.told(loss) for loss in open_ones)}. Nothing was done.",
            [{**loss.question(), "rows": found[loss]} for loss in open_ones],
            hint=f"Say that this is meant: {' '.join(f'--accept {shlex.quote(loss.key)}' for loss in open_ones)}",
        ) from None


def _confirmed(shown: Pushed, confirm: Confirm | None) -> None:
    answer = confirm(shown) if confirm else None
    count = len(shown.statements)
    if answer is None:
        raise OpenQuestion(
            f"Nobody was there to say whether {count} statement{'s are' if count != 1 else ' is'} to be applied. "
            "Nothing was done.",
            [{"type": "confirm_push", "statements": count}],
            hint="Say so with --yes, or look first with --dry-run.",
        )
    if not answer:
        raise PlanRefused("Nothing was done, as you wished.")
