"""diff: the SQL that leads from one schema to another, whatever each was written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joey.config import Config
from joey.model.plan import Statement
from joey.plan.plan import plan
from joey.postgres.object import How
from joey.verbs.generation import scope_of
from joey.verbs.proof import alike, prove, refuse
from joey.verbs.renaming import Renamed, renamed
from joey.verbs.side import side_of
from joey.verbs.stage import Stage
from joey.verbs.talk import OnStep


@dataclass(frozen=True, slots=True)
class Difference:
    """The statements that lead from the old schema to the new; none where they are the same."""

    statements: tuple[Statement, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[dict[str, Any], ...] = ()

    @property
    def sql(self) -> str:
        """The statements as a script, with comments on what is lost and what may have been renamed."""
        lines = "".join(f"-- {comment}\n" for comment in self.comments)
        return lines + ("\n" if lines else "") + script(self.statements)

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey diff --json`."""
        return {"statements": [s.to_json() for s in self.statements], "questions": list(self.questions)}


def script(statements: Sequence[Statement]) -> str:
    """Statements as a script: one a paragraph."""
    return "\n".join(f"{s.text}\n" for s in statements)


def diff(
    old: str,
    new: str,
    config: Config,
    *,
    hints: Sequence[Mapping[str, Any]] = (),
    on_step: OnStep | None = None,
) -> Difference:
    """The proven statements that lead from `old` to `new`.

    Each is a .sql file or folder, `package.module[:metadata]` or a .py file, a migration folder, a snapshot file,
    a database URL, or `empty`. Nothing is asked; what would be lost is told in a comment.
    """
    scope = scope_of(config)
    with Stage(config.value(config.scratch, "scratch"), scope, config.target_version) as stage:
        if on_step:
            on_step("Reading the old schema", 0, 3)
        was = side_of(old, config, stage)
        if on_step:
            on_step("Reading the new schema", 1, 3)
        will = side_of(new, config, stage)
        notes = (*was.notes, *will.notes)
        how = How(stage.target, texts=will.texts)
        names = renamed(stage, was.database, was.catalog, will.catalog, how, declared=will.declared, hints=hints)
        before, after = alike(stage, names.database, names.catalog, will.database, will.catalog)
        found = names.before(plan(before, after, how))
        notes = (*notes, *names.notes)
        if not found:
            return Difference(notes=(*notes, *found.notes))
        refuse(found)
        if on_step:
            on_step("Proving the statements", 2, 3)
        proved = prove(stage, lambda: was.database, before, will.database, after, how, names)
        comments = [f"{loss.key}: this data goes" for loss in proved.plan.losses]
        comments += _perhaps_renamed(names)
        statements = tuple(s for part in proved.files for s in part)
        return Difference(statements, tuple(comments), (*notes, *found.notes), tuple(names.open_questions()))


def _perhaps_renamed(names: Renamed) -> Iterator[str]:
    """Comments on what went and what came in the same place: it may be one thing under two names."""
    for question in names.questions:
        kind, near = question.kind.replace("_", " "), ", ".join(".".join(c.path) for c in question.candidates)
        yield (
            f"{kind} {'.'.join(question.path)} is new and {near} is dropped: "
            "a rename is seen as these two, unless --hints says otherwise"
        )
