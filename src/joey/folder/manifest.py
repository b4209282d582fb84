"""`manifest.json`: what the files of a bundle say, so that who runs them needs no parser of SQL."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self, get_args

from joey.errors import ConfigurationError, Conflict, TransactionMode
from joey.folder.folder import MigrationFolder
from joey.model.migration import Directives, Effect, Ignored, Migration, Relation, SqlFile, SqlStatement, Taken

NAME = "manifest.json"
FOLDER = "drizzle"
"""What the migration folder is called in a bundle."""
FORMAT = 1
LONGEST = 65_536
"""Characters in one call of the RDS Data API."""

_EFFECTS = {kind.__name__: kind for kind in get_args(Effect)}
_PLAIN = SqlStatement("", 0, 0)


@dataclass(frozen=True, slots=True)
class Bundled:
    """One migration of a bundle: its key, its bytes' hash, and what it says."""

    tag: str
    when: int
    sha256: str
    script: SqlFile
    takes: tuple[Taken, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The entry in the manifest."""
        return {
            "tag": self.tag,
            "when": self.when,
            "sha256": self.sha256,
            "transactional": self.script.transactional,
            "why": self.script.why,
            "directives": asdict(self.script.directives),
            "encloses": self.script.encloses,
            "takes": [asdict(one) for one in self.takes],
            "statements": [_statement_to_json(statement) for statement in self.script.statements],
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Self:
        """The migration of an entry; its file is called as it lies in the bundle."""
        said = entry["directives"]
        script = SqlFile(
            f"{FOLDER}/{entry['tag']}",
            tuple(_statement_from_json(statement) for statement in entry["statements"]),
            Directives(
                said["no_transaction"], tuple(Ignored(**one) for one in said["ignored"]), tuple(said["accepted"])
            ),
            entry["encloses"],
        )
        takes = tuple(Taken(**one) for one in entry["takes"])
        return cls(entry["tag"], entry["when"], entry["sha256"], script, takes)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds, worked out by PostgreSQL's parser when it was made."""

    files: tuple[Bundled, ...]

    @classmethod
    def of(cls, folder: MigrationFolder) -> Self:
        """The manifest of a folder, for whoever runs it through the Data API.

        Raises what stands against that, with file and line: a statement that is too long, or that needs a session.
        """
        _refuse_unfinished(folder)
        return cls(tuple(_bundled(folder, migration) for migration in folder.migrations))

    @property
    def hash(self) -> str:
        """The SHA-256 of all names, times and bytes: another one means that there is something to deploy."""
        keys = [[file.tag, file.when, file.sha256] for file in self.files]
        return hashlib.sha256(json.dumps(keys, separators=(",", ":")).encode()).hexdigest()

    @property
    def destructive(self) -> tuple[str, ...]:
        """The tags of the migrations that may take data away."""
        return tuple(file.tag for file in self.files if file.takes)

    def to_bytes(self) -> bytes:
        """The file; the same for the same migrations."""
        document = {
            "joey": FORMAT,
            "hash": self.hash,
            "destructive": list(self.destructive),
            "files": [file.to_json() for file in self.files],
        }
        return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes, file: str) -> Self:
        """The manifest that a bundle brings; ConfigurationError where it isn't one of joey's."""
        try:
            document = json.loads(content)
            if document["joey"] != FORMAT:
                raise _foreign(file, f"has the format {document['joey']!r}, and this joey reads {FORMAT}")
            found = cls(tuple(Bundled.from_json(entry) for entry in document["files"]))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise _foreign(file, "isn't a manifest that joey has written") from None
        if document.get("hash") != found.hash:
            raise _foreign(file, "was changed after it was written: its hash doesn't fit")
        return found


