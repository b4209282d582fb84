"""The migration folder, to the byte as Drizzle lays it out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from joey.errors import ConfigurationError, Conflict, ResourceNotFound, SecurityViolation
from joey.folder import sql_file
from joey.folder.journal import VERSION, Entry, Journal
from joey.folder.names import checked, printable
from joey.model.migration import Absent, Migration, SqlFile

_V1 = re.compile(r"[0-9]{14}_.*", re.DOTALL)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class MigrationFolder:
    """What a migration folder held when it was opened."""

    path: Path
    migrations: tuple[Migration, ...]
    """In the order they run in: that of their tags, as bytes."""
    journal: Journal = field(default_factory=Journal)
    missing: tuple[Entry, ...] = ()
    """Journal entries without a file."""
    warnings: tuple[str, ...] = ()
    v1: bool = False
    """Whether it has Drizzle 1.x's layout."""

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, may_be_empty: bool = False) -> Self:
        """Read the journal and every file's bytes; nothing is parsed yet.

        Raises SecurityViolation, ResourceNotFound, Conflict, ConfigurationError.
        """
        root = Path(os.path.abspath(path))
        try:
            found = _listing(root)
        except (FileNotFoundError, NotADirectoryError):
            if may_be_empty and not os.path.lexists(root):
                return cls(root, ())
            raise ResourceNotFound(
                f"Migrations folder not found at {path}",
                hint="Check `migrations` in the configuration; `joey generate` makes the folder.",
            ) from None
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{path} can't be read: {_reason(error)}", file=str(path)) from None
        names, v1_names = found.names, found.v1
        refuse_way_out(root, root / "meta")
        journal = _journal(root)
        if v1_names:
            if names or journal.entries:
                raise Conflict(
                    f"{path} holds both layouts of Drizzle: {v1_names[0]}/migration.sql and "
                    f"{(names or [f'{journal.entries[0].tag}.sql'])[0]}",
                    file=str(path),
                    hint="Keep one of them: `drizzle-kit up` moves files to the new layout and leaves none behind.",
                )
            migrations = _read_v1(root, v1_names, found.warnings)
            return cls(root, migrations, warnings=tuple(found.warnings), v1=True)
        warnings = [warning for name in names if (warning := checked(name.removesuffix(".sql")))]
        warnings += [*found.warnings, *_alike(names, journal)]
        _refuse_links_out(root, found.links)
        if found.odd:
            raise ConfigurationError(
                f"{root.name}/{printable(found.odd[0])} isn't a file that can be read",
                file=f"{root.name}/{printable(found.odd[0])}",
                hint="It is a pipe, a socket or a device. Remove it, or give it a name that doesn't end in .sql.",
            )
        migrations, missing = _read_v0(root, names, journal)
        if not migrations and not missing and not may_be_empty:
            raise ResourceNotFound(
                f"Migrations folder is empty at {path}",
                hint="`joey generate` writes the first migration.",
            )
        result = cls(root, migrations, journal, missing, tuple(dict.fromkeys((*warnings, *journal.warnings))))
        left = [
            f"{entry.tag}.sql was never finished: `joey generate` was interrupted; run it again"
            for entry in missing
            if result.interrupted(entry)
        ]
        return replace(result, warnings=(*result.warnings, *left))

    def script(self, migration: Migration) -> SqlFile:
        """The statements and directives of one migration."""
        raw = self.read(migration)
        return sql_file.parse(raw, self.shown(migration))

    def read(self, migration: Migration) -> bytes:
        """The bytes of one migration, which must still be those that were hashed."""
        raw = _bytes_of(migration.file)
        if hashlib.sha256(raw).hexdigest() != migration.sha256:
            raise Conflict(
                f"{self.shown(migration)} was changed while joey was reading the folder",
                file=self.shown(migration),
                hint="Run the command again.",
            )
        return raw

    def shown(self, migration: Migration) -> str:
        """A migration's file as messages name it, such as drizzle/0006_smart_wolverine.sql."""
        return f"{self.path.name}/{migration.file.relative_to(self.path).as_posix()}"

    def hashes(self, migration: Migration) -> tuple[str, ...]:
        """The hashes a record of this file may have: of its raw bytes, with LF, with CRLF, each without a BOM."""
        raw = self.read(migration)
        lf = raw.replace(b"\r\n", b"\n")
        forms = [raw, lf, lf.replace(b"\n", b"\r\n")]
        forms += [form.removeprefix(_BOM) for form in forms]
        return tuple(dict.fromkeys(hashlib.sha256(form).hexdigest() for form in forms))

    def find(self, tag: str) -> Migration | None:
        """The migration of a tag; the file's name, or an index that only one has, will do too."""
        wanted = tag.removesuffix(".sql")
        exact = [m for m in self.migrations if m.tag == wanted]
        if not exact and wanted.isdigit():
            exact = [m for m in self.migrations if m.tag.split("_")[0] == wanted.zfill(4)]
        return exact[0] if len(exact) == 1 else None

    def interrupted(self, entry: Entry) -> bool:
        """Whether an entry without a file is what a `generate` left that was killed while it wrote."""
        return os.path.lexists(self.path / unfinished_name(entry.tag))

    @property
    def absent(self) -> tuple[Absent, ...]:
        """What the journal names and the folder lacks, less what an interrupted `generate` left."""
        journal = f"{self.path.name}/meta/_journal.json"
        return tuple(
            Absent(entry.tag, entry.when, f"{self.path.name}/{entry.tag}.sql", journal, entry.line)
            for entry in self.missing
            if not self.interrupted(entry)
        )

    def entry_for(self, migration: Migration) -> str:
        """What to add to the journal, and where, so that it names an unregistered migration with the time it has."""
        tag = migration.tag.encode()
        before = max((e for e in self.journal.entries if e.tag.encode() < tag), key=lambda e: e.idx, default=None)
        after = min((e for e in self.journal.entries if e.tag.encode() > tag), key=lambda e: e.idx, default=None)
        floor = before.tag.encode() if before else b""
        between = sum(floor < m.tag.encode() < tag for m in self.unregistered)
        idx = (before.idx + 1 if before else 0) + between
        entry = {"idx": idx, "version": VERSION, "when": migration.when, "tag": migration.tag, "breakpoints": True}
        text = f"{json.dumps(entry)} {f'after the entry of {before.tag}' if before else 'as the first entry'}"
        if after and after.idx <= idx:
            text += f", and raise the idx of all entries after it by {idx + 1 - after.idx}"
        return text

    @property
    def unregistered(self) -> tuple[Migration, ...]:
        """The files that the journal doesn't name."""
        return tuple(m for m in self.migrations if not m.registered)


