"""`info={"renamed_from": …}` in models: what their tables, columns and the like were called before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Constraint, ForeignKeyConstraint, Index, MetaData, Table

from joey.errors import ConfigurationError
from joey.model.rename import Claim, Path
from joey.sources.places import Place

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

KEY = "renamed_from"
_RELATION = ("table", "view", "materialized view")
_PART = re.compile(r'"((?:[^"]|"")+)"(?:\.|\Z)|([^."]+)(?:\.|\Z)')

Placing = Callable[[Table | None], Place]


def claims_of(found: Iterable[MetaData], place: Placing, dialect: Dialect) -> tuple[Claim, ...]:
    """What all metadata says of earlier names."""
    return tuple(claim for metadata in found for claim in _of_metadata(metadata, place, dialect))


def _of_metadata(metadata: MetaData, place: Placing, dialect: Dialect) -> Iterator[Claim]:
    for table in metadata.tables.values():
        yield from _of_table(table, place(table), dialect)
    for sequence in metadata._sequences.values():
        if (old := sequence.info.get(KEY)) is not None:
            yield _claim(("sequence",), (str(sequence.schema or "public"), str(sequence.name)), old, place(None))
    if (mapping := metadata.info.get(KEY)) is not None:
        yield from _of_mapping(mapping, place(None))


def _of_table(table: Table, where: Place, dialect: Dialect) -> Iterator[Claim]:
    path = (str(table.schema or "public"), _cut(table.name))
    if (old := table.info.get(KEY)) is not None:
        yield _claim(_RELATION, path, old, where)
    for column in table.columns:
        if (old := column.info.get(KEY)) is not None:
            yield _claim(("column",), (*path, _cut(column.name)), old, where)
    parts: list[Constraint | Index] = [*table.constraints, *table.indexes]
    for item in sorted(parts, key=lambda i: str(i.name)):
        if (old := item.info.get(KEY, _of_key(item))) is None:
            continue
        kind = "index" if isinstance(item, Index) else "constraint"
        name = _name_of(item, table, dialect)
        if not name:
            raise ConfigurationError(
                f"{table.fullname}: renamed_from of a {kind} that has no name of its own",
                hint='Give it its new name: name="…", or a naming_convention of the MetaData.',
                file=where[0],
                line=where[1],
            )
        yield _claim((kind,), (*path, name), old, where)


def _of_key(item: Constraint | Index) -> Any:
    """What the ForeignKey of one column says, which stands for its constraint."""
    if not isinstance(item, ForeignKeyConstraint):
        return None
    return next((key.info[KEY] for key in item.elements if KEY in key.info), None)


def _name_of(item: Constraint | Index, table: Table, dialect: Dialect) -> str | None:
    preparer: Any = dialect.identifier_preparer
    if isinstance(item, Index):
        named = preparer.format_index(item)
    else:
        named = preparer.format_constraint(item) if item.name is not None else None
        if named is None and isinstance(item, Constraint) and item is table.primary_key:
            named = f"{table.name}_pkey"  # as PostgreSQL calls it
    return _cut(named[1:-1].replace('""', '"') if named and named.startswith('"') else named) if named else None


def _of_mapping(mapping: Any, where: Place) -> Iterator[Claim]:
    """What `MetaData(info={"renamed_from": {kind: {new: old}}})` says of what has no `info` of its own."""
    if not isinstance(mapping, Mapping) or not all(isinstance(names, Mapping) for names in mapping.values()):
        raise _unreadable(mapping, where, 'such as {"type": {"mood": "feeling"}, "label": {"mood.glad": "happy"}}')
    for kind, names in mapping.items():
        for new, old in names.items():
            path = _path(new, where)
            full = {"schema": 1, "label": 3, "attribute": 3, "column": 3, "trigger": 3, "policy": 3, "rule": 3}
            if len(path) < (depth := full.get(str(kind), 3 if kind == "constraint" else 2)):
                path = ("public",) * (depth - len(path)) + path
            yield _claim((str(kind),), path, old, where)


def _claim(kinds: tuple[str, ...], path: Path, old: Any, where: Place) -> Claim:
    return Claim(kinds, path, _path(old, where), where[0], declared=True, line=where[1])


def _path(name: Any, where: Place) -> Path:
    """The names that a text with dots means, or a tuple."""
    if isinstance(name, tuple | list) and name and all(isinstance(part, str) and part for part in name):
        return tuple(name)
    if not isinstance(name, str):
        raise _unreadable(name, where, 'a name, such as "old" or "schema.old"')
    parts, at = [], 0
    while at < len(name):
        found = _PART.match(name, at)
        if found is None:
            break
        parts.append(_cut(found[1].replace('""', '"') if found[1] else found[2]))
        at = found.end()
    if not parts or at < len(name) or name.endswith("."):
        raise _unreadable(name, where, 'a name, such as "old" or "schema.old"')
    return tuple(parts)


def _unreadable(value: Any, where: Place, wanted: str) -> ConfigurationError:
    return ConfigurationError(
        f"renamed_from can't be {value!r}", hint=f"It must be {wanted}.", file=where[0] or None, line=where[1]
    )


def _cut(name: str) -> str:
    """A name as PostgreSQL keeps it."""
    return name.encode()[:63].decode(errors="ignore")
