"""The emulator's reading of SQL: where statements end, and what is a parameter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joey.testing.data_api.errors import ServiceError
from joey.testing.data_api.lexer import prepare, tokens


@pytest.mark.parametrize(
    ("sql", "text", "names"),
    [
        ("SELECT :a", "SELECT $1", ("a",)),
        ("SELECT :a, :b, :a", "SELECT $1, $2, $3", ("a", "b", "a")),
        ("SELECT :1", "SELECT $1", ("1",)),
        ("SELECT a::text, :a::text", "SELECT a::text, $1::text", ("a",)),
        ("SELECT ':a', '10:20'::time", "SELECT ':a', '10:20'::time", ()),
        (r"SELECT E'\':a', E'\\', :b", r"SELECT E'\':a', E'\\', $1", ("b",)),
        ("SELECT E'a'\n '\\':a', :b", "SELECT E'a'\n '\\':a', $1", ("b",)),
        ("SELECT E'a' -- c\n '\\':a', :b", "SELECT E'a' -- c\n '\\':a', $1", ("b",)),
        ("SELECT 'it''s :a', :b", "SELECT 'it''s :a', $1", ("b",)),
        (r"SELECT '\', :b", r"SELECT '\', $1", ("b",)),
        ('SELECT ":a" AS "x"":y", :b', 'SELECT ":a" AS "x"":y", $1', ("b",)),
        ("SELECT U&'\\0061:a', U&\":b\"", "SELECT U&'\\0061:a', U&\":b\"", ()),
        ("SELECT B'1', X'ff', N':a'", "SELECT B'1', X'ff', N':a'", ()),
        ("SELECT $$:a$$, $t$ $$ :b $t$, :c", "SELECT $$:a$$, $t$ $$ :b $t$, $1", ("c",)),
        ("SELECT $ä$:a$ä$, :b", "SELECT $ä$:a$ä$, $1", ("b",)),
        ("SELECT foo$1, a$b$c, :d", "SELECT foo$1, a$b$c, $1", ("d",)),
        ("SELECT 1 -- :a\n, :b", "SELECT 1 -- :a\n, $1", ("b",)),
        ("SELECT /* :a /* :b */ :c */ :d", "SELECT /* :a /* :b */ :c */ $1", ("d",)),
        ("SELECT f(a := 1, b => :b)", "SELECT f(a := 1, b => $1)", ("b",)),
        ("SELECT a[1:2]", "SELECT a[1$1]", ("2",)),
        ("SELECT '{\"a\":1}'::jsonb", "SELECT '{\"a\":1}'::jsonb", ()),
        ("SELECT 1;", "SELECT 1 ", ()),
        (";;SELECT 1; ; -- end", "  SELECT 1    -- end", ()),
        ("SELECT ';' || E'\\';' || $$;$$ /* ; */ -- ;", "SELECT ';' || E'\\';' || $$;$$ /* ; */ -- ;", ()),
        ("SELECT 'never closed :a", "SELECT 'never closed $1", ("a",)),
    ],
)
def test_parameters_stand_outside_quotes_and_comments(sql: str, text: str, names: tuple[str, ...]) -> None:
    prepared = prepare(sql)
    assert (prepared.text, prepared.names) == (text, names)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "SELECT 1;;SELECT 2",
        "SELECT $$a$$; SELECT 2",
        "/* a */ SELECT 1; -- b\n SELECT 2",
        "SELECT E'\\\\'; SELECT 2",
        "BEGIN; SELECT 1",
        "SELECT (CASE WHEN true THEN 1 END); SELECT 2",
        "SELECT ')'; SELECT 2",
    ],
)
def test_several_statements_are_refused(sql: str) -> None:
    with pytest.raises(ServiceError, match="Multistatements aren't supported"):
        prepare(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "CREATE FUNCTION f() RETURNS int\nBEGIN /* a */ ATOMIC SELECT 1; SELECT 2; END;",
        "CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2)",
    ],
)
def test_semicolons_in_bodies_end_nothing(sql: str) -> None:
    prepare(sql)
    with pytest.raises(ServiceError):
        prepare(sql, bodies=False)


def test_without_parameters_a_colon_is_a_colon() -> None:
    assert prepare("SELECT :a", parameters=False).text == "SELECT :a"


@given(st.text(alphabet="ab:;'\"$/*-\\ \nEe_1(", max_size=40))
def test_tokens_put_together_are_the_text(sql: str) -> None:
    assert "".join(token.text for token in tokens(sql)) == sql
