"""The page that says what is detected is the one that the cases give."""

from __future__ import annotations

from pathlib import Path

import detected

CASES = Path(__file__).parent / "cases"
PAGE = Path(__file__).parents[1] / "docs/what-is-detected.md"


def test_the_page_is_what_the_cases_show(accept: bool) -> None:
    written = detected.page(CASES)
    if accept:
        PAGE.write_text(written)
    assert PAGE.read_text() == written, "out of date: pytest tests/test_detected.py --accept"


def test_every_case_says_what_it_shows() -> None:
    missing = [path.parent for path in CASES.glob("*/*/before.sql") if not (path.parent / "detected.txt").exists()]
    assert not missing, "run pytest tests/test_cases.py --accept for these"
