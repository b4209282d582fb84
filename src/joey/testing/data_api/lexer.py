"""PostgreSQL's tokens, as far as named parameters and the ends of statements need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from joey.testing.data_api.errors import invalid

_COMMENT = r"--[^\n\r]*"
_CONTINUED = rf"(?:[ \t\f\v]|{_COMMENT})*[\n\r](?:\s|{_COMMENT}(?=[\n\r]|\Z))*'"
"""Between two parts of one string constant stands a newline."""
_TOKEN = re.compile(
    rf"""(?P<space>\s+|{_COMMENT})
    |(?P<comment>/\*)
    |(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*(?:'{_CONTINUED}(?:[^'\\]|\\.|'')*)*')
    |(?P<string>(?:[uU]&|[bBxXnN])?'(?:[^']|'')*')
    |(?P<quoted>(?:[uU]&)?"(?:[^"]|"")*")
    |(?P<dollar>\$(?P<tag>(?:[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*)?)\$)
    |(?P<word>[A-Za-z_\u0080-\U0010ffff][\w$\u0080-\U0010ffff]*)
    |(?P<number>\d[\w.]*|\$\d+)
    |(?P<cast>::|:=)
    |:(?P<name>[A-Za-z0-9_]+)
    |(?P<other>.)""",
    re.S | re.X | re.ASCII,
)
_NESTED = re.compile(r"/\*|\*/")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL: what it is (`space`, `string`, `word`, `name`, `other` …) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """One statement as it goes to the server: `$1` for the first of `names`, and so on.

    Each occurrence of a parameter is one of its own, as with the real service: `GROUP BY f(:x)` doesn't match
    `SELECT f(:x)`.
    """

    text: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    """Its words in lower case, as far as they stand outside quotes; the first ones tell what it is."""


def tokens(sql: str) -> Iterator[Token]:
    """The text, cut; put together it is the same text again."""
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        assert match is not None
        kind, end = str(match.lastgroup), match.end()
        if kind == "comment":
            kind, end = "space", _comment_end(sql, end)
        elif kind in ("dollar", "tag"):
            kind = "string"
            closing = sql.find(match["dollar"], end)
            end = closing + len(match["dollar"]) if closing >= 0 else len(sql)
        elif kind in ("escaped", "string"):
            kind = "string"
        yield Token(kind, sql[at:end])
        at = end


def prepare(sql: str, *, parameters: bool = True, bodies: bool = True) -> Prepared:
    """The one statement in `sql`; several are refused, as the service does.

    Without `parameters`, `:name` stays as it is. `bodies` says that a semicolon within parentheses or in
    `BEGIN ATOMIC … END` ends no statement.
    """
    out: list[str] = []
    names: list[str] = []
    words: list[str] = []
    depth, blocks, begun, ended, previous = 0, 0, False, False, ""
    for token in tokens(sql):
        if token.kind == "space":
            out.append(token.text)
            continue
        inside = bodies and (depth > 0 or blocks > 0)
        if token.text == ";" and not inside:
            ended = begun
            out.append(" ")
            continue
        begun = True
        if ended:
            raise invalid("Multistatements aren't supported.")
        word = token.text.lower() if token.kind == "word" else ""
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if (word == "atomic" and previous == "begin") or (word == "case" and blocks):
            blocks += 1
        elif word == "end" and blocks:
            blocks -= 1
        if token.kind == "name" and parameters:
            names.append(token.text[1:])
            out.append(f"${len(names)}")
        else:
            out.append(token.text)
        if word:
            words.append(word)
        previous = word
    return Prepared("".join(out), tuple(names), tuple(words))


def _comment_end(sql: str, at: int) -> int:
    depth = 1
    while depth:
        match = _NESTED.search(sql, at)
        if match is None:
            return len(sql)
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
    return at
