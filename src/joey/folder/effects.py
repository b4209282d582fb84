"""What a statement leaves in the catalog, read from its parse tree: how its outcome can be looked up later."""

from __future__ import annotations

from typing import Any

from joey.model.migration import Detached, IndexBuilt, IndexDropped, Relation, Seen


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
        name = ".".join(_quoted(part.string.sval) for part in node.type_name)
        return Seen(
            f"SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumlabel = {_literal(node.new_val)} "
            f"AND enumtypid = pg_catalog.to_regtype({_literal(name)}))"
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
    name = _literal(getattr(node, field))
    return Seen(f"SELECT {gone}EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {column} = {name})")


def _relation(node: Any) -> Relation:
    return Relation(node.relname, node.schemaname or None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
