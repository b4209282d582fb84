"""Models in Python: imported, their metadata found, compiled, and let go of again."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from joey.errors import ConfigurationError, JoeyError
from joey.model.rename import Claim
from joey.sources.desired import SourceStatement
from joey.sources.import_errors import environment_hint, import_failure
from joey.sources.imports import (
    borrowed_interpreter,
    import_file,
    is_local,
    name_of,
    source_roots,
)

if TYPE_CHECKING:
    from sqlalchemy import MetaData


@dataclass(frozen=True, slots=True)
class PythonSource:
    """Modules that hold models: files, or a dotted name; `attribute` names one metadata of theirs."""

    source: str
    files: tuple[Path, ...]
    dotted: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Models:
    """What the models come to; `canonical` is the same as `statements`, in an order that doesn't matter."""

    statements: tuple[SourceStatement, ...]
    canonical: tuple[str, ...]
    schemas: tuple[str, ...]
    notes: tuple[str, ...]
    client_defaults: Mapping[tuple[str, str, str], str]
    run_create_all: Callable[[str], None] | None
    claims: tuple[Claim, ...]


def read_models(sources: Sequence[PythonSource], root: Path) -> Models:
    """Import the sources and compile what they declare."""
    with _imported(sources, root) as (modules, found):
        from joey.sources.places import places_of_tables
        from joey.sources.sqlalchemy import compile_all

        compiled = compile_all(found, places_of_tables(modules, root))
        return Models(
            statements=compiled.statements,
            canonical=compiled.canonical,
            schemas=compiled.schemas,
            notes=compiled.notes,
            client_defaults=compiled.client_defaults,
            run_create_all=None if compiled.complete else partial(_create_all, tuple(sources), root),
            claims=compiled.claims,
        )


def _create_all(sources: Sequence[PythonSource], root: Path, url: str) -> None:
    """Import the models once more, and let SQLAlchemy make them in a database."""
    with _imported(sources, root) as (_, found):
        from joey.sources.sqlalchemy import create_all

        try:
            create_all(found, url)
        except JoeyError:
            raise
        except Exception as error:
            names = ", ".join(source.source for source in sources)
            cause = getattr(error, "orig", None) or error  # the driver's own error, without SQLAlchemy's frame
            cause = cause.with_traceback(error.__traceback__)
            raise import_failure(cause, names, root, source_roots(root), "be made by create_all") from None


@contextmanager
def _imported(sources: Sequence[PythonSource], root: Path) -> Iterator[tuple[list[ModuleType], list[MetaData]]]:
    """The modules of the sources and all metadata that they hold, as long as the context lasts."""
    if importlib.util.find_spec("sqlalchemy") is None:
        raise ConfigurationError(
            "reading models needs SQLAlchemy, which isn't installed where joey runs",
            hint=environment_hint(root) or 'pip install "joey[local]"',
        )
    named = {file: name_of(file, root) for source in sources for file in source.files}
    paths = list(dict.fromkeys([*(name.base for name in named.values()), *source_roots(root)]))
    siblings = [folder for folder in dict.fromkeys(file.parent for file in named) if folder not in paths]
    with borrowed_interpreter(paths, siblings), _without_collecting():
        modules: list[ModuleType] = []
        found: dict[int, MetaData] = {}
        for source in sources:
            try:
                mine = [import_file(named[file]) for file in source.files] or _import_dotted(source.dotted)
            except (KeyboardInterrupt, GeneratorExit):
                raise
            except BaseException as error:
                raise import_failure(error, source.source, root, paths) from None
            modules += mine
            found.update((id(metadata), metadata) for metadata in _metadata_of(source, mine, paths))
        yield modules, list(found.values())


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No garbage is collected meanwhile: models are many objects, and all of them stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _import_dotted(dotted: str) -> list[ModuleType]:
    """A module, and all that is below it where it is a package."""
    module = importlib.import_module(dotted)
    below = pkgutil.walk_packages(getattr(module, "__path__", ()), f"{dotted}.")
    names = [found.name for found in below if not found.name.endswith(".__main__")]
    return [module, *(importlib.import_module(name) for name in names)]


def _metadata_of(source: PythonSource, modules: Sequence[ModuleType], paths: Sequence[Path]) -> list[MetaData]:
    """Every metadata with tables that the modules hold; an error where there is none."""
    from joey.sources.sqlalchemy import metadata_of

    if source.attribute:
        return [_named_metadata(source, modules[0])]
    found = metadata_of(modules)
    if not found:  # perhaps it only imports the modules that do
        roots = [os.path.join(os.path.realpath(path), "") for path in paths]
        found = metadata_of([m for m in list(sys.modules.values()) if is_local(m, roots)])
    full = [metadata for metadata in found if metadata.tables or metadata._sequences]
    if full:
        return full
    what = "declares no tables" if found else "holds no SQLAlchemy metadata"
    raise ConfigurationError(
        f"{source.source} {what}",
        hint="`schema` must name the modules that declare the models (a folder is walked, so that all are imported)",
        file=source.source if source.files else None,
    )


def _named_metadata(source: PythonSource, module: ModuleType) -> MetaData:
    from sqlalchemy import MetaData

    value: Any = module
    for step in source.attribute.split("."):
        value = getattr(value, step, None)
    value = getattr(value, "metadata", value)
    if not isinstance(value, MetaData):
        raise ConfigurationError(
            f"{source.source} names no SQLAlchemy metadata",
            hint="write module:metadata, where metadata is a MetaData object or a declarative base",
        )
    return value
