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


def needs_using(old: str, new: str) -> bool:
    """Whether ALTER COLUMN TYPE needs a USING, because there is no assignment cast between two built-in types.

    Without USING the assignment cast is taken, which refuses what doesn't fit (a text that is too long, a number
    out of range) where the explicit cast of a USING would cut it off.
    """
    (a, _, many), (b, _, many_new) = _split(old), _split(new)
    if a == b and many == many_new:
        return False
    if is_text(new):
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


def loses_silently(old: str, new: str) -> bool:
    """Whether the cast rounds or cuts values off without an error.

    What refuses the values that don't fit isn't meant: it fails, and nothing is lost.
    """
    (a, mods, _), (b, new_mods, _) = _split(old), _split(new)
    if a in _NUMERIC and b in _NUMERIC:
        return _number_is_rounded(a, mods, b, new_mods)
    if (a, b) in _ROUNDING_TIMES or (a == "json" and b == "jsonb") or (a == "inet" and b == "cidr"):
        return True
    if a == b and a in (*_TIMES, "interval"):
        return bool(new_mods) and (not mods or new_mods[0] < mods[0])
    if b in ('"char"', "name") and a not in ('"char"', "name"):
        return True
    if a in ("bit", "bit varying") and b in ("bit", "bit varying"):
        return False
    return a == "character" and b != "character" and b not in _TEXT


def loses_over_text(old: str, new: str) -> bool:
    """Whether the explicit cast `value::text::new` rounds or cuts values off without an error.

    Of a type of the user's own it isn't known what its text says.
    """
    (a, mods, _), (b, new_mods, _) = _split(old), _split(new)
    if "." in b:
        return False
    if "." in a:
        return bool(new_mods) or b in (*_TIMES, "real", "name", '"char"')
    if b in ("character varying", "character", "bit", "bit varying"):
        return bool(new_mods) and (a != b or not mods or new_mods[0] < mods[0])
    return loses_silently(old, new)


def _number_is_rounded(a: str, mods: tuple[int, ...], b: str, new_mods: tuple[int, ...]) -> bool:
    whole = {"smallint", "integer", "bigint"}
    if a in whole:
        return (b == "real" and a != "smallint") or (b == "double precision" and a == "bigint")
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
