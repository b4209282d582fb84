"""What in a file may take data away for good, read from its parse trees; imported only where there is SQL to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from joey.folder.statements import pb, tree_of
from joey.model.migration import SqlFile, Taken

_WORDS = re.compile(r"(?i)\b(drop|truncate|delete)\b")
# What a DROP of these takes away can be made again from its text.
_MADE_OF_TEXT = frozenset(
    "ACCESS_METHOD AGGREGATE CAST COLLATION CONVERSION DEFAULT DEFACL DOMCONSTRAINT EVENT_TRIGGER FDW FOREIGN_SERVER "
    "FOREIGN_TABLE FUNCTION INDEX LANGUAGE OPCLASS OPERATOR OPFAMILY POLICY PROCEDURE PUBLICATION "
    "PUBLICATION_NAMESPACE PUBLICATION_REL ROLE ROUTINE RULE STATISTIC_EXT TABCONSTRAINT TRANSFORM TRIGGER "
    "TSCONFIGURATION TSDICTIONARY TSPARSER TSTEMPLATE USER_MAPPING VIEW".split()
)
# What only says what will be done later, by somebody else.
_LATER = ("create_function_stmt", "rule_stmt", "view_stmt")


def taken(file: SqlFile) -> tuple[Taken, ...]:
    """What a file may take away: the losses that its author accepts, and each DROP, TRUNCATE and DELETE."""
    said = [Taken(loss, 1, 1) for loss in file.directives.accepted]
    for statement in file.statements:
        if _WORDS.search(statement.sql):
            words = dict.fromkeys(_in(statement.sql))
            said += [Taken(word, statement.line, statement.number) for word in words]
    return tuple(said)


def _in(sql: str) -> Iterator[str]:
    tree = tree_of(sql)
    if tree is None:  # too deep to be read: rather a backup too many
        yield _word(sql)
        return
    kind = tree.WhichOneof("node")
    if kind == "do_stmt":
        yield f"{_word(sql)} in a DO block"
    elif kind not in _LATER:
        yield from _found(tree)


def _found(node: Any) -> Iterator[str]:
    """The words for what takes data away, anywhere in a parse tree."""
    kind = node.DESCRIPTOR.name
    if kind == "DropStmt":
        what = pb.ObjectType.Name(node.remove_type).removeprefix("OBJECT_")
        if what not in _MADE_OF_TEXT or (node.behavior == pb.DropBehavior.Value("DROP_CASCADE") and what != "INDEX"):
            yield f"DROP {what.replace('MATVIEW', 'MATERIALIZED VIEW').replace('_', ' ')}"
    elif kind == "AlterTableCmd" and node.subtype == pb.AlterTableType.Value("AT_DropColumn"):
        yield "DROP COLUMN"
    elif kind == "MergeWhenClause" and node.command_type == pb.CmdType.Value("CMD_DELETE"):
        yield "DELETE"
    elif kind in _NAMES:
        yield _NAMES[kind]
    for field, value in node.ListFields():
        if field.message_type is not None:
            for inner in (value,) if hasattr(value, "DESCRIPTOR") else value:
                yield from _found(inner)


_NAMES = {
    "DeleteStmt": "DELETE",
    "TruncateStmt": "TRUNCATE",
    "DropdbStmt": "DROP DATABASE",
    "DropOwnedStmt": "DROP OWNED",
    "DropTableSpaceStmt": "DROP TABLESPACE",
    "DropSubscriptionStmt": "DROP SUBSCRIPTION",
}


def _word(sql: str) -> str:
    found = _WORDS.search(sql)
    return found[0].upper() if found else ""
