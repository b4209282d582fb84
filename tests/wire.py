"""A proxy before a PostgreSQL that counts what clients send, and cuts them off where a test says so."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Moment = Literal["before", "after"]
"""Before the server gets a message, or when it has answered and the client doesn't know yet."""

# What the server answers at once; the rest of a message's group is sent along with it.
_ENDS = (b"Q", b"S", b"H")


@dataclass
class Proxy:
    """Listens on a socket of its own, and passes everything on to the server of `url`, a Unix socket."""

    folder: Path
    url: str
    cut_at: int | None = None
    """Which message (from 1, over all connections) is the last; None: none."""
    moment: Moment = "before"
    kill: bool = False
    """Whether the client's process is killed; else its connection is closed."""
    seen: list[str] = field(default_factory=list)
    """What was sent, each as the SQL or the kind of message."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self.database = parts.path
        self.server = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self.user = parts.username or parse_qs(parts.query).get("user", [""])[0]
        self.lock = threading.Lock()
        self.done = False
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / ".s.PGSQL.5432"))
        self.listener.listen(64)
        self.sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def through(self) -> str:
        """The URL that leads through the proxy."""
        parts = urlsplit(self.url)
        host = parse_qs(parts.query)["host"][0]
        return self.url.replace(host, str(self.folder)).replace(host.replace("/", "%2F"), str(self.folder))

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in (self.listener, *self.sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.server)
                self.sockets += [client, server]
                _Link(self, client, server)


class _Link:
    """One connection: two threads that pass on what comes."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.proxy, self.client, self.server = proxy, client, server
        self.said: list[str] = []
        self.awaiting = False
        """Whether the answer is kept from the client, and what follows it is the cut."""
        self.whole = True
        """Whether the answer ends with ReadyForQuery."""
        for work in (self._up, self._down):
            threading.Thread(target=self._guarded, args=(work,), daemon=True).start()

    def _guarded(self, work: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            work()
        self._close()

    def _close(self) -> None:
        for each in (self.client, self.server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _cut(self) -> None:
        self.proxy.done = True
        if self.proxy.kill:
            (process, _, _) = struct.unpack("3i", self.client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
            os.kill(process, signal.SIGKILL)
        self._close()

    def _up(self) -> None:
        first = _exactly(self.client, 4)
        self.server.sendall(first + _exactly(self.client, struct.unpack("!i", first)[0] - 4))
        group = b""
        while True:
            kind = _exactly(self.client, 1)
            length = _exactly(self.client, 4)
            body = _exactly(self.client, struct.unpack("!i", length)[0] - 4)
            group += kind + length + body
            if kind not in (*_ENDS, b"X"):
                if kind == b"P":
                    self.said.append(body.split(b"\0")[1].decode())
                continue
            if kind == b"H" and not self.said:  # nothing has been asked since
                self.server.sendall(group)
                group = b""
                continue
            what = body.rstrip(b"\0").decode() if kind == b"Q" else "X" if kind == b"X" else "; ".join(self.said)
            self.said.clear()
            with self.proxy.lock:
                self.proxy.seen.append(what)
                ours = len(self.proxy.seen) == self.proxy.cut_at and not self.proxy.done
            if ours and (self.proxy.moment == "before" or kind == b"X"):
                self._cut()
                return
            self.whole = kind != b"H"
            self.awaiting = ours
            self.server.sendall(group)
            group = b""
            while ours and not self.whole:  # of what the client has sent ahead, the server gets nothing more
                _exactly(self.client, 1)

    def _down(self) -> None:
        buffered = b""
        while True:
            data = self.server.recv(65536)
            if not data:
                return
            if not self.awaiting:
                self.client.sendall(data)
                continue
            buffered += data
            if b"Z\0\0\0\5" in buffered or not self.whole:
                self._cut()
                return


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        if not (more := connection.recv(count - len(data))):
            raise OSError("closed")
        data += more
    return data
