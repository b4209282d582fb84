"""What goes wrong: faults by the number of a call, by operation, by SQL, before or after it has been carried out."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from joey.testing.data_api.errors import Dropped

When = Literal["before", "after"]
Mode = str


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked: the number (from 1), the operation, and the request as the client has sent it."""

    number: int
    operation: str
    request: dict[str, Any]
    outcome: str = "running"
    """"answered", the class of the error, or "dropped"."""

    @property
    def sql(self) -> str:
        """The statement, where the operation has one."""
        return str(self.request.get("sql", ""))


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong, for the calls that it is about.

    Of the calls that match `operation` and `sql` (a regular expression, searched without regard to case), counted
    from when the fault was added, it strikes the `nth` and those that follow, `times` in all; or, with `chance`,
    each with that probability.
    """

    mode: Mode
    nth: int = 1
    times: int | None = 1
    """None: from then on, always."""
    operation: str | None = None
    sql: str | None = None
    chance: float | None = None
    delay: float = 0.05
    """Seconds after which a statement takes effect that goes on after its timeout."""
    seen: int = 0
    struck: int = 0

    def strikes(self, call: Call, chance: random.Random) -> bool:
        """Whether this call is one of those; counts it."""
        if self.operation not in (None, call.operation):
            return False
        if self.sql is not None and not re.search(self.sql, call.sql, re.IGNORECASE):
            return False
        self.seen += 1
        if self.chance is not None:
            hit = chance.random() < self.chance
        else:
            hit = self.seen >= self.nth and (self.times is None or self.seen < self.nth + self.times)
        self.struck += hit
        return hit


@dataclass(slots=True)
class Faults:
    """All that is to go wrong. Nothing does, until something is added."""

    modes: dict[Mode, str]
    random: random.Random = field(default_factory=random.Random, repr=False)
    hook: Callable[[Call, When], None] | None = None
    """Called at every call, before and after it is carried out; raises a ServiceError or Dropped, or returns."""
    is_down: bool = False
    """Nobody is answered any more: what `cut` leaves behind, until `clear`."""
    _faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, mode: Mode, **where: Any) -> Fault:
        """Let it happen: to the next call, or where the keywords of Fault say."""
        if mode not in self.modes:
            raise ValueError(f"there is no fault {mode!r}; there are {', '.join(sorted(self.modes))}")
        fault = Fault(mode, **where)
        with self._lock:
            self._faults.append(fault)
        return fault

    def cut(self, nth: int, when: When, *, operation: str | None = None, sql: str | None = None) -> Fault:
        """The client dies at its n-th call: that one and all later ones get no answer, until `clear`."""
        return self.add(f"cut {when}", nth=nth, operation=operation, sql=sql)

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._faults.clear()
            self.is_down, self.hook = False, None

    def striking(self, call: Call) -> Fault | None:
        """What goes wrong with this call."""
        with self._lock:
            if self.is_down:
                raise Dropped
            struck = [fault for fault in self._faults if fault.strikes(call, self.random)]
        return struck[0] if struck else None
