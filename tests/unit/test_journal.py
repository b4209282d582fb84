"""The journal: read, refused, and written as Drizzle writes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joey.errors import ConfigurationError, Conflict, JoeyError, SecurityViolation
from joey.folder.journal import Journal

FILE = "drizzle/meta/_journal.json"

# As drizzle-kit 0.31.11 wrote it.
DRIZZLE = b"""{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    {
      "idx": 0,
      "version": "7",
      "when": 1795341114449,
      "tag": "0000_tense_marrow",
      "breakpoints": true
    },
    {
      "idx": 1,
      "version": "7",
      "when": 1795341167708,
      "tag": "0001_glossy_shiva",
      "breakpoints": true
    }
  ]
}"""


def journal(*entries: Any, **more: Any) -> bytes:
    return json.dumps({"version": "7", "dialect": "postgresql", **more, "entries": list(entries)}, indent=2).encode()


def entry(idx: int, tag: str | None = None, when: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "idx": idx,
        "version": "7",
        "when": 1000 * (idx + 1) if when is None else when,
        "tag": tag or f"{idx:04}_x",
        "breakpoints": True,
        **more,
    }


def test_what_drizzle_wrote_is_written_back_to_the_byte() -> None:
    parsed = Journal.parse(DRIZZLE, FILE)
    assert [(e.idx, e.tag, e.line) for e in parsed.entries] == [
        (0, "0000_tense_marrow", 5),
        (1, "0001_glossy_shiva", 12),
    ]
    assert parsed.to_bytes() == DRIZZLE
    assert Journal.parse(b'{"version":"7","dialect":"postgresql","entries":[]}', FILE).entries == ()


def test_a_new_entry_looks_as_drizzles() -> None:
    parsed = Journal.parse(DRIZZLE, FILE)
    less = parsed.without(["0001_glossy_shiva"])
    assert less.with_entry(idx=1, when=1795341167708, tag="0001_glossy_shiva").to_bytes() == DRIZZLE


def test_unknown_keys_are_kept() -> None:
    content = journal(entry(0, ours={"a": [1, None]}), note="Grüße")
    parsed = Journal.parse(content, FILE).with_entry(idx=1, when=9000, tag="0001_y")
    written = json.loads(parsed.to_bytes())
    assert written["note"] == "Grüße"
    assert written["entries"][0]["ours"] == {"a": [1, None]}
    assert "Grüße".encode() in parsed.to_bytes()


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "cut in half"),
        (DRIZZLE[:200], 11, "cut in half"),
        (b"[]", 1, "isn't a journal"),
        (b"{}", 1, "isn't a journal"),
        (b'{"entries": {}}', 1, "isn't a journal"),
        (b'{\n"entries": [],,\n}', 2, "isn't JSON"),
        (b"\xff\xfe{", 1, "isn't UTF-8"),
        (b"[" * 200_000, 1, "isn't JSON"),
        (b'{"entries": [' + b"9" * 5000 + b"]}", 1, "isn't JSON"),
        (journal("x"), 5, "isn't an object"),
        (journal(entry(0), {"idx": 1}), 12, 'without "when"'),
        (journal(entry(0, when=-1)), 5, "out of range"),
        (journal(entry(0, when=2**63)), 5, "out of range"),
        (journal({**entry(0), "when": "1"}), 5, '"when" isn\'t a whole number'),
        (journal({**entry(0), "when": 1.5}), 5, "isn't a whole number: 1.5"),
        (journal({**entry(0), "idx": True}), 5, '"idx" isn\'t a whole number'),
        (journal({**entry(0), "tag": None}), 5, '"tag" isn\'t text'),
        (journal(dialect="mysql"), 3, "mysql"),
        (journal(version="8"), 2, "version"),
    ],
)
def test_an_unreadable_journal_is_told_with_its_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Journal.parse(content, FILE)
    error = caught.value
    assert (error.file, error.line, error.exit_code) == (FILE, line, 2)
    assert words in error.message
    assert FILE in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (journal(entry(0), entry(1, tag="0000_x")), "the tag 0000_x"),
        (journal(entry(0), entry(0, tag="0001_x", when=5000)), "the idx 0"),
        (journal(entry(0), entry(1, when=1000)), "the when 1000"),
        (journal(entry(1), entry(0)), "by tag"),
        (journal(entry(1, tag="0000_x"), entry(0, tag="0001_x", when=9000)), "by idx"),
        (journal(entry(0, when=5000), entry(1, when=4000)), "by when"),
        (b'{\n<<<<<<< HEAD\n"entries": []\n=======\n}', "merge conflict"),
    ],
)
def test_two_claims_to_one_place_are_a_conflict(content: bytes, words: str) -> None:
    with pytest.raises(Conflict) as caught:
        Journal.parse(content, FILE)
    assert words in caught.value.message
    assert caught.value.file == FILE
    assert caught.value.line is not None


def test_a_tag_that_leaves_the_folder_is_a_security_violation() -> None:
    with pytest.raises(SecurityViolation) as caught:
        Journal.parse(journal(entry(0, tag="../etc/passwd")), FILE)
    assert caught.value.message == "Security: Invalid characters in migration filename: ../etc/passwd.sql"
    assert caught.value.line == 5


def test_a_hyphen_is_read_with_a_warning() -> None:
    (warning,) = Journal.parse(journal(entry(0, tag="0000_add-users")), FILE).warnings
    assert "0000_add-users" in warning


def refused(content: bytes) -> JoeyError | None:
    try:
        Journal.parse(content, FILE)
    except JoeyError as error:
        return error
    return None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary())
def test_random_bytes_raise_nothing_but_joeys_errors(content: bytes) -> None:
    error = refused(content)
    assert error is None or error.file == FILE


@given(st.lists(st.fixed_dictionaries({"idx": json_values, "when": json_values, "tag": json_values}) | json_values))
def test_random_entries_raise_nothing_but_joeys_errors(entries: list[Any]) -> None:
    error = refused(journal(*entries))
    assert error is None or error.line is not None


@given(st.integers(0, len(DRIZZLE) - 2))
def test_cut_anywhere_it_is_refused(length: int) -> None:
    with pytest.raises(ConfigurationError):
        Journal.parse(DRIZZLE[:length], FILE)


@given(st.lists(st.text(alphabet="abc_09", min_size=1), unique=True), st.dictionaries(st.text(), json_values))
def test_written_and_read_again_it_is_the_same(names: list[str], more: dict[str, Any]) -> None:
    result = Journal(raw={key: value for key, value in more.items() if key not in ("entries", "version", "dialect")})
    for idx, tag in enumerate(sorted(names, key=str.encode)):
        result = result.with_entry(idx=idx, when=1000 * idx, tag=tag)
    try:
        content = result.to_bytes()
    except ValueError:
        return
    again = Journal.parse(content, FILE)
    assert [e.tag for e in again.entries] == [e.tag for e in result.entries]
    assert again.to_bytes() == content
