"""The service's own model, as botocore ships it: operations, what a request must look like, HTTP status of errors."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, cast

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

from joey.testing.data_api.errors import ServiceError, invalid

# Any: botocore's properties are of a kind that type checkers don't see through.
SERVICE: Any = ServiceModel(Loader().load_service_model("rds-data", "service-2"), "rds-data")
OPERATIONS: dict[str, OperationModel] = {
    str(SERVICE.operation_model(name).http["requestUri"]): SERVICE.operation_model(name)
    for name in SERVICE.operation_names
}
"""By the path that a request is sent to."""

_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "blob": str,
    "list": list,
    "structure": dict,
}
_STATED = 100
"""The longest value that is repeated in a message."""


def status(code: str) -> int:
    """The HTTP status of an error; those that the model doesn't know are the caller's fault, or say otherwise."""
    if code in SERVICE.shape_names:
        return int(SERVICE.shape_for(code).metadata["error"]["httpStatusCode"])
    return 500 if code == "InternalFailure" else 400


def request(operation: OperationModel, body: bytes) -> dict[str, Any]:
    """The request in a body, checked against the model; blobs become bytes."""
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        raise ServiceError("SerializationException", "The request body is not JSON") from None
    shape: Any = operation.input_shape
    checked = _typed(shape, given, "")
    if problems := list(_problems(shape, checked, "")):
        count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
        raise invalid(count + "; ".join(problems))
    return cast("dict[str, Any]", checked)


def _typed(shape: Any, value: Any, place: str) -> Any:
    """The value with the model's members only; a type that the model doesn't allow is refused."""
    if value is None:
        return None
    kind = _PYTHON[shape.type_name]
    if not _is_a(value, kind):
        raise ServiceError("SerializationException", f"{place or 'The request'} is not a {shape.type_name}")
    if shape.type_name == "structure":
        known = {name: _typed(m, value.get(name), _at(place, name)) for name, m in shape.members.items()}
        return {name: member for name, member in known.items() if member is not None}
    if shape.type_name == "list":
        return [_typed(shape.member, item, f"{place}.{n}.member") for n, item in enumerate(value, 1)]
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        raise ServiceError("SerializationException", f"{place} is not Unicode text")
    if shape.type_name == "blob":
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            raise ServiceError("SerializationException", f"{place} is not base64") from None
    return value


def _is_a(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _problems(shape: Any, value: Any, place: str) -> Iterator[str]:
    """What stands against a value, in the service's words. botocore itself checks neither `max` nor `enum`."""
    if shape.type_name == "structure":
        for name in shape.required_members:
            if value.get(name) is None:
                yield f"Value null at '{_at(place, name)}' failed to satisfy constraint: Member must not be null"
        if shape.is_tagged_union and len(value) != 1:
            yield f"Value at '{place}' failed to satisfy constraint: Member must have exactly one value set"
        for name, member in value.items():
            yield from _problems(shape.members[name], member, _at(place, name))
    elif shape.type_name == "list":
        for number, item in enumerate(value, 1):
            if item is not None:
                yield from _problems(shape.member, item, f"{place}.{number}.member")
    elif shape.type_name == "string":
        shown = f"Value '{value}'" if len(value) <= _STATED else "Value"
        failed = f"{shown} at '{place}' failed to satisfy constraint: Member must"
        if len(value) < shape.metadata.get("min", 0):
            yield f"{failed} have length greater than or equal to {shape.metadata['min']}"
        if len(value) > shape.metadata.get("max", len(value)):
            yield f"{failed} have length less than or equal to {shape.metadata['max']}"
        if shape.enum and value not in shape.enum:
            yield f"{failed} satisfy enum value set: [{', '.join(shape.enum)}]"


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
