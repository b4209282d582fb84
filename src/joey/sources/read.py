"""Sources of any kind and number -> the desired state."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from joey.errors import ConfigurationError
from joey.sources.desired import Desired
from joey.sources.sql_files import SqlFile

if TYPE_CHECKING:
    from joey.sources.models import PythonSource

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(:[^\W\d]\w*(\.[^\W\d]\w*)*)?\Z")


def read(sources: Sequence[str], root: Path) -> Desired:
    """The desired state that sources describe; no database is asked, and nothing is written.

    A source is a .py file, a package folder (every module of it is imported), `package.module` or
    `package.module:metadata`, a .sql file, a folder of .sql files, or a pattern such as `src/db/*.py`; relative
    paths are relative to `root`.
    """
    root = root.resolve()
    modules: list[PythonSource] = []
    files: dict[Path, SqlFile] = {}
    for source in sources:
        _sort_out(source, root, modules, files)
    if not modules and not files:
        raise ConfigurationError(
            "no schema is named",
            hint='set schema = ["src/db/schema.py"] in [tool.joey] of pyproject.toml',
        )
    written = tuple(files.values())
    if not modules:
        return Desired((), written, _digest((), written))
    from joey.sources.models import read_models

    models = read_models(modules, root)
    complete = models.run_create_all is None
    return Desired(
        models=models.statements,
        files=written,
        digest=_digest(models.canonical, written) if complete else None,
        schemas=models.schemas,
        notes=models.notes,
        client_defaults=models.client_defaults,
        run_create_all=models.run_create_all,
        claims=models.claims,
    )


def _sort_out(source: str, root: Path, modules: list[PythonSource], files: dict[Path, SqlFile]) -> None:
    """Find out what a source is, and add it to the modules or files."""
    from joey.sources.imports import modules_under
    from joey.sources.models import PythonSource

    if any(sign in source for sign in "*?["):
        found = sorted(path for path in root.glob(source) if path.suffix in (".py", ".sql") or path.is_dir())
        if not found:
            raise ConfigurationError(f"nothing matches {source}", hint=f"`schema` is relative to {root}")
        for path in found:
            _sort_out(_name(path, root), root, modules, files)
        return
    plain, _, attribute = source.partition(":")
    path = _path(plain, root)
    if not path.exists():
        path, attribute = _path(source, root), ""
    if path.is_file() and path.suffix == ".py":
        modules.append(PythonSource(source, (path,), attribute=attribute))
    elif path.is_file() and path.suffix == ".sql":
        files.setdefault(path, SqlFile.at(path, _name(path, root)))
    elif path.is_dir():
        python = modules_under(path)
        sql = _sql_files_under(path)
        if not python and not sql:
            raise ConfigurationError(f"{source} holds neither .py nor .sql files")
        if python:
            modules.append(PythonSource(source, tuple(python), attribute=attribute))
        for file in sql:
            files.setdefault(file, SqlFile.at(file, _name(file, root)))
    elif path.exists():
        raise ConfigurationError(
            f"{source} is neither Python nor SQL", hint="a schema source is a .py or .sql file, or a folder"
        )
    elif _DOTTED.match(source) and not source.endswith((".py", ".sql")):
        dotted, _, attribute = source.partition(":")
        modules.append(PythonSource(source, (), dotted=dotted, attribute=attribute))
    else:
        raise ConfigurationError(f"{source} doesn't exist", hint=f"`schema` is relative to {root}")


def _sql_files_under(folder: Path) -> list[Path]:
    found: list[Path] = []
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        found += [Path(current, name) for name in names if name.endswith(".sql")]
    return sorted(found)


def _path(source: str, root: Path) -> Path:
    return Path(os.path.normpath(root / source))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _digest(models: Sequence[str], files: Sequence[SqlFile]) -> str:
    """What is said, whatever the files are called; files in order, since a later one may replace what was made."""
    digest = hashlib.sha256()
    for part in (*models, "\0", *(file.text for file in files)):
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
