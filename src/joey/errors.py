"""Every error that joey raises, each with its category and exit code.

JoeyError
├── SecurityViolation     2   a name or link that leaves the folder
├── ResourceNotFound      2   the migrations folder is missing or empty
├── ConfigurationError    2   a key, URL, file, journal or command line that can't be used
├── OpenQuestion          2   a question that nobody was there to answer
├── SqlSyntaxError        4   PostgreSQL doesn't understand, or doesn't know, what the SQL names
├── ConstraintViolation   4   rows stand against the change
├── TransactionMode       4   a statement that can't run in (or out of) a transaction
├── PermissionDenied      3 at login, else 4
├── NetworkError          3   the server couldn't be reached
├── DatabaseResuming      3   a paused database is waking up
├── ResourceExhausted     4   disk, memory, connections
├── LockTimeout           5 the run's own lock, 4 a table's
├── Timeout               4
├── UnknownOutcome        4   whether the statement took effect isn't known
├── InternalError         4   a fault of joey's own
├── ChecksumMismatch      1   an applied file was edited
├── OutOfOrder            1   pending, but older than the newest applied
├── Conflict              1   two things claim the same place
├── UnknownMigration      1   the record knows what the folder doesn't
├── DataLoss              1   data would go that the user hasn't named
└── PlanRefused           1   no way without loss, or the proof failed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class JoeyError(Exception):
    """What went wrong, where, and what to do about it.

    `message` is one sentence; `hint` says what to do. `file`, `line` (1-based), `statement` (1-based number in
    its file), `sql` and `position` (0-based character offset into `sql`) tell where, as far as that is known.
    """

    category: ClassVar[str] = "INTERNAL_ERROR"
    exit_code: int = 4

    @property
    def status(self) -> str:
        """The `status` of `--json`."""
        return "refused" if self.exit_code == 1 else "failed"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        file: str | None = None,
        line: int | None = None,
        statement: int | None = None,
        sqlstate: str | None = None,
        sql: str | None = None,
        position: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.statement = statement
        self.sqlstate = sqlstate
        self.sql = sql
        self.position = position
        self.partial: dict[str, Any] = {}
        """What was done before it, under the keys that the command's `--json` has."""

    def to_json(self) -> dict[str, Any]:
        """The `error` object of `--json`."""
        return {
            "category": self.category,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "statement": self.statement,
            "sqlstate": self.sqlstate,
            "hint": self.hint,
        }


class SecurityViolation(JoeyError):
    """A file name or link that leaves the migrations folder; nothing was run."""

    category = "SECURITY_VIOLATION"
    exit_code = 2


class ResourceNotFound(JoeyError):
    """The migrations folder is missing or empty."""

    category = "RESOURCE_NOT_FOUND"
    exit_code = 2


class ConfigurationError(JoeyError):
    """A configuration key, URL, file or command line that can't be used."""

    category = "CONFIGURATION"
    exit_code = 2


