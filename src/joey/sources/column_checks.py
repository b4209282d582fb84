"""What models say that PostgreSQL won't hear: types it can't be told, and defaults that only Python knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Enum, MetaData, Table, exc
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateColumn

from joey.errors import ConfigurationError
from joey.sources.places import Place

_BACKGROUND = re.compile(r"\s*\(Background on this error at: \S+\)\s*$")
_NAMED_AT_MOST = 5
_NAMED_COLUMN = re.compile(r"column '([^']+)\.[^.']+'")


def compile_failure(
    error: Exception, found: Iterable[MetaData], place: Callable[[Table | None], Place]
) -> ConfigurationError:
    """The error that names the table and column which can't be compiled, and what to write instead."""
    words = _BACKGROUND.sub("", str(error)).strip()
    make: Any = postgresql.dialect
    dialect = make()
    tables = [table for metadata in found for table in metadata.tables.values()]
    columns = [column for table in tables for column in table.columns]
    for column in columns if isinstance(error, exc.CompileError) else ():
        if enum := _enum_without_name(column.type):
            file, line = place(column.table)
            labels = ", ".join(repr(label) for label in enum.enums[:3])
            more = ", …" if len(enum.enums) > 3 else ""
            return ConfigurationError(
                f"{column.table.fullname}.{column.name}: an Enum of plain strings has no name, and a type in "
                "PostgreSQL needs one",
                hint=f'write Enum({labels}{more}, name="{column.name}")',
                file=file,
                line=line,
            )
        try:
            CreateColumn(column).compile(dialect=dialect)
        except exc.CompileError as failed:
            file, line = place(column.table)
            return ConfigurationError(
                f"{column.table.fullname}.{column.name} can't be written as SQL: "
                f"{_BACKGROUND.sub('', str(failed)).strip()}",
                hint="give the column a type that PostgreSQL has",
                file=file,
                line=line,
            )
        except Exception:  # not this column's own fault
            continue
    named = _NAMED_COLUMN.search(words)
    culprit = next((t for t in tables if named and t.fullname == named[1]), None)
    file, line = place(culprit)
    return ConfigurationError(
        f"the models can't be written as SQL: {words or type(error).__name__}",
        hint="mend the model that SQLAlchemy names",
        file=file or None,
        line=line,
    )


def client_defaults(found: Iterable[MetaData]) -> tuple[list[str], dict[tuple[str, str, str], str]]:
    """NOT NULL columns whose default only Python knows: in a sentence, and by (schema, table, column)."""
    named: list[str] = []
    defaults: dict[tuple[str, str, str], str] = {}
    for column in _columns(found):
        default = column.default
        if default is None or column.nullable or column.server_default is not None:
            continue
        said = _in_words(default)
        defaults[column.table.schema or "public", column.table.name, column.name] = said
        named.append(f"{column.table.fullname}.{column.name} (default={said})")
    if not named:
        return [], defaults
    shown = ", ".join(named[:_NAMED_AT_MOST])
    more = f" and {len(named) - _NAMED_AT_MOST} more" if len(named) > _NAMED_AT_MOST else ""
    return [
        f"NOT NULL with a default that only Python knows: {shown}{more}. The database has none, "
        "so rows that SQL writes must name a value; server_default= gives it one."
    ], defaults


def _columns(found: Iterable[MetaData]) -> Iterator[Column[Any]]:
    for metadata in found:
        for table in metadata.tables.values():
            yield from table.columns


def _in_words(default: Any) -> str:
    if default.is_sequence:
        return f"Sequence({default.name!r})"
    argument = default.arg
    return str(getattr(argument, "__name__", argument)) if callable(argument) else repr(argument)


def _enum_without_name(type_: Any) -> Enum | None:
    """The native enum, itself or as the items of an array, that has no name."""
    type_ = getattr(type_, "item_type", type_)
    type_ = getattr(type_, "impl_instance", type_)
    return type_ if isinstance(type_, Enum) and type_.native_enum and not type_.name else None
