"""Writing into the migration folder, so that a crash leaves no half."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from joey.errors import ConfigurationError, Conflict, InternalError, SecurityViolation
from joey.folder.folder import MigrationFolder, refuse_way_out, unfinished_name
from joey.folder.journal import LATEST, Entry
from joey.folder.names import is_safe
from joey.model.migration import Migration

CUSTOM = "-- Custom SQL migration file, put your code below! --"
GITATTRIBUTES = "*.sql text eol=lf\n"
_APART = 1000  # ms between two migrations: Drizzle 1.x cuts their times to seconds


@dataclass(frozen=True, slots=True)
class Added:
    """A migration that was written, and the folder as it is now."""

    folder: MigrationFolder
    migration: Migration
    files: tuple[Path, ...]
    """All files that were written or changed, for `git add`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next migration goes."""

    prefix: str
    idx: int
    when: int


def next_place(folder: MigrationFolder, *, now: int | None = None) -> Place:
    """The prefix, number and time of the next migration; `now` is in milliseconds since 1970."""
    if folder.v1:
        raise ConfigurationError(
            f"{folder.path} has Drizzle 1.x's layout, which joey reads and runs but doesn't write",
            file=str(folder.path),
            hint="Point `migrations` at a new folder, or keep making migrations with drizzle-kit.",
        )
    stale = {entry.tag for entry in leftovers(folder)}
    entries = [entry for entry in folder.journal.entries if entry.tag not in stale]
    tags = {m.tag for m in folder.migrations} | {entry.tag for entry in entries}
    if gone := [entry for entry in folder.missing if entry.tag not in stale]:
        raise ConfigurationError(
            f"{gone[0].tag}.sql is in the journal, but not in {folder.path}, and later migrations stand on it",
            file=f"{folder.path.name}/meta/_journal.json",
            line=gone[0].line,
            hint="Bring the file back (from version control, or from whoever made it).",
        )
    newest = max([m.when for m in folder.migrations] + [entry.when for entry in entries], default=None)
    when = time.time_ns() // 1_000_000 if now is None else now
    when = when if newest is None else max(when, newest + _APART)
    if when > LATEST:
        raise ConfigurationError(
            f"The newest migration of {folder.path} has the time {newest}, and nothing can come after that",
            file=f"{folder.path.name}/meta/_journal.json",
            hint="Give it a `when` of its own day, in milliseconds since 1970, where it isn't applied yet.",
        )
    last = max((entry.idx for entry in entries), default=-1)
    heads = [head for tag in tags if (head := re.match(r"[0-9]+(?=_|$)", tag))]
    if len(heads) < len(tags):
        odd = min(tags - {head.string for head in heads})
        if max(tags, key=str.encode) == odd or odd.encode() > b"9999":
            raise ConfigurationError(
                f"{odd}.sql has no number, so no new migration could come after it",
                file=f"{folder.path.name}/{odd}.sql",
                hint="Give its file, its snapshot and its journal entry a name like 0007_what_it_does.",
            )
    longest = max((len(head[0]) for head in heads), default=4)
    if longest > 10:
        prefix = f"{datetime.fromtimestamp(min(when // 1000, 253402300799), UTC):%Y%m%d%H%M%S}"
    elif longest > 4:
        prefix = str(when // 1000)
    else:
        index = max((int(head[0]) for head in heads), default=-1) + 1
        if index > 9999:
            raise ConfigurationError(f"{folder.path} has reached index 9999, and 10000 would sort before it")
        return Place(f"{index:04}", max(index, last + 1), when)
    return Place(prefix, last + 1, when)


def leftovers(folder: MigrationFolder) -> tuple[Entry, ...]:
    """The entries without a file behind the last that has one: what an interrupted `generate` leaves.

    Nothing stands on them, so the next migration takes their place.
    """
    present = {m.tag for m in folder.migrations}
    last = max((i for i, entry in enumerate(folder.journal.entries) if entry.tag in present), default=-1)
    newest = max((m.tag.encode() for m in folder.migrations), default=b"")
    return tuple(entry for entry in folder.journal.entries[last + 1 :] if entry.tag.encode() > newest)


def add(
    folder: MigrationFolder,
    sql: str | bytes,
    *,
    name: str,
    snapshot: bytes | None = None,
    down: bytes | None = None,
    now: int | None = None,
) -> Added:
    """Write a new migration behind all others; the .sql file is renamed into place last, when all else is on disk.

    `name` is what follows the index: `names.pick(…)` or `names.slug(…)`. `snapshot` becomes
    `meta/NNNN_snapshot.json`, `down` becomes `meta/_down/TAG.sql`.
    """
    place = next_place(folder, now=now)
    tag = f"{place.prefix}_{name}"
    if not is_safe(name):
        raise SecurityViolation(f"Security: Invalid characters in migration filename: {tag}.sql")
    target, meta = folder.path / f"{tag}.sql", folder.path / "meta"
    refuse_way_out(folder.path, meta, meta / "_down")
    meta.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    if target.exists():
        raise Conflict(f"{target} is there already", file=str(target), hint="Run the command again.")
    unfinished = folder.path / unfinished_name(tag)
    _write(unfinished, sql.encode() if isinstance(sql, str) else sql)
    files = []
    if snapshot is not None:
        files.append(_replace(meta / f"{place.prefix}_snapshot.json", snapshot))
    else:
        (meta / f"{place.prefix}_snapshot.json").unlink(missing_ok=True)  # of an interrupted `generate`
    if down is not None:
        (meta / "_down").mkdir(exist_ok=True)
        files.append(_replace(meta / "_down" / f"{tag}.sql", down))
    journal = folder.journal.without(entry.tag for entry in leftovers(folder))
    journal = journal.with_entry(idx=place.idx, when=place.when, tag=tag)
    files.append(_replace(meta / "_journal.json", journal.to_bytes()))
    os.replace(unfinished, target)
    _sync(folder.path)
    opened = MigrationFolder.open(folder.path)
    migration = opened.find(tag)
    if migration is None:
        raise InternalError(f"{target} was written, but isn't to be found", file=str(target))
    return Added(opened, migration, (target, *files))


def sweep(folder: MigrationFolder) -> None:
    """Remove the unfinished files that an interrupted `generate` left."""
    for left in folder.path.glob(".*.sql.new"):
        left.unlink(missing_ok=True)


def write_gitattributes(path: str | os.PathLike[str]) -> Path | None:
    """Make git keep the line endings of .sql files, which the hashes depend on; None where it does already."""
    file = Path(path) / ".gitattributes"
    old = file.read_text("utf-8", "surrogateescape") if file.is_file() else ""
    if any(line.strip() == GITATTRIBUTES.strip() for line in old.splitlines()):
        return None
    Path(path).mkdir(parents=True, exist_ok=True)
    return _replace(
        file,
        (old + ("\n" if old and not old.endswith("\n") else "") + GITATTRIBUTES).encode("utf-8", "surrogateescape"),
    )


def _replace(file: Path, content: bytes) -> Path:
    """Put new content in the place of a file, all of it or nothing."""
    new = file.with_name(f".{file.name}.new")
    _write(new, content)
    if file.exists():
        os.chmod(new, file.stat().st_mode & 0o7777)
    os.replace(new, file)
    _sync(file.parent)
    return file


def _write(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)  # what lies there may be a link that leads anywhere
    with open(file, "xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Make a rename in a folder durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
