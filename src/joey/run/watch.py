"""What a long statement is doing, seen from another connection: whom it waits for, and how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.errors import LockTimeout, PermissionDenied, SqlSyntaxError
from joey.model.report import Blocked, Blocker, Report, Underway
from joey.run.session import IS_OURS

PATIENCE = 1.0
"""Seconds that a statement may take before anybody looks."""
_EVERY = 10.0
"""Seconds after which the same is said again."""

_WORKERS = f"SELECT pid FROM pg_catalog.pg_stat_activity WHERE {IS_OURS} AND state = 'active'"
_BLOCKERS = f"""
    SELECT DISTINCT b.pid::int, a.usename::text, nullif(a.application_name, ''), a.state,
           extract(epoch FROM clock_timestamp() - a.xact_start)::float8, nullif(a.query, '')
    FROM ({_WORKERS}) w, pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) AS b (pid)
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid ORDER BY 5 DESC, 1 LIMIT 5"""

_BUILD = f"""
    SELECT phase, CASE WHEN tuples_total > 0 THEN 100 * tuples_done / tuples_total
                       WHEN blocks_total > 0 THEN 100 * blocks_done / blocks_total
                       WHEN lockers_total > 0 THEN 100 * lockers_done / lockers_total END::int
    FROM pg_catalog.pg_stat_progress_create_index WHERE pid IN ({_WORKERS})"""


@dataclass(frozen=True, slots=True)
class _Running:
    """The statement that runs now."""

    tag: str
    number: int
    backend: str | None
    began: float


class Watch:
    """Looks at what one run is doing; `look` is called from another thread than `over`."""

    def __init__(self, report: Callable[[Report], None], patience: float = PATIENCE) -> None:
        self._report = report
        self._patience = patience
        self._running: _Running | None = None
        self._said: tuple[object, float] = (None, 0.0)
        self._looked: tuple[object, float] = (None, 0.0)
        """What was looked at last, and when it may be looked at again."""
        self.blockers: tuple[Blocker, ...] = ()
        """Whom the last statement was seen waiting for."""

    @contextmanager
    def over(self, tag: str, number: int, backend: str | None) -> Iterator[None]:
        """While a statement runs in a session's server process."""
        self.blockers = ()
        self._running = _Running(tag, number, backend, time.monotonic())
        try:
            yield
        finally:
            self._running = None

    def look(self, connection: Connection) -> None:
        """Say what the running statement does, where it takes long."""
        running, now = self._running, time.monotonic()
        if running is None or not running.backend or (seconds := now - running.began) < self._patience:
            return
        if running == self._looked[0] and now < self._looked[1]:
            return
        # Without a session each look is a call to AWS.
        self._looked = (running, now + (0 if connection.keeps_session else PATIENCE))
        # What a role may not see, or an old server doesn't have, is left out; a row of our own may be locked.
        with suppress(PermissionDenied, SqlSyntaxError, LockTimeout):
            blockers = tuple(Blocker(*row) for row in connection.query(_BLOCKERS, [running.backend]))
            build = connection.query(_BUILD, [running.backend])
            if self._running is not running:
                return
            phase, percent = build[0] if build else (None, None)
            if blockers:
                self.blockers = blockers
                line: Report = Blocked(running.tag, running.number, seconds, blockers)
                news: object = (running, [(b.pid, b.state, b.query) for b in blockers])
            else:
                line = Underway(running.tag, running.number, seconds, phase, percent)
                news = (running, phase, None if percent is None else percent // 5)
            if self._is_news(news):
                self._report(line)

    def _is_news(self, news: object) -> bool:
        said, at = self._said
        if news == said and time.monotonic() - at < _EVERY:
            return False
        self._said = (news, time.monotonic())
        return True
