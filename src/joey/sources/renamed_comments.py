"""`-- joey: renamed_from old` in a file of SQL: before a statement, or at a column, attribute, label or constraint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from joey.errors import ConfigurationError
from joey.model.rename import Claim, Path

_MARK = re.compile(r"--\s*joey:\s*renamed_from\b(?P<old>.*)", re.IGNORECASE)
_IDENTIFIER = re.compile(r'\s*(?:"((?:[^"]|"")+)"|([^\s".]+))\s*(\.|\Z)')

Named = tuple[tuple[str, ...], Path]
"""(kinds, names) of what something creates."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    depth: int
    statement: int
    """Which statement of the file it stands in or ends."""


def claims_of(name: str, text: str) -> Iterator[Claim]:
    """What the comments of a file say; ConfigurationError for one that stands where it can't be understood."""
    if "renamed_from" not in text.lower():
        return
    from joey.sources.parser import nodes, postgast

    raw = text.encode()
    comments = (nodes.Token.SQL_COMMENT, nodes.Token.C_COMMENT)
    scanned = postgast.scan(text).tokens
    tree = [s for s in postgast.parse(text).stmts if s.stmt.WhichOneof("node")]
    tokens = list(_tokens(raw, [t for t in scanned if t.token not in comments], tree))
    for comment in (t for t in scanned if t.token == nodes.Token.SQL_COMMENT):
        found = _MARK.match(raw[comment.start : comment.end].decode())
        if found is None:
            continue
        line = raw.count(b"\n", 0, comment.start) + 1

        def wrong(message: str, line: int = line) -> ConfigurationError:
            return ConfigurationError(
                f"renamed_from {message}",
                hint="Write it on a line of its own before the statement or column that has a new name, or at the end "
                "of the column's line: -- joey: renamed_from old_name",
                file=name,
                line=line,
            )

        token = _meant(raw, tokens, comment.start)
        if token is None or token.statement >= len(tree):
            raise wrong("stands where nothing is created")
        named = _named(tree[token.statement].stmt, _element(tokens, token))
        if named is None:
            raise wrong("stands at something that has no name of its own, or that joey can't rename")
        kinds, path = named
        old = _label(found["old"]) if kinds == ("label",) else _path(found["old"])
        if not old:
            raise wrong(f"names nothing that can be a name: {found['old'].strip()!r}")
        yield Claim(kinds, path, old, name, declared=True, line=line)


def _tokens(raw: bytes, scanned: Sequence[Any], statements: Sequence[Any]) -> Iterator[_Token]:
    # The parser tells statements apart: a function's body in SQL has semicolons of its own.
    ends = [s.stmt_location + s.stmt_len if s.stmt_len else len(raw) for s in statements]
    depth = number = 0
    for token in scanned:
        while number < len(ends) and token.start > ends[number]:
            number, depth = number + 1, 0
        text = raw[token.start : token.end].decode()
        depth -= text == ")"
        yield _Token(text, token.start, token.end, depth, number)
        depth += text == "("


def _meant(raw: bytes, tokens: Sequence[_Token], at: int) -> _Token | None:
    """The token that a comment belongs to: the last one before it on its line, else the next one."""
    before = [t for t in tokens if t.end <= at]
    if before and b"\n" not in raw[before[-1].end : at]:
        while len(before) > 1 and before[-1].text == "," and before[-1].depth:
            before.pop()
        return before[-1]
    return next((t for t in tokens if t.start > at), None)


def _element(tokens: Sequence[_Token], token: _Token) -> int | None:
    """Which element of its statement's first list a token stands in; None outside of it."""
    mine = [t for t in tokens if t.statement == token.statement]
    opening = next((i for i, t in enumerate(mine) if t.text == "(" and not t.depth), None)
    if opening is None or token.start <= mine[opening].start:
        return None
    number = 0
    for t in mine[opening + 1 :]:
        if t.text == ")" and not t.depth:
            return None
        if t.start >= token.start:
            return number
        number += t.text == "," and t.depth == 1
    return None


