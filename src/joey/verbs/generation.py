"""One run of `generate` that has to look at databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from joey.config import Config
from joey.connect.scratch import Database
from joey.folder import names, writing
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.model.generated import Generated, Written
from joey.model.plan import Loss
from joey.plan.plan import plan
from joey.postgres.catalog import Catalog, Scope, own_tables
from joey.postgres.object import How
from joey.sources.desired import Desired
from joey.verbs.drizzle import prove_for_drizzle
from joey.verbs.head import Head, write_snapshot
from joey.verbs.proof import Proved, alike, prove, refuse, render
from joey.verbs.renaming import renamed
from joey.verbs.stage import Stage
from joey.verbs.talk import Ask, OnStep, settle_losses


@dataclass
class Generation:
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
                old, start = making.result()
        self._say("Comparing", 2)
        names = renamed(
            self.stage,
            start,
            old,
            new,
            how,
            declared=self.desired.renamed_from,
            hints=hints,
            ask=None if explain else ask,
        )
        if not explain:
            names.insist()
        old, new = alike(self.stage, names.database, names.catalog, target, new)
        found = names.before(plan(old, new, how))
        notes = (*self.desired.notes, *self.desired.left_out, *names.notes, *found.notes, *_unseen(new))
        if not found:
            return Generated(notes=notes)
        refuse(found)
        questions = names.open_questions()
        if explain:  # nothing is written, so nothing need be answered yet

            def later(question: dict[str, Any]) -> bool:
                questions.append({key: value for key, value in question.items() if key != "sql"})
                return True

            ask = later
        accepted = settle_losses(found, hints, ask)
        self._say("Proving the migration", 3)
        proved = prove(self.stage, lambda: start, old, target, new, how, names)
        if self.config.runner == "drizzle":
            proved = prove_for_drizzle(self.stage, self.folder, proved, start, old, target, new, how, names)
        accepted = settle_losses(proved.plan, hints, ask, accepted)
        self._say("Writing", 4)
        written = self._write(proved, old, new, accepted, name, explain)
        return replace(written, notes=notes, questions=tuple(questions))

    def _say(self, text: str, done: int) -> None:
        if self.on_step:
            self.on_step(text, done, 5)

    def _make_before(self) -> tuple[Catalog, Database]:
        """The head as a catalog and as a database: from its snapshot, or by replaying the folder."""
        database = self.stage.empty()
        if (catalog := self.head.catalog(self._terms())) is not None:
            made = plan(self.stage.catalog(database), catalog.whole(), How(self.stage.major))
            self.stage.run(database, made.statements)
            return catalog, database
        self.stage.replay(database, self.folder, self.on_step)
        return self.stage.catalog(database), database

    def _terms(self) -> dict[str, Any]:
        """What a snapshot must have been made on, to be compared with what is made now."""
        return {k: v for k, v in self.key.items() if k != "source"} | {"postgres": self.stage.major}

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
            text = file_head(self.config, folder, chosen, mine) + body
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


def _as_in_databases(old: Catalog, new: Catalog, reached: Catalog) -> Catalog:
    """`reached`, with what the migration leaves alone as it was: so do databases have it that ran the folder."""
    kept = {a: o for a, o in old.objects.items() if a in reached.objects and new.objects.get(a) == o}
    return replace(reached, objects={**reached.objects, **kept})


def scope_of(config: Config) -> Scope:
    """What a configuration compares."""
    own = own_tables(config.tracking_table, config.bookkeeping_schema)
    return Scope(config.ignore, frozenset(config.include), frozenset(config.exclude), own)


def texts_of(desired: Desired) -> dict[Address, str]:
    """The user's own words for views, by address."""
    texts = {Address("view", names): text for names, text in desired.view_texts.items()}
    return texts | {Address("materialized view", names): text for names, text in desired.view_texts.items()}


def file_head(config: Config, folder: MigrationFolder, name: str, losses: Sequence[Loss]) -> str:
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