@dataclass(frozen=True, slots=True)
class BundledFolder(MigrationFolder):
    """The migration folder of an unpacked bundle: its files are those that its manifest tells of."""

    scripts: Mapping[str, SqlFile] = field(default_factory=dict, repr=False)
    manifest: Manifest = Manifest(())

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, may_be_empty: bool = False) -> Self:
        """Read the bundle in the folder `path`, and hold its files' bytes against its manifest.

        Raises what MigrationFolder.open raises, ConfigurationError for a bundle that isn't joey's, and Conflict for
        one whose files aren't those that its manifest was made from.
        """
        root = Path(os.path.abspath(path))
        folder = MigrationFolder.open(root / FOLDER, may_be_empty=may_be_empty)
        place = root / NAME
        try:
            content = place.read_bytes()
        except OSError:
            raise _foreign(str(place), "is missing or can't be read") from None
        manifest = Manifest.from_bytes(content, str(place))
        _refuse_differences(folder, manifest)
        scripts = {one.tag: one.script for one in manifest.files}
        known = {f.name: getattr(folder, f.name) for f in fields(folder)}
        return cls(**known, scripts=scripts, manifest=manifest)

    def script(self, migration: Migration) -> SqlFile:
        """The statements of one migration, as they were read when the bundle was made."""
        found = self.scripts[migration.tag]
        return SqlFile(self.shown(migration), found.statements, found.directives, found.encloses)

    def taken_by(self, migration: Migration) -> tuple[Taken, ...]:
        """What a migration may take away."""
        return next(one.takes for one in self.manifest.files if one.tag == migration.tag)


def _bundled(folder: MigrationFolder, migration: Migration) -> Bundled:
    script = folder.script(migration)
    for statement in script.statements:
        _refuse(script, statement)
    from joey.folder.losses import taken  # the parser

    return Bundled(migration.tag, migration.when, migration.sha256, script, taken(script))


def _refuse(script: SqlFile, statement: SqlStatement) -> None:
    """An error for a statement that the Data API can't run as it is meant."""
    where: dict[str, Any] = {"file": script.file, "line": statement.line, "statement": statement.number}
    if (size := len(statement.sql)) > LONGEST:
        raise ConfigurationError(
            f"Statement {statement.number} of {script.file} (line {statement.line}) has {size:,} characters, and the "
            f"RDS Data API takes {LONGEST:,}",
            hint="Split it: several INSERTs instead of one, or a function's body in parts.",
            **where,
        )
    if statement.session and not script.transactional:
        raise TransactionMode(
            f"{statement.sql[:100]} ({script.file}, line {statement.line}) sets a session, which the RDS Data API "
            f"doesn't keep; and the file doesn't run in one transaction: {script.why}",
            hint="Set it for the role (ALTER ROLE … SET …), or move it into a file that runs in one transaction.",
            sql=statement.sql,
            **where,
        )


def _refuse_unfinished(folder: MigrationFolder) -> None:
    for entry in folder.missing:
        if folder.interrupted(entry):
            raise ConfigurationError(
                f"{entry.tag}.sql was never finished: `joey generate` was interrupted",
                file=f"{folder.path.name}/meta/_journal.json",
                line=entry.line,
                hint="Run `joey generate` again, then make the bundle.",
            )


def _refuse_differences(folder: MigrationFolder, manifest: Manifest) -> None:
    here = {m.tag: (m.when, m.sha256) for m in folder.migrations}
    there = {one.tag: (one.when, one.sha256) for one in manifest.files}
    for tag in sorted(here.keys() | there.keys()):
        if here.get(tag) == there.get(tag):
            continue
        what = (
            "isn't in its manifest"
            if tag not in there
            else "is missing"
            if tag not in here
            else "isn't the file that its manifest was made from"
        )
        raise Conflict(
            f"The bundle was changed after it was made: {FOLDER}/{tag} {what}",
            file=f"{FOLDER}/{tag}",
            hint="Make the bundle again (joey aws bundle, or cdk deploy). Nothing was run.",
        )


def _foreign(file: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"{file} {what}",
        file=file,
        hint="Make the bundle with `joey aws bundle` (or the construct DatabaseMigration), and deploy that.",
    )


def _statement_to_json(statement: SqlStatement) -> dict[str, Any]:
    """A statement; what is as in most of them is left out."""
    said: dict[str, Any] = {"sql": statement.sql, "line": statement.line, "number": statement.number}
    for one in fields(SqlStatement)[3:]:
        value = getattr(statement, one.name)
        if value != getattr(_PLAIN, one.name):
            said[one.name] = value
    if statement.effect is not None:
        said["effect"] = {"kind": type(statement.effect).__name__, **asdict(statement.effect)}
    return said


def _statement_from_json(said: Mapping[str, Any]) -> SqlStatement:
    known = dict(said)
    if (effect := known.pop("effect", None)) is not None:
        parts = {name: Relation(**value) if isinstance(value, dict) else value for name, value in effect.items()}
        known["effect"] = _EFFECTS[parts.pop("kind")](**parts)
    return SqlStatement(**known)
