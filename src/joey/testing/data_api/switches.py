"""What is not known of the real service, each question a switch; and its limits, each of which can be made shorter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call may take; seconds, and bytes."""

    call: float = 45.0
    """A statement that takes longer ends in a StatementTimeoutException."""
    idle: float = 180.0
    """A transaction without a call for that long is rolled back."""
    lifetime: float = 24 * 3600.0
    """The longest that a transaction lives."""
    row: int = 64 * 1024
    answer: int = 1024 * 1024
    formatted: int = 10 * 1024 * 1024
    """Of an answer that is one JSON text."""
    request: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Switches:
    """Questions that only the real service can answer; a client should be right whatever the answer is.

    The first value of each is the one that the emulator takes when nobody says otherwise.
    """

    after_error: Literal["aborted", "gone"] = "aborted"
    """A transaction in which a statement has failed: the next one fails with 25P02, or there is no such transaction."""
    commit_of_aborted: Literal["rolled back", "committed", "refused"] = "rolled back"
    """What committing such a transaction says. Nothing is committed in any case."""
    literal_commit: Literal["ends", "reopens", "refused"] = "ends"
    """COMMIT or ROLLBACK as SQL in a transaction: what follows commits by itself, or is in a new transaction."""
    concurrently: Literal["reported", "misreported"] = "reported"
    """CREATE INDEX CONCURRENTLY and its kin: told as they went, or as failed though they succeeded."""
    connection_id: Literal["pid", "other", "absent"] = "pid"
    """`dbConnectionId` of a timeout: the process number of the server process, some other number, or not there."""
    batch: Literal["each", "together"] = "each"
    """Sets of BatchExecuteStatement outside a transaction: committed one by one, or all in one transaction."""
    colons: Literal["always", "with parameters"] = "always"
    """`:name` is a parameter also where a request has no parameters at all."""
    bodies: Literal["one statement", "multistatement"] = "one statement"
    """Semicolons in BEGIN ATOMIC … END and in the parentheses of a rule."""
    sessions: Literal["kept", "reset"] = "kept"
    """What SET, LISTEN or an advisory lock leave on a pooled connection: meets others later, or is discarded."""
    ended: Literal["TransactionNotFoundException", "NotFoundException"] = "TransactionNotFoundException"
    """The error of committing or rolling back what has ended."""
    login: Literal["DatabaseErrorException", "InvalidSecretException"] = "DatabaseErrorException"
    """The error of a secret whose password PostgreSQL refuses."""
    strings: Literal["text", "varchar"] = "text"
    """The type that a string parameter is sent as."""
    names: Literal["refused", "answered"] = "refused"
    """Columns of the types `name` and `oid`: an unsupported type, or a string and a number."""
    own_timeout: Literal["database error", "statement timeout"] = "database error"
    """A statement that `statement_timeout` of the session stops: 57014, or a StatementTimeoutException."""
    continuing: Literal["allowed", "refused"] = "allowed"
    """continueAfterTimeout in a transaction."""
    cancel: Literal["clean", "late"] = "clean"
    """A statement that is stopped at its timeout: never took effect, or was done just then."""

    @classmethod
    def questions(cls) -> dict[str, tuple[str, ...]]:
        """Each switch with its values."""
        return {name: get_args(hint) for name, hint in get_type_hints(cls).items()}

    @classmethod
    def each(cls) -> Iterator[tuple[str, Switches]]:
        """The usual ones, then each other value alone, with a name: what to parametrize a suite over."""
        yield "usual", cls()
        for name, values in cls.questions().items():
            for value in values[1:]:
                other: dict[str, Any] = {name: value}
                yield f"{name}={value}", dataclasses.replace(cls(), **other)
