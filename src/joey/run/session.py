"""The connection that migrations run on: as it was after the login before each file, and made anew when it was lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import cached_property

from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, JoeyError, NetworkError, ResourceExhausted
from joey.model.migration import SqlStatement
from joey.model.report import Report, Warned
from joey.model.spelling import quoted

PATIENCE = 60
"""Seconds that a server which was lost is waited for."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
LATE = 1.0
"""Seconds after which what was asked for without an answer is at work, if it ever will be."""
_LEAVES = re.compile(r"(?i)set_config|\btemp(?:orary)?\b|\bcursor\b.*\bhold\b|\bprepare\b|\blisten\b|advisory_lock")
"""What may leave something behind in a server process, which over the Data API serves others next."""

# DISCARD ALL in its parts, which unlike that can be sent along with other statements.
_DISCARD = (
    "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; UNLISTEN *; "
    "SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES"
)

_BACKEND = "pid::text || '/' || extract(epoch FROM backend_start)::text"
IS_OURS = (
    f"($1::text IN ({_BACKEND}, pg_catalog.left(query, pg_catalog.length($1::text))) "
    "AND pid <> pg_catalog.pg_backend_pid())"
)
"""SQL that finds, in pg_stat_activity, the server processes that work for a connection: its own one, or those whose
statement begins with the comment that all of its statements begin with."""
_PID = "SELECT pg_catalog.pg_backend_pid()::int"


