"""Which object is meant."""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """Which object, in a form that is equal across databases.

    `type` is the kind's own word, `names` go from the outermost (schema) inwards, `args` are the argument types
    of a routine.
    """

    type: str
    names: tuple[str, ...]
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        args = f"({', '.join(self.args)})" if self.args else ""
        return f"{self.type} {'.'.join(self.names)}{args}"
