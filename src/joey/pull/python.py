"""Python source text, laid out as ruff formats it: lines of 88, broken at brackets, double quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 88


@dataclass(frozen=True, slots=True)
class Entry:
    """An argument or item with what stands before it: `name=`, or the key of a dict."""

    label: str
    value: Code


@dataclass(frozen=True, slots=True)
class Call:
    """A function called with arguments."""

    function: str
    arguments: tuple[Code | Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or dict."""

    brackets: str
    items: tuple[Code | Entry, ...] = ()


Code: TypeAlias = str | Call | Items
"""An expression; a text is one that can't be broken."""


def call(function: str, *arguments: Code, **named: Code | None) -> Call:
    """A call; named arguments that are None are left out."""
    return Call(function, (*arguments, *(Entry(f"{k}=", v) for k, v in named.items() if v is not None)))


def listed(items: Iterable[Code]) -> Items:
    """A list."""
    return Items("[]", tuple(items))


def string(text: str) -> str:
    """A string constant, in double quotes unless they would need more backslashes."""
    if _SIMPLE.fullmatch(text):
        return f'"{text}"'
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + "".join("\\" + c if c in (mark, "\\") else _shown(c) for c in text) + mark


def strings(texts: Iterable[str]) -> Items:
    """A list of string constants."""
    return listed(map(string, texts))


def mapping(pairs: Iterable[tuple[str, Code]]) -> Items:
    """A dict with texts as keys."""
    return Items("{}", tuple(Entry(f"{string(k)}: ", v) for k, v in pairs))


def flat(code: Code | Entry) -> str:
    """Code on one line."""
    if isinstance(code, str):
        return code
    if isinstance(code, Entry):
        return code.label + flat(code.value)
    if isinstance(code, Call):
        return f"{code.function}({', '.join(map(flat, code.arguments))})"
    one = "," if code.brackets == "()" and len(code.items) == 1 else ""
    return f"{code.brackets[0]}{', '.join(map(flat, code.items))}{one}{code.brackets[1]}"


def expression(code: Code, indent: int = 0, before: str = "", after: str = "") -> list[str]:
    """Code as lines, `before` and `after` it on its first and its last."""
    margin = " " * indent
    whole = f"{margin}{before}{flat(code)}{after}"
    if fits(whole) or isinstance(code, str):
        return [whole]
    inside = code.arguments if isinstance(code, Call) else code.items
    if not inside:
        return [whole]
    opening, closing = (f"{code.function}(", ")") if isinstance(code, Call) else tuple(code.brackets)
    body = f"{margin}    {', '.join(map(flat, inside))}"
    if isinstance(code, Call) and fits(body):
        middle = [body]
    else:
        alone = len(inside) == 1 and isinstance(_value(inside[0]), str) and isinstance(code, Call)
        middle = [line for one in inside for line in _argument(one, indent + 4, "" if alone else ",")]
    return [f"{margin}{before}{opening}", *middle, f"{margin}{closing}{after}"]


def _argument(code: Code | Entry, indent: int, after: str) -> list[str]:
    return expression(_value(code), indent, code.label if isinstance(code, Entry) else "", after)


def _value(code: Code | Entry) -> Code:
    return code.value if isinstance(code, Entry) else code


def assignment(target: str, value: Code, indent: int = 0) -> list[str]:
    """`target = value` as lines."""
    head = f"{' ' * indent}{target} = "
    if isinstance(value, str) and not fits(head + value) and fits(" " * (indent + 4) + value) and fits(f"{head}("):
        return [f"{head}(", " " * (indent + 4) + value, " " * indent + ")"]
    return expression(value, indent, f"{target} = ")


