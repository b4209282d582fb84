"""The one small door to a database, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from joey.errors import UnknownOutcome

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a connection leads, without any secret."""

    host: str
    database: str
    role: str
    version: int
    """PostgreSQL's `server_version_num`, such as 180006."""

    @property
    def major(self) -> int:
        return self.version // 10000


class GoesOn(UnknownOutcome):
    """The statement goes on at the server, and how it ends must be looked up there."""


class Connection(Protocol):
    """A connection to one database.

    Parameters are PostgreSQL's own `$1`, `$2`. Outside `transaction()` every call commits by itself. Errors of
    the server come out as `joey.errors.JoeyError` of the category that fits the SQLSTATE, with `sqlstate` and,
    where the server tells it, `position` (0-based character offset into `sql`) set; a lost connection is a
    `NetworkError`.
    """

    @property
    def server(self) -> Server:
        """Where it leads."""
        ...

    @property
    def keeps_session(self) -> bool:
        """Whether SET, temporary tables and advisory locks outlive a call (not so over the Data API)."""
        ...

    @property
    def marker(self) -> str:
        """The comment that each of its statements begins with, where any server process may run them; else empty."""
        ...

    @property
    def longest(self) -> int | None:
        """How many characters a statement may have, where there is a limit."""
        ...

    def query(self, sql: str, params: Sequence[Any] = (), *, repeatable: bool = False) -> list[Row]:
        """All rows of one statement. `repeatable`: it may be run once more where its answer is lost; SELECT may."""
        ...

    def read(self, sql: str) -> tuple[tuple[str, ...], list[Row]]:
        """The names of the columns, and all rows, of one statement without parameters.

        Over the Data API a value that isn't a number, text, boolean or list of such comes as text.
        """
        ...

    def read_each(self, statements: Sequence[str]) -> Generator[tuple[tuple[str, ...], list[Row]], None, None]:
        """What `read` gives, for one statement after the other.

        The server may already work on the next while the caller looks at the last. Where there are no rows, there may
        be no names.
        """
        ...

    def execute(self, *statements: str) -> None:
        """Run statements without parameters, in one round trip where that can be: all of them, or none."""
        ...

    def execute_and_query(self, sql: str, after: str, params: Sequence[Any]) -> list[Row]:
        """Run a statement that commits by itself; in its last transaction, a query whose rows are given.

        Both are sent at once: the server that takes the first comes to the end of the second, whatever becomes of us.
        Only where the session is kept.
        """
        ...

    def run_each(self, statements: Sequence[str], awaited: range) -> Generator[None, None, None]:
        """Run statements without parameters, BEGIN and COMMIT among them, and yield after each.

        All are sent at once, so that the whole is one round trip; the answers of those in `awaited` come as soon as
        each is done. What follows one that fails isn't run, and what is open then is rolled back; so it is where the
        generator is closed. Once the first has been waited for, all may have run, whatever becomes of the connection.
        Only where the session is kept.
        """
        ...

    def transaction(self, *, snapshot: bool = False, settings: str = "") -> AbstractContextManager[None]:
        """Commit at the end, roll back on an error. `settings` is a statement that is sent along with the beginning.

        With `snapshot` it is REPEATABLE READ and READ ONLY, and search_path is empty, so that every name that the
        server prints is qualified.
        """
        ...

    def finish(self, *statements: str) -> None:
        """Run the last statements of the transaction, without parameters, and commit it: in one round trip where that
        can be."""
        ...

    def notices(self) -> list[str]:
        """What the server has said since the last call, oldest first."""
        ...

    def finished(self) -> bool | None:
        """Whether the last statement ran to its end, where a KeyboardInterrupt came out instead of an answer; None
        where nobody knows."""
        ...

    def cancel(self) -> None:
        """Ask the server to end the running statement; may be called from another thread."""
        ...

    def close(self) -> None:
        """Give the connection back; more than once does nothing."""
        ...
