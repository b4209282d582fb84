"""What a case shows joey to detect, and the page that is made from what all cases show.

Beside each case lies `detected.txt`, a line for each thing that it shows: kind, property, act, and how it is done,
parted by tabs. The cases themselves write it (`--accept`) and check it; the page is put together from these files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from joey.connect.protocol import Connection
from joey.model.address import Address
from joey.model.plan import Plan
from joey.postgres.catalog import Catalog
from joey.postgres.object import Facet
from properties import properties, title

ITSELF = "(itself)"
ACTS = ("create", "change", "drop", "rename")
IN_PLACE, ANEW, OVER, REFUSED, DONE = "in place", "made anew", "taken over", "refused", "yes"
ORDER = (IN_PLACE, OVER, ANEW, DONE, REFUSED)


class Row(NamedTuple):
    """One thing that a case shows."""

    kind: str
    property: str
    act: str
    how: str


def rows(old: Catalog, new: Catalog, plan: Plan, before: Connection, after: Connection) -> Iterator[Row]:
    """What a plan that was proved shows."""
    verbs: dict[Address, set[str]] = {}
    for step in plan.steps:
        verbs.setdefault(step.address, set()).add(step.verb)
    apart = old.alone | new.alone
    for act, catalog, other, at in (("create", new, old, after), ("drop", old, new, before)):
        for a in sorted(catalog.objects.keys() - other.objects.keys() - apart):
            o = catalog.objects[a]
            if not isinstance(o, Facet):
                yield Row(title(o), ITSELF, act, DONE)
            yield from (Row(title(o), p, act, DONE) for p in properties(o, at))
    for a in sorted((old.objects.keys() & new.objects.keys()) - apart):
        was, will = old.objects[a], new.objects[a]
        if was == will:
            continue
        if type(was) is not type(will):
            yield Row(title(will), f"instead of: {title(was)}", "change", ANEW)
            continue
        yield from (Row(title(will), p, "change", _how(verbs, a, old)) for p in _differing(was, will, before, after))


def refused(old: Catalog, new: Catalog, plan: Plan, before: Connection, after: Connection) -> Iterator[Row]:
    """What a plan that was refused shows."""
    for a in sorted({refusal.because for refusal in plan.refusals}):
        was, will = old.objects.get(a), new.objects.get(a)
        if was is not None and will is not None and type(was) is type(will) and was != will:
            yield from (Row(title(will), p, "change", REFUSED) for p in _differing(was, will, before, after))


def renamed(addresses: Iterable[Address], new: Catalog) -> Iterator[Row]:
    """What is shown by renaming things to these addresses."""
    for a in addresses:
        yield Row(title(new.objects[a]) if a in new.objects else a.type, ITSELF, "rename", IN_PLACE)


def _differing(was: Any, will: Any, before: Connection, after: Connection) -> list[str]:
    one, two = properties(was, before), properties(will, after)
    return sorted(p for p in one.keys() | two.keys() if one.get(p) != two.get(p))


def _how(verbs: dict[Address, set[str]], a: Address, old: Catalog) -> str:
    if any("<" in verbs.get(x, ()) for x in (a, *old.wholes(a))):
        return OVER
    while not verbs.get(a) and a in old.carried_by:
        a = old.carried_by[a]  # PostgreSQL does with it what is done with this one
    return ANEW if verbs.get(a, set()) & {"-", "+"} else IN_PLACE


def text(found: Iterable[Row]) -> str:
    """Rows as `detected.txt` has them."""
    return "".join("\t".join(row) + "\n" for row in sorted(set(found)))


def page(cases: Path) -> str:
    """`docs/what-is-detected.md`."""
    cells: dict[tuple[str, str], dict[str, dict[str, set[int]]]] = {}
    for file in sorted(cases.glob("*/*/detected.txt")):
        target = _target(file.parent)
        for line in file.read_text().splitlines():
            row = Row(*line.split("\t"))
            cell = cells.setdefault((row.kind, row.property), {}).setdefault(row.act, {})
            cell.setdefault(row.how, set()).add(target)
    out = [HEAD]
    for kind in sorted({kind for kind, _ in cells}):
        out += [
            f"\n## {kind[0].upper()}{kind[1:]}\n\n",
            "| | create | change | drop | rename |\n| --- | --- | --- | --- | --- |\n",
        ]
        found = sorted((p for k, p in cells if k == kind), key=lambda p: (p != ITSELF, p.lower()))
        for name in found:
            shown = "the object itself" if name == ITSELF else name.replace("|", "\\|")
            acts = " | ".join(_cell(cells[kind, name].get(act, {})) for act in ACTS)
            out.append(f"| {shown} | {acts} |\n")
    return "".join(out)


def _target(case: Path) -> int:
    import tomllib

    file = case / "case.toml"
    found: int = tomllib.loads(file.read_text()).get("target", NEWEST) if file.exists() else NEWEST
    return found


def _cell(ways: dict[str, set[int]]) -> str:
    said = []
    for how in sorted(ways, key=ORDER.index):
        versions = sorted(ways[how] - {NEWEST})
        also = f" ({', '.join(map(str, versions))})" if versions else ""
        said.append(how + also)
    return ", ".join(said)


NEWEST = 18
"""The PostgreSQL that the cases run on."""
HEAD = f"""# What is detected

This page is made from joey's test cases, and claims nothing that no case shows. Every case is run on a real
PostgreSQL {NEWEST}, with rows in its tables: the plan is made and proved, run, and looked at by joey's own catalog
and by pg_dump; then it is run backwards. A number in brackets means that a case also asks for SQL that runs on that
older PostgreSQL (`target_version`).

How to read it: a section for each kind of object, a line for each of its properties. Under *create* and *drop*, `yes`:
an object that has this property is made, or dropped, as it should be. Under *change*, what happens to an object that
stays:

- `in place`: by ALTER, CREATE OR REPLACE, COMMENT, GRANT and the like; what depends on it stays;
- `made anew`: dropped and created, since PostgreSQL has no way to change it; what depends on it is made anew around
  it, with its comments, grants and owners;
- `taken over`: moved aside, made anew, and the data that stands on it carried over;
- `refused`: there is no way without losing data, and joey says so, naming both objects.

A line may have more than one: which of them depends on the values, or on what stands on the object. An empty cell
means that no case shows it.
"""
