"""Whether a Data API answers as the emulator does: the same cases put to both, and what differs."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joey.testing.conformance.case import Case, Step
from joey.testing.conformance.cases import CASES
from joey.testing.conformance.observation import Target
from joey.testing.data_api import DataApi, Switches

__all__ = ["CASES", "Case", "Difference", "Target", "differences", "emulated", "new_schema"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A step that was answered otherwise than expected."""

    case: Case
    number: int
    """Of the step in its case, from 1."""
    step: Step
    expected: str
    came: str
    switches: Mapping[str, str]
    """With these the emulator answers the whole case so; empty where no switch of the case's makes it."""


def differences(
    target: Target, emulator: DataApi, database: str, cases: Sequence[Case] = CASES
) -> Iterator[Difference]:
    """What the target answers otherwise than an emulator over a database of its own."""
    learned: dict[str, str] = {}
    with target, emulated(emulator, database) as model:
        for case in cases:
            expected, came = model.observe(case), target.observe(case)
            if expected == came:
                continue
            switches = _explained(model, emulator, case, came, learned)
            learned |= switches
            for number, (step, wanted, found) in enumerate(zip(case.steps, expected, came, strict=True), 1):
                if wanted != found:
                    yield Difference(case, number, step, wanted, found, switches)


def emulated(emulator: DataApi, database: str) -> Target:
    """An emulator as a target."""
    return Target(emulator.client(), emulator.cluster, emulator.secret, database, new_schema(), emulator.limits.call)


def new_schema() -> str:
    """A name for the schema of a run."""
    return f"joey_conformance_{secrets.token_hex(4)}"


def _explained(
    model: Target, emulator: DataApi, case: Case, came: list[str], learned: Mapping[str, str]
) -> dict[str, str]:
    """The switches with which the emulator answers like that: what was learned before, and the case's own."""
    own = [{case.switch: value} for value in Switches.questions()[case.switch]] if case.switch else []
    usual = emulator.switches
    try:
        for tried in [*own, *([dict(learned)] if learned else []), *({**learned, **one} for one in own)]:
            other: dict[str, Any] = dict(tried)
            emulator.switches = dataclasses.replace(usual, **other)
            if model.observe(case) == came:
                return {name: value for name, value in tried.items() if value != getattr(usual, name)}
    finally:
        emulator.switches = usual
    return {}
