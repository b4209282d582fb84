"""Names of migrations."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joey.errors import ConfigurationError, JoeyError, SecurityViolation
from joey.folder import names


def test_the_word_lists_are_large_and_plain() -> None:
    for words in (names.ADJECTIVES, names.NOUNS):
        assert len(words) == len(set(words)) >= 200
        assert all(re.fullmatch("[a-z]+", word) for word in words)


@given(st.text() | st.binary())
def test_the_same_seed_gives_the_same_name(seed: str | bytes) -> None:
    try:
        picked = names.pick(seed)
    except UnicodeEncodeError:  # half a surrogate pair isn't text
        return
    assert picked == names.pick(seed)
    assert names.is_safe(picked)


def test_a_seed_always_gives_this_name() -> None:
    assert names.pick("CREATE TABLE users ()") == names.pick(b"CREATE TABLE users ()")


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("add users", "add_users"),
        ("add-users", "add_users"),
        ("Ünïcode café", "Unicode_cafe"),
        ("  x  ", "x"),
        ("a__b", "a__b"),
    ],
)
def test_slugs(given_name: str, expected: str) -> None:
    assert names.slug(given_name) == expected


@pytest.mark.parametrize("bad", ["../etc/passwd", "a/b", "a\\b", "..", "a\0b"])
def test_a_name_that_is_a_path_is_a_security_violation(bad: str) -> None:
    with pytest.raises(SecurityViolation, match="Security: Invalid characters in migration filename: "):
        names.slug(bad)


@pytest.mark.parametrize("bad", ["", "   ", "日本", "x" * 121])
def test_a_name_that_says_nothing_is_refused(bad: str) -> None:
    with pytest.raises(ConfigurationError):
        names.slug(bad)


@given(st.text())
def test_a_slug_is_safe_or_refused(text: str) -> None:
    with contextlib.suppress(JoeyError):
        assert names.is_safe(names.slug(text))


def test_a_header_is_a_comment_with_its_placeholders_filled() -> None:
    filled = names.header("-- Migration: {name}\nAuthor: {author}\n\n", {"name": "add users", "author": "Jo"})
    assert filled == "-- Migration: add users\n-- Author: Jo\n\n"
    with pytest.raises(ConfigurationError, match="nmae"):
        names.header("{nmae}", {"name": "x"})
