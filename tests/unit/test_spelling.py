"""Expressions that PostgreSQL prints in words which it prints otherwise the next time."""

from __future__ import annotations

import pytest

from joey.postgres.spelling import stable


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        (
            "CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
            "CHECK ((kind IN ('a', 'b')))",
        ),
        (
            "WHERE ((\"A b\")::text <> ALL ((ARRAY['it''s'::character varying, ''::character varying])::text[]))",
            "WHERE (\"A b\" NOT IN ('it''s', ''))",
        ),
        (
            "((COALESCE(a, b))::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))",
            "((COALESCE(a, b)) IN ('x', 'y'))",
        ),
    ],
)
def test_a_list_of_varchar_is_an_in_list(printed: str, written: str) -> None:
    assert stable(printed) == written


@pytest.mark.parametrize(
    "sql",
    [
        "CHECK ((mood = ANY (ARRAY['sad'::mood, 'glad'::mood])))",
        "CHECK (((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])))",
        "a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])",
        "SELECT 'a'::character varying",
    ],
)
def test_all_else_is_left_alone(sql: str) -> None:
    assert stable(sql) == sql
