"""What modules have declared in metadata which outlives those modules, such as SQLModel's."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Sequence, Table


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
    """Take what modules declare out of its metadata, so that it can be declared anew; then put it back."""
    modules = list(modules)
    tables: dict[int, Table] = {id(table): table for table, _, _ in declared_tables(modules)}
    aside = [_Aside(table.metadata) for table in tables.values()]
    for one, table in zip(aside, tables.values(), strict=True):
        one.take_table(table)
    aside += [_Aside(sequence.metadata).take_sequence(sequence) for sequence in _declared_sequences(modules)]
    try:
        yield
    finally:
        for one in aside:
            one.put_back()


def forget_tables(modules: Iterable[ModuleType]) -> None:
    """Undo what modules that are let go have registered elsewhere, and make their mappers inert."""
    modules = list(modules)
    for sequence in _declared_sequences(modules):
        _Aside(sequence.metadata).take_sequence(sequence)
    for table, mapped, _ in declared_tables(modules):
        _Aside(table.metadata).take_table(table)
        mapper: Any = None if mapped is None else mapped.__dict__.get("__mapper__")
        if mapper is not None:
            # Else configure_mappers() of later models, which is for the whole process, would look at this one too.
            mapper._set_dispose_flags()
            mapper.registry._dispose_cls(mapped)


def _declared_sequences(modules: Iterable[ModuleType]) -> Iterator[Any]:
    if "sqlalchemy" in sys.modules:
        from sqlalchemy import Sequence

        for module in modules:
            for value in list(vars(module).values()):
                if isinstance(value, Sequence) and value.metadata is not None:
                    yield value


class _Aside:
    """What was taken out of one metadata."""

    def __init__(self, metadata: MetaData) -> None:
        self._metadata: Any = metadata
        self._tables: list[Table] = []
        self._sequences: list[Sequence] = []
        self._objects: list[Any] = []
        self._listeners: list[tuple[str, Any]] = []

    def take_table(self, table: Table) -> None:
        """A table, the sequences that its columns count with, and the types that they would make."""
        if self._metadata.tables.get(table.key) is table:
            self._metadata.remove(table)
            self._tables.append(table)
        types = [type_ for column in table.columns for type_ in _types(column.type)]
        self._take_objects(types)
        for event in ("before_create", "after_drop"):
            listening = getattr(self._metadata.dispatch, event).listeners
            for listener in [one for one in listening if any(_owner(one) is type_ for type_ in types)]:
                listening.remove(listener)
                self._listeners.append((event, listener))
        for column in table.columns:
            if getattr(column.default, "is_sequence", False):
                self.take_sequence(column.default)

    def take_sequence(self, sequence: Any) -> _Aside:
        """A sequence."""
        if self._metadata._sequences.get(sequence._key) is sequence:
            del self._metadata._sequences[sequence._key]
            self._sequences.append(sequence)
        self._take_objects([sequence])
        return self

    def _take_objects(self, wanted: Iterable[Any]) -> None:
        """Of what SQLAlchemy 2.1 lists besides tables."""
        listed: set[Any] = getattr(self._metadata, "_objects", set())
        for one in wanted:
            if one in listed:
                listed.remove(one)
                self._objects.append(one)

    def put_back(self) -> None:
        """All of it, as it was, where nothing has taken its name since."""
        for table in self._tables:
            if table.key not in self._metadata.tables:
                self._metadata._add_table(table.name, table.schema, table)
        for sequence in self._sequences:
            self._metadata._sequences.setdefault(sequence._key, sequence)
        if self._objects:
            self._metadata._objects.update(self._objects)
        for event, listener in self._listeners:
            getattr(self._metadata.dispatch, event).listeners.append(listener)


def _types(type_: Any) -> Iterator[Any]:
    """A column's type, and those inside it."""
    yield type_
    inside = [vars(type_).get("item_type"), vars(type_).get("impl"), *type_._variant_mapping.values()]
    for one in inside:
        if hasattr(one, "_variant_mapping"):
            yield from _types(one)


def _owner(listener: Any) -> Any:
    """Whose method a listener of SQLAlchemy's own is: in 2.1 a partial, in 2.0 a class of its own."""
    return getattr(getattr(listener, "func", None), "__self__", None) or getattr(listener, "target", None)
