"""What a statement leaves in the catalog, read from its parse tree: how its outcome can be looked up later."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from joey.model.migration import Detached, IndexBuilt, IndexDropped, Relation, Seen
from joey.model.spelling import literal, quoted


def index_built(node: Any) -> IndexBuilt:
    """Of CREATE INDEX CONCURRENTLY."""
    return IndexBuilt(node.idxname or None, _relation(node.relation))


def index_dropped(node: Any) -> IndexDropped:
    """Of DROP INDEX CONCURRENTLY, which takes one index only."""
    names = [item.string.sval for item in node.objects[0].list.items]
    return IndexDropped(Relation(names[-1], names[-2] if len(names) > 1 else None))


def detached(node: Any, command: Any) -> Detached:
    """Of ALTER TABLE … DETACH PARTITION … CONCURRENTLY."""
    return Detached(_relation(node.relation), _relation(command.name))


def seen(node: Any) -> Seen | None:
    """Of what makes or drops something that lies in no transaction's reach; None where no query tells."""
    kind = node.DESCRIPTOR.name
    if kind == "AlterEnumStmt" and node.new_val and not node.old_val:
        name = ".".join(quoted(part.string.sval) for part in node.type_name)
        return Seen(
            f"SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumlabel = {literal(node.new_val)} "
            f"AND enumtypid = pg_catalog.to_regtype({literal(name)}))"
        )
    makes = {
        "CreatedbStmt": ("pg_database", "datname", "dbname", ""),
        "DropdbStmt": ("pg_database", "datname", "dbname", "NOT "),
        "CreateTableSpaceStmt": ("pg_tablespace", "spcname", "tablespacename", ""),
        "DropTableSpaceStmt": ("pg_tablespace", "spcname", "tablespacename", "NOT "),
        "CreateSubscriptionStmt": ("pg_subscription", "subname", "subname", ""),
        "DropSubscriptionStmt": ("pg_subscription", "subname", "subname", "NOT "),
    }
    if kind not in makes:
        return None
    catalog, column, field, gone = makes[kind]
    name = literal(getattr(node, field))
    return Seen(f"SELECT {gone}EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {column} = {name})")


_BATCHES = frozenset(
    f"PLpgSQL_stmt_{kind}"
    for kind in "block loop while execsql getdiag exit commit return if assign raise perform".split()
)


def ends_where_it_would(sql: str) -> bool:
    """Whether a DO block that was cut off and begins anew ends exactly where it would have ended.

    So does a loop around one DELETE, or around one UPDATE that sets constants, which commits in between and ends
    when nothing is left to do: what is done already is not found again. Of anything else it isn't claimed.
    """
    postgast: Any = import_module("postgast")
    try:
        found = list(_plpgsql(postgast.parse_plpgsql(sql), in_loop=False))
    except postgast.PgQueryError:
        return False
    if not {kind for kind, _, _ in found} <= _BATCHES:
        return False
    work = [(node, in_loop) for kind, node, in_loop in found if kind == "PLpgSQL_stmt_execsql"]
    calls = [node["expr"]["PLpgSQL_expr"]["query"] for kind, node, _ in found if kind == "PLpgSQL_stmt_perform"]
    if len(work) != 1 or not work[0][1] or not all("pg_sleep" in call for call in calls):
        return False
    tree = postgast.parse(work[0][0]["sqlstmt"]["PLpgSQL_expr"]["query"]).stmts[0].stmt
    kind = tree.WhichOneof("node")
    if kind == "delete_stmt":
        return not tree.delete_stmt.HasField("with_clause")
    if kind != "update_stmt" or tree.update_stmt.HasField("with_clause"):
        return False
    return all(_is_constant(target.res_target.val) for target in tree.update_stmt.target_list)


def _plpgsql(node: Any, *, in_loop: bool) -> Iterator[tuple[str, Any, bool]]:
    """The statements of a parsed PL/pgSQL body, each with its kind and whether a loop without bounds is around it."""
    if isinstance(node, list):
        for each in node:
            yield from _plpgsql(each, in_loop=in_loop)
    elif isinstance(node, dict):
        for name, inner in node.items():
            if name.startswith("PLpgSQL_stmt_"):
                yield name, inner, in_loop
            looping = name in ("PLpgSQL_stmt_loop", "PLpgSQL_stmt_while")
            yield from _plpgsql(inner, in_loop=in_loop or looping)


def _is_constant(node: Any) -> bool:
    kind = node.WhichOneof("node")
    if kind == "type_cast":
        return _is_constant(node.type_cast.arg)
    return kind in ("a_const", "sql_value_function")


def _relation(node: Any) -> Relation:
    return Relation(node.relname, node.schemaname or None)