def unfinished_name(tag: str) -> str:
    """What a new .sql file is called until everything else of it is on disk."""
    return f".{tag}.sql.new"


@dataclass(slots=True)
class _Listing:
    """What lies in a folder, by its names alone."""

    names: list[str] = field(default_factory=list)
    """The .sql files in byte order."""
    links: list[str] = field(default_factory=list)
    """Those of them that are links."""
    odd: list[str] = field(default_factory=list)
    """What is called .sql and is neither a file nor a folder."""
    v1: list[str] = field(default_factory=list)
    """The folders of Drizzle 1.x's layout."""
    warnings: list[str] = field(default_factory=list)


def _listing(root: Path) -> _Listing:
    result = _Listing()
    unfinished = []
    with os.scandir(root) as found:
        for item in found:
            name = item.name
            if name.endswith(".sql") and not name.startswith("."):
                if item.is_symlink():
                    result.links.append(name)
                elif item.is_dir():
                    continue
                elif not item.is_file():
                    result.odd.append(name)
                    continue
                result.names.append(name)
            elif name[-4:].lower() == ".sql" and not name.startswith(".") and item.is_file():
                result.warnings.append(f"{printable(name)} isn't run: write .sql in small letters")
            elif _V1.fullmatch(name):
                if os.path.lexists(os.path.join(root, name, "migration.sql")):
                    result.v1.append(name)
                elif os.path.isfile(os.path.join(root, name, "snapshot.json")):
                    unfinished.append(name)
    for names in (result.names, result.links, result.odd, result.v1, unfinished):
        names.sort(key=lambda name: os.fsencode(name.removesuffix(".sql")))
    result.warnings.sort()
    if result.v1:
        result.warnings += [f"{printable(name)} has no migration.sql: was `git add` forgotten?" for name in unfinished]
    return result


def _alike(names: list[str], journal: Journal) -> Iterator[str]:
    """Warnings of names that only capital letters tell apart, which not every file system does."""
    seen: dict[str, str] = {}
    for name in names:
        if (other := seen.setdefault(name.lower(), name)) != name:
            yield f"{other} and {name} differ only in capital letters: macOS and Windows can't keep both"
    for entry in journal.entries:
        file = f"{entry.tag}.sql"
        if (other := seen.get(file.lower(), file)) != file and file not in names:
            yield f"the journal has {entry.tag}, but the file is called {other}: capital letters matter here"


