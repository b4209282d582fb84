"""Values on their way: parameters to PostgreSQL as JDBC would send them, and columns to the service's fields."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from joey.testing.data_api.errors import ServiceError, invalid

OIDS = {
    "bool": 16,
    "bytea": 17,
    "int8": 20,
    "int2": 21,
    "int4": 23,
    "text": 25,
    "json": 114,
    "float4": 700,
    "float8": 701,
    "varchar": 1043,
    "date": 1082,
    "time": 1083,
    "timestamp": 1114,
    "numeric": 1700,
    "uuid": 2950,
}
_SENT = {
    "booleanValue": "bool",
    "longValue": "int8",
    "doubleValue": "float8",
    "stringValue": "text",
    "blobValue": "bytea",
}
_HINTED = {
    "UUID": "uuid",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "TIME": "time",
    "DECIMAL": "numeric",
    "JSON": "json",
}
_WHOLE = frozenset({"int2", "int4", "int8", "oid"})
_MOMENTS = frozenset({"date", "timestamp", "timestamptz"})
_FRACTIONS = frozenset({"time", "timestamp", "timestamptz"})
_SCALARS = frozenset(
    {
        *("bool", "bytea", "cidr", "numeric", "float8", "inet", "int4", "int2", "int8", "jsonb", "json", "float4"),
        *("text", "bpchar", "varchar", "time", "uuid", "vector", *_MOMENTS),
    }
)
"""What the service's documentation lists, and timestamptz, which it speaks of elsewhere."""
_ITEMS = frozenset(
    {
        *("bool", "numeric", "float8", "int4", "int2", "int8", "json", "float4", "text", "bpchar", "varchar"),
        *("time", "uuid", *_MOMENTS),
    }
)
_SHOUTED = frozenset(
    {
        *("interval", "timetz", "money", "point", "lseg", "path", "box", "polygon", "line", "circle", "macaddr"),
        *("macaddr8", "bit", "varbit", "record", "unknown", "void", "oid", "name", "int4range", "int8range"),
        *("numrange", "tsrange", "tstzrange", "daterange", "jsonpath", "bool", "bytea", "jsonb", "inet", "cidr"),
    }
)
"""Types whose name stands in capitals in an error; others are called as PostgreSQL calls them."""
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^",{}]+)', re.S)

