"""generate: models -> new, proven migration files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from joey.config import Config
from joey.connect.scratch import Database
from joey.errors import DataLoss, OpenQuestion, PlanRefused
from joey.folder import names, writing
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.model.plan import Loss, Plan, Statement
from joey.plan.plan import as_declared, plan
from joey.postgres import snapshot
from joey.postgres.catalog import Catalog, Scope, own_tables
from joey.postgres.object import How
from joey.sources.desired import Desired
from joey.verbs.head import Head, read_head, write_snapshot
from joey.verbs.proof import Proved, alike, prove, refuse, render
from joey.verbs.stage import OnStep, Stage

Ask = Callable[[dict[str, Any]], bool | None]
"""Answers a question in hint form: yes, no, or None where nobody is there."""


@dataclass(frozen=True, slots=True)
class Written:
    """A migration that was written (or, with `explain`, would be)."""

    tag: str
    sql: str
    files: tuple[Path, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """What `generate` has done; without migrations there was nothing to do, and nothing was written."""

    migrations: tuple[Written, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[dict[str, Any], ...] = ()

    @property
    def sql(self) -> str:
        """The SQL of all new migrations."""
        return "\n".join(m.sql for m in self.migrations)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that were written or changed, for `git add`."""
        return tuple(dict.fromkeys(path for m in self.migrations for path in m.files))

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey generate --json`."""
        written = [
            {"tag": m.tag, "files": [str(p) for p in m.files], "statements": [s.to_json() for s in m.statements]}
            for m in self.migrations
        ]
        return {"migrations": written, "questions": list(self.questions), "notes": list(self.notes)}


def generate(
    config: Config | Path | str,
    *,
    name: str | None = None,
    custom: bool = False,
    explain: bool = False,
    hints: Sequence[Mapping[str, Any]] = (),
    ask: Ask | None = None,
    on_step: OnStep | None = None,
) -> Generated:
    """Compare the models with the folder's head, and write what is missing as proven migrations.

    `hints` answer questions beforehand, in Drizzle Kit's form; `ask` answers the rest. Raises PlanRefused,
    OpenQuestion, DataLoss, ConfigurationError and whatever PostgreSQL says of the models. With `explain` nothing
    is written.
    """
    settings = config if isinstance(config, Config) else Config.load(config)
    folder = MigrationFolder.open(settings.migrations, may_be_empty=True)
    if custom:
        return _custom(settings, folder, name, explain)
    from joey.sources.read import read

    desired = read(settings.schema, settings.root)
    head = read_head(folder)
    key = _key(settings, desired)
    if head.key is not None and desired.digest is not None and _fits(head.key, key):
        return Generated(notes=desired.notes)
    with Stage(settings.value(settings.scratch, "scratch"), scope_of(settings), settings.target_version) as stage:
        return _Generation(settings, folder, head, desired, key, stage, on_step).run(name, explain, hints, ask)


def scope_of(config: Config) -> Scope:
    """What a configuration compares."""
    own = own_tables(config.tracking_table, config.bookkeeping_schema)
    return Scope(config.ignore, frozenset(config.include), frozenset(config.exclude), own)


def texts_of(desired: Desired) -> dict[Address, str]:
    """The user's own words for views, by address."""
    texts = {Address("view", names): text for names, text in desired.view_texts.items()}
    return texts | {Address("materialized view", names): text for names, text in desired.view_texts.items()}


def _key(config: Config, desired: Desired) -> dict[str, Any]:
    return {
        "format": snapshot.FORMAT,
        "source": desired.digest,
        "include": sorted(config.include),
        "exclude": sorted(config.exclude),
        "ignore": sorted(config.ignore),
        "target": config.target_version,
    }


def _fits(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all(old.get(k) == v for k, v in new.items())


@dataclass
class _Generation:
    """One run of `generate` that has to look at databases."""

    config: Config
    folder: MigrationFolder
    head: Head
    desired: Desired
    key: dict[str, Any]
    stage: Stage
    on_step: OnStep | None

    def run(self, name: str | None, explain: bool, hints: Sequence[Mapping[str, Any]], ask: Ask | None) -> Generated:
        self._say("Starting PostgreSQL", 0)
        how = How(self.stage.target, texts=texts_of(self.desired))
        with ThreadPoolExecutor(1) as beside:
            making = beside.submit(self._make_before)  # both databases at once
            self._say("Making the models in PostgreSQL", 1)
            target = self.stage.empty()
            try:
                self.stage.load(target, self.desired)
                new = self.stage.catalog(target)
            finally:
                old, start = _settled(making)
        self._say("Comparing", 2)
        old, new = alike(self.stage, start, as_declared(old, new, self.stage.scope), target, new)
        old = as_declared(old, new, self.stage.scope)
        found = plan(old, new, how)
        notes = (*self.desired.notes, *self.desired.left_out, *found.notes, *_unseen(new))
        if not found:
            return Generated(notes=notes)
        refuse(found)
        accepted = settle_losses(found, hints, ask)
        self._say("Proving the migration", 3)
        proved = prove(self.stage, lambda: start, old, target, new, how)
        self._fit_for_drizzle(proved)
        accepted = settle_losses(proved.plan, hints, ask, accepted)
        self._say("Writing", 4)
        return replace(self._write(proved, old, new, accepted, name, explain), notes=notes)

    def _say(self, text: str, done: int) -> None:
        if self.on_step:
            self.on_step(text, done, 5)

    def _make_before(self) -> tuple[Catalog, Database]:
        """The head as a catalog and as a database: from its snapshot, or by replaying the folder."""
        database = self.stage.empty()
        if self.head.catalog is not None and (self.head.key or {}).get("postgres") == self.stage.major:
            made = plan(self.stage.catalog(database), self.head.catalog, How(self.stage.major))
            self.stage.run(database, made.statements)
            return self.head.catalog, database
        self.stage.replay(database, self.folder, self.on_step)
        return self.stage.catalog(database), database

    def _fit_for_drizzle(self, proved: Proved) -> None:
        if self.config.runner != "drizzle":
            return
        late = [s.sql for part in proved.files[:-1] for s in part if s.commit_after]
        if len(proved.files) > 1:
            raise PlanRefused(
                f"Drizzle runs all pending files in one transaction, and what comes after `{late[-1]}` "
                "needs it to be committed.",
                hint="Deploy the new label first, in a release of its own; then change what uses it. "
                'Or let joey run the migrations: runner = "joey".',
            )

    def _write(
        self, proved: Proved, old: Catalog, new: Catalog, accepted: Sequence[Loss], name: str | None, explain: bool
    ) -> Generated:
        folder, previous, out = self.folder, self.head.id, []
        for number, part in enumerate(proved.files):
            last = number == len(proved.files) - 1
            reached = _as_in_databases(old, new, proved.reached[number])
            body = render(part)
            mine = [loss for loss in accepted if any(loss in s.losses for s in part)]
            chosen = names.slug(name) if name else names.pick(previous + body)
            if name and number:
                chosen = f"{chosen}_{number + 1}"
            text = _head(self.config, folder, chosen, mine) + body
            if explain:
                place = writing.next_place(folder)
                out.append(Written(f"{place.prefix}_{chosen}", text, (), part))
                continue
            key = {**self.key, "postgres": self.stage.major}
            if not last:
                key["source"] = None  # this is a state on the way, which no models describe
            previous, document = write_snapshot(reached, text.encode(), previous, key)
            added = writing.add(folder, text, name=chosen, snapshot=document)
            folder = added.folder
            out.append(Written(added.migration.tag, text, added.files, part))
        return Generated(tuple(out))


def _settled(making: Future[tuple[Catalog, Database]]) -> tuple[Catalog, Database]:
    return making.result()


def _as_in_databases(old: Catalog, new: Catalog, reached: Catalog) -> Catalog:
    """`reached`, with what the migration leaves alone as it was: so do databases have it that ran the folder."""
    kept = {a: o for a, o in old.objects.items() if a in reached.objects and new.objects.get(a) == o}
    return replace(reached, objects={**reached.objects, **kept})


def _head(config: Config, folder: MigrationFolder, name: str, losses: Sequence[Loss]) -> str:
    """What stands above the statements: the losses that were accepted, and the user's own header."""
    lines = "".join(f"-- joey: accept {loss.key}\n" for loss in losses)
    if config.header:
        tag = f"{writing.next_place(folder).prefix}_{name}"
        lines += names.header(
            config.header,
            {"name": name, "tag": tag, "date": f"{datetime.now(UTC):%Y-%m-%d}", "author": _author(config)},
        )
    return lines + ("\n" if lines else "")


def _author(config: Config) -> str:
    variables = config.variables
    return variables.get("GIT_AUTHOR_NAME") or variables.get("USER") or variables.get("USERNAME") or ""


def _unseen(new: Catalog) -> tuple[str, ...]:
    return tuple(f"{what}: neither joey nor pg_dump sees this, so it isn't compared" for what in new.unseen)


def settle_losses(
    found: Plan, hints: Sequence[Mapping[str, Any]], ask: Ask | None, already: Sequence[Loss] = ()
) -> list[Loss]:
    """The losses of a plan, all of them accepted; OpenQuestion or DataLoss where one isn't."""
    named = {key for hint in hints for key in _named(hint)}
    accepted, open_questions = [], []
    for loss in found.losses:
        if loss.key in named or loss in already:
            accepted.append(loss)
            continue
        answer = ask(loss.question()) if ask else None
        if answer:
            accepted.append(loss)
        elif answer is None:
            open_questions.append(loss.question())
        else:
            raise DataLoss(f"Data would be lost: {loss.key}. Nothing was written.", [loss.key])
    if open_questions:
        reasons = ", ".join(q["reason"] for q in open_questions)
        raise OpenQuestion(
            f"Data would be lost: {reasons}. Nothing was written.",
            open_questions,
            hint=f"Say that this is meant: --hints '{json.dumps(open_questions)}'",
        )
    return accepted


def _named(hint: Mapping[str, Any]) -> list[str]:
    """The losses that a hint confirms."""
    if hint.get("type") != "confirm_data_loss":
        return []
    return [f"data-loss:{hint.get('kind')}:{'.'.join(map(str, hint.get('entity') or ()))}"]


def _custom(config: Config, folder: MigrationFolder, name: str | None, explain: bool) -> Generated:
    """An empty migration, for the user's own SQL; its snapshot is the head's until the file is edited."""
    chosen = names.slug(name) if name else names.pick(hashlib.sha256(str(len(folder.migrations)).encode()).digest())
    text = _head(config, folder, chosen, ()) + writing.CUSTOM + "\n"
    if explain:
        return Generated((Written(f"{writing.next_place(folder).prefix}_{chosen}", text),))
    head = read_head(folder)
    document = None
    if head.catalog is not None and head.key is not None:
        _, document = write_snapshot(head.catalog, text.encode(), head.id, head.key)
    added = writing.add(folder, text, name=chosen, snapshot=document)
    return Generated((Written(added.migration.tag, text, added.files),))
