"""What a change of a column's type does to its values: facts about PostgreSQL's own casts.

Source: pg_cast of PostgreSQL 18 (castcontext), and the documentation's chapter "Data Types".
"""

from __future__ import annotations

import re

_NUMERIC = {"smallint": 1, "integer": 2, "bigint": 3, "numeric": 4, "real": 5, "double precision": 6}
_TEXT = {"text", "character varying", "character", "name", '"char"', "citext"}
_TIMES = {
    "date": {"timestamp without time zone", "timestamp with time zone"},
    "timestamp without time zone": {"timestamp with time zone", "date", "time without time zone"},
    "timestamp with time zone": {
        "timestamp without time zone",
        "date",
        "time without time zone",
        "time with time zone",
    },
    "time without time zone": {"time with time zone", "interval"},
    "time with time zone": {"time without time zone"},
    "interval": {"time without time zone"},
}
_WHOLE = {"smallint", "integer", "bigint"}
_FRACTIONS = {"numeric", "real", "double precision"}
_SHAPES = {"point", "lseg", "path", "box", "polygon", "circle"}
_OTHERS = {
    "boolean": {*_NUMERIC},  # by way of integer
    "smallint": {"bytea", "oid"},
    "integer": {"bit", "bytea", "oid", "money", '"char"'},
    "bigint": {"bit", "bytea", "oid", "money"},
    "numeric": {"money"},
    "money": {"numeric"},
    "oid": {"integer", "bigint"},
    "bit": {"integer", "bigint", "bit varying"},
    "bit varying": {"bit"},
    "cidr": {"inet"},
    "inet": {"cidr"},
    "bytea": _WHOLE,
    "json": {"jsonb"},
    "jsonb": {"json", "boolean", "numeric", "real", "double precision"},
    "macaddr": {"macaddr8"},
    "macaddr8": {"macaddr"},
    "point": {"box"},
    "box": {"point", "lseg", "polygon", "circle"},
    "lseg": {"point"},
    "path": {"polygon"},
    "polygon": {"point", "path", "box", "circle"},
    "circle": {"point", "box", "polygon"},
    "int4range": {"int4multirange"},
    "int8range": {"int8multirange"},
    "numrange": {"nummultirange"},
    "daterange": {"datemultirange"},
    "tsrange": {"tsmultirange"},
    "tstzrange": {"tstzmultirange"},
}
"""PostgreSQL's casts that aren't among numbers, texts or times, but those that change what text would refuse."""
_READ_LOOSELY = {
    "real",
    "double precision",
    "date",
    "time without time zone",
    "time with time zone",
    "timestamp without time zone",
    "bit",
}
_ROUNDING_TIMES = {
    ("timestamp without time zone", "date"),
    ("timestamp without time zone", "time without time zone"),
    ("timestamp with time zone", "timestamp without time zone"),
    ("timestamp with time zone", "date"),
    ("timestamp with time zone", "time without time zone"),
    ("timestamp with time zone", "time with time zone"),
    ("time with time zone", "time without time zone"),
    ("interval", "time without time zone"),
}
_PARSED = re.compile(r"(?P<base>[^(\[]+?)\s*(?:\((?P<mods>[\d, -]+)\))?(?P<rest>[a-z ]*)(?P<array>(?:\[\])*)\Z")


def _split(name: str) -> tuple[str, tuple[int, ...], str]:
    """(base name, modifiers, array brackets) of a type as format_type prints it."""
    found = _PARSED.match(name)
    if not found:
        return name, (), ""
    mods = tuple(int(m) for m in (found["mods"] or "").replace(" ", "").split(",") if m)
    return (found["base"] + found["rest"]).strip(), mods, found["array"]


def is_text(name: str) -> bool:
    """Whether every type has an assignment cast to this one, because it holds text."""
    base, _, many = _split(name)
    return base in _TEXT and not many


def is_of_zone(name: str) -> bool | None:
    """Whether a point in time of this type is the same in every time zone; None where it is no point in time."""
    base = _split(name)[0]
    return {"timestamp without time zone": False, "timestamp with time zone": True}.get(base)


def needs_using(old: str, new: str) -> bool:
    """Whether ALTER COLUMN TYPE needs a USING, because there is no assignment cast between two built-in types.

    Without USING the assignment cast is taken, which refuses what doesn't fit (a text that is too long, a number
    out of range) where the explicit cast of a USING would cut it off.
    """
    (a, _, many), (b, _, many_new) = _split(old), _split(new)
    if a == b and many == many_new:
        return False
    if is_text(new) or (b in _TEXT and many == many_new):
        return False
    if many != many_new:
        return True
    if a in _NUMERIC and b in _NUMERIC:
        return False
    if a in _TEXT and b in _TEXT:
        return False
    pairs = {
        ("json", "jsonb"),
        ("jsonb", "json"),
        ("cidr", "inet"),
        ("inet", "cidr"),
        ("bit", "bit varying"),
        ("bit varying", "bit"),
    }
    return b not in _TIMES.get(a, ()) and (a, b) not in pairs


