"""Which of joey's modules a program needs, found by following its imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PROVIDED = frozenset({"boto3", "botocore"})
"""What Lambda's own Python brings, besides the standard library."""


def needed(roots: Iterable[str]) -> dict[str, Path]:
    """The modules of joey that these may import, themselves included, each with its file.

    A module that can't be imported in Lambda, since it begins by importing what isn't there (the parser, psycopg),
    is left out, with what only it needs; who would use it imports it late, and never does there.
    """
    found: dict[str, Path] = {}
    open_ends = [each for root in roots for each in with_parents(root)]
    while open_ends:
        name = open_ends.pop()
        file = _file_of(name)
        if name in found or file is None or not _loads(name):
            continue
        found[name] = file
        open_ends += [each for module in of(_parsed(file)) for each in with_parents(module)]
    return dict(sorted(found.items()))


def of(tree: ast.AST) -> Iterator[str]:
    """Every module that a file may import, now or later; what stands under TYPE_CHECKING is for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                yield from of(other)
            continue
        yield from _imported(node)
        yield from of(node)


def _at_once(tree: ast.Module) -> Iterator[str]:
    """What is imported as soon as the module is: everything outside functions."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _imported(node)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.If)):
            yield from (name for inner in ast.walk(node) for name in _named(inner))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        # What is imported from a package may be a module of it.
        yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module.split(".")[0] == "joey")
    else:
        yield from _named(node)


def _named(node: ast.AST) -> Iterator[str]:
    """The module that `import_module("…")` names."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
        name = node.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value


def _loads(module: str, asked: frozenset[str] = frozenset()) -> bool:
    """Whether a module can be imported in Lambda: whether all is there that it imports at once."""
    if module in asked:
        return True
    if module.partition(".")[0] != "joey":
        top = module.partition(".")[0]
        return top in sys.stdlib_module_names or top in PROVIDED
    file = _file_of(module)
    return file is None or all(_loads(name, asked | {module}) for name in _at_once(_parsed(file)))


def with_parents(module: str) -> Iterator[str]:
    """A module, after the packages that it lies in."""
    parts = module.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


@cache
def _file_of(name: str) -> Path | None:
    """The source of one of joey's modules; None for what isn't one."""
    if name.partition(".")[0] != "joey":
        return None
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:  # a name in a module, not a module
        return None
    return Path(spec.origin) if spec is not None and spec.origin else None
