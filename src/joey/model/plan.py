"""What leads from one state to another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from joey.model.address import Address


@dataclass(frozen=True, slots=True)
class Loss:
    """Data that a plan would drop."""

    kind: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its one name everywhere: `data-loss:column:public.users.email`."""
        return f"data-loss:{self.kind}:{'.'.join(self.names)}"

    def question(self) -> dict[str, Any]:
        """The question in Drizzle Kit's hint form."""
        return {
            "type": "confirm_data_loss",
            "kind": self.kind,
            "entity": list(self.names),
            "reason": self.key,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement, without its semicolon."""

    sql: str
    commit_after: bool = False
    """Its effect can be used only after a commit (a label added to an enum)."""
    losses: tuple[Loss, ...] = ()
    transactional: bool = True
    note: str = ""
    """What its reader should know before it runs."""

    @property
    def text(self) -> str:
        """It as a file has it: with its semicolon, under its note."""
        return "".join(f"-- {line}\n" for line in textwrap.wrap(self.note, 115)) + f"{self.sql};"

    def to_json(self) -> dict[str, Any]:
        """The form that `--json` prints."""
        hazards = [{"name": loss.key, "kind": "data-loss"} for loss in self.losses]
        return {"sql": self.sql, "transactional": self.transactional, "hazards": hazards}


@dataclass(frozen=True, slots=True)
class Step:
    """What is done with one object: `?` look whether rows allow it, `-` drop, `<` put aside, `~` alter, `+` create."""

    verb: str
    address: Address
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Data of one object that stands in the way of a change to another, or PostgreSQL itself."""

    lost: Address
    because: Address
    reason: str = ""
    of_data: bool = True

    def __str__(self) -> str:
        return self.reason or (
            f"{self.because} can only be remade, and {self.lost}, which uses it, holds data that would be lost"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered steps, what they lose, and why they may not be taken."""

    steps: tuple[Step, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()

    @property
    def statements(self) -> Sequence[Statement]:
        """All statements in order."""
        return [statement for step in self.steps for statement in step.statements]

    @property
    def losses(self) -> Sequence[Loss]:
        """Everything that goes, sorted and each once."""
        return sorted({loss for s in self.statements for loss in s.losses}, key=lambda loss: loss.key)

    def __bool__(self) -> bool:
        return bool(self.steps or self.refusals)  # what is refused isn't nothing to do
