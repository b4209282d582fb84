"""SQLAlchemy's metadata as DDL, compiled without any connection."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy import MetaData, Sequence, Table
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.orm import registry
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.ddl import ExecutableDDLElement, _DropBase
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.types import SchemaType

from joey.model.rename import Claim
from joey.sources.column_checks import client_defaults, compile_failure
from joey.sources.desired import SourceStatement
from joey.sources.places import Place
from joey.sources.renamed_models import claims_of


@dataclass(frozen=True, slots=True)
class Compiled:
    """The DDL of some metadata; not `complete` where only a live connection can make the rest."""

    statements: tuple[SourceStatement, ...]
    canonical: tuple[str, ...]
    schemas: tuple[str, ...]
    notes: tuple[str, ...]
    client_defaults: Mapping[tuple[str, str, str], str]
    complete: bool
    claims: tuple[Claim, ...] = ()


def metadata_of(modules: Iterable[ModuleType]) -> list[MetaData]:
    """Every MetaData that modules hold, by itself or through a base, a model, a table or a registry."""
    found: dict[int, MetaData] = {}
    for module in modules:
        for value in list(vars(module).values()):
            metadata: Any = None
            if isinstance(value, MetaData):
                metadata = value
            elif isinstance(value, type):
                with contextlib.suppress(Exception):  # a class may do anything when it is asked for an attribute
                    metadata = getattr(value, "metadata", None)
            elif isinstance(value, Table | registry):
                metadata = value.metadata
            if isinstance(metadata, MetaData):
                found[id(metadata)] = metadata
    return list(found.values())


class _Compiler(PGDDLCompiler):
    """PostgreSQL's DDL, with indexes made at once: a scratch table is empty, and nobody waits."""

    def visit_create_index(
        self, create: Any, include_schema: Any = False, include_table_schema: Any = True, **kw: Any
    ) -> Any:
        options = create.element.dialect_options["postgresql"]
        concurrently = options["concurrently"]
        options["concurrently"] = False
        try:
            visit: Any = super().visit_create_index
            return visit(create, include_schema=include_schema, include_table_schema=include_table_schema, **kw)
        finally:
            options["concurrently"] = concurrently

    def visit_computed_column(self, generated: Any, **kw: Any) -> str:
        if generated.persisted is not False:
            visit: Any = super().visit_computed_column
            return str(visit(generated, **kw))
        # 2.0 knows no VIRTUAL.
        expression = self.sql_compiler.process(generated.sqltext, include_table=False, literal_binds=True)
        return f"GENERATED ALWAYS AS ({expression}) VIRTUAL"


def _dialect() -> PGDialect_psycopg:
    make: Any = PGDialect_psycopg
    dialect: PGDialect_psycopg = make(paramstyle="named")  # so that % stays %
    dialect.ddl_compiler = _Compiler
    dialect.supports_virtual_generated_columns = True
    dialect._backslash_escapes = False  # standard_conforming_strings is on
    return dialect


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A statement as it was executed; those of one group, unless it is None, have no order of their own."""

    sql: str
    group: tuple[int, str] | None = None
    table: Table | None = None


class _Recorder(MockConnection):
    """A connection that writes down what it is told to execute."""

    def __init__(self) -> None:
        super().__init__(_dialect(), lambda *_: None)
        self.statements: list[_Recorded] = []
        self.schemas: set[str] = set()
        self.notes: list[str] = []
        self._types: set[str] = set()

    def execute(self, obj: Any, parameters: Any = None, execution_options: Any = None) -> Any:
        """Record DDL and text; what would only read, or write rows, gives None."""
        if isinstance(obj, ExecutableDDLElement):
            self._record_ddl(obj)
        elif isinstance(obj, TextClause):
            text = obj.bindparams(**parameters) if isinstance(parameters, Mapping) else obj
            sql = str(text.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))
            self.statements.append(_Recorded(sql))
        elif isinstance(obj, UpdateBase):
            self.notes.append("a listener of the models writes rows; rows belong into a migration (generate --custom)")

    def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        """Record a plain string; one with parameters can't be told without a driver."""
        if parameters:
            raise NotImplementedError("parameters need a driver")
        self.statements.append(_Recorded(statement))

    def _record_ddl(self, element: ExecutableDDLElement) -> None:
        target: Any = getattr(element, "element", None)
        sql = str(element.compile(dialect=self.dialect)).strip()
        if not isinstance(target, SchemaItem | SchemaType) or isinstance(element, _DropBase):
            self.statements.append(_Recorded(sql))  # a listener's own, which stays where it was put
            return
        if isinstance(target, SchemaType):  # an enum or a domain, which two metadata may share
            if sql in self._types:
                return
            self._types.add(sql)
        if isinstance(target, SchemaType | Table | Sequence) and target.schema:
            self.schemas.add(str(target.schema))
        table = target if isinstance(target, Table) else getattr(target, "table", None)
        table = table if isinstance(table, Table) else None
        self.statements.append(_Recorded(sql, (id(table), type(element).__name__), table))


def compile_all(found: Iterable[MetaData], place: Callable[[Table | None], Place]) -> Compiled:
    """The DDL of all metadata."""
    listed = list(found)
    recorder = _Recorder()
    complete = True
    for metadata in listed:
        recorder.schemas |= metadata._schemas
        try:
            metadata.create_all(recorder, checkfirst=False)
        except Exception as error:
            if not _is_of_a_listener(error):
                raise compile_failure(error, listed, place) from None
            complete = False
    recorded = _in_steady_order(recorder.statements) if complete else []
    notes, defaults = client_defaults(listed)
    if not complete:
        notes.insert(0, "a listener of the models asks the database, so they are made by SQLAlchemy's create_all")
    return Compiled(
        statements=tuple(
            SourceStatement(item.sql, *place(item.table), table=item.table.fullname if item.table is not None else None)
            for item in recorded
        ),
        canonical=tuple(
            sorted(item.sql for item in recorded if item.group is not None)
            + [item.sql for item in recorded if item.group is None]
        ),
        schemas=tuple(sorted(recorder.schemas)),
        notes=(*recorder.notes, *notes),
        client_defaults=defaults,
        complete=complete,
        claims=claims_of(listed, place, recorder.dialect),
    )


def create_all(found: Iterable[MetaData], url: str) -> None:
    """Let SQLAlchemy make all metadata in the database at `url`, in one transaction."""
    from sqlalchemy import NullPool, create_engine, make_url

    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    engine.dialect.ddl_compiler = _Compiler
    try:
        with engine.begin() as connection:
            for metadata in found:
                metadata.create_all(connection, checkfirst=True)
    finally:
        engine.dispose()


def _in_steady_order(statements: Iterable[_Recorded]) -> list[_Recorded]:
    """The same statements, sorted by text where SQLAlchemy keeps a set (a table's indexes, its comments)."""
    steady: list[_Recorded] = []
    for group, items in groupby(statements, key=lambda item: item.group):
        together = list(items)
        steady += together if group is None else sorted(together, key=lambda item: item.sql)
    return steady


def _is_of_a_listener(error: Exception) -> bool:
    """Whether code that is neither SQLAlchemy's nor ours was running: a listener, or a type of the user's."""
    own = (os.path.dirname(sqlalchemy.__file__) + os.sep, __file__, contextlib.__file__)
    frame = error.__traceback__
    while frame is not None:
        if not frame.tb_frame.f_code.co_filename.startswith((*own, "<")):
            return True
        frame = frame.tb_next
    return False
