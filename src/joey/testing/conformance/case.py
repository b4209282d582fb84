"""How a case is written: calls of a Data API as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Parameter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One call. In its SQL `{s}` is the schema of the run, `{long}` more seconds than a call may take."""

    operation: str
    request: Mapping[str, Any] = field(default_factory=dict)
    in_transaction: bool = False
    """Whether it names the transaction that the last BeginTransaction of its case has given."""

    def __str__(self) -> str:
        text = str(self.request.get("sql", self.operation))
        shown = text if len(text) <= 90 else text[:87] + "…"
        return f"{shown}  [in the transaction]" if self.in_transaction and "sql" in self.request else shown


@dataclass(frozen=True, slots=True)
class Case:
    """Calls whose answers should be the same from every Data API."""

    name: str
    steps: tuple[Step, ...]
    switch: str | None = None
    """The open question of the emulator's that it answers."""
    slow: bool = False
    """Whether it waits for the 45 seconds of a call."""


def sql(text: str, *parameters: Parameter, tx: bool = False, **members: Any) -> Step:
    """ExecuteStatement."""
    request = {"sql": text, **({"parameters": list(parameters)} if parameters else {}), **members}
    return Step("ExecuteStatement", request, tx)


def batch(text: str, *sets: list[Parameter], tx: bool = False) -> Step:
    """BatchExecuteStatement."""
    return Step("BatchExecuteStatement", {"sql": text, "parameterSets": list(sets)}, tx)


def given(name: str, hint: str | None = None, **value: Any) -> Parameter:
    """A parameter: its name, and its value as a field."""
    return {"name": name, "value": value, **({"typeHint": hint} if hint else {})}
