"""Results of any size and type through the RDS Data API: one JSON text, cut into pieces that its rows can hold.

The API answers in at most 1 MiB, with at most 64 KB a row, and knows not all types. So the server makes the text, and
the API carries bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from joey.connect.protocol import Row

PIECE = 32_000
"""Bytes of a row: as PostgreSQL prints them, not quite 64 KB."""
PIECES = 16
"""Rows of an answer: as PostgreSQL prints them, not quite 1 MiB."""
_MOST = 90
"""Statements of one text: json_build_array takes a hundred arguments."""


class _Object(list[tuple[str, Any]]):
    """A JSON object as its members, in order, none of them lost where two have one name."""


def document_of(statements: Sequence[str]) -> str:
    """SQL for the pieces of one text, each with the length of the whole: the rows of each statement, in its order."""
    rows = ", ".join(
        f"(SELECT pg_catalog.json_agg(pg_catalog.row_to_json(joey)) FROM (\n{statement}\n) joey)"
        for statement in statements
    )
    return (
        f"SELECT pg_catalog.substr(d.d, i, {PIECE}), pg_catalog.octet_length(d.d) FROM (SELECT pg_catalog.convert_to("
        f"pg_catalog.json_build_array({rows})::text, 'UTF8') AS d) d, "
        f"pg_catalog.generate_series(1, pg_catalog.octet_length(d.d), {PIECE}) i"
    )


def groups_of(statements: Sequence[str], longest: int) -> Iterator[list[str]]:
    """The statements in their order, as many together as SQL of that length holds."""
    group: list[str] = []
    length = 0
    for statement in statements:
        size = len(statement) + 100
        if group and (length + size > longest or len(group) == _MOST):
            yield group
            group, length = [], 0
        group.append(statement)
        length += size
    if group:
        yield group


def rows_of(texts: Sequence[Any] | None) -> tuple[tuple[str, ...], list[Row]]:
    """Names and rows, from JSON objects or from the texts of such."""
    found = [json.loads(row, object_pairs_hook=_Object) if isinstance(row, str) else row for row in texts or ()]
    names = tuple(name for name, _ in found[0]) if found else ()
    return names, [tuple(_plain(value) for _, value in row) for row in found]


def loads(data: bytes) -> list[Any]:
    """The rows of each statement of a text, for `rows_of`."""
    read: list[Any] = json.loads(data, object_pairs_hook=_Object)
    return read


def _plain(value: Any) -> Any:
    if isinstance(value, _Object):
        return {name: _plain(inner) for name, inner in value}
    return [_plain(item) for item in value] if isinstance(value, list) else value
