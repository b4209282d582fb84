"""One .sql file: its directives, its statements, and what can't run in a transaction."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joey.errors import ConfigurationError, JoeyError, SqlSyntaxError, TransactionMode
from joey.folder import sql_file
from joey.folder.sql_file import BREAKPOINT, parse, parts
from joey.model.migration import SqlStatement


def one(sql: str) -> SqlStatement:
    (statement,) = parse(sql, "f.sql").statements
    return statement


def test_statements_have_their_text_line_and_number() -> None:
    text = (
        "-- a comment; with a semicolon\nCREATE TABLE ä (é text); /* two */ SELECT 'a;b';;\n\n"
        f"DO $$ BEGIN\n NULL; END $${BREAKPOINT}\n"
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT 1; SELECT 2; END;\n"
        f"{BREAKPOINT}\n  {BREAKPOINT}SELECT 3 -- tail\n"
    )
    found = [(s.number, s.line, s.sql) for s in parse(text, "f.sql").statements]
    assert found == [
        (1, 2, "CREATE TABLE ä (é text)"),
        (2, 2, "SELECT 'a;b'"),
        (3, 4, "DO $$ BEGIN\n NULL; END $$"),
        (4, 6, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT 1; SELECT 2; END"),
        (5, 8, "SELECT 3"),
    ]


def test_a_comment_that_repeats_the_statement_does_not_confuse_the_line() -> None:
    assert one("-- SELECT 1\n/* SELECT 1 */\n\nSELECT 1;").line == 4


@pytest.mark.parametrize(
    "empty", ["", "  \n", ";;", BREAKPOINT, "-- Custom SQL migration file, put your code below! --"]
)
def test_empty_parts_are_nothing(empty: str) -> None:
    assert parse(empty, "f.sql").statements == ()
    assert parse(empty, "f.sql").transactional


def test_a_syntax_error_has_file_line_and_caret() -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        parse(f"SELECT 'ü';{BREAKPOINT}\nSELECT 2;\n  SELECT 'ü' CRATE TABLE x;\n", "drizzle/0001_x.sql")
    error = caught.value
    assert error.message == 'syntax error at or near "TABLE"'
    assert (error.file, error.line, error.statement, error.sqlstate) == ("drizzle/0001_x.sql", 3, 3, "42601")
    assert error.sql is not None
    assert error.position is not None
    assert error.sql[error.position :].startswith("TABLE x")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("CREATE INDEX CONCURRENTLY i ON t (x)", "CREATE INDEX CONCURRENTLY"),
        ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (x)", "CREATE INDEX CONCURRENTLY"),
        ("DROP INDEX CONCURRENTLY i", "DROP INDEX CONCURRENTLY"),
        ("REINDEX TABLE CONCURRENTLY t", "REINDEX CONCURRENTLY"),
        ("REINDEX (CONCURRENTLY) INDEX i", "REINDEX CONCURRENTLY"),
        ("REINDEX SCHEMA s", "REINDEX SCHEMA"),
        ("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "DETACH PARTITION CONCURRENTLY"),
        ("VACUUM", "VACUUM"),
        ("VACUUM (ANALYZE) t", "VACUUM"),
        ("ALTER SYSTEM SET work_mem = '1MB'", "ALTER SYSTEM"),
        ("CREATE DATABASE d", "CREATE DATABASE"),
        ("DROP DATABASE d", "DROP DATABASE"),
        ("ALTER DATABASE d SET TABLESPACE s", "SET TABLESPACE"),
        ("CREATE TABLESPACE s LOCATION '/x'", "CREATE TABLESPACE"),
        ("DROP TABLESPACE s", "DROP TABLESPACE"),
        ("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "CREATE SUBSCRIPTION"),
        ("DROP SUBSCRIPTION s", "DROP SUBSCRIPTION"),
        ("ALTER SUBSCRIPTION s REFRESH PUBLICATION", "ALTER SUBSCRIPTION"),
        ("ALTER SUBSCRIPTION s SET PUBLICATION p", "ALTER SUBSCRIPTION"),
        ("CLUSTER", "CLUSTER"),
        ("DISCARD ALL", "DISCARD ALL"),
        ("DO $$ BEGIN COMMIT; END $$", "commits"),
        ("DO 'BEGIN\n  IF true THEN ROLLBACK ; END IF; END'", "commits"),
        ("DO LANGUAGE plpgsql $x$ BEGIN LOOP COMMIT AND CHAIN; END LOOP; END $x$", "commits"),
        ("DO $$ BEGIN <<l>> COMMIT; EXCEPTION WHEN others THEN NULL; END $$", "commits"),
        ("DO $$ BEGIN CASE x WHEN 1 THEN COMMIT; ELSE NULL; END CASE; END $$", "commits"),
    ],
)
def test_what_cannot_run_in_a_transaction(sql: str, why: str) -> None:
    statement = one(sql)
    assert not statement.transactional
    assert why in statement.why
    assert not parse(f"SELECT 1; {sql};", "f.sql").transactional


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX i ON t (x)",
        "CREATE TABLE concurrently_x (vacuum int)",
        "REINDEX TABLE t",
        "REINDEX (CONCURRENTLY off) TABLE t",
        "ANALYZE t",
        "ALTER TYPE mood ADD VALUE 'sad'",
        "ALTER TABLE t DETACH PARTITION p",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = 0)",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
        "ALTER DATABASE d SET work_mem = '1MB'",
        "CLUSTER t",
        "DISCARD TEMP",
        "DO $$ BEGIN RAISE NOTICE 'x; COMMIT; y'; -- COMMIT;\n /* COMMIT; */ END $$",
        "DO $$ DECLARE rollback int; BEGIN rollback := 1; PERFORM rollback; END $$",
        "CALL p()",
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
        "SELECT " + " || ".join(["a"] * 500),
    ],
)
def test_what_can_run_in_a_transaction(sql: str) -> None:
    assert one(sql).transactional


def test_a_tree_too_deep_to_be_read_is_judged_by_its_words() -> None:
    deep = " || ".join(["a"] * 200)
    assert not one(f"CREATE INDEX CONCURRENTLY i ON t (({deep}))").transactional
    assert one(f"CREATE VIEW v AS SELECT {deep} FROM t").transactional


def test_a_call_of_a_procedure_of_the_same_file_is_known_to_commit() -> None:
    file = parse("CREATE PROCEDURE s.p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL s.p();", "f.sql")
    assert [s.transactional for s in file.statements] == [True, False]
    deep = " || ".join(["a"] * 200)
    parse(f"CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p({deep});", "f.sql")


def test_a_file_may_say_that_it_runs_without_a_transaction() -> None:
    file = parse("-- joey: no-transaction\nCALL p();\nCREATE TABLE t ();", "f.sql")
    assert not file.transactional
    assert [s.transactional for s in file.statements] == [False, True]
    assert "no-transaction" in file.why


def test_its_own_begin_and_commit_are_taken_away() -> None:
    for begin, end in (("BEGIN", "COMMIT"), ("begin work", "END"), ("START TRANSACTION", "commit transaction")):
        file = parse(f"-- all or nothing\n{begin};\nCREATE TABLE a ();\nCREATE TABLE b ();\n{end};", "f.sql")
        assert file.encloses
        assert [(s.number, s.sql) for s in file.statements] == [(2, "CREATE TABLE a ()"), (3, "CREATE TABLE b ()")]
    (mode, _) = parse("BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE; SELECT 1; COMMIT", "f.sql").statements
    assert mode.sql == "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE"


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("BEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;", 3),
        ("SELECT 1;\nCOMMIT;\nSELECT 2;", 2),
        ("SELECT 1;\nROLLBACK;", 2),
        ("BEGIN;\nSELECT 1;\nROLLBACK;", 3),
        ("BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;", 3),
        ("SELECT 1;\nBEGIN;\nSELECT 2;", 2),
        ("BEGIN; SELECT 1;\nCOMMIT AND CHAIN; COMMIT;", 2),
        ("SELECT 1;\nPREPARE TRANSACTION 'x'", 2),
        ("BEGIN;\nVACUUM;\nCOMMIT;", 2),
        ("VACUUM;\nSAVEPOINT a;", 2),
        ("VACUUM;\nSET LOCAL search_path = x;", 2),
        ("-- joey: no-transaction\nSET CONSTRAINTS ALL DEFERRED;", 2),
    ],
)
def test_transaction_control_in_the_middle_is_refused_with_its_line(sql: str, line: int) -> None:
    with pytest.raises(TransactionMode) as caught:
        parse(sql, "f.sql")
    assert caught.value.line == line
    assert caught.value.hint


def test_savepoints_belong_into_a_transaction() -> None:
    assert parse("SAVEPOINT a; SELECT 1; ROLLBACK TO a; RELEASE a", "f.sql").transactional
    assert parse("PREPARE q AS SELECT 1; EXECUTE q", "f.sql").transactional
    assert parse(f"PREPARE q AS SELECT {' || '.join(['a'] * 200)}", "f.sql").transactional


def test_directives() -> None:
    found = parse(
        "-- Migration: x\r\n\r\n/* by Jo */ -- joey: nothing, for it does not begin the line\r\n"
        "-- joey: ignore drop-table: it is empty\r\n--joey: accept data-loss:column:public.users.email\r\n"
        "   -- joey: accept data-loss:table:public.a b\r\nDROP TABLE a;",
        "f.sql",
    ).directives
    assert not found.no_transaction
    assert [(i.rule, i.reason, i.line) for i in found.ignored] == [("drop-table", "it is empty", 4)]
    assert found.accepted == ("data-loss:column:public.users.email", "data-loss:table:public.a b")


@pytest.mark.parametrize(
    "said",
    ["no-transactions", "", "ignore", "ignore x", "ignore x:", "accept x", "accept data-loss", "no-transaction x"],
)
def test_an_unknown_directive_is_an_error_with_its_line(said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse(f"-- head\n-- joey: {said}\nSELECT 1", "f.sql")
    assert (caught.value.file, caught.value.line) == ("f.sql", 2)


def test_a_directive_after_the_first_statement_is_an_error() -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse("SELECT 1;\n\n-- joey: no-transaction\nSELECT 2;", "f.sql")
    assert caught.value.line == 3
    assert parse("SELECT '\n-- joey: no-transaction\n'", "f.sql").directives == sql_file.Directives()


@pytest.mark.parametrize(
    ("raw", "line"), [(b"SELECT 1;\n\xff", 2), ("SELECT 1".encode("utf-16"), 1), (b"SELECT 1;\n\n\0", 3)]
)
def test_bytes_that_are_no_text_are_refused(raw: bytes, line: int) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse(raw, "f.sql")
    assert caught.value.line == line


def test_a_byte_order_mark_and_crlf_are_read() -> None:
    (first, second) = parse(b"\xef\xbb\xbfSELECT 1;\r\nSELECT 2;\r\n", "f.sql").statements
    assert (first.sql, second.sql, second.line) == ("SELECT 1", "SELECT 2", 2)


def test_copy_from_stdin_is_refused() -> None:
    with pytest.raises(SqlSyntaxError, match="STDIN") as caught:
        parse("SELECT 1;\nCOPY t FROM STDIN;", "f.sql")
    assert (caught.value.file, caught.value.line) == ("f.sql", 2)


def test_a_comment_needs_no_parser() -> None:
    script = (
        "import sys; from joey.folder.sql_file import parse; parse('-- only a comment', 'f'); "
        "assert 'postgast' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


PIECES = st.lists(
    st.sampled_from(
        [
            "SELECT 1",
            "CREATE TABLE t (x int)",
            ";",
            " ",
            "\n",
            "-- c\n",
            "/* c; */",
            "'a;b'",
            "$$;$$",
            BREAKPOINT,
            '"x',
            "é",
            "BEGIN",
            "COMMIT",
            "VACUUM",
            "(",
            ")",
            "DO $$ BEGIN COMMIT; END $$",
            "-- joey: no-transaction\n",
            "\r\n",
        ]
    )
).map("".join)


@given(PIECES | st.text())
def test_the_parts_joined_are_the_text(text: str) -> None:
    found = list(parts(text))
    assert BREAKPOINT.join(part for part, _ in found) == text
    assert all(
        line == 1 + BREAKPOINT.join(p for p, _ in found[:i]).count("\n") for i, (_, line) in enumerate(found) if i
    )


@given(PIECES)
def test_every_statement_stands_in_the_file_where_it_says(text: str) -> None:
    try:
        statements = parse(text, "f.sql").statements
    except JoeyError:
        return
    lines = text.split("\n")
    at = 0
    for statement in statements:
        at = text.index(statement.sql, at) + len(statement.sql)
        assert statement.sql.split("\n")[0] in lines[statement.line - 1]


@given(st.binary() | PIECES.map(str.encode))
def test_random_bytes_raise_nothing_but_joeys_errors(raw: bytes) -> None:
    error = None
    try:
        parse(raw, "f.sql")
    except JoeyError as raised:
        error = raised
    assert error is None or error.file == "f.sql"
