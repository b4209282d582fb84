"""Values on their way to the RDS Data API and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from joey.connect.protocol import Row

_PLACE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)""")


def named(sql: str) -> str:
    """`$1` as `:p1`, as the API has it; what is in quotes stays."""
    return _PLACE.sub(lambda found: f":p{found[1]}" if found[1] else found[0], sql)


def parameters(values: Sequence[Any]) -> list[dict[str, Any]]:
    """The values of `$1`, `$2` …; the SQL must cast each to its type."""
    return [{"name": f"p{number}", "value": _value(value)} for number, value in enumerate(values, 1)]


def _value(value: Any) -> dict[str, Any]:
    if value is None:
        return {"isNull": True}
    if isinstance(value, bool):
        return {"booleanValue": value}
    if isinstance(value, int):
        return {"longValue": value}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, bytes):
        return {"blobValue": value}
    return {"stringValue": _array(value) if isinstance(value, (list, tuple)) else str(value)}


def _array(items: Sequence[Any]) -> str:
    """A list as PostgreSQL writes an array; the API takes none as a parameter."""
    return "{" + ",".join(map(_item, items)) + "}"


def _item(item: Any) -> str:
    if item is None:
        return "NULL"
    if isinstance(item, (list, tuple)):
        return _array(item)
    return '"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"'


def fields(answer: dict[str, Any]) -> list[Row]:
    """The rows of an answer."""
    return [tuple(map(_field, record)) for record in answer.get("records", ())]


def _field(field: dict[str, Any]) -> Any:
    ((kind, value),) = field.items()
    if kind == "isNull":
        return None
    if kind != "arrayValue":
        return value
    ((kind, items),) = value.items()
    return [_field({"arrayValue": item}) for item in items] if kind == "arrayValues" else list(items)
