"""A .sql file as statements: split by PostgreSQL's own parser, each with its place and the SETs in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from joey.errors import ConfigurationError, SqlSyntaxError
from joey.model.rename import Claim
from joey.sources.desired import SourceStatement, quoted
from joey.sources.views import query_of_view

# psql's own commands that pg_dump writes around a dump and that change nothing.
_RESTRICT = re.compile(r"^\\(?:un)?restrict\b[^\n]*", re.MULTILINE)
_COPY_DATA = re.compile(r"^COPY\s[^;]*\bFROM\s+stdin\b[^;]*;", re.MULTILINE | re.IGNORECASE)
_CONCURRENTLY = re.compile(r"(?<=\bINDEX\s)\s*CONCURRENTLY\b", re.IGNORECASE)

# Settings that decide how a session behaves, not what its statements make.
_HARMLESS_SETTINGS = frozenset(
    "statement_timeout lock_timeout idle_in_transaction_session_timeout transaction_timeout idle_session_timeout"
    " client_encoding client_min_messages check_function_bodies row_security synchronous_commit"
    " session_authorization role default_tablespace temp_tablespaces".split()
)

# What a schema file may hold and joey passes over: it belongs to the server or the session, not to the schema.
_LEFT_OUT = {
    "alter_role_stmt": "ALTER ROLE",
    "alter_role_set_stmt": "ALTER ROLE … SET",
    "drop_role_stmt": "DROP ROLE",
    "grant_role_stmt": "GRANT of a role to a role",
    "alter_database_stmt": "ALTER DATABASE",
    "alter_database_set_stmt": "ALTER DATABASE … SET",
    "alter_system_stmt": "ALTER SYSTEM",
    "create_subscription_stmt": "CREATE SUBSCRIPTION",
    "alter_subscription_stmt": "ALTER SUBSCRIPTION",
    "sec_label_stmt": "SECURITY LABEL",
}
_SILENT = frozenset(
    "check_point_stmt notify_stmt listen_stmt unlisten_stmt vacuum_stmt discard_stmt lock_stmt constraints_set_stmt"
    " refresh_mat_view_stmt".split()
)
_DATA = {
    "insert_stmt": "INSERT",
    "update_stmt": "UPDATE",
    "delete_stmt": "DELETE",
    "merge_stmt": "MERGE",
    "copy_stmt": "COPY",
    "truncate_stmt": "TRUNCATE",
    "select_stmt": "SELECT",
}
_REFUSED = {
    "createdb_stmt": "CREATE DATABASE",
    "dropdb_stmt": "DROP DATABASE",
    "create_table_space_stmt": "CREATE TABLESPACE",
    "prepare_stmt": "PREPARE",
    "execute_stmt": "EXECUTE",
    "explain_stmt": "EXPLAIN",
    "declare_cursor_stmt": "DECLARE",
    "fetch_stmt": "FETCH",
}


@dataclass(frozen=True)
class SqlFile:
    """A file of SQL that describes schema; `name` is how messages call it, `text` what it says."""

    name: str
    text: str = field(repr=False)

    @classmethod
    def at(cls, path: Path, name: str) -> SqlFile:
        """The file at `path`, which must be UTF-8."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise ConfigurationError(
                f"{name} is not UTF-8 (byte {error.start})",
                hint="save it as UTF-8",
                file=name,
                line=line,
            ) from None
        except OSError as error:
            raise ConfigurationError(f"{name} can't be read: {error.strerror}", file=name) from None
        return cls(name, text.replace("\r\n", "\n"))

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        return tuple(_split(self.name, self.text))

    @cached_property
    def statements(self) -> tuple[SourceStatement, ...]:
        """What is to be run, in order."""
        return tuple(self._classified()[0])

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """What was passed over because it isn't schema, each a sentence."""
        return tuple(self._classified()[1])

    @cached_property
    def created_schemas(self) -> frozenset[str]:
        """The schemas that the file creates."""
        nodes = (part.node for part in self._parts if part.kind == "create_schema_stmt")
        return frozenset(
            node.create_schema_stmt.schemaname or node.create_schema_stmt.authrole.rolename for node in nodes
        )

    @cached_property
    def view_texts(self) -> Mapping[tuple[str, str], str]:
        """(schema, name) of the file's views -> the query as it is written."""
        texts: dict[tuple[str, str], str] = {}
        for statement in self.statements:
            if not re.match(r"CREATE\b[^(]*?\bVIEW\b", statement.sql, re.IGNORECASE):
                continue
            elsewhere = any("search_path" in setting for setting in statement.settings)
            if found := query_of_view(statement.sql, default_schema=None if elsewhere else "public"):
                texts[found[0]] = found[1]
        return texts

    @cached_property
    def renamed_from(self) -> tuple[Claim, ...]:
        """What the file's comments say of earlier names."""
        from joey.sources.renamed_comments import claims_of

        return tuple(claims_of(self.name, self.text))

    def _classified(self) -> tuple[list[SourceStatement], list[str]]:
        settings: dict[str, str] = {}
        statements: list[SourceStatement] = []
        notes: list[str] = []
        for part in self._parts:
            if _is_setting(part, settings) or part.kind in _SILENT:
                continue
            if (what := _LEFT_OUT.get(part.kind) or _about_the_server(part)) is not None:
                notes.append(f"{self.name}:{part.line}: {what} belongs to the server and was left out")
                continue
            _refuse_what_is_no_schema(self.name, part)
            if part.kind == "transaction_stmt":
                continue
            statements.append(SourceStatement(_for_scratch(part), self.name, part.line, tuple(settings.values())))
        return statements, notes


