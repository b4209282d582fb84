"""What the second observer says: two databases' archives, entry against entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from joey.postgres.archive import ABOUT_THE_DATABASE, SECRET, Entry
from joey.postgres.catalog import Scope

_ENVIRONMENT = frozenset({"SECURITY LABEL", "SUBSCRIPTION", "SUBSCRIPTION TABLE"}) | ABOUT_THE_DATABASE
# PostgreSQL 18 chooses these names itself, by what else is there at that moment.
_CHOSEN = re.compile(r'CONSTRAINT ("[^"]*_not_null\d*"|\w*_not_null\d*) (?=NOT NULL)')
_NAMED = re.compile(r'CONSTRAINT ("(?:[^"]|"")*"|\w+) (?=NOT NULL)')
_OPTIONS = re.compile(r"WITH \(([^()]*)\)")

_ARGUMENTS = re.compile(r"\(.*\)\Z", re.DOTALL)
_RELATIONS = frozenset({"TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "SEQUENCE"})
_OF_A_RELATION = frozenset({"INDEX", "INDEX ATTACH", "TABLE ATTACH", "STATISTICS", "SEQUENCE OWNED BY"})
"""Entries that are a relation's, and that aren't named after it."""

Seen = tuple[str, str, str, tuple[str, ...], str]


def _seen(entry: Entry, scope: Scope, target: int) -> Seen:
    text = entry.defn.replace("OR REPLACE ", "")
    # The order of storage parameters has no meaning.
    text = _OPTIONS.sub(lambda found: f"WITH ({', '.join(sorted(found[1].split(', ')))})", text)
    unnamed = _CHOSEN if target >= 18 else _NAMED  # before PostgreSQL 18 no NOT NULL has a name
    lines = tuple(unnamed.sub("", line).rstrip(",") for line in text.splitlines())
    if entry.desc in ("TABLE", "FOREIGN TABLE"):
        lines = tuple(sorted(lines))  # the order of columns is a note, never a difference
    if entry.desc in ("ACL", "DEFAULT ACL"):
        lines = tuple(sorted(lines))
    owner = entry.owner if scope.include & {"all", "owner"} else ""
    return entry.desc, entry.schema, entry.tag, lines, owner


def _of_environment(entry: Entry) -> bool:
    """Whether an entry tells about the database itself (a comment on it, grants on it), not about what it holds."""
    return entry.desc in _ENVIRONMENT or (not entry.schema and entry.tag.startswith("DATABASE "))


def _left_alone(entry: Entry, entries: Mapping[int, Entry], scope: Scope) -> bool:
    """Whether an entry tells of what the scope leaves alone: itself, or the relation that it is a part of."""
    if entry.desc == "SCHEMA":
        return entry.tag in scope.own_schemas or scope.leaves_schema_alone(entry.tag)
    name = _ARGUMENTS.sub("", entry.tag)
    if entry.schema and scope.leaves_alone((entry.schema, name)):
        return True
    for needed in (entries[n] for n in entry.needs if n in entries):
        fact = not entry.classid or (needed.desc in _RELATIONS and entry.tag.startswith(f"{needed.tag} "))
        part = entry.desc in _OF_A_RELATION and needed.desc in _RELATIONS
        if (fact or part) and _left_alone(needed, entries, scope):
            return True
    return False


def _compared(entries: Iterable[Entry], scope: Scope, target: int) -> Counter[Seen]:
    numbered = {entry.id: entry for entry in entries}
    out: Counter[Seen] = Counter()
    for entry in numbered.values():
        if not _of_environment(entry) and not _left_alone(entry, numbered, scope):
            out[_seen(entry, scope, target)] += 1
    return out


def unseen(reached: Iterable[Entry], wanted: Iterable[Entry], scope: Scope, target: int = 18) -> list[str]:
    """Entries that differ though our model says that they don't, each in words with its first differing lines.

    `target` is the oldest PostgreSQL that they are compared for.
    """
    a, b = _compared(reached, scope, target), _compared(wanted, scope, target)
    declares = {(e[1], e[2]) for e in b if e[0] == "ACL"}
    out = []
    for mark, only in (("+", a - b), ("-", b - a)):
        for desc, schema, tag, lines, _ in only:
            if (
                desc == "ACL"
                and mark == "+"
                and (schema, tag) not in declares
                and not scope.include & {"all", "grants"}
            ):
                continue
            name = f"{desc} {schema}.{tag}" if schema else f"{desc} {tag}"
            other = next((e[3] for e in (b if mark == "+" else a) if e[:3] == (desc, schema, tag)), ())
            differing = [line for line in lines if line.strip() and line not in other][:3]
            said = "…" if desc in SECRET else " / ".join(line.strip() for line in differing)
            out.append(f"{mark} {name}: {said}")
    return sorted(out, key=lambda line: (line[2:], line[0]))