class OpenQuestion(ConfigurationError):
    """Questions that nobody was there to answer; `questions` are in Drizzle Kit's hint form."""

    def __init__(self, message: str, questions: Sequence[dict[str, Any]], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.questions = tuple(questions)

    @property
    def status(self) -> str:
        return "question"


class SqlSyntaxError(JoeyError):
    """SQL that PostgreSQL doesn't understand, or that names what isn't there."""

    category = "SQL_SYNTAX_ERROR"


class ConstraintViolation(JoeyError):
    """Rows stand against the change."""

    category = "CONSTRAINT_VIOLATION"


class TransactionMode(JoeyError):
    """A statement that can't run inside, or outside, a transaction."""

    category = "TRANSACTION_MODE"


class PermissionDenied(JoeyError):
    """The role may not do this; `login` when it may not even connect."""

    category = "PERMISSION_DENIED"

    def __init__(self, message: str, *, login: bool = False, **where: Any) -> None:
        super().__init__(message, **where)
        self.exit_code = 3 if login else 4


class NetworkError(JoeyError):
    """The server couldn't be reached, or the connection was lost."""

    category = "NETWORK_ERROR"
    exit_code = 3


class DatabaseResuming(JoeyError):
    """A paused database is waking up."""

    category = "DATABASE_RESUMING"
    exit_code = 3


class ResourceExhausted(JoeyError):
    """Disk, memory, or connections ran out."""

    category = "RESOURCE_EXHAUSTED"


class LockTimeout(JoeyError):
    """A lock wasn't to be had in time: the run's own (exit 5), or a table's (exit 4)."""

    category = "LOCK_TIMEOUT"

    def __init__(self, message: str, *, of_run: bool = False, **where: Any) -> None:
        super().__init__(message, **where)
        self.exit_code = 5 if of_run else 4


class Timeout(JoeyError):
    """A statement took longer than it was allowed to."""

    category = "TIMEOUT"


class UnknownOutcome(JoeyError):
    """Whether the statement took effect isn't known."""

    category = "UNKNOWN_OUTCOME"

    @property
    def status(self) -> str:
        return "unknown"


class InternalError(JoeyError):
    """A fault of joey's own."""

    category = "INTERNAL_ERROR"


class ChecksumMismatch(JoeyError):
    """A file was edited after it was applied."""

    category = "CHECKSUM_MISMATCH"
    exit_code = 1


class OutOfOrder(JoeyError):
    """A migration is pending, but older than the newest applied one."""

    category = "OUT_OF_ORDER"
    exit_code = 1


class Conflict(JoeyError):
    """Two things claim the same place."""

    category = "CONFLICT"
    exit_code = 1


class UnknownMigration(JoeyError):
    """The record holds what the folder doesn't know."""

    category = "UNKNOWN_MIGRATION"
    exit_code = 1


class DataLoss(JoeyError):
    """Data would go that the user hasn't named; `losses` are names like `data-loss:column:public.users.email`."""

    category = "DATA_LOSS"
    exit_code = 1

    def __init__(self, message: str, losses: Sequence[str] = (), **where: Any) -> None:
        super().__init__(message, **where)
        self.losses = tuple(losses)


class PlanRefused(JoeyError):
    """No way without loss, or the proof failed."""

    category = "PLAN_REFUSED"
    exit_code = 1


# SQLSTATE -> error. The longest prefix wins. Source: PostgreSQL, appendix A, "PostgreSQL Error Codes".
_BY_SQLSTATE: dict[str, type[JoeyError]] = {
    "08": NetworkError,
    "57P01": NetworkError,  # the server shuts down, or an administrator ended the connection
    "57P02": NetworkError,
    "57P03": NetworkError,
    "57014": Timeout,
    "25P03": Timeout,
    "25P04": Timeout,
    "55P03": LockTimeout,
    "40P01": LockTimeout,
    "25001": TransactionMode,
    "25006": PermissionDenied,
    "25P01": TransactionMode,
    "2D000": TransactionMode,
    "55P04": TransactionMode,
    "28": PermissionDenied,
    "42501": PermissionDenied,
    "23": ConstraintViolation,
    "22": ConstraintViolation,
    "44": ConstraintViolation,
    "40": ConstraintViolation,
    "P0001": ConstraintViolation,
    "53": ResourceExhausted,
    "54": ResourceExhausted,
    "42": SqlSyntaxError,
    "3D": SqlSyntaxError,
    "3F": SqlSyntaxError,
    "2B": SqlSyntaxError,
    "0A": SqlSyntaxError,
    "55": SqlSyntaxError,
    "26": SqlSyntaxError,
    "34": SqlSyntaxError,
    "58": ResourceExhausted,
    "XX": InternalError,
}


def from_sqlstate(sqlstate: str | None, message: str, **where: Any) -> JoeyError:
    """The error of a category that fits a SQLSTATE; `where` is passed on to it."""
    kind: type[JoeyError] = UnknownOutcome if sqlstate is None else SqlSyntaxError
    for length in (5, 2):
        if sqlstate and (found := _BY_SQLSTATE.get(sqlstate[:length])):
            kind = found
            break
    return kind(message, sqlstate=sqlstate, **where)