def refuse_way_out(root: Path, *places: Path) -> None:
    """A folder or file that joey reads or writes beside the .sql files may be a link, but to nowhere outside."""
    inside = os.path.realpath(root)
    for place in places:
        if place.is_symlink() and os.path.commonpath((inside, target := os.path.realpath(place))) != inside:
            shown = f"{root.name}/{place.relative_to(root).as_posix()}"
            raise SecurityViolation(
                f"Security: {printable(shown)} leads out of the folder: {printable(target)}",
                file=shown,
                hint="Replace the link by what it leads to. Nothing was run.",
            )


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else str(error)) or "unknown reason").lower()


def _refuse_links_out(root: Path, links: list[str]) -> None:
    """A link may lead to another file of the folder, and nowhere else."""
    inside = os.path.realpath(root)
    for name in links:
        target = os.path.realpath(root / name)
        if os.path.commonpath((inside, target)) != inside:
            raise SecurityViolation(
                f"Security: Migration file leads out of the folder: {printable(name)} -> {printable(target)}",
                file=f"{root.name}/{name}",
                hint="Replace the link by the file itself. Nothing was run.",
            )
        if not os.path.isfile(target):
            raise ConfigurationError(f"{root.name}/{printable(name)} is a link to nothing", file=f"{root.name}/{name}")


def _bytes_of(file: str | Path) -> bytes:
    try:
        with open(file, "rb", buffering=0) as stream:
            return stream.read()
    except OSError as error:
        raise ConfigurationError(f"{file} can't be read: {_reason(error)}", file=str(file)) from None


def _journal(root: Path) -> Journal:
    """The folder's journal; none where it has none."""
    file = root / "meta" / "_journal.json"
    shown = f"{root.name}/meta/_journal.json"
    try:
        mode = file.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Journal()
    except OSError as error:
        raise ConfigurationError(f"{shown} can't be read: {_reason(error)}", file=shown) from None
    if not stat.S_ISREG(mode):
        raise ConfigurationError(f"{shown} isn't a file", file=shown)
    if os.path.realpath(file) != os.path.join(os.path.realpath(root), "meta", "_journal.json"):
        _refuse_links_out(root, ["meta/_journal.json"])
    return Journal.parse(_bytes_of(file), shown)


def _hashed(root: Path, name: str) -> tuple[Path, str]:
    file = root / name
    return file, hashlib.sha256(_bytes_of(os.path.join(root, name))).hexdigest()


def _read_v0(root: Path, names: list[str], journal: Journal) -> tuple[tuple[Migration, ...], tuple[Entry, ...]]:
    """The migrations in order, and the journal's entries without a file."""
    entries = {entry.tag: entry for entry in journal.entries}
    migrations: list[Migration] = []
    before = 0
    for name in names:
        file, sha256 = _hashed(root, name)
        entry = entries.pop(name[:-4], None)
        when = entry.when if entry else before + 1
        if entry and migrations and not migrations[-1].registered and before >= when:
            late = migrations[-1]
            raise Conflict(
                f"{late.tag}.sql isn't in the journal, and there is no room for it before {entry.tag}: its time "
                f"would be {late.when}, that of {entry.tag} is {when}",
                file=f"{root.name}/meta/_journal.json",
                line=entry.line,
                hint=f"Give {late.tag}.sql a name that comes after {entry.tag}, or register it with a time between.",
            )
        migrations.append(Migration(name[:-4], when, file, sha256, entry is not None, entry.idx if entry else None))
        before = when
    return tuple(migrations), tuple(entries.values())


def _read_v1(root: Path, names: list[str], warnings: list[str]) -> tuple[Migration, ...]:
    migrations: list[Migration] = []
    inside = os.path.realpath(root)
    for number, name in enumerate(names):
        if warning := checked(name, suffix="/migration.sql"):
            warnings.append(warning)
        path = f"{name}/migration.sql"
        if os.path.commonpath((inside, os.path.realpath(root / path))) != inside:
            _refuse_links_out(root, [path])
        if not os.path.isfile(root / path):
            raise ConfigurationError(f"{root.name}/{path} isn't a file that can be read", file=f"{root.name}/{path}")
        file, sha256 = _hashed(root, path)
        try:
            time = datetime.strptime(name[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            raise ConfigurationError(
                f"{root.name}/{name} doesn't begin with a time (YYYYMMDDHHMMSS)", file=f"{root.name}/{name}"
            ) from None
        migrations.append(Migration(name, int(time.timestamp()) * 1000, file, sha256, True, number, v1=True))
    return tuple(migrations)
