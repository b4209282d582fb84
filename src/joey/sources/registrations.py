"""Tables that modules have declared in metadata which outlives those modules, such as SQLModel's."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Table


def declared_tables(modules: Iterable[ModuleType]) -> Iterator[tuple[Table, type[Any] | None, ModuleType]]:
    """(table, mapped class if there is one, module) of all that modules declare by themselves."""
    if "sqlalchemy" not in sys.modules:
        return
    from sqlalchemy import Table

    for module in modules:
        for value in list(vars(module).values()):
            if isinstance(value, Table):
                yield value, None, module
            elif isinstance(value, type) and value.__module__ == module.__name__:
                table = value.__dict__.get("__table__")
                if isinstance(table, Table):
                    yield table, value, module


@contextlib.contextmanager
def tables_set_aside(modules: Iterable[ModuleType]) -> Iterator[None]:
    """Take the tables of modules out of their metadata, so that they can be declared anew; then put them back."""
    aside: dict[int, Table] = {id(table): table for table, _, _ in declared_tables(modules)}
    for table in aside.values():
        table.metadata.remove(table)
    try:
        yield
    finally:
        for table in aside.values():
            if table.key not in table.metadata.tables:
                table.metadata._add_table(table.name, table.schema, table)


def forget_tables(modules: Iterable[ModuleType]) -> None:
    """Undo what modules that are let go have registered elsewhere, and make their mappers inert."""
    for table, mapped, _ in declared_tables(modules):
        if table.metadata.tables.get(table.key) is table:
            table.metadata.remove(table)
        mapper: Any = None if mapped is None else mapped.__dict__.get("__mapper__")
        if mapper is not None:
            # Else configure_mappers() of later models, which is for the whole process, would look at this one too.
            mapper._set_dispose_flags()
            mapper.registry._dispose_cls(mapped)
