"""SQL split and classified by PostgreSQL's own parser; imported only where there is SQL to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from joey.errors import InternalError, SqlSyntaxError
from joey.folder import effects
from joey.folder.sql_file import misplaced_directive
from joey.model.migration import Reindexed, SqlStatement

# By name, because postgast's type stubs aren't valid Python (a member is called None) and stop mypy.
postgast: Any = import_module("postgast")
pb: Any = import_module("postgast.pg_query_pb2")
DecodeError: type[Exception] = import_module("google.protobuf.message").DecodeError

_T = pb.Token.Value
_SEMICOLON, _COMMENTS = _T("ASCII_59"), (_T("SQL_COMMENT"), _T("C_COMMENT"))
_COMMIT, _ROLLBACK, _AND = _T("COMMIT"), _T("ROLLBACK"), _T("AND")
_CONCURRENTLY = _T("CONCURRENTLY")

_CONTROL = re.compile(r"(?i)(begin|start|commit|end|rollback|abort|savepoint|release|prepare|set)\b")
_UNTIL_COMMIT = re.compile(r"(?i)set\s+(local|transaction|constraints)\b")

_UNTOLD = re.compile(r"(?i)(do|call|reindex|cluster|alter\s+database)\b")

# Statements that begin so never end a transaction, and can always run in one; a tree needn't be built for them (data
# files can be large, and a tree is the most of what reading a file takes).
_ALWAYS_TRANSACTIONAL = re.compile(
    r"(?i)(select|insert|update|delete|merge|with|values|comment|grant|revoke|truncate|lock|analyze"
    r"|create\s+(table|type|sequence|view|(or\s+replace\s+)?(function|view)))\b"
)
# And these, unless they say CONCURRENTLY.
_MOSTLY_TRANSACTIONAL = re.compile(
    r"(?i)(create\s+(unique\s+)?index|drop\s+(index|table|type|view|function|sequence)|alter\s+table)\b"
)

_DIRECTIVE = re.compile(r"--\s*joey:")
_BETWEEN = re.compile(r"[ \t\n\r\f\v;]+|--[^\r\n]*|/\*")
_NESTING = re.compile(r"/\*|\*/")


def split(part: str, *, file: str, line: int, number: int) -> Iterator[SqlStatement]:
    """The statements of a text that begins at `line`; the first is called `number`."""
    try:
        texts = postgast.split(part)
    except postgast.PgQueryError as error:
        raise _syntax_error(part, error, file, line, number) from None
    end = 0
    for text in texts:
        start = end
        for gap, comment in _gap(part, end):
            start = gap
            if comment and number > 1 and _DIRECTIVE.match(comment):
                raise misplaced_directive(comment, file, line + part.count("\n", end, start))
        line += part.count("\n", end, start)
        if not part.startswith(text, start):
            raise InternalError(f"{file} was split in a way that joey can't follow (line {line})", file=file, line=line)
        end = start + len(text)
        yield classify(_trimmed(text), line=line, number=number)
        line += part.count("\n", start, end)
        number += 1
    for gap, comment in _gap(part, end):
        if comment and number > 1 and _DIRECTIVE.match(comment):
            raise misplaced_directive(comment, file, line + part.count("\n", end, gap))


def _gap(text: str, at: int) -> Iterator[tuple[int, str]]:
    """Where each piece of what may stand between statements ends, and its text where it is a comment."""
    while found := _BETWEEN.match(text, at):
        at = found.end()
        if found[0] == "/*":
            depth = 1  # PostgreSQL's comments nest
            while depth and (mark := _NESTING.search(text, at)):
                depth += 1 if mark[0] == "/*" else -1
                at = mark.end()
        yield at, found[0] if found[0].startswith("--") else ""


def _trimmed(text: str) -> str:
    """A statement without the comments behind it."""
    if "--" not in text and "/*" not in text:
        return text.rstrip()
    last = max((token.end for token in postgast.scan(text).tokens if token.token not in _COMMENTS), default=0)
    return str(text.encode()[:last].decode())


def _syntax_error(part: str, error: Any, file: str, line: int, number: int) -> SqlSyntaxError:
    # libpg_query counts characters here, whatever its documentation says of bytes (tried with UTF-8).
    offset = min(max(error.cursorpos - 1, 0), len(part))
    begin = part.rfind("\n", 0, offset) + 1
    stop = part.find("\n", offset)
    shown = part[begin : len(part) if stop < 0 else stop].rstrip("\r")
    line += part.count("\n", 0, offset)
    return SqlSyntaxError(
        error.message if len(error.message) <= 300 else error.message[:300] + "…",
        file=file,
        line=line,
        statement=number + _semicolons(part[:offset]),
        sqlstate="42601",
        sql=shown,
        position=offset - begin,
        hint=f"Mend {file} at line {line}, column {offset - begin + 1}. Nothing of this file was run.",
    )


def _semicolons(prefix: str) -> int:
    """How many statements have ended before a place."""
    try:
        tokens = postgast.scan(prefix).tokens
    except postgast.PgQueryError:
        return 0
    depth = ended = 0
    for token in tokens:
        depth += (token.token == _T("ASCII_40")) - (token.token == _T("ASCII_41"))
        ended += token.token == _SEMICOLON and depth <= 0
    return ended


def classify(sql: str, *, line: int, number: int) -> SqlStatement:
    """One statement, and whether it can run in a transaction."""
    plain = SqlStatement(sql, line, number)
    if _ALWAYS_TRANSACTIONAL.match(sql):
        return plain
    if _MOSTLY_TRANSACTIONAL.match(sql) and "concurrently" not in sql.lower():
        return plain
    tree = tree_of(sql)
    if tree is None:
        # Of the statements that can be so deep, only an index can be concurrent.
        if any(token.token == _CONCURRENTLY for token in postgast.scan(sql).tokens):
            return replace(plain, transactional=False, why="CONCURRENTLY can't run in a transaction")
        return plain
    kind = tree.WhichOneof("node")
    judge = _JUDGES.get(kind or "")
    return judge(plain, getattr(tree, kind)) if judge and kind else plain


def tree_of(sql: str) -> Any:
    """The parse tree of one statement; None where it is deeper than Protocol Buffers carry (some fifty terms)."""
    try:
        return postgast.parse(sql).stmts[0].stmt
    except DecodeError:
        return None


def control_of(statement: SqlStatement) -> str | None:
    """`begin`, `commit`, `other`, `savepoint` for what needs a transaction around it, or None."""
    if not _CONTROL.match(statement.sql):
        return None
    tree = tree_of(statement.sql)
    if tree is None or tree.WhichOneof("node") != "transaction_stmt":
        return "savepoint" if _UNTIL_COMMIT.match(statement.sql) else None
    control = tree.transaction_stmt
    kind = pb.TransactionStmtKind.Name(control.kind).removeprefix("TRANS_STMT_")
    if kind in ("BEGIN", "START"):
        return "begin"
    if kind in ("SAVEPOINT", "RELEASE", "ROLLBACK_TO"):
        return "savepoint"
    return "commit" if kind == "COMMIT" and not control.chain else "other"


def with_calls(statements: list[SqlStatement]) -> list[SqlStatement]:
    """The statements, where a CALL of a procedure that the file itself creates, and that commits, is known."""
    committing: set[str] = set()
    result: list[SqlStatement] = []
    for statement in statements:
        word = statement.sql[:6].upper()
        if word == "CREATE" and "procedure" in statement.sql.lower():
            if (name := _committing_procedure(statement.sql)) is not None:
                committing.add(name)
        elif word.startswith("CALL") and committing:
            tree = tree_of(statement.sql)
            call = tree.call_stmt.funccall if tree is not None else None
            if call is not None and call.funcname and call.funcname[-1].string.sval in committing:
                statement = _no(statement, f"the procedure {call.funcname[-1].string.sval} commits")
        result.append(statement)
    return result


def told_not_to(statement: SqlStatement) -> SqlStatement:
    """A statement of a file that says `no-transaction`.

    Only of these kinds can't the text alone tell whether they run in a transaction; whatever else the file holds is
    still run together with the count of what is done.
    """
    if statement.transactional and _UNTOLD.match(statement.sql):
        return _no(statement, "the file says `-- joey: no-transaction`")
    return statement


def _committing_procedure(sql: str) -> str | None:
    tree = tree_of(sql)
    if tree is None or tree.WhichOneof("node") != "create_function_stmt" or not tree.create_function_stmt.is_procedure:
        return None
    language, body = _body(tree.create_function_stmt.options)
    if language != "plpgsql" or not commits(body):
        return None
    return str(tree.create_function_stmt.funcname[-1].string.sval)


def commits(body: str) -> bool:
    """Whether a PL/pgSQL body holds a COMMIT or ROLLBACK of its own."""
    try:
        tokens = [t for t in postgast.scan(body).tokens if t.token not in _COMMENTS]
    except postgast.PgQueryError:
        return False  # The server will say what is wrong with it.
    raw = body.encode()
    # Where a PL/pgSQL statement can begin, nothing else can begin with these words and end so soon.
    before = ("", ";", "BEGIN", "THEN", "ELSE", "LOOP", ">>")
    previous = ""
    for index, token in enumerate(tokens):
        word = raw[token.start : token.end].decode(errors="replace").upper()
        if token.token in (_COMMIT, _ROLLBACK) and previous in before:
            following = tokens[index + 1].token if index + 1 < len(tokens) else _SEMICOLON
            if following in (_SEMICOLON, _AND):
                return True
        previous = word
    return False


def _body(options: Any) -> tuple[str, str]:
    """The language and the text of a DO block or a routine."""
    language, body = "plpgsql", ""
    for option in options:
        element = option.def_elem
        if element.defname == "language":
            language = element.arg.string.sval.lower()
        elif element.defname == "as":
            arg = element.arg
            body = arg.string.sval or (arg.list.items[0].string.sval if arg.list.items else "")
    return language, body


def _no(statement: SqlStatement, why: str, **more: Any) -> SqlStatement:
    return replace(statement, transactional=False, why=why, **more)


def _index(statement: SqlStatement, node: Any) -> SqlStatement:
    if not node.concurrent:
        return statement
    built = effects.index_built(node)
    return _no(statement, "CREATE INDEX CONCURRENTLY can't run in a transaction", patient=True, effect=built)


def _drop(statement: SqlStatement, node: Any) -> SqlStatement:
    if not node.concurrent:
        return statement
    dropped = effects.index_dropped(node)
    return _no(statement, "DROP INDEX CONCURRENTLY can't run in a transaction", patient=True, effect=dropped)


def _reindex(statement: SqlStatement, node: Any) -> SqlStatement:
    if any(_is_true(option.def_elem) for option in node.params if option.def_elem.defname == "concurrently"):
        why = "REINDEX CONCURRENTLY can't run in a transaction"
        return _no(statement, why, patient=True, repeatable=True, effect=Reindexed())
    kind = pb.ReindexObjectType.Name(node.kind).removeprefix("REINDEX_OBJECT_")
    if kind in ("SCHEMA", "SYSTEM", "DATABASE"):
        return _no(statement, f"REINDEX {kind} can't run in a transaction", repeatable=True)
    return statement


def _alter_table(statement: SqlStatement, node: Any) -> SqlStatement:
    for item in node.cmds:
        definition = getattr(item.alter_table_cmd, "def")
        if definition.WhichOneof("node") == "partition_cmd" and definition.partition_cmd.concurrent:
            why = "DETACH PARTITION CONCURRENTLY can't run in a transaction"
            return _no(statement, why, patient=True, effect=effects.detached(node, definition.partition_cmd))
    return statement


def _do(statement: SqlStatement, node: Any) -> SqlStatement:
    language, body = _body(node.args)
    if language == "plpgsql" and commits(body):
        anew = effects.ends_where_it_would(statement.sql)
        return _no(statement, "the DO block commits by itself", repeatable=anew)
    return statement


def _vacuum(statement: SqlStatement, node: Any) -> SqlStatement:
    if not node.is_vacuumcmd:
        return statement
    return _no(statement, "VACUUM can't run in a transaction", patient=True, repeatable=True)


def _cluster(statement: SqlStatement, node: Any) -> SqlStatement:
    if node.HasField("relation"):
        return statement
    return _no(statement, "CLUSTER of all tables can't run in a transaction", repeatable=True)


def _discard(statement: SqlStatement, node: Any) -> SqlStatement:
    if pb.DiscardMode.Name(node.target) != "DISCARD_ALL":
        return statement
    return _no(statement, "DISCARD ALL can't run in a transaction", repeatable=True)


def _alter_database(statement: SqlStatement, node: Any) -> SqlStatement:
    if any(option.def_elem.defname == "tablespace" for option in node.options):
        return _no(statement, "ALTER DATABASE … SET TABLESPACE can't run in a transaction")
    return statement


def _create_subscription(statement: SqlStatement, node: Any) -> SqlStatement:
    if any(
        option.def_elem.defname in ("create_slot", "connect") and not _is_true(option.def_elem)
        for option in node.options
    ):
        return statement
    why = "CREATE SUBSCRIPTION that makes its slot can't run in a transaction"
    return _no(statement, why, effect=effects.seen(node))


def _alter_subscription(statement: SqlStatement, node: Any) -> SqlStatement:
    kind = pb.AlterSubscriptionType.Name(node.kind).removeprefix("ALTER_SUBSCRIPTION_")
    options = {option.def_elem.defname: _is_true(option.def_elem) for option in node.options}
    refreshes = kind.startswith("REFRESH") or (kind.endswith("_PUBLICATION") and options.get("refresh", True))
    if refreshes or (kind == "OPTIONS" and options.keys() & {"failover", "two_phase"}):
        return _no(statement, "this ALTER SUBSCRIPTION can't run in a transaction")
    return statement


def _alter_enum(statement: SqlStatement, node: Any) -> SqlStatement:
    return replace(statement, effect=effects.seen(node))  # before PostgreSQL 12 it can't run in a transaction


def _variable(statement: SqlStatement, node: Any) -> SqlStatement:
    return statement if node.is_local else replace(statement, session=True)


def _copy(statement: SqlStatement, node: Any) -> SqlStatement:
    if not node.is_from or node.filename or node.is_program:
        return statement
    raise SqlSyntaxError(
        "COPY … FROM STDIN needs data that a migration can't carry",
        line=statement.line,
        statement=statement.number,
        sql=statement.sql,
        hint="Write the rows as INSERT.",
    )


def _never(what: str, **more: Any) -> Callable[[SqlStatement, Any], SqlStatement]:
    def judge(statement: SqlStatement, node: Any) -> SqlStatement:
        return _no(statement, f"{what} can't run in a transaction", effect=effects.seen(node), **more)

    return judge


def _is_true(element: Any) -> bool:
    """Whether an option is on, as PostgreSQL's defGetBoolean reads it."""
    kind = element.arg.WhichOneof("node")
    if kind is None:
        return True
    if kind == "boolean":
        return bool(element.arg.boolean.boolval)
    if kind == "integer":
        return bool(element.arg.integer.ival)
    return str(element.arg.string.sval).lower() not in ("false", "off", "0", "no")


_JUDGES: dict[str, Callable[[SqlStatement, Any], SqlStatement]] = {
    "index_stmt": _index,
    "drop_stmt": _drop,
    "reindex_stmt": _reindex,
    "alter_table_stmt": _alter_table,
    "do_stmt": _do,
    "vacuum_stmt": _vacuum,
    "cluster_stmt": _cluster,
    "discard_stmt": _discard,
    "alter_enum_stmt": _alter_enum,
    "alter_system_stmt": _never("ALTER SYSTEM", repeatable=True),
    "createdb_stmt": _never("CREATE DATABASE"),
    "dropdb_stmt": _never("DROP DATABASE"),
    "alter_database_stmt": _alter_database,
    "create_table_space_stmt": _never("CREATE TABLESPACE"),
    "drop_table_space_stmt": _never("DROP TABLESPACE"),
    "create_subscription_stmt": _create_subscription,
    "alter_subscription_stmt": _alter_subscription,
    "drop_subscription_stmt": _never("DROP SUBSCRIPTION"),
    "variable_set_stmt": _variable,
    "copy_stmt": _copy,
}
