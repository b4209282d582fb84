"""Values as they stand in SQL."""

from __future__ import annotations


def literal(value: object) -> str:
    """A number, a text or nothing, whatever standard_conforming_strings says."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "E'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
