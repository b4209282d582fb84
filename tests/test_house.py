"""The laws of the house, read from the source itself: who imports whom, who names whom, and what has a case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from joey.connect.scratch import Scratch
from joey.plan.diff import altered
from joey.postgres.catalog import Catalog, Scope
from joey.postgres.kinds import KINDS
from joey.postgres.object import How, Object
from joey.verbs.stage import Stage
from test_cases import made

SOURCE = Path(__file__).parents[1] / "src" / "joey"
CASES = Path(__file__).parent / "cases"
MODULES = {
    ".".join(("joey", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}

EDGE = {"joey", "joey.__main__", "joey.cli", "joey.studio", "joey.aws", "joey.testing"}
ROOMS = {"joey.sources", "joey.plan", "joey.folder", "joey.run", "joey.lint", "joey.trace", "joey.pull"}
LAW = {
    # Who -> whom it may import, besides itself.
    "joey.errors": set(),
    "joey.model": {"joey.errors"},
    "joey.config": {"joey.errors"},
    "joey.connect": {"joey.errors", "joey.model"},
    "joey.postgres": {"joey.errors", "joey.model", "joey.connect.protocol"},
    **{room: {"joey.errors", "joey.model", "joey.postgres", "joey.connect.protocol"} for room in ROOMS},
    "joey.verbs": {"joey.errors", "joey.model", "joey.config", "joey.postgres", "joey.connect.protocol", *ROOMS},
}
EXCEPTIONS = {
    ("joey.verbs.stage", "joey.connect"): "the stage is where scratch databases are made",
    ("joey.verbs.proof", "joey.connect.scratch"): "the type of the databases that the stage makes",
    ("joey.verbs.drizzle", "joey.connect.scratch"): "the type of the databases that the stage makes",
    ("joey.verbs.generation", "joey.connect.scratch"): "the type of the databases that the stage makes",
    ("joey.verbs.renaming", "joey.connect.scratch"): "the type of the databases that the stage makes",
    ("joey.verbs.side", "joey.connect"): "compares a live database with a scratch database, and opens both",
    ("joey.verbs.live", "joey.connect"): "opens the database that it changes",
    ("joey.verbs.reset", "joey.connect"): "asks whether a URL leads to a local database",
    ("joey.verbs.baseline", "joey.connect"): "opens the database whose record it writes",
    ("joey.verbs.pull", "joey.connect"): "reads a live database, and holds the scratch databases it is verified in",
    ("joey.verbs.talk", "joey.connect"): "tells where a database is, from its URL",
    ("joey.verbs.demo", "joey.connect"): "shows joey at work on a scratch server of its own",
    ("joey.verbs", "joey"): "for joey.__version__",
}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(module, line) of every import of joey's own, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((a.name, node.lineno) for a in node.names if a.name.split(".")[0] == "joey")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "joey":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in MODULES else node.module), node.lineno


def within(module: str, place: str) -> bool:
    return module == place or (module.startswith(f"{place}.") and place != "joey")


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_imports_obey_the_rooms() -> None:
    broken, excused = [], set()
    for module, path in MODULES.items():
        if room(module) in EDGE:
            continue
        for target, line in imports(path):
            if within(target, room(module)) or any(within(target, place) for place in LAW[room(module)]):
                continue
            excuse = next((e for e in EXCEPTIONS if within(module, e[0]) and within(target, e[1])), None)
            if excuse:
                excused.add(excuse)
            else:
                broken.append(f"{path.relative_to(SOURCE)}:{line} imports {target}")
    assert not broken, "\n".join(broken)
    assert excused == EXCEPTIONS.keys(), f"exceptions that nobody needs: {EXCEPTIONS.keys() - excused}"


def test_nobody_imports_the_edge() -> None:
    broken = [
        f"{path.relative_to(SOURCE)}:{line} imports {target}"
        for module, path in MODULES.items()
        for target, line in imports(path)
        if room(target) in EDGE - {"joey"} and room(module) not in EDGE
    ]
    assert not broken, "\n".join(broken)


def test_the_algorithms_name_no_kind() -> None:
    """Beyond the tuple KINDS, no kind is named in the plan's code: neither its class nor its type's word."""
    classes = {kind.__name__ for kind in KINDS}
    types = {kind.TYPE for kind in KINDS}
    broken = []
    for path in sorted((SOURCE / "plan").glob("*.py")):
        for target, line in imports(path):
            if target.startswith("joey.postgres.kinds."):
                broken.append(f"{path.name}:{line} imports {target}")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name) and node.id in classes - {"Sequence"}:  # a word of typing's, too
                broken.append(f"{path.name}:{node.lineno} names {node.id}")
            if isinstance(node, ast.Compare):
                words = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                broken += [
                    f"{path.name}:{node.lineno} compares with {word!r}" for word in sorted(words & types, key=str)
                ]
    assert not broken, "\n".join(broken)


def test_kinds_know_no_algorithm_and_are_all_listed() -> None:
    defined = {
        f"{module}.{node.name}"
        for module, path in MODULES.items()
        if within(module, "joey.postgres.kinds")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(n, ast.AnnAssign) and "'QUERY'" in ast.dump(n.target) for n in node.body)
    }
    listed = {f"{kind.__module__}.{kind.__name__}" for kind in KINDS}
    assert listed - defined == {"joey.postgres.kinds.definition.Definition"}, "kinds without a question to the catalog"
    assert defined <= listed


def test_no_file_asks_to_be_two() -> None:
    long = {str(p.relative_to(SOURCE)): n for p in MODULES.values() if (n := len(p.read_text().splitlines())) > 400}
    assert not long


def test_nothing_is_left_for_later() -> None:
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    here = Path(__file__)
    left = [
        f"{path}:{number}"
        for top in (SOURCE, here.parent)
        for path in sorted(top.rglob("*.py"))
        if path != here
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if word.search(line)
    ]
    assert not left


FOLDERS = {kind: re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in KINDS}
"""Where the cases of a kind lie: `tests/cases/foreign_key` for ForeignKey."""
ELSEWHERE = {
    "Published": "publication",
    "OutputColumn": "comment",
    "BackingIndex": "comment",
    "RowType": "comment",
    "DomainConstraint": "domain",
    "Rule": "rule",
    "DefaultPrivileges": "grants",
    "Comment": "comment",
    "OwnedSequenceRole": "sequence_owner",
}
"""Kinds whose cases lie with another's."""
UNCHANGING = {
    "OutputColumn": "it has no facts of its own",
    "BackingIndex": "it has no facts of its own",
    "RowType": "it has no facts of its own",
    "Schema": "it has no facts but its name",
    "OwnedSequenceRole": "it follows its table",
}


