"""The scratch databases of one run: made when they are needed, gone when it ends."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterable
from functools import partial
from types import TracebackType

from joey.connect.pg_dump import plain
from joey.connect.protocol import Connection
from joey.connect.scratch import Database, Scratch, open_scratch
from joey.errors import JoeyError, from_sqlstate
from joey.folder.folder import MigrationFolder
from joey.model.migration import SqlFile, SqlStatement
from joey.model.plan import Statement
from joey.postgres import archive
from joey.postgres.archive import Entry
from joey.postgres.catalog import Catalog, Scope
from joey.postgres.introspect import introspect
from joey.sources.desired import Desired
from joey.sources.load import load
from joey.verbs.talk import OnStep

_ROLE = re.compile(r'^role "(.+)" does not exist$')
# Roles belong to the server, not to the database: on scratch others use them too. One that is named is made.
_ABOUT_ROLES = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*(CREATE|DROP)\s+(ROLE|USER|GROUP)\s+(?!MAPPING\b)", re.I | re.S)
_FRESH = "RESET ALL; RESET ROLE; SET check_function_bodies = off; SET client_min_messages = error"


class Stage:
    """A scratch server, and the databases that one run makes on it; a context manager.

    The server is given by its setting, and then nothing is started before the first database is asked for; or it
    runs already, and then it is left running. Its methods may be called from two threads.
    """

    def __init__(self, server: str | Scratch, scope: Scope, target: int | None = None) -> None:
        self.scope, self._target = scope, target
        self._setting = server if isinstance(server, str) else None
        self._scratch = server if isinstance(server, Scratch) else None
        self._lock = threading.RLock()
        self._made: list[Database] = []
        self._connections: dict[str, Connection] = {}

    @property
    def scratch(self) -> Scratch:
        """The server, started now if it isn't yet."""
        with self._lock:
            if self._scratch is None:
                self._scratch = open_scratch(self._setting or "embedded")
            return self._scratch

    @property
    def major(self) -> int:
        """The major version of the scratch server."""
        return self.scratch.major

    @property
    def target(self) -> int:
        """The oldest major version that what is written here must run on."""
        return min(self._target or self.major, self.major)

    def empty(self) -> Database:
        """A new, empty database."""
        return self._create()

    def copy(self, of: Database) -> Database:
        """A copy of a database."""
        self.leave(of)
        return self._create(of.name)

    def _create(self, template: str | None = None) -> Database:
        database = self.scratch.create(template)
        self._made.append(database)
        return database

    def connection(self, database: Database) -> Connection:
        """The connection to a database, kept open."""
        with self._lock:
            if database.name not in self._connections:
                self._connections[database.name] = database.connect()
            return self._connections[database.name]

    def leave(self, database: Database) -> None:
        """Close the connection to a database."""
        with self._lock:
            if connection := self._connections.pop(database.name, None):
                connection.close()

    def drop(self, database: Database) -> None:
        """Drop a database before the end."""
        self.leave(database)
        database.drop()

    def catalog(self, database: Database, scope: Scope | None = None) -> Catalog:
        """What a database holds."""
        scope = scope or self.scope
        found = introspect(self.connection(database), scope, lambda: self.scratch.pg_dump(database))
        return found.as_of(self.target) if self.target < self.major else found

    def entries(self, database: Database) -> list[Entry]:
        """What a database holds, as pg_dump tells it."""
        return archive.read(self.scratch.pg_dump(database))

    def load(self, database: Database, desired: Desired) -> None:
        """Make the desired state in a database."""
        create_all = (lambda: desired.create_all(database.url)) if desired.needs_create_all else None
        load(self.connection(database), desired.statements, create_all=create_all)

    def run(self, database: Database, statements: Iterable[Statement]) -> None:
        """Run statements of a plan, all at once."""
        sql = ";\n".join(s.sql for s in statements)
        if sql:
            connection = self.connection(database)
            connection.execute(f"{_FRESH}; SET search_path = ''")
            self._with_roles(connection, lambda: connection.execute(sql))

    def run_file(self, database: Database, file: SqlFile) -> None:
        """Run a migration file as the runner does: in one transaction where it can be.

        A role that a statement names and the server doesn't have is made, without login.
        """
        connection = self.connection(database)
        connection.execute("RESET ALL; RESET ROLE")

        def run() -> None:
            with connection.transaction():
                for statement in file.statements:
                    self._run_one(connection, file, statement)

        if file.transactional:
            self._with_roles(connection, run)
        else:
            for statement in file.statements:
                self._with_roles(connection, partial(self._run_one, connection, file, statement))

    def run_together(self, database: Database, files: Iterable[SqlFile]) -> None:
        """Run migration files in one transaction, as Drizzle's runner does with all that are pending."""
        connection = self.connection(database)
        connection.execute("RESET ALL; RESET ROLE")

        def run() -> None:
            with connection.transaction():
                for file in files:
                    for statement in file.statements:
                        self._run_one(connection, file, statement)

        self._with_roles(connection, run)

    def _with_roles(self, connection: Connection, run: Callable[[], None]) -> None:
        """Run something all or nothing, and again for every role that it misses, which is then made."""
        made: set[str] = set()
        while True:
            try:
                run()
                return
            except JoeyError as error:
                role = _ROLE.match(error.message)
                if role is None or role[1] in made:
                    raise
                made.add(role[1])
                name = role[1].replace('"', '""')
                with contextlib.suppress(JoeyError):  # somebody else may have made it meanwhile
                    connection.execute(f'CREATE ROLE "{name}" NOLOGIN')

    def _run_one(self, connection: Connection, file: SqlFile, statement: SqlStatement) -> None:
        if _ABOUT_ROLES.match(statement.sql):
            return
        try:
            connection.execute(statement.sql)
        except JoeyError as error:
            at = error.position or 0
            raise from_sqlstate(
                error.sqlstate,
                error.message,
                hint=error.hint,
                file=file.file,
                line=statement.line + statement.sql.count("\n", 0, at),
                statement=statement.number,
                sql=statement.sql,
                position=error.position,
            ) from error

    def replay(self, database: Database, folder: MigrationFolder, on_step: OnStep | None = None) -> None:
        """Run every migration of a folder."""
        for done, migration in enumerate(folder.migrations):
            if on_step:
                on_step(f"Replaying {migration.tag}", done, len(folder.migrations))
            self.run_file(database, folder.script(migration))
        self.connection(database).execute("RESET ALL; RESET ROLE")

    def reloaded(self, database: Database) -> Database:
        """A new database, made from what pg_dump writes of another one."""
        text = plain(self.scratch.pg_dump_program, database.url)
        text = re.sub(r"(?m)^\\(un)?restrict .*\n", "", text)
        again = self.empty()
        self.connection(again).execute(text.replace("CREATE SCHEMA public;", "", 1))
        return again

    def close(self) -> None:
        """Drop the databases and end the server; more than once does nothing."""
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
            if self._setting is None:
                for database in self._made:
                    database.drop()
            elif self._scratch is not None:
                self._scratch.close()
                self._scratch = None
            self._made.clear()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
