"""Where in the user's files a table is declared."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from joey.sources.import_errors import shown
from joey.sources.registrations import declared_tables

if TYPE_CHECKING:
    from sqlalchemy import Table

Place = tuple[str, int | None]
"""A file as messages call it, and a line."""

_DECLARES = re.compile(
    r"""__tablename__\s*(?::[^=\n]+)?=\s*["'](?P<name>\w+)["']|\bTable\(\s*["'](?P<core>\w+)["']"""
    r"""|^class\s+(?P<model>\w+)""",
    re.MULTILINE,
)


def places_of_tables(modules: Iterable[ModuleType], root: Path) -> Callable[[Table | None], Place]:
    """A function that tells the file and line in which a table is declared."""
    listed = list(modules)
    files: dict[int, str] = {}
    for table, mapped, module in declared_tables(_with_origins(listed)):
        if mapped is not None or id(table) not in files:
            files[id(table)] = module.__file__ or ""
    first = (listed[0].__file__ or "") if listed else ""
    names = cache(lambda file: shown(file, root) or "")
    lines = cache(_lines_of_tables)

    def place(table: Table | None) -> Place:
        file = files.get(id(table), first)
        if table is None or not file:
            return names(file), None
        return names(file), lines(file).get(table.name)

    return place


def _with_origins(modules: Sequence[ModuleType]) -> Iterable[ModuleType]:
    """The modules, and those that the classes in them come from."""
    seen = {module.__name__: module for module in modules}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ not in seen and "__table__" in value.__dict__:
                seen[value.__module__] = sys.modules.get(value.__module__, module)
    return list(seen.values())


def _lines_of_tables(file: str) -> dict[str, int]:
    """The line of each table's class or Table() in a file, as far as its text shows it."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    lines: dict[str, int] = {}
    line, counted, of_class = 1, 0, 1
    for found in _DECLARES.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        if name := found["model"]:
            of_class = line
            lines.setdefault(name.lower(), line)  # as SQLModel names its tables
        elif name := found["name"]:
            lines[name] = of_class
        else:
            lines[found["core"]] = line
    return lines
