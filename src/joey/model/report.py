"""What a run says while it goes: lines that the command line and the others only print."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Report:
    """One line of a run."""

    event: ClassVar[str] = "report"

    def to_json(self) -> dict[str, Any]:
        """The line for a log of JSON objects."""
        return {"event": self.event, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Warned(Report):
    """Something that a person should know, and that stops nothing."""

    event: ClassVar[str] = "warning"
    text: str

    def __str__(self) -> str:
        return f"Warning: {self.text}"


@dataclass(frozen=True, slots=True)
class Waiting(Report):
    """Another run holds the lock."""

    event: ClassVar[str] = "waiting"
    holder: str
    since: str | None
    """The database's clock, ISO 8601."""
    waited_seconds: float
    connection: str = ""
    """What the server knows of the holder's connection."""

    def __str__(self) -> str:
        since = f" since {self.since}" if self.since else ""
        who = f"{self.holder} ({self.connection})" if self.connection else self.holder
        return f"Waiting for {who}, who has been migrating{since} ({self.waited_seconds:.0f} s so far)"


@dataclass(frozen=True, slots=True)
class LockTaken(Report):
    """This run holds the lock."""

    event: ClassVar[str] = "lock_taken"
    holder: str
    token: int

    def __str__(self) -> str:
        return f"Lock taken ({self.holder}, run {self.token})"


@dataclass(frozen=True, slots=True)
class Started(Report):
    """A migration begins."""

    event: ClassVar[str] = "started"
    tag: str
    number: int
    """Its place in this run, from 1."""
    of: int
    statements: int
    transactional: bool
    resumed_at: int | None = None
    """The statement that an unfinished file goes on with."""

    def __str__(self) -> str:
        how = "" if self.transactional else ", statement by statement"
        resumed = f", going on at statement {self.resumed_at}" if self.resumed_at else ""
        return f"[{self.number}/{self.of}] {self.tag} ({_count(self.statements)}{how}{resumed})"


@dataclass(frozen=True, slots=True)
class StatementDone(Report):
    """One statement of a migration has run."""

    event: ClassVar[str] = "statement_done"
    tag: str
    number: int
    of: int
    line: int
    duration_ms: int

    def __str__(self) -> str:
        return f"  {self.number}/{self.of} (line {self.line}) {self.duration_ms} ms"


@dataclass(frozen=True, slots=True)
class Said(Report):
    """What the server said: a notice or a warning."""

    event: ClassVar[str] = "notice"
    tag: str
    text: str

    def __str__(self) -> str:
        return f"  {self.text}"


@dataclass(frozen=True, slots=True)
class Blocker:
    """A session that others wait for."""

    pid: int
    role: str | None
    application: str | None
    state: str | None
    seconds: float | None
    """How long its transaction has been open."""
    query: str | None

    def __str__(self) -> str:
        if not self.pid:
            return "a prepared transaction (SELECT * FROM pg_prepared_xacts)"
        who = ", ".join(filter(None, (self.application, f"role {self.role}" if self.role else None, self.state)))
        age = f", its transaction {self.seconds:.0f} s old" if self.seconds is not None else ""
        query = f": {' '.join(self.query.split())[:100]}" if self.query else ""
        return f"process {self.pid} ({who}{age}){query}"


@dataclass(frozen=True, slots=True)
class Blocked(Report):
    """A statement waits for locks that others hold."""

    event: ClassVar[str] = "blocked"
    tag: str
    statement: int
    waited_seconds: float
    blockers: tuple[Blocker, ...]

    def __str__(self) -> str:
        whose = "; ".join(map(str, self.blockers))
        return f"  statement {self.statement} has waited {self.waited_seconds:.0f} s for {whose}"


@dataclass(frozen=True, slots=True)
class Underway(Report):
    """How far a long statement is, as the server tells it."""

    event: ClassVar[str] = "underway"
    tag: str
    statement: int
    seconds: float
    phase: str | None = None
    percent: int | None = None

    def __str__(self) -> str:
        what = f" {self.phase}" if self.phase else ""
        share = f" {self.percent} %" if self.percent is not None else ""
        return f"  statement {self.statement}:{what}{share} ({self.seconds:.0f} s so far)"


@dataclass(frozen=True, slots=True)
class Retrying(Report):
    """A migration was rolled back because somebody else held a lock, and is tried again."""

    event: ClassVar[str] = "retrying"
    tag: str
    attempt: int
    of: int
    wait_seconds: float
    reason: str

    def __str__(self) -> str:
        return f"  {self.reason}; trying again in {self.wait_seconds:.1f} s ({self.attempt}/{self.of})"


@dataclass(frozen=True, slots=True)
class Applied(Report):
    """A migration is done and recorded."""

    event: ClassVar[str] = "applied"
    tag: str
    duration_ms: int
    statements: int

    def __str__(self) -> str:
        return f"  {self.tag} applied in {self.duration_ms} ms"

    def to_json(self) -> dict[str, Any]:
        """The form in which `migrate --json` lists it."""
        return {"tag": self.tag, "duration_ms": self.duration_ms, "statements": self.statements}


@dataclass(frozen=True, slots=True)
class Planned(Report):
    """A statement that a dry run would send."""

    event: ClassVar[str] = "planned"
    tag: str
    sql: str
    line: int
    transactional: bool

    def __str__(self) -> str:
        return f"{self.sql};"


def _count(statements: int) -> str:
    return "1 statement" if statements == 1 else f"{statements} statements"