def annotated(target: str, annotation: str, value: Code | None, indent: int = 0) -> list[str]:
    """`target: annotation = value` as lines."""
    margin = " " * indent
    head = f"{margin}{target}: {annotation}"
    if value is None:
        return [head] if fits(head) else _broken(target, annotation, indent, None)
    whole = f"{head} = {flat(value)}"
    if fits(whole):
        return [whole]
    if isinstance(value, Call) and fits(f"{head} = {value.function}("):
        return expression(value, indent, f"{target}: {annotation} = ")
    if fits(f"{head} = ("):
        return [f"{head} = (", *expression(value, indent + 4), f"{margin})"]
    return _broken(target, annotation, indent, value)


def _broken(target: str, annotation: str, indent: int, value: Code | None) -> list[str]:
    """An annotation that is too long for its line: a subscript, a union, or a mere name."""
    outer, _, inner = annotation.partition("[")
    if _UNION.search(_SUBSCRIPT.sub("", annotation)):
        opening, inside, closing = "(", annotation, ")"
    elif inner:
        opening, inside, closing = f"{outer}[", inner[:-1], "]"
    else:
        return expression(value or "", indent, f"{target}: {annotation} = ")
    last = [" " * indent + closing] if value is None else expression(value, indent, f"{closing} = ")
    return [f"{' ' * indent}{target}: {opening}", f"{' ' * (indent + 4)}{inside}", *last]


def fits(line: str) -> bool:
    """Whether a line is short enough; wide characters count twice."""
    if line.isascii():
        return len(line) <= WIDTH
    return sum(_width(c) for c in line) <= WIDTH


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_SIMPLE = re.compile(r"[\w .,()\[\]'*=<>{}-]*", re.ASCII)
_STANDARD = frozenset({"datetime", "decimal", "enum", "typing", "uuid"})
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_SUBSCRIPT = re.compile(r"\[.*\]")
_UNION = re.compile(r" \| ")
_WORD = re.compile(r"[^\W\d]\w*")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _shown(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


class Imports:
    """The names that a module takes from others, under an alias where the module has the name itself."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = frozenset(taken)
        self._found: dict[str, dict[str, str]] = {}
        self._modules: dict[str, str] = {}

    def name(self, module: str, name: str) -> str:
        """What `name` of `module` is called here."""
        alias = name
        while alias in self._taken:
            alias = f"{alias}_" if alias != name else f"Sa{name}" if name[0].isupper() else f"sa_{name}"
        self._found.setdefault(module, {})[name] = alias
        return alias

    def module(self, module: str, alias: str | None = None) -> str:
        """What a whole module is called here."""
        wanted = alias or module
        while wanted in self._taken:
            wanted += "_"
        self._modules[module] = wanted
        return wanted

    def lines(self, body: Iterable[str]) -> list[str]:
        """The import statements that lines of code need, sorted as ruff sorts them."""
        used = {word for line in body for word in _WORD.findall(_STRING.sub("", line))}
        blocks = []
        for standard in (True, False):
            modules = sorted(m for m, name in self._modules.items() if name in used and (m in _STANDARD) == standard)
            lines = [f"import {m}" + (f" as {self._modules[m]}" if self._modules[m] != m else "") for m in modules]
            for module in sorted(m for m in self._found if (m in _STANDARD) == standard):
                lines += self._from(module, {n: alias for n, alias in self._found[module].items() if alias in used})
            if lines:
                blocks.append(lines)
        return [line for block in blocks for line in (*block, "")][:-1]

    def _from(self, module: str, names: Mapping[str, str]) -> list[str]:
        ordered = sorted(names, key=_isort_key)
        # An import under another name stands in a statement of its own; the others stand where their first would.
        plain = [n for n in ordered if names[n] == n]
        lines = []
        for name in ordered:
            if names[name] != name:
                lines.append(f"from {module} import {name} as {names[name]}")
            elif name == plain[0]:
                line = f"from {module} import {', '.join(plain)}"
                lines += [line] if fits(line) else [f"from {module} import (", *(f"    {n}," for n in plain), ")"]
        return lines


def _isort_key(name: str) -> tuple[int, str, str]:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, name.lower(), name
