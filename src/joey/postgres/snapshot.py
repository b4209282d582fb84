"""A catalog as JSON and back: the same catalog gives the same bytes, an object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from joey.errors import ConfigurationError
from joey.model.address import Address
from joey.postgres.catalog import Catalog
from joey.postgres.kinds import KINDS
from joey.postgres.names import ident

_CLASSES = {kind.__name__: kind for kind in KINDS}


def name_of(a: Address) -> str:
    """The name of an object in a snapshot: kind, dotted name, argument types."""
    args = f"({', '.join(a.args)})" if a.args else ""
    return f"{a.type} {'.'.join(map(ident, a.names))}{args}"


def _address(kind: str, names: Sequence[str], args: Sequence[str] = ()) -> Address:
    return Address(kind, tuple(names), tuple(args))


def to_json(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """The objects of a catalog by name, sorted; what has its default is left out."""
    out = {}
    for a in sorted(catalog.objects):
        o = catalog.objects[a]
        address = [a.type, list(a.names), *([list(a.args)] if a.args else [])]
        entry: dict[str, Any] = {"kind": type(o).__name__, "address": address}
        for f in fields(o):
            value = getattr(o, f.name)
            if f.name != "address" and (f.default is MISSING or value != f.default):
                entry[f.name] = list(value) if isinstance(value, tuple) else value
        for word, links in (("needs", catalog.needs), ("after", catalog.after)):
            if links.get(a):
                entry[word] = sorted(map(name_of, links[a]))
        for word, link in (("part_of", catalog.part_of), ("carried_by", catalog.carried_by)):
            if a in link:
                entry[word] = name_of(link[a])
        if a in catalog.alone:
            entry["alone"] = True
        out[name_of(a)] = entry
    return out


def from_json(objects: Mapping[str, Mapping[str, Any]]) -> Catalog:
    """The catalog that `to_json` was given; ConfigurationError where it isn't one."""
    try:
        addresses = {name: _address(*e["address"]) for name, e in objects.items()}
        found: dict[Address, Any] = {}
        for name, entry in objects.items():
            kind = _CLASSES[entry["kind"]]
            known = {f.name for f in fields(kind)} - {"address"}
            given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k in known}
            found[addresses[name]] = kind(address=addresses[name], **given)
        links = {
            word: {addresses[n]: {addresses[d] for d in e.get(word, ())} for n, e in objects.items()}
            for word in ("needs", "after")
        }
        link = {
            word: {addresses[n]: addresses[e[word]] for n, e in objects.items() if word in e}
            for word in ("part_of", "carried_by")
        }
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"The catalog in this snapshot can't be read: {error!r}.") from error
    alone = frozenset(addresses[n] for n, e in objects.items() if e.get("alone"))
    return Catalog(found, links["needs"], links["after"], link["part_of"], link["carried_by"], alone=alone)


def dumps(document: Mapping[str, Any]) -> str:
    """JSON with a key of the top level, and an object of `objects`, a line."""
    lines = []
    for key, value in document.items():
        if key == "objects":
            body = ",\n".join(f"    {_line(k)}: {_line(v)}" for k, v in value.items())
            lines.append(f'  "objects": {{\n{body}\n  }}' if body else '  "objects": {}')
        else:
            lines.append(f"  {_line(key)}: {_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
