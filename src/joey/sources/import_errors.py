"""What went wrong in the user's modules, said with the line of theirs that it happened in."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from joey.errors import ConfigurationError
from joey.sources.imports import is_own_file

_BACKGROUND = re.compile(r"\s*\(Background on this error at: \S+\)\s*$")


def import_failure(
    error: BaseException, source: str, root: Path, paths: Sequence[Path], act: str = "be imported"
) -> ConfigurationError:
    """The error that tells the user why their models can't be imported (or whatever else was to be done)."""
    roots = [os.path.join(os.path.realpath(path), "") for path in [root, *paths]]
    file, line = _place(error, roots)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing_module(error.name, source, root, paths, file, line)
    words = _BACKGROUND.sub("", str(error)).strip()
    if isinstance(error, SyntaxError):
        words = error.msg
    kind = type(error).__name__
    said = f"{kind}: {words}" if words else kind
    if isinstance(error, SystemExit):
        said = f"it ends the program (SystemExit: {error.code})"
    return ConfigurationError(
        f"{source} can't {act}: {said}",
        hint="mend the line, or name in `schema` only modules that can be imported without side effects",
        file=shown(file, root),
        line=line,
    )


def shown(file: str | None, root: Path) -> str | None:
    """A file as messages call it: relative to the project's root where it lies under it."""
    if file is None:
        return None
    real, real_root = Path(os.path.realpath(file)), Path(os.path.realpath(root))
    return real.relative_to(real_root).as_posix() if real.is_relative_to(real_root) else file


def environment_hint(root: Path) -> str | None:
    """What to do where joey doesn't run in the project's own environment."""
    named = [os.environ.get("VIRTUAL_ENV"), str(root / ".venv"), str(root / "venv")]
    environments = [e for e in named if e and os.path.exists(os.path.join(e, "pyvenv.cfg"))]
    if any(os.path.realpath(e) == os.path.realpath(sys.prefix) for e in environments):
        return None
    if not environments:
        uses_uv = (root / "uv.lock").exists()
        return "run `uv run joey …`, so that joey runs in the project's own environment" if uses_uv else None
    pip = os.path.join(environments[0], "Scripts" if os.name == "nt" else "bin", "pip")
    return (
        f"joey runs in {sys.prefix}, not in the project's environment {environments[0]}: "
        f'run `uv run joey …`, or install joey there: {pip} install "joey[local]"'
    )


def _place(error: BaseException, roots: Sequence[str]) -> tuple[str | None, int | None]:
    """The last line of the user's own code on the way to the error."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno
    own = [f for f in traceback.extract_tb(error.__traceback__) if is_own_file(f.filename, roots)]
    return (own[-1].filename, own[-1].lineno) if own else (None, None)


def _missing_module(
    name: str, source: str, root: Path, paths: Sequence[Path], file: str | None, line: int | None
) -> ConfigurationError:
    top = name.partition(".")[0]
    where = next((p for p in paths if (p / top).is_dir() or (p / f"{top}.py").exists()), None)
    if where is not None:
        message = f"{source} can't be imported: there is no module {name} in {shown(str(where), root)}"
        hint = "check the name, or the file that should be there"
    elif top == source.partition(".")[0] and file is None:
        message = f"there is no module {name}"
        searched = ", ".join(str(path) for path in paths)
        hint = f"`schema` may name a file, a folder or a dotted module; looked in {searched}"
    else:
        message = f"{source} can't be imported: it needs the module {name}, which isn't installed"
        hint = environment_hint(root) or f"install it into the environment that joey runs in ({sys.prefix})"
    return ConfigurationError(message, hint=hint, file=shown(file, root), line=line)
