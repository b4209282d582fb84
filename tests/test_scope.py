"""What is compared, and what isn't: `ignore`, `--include` and `--exclude`, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from joey.connect.scratch import Database, Scratch
from test_cli import fails, joey

LEGACY = """
CREATE SCHEMA archive;
CREATE TABLE archive.letters (id int PRIMARY KEY);
CREATE TABLE legacy_users (id int PRIMARY KEY, name text);
CREATE INDEX users_by_name ON legacy_users (name);
CREATE TYPE legacy_mood AS ENUM ('ok');
CREATE FUNCTION legacy_greeting() RETURNS text LANGUAGE sql AS $$SELECT 'hello'$$;
COMMENT ON TABLE legacy_users IS 'not ours';
"""
OURS = "CREATE TABLE orders (id int PRIMARY KEY);\n"
IGNORE = 'ignore = ["public.legacy_*", "archive"]\n'


@pytest.fixture
def project(tmp_path: Path, scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of .sql files as the working folder, on the scratch server of this run."""
    for name in ("DATABASE_URL", "JOEY_URL", "CI"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "joey.toml").write_text(f'schema = ["schema.sql"]\nscratch = "{scratch.url}"\n{IGNORE}')
    (tmp_path / "schema.sql").write_text(OURS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def difference(old: str, new: str, *options: str) -> list[str]:
    return [s["sql"] for s in json.loads(joey("diff", old, new, "--json", *options).stdout)["statements"]]


class TestIgnore:
    def test_tables_functions_types_and_whole_schemas(self, project: Path) -> None:
        (project / "old.sql").write_text(LEGACY + OURS)
        assert not difference("old.sql", "schema.sql")
        assert not difference("schema.sql", "old.sql")
        assert "No difference." in joey("diff", "old.sql", "schema.sql", "--check").stderr
        (project / "joey.toml").write_text((project / "joey.toml").read_text().replace(IGNORE, ""))
        assert any("legacy_greeting" in sql for sql in difference("old.sql", "schema.sql"))

    def test_a_live_database(self, project: Path, database: Database) -> None:
        with closing(database.connect()) as connection:
            connection.execute(LEGACY + OURS)
        assert not difference(database.url, "schema.sql")

    def test_what_is_managed_may_need_what_is_not(
        self, project: Path, fresh: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        needs = "CREATE TABLE orders (id int PRIMARY KEY, by_user int REFERENCES legacy_users, mood legacy_mood);\n"
        (project / "schema.sql").write_text(LEGACY + needs + "CREATE VIEW names AS SELECT name FROM legacy_users;\n")
        joey("generate", "--name", "first")
        sql = (project / "drizzle/0000_first.sql").read_text()
        assert "REFERENCES public.legacy_users" in sql
        assert not any(f"CREATE {word} public.legacy" in sql for word in ("TABLE", "TYPE", "FUNCTION"))
        assert "archive" not in sql
        assert "Nothing to do" in joey("generate").stderr
        joey("check")
        (project / "schema.sql").write_text((project / "schema.sql").read_text().replace("'ok'", "'ok', 'sad'"))
        assert "Nothing to do" in joey("generate").stderr  # a label of what isn't ours

        # It runs where the other things are, and leaves them as they are.
        database = fresh()
        monkeypatch.setenv("JOEY_URL", database.url)
        with closing(database.connect()) as connection:
            connection.execute(LEGACY)
        joey("migrate")
        assert not difference(database.url, "schema.sql")

    def test_what_is_left_alone_stands_in_the_way(self, project: Path) -> None:
        mood = "CREATE TYPE mood AS ENUM ('ok', 'sad');\nCREATE TABLE legacy_m (id int PRIMARY KEY, m mood);\n"
        uses = "CREATE VIEW v AS SELECT m FROM legacy_m;\n"
        (project / "old.sql").write_text(mood + uses)
        (project / "new.sql").write_text(mood.replace("'ok', ", "") + uses)
        said = fails("PLAN_REFUSED", 1, "diff", "old.sql", "new.sql")
        assert "type public.mood can't be changed" in said
        assert "column public.legacy_m.m" in said


class TestInclude:
    def test_owners_and_grants_only_where_asked_for(self, project: Path) -> None:
        (project / "old.sql").write_text(OURS)
        (project / "new.sql").write_text(OURS + "ALTER TABLE orders OWNER TO pg_monitor;\n")
        assert not difference("old.sql", "new.sql")
        for word in ("owner", "all"):
            assert difference("old.sql", "new.sql", "--include", word) == [
                "ALTER TABLE public.orders OWNER TO pg_monitor"
            ]

        (project / "old.sql").write_text(OURS + "GRANT SELECT ON orders TO pg_monitor;\n")
        (project / "new.sql").write_text(OURS)
        assert not difference("old.sql", "new.sql")  # no source declares a grant on it
        for word in ("grants", "all"):
            found = difference("old.sql", "new.sql", "--include", word)
            assert found == ["REVOKE SELECT ON TABLE public.orders FROM pg_monitor"]

    def test_generate_and_check_agree(self, project: Path) -> None:
        (project / "schema.sql").write_text(OURS + "ALTER TABLE orders OWNER TO pg_monitor;\n")
        joey("generate", "--name", "first", "--include", "owner")
        assert "OWNER TO pg_monitor" in (project / "drizzle/0000_first.sql").read_text()
        joey("check", "--include", "owner")
        joey("check")


class TestExclude:
    NEW = (
        OURS
        + """
        CREATE INDEX orders_i ON orders ((id + 1));
        CREATE VIEW v AS SELECT id FROM orders;
        CREATE TABLE lines (id int PRIMARY KEY, of_order int, CONSTRAINT fk FOREIGN KEY (of_order) REFERENCES orders);
        CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
        COMMENT ON TABLE orders IS 'ours';
    """
    )

    @pytest.mark.parametrize(
        ("words", "left_out"),
        [
            ("index", "INDEX"),
            ("view", "VIEW"),
            ("comment", "COMMENT"),
            ("foreign-key", "FOREIGN KEY"),
            ("operator", "OPERATOR"),
            ("comment,view,foreign_key", "COMMENT|VIEW|FOREIGN KEY"),
        ],
    )
    def test_kinds(self, project: Path, words: str, left_out: str) -> None:
        (project / "new.sql").write_text(self.NEW)
        found = "\n".join(difference("schema.sql", "new.sql", "--exclude", words))
        everything = ("INDEX", "VIEW", "COMMENT", "FOREIGN KEY", "OPERATOR", "TABLE public.lines")
        gone = left_out.split("|")
        assert [word for word in everything if word not in found] == [word for word in everything if word in gone]

    def test_generate_and_check(self, project: Path) -> None:
        joey("generate", "--name", "first")
        (project / "schema.sql").write_text(OURS + "COMMENT ON TABLE orders IS 'ours';\n")
        assert "Nothing to do" in joey("generate", "--exclude", "comment").stderr
        joey("check", "--exclude", "comment")
        assert "COMMENT ON TABLE" in joey("check", code=1).stdout


@pytest.mark.parametrize(
    "command", [["generate"], ["check"], ["diff", "empty", "empty"], ["export"]], ids=lambda command: command[0]
)
@pytest.mark.parametrize("flag", ["--include", "--exclude"])
def test_a_word_that_is_no_kind(project: Path, command: list[str], flag: str) -> None:
    said = fails("CONFIGURATION", 2, *command, flag, "index,tabel")
    assert "'tabel'" in said
    for word in ("materialized-view", "foreign-key", "grants", "text-search-dictionary"):
        assert word in said
