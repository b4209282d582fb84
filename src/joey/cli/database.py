"""The database that a command works on: shown, then opened."""

from __future__ import annotations

from collections.abc import Callable

from joey.cli.options import Invocation
from joey.connect import url as urls
from joey.connect.protocol import Connection


def opener(invocation: Invocation, *, wait: float = 0.0) -> Callable[[], Connection]:
    """How to open another connection to the database that is meant."""
    environment = invocation.environment
    urls.keywords(environment.url)  # a mistake in the URL is told before anything is done

    def connect() -> Connection:
        from joey.connect.psycopg import connect

        return connect(environment.url, role=environment.role, wait=wait)

    return connect


def announce(invocation: Invocation) -> None:
    """Say where a writing command will write: environment, host, database and role; no password."""
    environment = invocation.environment
    place = urls.describe(environment.url)
    host = f"[{place.host}]" if ":" in place.host else place.host
    name = environment.name or f"(from {environment.source})"
    protected = " (protected)" if environment.protected else ""
    role = environment.role or place.user
    text = f"environment {name}{protected} · host {host}:{place.port} · database {place.database} · role {role}"
    invocation.terminal.log("INFO", text, environment=environment.name)
