"""SQL sources: split, judged, and loaded on a real PostgreSQL in whatever order they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from joey.connect.protocol import Connection
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, SqlSyntaxError
from joey.sources.desired import Desired
from joey.sources.load import load
from joey.sources.read import read

Sql = Callable[..., Desired]


@pytest.fixture
def sql(tmp_path: Path) -> Sql:
    """The desired state of files a.sql, b.sql … with the given texts."""

    def write(*texts: str) -> Desired:
        for name, text in zip("abcdefgh", texts, strict=False):
            (tmp_path / f"{name}.sql").write_text(text)
        return read(["."], tmp_path)

    return write


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    connection = database.connect()
    yield connection
    connection.close()


def lines(desired: Desired) -> list[tuple[str, int | None]]:
    return [(statement.sql, statement.line) for statement in desired.statements]


def test_statements_know_their_lines_whatever_stands_between_them(sql: Sql) -> None:
    text = "-- é\n/* a /* nested; */ one */ CREATE TABLE é (\n a int -- ;\n);\n\n-- ü;\nCREATE TABLE b ();; -- end\n"
    assert lines(sql(text)) == [("CREATE TABLE é (\n a int -- ;\n)", 2), ("CREATE TABLE b ()", 7)]
    assert lines(sql("")) == []
    assert lines(sql("\ufeffCREATE TABLE a ()\r\n;\r\n\r\nCREATE TABLE b ()")) == [
        ("CREATE TABLE a ()", 1),
        ("CREATE TABLE b ()", 4),
    ]


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b/2.sql", "b/1.sql", "a.sql", ".hidden/x.sql", "c.txt"):
        path = tmp_path / "sql" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'CREATE TABLE "{name}" ();')
    desired = read(["sql", "sql/a.sql"], tmp_path)
    assert [statement.file for statement in desired.statements] == ["sql/a.sql", "sql/b/1.sql", "sql/b/2.sql"]


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes("SELECT 1;\n-- é".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="not UTF-8") as caught:
        read(["a.sql"], tmp_path)
    assert caught.value.line == 2


def test_a_syntax_error_names_file_line_and_place(sql: Sql) -> None:
    with pytest.raises(SqlSyntaxError, match='syntax error at or near ","') as caught:
        _ = sql("CREATE TABLE é ();\n\nCREATE TABLE ü (\n  é int,, b int);").statements
    error = caught.value
    assert (error.file, error.line, error.sql, error.position) == ("a.sql", 4, "  é int,, b int);", 8)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);", "INSERT is about rows", 2),
        ("\nUPDATE t SET a = 1;", "UPDATE is about rows", 2),
        ("SELECT * FROM t;", "SELECT is about rows", 1),
        ("TRUNCATE t;", "TRUNCATE is about rows", 1),
        ("CREATE TABLE t (a int);\nCOPY t (a) FROM stdin;\n1\n'\n\\.\n", "COPY … FROM stdin loads rows", 2),
        ("SELECT 1;\n\\connect other\n", r"\\connect is a command of psql", 2),
        ("CREATE TABLE a ();\n\\i other.sql", r"\\i is a command of psql", 2),
        ("CREATE DATABASE d;", "CREATE DATABASE has no place", 1),
        ("BEGIN; CREATE TABLE t (); ROLLBACK;", "can't take back", 1),
    ],
)
def test_what_is_no_schema_is_refused(sql: Sql, text: str, message: str, line: int) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        _ = sql(text).statements
    assert (caught.value.file, caught.value.line) == ("a.sql", line)
    assert caught.value.hint


def test_what_belongs_to_the_server_is_left_out_and_said(sql: Sql) -> None:
    desired = sql(
        "ALTER ROLE a SET x = 1;\nGRANT a TO b;\nCREATE TABLE t ();\nALTER SYSTEM SET x = 1;\n"
        "COMMENT ON DATABASE d IS 'x';\nALTER DATABASE d OWNER TO a;\nGRANT CONNECT ON DATABASE d TO a;"
    )
    assert [statement.sql for statement in desired.statements] == ["CREATE TABLE t ()"]
    assert len(desired.left_out) == 6
    assert desired.left_out[3] == "a.sql:5: COMMENT … DATABASE belongs to the server and was left out"
    assert desired.left_out[1].startswith("a.sql:2: GRANT of a role to a role")


def test_settings_hold_to_the_end_of_their_own_file(sql: Sql, connection: Connection) -> None:
    desired = sql(
        "\\restrict abc\nSET lock_timeout = 0;\nSET transaction_timeout = 0;\nCREATE SCHEMA s;\n"
        "SELECT pg_catalog.set_config('search_path', 's', false);\nCREATE VIEW v AS SELECT id FROM t;\n"
        "CREATE TABLE t (id int);\nRESET search_path;\nCREATE TABLE u ();\n\\unrestrict abc\n",
        "BEGIN; CREATE TABLE t (other int); CREATE VIEW v AS SELECT other FROM t; COMMIT;\n"
        "SELECT setval('nothing', 1);\nSET LOCAL search_path = s;\nCREATE TABLE x ();",
    )
    assert load(connection, desired.statements).rounds == 2
    made = connection.query("SELECT relnamespace::regnamespace || '.' || relname FROM pg_class c "
                            "WHERE relnamespace IN ('s'::regnamespace, 'public'::regnamespace) ORDER BY 1")  # fmt: skip
    assert [name for (name,) in made] == ["public.t", "public.u", "public.v", "s.t", "s.v", "s.x"]
    assert connection.query("SHOW search_path") == [('"$user", public',)]
    assert connection.query("SHOW check_function_bodies") == [("on",)]
    assert set(desired.view_texts) == {("public", "v")}


def test_files_may_need_each_other_in_any_order(sql: Sql, connection: Connection) -> None:
    desired = sql(
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();\n"
        "CREATE INDEX CONCURRENTLY i ON a (low(name));\nCREATE VIEW v2 AS SELECT * FROM v1;",
        "CREATE VIEW v1 AS SELECT id, role FROM a;\nCREATE TABLE b (a int REFERENCES a (id));\n"
        "ALTER TABLE a ADD CONSTRAINT a_id UNIQUE (id);",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM nothing(); RETURN new; END$$;\n"
        "CREATE FUNCTION low(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';",
        "CREATE TABLE a (id int, name text, role role);\nCREATE TYPE role AS ENUM ('x', 'y');",
        "CREATE EXTENSION btree_gist WITH SCHEMA ext;\nCREATE SCHEMA ext;\nDO $$BEGIN CREATE TABLE made (); END$$;",
    )
    report = load(connection, desired.statements)
    assert report.statements == 13
    assert report.rounds <= 4
    made = connection.query("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'i', 'v1', 'v2', 'made')")
    assert made == [(6,)]


def test_a_long_chain_told_backwards_takes_two_rounds(sql: Sql, connection: Connection) -> None:
    chain = [f"CREATE TABLE t{n} (id int PRIMARY KEY, up int REFERENCES t{max(n - 1, 0)});" for n in range(60)]
    assert load(connection, sql("\n".join(reversed(chain))).statements).rounds == 2


def test_default_privileges_leave_alone_what_stands_before_them(sql: Sql, connection: Connection) -> None:
    desired = sql(
        "CREATE TABLE a (x int DEFAULT f());\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;\nCREATE TABLE b ();"
    )
    assert load(connection, desired.statements).rounds == 3
    granted = connection.query(
        "SELECT relname, relacl IS NOT NULL FROM pg_class WHERE relname IN ('a', 'b') ORDER BY 1"
    )
    assert granted == [("a", False), ("b", True)]


def test_roles_that_are_missing_are_made(sql: Sql, connection: Connection) -> None:
    roles = [f'joey "test" {n} of {connection.server.database}' for n in range(3)]
    quoted = ['"' + role.replace('"', '""') + '"' for role in roles]
    text = (
        f"CREATE TABLE t (id int);\nALTER TABLE t OWNER TO {quoted[0]};\nGRANT SELECT ON t TO {quoted[1]};\n"
        f"CREATE POLICY p ON t TO {quoted[1]};\nCREATE ROLE {quoted[2]} LOGIN SUPERUSER;"
    )
    try:
        assert load(connection, sql(text).statements).roles == (roles[0], roles[1])
        kinds = connection.query("SELECT rolname::text, rolcanlogin, rolsuper FROM pg_roles "
                                 "WHERE rolname = ANY($1) ORDER BY 1", [roles])  # fmt: skip
        assert kinds == [(role, False, False) for role in roles]
        connection.execute("DROP TABLE t")
        assert load(connection, sql(text).statements).roles == ()
    finally:
        connection.execute(f"DROP TABLE IF EXISTS t; DROP ROLE IF EXISTS {', '.join(quoted)}")


@pytest.mark.parametrize(
    ("texts", "message", "where", "at"),
    [
        (
            ["CREATE TABLE a ();\nCREATE TABLE b (\n  x int,\n  y nothing\n);"],
            'type "nothing"',
            ("a.sql", 5),
            "nothing",
        ),
        (
            ["CREATE VIEW v2 AS SELECT * FROM v1;", "CREATE VIEW v1 AS\nSELECT * FROM lost;"],
            'relation "lost" does not exist',
            ("b.sql", 2),
            "lost",
        ),
        (
            ["CREATE VIEW v AS SELECT * FROM a;", "-- one\nCREATE TABLE a (id int, id int);"],
            'column "id" specified more than once',
            ("b.sql", 2),
            None,
        ),
        (["CREATE TABLE a ();\nCREATE TABLE a ();"], 'relation "a" already exists', ("a.sql", 2), None),
        (["CREATE EXTENSION nowhere;"], 'extension "nowhere" isn\'t available', ("a.sql", 1), None),
        (["CREATE TABLE t (a int CHECK (lost > 0));"], 'column "lost" does not exist', ("a.sql", 1), "lost"),
    ],
)
def test_the_first_root_cause_is_told(
    sql: Sql, connection: Connection, texts: list[str], message: str, where: tuple[str, int], at: str | None
) -> None:
    with pytest.raises(JoeyError, match=message) as caught:
        load(connection, sql(*texts).statements)
    error = caught.value
    assert error.file == where[0]
    if at is not None:
        assert error.sql is not None
        assert error.position is not None
        assert error.sql[error.position :].startswith(at)
        text = texts["ab".index(where[0][0])]
        assert error.line == text.count("\n", 0, text.index(at)) + 1
    else:
        assert error.line == where[1]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("CREATE TABLE t (v vector(3));", "add CREATE EXTENSION vector;"),
        ("CREATE TABLE t (v text); CREATE INDEX ON t USING gin (v gin_trgm_ops);", "add CREATE EXTENSION pg_trgm;"),
        ("CREATE TABLE t (v int, EXCLUDE USING gist (v WITH =));", "add CREATE EXTENSION btree_gist;"),
        ("CREATE TABLE t (v uuid DEFAULT uuid_generate_v4());", 'add CREATE EXTENSION "uuid-ossp";'),
        ("CREATE TABLE s.t (v int);", "add CREATE SCHEMA s;"),
    ],
)
def test_what_is_probably_missing_is_named(sql: Sql, connection: Connection, text: str, remedy: str) -> None:
    with pytest.raises(JoeyError) as caught:
        load(connection, sql(text).statements)
    assert remedy in str(caught.value.hint)


def test_a_lost_connection_is_not_the_fault_of_a_statement(sql: Sql, connection: Connection) -> None:
    desired = sql("SELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE a ();")
    with pytest.raises(JoeyError) as caught:
        load(connection, desired.statements)
    assert caught.value.category == "NETWORK_ERROR"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CREATE VIEW v AS\n  SELECT 1 AS as_is --\n  FROM t",
            ("public", "v", "SELECT 1 AS as_is --\n  FROM t"),
        ),
        (
            'CREATE OR REPLACE VIEW "S".v WITH (security_barrier) AS SELECT (1) WITH CASCADED CHECK OPTION',
            ("S", "v", "SELECT (1)"),
        ),
        (
            "CREATE VIEW v AS WITH x AS (SELECT 1) TABLE x",
            ("public", "v", "WITH x AS (SELECT 1) TABLE x"),
        ),
        ("CREATE VIEW v AS SELECT 1 AS x WITH LOCAL CHECK OPTION", ("public", "v", "SELECT 1 AS x")),
        ("CREATE MATERIALIZED VIEW v AS SELECT 'é' AS data WITH NO DATA", ("public", "v", "SELECT 'é' AS data")),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1 WITH DATA", ("public", "v", "SELECT 1")),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1 AS data", ("public", "v", "SELECT 1 AS data")),
        ("CREATE VIEW v (a) AS SELECT 1", None),
        ("CREATE RECURSIVE VIEW v (a) AS SELECT 1", None),
        ("CREATE TABLE v AS SELECT 1", None),
    ],
)
def test_the_words_of_a_view_are_kept(sql: Sql, text: str, expected: tuple[str, str, str] | None) -> None:
    texts = sql(f"-- first\n{text};\n").view_texts
    assert texts == ({} if expected is None else {expected[:2]: expected[2]})


def test_the_digest_follows_the_text(sql: Sql) -> None:
    digest = sql("CREATE TABLE a ();", "CREATE TABLE b ();").digest
    assert sql("CREATE TABLE a ();", "CREATE TABLE b ();").digest == digest
    assert sql("CREATE TABLE a ();", "CREATE TABLE c ();").digest != digest
