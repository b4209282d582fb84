"""`meta/_journal.json`: which migrations the folder says it has, and when each was made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

from joey.errors import ConfigurationError, Conflict
from joey.folder.names import checked, printable

VERSION = "7"
DIALECT = "postgresql"
_BETWEEN = re.compile(r"[\s,]*")
LATEST = 8_640_000_000_000_000
"""The last time that JavaScript knows, in milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One migration as the journal names it."""

    idx: int
    when: int
    """Milliseconds since 1970."""
    tag: str
    line: int
    """Where it begins in the journal, from 1."""
    raw: dict[str, Any] = field(repr=False, compare=False)
    """As it was read, unknown keys included."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries in the order of their tags, and everything else that the file holds."""

    entries: tuple[Entry, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, content: bytes, file: str) -> Journal:
        """The journal, or an error that names the file and the line."""
        document, text = _load(content, file)
        if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
            _unusable(file, 1, 'isn\'t a journal: it has no list of "entries"')
        if (dialect := document.get("dialect", DIALECT)) != DIALECT:
            _unusable(file, _line_of_key(text, "dialect"), f"is for the dialect {_shown(dialect)}, not {DIALECT!r}")
        if (version := document.get("version", VERSION)) not in ("5", "6", VERSION):
            _unusable(file, _line_of_key(text, "version"), f"has the version {_shown(version)}, joey reads {VERSION!r}")
        lines = _entry_lines(text, len(document["entries"]))
        entries = [_entry(item, file, line) for item, line in zip(document["entries"], lines, strict=True)]
        warnings = [found for e in entries if (found := checked(e.tag, file=file, line=e.line))]
        _in_order(entries, file)
        return cls(tuple(entries), document, tuple(warnings))

    def without(self, tags: Iterable[str]) -> Journal:
        """The journal less some entries."""
        gone = set(tags)
        kept = tuple(entry for entry in self.entries if entry.tag not in gone)
        return Journal(kept, self.raw, self.warnings)

    def with_entry(self, *, idx: int, when: int, tag: str) -> Journal:
        """The journal with one more entry, in its place."""
        raw = {"idx": idx, "version": VERSION, "when": when, "tag": tag, "breakpoints": True}
        entries = sorted((*self.entries, Entry(idx, when, tag, 0, raw)), key=lambda entry: entry.tag.encode())
        return Journal(tuple(entries), self.raw, self.warnings)

    def to_bytes(self) -> bytes:
        """The bytes that Drizzle Kit would write: JSON.stringify(journal, null, 2)."""
        document = {"version": VERSION, "dialect": DIALECT, **self.raw, "entries": [e.raw for e in self.entries]}
        try:
            return json.dumps(document, indent=2, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # half a character, in a key that isn't ours
            return json.dumps(document, indent=2).encode()


def _load(content: bytes, file: str) -> tuple[Any, str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _unusable(file, content.count(b"\n", 0, error.start) + 1, "isn't UTF-8")
    if mark := re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE):
        raise Conflict(
            f"{file} has an unresolved merge conflict in line {text.count(chr(10), 0, mark.start()) + 1}",
            file=file,
            line=text.count("\n", 0, mark.start()) + 1,
            hint="Keep the entries of both sides, each with its own idx and a later `when` for the later file.",
        )
    try:
        return json.loads(text), text
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip())
        _unusable(file, error.lineno, "ends too early: it was cut in half" if cut else f"isn't JSON: {error.msg}")
    except (ValueError, RecursionError):
        _unusable(file, 1, "isn't JSON that can be read")


def _unusable(file: str, line: int, what: str) -> NoReturn:
    raise ConfigurationError(
        f"{file} {what} (line {line})",
        file=file,
        line=line,
        hint="Restore the journal from version control (git checkout -- FILE), or mend that line by hand.",
    )


def _entry(item: Any, file: str, line: int) -> Entry:
    if not isinstance(item, dict):
        _unusable(file, line, "has an entry that isn't an object")
    for key, kind in (("idx", int), ("when", int), ("tag", str)):
        value = item.get(key)
        if key not in item:
            _unusable(file, line, f'has an entry without "{key}"')
        if not isinstance(value, kind) or isinstance(value, bool):
            what = "a whole number" if kind is int else "text"
            _unusable(file, line, f'has an entry whose "{key}" isn\'t {what}: {_shown(value)}')
        if isinstance(value, int) and not 0 <= value <= LATEST:
            _unusable(file, line, f'has an entry whose "{key}" is out of range: {_shown(value)}')
    return Entry(item["idx"], item["when"], item["tag"], line, item)


def _shown(value: Any) -> str:
    text = printable(json.dumps(value))
    return text if len(text) <= 40 else text[:40] + "…"


def _in_order(entries: list[Entry], file: str) -> None:
    """Refuse a journal whose order isn't that of its tags, or in which two entries claim one place."""
    for what in ("tag", "idx", "when"):
        seen: dict[Any, Entry] = {}
        for entry in entries:
            value = getattr(entry, what)
            if (earlier := seen.get(value)) is not None:
                raise Conflict(
                    f"{file} has two entries with the {what} {value}: {earlier.tag} (line {earlier.line}) and "
                    f"{entry.tag} (line {entry.line})",
                    file=file,
                    line=entry.line,
                    hint="Two branches made a migration at once: number the later one anew (file, snapshot and "
                    "entry) and give it a later `when`.",
                )
            seen[value] = entry
    for earlier, entry in pairwise(entries):
        if earlier.tag.encode() > entry.tag.encode() or earlier.idx > entry.idx or earlier.when > entry.when:
            by = "tag" if earlier.tag.encode() > entry.tag.encode() else "idx" if earlier.idx > entry.idx else "when"
            raise Conflict(
                f"{file} names {earlier.tag} (line {earlier.line}) before {entry.tag} (line {entry.line}), but by "
                f"{by} it comes after",
                file=file,
                line=entry.line,
                hint="Migrations run in the order of their names; entries, idx and `when` must agree with it. "
                "Reorder the entries, or give the later file a greater number and a later `when`.",
            )


def _entry_lines(text: str, count: int) -> list[int]:
    """The line that each of `count` entries begins on (1 where the text is laid out too unusually to tell)."""
    lines: list[int] = []
    if start := re.search(r'"entries"\s*:\s*\[', text):
        decoder, line, counted, at = json.JSONDecoder(), 1, 0, start.end()
        for _ in range(count):
            if gap := _BETWEEN.match(text, at):
                at = gap.end()
            line += text.count("\n", counted, at)
            counted = at
            lines.append(line)
            try:
                at = decoder.raw_decode(text, at)[1]
            except (ValueError, RecursionError):
                break
    return lines + [1] * (count - len(lines))


def _line_of_key(text: str, key: str) -> int:
    found = re.search(rf'"{key}"\s*:', text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