def looked_at(stage: Stage, file: Path) -> Catalog:
    database = made(stage, file)
    catalog = stage.catalog(database)
    stage.leave(database)
    return catalog


def acts(old: Catalog, new: Catalog, kind: type[Object]) -> set[str]:
    """What a case does with objects of a kind."""
    was = {a for a, o in old.objects.items() if type(o) is kind}
    will = {a for a, o in new.objects.items() if type(o) is kind}
    out = {verb for verb, found in (("create", will - was), ("drop", was - will)) if found}
    both = [(old.objects[a], new.objects[a]) for a in was & will]
    # A change is one that joey can make or must replace; which of the two, expected.sql says.
    changed = [altered(o, n, How()) != [] for o, n in both if o != n]
    return out | ({"change"} if any(changed) else set())


def first_word(path: Path) -> tuple[bool, str]:
    return not path.name.startswith(("create", "change", "drop")), path.name


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_created_changed_and_dropped(kind: type[Object], scratch: Scratch) -> None:
    wanted = {"create", "drop"} | ({"change"} if kind.__name__ not in UNCHANGING else set())
    folder = CASES / ELSEWHERE.get(kind.__name__, FOLDERS[kind])
    seen: set[str] = set()
    with Stage(scratch, Scope(include=frozenset({"all"}))) as stage:
        # The names tell where to look first; what counts is what the case does.
        for path in sorted((p.parent for p in folder.glob("*/expected.sql")), key=first_word):
            verb = path.name.split("_")[0]
            if seen >= wanted:
                break
            if verb in seen or not (path / "expected.sql").read_text().strip():
                continue
            seen |= acts(looked_at(stage, path / "before.sql"), looked_at(stage, path / "after.sql"), kind)
    assert seen >= wanted, f"no case in {folder} does: {sorted(wanted - seen)}"
