"""The database that a command works on: shown, then opened."""

from __future__ import annotations

from collections.abc import Callable

from joey.cli.options import Invocation
from joey.connect import cluster, doors
from joey.connect import url as urls
from joey.connect.protocol import Connection


def opener(invocation: Invocation, *, wait: float = 0.0) -> Callable[[], Connection]:
    """How to open another connection to the database that is meant."""
    environment = invocation.environment
    doors.check(environment.url)  # a mistake in the URL is told before anything is done

    def connect() -> Connection:
        return doors.connect(environment.url, role=environment.role, wait=wait)

    return connect


def announce(invocation: Invocation) -> None:
    """Say where a writing command will write: environment, host, database and role; no password."""
    environment = invocation.environment
    if urls.is_data_api(environment.url):
        aurora = cluster.parse(environment.url)
        host, database = aurora.host, aurora.database
        role = environment.role or "(of the secret)"
    else:
        place = urls.describe(environment.url)
        host = f"host {f'[{place.host}]' if ':' in place.host else place.host}:{place.port}"
        database, role = place.database, environment.role or place.user
    name = environment.name or f"(from {environment.source})"
    protected = " (protected)" if environment.protected else ""
    text = f"environment {name}{protected} · {host} · database {database} · role {role}"
    invocation.terminal.log("INFO", text, environment=environment.name)