def _path(text: str) -> Path:
    """The names of a dotted identifier, folded as SQL folds them; none where it isn't one."""
    names: list[str] = []
    text, at = text.strip().rstrip(";"), 0
    while at < len(text):
        found = _IDENTIFIER.match(text, at)
        if found is None or (found[3] == "." and found.end() == len(text)):
            return ()
        names.append(found[1].replace('""', '"') if found[1] else found[2].lower())
        at = found.end()
    return tuple(names)


def _label(text: str) -> Path:
    """The label of an enum, which may be quoted."""
    text = text.strip().rstrip(",")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].replace(text[0] * 2, text[0])
    return (text,) if text else ()


def _named(statement: Any, element: int | None) -> Named | None:
    """What a statement creates, or its element of this number."""
    kind = statement.WhichOneof("node")
    node = getattr(statement, kind)
    if element is not None:
        for listing in ("table_elts", "vals", "coldeflist"):
            elements = getattr(node, listing, None) if kind in _WITH_ELEMENTS else None
            if elements and element < len(elements):
                return _of_element(kind, node, elements[element])
    return _of_statement(kind, node)


_WITH_ELEMENTS = ("create_stmt", "create_enum_stmt", "composite_type_stmt")


def _of_element(kind: str, node: Any, element: Any) -> Named | None:
    if kind == "create_enum_stmt":
        return ("label",), (*_names(node.type_name), element.string.sval)
    if kind == "composite_type_stmt":
        return ("attribute",), (*_relation(node.typevar), element.column_def.colname)
    what = element.WhichOneof("node")
    if what == "column_def":
        return ("column",), (*_relation(node.relation), element.column_def.colname)
    if what == "constraint" and element.constraint.conname:
        return ("constraint",), (*_relation(node.relation), element.constraint.conname)
    return None


def _of_statement(kind: str, node: Any) -> Named | None:
    match kind:
        case "create_stmt":
            return ("table",), _relation(node.relation)
        case "index_stmt" if node.idxname:
            return ("index",), (node.relation.schemaname, node.idxname)
        case "view_stmt":
            return ("view",), _relation(node.view)
        case "create_table_as_stmt":
            return ("materialized view", "table"), _relation(node.into.rel)
        case "create_enum_stmt" | "create_range_stmt":
            return ("type",), _names(node.type_name)
        case "composite_type_stmt":
            return ("type",), _relation(node.typevar)
        case "create_domain_stmt":
            return ("type",), _names(node.domainname)
        case "create_seq_stmt":
            return ("sequence",), _relation(node.sequence)
        case "create_schema_stmt" if node.schemaname:
            return ("schema",), (node.schemaname,)
        case "create_function_stmt":
            return (("procedure",) if node.is_procedure else ("function",)), _names(node.funcname)
        case "define_stmt":
            return ("aggregate",), _names(node.defnames)
        case "create_trig_stmt":
            return ("trigger",), (*_relation(node.relation), node.trigname)
        case "create_policy_stmt":
            return ("policy",), (*_relation(node.table), node.policy_name)
        case "rule_stmt":
            return ("rule",), (*_relation(node.relation), node.rulename)
        case "create_stats_stmt":
            return ("statistics",), _names(node.defnames)
        case "create_publication_stmt":
            return ("publication",), (node.pubname,)
        case "alter_table_stmt" if len(node.cmds) == 1:
            return _of_element("create_stmt", node, getattr(node.cmds[0].alter_table_cmd, "def"))
    return None


def _relation(relation: Any) -> Path:
    return relation.schemaname, relation.relname


def _names(names: Sequence[Any]) -> Path:
    parts = tuple(n.string.sval for n in names)
    return ("", *parts) if len(parts) == 1 else parts[-2:]
