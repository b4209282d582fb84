"""How a verb talks to whoever called it: what it does now, and what it has to ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from joey.connect.protocol import Connection
from joey.errors import DataLoss, OpenQuestion

if TYPE_CHECKING:
    from joey.model.plan import Loss, Plan

OnStep = Callable[[str, int, int], None]
"""Called with what happens now, and how many steps of how many are done."""

Connect = Callable[[], Connection]
"""Gives a new connection, which the caller closes."""

Ask = Callable[[dict[str, Any]], bool | Mapping[str, Any] | None]
"""Answers a question: one of data loss with yes or no, one of a rename with the hint chosen among its answers; None
where nobody is there."""


def opener(where: Connect | str) -> Connect:
    """What opens connections to a URL; what opens connections already is left as it is."""
    if not isinstance(where, str):
        return where

    def open_it() -> Connection:
        from joey.connect.doors import connect

        return connect(where)

    return open_it


def settle_losses(
    found: Plan, hints: Sequence[Mapping[str, Any]], ask: Ask | None, already: Sequence[Loss] = ()
) -> list[Loss]:
    """The losses of a plan, all of them accepted; OpenQuestion or DataLoss where one isn't."""
    named = {key for hint in hints for key in _named(hint)}
    losing = {loss: [s.sql for s in found.statements if loss in s.losses] for loss in found.losses}
    accepted, open_questions = [], []
    for loss in found.losses:
        if loss.key in named or loss in already:
            accepted.append(loss)
            continue
        answer = ask({**loss.question(), "sql": losing[loss]}) if ask else None
        if answer:
            accepted.append(loss)
        elif answer is None:
            open_questions.append(loss.question())
        else:
            raise DataLoss(f"Data would be lost: {loss.key}. Nothing was written.", [loss.key])
    if open_questions:
        reasons = ", ".join(q["reason"] for q in open_questions)
        raise OpenQuestion(
            f"Data would be lost: {reasons}. Nothing was written.",
            open_questions,
            hint=f"Say that this is meant: --hints '{json.dumps(open_questions)}'",
        )
    return accepted


def _named(hint: Mapping[str, Any]) -> list[str]:
    """The losses that a hint confirms."""
    if hint.get("type") != "confirm_data_loss":
        return []
    return [f"data-loss:{hint.get('kind')}:{'.'.join(map(str, hint.get('entity') or ()))}"]
