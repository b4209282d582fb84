"""A bar with the current step, where a person waits longer than a second."""

from __future__ import annotations

import os
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from joey.cli.terminal import Terminal, is_set, plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0
"""Seconds of silence before a bar appears."""


class Bar:
    """A context in which `step` is a verb's `on_step`; silent unless stderr is a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        dumb = os.environ.get("TERM") == "dumb"
        self.shown = sys.stderr.isatty() and not (terminal.log_json or is_set("CI") or dumb)
        self._color = terminal.color
        self._lock = threading.RLock()
        self._state = ("", 0, 0)
        self._timer: threading.Timer | None = None
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pause()

    def step(self, text: str, done: int, total: int) -> None:
        """What is being done now, and how far it is."""
        if not self.shown:
            return
        with self._lock:
            self._state = (text, done, total)
            self._wait()
            self._update()

    def pause(self) -> None:
        """Take the bar away, because something else is to be printed or asked; the next step brings it back."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._progress is not None:
                self._progress.stop()
            self._timer = self._progress = None

    def _wait(self) -> None:
        if self.shown and self._timer is None:
            self._timer = threading.Timer(_PATIENCE, self._start)
            self._timer.daemon = True
            self._timer.start()

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(30), TimeElapsedColumn())
        console = Console(stderr=True, no_color=self._color is False)
        with self._lock:
            if self._timer is not threading.current_thread():
                return  # paused, or over, while rich was imported
            self._progress = Progress(*columns, console=console, transient=True)
            self._task = self._progress.add_task("", total=None)
            self._update()
            self._progress.start()

    def _update(self) -> None:
        if self._progress is not None and self._task is not None:
            text, done, total = self._state
            self._progress.update(self._task, description=plain(text), completed=done, total=total or None)