class Session:
    """A run's working connection, and the server process behind it."""

    def __init__(
        self, connect: Callable[[], Connection], connection: Connection, report: Callable[[Report], None]
    ) -> None:
        self._connect = connect
        self.connection = connection
        self._report = report
        ((current, login, isolation),) = connection.query(
            "SELECT current_user::text, session_user::text, pg_catalog.current_setting('default_transaction_isolation')"
        )
        self._role: str | None = current if current != login else None
        self.strict = isolation != "read committed"
        """Whether a transaction sees nothing that is committed after it began, unless a file says otherwise."""
        self.pid, self.backend = self._who()

    @property
    def keeps(self) -> bool:
        """Whether SET, temporary tables and advisory locks outlive a call."""
        return self.connection.keeps_session

    def reset(self) -> None:
        """Make the session what it was after the login; nothing of an earlier file is left in it."""
        if self.keeps:
            self.connection.execute("DISCARD ALL")
            if self._role is not None:
                self.connection.execute(f"SET ROLE {quoted(self._role)}")

    @property
    def afresh(self) -> str:
        """SQL that does the same in a transaction of its own, and begins another one."""
        if not self.keeps:
            return ""
        role = f"; SET ROLE {quoted(self._role)}" if self._role is not None else ""
        return f"{_DISCARD}{role}; COMMIT; BEGIN; "

    @property
    def opening(self) -> list[str]:
        """Statements, to be sent ahead of others, that do the same and begin a transaction."""
        role = [f"SET ROLE {quoted(self._role)}"] if self._role is not None else []
        return ["DISCARD ALL", *role, "BEGIN"]

    @cached_property
    def as_ourselves(self) -> str:
        """SQL that takes back, until the transaction ends, what the file may have set and a record must not feel."""
        role = (self._role or "none").replace("'", "''")
        settings = {"role": f"'{role}'", "search_path": "'pg_catalog, pg_temp'", "lock_timeout": "'0'"}
        return (
            "SELECT pg_catalog.set_config('session_authorization', NULL, true), "
            + ", ".join(f"pg_catalog.set_config('{name}', {value}, true)" for name, value in settings.items())
            + ", pg_catalog.set_config('statement_timeout', '0', true)"
        )

    def traces(self, statements: Sequence[SqlStatement]) -> list[str]:
        """SQL that ends a transaction so that nothing is left of what its statements have set."""
        if self.keeps or not any(s.session or _LEAVES.search(s.sql) for s in statements):
            return []  # a session is made what it was before the next file
        return [
            *("RESET ALL", "RESET SESSION AUTHORIZATION", "RESET ROLE", "DISCARD TEMP", "DEALLOCATE ALL", "CLOSE ALL"),
            *("UNLISTEN *", "SELECT pg_catalog.pg_advisory_unlock_all()"),
        ]

    def meet(self, other: Connection) -> None:
        """Refuse a pooler that gives each transaction another server process.

        Through it the lock of a session would be nobody's, and what a file sets would be left to strangers.
        """
        if not (self.keeps and other.keeps_session):
            return
        with other.transaction():  # holds its process, so that a pooler must give us another one
            theirs = other.query(_PID)[0][0]
            ours = self.connection.query(_PID)[0][0]
        if theirs == ours or ours != self.pid:
            raise ConfigurationError(
                "The database URL leads to a pooler in transaction mode (two statements of one connection ran in two "
                "server processes), and migrations need a session of their own. Nothing was run",
                hint="Give migrate the direct address of the server, or the pooler's port in session mode: often "
                "5432 instead of 6432 or 6543, or a host without -pooler in its name. The application may keep the "
                "pooler; `joey status` works through it too.",
            )

    def renew(self) -> None:
        """Connect again after the connection was lost; raises what stands against it after a minute."""
        with suppress(JoeyError):
            self.connection.close()
        deadline, pause = time.monotonic() + PATIENCE, _FIRST_PAUSE
        while True:
            try:
                self.connection = self._connect()
                break
            except (NetworkError, ResourceExhausted):
                if time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self.pid, self.backend = self._who()

    def outlive(self, backend: str | None, *, end: bool) -> None:
        """Wait until a server process whose client is gone does nothing any more.

        With `end` it is ended: nothing that it still does can come to anything, since its transaction is lost. So is
        what waits in a transaction for what nobody will say any more.
        """
        began = said = time.monotonic()
        pause = _FIRST_PAUSE
        if backend is not None:
            with suppress(JoeyError):  # another role's process: it is waited for
                self.connection.query(
                    f"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE {IS_OURS} "
                    "AND ($2::boolean OR state LIKE 'idle in transaction%')",
                    [backend, end],
                )
        # Nobody knows in which process a call is at work that wasn't answered, nor whether it has begun.
        late = began + (LATE if backend is not None and backend.startswith("/*") else 0)
        while backend is not None and ((works := self._works(backend)) or time.monotonic() < late):
            if works and (now := time.monotonic()) - said >= (1 if said == began else 10):
                self._report(
                    Warned(
                        f"the server is still at work for the run before ({now - began:.0f} s so far; process "
                        f"{backend.partition('/')[0]}): {works}"
                    )
                )
                said = now
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def abandon(self) -> None:
        """Cancel what the server still does for us, where a second Ctrl-C closed the connection too early."""
        try:
            self.connection.query("SELECT 1")
        except JoeyError:
            with suppress(JoeyError), closing(self._connect()) as other:
                other.query(
                    f"SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE {IS_OURS}",
                    [self.backend],
                )

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()

    def _works(self, backend: str) -> str | None:
        """The statement that a server process is at work on; None where it is gone or idle."""
        rows = self.connection.query(
            f"""SELECT pg_catalog.left(query, 100) FROM pg_catalog.pg_stat_activity
            WHERE {IS_OURS} AND state IS DISTINCT FROM 'idle'""",
            [backend],
        )
        return (rows[0][0] or "…") if rows else None

    def _who(self) -> tuple[int, str | None]:
        """The server process behind the connection: its number, and what tells it from all others."""
        if not self.keeps:
            return 0, self.connection.marker or None
        rows = self.connection.query(
            f"SELECT pid::int, {_BACKEND} FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()"
        )
        return (rows[0][0], rows[0][1]) if rows else (self.connection.query(_PID)[0][0], None)
