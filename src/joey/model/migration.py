"""One migration, and what its file says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration of the folder, as far as its name, its time and its bytes tell."""

    tag: str
    when: int
    """The key of its record: milliseconds since 1970."""
    file: Path
    sha256: str
    """Of the raw bytes of the file, in hexadecimal."""
    registered: bool = True
    """Whether the journal names it."""
    idx: int | None = None
    """Its number in the journal."""
    v1: bool = False
    """Whether it lies in Drizzle 1.x's layout, where the folder's name is the tag."""

    @property
    def second(self) -> int:
        """Its time cut to seconds, in milliseconds, as Drizzle 1.x compares it."""
        return self.when - self.when % 1000

    @property
    def named_v1(self) -> str:
        """The name that Drizzle 1.x's upgrade would give it."""
        if self.v1:
            return self.tag
        from datetime import UTC, datetime

        name = self.tag.partition("_")[2] or self.tag
        seconds = min(self.when // 1000, 253402300799)  # the end of the year 9999
        return f"{datetime.fromtimestamp(seconds, UTC):%Y%m%d%H%M%S}_{name}"


@dataclass(frozen=True, slots=True)
class Absent:
    """A migration that the journal names, and whose file isn't there."""

    tag: str
    when: int
    file: str
    """Where it should be, as messages name it."""
    journal: str
    line: int
    """Where the journal names it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or index as a statement names it."""

    name: str
    schema: str | None = None
    """None: wherever search_path finds it."""


@dataclass(frozen=True, slots=True)
class IndexBuilt:
    """What CREATE INDEX CONCURRENTLY leaves: an index of this name, or of one that PostgreSQL chooses."""

    name: str | None
    table: Relation


@dataclass(frozen=True, slots=True)
class IndexDropped:
    """What DROP INDEX CONCURRENTLY leaves: no such index."""

    index: Relation


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What REINDEX CONCURRENTLY may leave when it is interrupted: invalid copies."""


@dataclass(frozen=True, slots=True)
class Detached:
    """What DETACH PARTITION CONCURRENTLY leaves: a table of its own."""

    parent: Relation
    partition: Relation


@dataclass(frozen=True, slots=True)
class Seen:
    """What a query shows once a statement has taken effect, and not before."""

    query: str


Effect = IndexBuilt | IndexDropped | Reindexed | Detached | Seen
"""What a statement that can't be in one transaction with its record leaves, so that its outcome can be looked up."""


@dataclass(frozen=True, slots=True)
class SqlStatement:
    """One statement of a migration file, as written, without its semicolon."""

    sql: str
    line: int
    """The line that it begins on, from 1."""
    number: int
    """Its place in the file, from 1."""
    transactional: bool = True
    why: str = ""
    """Why it can't run inside a transaction."""
    session: bool = False
    """Whether it only sets the session (SET, RESET), so that a resumed file says it again."""
    patient: bool = False
    """Whether it waits for old transactions without standing in anyone's way, so that it needs no lock timeout."""
    repeatable: bool = False
    """Whether running it once more does no harm, so that it may be run again when its outcome isn't known."""
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A lint rule that the file's author has answered."""

    rule: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Directives:
    """What the comments at the head of a file tell joey."""

    no_transaction: bool = False
    ignored: tuple[Ignored, ...] = ()
    accepted: tuple[str, ...] = ()
    """Data losses, each as `data-loss:column:public.users.email`."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One migration file, split and classified."""

    file: str
    statements: tuple[SqlStatement, ...]
    directives: Directives = Directives()
    encloses: bool = False
    """Whether the file's own BEGIN and COMMIT stood around everything (they are not among `statements`)."""

    @property
    def transactional(self) -> bool:
        """Whether the whole file can run in one transaction."""
        return not self.directives.no_transaction and all(s.transactional for s in self.statements)

    @property
    def why(self) -> str:
        """Why it can't run in one transaction; empty where it can."""
        if self.directives.no_transaction:
            return "the file says `-- joey: no-transaction`"
        for statement in self.statements:
            if not statement.transactional:
                return f"line {statement.line}: {statement.why}"
        return ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file may take away for good: a DROP, a TRUNCATE, a DELETE, or a loss that its author accepts."""

    what: str
    """`DROP TABLE`, or `data-loss:column:public.users.email`."""
    line: int
    statement: int
