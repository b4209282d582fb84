"""The thread that ends a run before Lambda does, and answers for it where it doesn't end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType

_STOP, _ANSWER = 30.0, 12.0
_MOST_TO_STOP, _MOST_TO_ANSWER = 0.3, 0.12  # of the whole time, where that is short


class OutOfTime(KeyboardInterrupt):
    """The time is nearly over. A KeyboardInterrupt, so that what runs is cancelled, and the lock is given back."""


class Watchdog:
    """A context around the work; `remaining` gives the milliseconds that Lambda leaves.

    First the work is interrupted: what it has begun is rolled back, and it can still answer for itself. A little
    later, where it hasn't come to an end, `answer` is called.
    """

    def __init__(self, remaining: Callable[[], int], answer: Callable[[], None]) -> None:
        self._remaining = remaining
        self._answer = answer
        whole = remaining() / 1000
        self._stop = min(_STOP, whole * _MOST_TO_STOP)
        self._last = min(_ANSWER, whole * _MOST_TO_ANSWER)
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="joey watchdog")
        self._interrupts = threading.current_thread() is threading.main_thread()
        self._before: object = None

    @property
    def left(self) -> float:
        """Seconds until the work is interrupted."""
        return max(0.0, self._remaining() / 1000 - self._stop)

    def __enter__(self) -> Watchdog:
        if self._interrupts:
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._over.set()
        if self._interrupts:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    def _watch(self) -> None:
        if self._over.wait(max(0.0, self.left)):
            return
        with self._lock:
            if self._interrupts and not self._over.is_set():
                # A real signal, so that a call that waits for the network comes back.
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        if not self._over.wait(max(0.0, self._remaining() / 1000 - self._last)):
            self._answer()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if not self._over.is_set():
            raise OutOfTime
