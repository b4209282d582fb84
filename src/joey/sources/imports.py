"""The user's modules, imported as if they never had been: nothing written, nothing left behind."""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from joey.sources.registrations import forget_tables, tables_set_aside

_NOT_MODELS = frozenset({"__main__.py", "conftest.py", "setup.py"})
_STDLIB = os.path.join(sysconfig.get_path("stdlib"), "")
_JOEY = os.path.join(str(Path(__file__).resolve().parents[1]), "")


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A file's dotted name, and the folder that must be on sys.path for it."""

    dotted: str
    base: Path
    file: Path


def source_roots(root: Path) -> list[Path]:
    """The folders that a project's code is imported from: `src`, where it is a layout, and the root."""
    source = root / "src"
    return [source, root] if source.is_dir() and not (source / "__init__.py").exists() else [root]


def name_of(file: Path, root: Path) -> ModuleName:
    """What a module file is called, with and without `__init__.py` in its folders."""
    folder = file.parent
    home = next((h for h in source_roots(root) if folder == h or h in folder.parents), None)
    base, step = home or folder, folder
    # The outermost package decides: src/app/db/schema.py is app.db.schema when src/app has an __init__.py.
    while step != home and step.parent != step:
        if (step / "__init__.py").exists():
            base = step.parent
        elif home is None:
            break
        step = step.parent
    parts = file.relative_to(base).with_suffix("").parts
    if len(parts) > 1 and parts[-1] == "__init__":
        parts = parts[:-1]
    if not all(part.isidentifier() for part in parts):
        parts, base = (file.stem,), folder
    return ModuleName(".".join(parts), base, file)


def modules_under(folder: Path) -> list[Path]:
    """Every module of a package folder, sorted; not its tests, scripts and Alembic environments."""
    found: list[Path] = []
    for current, folders, files in os.walk(folder):
        if "script.py.mako" in files:
            folders.clear()
            continue
        folders[:] = sorted(f for f in folders if f.isidentifier() and f != "__pycache__")
        found += [
            Path(current, name)
            for name in files
            if name.endswith(".py") and name not in _NOT_MODELS and not name.startswith("test_")
        ]
    return sorted(found)


@contextlib.contextmanager
def borrowed_interpreter(paths: Sequence[Path], last: Sequence[Path] = ()) -> Iterator[None]:
    """Import from `paths` first and `last` last; then put the interpreter back as it was.

    No bytecode is written. What the modules print goes to stderr, since stdout is for data. Modules that are
    loaded from the same folders already are set aside meanwhile, so that what is read is what the files say now.
    """
    roots = [os.path.join(os.path.realpath(path), "") for path in [*paths, *last]]
    saved_path, saved_bytecode, saved_cwd = list(sys.path), sys.dont_write_bytecode, os.getcwd()
    front = [str(path) for path in paths]
    finder = _OneModulePerFile(roots)
    aside = {name: module for name, module in list(sys.modules.items()) if _must_go(name, module, roots, front)}
    for name in aside:
        del sys.modules[name]
    with tables_set_aside(aside.values()):
        sys.path[:] = [*front, *(p for p in saved_path if p not in front), *map(str, last)]
        sys.dont_write_bytecode = True
        sys.meta_path.insert(_place_of_path_finder(), finder)
        importlib.invalidate_caches()
        try:
            with contextlib.redirect_stdout(sys.stderr):
                yield
        finally:
            # Before sys.path changes back, since the path of a namespace package follows it.
            loaded = {n: m for n, m in list(sys.modules.items()) if is_local(m, roots)}
            for name in loaded:
                del sys.modules[name]
            sys.meta_path.remove(finder)
            sys.path[:] = saved_path
            sys.dont_write_bytecode = saved_bytecode
            os.chdir(saved_cwd)
            forget_tables(loaded.values())
            sys.modules.update(aside)


def import_file(name: ModuleName) -> ModuleType:
    """The module of a file, under its own name where that name leads to it."""
    if all(part.isidentifier() for part in name.dotted.split(".")):
        spec = _spec_of(name.dotted)
        if spec is not None and spec.origin and os.path.realpath(spec.origin) == os.path.realpath(name.file):
            return importlib.import_module(name.dotted)
    # The name belongs to something else (types.py, say), or is none: load the file by its place.
    made_up = "joey_source_" + "".join(c if c.isalnum() else "_" for c in name.dotted)
    spec = importlib.util.spec_from_file_location(made_up, name.file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[made_up] = module
    spec.loader.exec_module(module)
    return module


def _spec_of(dotted: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(dotted)
    except ValueError:  # a module without a spec has that name
        return None
    except ModuleNotFoundError as error:
        if error.name is not None and f"{dotted}.".startswith(f"{error.name}."):
            return None
        raise  # a package's own __init__ imports what isn't there


def is_local(module: ModuleType | None, roots: Sequence[str]) -> bool:
    """Whether a module was loaded from the user's own folders (real paths that end in a separator)."""
    places = [getattr(module, "__file__", None) or ""]
    if not places[0]:  # a namespace package has only a path
        with contextlib.suppress(Exception):
            places = [os.path.join(str(p), "") for p in getattr(module, "__path__", ())]
    return any(is_own_file(place, roots) for place in places)


def is_own_file(file: str, roots: Sequence[str]) -> bool:
    """Whether a file is the user's own, rather than that of a library installed below their folder."""
    if not file or file.startswith((_STDLIB, _JOEY, "<")):
        return False
    if f"{os.sep}site-packages{os.sep}" in file or f"{os.sep}dist-packages{os.sep}" in file:
        return False
    return os.path.realpath(file).startswith(tuple(roots))


def _must_go(name: str, module: ModuleType | None, roots: Sequence[str], front: Sequence[str]) -> bool:
    """Whether a loaded module is the user's own, or another project's that has the name of one of theirs."""
    if name == "__main__" or name.partition(".")[0] == "joey":
        return False
    if is_local(module, roots):
        return True
    top = name.partition(".")[0]
    if not is_local(sys.modules.get(top, module), [os.sep]):
        return False
    return any(os.path.exists(os.path.join(p, top)) or os.path.exists(os.path.join(p, top + ".py")) for p in front)


def _place_of_path_finder() -> int:
    try:
        return sys.meta_path.index(importlib.machinery.PathFinder)
    except ValueError:
        return len(sys.meta_path)


class _OneModulePerFile:
    """A finder that gives a file one module, by whichever of its names it is asked for.

    With both the root and `src` on the path, `src.db.types` and `db.types` are the same file; imported twice,
    its tables would be declared twice.
    """

    def __init__(self, roots: Sequence[str]) -> None:
        self._roots = tuple(roots)
        self._names: dict[str, str] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of the file, or one that leads to the module it has become already."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or not is_own_file(spec.origin, self._roots):
            return spec
        first = self._names.setdefault(os.path.realpath(spec.origin), fullname)
        if first == fullname or (module := sys.modules.get(first)) is None:
            return spec
        return importlib.machinery.ModuleSpec(fullname, _Alias(module), origin=spec.origin)

    def invalidate_caches(self) -> None:
        """Nothing is cached here."""


class _Alias(importlib.abc.Loader):
    """A loader whose module is there already."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """The module itself."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Only mend what the import system has just overwritten."""
        module.__spec__ = self._spec
