"""check: everything that can be wrong before a deploy, in one verdict."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from joey.config import Config
from joey.connect.protocol import Connection
from joey.errors import JoeyError
from joey.folder.folder import MigrationFolder
from joey.model.migration import SqlFile
from joey.verbs.talk import OnStep


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found wrong with it."""

    name: str
    ok: bool
    seconds: float
    findings: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One item of `checks`."""
        return {"name": self.name, "ok": self.ok, "seconds": round(self.seconds, 3), "findings": list(self.findings)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks of one run."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return all(check.ok for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey check --json`."""
        return {"checks": [check.to_json() for check in self.checks]}


def check(config: Config, *, connect: Callable[[], Connection] | None = None, on_step: OnStep | None = None) -> Verdict:
    """Look at the folder, the models, and (with `connect`) at what a database has applied.

    What is wrong is a finding, never an error; only a folder that can't be opened at all ends it early.
    """
    folder = MigrationFolder.open(config.migrations, may_be_empty=True)
    steps: list[tuple[str, Callable[[], Iterator[dict[str, Any]]]]] = [
        ("the folder is whole", lambda: _folder(config, folder)),
        ("every file can be read as SQL", lambda: _files(config, folder)),
        ("the models match the migrations", lambda: _models(config)),
    ]
    if connect is not None:
        steps.append(("the database fits the folder", lambda: _database(config, folder, connect)))
    checks = []
    for done, (name, look) in enumerate(steps):
        if on_step:
            on_step(f"Checking that {name}", done, len(steps))
        started = time.monotonic()
        findings: list[dict[str, Any]] = []
        try:
            findings.extend(look())
        except JoeyError as error:
            findings.append(error.to_json())
        checks.append(Check(name, not findings, time.monotonic() - started, tuple(findings)))
    return Verdict(tuple(checks))


def _finding(category: str, message: str, **where: Any) -> dict[str, Any]:
    return {"category": category, "message": message, **where}


def _folder(config: Config, folder: MigrationFolder) -> Iterator[dict[str, Any]]:
    if not folder.migrations and not folder.missing:
        MigrationFolder.open(config.migrations)  # says that it isn't there, or that it is empty
    runs = "Drizzle skips it" if config.runner == "drizzle" else "it runs in its place all the same"
    for migration in folder.unregistered:
        yield _finding(
            "UNREGISTERED",
            f"{folder.shown(migration)} is not in the journal; {runs}",
            file=folder.shown(migration),
            hint="Was `git add` of the journal forgotten? If it was written by hand, register it: in "
            f"{folder.path.name}/meta/_journal.json add {folder.entry_for(migration)}.",
        )
    for entry in folder.missing:
        yield _finding(
            "CONFLICT",
            f"{entry.tag}.sql is in the journal, but not in the folder",
            file=f"{folder.path.name}/meta/_journal.json",
            line=entry.line,
            hint="Bring the file back, or take the entry out of the journal.",
        )
    for warning in folder.warnings:
        yield _finding("WARNING", warning)


def _files(config: Config, folder: MigrationFolder) -> Iterator[dict[str, Any]]:
    for migration in folder.migrations:
        try:
            script: SqlFile = folder.script(migration)
        except JoeyError as error:
            yield error.to_json()
            continue
        if config.runner == "drizzle" and (script.encloses or not script.transactional):
            why = "its own COMMIT would end that" if script.encloses else script.why
            yield _finding(
                "TRANSACTION_MODE",
                f"{script.file} can't run in the one transaction of Drizzle's runner: {why}",
                file=script.file,
                hint="Remove BEGIN and COMMIT: the transaction is there already."
                if script.encloses
                else 'Let joey run the migrations (runner = "joey"), or write it so that it can run in one.',
            )


def _models(config: Config) -> Iterator[dict[str, Any]]:
    from joey.verbs.generate import generate

    missing = generate(config, explain=True, ask=lambda question: True)
    for migration in missing.migrations:
        yield _finding(
            "DIFFERENT",
            f"The models differ from the migrations; this is missing:\n{migration.sql.rstrip()}",
            hint="Run `joey generate`.",
        )


def _database(config: Config, folder: MigrationFolder, connect: Callable[[], Connection]) -> Iterator[dict[str, Any]]:
    from joey.run import verdicts
    from joey.verbs.status import status

    with contextlib.closing(connect()) as connection:
        found = status(
            folder,
            connection,
            tracking_table=config.tracking_table,
            bookkeeping_schema=config.bookkeeping_schema,
        )
    for error in found.refusals:
        yield error.to_json()
    for text, hint in verdicts.moves(found.state, found.record, folder.absent):
        yield _finding("MOVED", text, hint=hint)
    if half := found.unfinished:
        yield _finding(
            "UNFINISHED",
            f"{half.tag} is half done: it stopped at statement {half.statement}",
            hint="Run `joey migrate`, which goes on there.",
            **half.to_json(),
        )