@dataclass(frozen=True, slots=True)
class _Part:
    """One parsed statement of a file."""

    sql: str
    line: int
    kind: str
    node: Any


def _split(name: str, text: str) -> Iterator[_Part]:
    from joey.sources.parser import postgast

    if "\\" in text:
        text = _RESTRICT.sub(lambda found: " " * len(found[0]), text)
    if (copy := _COPY_DATA.search(text)) is not None:
        raise ConfigurationError(
            "COPY … FROM stdin loads rows, and a schema source describes schema only",
            hint="leave the rows out (pg_dump --schema-only), or load them in a migration (joey generate --custom)",
            file=name,
            line=text.count("\n", 0, copy.start()) + 1,
        )
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError as error:
        raise _syntax_error(name, text, error.message, max(error.cursorpos - 1, 0)) from None
    raw = text.encode()
    line, counted = 1, 0
    for statement in tree.stmts:
        start = statement.stmt_location
        end = start + statement.stmt_len if statement.stmt_len else len(raw)
        piece = raw[start:end].decode()
        skipped = _length_of_leading_comments(piece)
        start += len(piece[:skipped].encode())
        line += raw.count(b"\n", counted, start)
        counted = start
        kind = statement.stmt.WhichOneof("node")
        if kind is not None:
            yield _Part(piece[skipped:].rstrip(), line, kind, statement.stmt)


def _length_of_leading_comments(sql: str) -> int:
    """Where the first word begins, after white space and comments (which nest in PostgreSQL)."""
    at = 0
    while at < len(sql):
        if sql[at].isspace():
            at += 1
        elif sql.startswith("--", at):
            end = sql.find("\n", at)
            at = len(sql) if end < 0 else end + 1
        elif sql.startswith("/*", at):
            depth, at = 1, at + 2
            while depth and at < len(sql):
                if sql.startswith("/*", at):
                    depth, at = depth + 1, at + 2
                elif sql.startswith("*/", at):
                    depth, at = depth - 1, at + 2
                else:
                    at += 1
        else:
            break
    return at


def _syntax_error(name: str, text: str, message: str, position: int) -> Exception:
    before = text[:position]
    line = before.count("\n") + 1
    begin = before.rfind("\n") + 1
    end = text.find("\n", position)
    sql = text[begin : len(text) if end < 0 else end]
    if command := re.match(r"\s*(\\\S+)", sql):
        return ConfigurationError(
            f"{command[1]} is a command of psql, not SQL",
            hint="remove the line; a schema source is a file of SQL statements",
            file=name,
            line=line,
        )
    return SqlSyntaxError(
        message,
        hint=f"PostgreSQL's own parser can't read {name} at line {line}; mend the statement there",
        file=name,
        line=line,
        sqlstate="42601",
        sql=sql,
        position=min(position - begin, len(sql)),
    )


