"""Transactions of the service: by identifier, one call at a time, rolled back when nobody asks for them."""

from __future__ import annotations

import base64
import os
import threading
import time

from joey.testing.data_api import statement
from joey.testing.data_api.errors import database_error, transaction_not_found
from joey.testing.data_api.pool import Login, Pool, Session
from joey.testing.data_api.switches import Limits


class Transaction:
    """One of them, with a connection of its own."""

    def __init__(self, session: Session) -> None:
        self.identifier = base64.b64encode(os.urandom(128)).decode()
        self.session = session
        self.begun = self.used = time.monotonic()
        self.busy = False


class Transactions:
    """All that are open. A thread rolls back those that nobody uses."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self._pool = pool
        self.limits = limits
        self._open: dict[str, Transaction] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._reaper = threading.Thread(target=self._reap, name="data api transactions", daemon=True)
        self._reaper.start()

    def begin(self, login: Login) -> Transaction:
        """A new one."""
        session = self._pool.open(login)
        try:
            statement.run(session.connection, "BEGIN")
        except BaseException:
            self._pool.drop(session)
            raise
        transaction = Transaction(session)
        with self._changed:
            self._open[transaction.identifier] = transaction
            self._changed.notify_all()
        return transaction

    def enter(self, identifier: str) -> Transaction:
        """One for a call's use; `leave` ends that. Two calls at once are refused, not queued."""
        self._expire()
        with self._changed:
            if (transaction := self._open.get(identifier)) is None:
                raise transaction_not_found(identifier)
            if transaction.busy:
                raise database_error("Transaction is still running a query")
            transaction.busy = True
            return transaction

    def leave(self, transaction: Transaction) -> None:
        """The call that used it is over; its idle time begins."""
        with self._changed:
            transaction.used = time.monotonic()
            transaction.busy = False
            self._changed.notify_all()

    def end(self, transaction: Transaction) -> None:
        """It is over: its connection closes, and what isn't committed is rolled back."""
        with self._changed:
            self._open.pop(transaction.identifier, None)
        self._pool.drop(transaction.session)

    def end_all(self) -> None:
        """Roll back all, at once, as their idle time would."""
        with self._changed:
            ended = [t for t in self._open.values() if not t.busy]
            for transaction in ended:
                del self._open[transaction.identifier]
        for transaction in ended:
            self._pool.drop(transaction.session)

    def forget(self) -> None:
        """The writer is gone, and with it every transaction."""
        with self._changed:
            gone = list(self._open.values())
            self._open.clear()
        for transaction in gone:
            if not transaction.busy:  # who uses it finds out, and drops it
                self._pool.drop(transaction.session)

    def __len__(self) -> int:
        return len(self._open)

    def close(self) -> None:
        """Roll back all; the thread ends."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._reaper.join()
        self.end_all()

    def _expire(self) -> float | None:
        """Roll back what is too old. Seconds until the next one will be, if there is one."""
        now = time.monotonic()
        with self._changed:
            idle = [t for t in self._open.values() if not t.busy]
            ended = [t for t in idle if self._due(t) <= now]
            for transaction in ended:
                del self._open[transaction.identifier]
            left = [self._due(t) - now for t in idle if t not in ended]
        for transaction in ended:
            self._pool.drop(transaction.session)
        return max(0.0, min(left)) if left else None

    def _due(self, transaction: Transaction) -> float:
        return min(transaction.used + self.limits.idle, transaction.begun + self.limits.lifetime)

    def _reap(self) -> None:
        while True:
            seconds = self._expire()
            self._pool.sweep()
            with self._changed:
                if self._closed:
                    return
                self._changed.wait(1.0 if seconds is None else min(seconds, 1.0))
