"""A project to be migrated, for the tests that do so."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from joey.connect import doors
from joey.connect.protocol import Connection
from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database
from joey.folder import MigrationFolder, writing
from joey.model.report import Report
from joey.verbs.migrate import MigrateResult, migrate
from joey.verbs.status import status

DRIZZLE = "CREATE TABLE public.drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)"


class Project:
    """A migration folder and a database to run it on."""

    def __init__(self, path: Path, database: Database, url: str | None = None) -> None:
        self.path = path
        self.database = database
        self.url = url or database.url
        """The door through which it is migrated."""
        self.said: list[Report] = []

    def add(self, sql: str, name: str = "step") -> str:
        folder = MigrationFolder.open(self.path, may_be_empty=True)
        return writing.add(folder, sql, name=name).migration.tag

    def write(self, tag: str, sql: str) -> None:
        (self.path / f"{tag}.sql").write_text(sql)

    @property
    def keeps_session(self) -> bool:
        return self.url == self.database.url

    def open(self) -> Connection:
        return doors.connect(self.url)

    def connect(self) -> PsycopgConnection:
        return connect(self.database.url)

    def migrate(self, **options: Any) -> MigrateResult:
        self.said.clear()
        return migrate(self.path, self.open, on_report=self.said.append, **options)

    def heard(self, kind: type[Report]) -> list[Any]:
        return [line for line in self.said if isinstance(line, kind)]

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        connection = self.connect()
        try:
            return connection.query(sql, params)
        finally:
            connection.close()

    def execute(self, sql: str) -> None:
        connection = self.connect()
        try:
            connection.execute(sql)
        finally:
            connection.close()

    def exists(self, name: str) -> bool:
        return bool(self.query("SELECT to_regclass($1::text) IS NOT NULL", [name])[0][0])

    def record(self) -> list[tuple[Any, ...]]:
        return self.query("SELECT hash, created_at FROM public.drizzle_migrations ORDER BY id")

    def status(self) -> dict[str, Any]:
        connection = self.open()
        try:
            return status(self.path, connection).to_json()
        finally:
            connection.close()


SCRIPT = """
import sys
from joey.connect.doors import connect
from joey.verbs.migrate import migrate
result = migrate(sys.argv[1], lambda: connect(sys.argv[2]), on_report=lambda line: print(line, flush=True))
print(result.files_processed)
"""


def start(project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(project.path), project.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
