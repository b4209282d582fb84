"""The bundle: what is deployed as a Lambda function, made without Docker, the same bytes for the same input."""

from __future__ import annotations

import ast
import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from joey.aws import modules
from joey.errors import ConfigurationError, SecurityViolation, SqlSyntaxError
from joey.folder.folder import MigrationFolder
from joey.folder.manifest import FOLDER, NAME, Manifest

HANDLER = "index.handler"
DEADMAN = "joey.aws.deadman.handler"
_INDEX = b'"""What Lambda calls."""\n\nfrom joey.aws.handler import handler\n\n__all__ = ["handler"]\n'
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell: none of its own
_TAKEN = frozenset({"joey", FOLDER, NAME})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip file that Lambda can run."""

    path: Path
    sha256: str
    """Of the zip."""
    size: int
    manifest: Manifest
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of `aws bundle --json`."""
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "size": self.size,
            "manifest_hash": self.manifest.hash,
            "migrations": [file.tag for file in self.manifest.files],
            "destructive": list(self.manifest.destructive),
            "handler": HANDLER,
            "dead_man": DEADMAN,
        }


def build(
    folder: MigrationFolder | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    index: str | os.PathLike[str] | None = None,
) -> Bundle:
    """Write the bundle of a migration folder to the file `out`.

    It holds the migrations, `manifest.json`, those of joey's modules that run them, and `index.py`: that of the folder
    `index` with all that lies beside it, or one that only imports joey's handler. Raises, with file and line, what
    stands against running the folder through the RDS Data API; then nothing is written.
    """
    opened = folder if isinstance(folder, MigrationFolder) else MigrationFolder.open(folder)
    manifest = Manifest.of(opened)
    own = _own(Path(index)) if index is not None else {"index.py": _INDEX}
    content = _zipped({**own, **_migrations(opened), **_joey(own), NAME: manifest.to_bytes()})
    path = Path(out)
    try:
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError as error:
        raise ConfigurationError(f"{path} can't be written: {error.strerror}", file=str(path)) from None
    digest = hashlib.sha256(content).hexdigest()
    return Bundle(path, digest, len(content), manifest, tuple(_warnings(opened)))


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 3  # else the machine's own
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def _migrations(folder: MigrationFolder) -> dict[str, bytes]:
    """The .sql files and the journal: what a runner reads."""
    found = {
        f"{FOLDER}/{migration.file.relative_to(folder.path).as_posix()}": folder.read(migration)
        for migration in folder.migrations
    }
    if folder.journal.entries:
        found[f"{FOLDER}/meta/_journal.json"] = (folder.path / "meta" / "_journal.json").read_bytes()
    return found


def _joey(own: dict[str, bytes]) -> dict[str, bytes]:
    """The modules of joey that index.py, and what lies beside it, lead to; and the dead-man."""
    roots = {DEADMAN.rpartition(".")[0]}
    for name, content in own.items():
        if name.endswith(".py"):
            roots.update(module for module in modules.of(_parsed(name, content)) if module.startswith("joey"))
    return {
        f"{module.replace('.', '/')}{'/__init__' if file.name == '__init__.py' else ''}.py": file.read_bytes()
        for module, file in modules.needed(roots).items()
    }


def _parsed(name: str, content: bytes) -> ast.Module:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise SqlSyntaxError(f"{name} isn't Python: {error}", file=name, line=line) from None


def _own(folder: Path) -> dict[str, bytes]:
    """The files of the user's own handler."""
    if not (folder / "index.py").is_file():
        raise ConfigurationError(
            f"{folder} has no index.py",
            file=str(folder),
            hint="Lambda calls `handler` in it: from joey.aws.handler import handler",
        )
    found = {}
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        if name.partition("/")[0] in _TAKEN:
            raise ConfigurationError(
                f"{file} stands where the bundle has its own {name.partition('/')[0]}",
                file=str(file),
                hint="Give it another name.",
            )
        found[name] = file.read_bytes()
    return found


def _files(folder: Path) -> Iterator[Path]:
    inside = os.path.realpath(folder)
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if any(part.startswith(".") or part == "__pycache__" for part in parts) or not file.is_file():
            continue
        if os.path.commonpath((inside, os.path.realpath(file))) != inside:
            raise SecurityViolation(
                f"Security: {file} leads out of the folder: {os.path.realpath(file)}",
                file=str(file),
                hint="Replace the link by what it leads to. Nothing was written.",
            )
        yield file


def _warnings(folder: MigrationFolder) -> Iterator[str]:
    yield from folder.warnings
    for absent in folder.absent:
        yield (
            f"{absent.tag} is in the journal ({absent.journal}:{absent.line}), but {absent.file} is missing; unless "
            "the database has it already, the deployment will fail"
        )
