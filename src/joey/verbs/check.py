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
    steps: list[tuple[str, Callable[[], Iterator[dict[str, Any]]]]] = [
        ("the folder is whole", lambda: _folder(config)),
        ("every file can be read as SQL", lambda: _files(config)),
        ("the models match the migrations", lambda: _models(config)),
    ]
    if connect is not None:
        steps.append(("the database fits the folder", lambda: _database(config, connect)))
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


def _folder(config: Config) -> Iterator[dict[str, Any]]:
    folder = MigrationFolder.open(config.migrations)
    for migration in folder.unregistered:
        yield _finding(
            "UNREGISTERED",
            f"{folder.shown(migration)} is not in the journal; it runs in its place all the same",
            file=folder.shown(migration),
            hint="Was `git add` of meta/_journal.json forgotten?",
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


def _files(config: Config) -> Iterator[dict[str, Any]]:
    folder = MigrationFolder.open(config.migrations)
    for migration in folder.migrations:
        try:
            script: SqlFile = folder.script(migration)
        except JoeyError as error:
            yield error.to_json()
            continue
        if config.runner == "drizzle" and not script.transactional:
            yield _finding(
                "TRANSACTION_MODE",
                f"{script.file} can't run in the one transaction of Drizzle's runner: {script.why}",
                file=script.file,
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


def _database(config: Config, connect: Callable[[], Connection]) -> Iterator[dict[str, Any]]:
    from joey.verbs.status import status

    folder = MigrationFolder.open(config.migrations)
    with contextlib.closing(connect()) as connection:
        found = status(
            folder,
            connection,
            tracking_table=config.tracking_table,
            bookkeeping_schema=config.bookkeeping_schema,
        ).to_json()
    words = {
        "edited": ("CHECKSUM_MISMATCH", "{} was edited after it was applied"),
        "moved": ("MOVED", "{} was applied under another name or time"),
        "unknown": ("UNKNOWN_MIGRATION", "The database has applied {}, which the folder doesn't know"),
        "out_of_order": ("OUT_OF_ORDER", "{} is pending, but older than the newest applied one"),
    }
    for key, (category, text) in words.items():
        for one in found[key]:
            yield _finding(category, text.format(one.get("tag") or f"a migration of the hash {one.get('hash')}"))
    if found["unfinished"]:
        yield _finding("UNFINISHED", f"{found['unfinished']['tag']} is half done", **found["unfinished"])