def on_the_way(old: str, new: str) -> str:
    """The type that the explicit cast should go through, or nothing.

    Text leads where PostgreSQL has no cast, and refuses what a direct cast would change (5 as a boolean, 1.5 as an
    integer); and a boolean casts only to integer.
    """
    (a, _, many), (b, _, many_new) = _split(old), _split(new)
    if many == many_new and a == "boolean" and b in _NUMERIC and b != "integer":
        return f"integer{many}"
    return f"text{many if many == many_new else ''}" if _only_over_text(old, new) else ""


def _only_over_text(old: str, new: str) -> bool:
    (a, _, many), (b, _, many_new) = _split(old), _split(new)
    if is_text(new) or (a in _NUMERIC and b in _TIMES):
        return False  # a number of seconds isn't a date, and its text might pass for one
    if many != many_new:
        return bool(many) or a not in _TEXT
    if a == b or a in _TEXT or b in _TEXT or (a in _NUMERIC and b in _NUMERIC):
        return False
    return b not in _OTHERS.get(a, set()) | _TIMES.get(a, set())


def loses_silently(old: str, new: str) -> bool:
    """Whether the cast rounds or cuts values off without an error.

    What refuses the values that don't fit isn't meant: it fails, and nothing is lost.
    """
    (a, mods, _), (b, new_mods, _) = _split(old), _split(new)
    if a in _NUMERIC and b in _NUMERIC:
        return _number_is_rounded(a, mods, b, new_mods)
    if a == "boolean" and b == "numeric":
        return _number_is_rounded("integer", mods, b, new_mods)
    if a.startswith("interval ") and b in _TIMES:
        return b != "interval"
    if b.startswith("interval ") and b != a:
        return True  # only some of its fields
    if b in ('"char"', "name"):
        return a not in ('"char"', "name")
    if a == "inet" and b == "cidr":
        return True  # the bits beside its network
    if _only_over_text(old, new):
        return b != "boolean" and not (a == "jsonb" and b in _WHOLE)  # its text may mean something else there
    if a in _TEXT:
        # Text says anything: more digits than fit, or a time of day beside a date.
        bounded = bool(new_mods) and b in {"numeric", "bit varying", *_TIMES}
        return bounded or b in _READ_LOOSELY or a != b == "character"
    if a == "jsonb" and b in _NUMERIC:
        return b in ("real", "double precision") or bool(new_mods)
    if a in _TIMES and b in _TIMES:
        kept = mods[0] if mods else 0 if a == "date" else 6
        return (a, b) in _ROUNDING_TIMES or (bool(new_mods) and new_mods[0] < kept)
    if "money" in (a, b):
        return a in _FRACTIONS or (b == "numeric" and bool(new_mods) and new_mods[1:] < (2,))
    if a in _SHAPES and b in _SHAPES:
        return a != b
    return (a, b) == ("json", "jsonb") or (a == "bytea" and b in _WHOLE) or (a in _WHOLE and b in ("bit", "oid"))


def loses_over_text(old: str, new: str) -> bool:
    """Whether the way over text, `value::text::new`, rounds or cuts values off without an error.

    Of a type of the user's own it isn't known what its text says.
    """
    (a, _, _), (b, new_mods, _) = _split(old), _split(new)
    if "." in b:
        return False
    if "." in a:
        return b in {*_READ_LOOSELY, "name", '"char"'} or (bool(new_mods) and b in {"numeric", *_TIMES})
    return loses_silently(old, new)


def _number_is_rounded(a: str, mods: tuple[int, ...], b: str, new_mods: tuple[int, ...]) -> bool:
    if a in _WHOLE:
        rough = b == "numeric" and len(new_mods) > 1 and new_mods[1] < 0
        return rough or (b == "real" and a != "smallint") or (b == "double precision" and a == "bigint")
    if a == "real":
        return b not in ("real", "double precision") and not (b == "numeric" and not new_mods)
    if a == "double precision":
        return b != "double precision"
    # numeric
    if b != "numeric":
        return True
    if not new_mods:
        return False
    scale = new_mods[1] if len(new_mods) > 1 else 0
    return not mods or scale < (mods[1] if len(mods) > 1 else 0)