def _is_setting(part: _Part, settings: dict[str, str]) -> bool:
    """Take a SET, RESET or set_config into `settings`; whether the statement was one."""
    if part.kind == "variable_set_stmt":
        from joey.sources.parser import nodes

        statement, kinds = part.node.variable_set_stmt, nodes.VariableSetKind
        if statement.kind == kinds.VAR_RESET_ALL:
            settings.clear()
        elif statement.kind in (kinds.VAR_RESET, kinds.VAR_SET_DEFAULT):
            settings.pop(statement.name, None)
        elif statement.kind == kinds.VAR_SET_VALUE and statement.name not in _HARMLESS_SETTINGS:
            settings[statement.name] = re.sub(r"(?i)^SET\s+(?:LOCAL|SESSION)\s+", "SET ", part.sql)
        return True
    name, arguments = _called_function(part)
    if name == "setval":
        return True
    if name == "set_config" and len(arguments) == 3:
        constants = [argument.a_const.sval.sval for argument in arguments[:2]]
        if constants[0] not in _HARMLESS_SETTINGS:
            key, value = (constant.replace("'", "''") for constant in constants)
            settings[constants[0]] = f"SELECT pg_catalog.set_config('{key}', '{value}', false)"
        return True
    return False


def _called_function(part: _Part) -> tuple[str, list[Any]]:
    """The name and arguments of the function that a bare `SELECT f(…)` calls, else an empty name."""
    if part.kind != "select_stmt":
        return "", []
    select = part.node.select_stmt
    if select.from_clause or len(select.target_list) != 1:
        return "", []
    value = select.target_list[0].res_target.val
    if value.WhichOneof("node") != "func_call":
        return "", []
    return value.func_call.funcname[-1].string.sval, list(value.func_call.args)


def _about_the_server(part: _Part) -> str | None:
    """What a statement does to a database, role or tablespace as such, or None."""
    fields = {"comment_stmt": "objtype", "alter_owner_stmt": "object_type", "grant_stmt": "objtype"}
    field_of = fields.get(part.kind)
    if field_of is None:
        return None
    from joey.sources.parser import nodes

    kinds = nodes.ObjectType
    things = {kinds.OBJECT_DATABASE: "DATABASE", kinds.OBJECT_ROLE: "ROLE", kinds.OBJECT_TABLESPACE: "TABLESPACE"}
    thing = things.get(getattr(getattr(part.node, part.kind), field_of))
    return f"{part.sql.split(None, 1)[0].upper()} … {thing}" if thing else None


def _refuse_what_is_no_schema(name: str, part: _Part) -> None:
    if part.kind == "select_stmt" and _called_function(part)[0]:
        return  # a function called for what it makes, such as create_hypertable()
    if part.kind in _DATA:
        raise ConfigurationError(
            f"{_DATA[part.kind]} is about rows, and a schema source describes schema only",
            hint="put it into a migration: joey generate --custom",
            file=name,
            line=part.line,
            sql=part.sql,
        )
    if part.kind in _REFUSED:
        raise ConfigurationError(
            f"{_REFUSED[part.kind]} has no place in a schema source",
            hint="remove it; a schema source describes what is inside one database",
            file=name,
            line=part.line,
            sql=part.sql,
        )
    if part.kind == "transaction_stmt":
        from joey.sources.parser import nodes

        kinds = nodes.TransactionStmtKind
        harmless = (kinds.TRANS_STMT_BEGIN, kinds.TRANS_STMT_START, kinds.TRANS_STMT_COMMIT)
        if part.node.transaction_stmt.kind not in harmless:
            raise ConfigurationError(
                "a schema source can't take back what it says",
                hint="remove the ROLLBACK or SAVEPOINT",
                file=name,
                line=part.line,
                sql=part.sql,
            )


def _for_scratch(part: _Part) -> str:
    """The statement as it is run in a scratch database."""
    if part.kind == "create_role_stmt":
        # Roles are shared by the whole server, and another run may have made this one.
        role = quoted(part.node.create_role_stmt.role)
        return (
            f"DO $joey$BEGIN CREATE ROLE {role} NOLOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$joey$"
        )
    if part.kind == "index_stmt" and part.node.index_stmt.concurrent:
        # As many spaces, so that positions in errors stay true.
        return _CONCURRENTLY.sub(lambda found: " " * len(found[0]), part.sql, count=1)
    return part.sql
