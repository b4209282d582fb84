"""SQL expressions inside Python source text."""

from __future__ import annotations

import re

from joey.postgres.spelling import stable
from joey.pull.python import Call, Code, Imports, call, string

# What text() takes for a parameter, and for an escaped colon. Source: SQLAlchemy, sql/compiler.py.
_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w+(?![:\w]))")
_ESCAPED = re.compile(r"\\(?=:\w*(?![:\w]))")
_LITERAL = re.compile(r"'((?:[^'\\]|'')*)'::(.+)", re.DOTALL)
_CALLED = re.compile(r"[a-z_][a-z0-9_]*\(\)")
_MODIFIER = re.compile(r"\([-\d, ]+\)")
_AFTER_COERCION = {"character": "bpchar", "bit": '"bit"'}


def escaped(sql: str) -> str:
    """SQL as text() must be given it, so that no colon in it is taken for a parameter."""
    return _PARAMETER.sub(r"\\:", _ESCAPED.sub(r"\\\\", sql))


def text(sql: str, imports: Imports) -> Call:
    """SQL as a text()."""
    return call(imports.name("sqlalchemy", "text"), sql_string(sql))


def sql_string(sql: str) -> str:
    """SQL as a string where SQLAlchemy takes one for a text()."""
    return string(escaped(stable(sql)))


def default(expression: str, type: str, imports: Imports) -> Code:
    """What `server_default` must be: a plain text where it stands for itself, func.now(), or a text()."""
    if _CALLED.fullmatch(expression):
        return f"{imports.name('sqlalchemy', 'func')}.{expression}"
    word = _MODIFIER.sub("", type, count=1)
    if (found := _LITERAL.fullmatch(expression)) and found[2] == _AFTER_COERCION.get(word, word):
        return string(found[1].replace("''", "'"))
    return text(expression, imports)


def unwrapped(sql: str) -> str:
    """An expression without the parentheses around all of it."""
    if not sql.startswith("(") or not sql.endswith(")"):
        return sql
    depth = 0
    at = 0
    while at < len(sql):
        sign = sql[at]
        if sign in "'\"":
            at = sql.index(sign, at + 1)  # a doubled one ends it and begins it again
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return sql[1:-1] if at == len(sql) - 1 else sql
        at += 1
    return sql
