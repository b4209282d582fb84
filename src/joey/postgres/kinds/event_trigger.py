"""Event triggers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from joey.postgres.kinds.trigger import STATES
from joey.postgres.names import literal
from joey.postgres.object import USER, How, Lines, Object, Part, row


@dataclass(frozen=True, kw_only=True)
class EventTrigger(Object):
    """A trigger on commands, and whether it fires."""

    TYPE: ClassVar[str] = "event trigger"
    SIGN: ClassVar[str] = "pg_event_trigger"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_event_trigger", "e.oid")}, ARRAY[e.evtname]::text[] AS names, e.evtevent::text AS event,
          ARRAY(SELECT unnest(e.evttags) ORDER BY 1) AS tags, e.evtenabled::text AS state,
          quote_ident(n.nspname)||'.'||quote_ident(p.proname) AS function
        FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE e.oid >= {USER}"""

    event: str
    function: str
    tags: tuple[str, ...] = ()
    state: str = "O"

    @property
    def ambient(self) -> Literal["", "last", "suspend"]:
        return "last"

    def _state(self) -> str:
        return f"ALTER {self.phrase} {STATES[self.state]}"

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        tags = f"\n    WHEN TAG IN ({', '.join(map(literal, self.tags))})" if self.tags else ""
        made = f"CREATE {self.phrase} ON {self.event}{tags}\n    EXECUTE FUNCTION {self.function}()"
        return [made, *([self._state()] if self.state != "O" else [])]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, EventTrigger)
        if (self.event, self.function, self.tags) != (new.event, new.function, new.tags):
            return None  # there is no OR REPLACE for it
        return [new._state()]
