"""CloudWatch Logs Insights over lines of a log, as far as the saved queries need it, and no further.

    fields a, b as c | filter a = "x" and b != 2 or … | stats avg(a) as b, count() by c, bin(1h) | sort a desc | limit 5

What is not understood is an error: a query must never seem to give no rows only because a part of it was passed over.
A line that is a JSON object has its keys as fields, those of inner objects joined by dots. A field that is absent is
equal to nothing. Values come out as texts, as the service gives them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))|(?P<name>[@\w.]+)|(?P<sign>!=|[=(),]))'
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_UNSORTED = 10_000


class NotUnderstood(ValueError):
    """A part of a query that this evaluator doesn't know."""


@dataclass(frozen=True)
class Line:
    """A line of a log, with the time at which the log has it, in seconds since 1970."""

    time: float
    text: str


def run(query: str, lines: Iterable[Line]) -> list[dict[str, str]]:
    """The rows of a query, each the texts by column."""
    rows = [_discovered(line) for line in lines]
    columns: list[str] | None = None
    is_sorted = False
    rest = _parted(query)
    for word, tokens in rest:
        if word == "fields":
            columns = [*(columns or ()), *_names(tokens)]
        elif word == "filter":
            holds = _Condition(tokens).whole()
            rows = [row for row in rows if holds(row)]
        elif word == "stats":
            columns, rows = _aggregated(tokens, rows)
            is_sorted = True  # of the order of groups the service promises nothing
        elif word == "sort":
            (name, *order) = tokens
            if order not in ([], ["asc"], ["desc"]):
                raise NotUnderstood(f"sort {tokens}")
            rows.sort(key=lambda row: (row.get(name) is not None, row.get(name)), reverse=order == ["desc"])
            is_sorted = True
        elif word == "limit":
            (number,) = tokens
            rows = rows[: int(number)]
        else:
            raise NotUnderstood(word)
    if not is_sorted:
        rows.sort(key=lambda row: row["@timestamp"], reverse=True)
    shown = columns if columns is not None else ["@timestamp", "@message"]
    return [{name: _text(name, row[name]) for name in shown if row.get(name) is not None} for row in rows[:_UNSORTED]]


def _parted(query: str) -> list[tuple[str, list[str]]]:
    """The commands, each with its tokens; a text keeps its quotes."""
    parts = re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^|"])+', query)
    found = []
    for part in parts:
        tokens, at = [], 0
        while part[at:].strip():
            match = _TOKEN.match(part, at)
            if match is None:
                raise NotUnderstood(part[at:])
            tokens.append(match[0].strip())
            at = match.end()
        found.append((tokens[0], tokens[1:]))
    return found


def _discovered(line: Line) -> Row:
    """What the service finds in a line."""
    row: Row = {"@timestamp": line.time, "@message": line.text}
    try:
        found = json.loads(line.text)
    except ValueError:
        return row
    if isinstance(found, dict):
        row.update(_flat(found))
    return row


def _flat(found: dict[str, Any], before: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            yield from _flat({str(at): one for at, one in enumerate(value)}, f"{before}{name}.")
        elif value is not None:
            yield f"{before}{name}", value


def _names(tokens: Sequence[str]) -> list[str]:
    if any(sign not in "," for sign in tokens[1::2]) or not all(re.fullmatch(r"[@\w.]+", one) for one in tokens[::2]):
        raise NotUnderstood(f"fields {' '.join(tokens)}")
    return list(tokens[::2])


class _Condition:
    """`a = "x" and (b != 2 or c = d)`; `and` binds more closely."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens, self._at = list(tokens), 0

    def whole(self) -> Callable[[Row], bool]:
        found = self._alternatives()
        if self._at != len(self._tokens):
            raise NotUnderstood(f"filter … {' '.join(self._tokens[self._at :])}")
        return found

    def _next(self) -> str:
        self._at += 1
        if self._at > len(self._tokens):
            raise NotUnderstood("filter ends too early")
        return self._tokens[self._at - 1]

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _alternatives(self) -> Callable[[Row], bool]:
        found = [self._together()]
        while self._peek().lower() == "or":
            self._at += 1
            found.append(self._together())
        return lambda row: any(one(row) for one in found)

    def _together(self) -> Callable[[Row], bool]:
        found = [self._comparison()]
        while self._peek().lower() == "and":
            self._at += 1
            found.append(self._comparison())
        return lambda row: all(one(row) for one in found)

    def _comparison(self) -> Callable[[Row], bool]:
        if self._peek() == "(":
            self._at += 1
            inner = self._alternatives()
            if self._next() != ")":
                raise NotUnderstood("a parenthesis that isn't closed")
            return inner
        left, sign, right = _value(self._next()), self._next(), _value(self._next())
        if sign not in ("=", "!="):
            raise NotUnderstood(f"filter with {sign}")

        def compare(row: Row) -> bool:
            a, b = left(row), right(row)
            return a is not None and b is not None and (str(a) == str(b)) == (sign == "=")

        return compare


def _value(token: str) -> Callable[[Row], Any]:
    if token.startswith('"'):
        text = json.loads(token)
        return lambda _: text
    if re.fullmatch(r"-?\d+(\.\d+)?", token):
        number = float(token) if "." in token else int(token)
        return lambda _: number
    if not re.fullmatch(r"[@\w.]+", token):
        raise NotUnderstood(token)
    return lambda row: row.get(token)


def _aggregated(tokens: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Columns and rows of `stats`."""
    at = tokens.index("by") if "by" in tokens else len(tokens)
    measures = [_measure(part) for part in _commas(tokens[:at])]
    keys = [_key(part) for part in _commas(tokens[at + 1 :])]
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(value(row) for _, value in keys), []).append(row)  # what lacks the field is a group
    names = [name for name, _ in keys]
    found = [
        dict(zip(names, values, strict=True)) | {name: measure(members) for name, measure in measures}
        for values, members in groups.items()
    ]
    return [*names, *(name for name, _ in measures)], found


def _commas(tokens: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _measure(part: list[str]) -> tuple[str, Callable[[list[Row]], Any]]:
    name = part[-1] if len(part) > 2 and part[-2] == "as" else "".join(part)
    match part[:-2] if len(part) > 2 and part[-2] == "as" else part:
        case ["count", "(", ")"]:
            return name, len
        case ["avg", "(", field, ")"]:
            return name, lambda rows: _average([row[field] for row in rows if isinstance(row.get(field), int | float)])
        case _:
            raise NotUnderstood(" ".join(part))


def _average(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _key(part: list[str]) -> tuple[str, Callable[[Row], Any]]:
    match part:
        case ["bin", "(", size, ")"] if match := re.fullmatch(r"(\d+)([smhd])", size):
            seconds = int(match[1]) * _UNITS[match[2]]
            return f"bin({size})", lambda row: row["@timestamp"] // seconds * seconds
        case [name] if re.fullmatch(r"[@\w.]+", name):
            return name, lambda row: row.get(name)
        case _:
            raise NotUnderstood(" ".join(part))


def _text(name: str, value: Any) -> str:
    if name == "@timestamp" or name.startswith("bin("):
        moment = datetime.fromtimestamp(value, UTC).isoformat(sep=" ", timespec="milliseconds")
        return moment.removesuffix("+00:00")
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)
