"""A proof for Drizzle's runner, which runs all pending files in one transaction."""

from __future__ import annotations

import re
from dataclasses import replace

from joey.connect.scratch import Database
from joey.errors import JoeyError, PlanRefused
from joey.folder import sql_file
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.postgres.catalog import Catalog
from joey.postgres.object import How
from joey.verbs.proof import UNSAFE_USE, Proved, prove, render
from joey.verbs.renaming import Renamed
from joey.verbs.stage import Stage

_ADDS_LABEL = re.compile(r"\bADD\s+VALUE\b", re.IGNORECASE)
_UNSAFE = re.compile(r'"(?P<label>.*)" of enum type (?P<type>.*)\Z', re.DOTALL)
NEW = "the new migration"


def prove_for_drizzle(
    stage: Stage,
    folder: MigrationFolder,
    proved: Proved,
    start: Database,
    old: Catalog,
    target: Database,
    new: Catalog,
    how: How,
    names: Renamed | None = None,
) -> Proved:
    """`proved`, or a plan instead that runs in one transaction with earlier files, which may be pending too.

    A label that was added to an enum can't be used in the transaction that adds it, but the labels of an enum that
    the transaction has made can: where a label is used so, its enum is made anew.
    """
    while (error := _unsafe_use(stage, folder, proved, start)) is not None:
        enum = _enum(error, old, new)
        hint = (
            "Deploy the new label first, in a release of its own; then change what uses it. "
            'Or let joey run the migrations: runner = "joey".'
        )
        if enum is None or enum in how.anew:
            raise PlanRefused(
                f"Drizzle runs all pending files in one transaction, which can't use a label that it adds: "
                f"{error.message}.",
                hint=hint,
            ) from error
        how = replace(how, anew=how.anew | {enum})
        try:
            proved = prove(stage, lambda: start, old, target, new, how, names)
        except PlanRefused as refused:
            raise PlanRefused(
                f"Drizzle runs all pending files in one transaction, which can't use a label that it adds "
                f"({error.message}); and {enum} can't be made anew: {refused.message}",
                hint=hint,
            ) from refused
    return proved


def _unsafe_use(stage: Stage, folder: MigrationFolder, proved: Proved, start: Database) -> JoeyError | None:
    """How the new files fail in one transaction, by themselves or with those earlier ones from which on all may be
    pending: each that adds a label. None where they don't."""
    files = [sql_file.parse(render(part), NEW) for part in proved.files]
    if any(s.commit_after for part in proved.files for s in part):
        try:
            stage.run_together(stage.copy(start), files)
        except JoeyError as error:
            if error.sqlstate == UNSAFE_USE:
                return error
    earlier = [folder.script(migration) for migration in folder.migrations]
    adding = [n for n, file in enumerate(earlier) if any(_ADDS_LABEL.search(s.sql) for s in file.statements)]
    if not adding:
        return None
    database, done = stage.empty(), 0
    for first in adding:
        for file in earlier[done:first]:
            stage.run_file(database, file)
        done = first
        try:
            stage.run_together(stage.copy(database), [*earlier[first:], *files])
        except JoeyError as error:
            # What fails in an earlier file has never been pending together, or can't be helped now.
            if error.sqlstate == UNSAFE_USE and error.file == NEW:
                return error
    return None


def _enum(error: JoeyError, old: Catalog, new: Catalog) -> Address | None:
    """The enum whose label was used too early, where it was there before."""
    found = _UNSAFE.search(error.message)
    if found is None:
        return None
    for a in sorted(old.objects.keys() & new.objects.keys()):
        labels = getattr(new.objects[a], "labels", ())
        if found["label"] in labels and found["type"] in (new.objects[a].sql_name, a.names[-1], f'"{a.names[-1]}"'):
            return a
    return None
