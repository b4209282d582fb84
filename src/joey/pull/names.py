"""The names that classes, attributes and enum members get; docs/pull.md has the rules."""

from __future__ import annotations

import functools
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable

from joey.pull.words import plural, singular

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+|[^\W\da-zA-Z]+")
_FOREIGN = re.compile(
    r"(?:[\W_](?i:id|uuid|guid|fk|key|code|cd|no|pk)|(?<=[a-z0-9])(?:Id|ID|Uuid|UUID|Key|Code)|(?<=[a-z]{2})(?:id|uuid)"
    r"|\A(?:id|uuid|guid|fk|key|code|no|pk))\Z"
)
_FOREIGN_FIRST = re.compile(r"(?:id|fk)_(?=.)")


@functools.cache  # the same few names come again in every table
def identifier(text: str, otherwise: str) -> str:
    """Text as a Python identifier, changed as little as can be."""
    name = unicodedata.normalize("NFKC", text)
    if not name.isidentifier():
        name = re.sub(r"_+", "_", "".join(c if c == "_" or f"a{c}".isidentifier() else "_" for c in name)).strip("_")
        name = unicodedata.normalize("NFKC", name)
        if not name:
            return otherwise
        if not name.isidentifier():
            name = f"_{name}"
    if name.startswith("__"):  # Python would mangle it, or take it for its own
        name = f"_{name.strip('_')}" if name.strip("_") else otherwise
    return f"{name}_" if keyword.iskeyword(name) else name


def parts(text: str) -> list[str]:
    """The words that a name in snake_case or camelCase consists of."""
    return [found for piece in re.split(r"[\W_]+", unicodedata.normalize("NFKC", text)) for found in _words(piece)]


def _words(piece: str) -> list[str]:
    return _PARTS.findall(piece) if piece.isascii() else [piece]


def class_name(text: str) -> str:
    """`order_items` as `OrderItem`."""
    found = parts(text)
    if not found:
        return "Table"
    found[-1] = singular(found[-1])
    return _camel(found)


def type_name(text: str) -> str:
    """`order_status` as `OrderStatus`."""
    return _camel(parts(text)) or "Type"


def _camel(words: Iterable[str]) -> str:
    name = "".join(word.capitalize() if word.isupper() else word[:1].upper() + word[1:] for word in words)
    return identifier(name, "") if name else ""


def snake(text: str) -> str:
    """`OrderItem` as `order_item`."""
    return "_".join(parts(text)).lower()


def many(class_: str) -> str:
    """What a list of a class is called: `order_items` for OrderItem."""
    *first, last = snake(class_).split("_")
    return identifier("_".join([*first, plural(last)]), "rows")


def one(class_: str) -> str:
    """What one of a class is called: `order_item` for OrderItem."""
    return identifier(snake(class_), "row")


def role(column: str, class_: str, target: str = "") -> str:
    """What a foreign key's column says of the row that it points at: `author` for author_id; nothing for id.

    `class_` is what it points at: a `monkey` isn't a mon by its key. `target` is the column that it points at:
    product_sku is a `product` by its `sku`.
    """
    name = _FOREIGN_FIRST.sub("", column, count=1)
    if name == column and not snake(column).endswith(snake(class_)):
        name = _FOREIGN.sub("", name)
    if name == column and target:
        name = name.removesuffix(f"_{target}")
    return name.strip("_ ")


def is_noun(word: str) -> bool:
    """Whether it can be counted, as far as one can see: no `a`, no `id2`, and none that are `blocked`."""
    last = snake(word).rpartition("_")[2]
    return len(last) > 2 and last.isalpha() and not last.endswith("ed")


def constant(label: str, position: int) -> str:
    """A label of an enum as a member's name: `IN_PROGRESS` for `in progress`."""
    if not label.strip():
        return "EMPTY" if not label else "BLANK"
    sign = label[0] in "+-" and label[1:2].isdigit()
    text = ("MINUS_" if label[0] == "-" else "PLUS_") + label[1:] if sign else label
    name = "_".join(parts(text)).upper()
    if not name:
        return f"VALUE_{position}"
    if not name.isidentifier():
        name = f"VALUE_{name}"
    return identifier(name, f"VALUE_{position}")


def unique(wanted: str, taken: Callable[[str], bool], *others: str) -> str:
    """The first that is free: what is wanted, one of the others, or what is wanted with a number."""
    for name in (wanted, *others):
        if not taken(name):
            return name
    number = 2
    while taken(f"{wanted}_{number}"):
        number += 1
    return f"{wanted}_{number}"
