"""That two names are one thing: asked, claimed, and accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from joey.model.address import Address

Path = tuple[str, ...]
"""The names of an object as hints have them, from the schema inwards."""


@dataclass(frozen=True, slots=True)
class Rename:
    """What was `old` is `new`."""

    old: Address
    new: Address


@dataclass(frozen=True, slots=True)
class Claim:
    """What a hint or a source says of an object: that it had another name (`old`), or, without one, that it is new.

    `path` may have no schema (an empty name): then it is whichever fits. A name of a source stays there when the
    rename is done; a hint is of this run only.
    """

    kinds: tuple[str, ...]
    path: Path
    old: Path | None
    source: str = ""
    declared: bool = False
    line: int | None = None

    def __str__(self) -> str:
        kind, name = self.kinds[0].replace("_", " "), ".".join(filter(None, self.path))
        if self.old is None:
            return f"The hint that the {kind} {name} is new"
        old = ".".join(self.old)
        if self.declared:
            return f"renamed_from {old} of the {kind} {name}"
        return f"The hint that the {kind} {old} is {name} now"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a new object may have been."""

    old: Address
    path: Path
    likeness: float


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a new object is an old one under another name; the most alike first."""

    kind: str
    new: Address
    path: Path
    candidates: tuple[Candidate, ...]
    holds_nothing: bool = False
    """Whether nothing is lost either way, and nothing but the name differs."""

    def create(self) -> dict[str, Any]:
        """The answer that it is new, in Drizzle Kit's form."""
        return {"type": "create", "kind": self.kind, "entity": list(self.path)}

    def renames(self) -> list[dict[str, Any]]:
        """The answers that it is one of the old ones, in Drizzle Kit's form."""
        return [
            {"type": "rename", "kind": self.kind, "from": list(c.path), "to": list(self.path)} for c in self.candidates
        ]
