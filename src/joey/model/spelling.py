"""Texts and names as they stand in SQL."""

from __future__ import annotations


def literal(text: str) -> str:
    """A text as it stands in SQL, whatever standard_conforming_strings says."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'
