"""The user's own text of a view's query."""

from __future__ import annotations

from typing import Any

ViewText = tuple[tuple[str, str], str]


def query_of_view(sql: str, *, default_schema: str | None = "public") -> ViewText | None:
    """((schema, name), query) of a CREATE VIEW or CREATE MATERIALIZED VIEW, exactly as written after AS.

    None for any other statement, and for a view whose query alone doesn't say what the view is: one with a list
    of column names, a recursive one, or one whose schema isn't known.
    """
    from joey.sources.parser import postgast

    tree = postgast.parse(sql)
    if len(tree.stmts) != 1:
        return None
    node = tree.stmts[0].stmt
    view: Any
    match node.WhichOneof("node"):
        case "view_stmt":
            view, columns = node.view_stmt.view, node.view_stmt.aliases
        case "create_table_as_stmt" if _is_materialized_view(node.create_table_as_stmt):
            view, columns = node.create_table_as_stmt.into.rel, node.create_table_as_stmt.into.col_names
        case _:
            return None
    schema = view.schemaname or default_schema
    if columns or schema is None:
        return None
    text = _after_as(sql)
    return ((schema, view.relname), text) if text else None


def _is_materialized_view(statement: Any) -> bool:
    from joey.sources.parser import nodes

    return bool(statement.objtype == nodes.ObjectType.OBJECT_MATVIEW)


def _after_as(sql: str) -> str:
    """What follows the AS of a view, without WITH CHECK OPTION or WITH DATA."""
    from joey.sources.parser import nodes, postgast

    raw = sql.encode()
    tokens = [t for t in postgast.scan(sql).tokens if t.token not in (nodes.Token.SQL_COMMENT, nodes.Token.C_COMMENT)]
    words = [raw[t.start : t.end].decode().upper() for t in tokens]
    depth, start = 0, None
    for token, word in zip(tokens, words, strict=True):
        depth += (word == "(") - (word == ")")
        if depth == 0 and token.token == nodes.Token.AS:
            start = token.end
            break
    if start is None:
        return ""
    if words[-1] == ";":
        tokens, words = tokens[:-1], words[:-1]
    end = len(raw) if not tokens else tokens[-1].end
    for tail in (["CHECK", "OPTION"], ["DATA"]):
        if words[-len(tail) :] != tail:
            continue
        at = len(words) - len(tail) - 1
        if words[at] in ("CASCADED", "LOCAL", "NO"):
            at -= 1
        if words[at] == "WITH":
            end = tokens[at - 1].end
    return raw[start:end].decode().strip()