Strings = Literal["text", "varchar"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type of PostgreSQL's, as far as an answer needs it."""

    name: str
    kind: str
    """`typtype`: b, c, d, e, m, p or r."""
    item: Type | None = None
    """The type of an array's items."""


@dataclass(frozen=True, slots=True)
class ResultOptions:
    """How numbers that a client might round are answered."""

    decimals_as_numbers: bool = False
    longs_as_strings: bool = False

    @classmethod
    def of(cls, request: dict[str, Any]) -> ResultOptions:
        """What a request says of them."""
        options = request.get("resultSetOptions", {})
        return cls(options.get("decimalReturnType") == "DOUBLE_OR_LONG", options.get("longReturnType") == "STRING")


def parameters(
    names: Sequence[str], given: Sequence[dict[str, Any]], strings: Strings
) -> tuple[list[bytes | None], list[int]]:
    """Values and type OIDs for the names of a statement, in their order. What is given beyond them is ignored."""
    by_name = {parameter.get("name"): parameter for parameter in given}
    if missing := [name for name in names if name not in by_name]:
        raise ServiceError("ValidationException", f"Cannot find parameter: {missing[0]}")
    bound = [_bound(by_name[name], strings) for name in names]
    return [value for value, _ in bound], [oid for _, oid in bound]


def _bound(parameter: dict[str, Any], strings: Strings) -> tuple[bytes | None, int]:
    value: dict[str, Any] = parameter.get("value", {})
    hinted = _HINTED.get(parameter.get("typeHint", ""))
    if value.get("isNull"):
        return None, OIDS[hinted] if hinted else 0
    if "arrayValue" in value:
        raise invalid("Array parameters are not supported.")
    if "isNull" in value or not value:
        raise invalid(f"The value of parameter {parameter.get('name')} is missing")
    ((member, content),) = value.items()
    if hinted and member != "stringValue":
        raise invalid(f"The type hint of parameter {parameter.get('name')} needs a string value")
    sent = hinted or (strings if member == "stringValue" else _SENT[member])
    if sent == "bytea":
        return b"\\x" + content.hex().encode(), OIDS[sent]
    text = str(content).lower() if sent == "bool" else str(content)
    return text.encode(), OIDS[sent]


def field(raw: bytes | None, of: Type, options: ResultOptions) -> dict[str, Any]:
    """A column of a record."""
    if raw is None:
        return {"isNull": True}
    text = raw.decode()
    if of.item is not None:
        return {"arrayValue": _array(text, of.item, options)}
    if of.name == "bool":
        return {"booleanValue": text == "t"}
    if of.name in _WHOLE:
        return {"stringValue": text} if options.longs_as_strings else {"longValue": int(text)}
    if of.name in ("float4", "float8"):
        return {"doubleValue": _number(text)}
    if of.name == "numeric" and options.decimals_as_numbers:
        if "." not in text and text.lstrip("-").isdigit() and -(2**63) <= int(text) < 2**63:
            return {"longValue": int(text)}
        return {"doubleValue": _number(text)}
    if of.name == "bytea":
        return {"blobValue": base64.b64encode(bytes.fromhex(text[2:])).decode()}
    if of.name in _MOMENTS and text.lstrip("-") == "infinity":
        raise ServiceError("InternalFailure")
    if of.name in _FRACTIONS:
        return {"stringValue": _moment(text.removesuffix("+00"))}  # sessions are in UTC
    return {"stringValue": text}


def supported(of: Type, *, names: bool) -> None:
    """Refuse a column whose type the service doesn't know; `names` adds `name` and `oid` to what it knows."""
    kind, known = (of.item, _ITEMS) if of.item else (of, _SCALARS)
    if kind.name in known or (kind is of and of.kind == "e") or (names and kind.name in ("name", "oid")):
        return
    name = {"char": '"CHAR"'}.get(kind.name, kind.name.upper() if kind.name in _SHOUTED else kind.name)
    if of.item:
        name += "[]"
    raise ServiceError("UnsupportedResultException", f"The result contains the unsupported data type {name}.")


def _moment(text: str) -> str:
    """With no fraction of a second, or with three or six digits of it."""
    whole, point, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(3 if len(fraction) <= 3 else 6, '0')}" if point else text


def _number(text: str) -> float | str:
    value = float(text)
    return value if math.isfinite(value) else str(value).replace("inf", "Infinity").replace("nan", "NaN")


def _array(text: str, item: Type, options: ResultOptions) -> dict[str, Any]:
    """The items of a one-dimensional array, under the member that their type has."""
    body = text.partition("=")[2] if text.startswith("[") else text  # "[0:1]={a,b}": bounds of its own
    if "{" in re.sub(r'"(?:[^"\\]|\\.)*"', "", body[1:-1]):
        raise ServiceError("UnsupportedResultException", "The result contains a multidimensional array.")
    items: list[Any] = []
    member = _array_member(item, options)
    for quoted, plain in _ITEM.findall(body[1:-1]):
        if plain.upper() == "NULL":
            items.append(None)
            continue
        raw = plain or re.sub(r"\\(.)", r"\1", quoted, flags=re.S)
        ((_, value),) = field(raw.encode(), item, options).items()
        items.append(value)
    return {member: items}


def _array_member(item: Type, options: ResultOptions) -> str:
    if item.name == "bool":
        return "booleanValues"
    if item.name in _WHOLE:
        return "stringValues" if options.longs_as_strings else "longValues"
    if item.name in ("float4", "float8") or (item.name == "numeric" and options.decimals_as_numbers):
        return "doubleValues"
    return "stringValues"


def formatted(names: Sequence[str], records: Sequence[Sequence[dict[str, Any]]]) -> str:
    """Records as one JSON text: a list of objects by column."""
    return json.dumps(
        [{name: _plain(value) for name, value in zip(names, record, strict=True)} for record in records],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def _plain(value: dict[str, Any]) -> Any:
    ((member, content),) = value.items()
    if member == "isNull":
        return None
    return next(iter(content.values())) if member == "arrayValue" else content
