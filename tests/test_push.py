"""push and reset: a development database without migrations, and from nothing again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from joey.config import Config, Environment
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import Conflict, ConstraintViolation, DataLoss, JoeyError, OpenQuestion, PlanRefused, ResourceNotFound
from joey.verbs.generate import generate
from joey.verbs.migrate import migrate
from joey.verbs.push import Pushed, push
from joey.verbs.reset import Reset, reset

FIRST = """
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, nick text);
CREATE VIEW names AS SELECT name FROM users;
"""
WITHOUT_NICK = "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, age int);"


class Project:
    """A schema in SQL, a folder, and a database to push to."""

    def __init__(self, root: Path, database: Database, scratch_url: str) -> None:
        self.root, self.database = root, database
        (root / "joey.toml").write_text(f'schema = ["schema.sql"]\nmigrations = "drizzle"\nscratch = "{scratch_url}"\n')
        self.environment = Environment("dev", database.url)

    @property
    def config(self) -> Config:
        return Config.load(self.root, environ={})

    def says(self, sql: str) -> None:
        (self.root / "schema.sql").write_text(sql)

    def push(self, sql: str | None = None, **options: Any) -> Pushed:
        if sql is not None:
            self.says(sql)
        return push(self.config, self.environment, **{"confirm": lambda shown: True, **options})

    def reset(self, answer: bool | None = True) -> Reset:
        return reset(self.config, self.environment, confirm=lambda shown: answer)

    def run(self, sql: str) -> None:
        connection = connect(self.database.url)
        connection.execute(sql)
        connection.close()

    def ask(self, sql: str) -> list[Any]:
        connection = connect(self.database.url)
        found = [row[0] for row in connection.query(sql)]
        connection.close()
        return found

    def tables(self) -> list[str]:
        return self.ask(
            "SELECT relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE nspname = 'public' AND relkind IN ('r', 'v') ORDER BY 1"
        )

    def columns(self, table: str) -> list[str]:
        return self.ask(
            f"SELECT attname::text FROM pg_attribute WHERE attrelid = '{table}'::regclass "
            "AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )


@pytest.fixture
def project(tmp_path: Path, fresh: Callable[..., Database], scratch: Any) -> Project:
    return Project(tmp_path, fresh(), scratch.url)


def test_the_database_becomes_what_the_models_say(project: Project) -> None:
    assert project.push(FIRST).applied
    assert project.tables() == ["names", "users"]
    again = project.push()
    assert not again.applied
    assert not again.statements
    assert not (project.root / "drizzle").exists()


def test_what_was_pushed_is_dropped_when_the_models_have_it_no_more(project: Project) -> None:
    project.push(FIRST)
    done = project.push(WITHOUT_NICK)  # nothing is in it yet, so nothing is lost
    assert project.columns("users") == ["id", "name", "age"]
    assert project.tables() == ["users"]
    assert not done.change.left


def test_a_dry_run_and_a_no_change_nothing(project: Project) -> None:
    assert project.push(FIRST, dry_run=True).statements
    with pytest.raises(PlanRefused, match="as you wished"):
        project.push(confirm=lambda shown: False)
    with pytest.raises(OpenQuestion) as unanswered:
        project.push(confirm=lambda shown: None)
    assert "--yes" in str(unanswered.value.hint)
    assert project.tables() == []
    assert project.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'joey'") == [0]


def test_rows_go_only_where_their_loss_is_named(project: Project) -> None:
    project.push(FIRST)
    project.run("INSERT INTO users VALUES (1, 'Ada', 'a'), (2, 'Bob', NULL)")
    loss = "data-loss:column:public.users.nick"
    project.says(WITHOUT_NICK)

    shown = project.push(dry_run=True)
    assert [(q["reason"], q["rows"]) for q in shown.questions] == [(loss, 1)]
    with pytest.raises(OpenQuestion) as open_question:
        project.push()
    with pytest.raises(DataLoss, match="doesn't lose it"):
        project.push(accept=["data-loss:column:public.users.nix"])
    asked: list[dict[str, Any]] = []

    def no(question: dict[str, Any]) -> bool:
        asked.append(question)
        return False

    with pytest.raises(DataLoss):
        project.push(ask=no)
    assert asked[0]["rows"] == 1
    assert project.columns("users") == ["id", "name", "nick"]

    assert project.push(hints=open_question.value.questions).applied
    assert project.columns("users") == ["id", "name", "age"]
    project.says("CREATE TABLE other (id int);")
    new = {"type": "create", "kind": "table", "entity": ["public", "other"]}
    assert project.push(accept=["data-loss:table:public.users"], hints=[new]).applied
    assert project.tables() == ["other"]


def test_rows_that_come_in_before_it_is_applied_are_seen(project: Project) -> None:
    project.push(FIRST)

    def meanwhile(shown: Pushed) -> bool:
        project.run("INSERT INTO users VALUES (1, 'Ada', 'a')")
        return True

    with pytest.raises(DataLoss, match="meanwhile"):
        project.push(WITHOUT_NICK, confirm=meanwhile)
    assert project.ask("SELECT nick FROM users") == ["a"]


def test_a_schema_that_changes_before_it_is_applied_is_seen(project: Project) -> None:
    def meanwhile(shown: Pushed) -> bool:
        project.run("CREATE TABLE users (id int)")
        return True

    with pytest.raises(Conflict, match="was changed"):
        project.push(FIRST, confirm=meanwhile)


def test_what_joey_has_not_made_is_left_alone_and_told(project: Project) -> None:
    project.push(FIRST)
    project.run(
        "CREATE TABLE legacy (id int NOT NULL DEFAULT 3); CREATE INDEX by_hand ON users (name);"
        "ALTER TABLE users ADD COLUMN mine int; CREATE SCHEMA far; CREATE TABLE far.away (id int);"
        "COMMENT ON TABLE legacy IS 'kept'; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    )
    done = project.push(WITHOUT_NICK)
    assert {str(a) for a in done.change.left} == {
        "table public.legacy",
        "index public.by_hand",
        "column public.users.mine",
        "function public.f",
    }
    assert project.columns("users") == ["id", "name", "mine", "age"]
    assert project.ask("SELECT obj_description('legacy'::regclass)") == ["kept"]
    assert project.ask("SELECT column_default FROM information_schema.columns WHERE table_name = 'legacy'") == ["3"]
    assert not project.push().statements


def test_a_fact_about_a_column_of_the_models_is_theirs_to_say(project: Project) -> None:
    project.run("CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x')")
    project.push("CREATE TABLE users (id int PRIMARY KEY, name text);")
    assert project.ask(
        "SELECT is_nullable::text FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'name'"
    ) == ["YES"]


def test_what_uses_what_goes_stands_in_the_way_with_both_names(project: Project) -> None:
    project.push(FIRST)
    project.run("CREATE VIEW report AS SELECT nick FROM users")
    with pytest.raises(PlanRefused, match=r"view public\.report.*column public\.users\.nick"):
        project.push(WITHOUT_NICK)
    project.run("DROP VIEW report; CREATE INDEX nicks ON users (nick)")
    done = project.push()
    assert any("index public.nicks goes" in note for note in done.change.notes)


def test_what_a_state_of_the_folder_held_is_ours_too(project: Project) -> None:
    project.says(FIRST)
    generate(project.config)
    migrate(project.root / "drizzle", project.database.url)
    project.says(WITHOUT_NICK)
    generate(
        project.config, hints=[{"type": "confirm_data_loss", "kind": "column", "entity": ["public", "users", "nick"]}]
    )
    done = project.push()
    assert done.applied
    assert any("migrations were applied" in note for note in done.change.notes)
    assert project.tables() == ["drizzle_migrations", "users"]


def test_a_protected_database_is_refused(project: Project) -> None:
    project.environment = replace(project.environment, protected=True)
    with pytest.raises(PlanRefused, match="protected"):
        project.push(FIRST)
    generate(project.config)
    with pytest.raises(PlanRefused, match="protected"):
        project.reset()


def test_a_failing_statement_leaves_nothing_behind(project: Project) -> None:
    project.push("CREATE TABLE t (id int);")
    project.run("INSERT INTO t VALUES (1)")
    with pytest.raises(ConstraintViolation):
        project.push("CREATE TABLE first (id int); CREATE TABLE t (id int, more int NOT NULL);")
    assert project.tables() == ["t"]


def test_a_label_that_is_used_at_once(project: Project) -> None:
    project.push("CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (m mood);")
    project.push("CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE t (m mood DEFAULT 'sad');")
    project.run("INSERT INTO t DEFAULT VALUES")
    assert project.ask("SELECT m::text FROM t") == ["sad"]


class TestReset:
    def test_everything_of_ours_is_made_anew(self, project: Project) -> None:
        project.says(FIRST)
        generate(project.config)
        migrate(project.root / "drizzle", project.database.url)
        project.push(FIRST + "CREATE TABLE pushed (id int);")
        project.run("CREATE TABLE legacy (id int); INSERT INTO users VALUES (1, 'Ada')")
        done = project.reset()
        assert done.change.rows
        assert {loss.key: n for loss, n in done.change.rows.items()} == {
            "data-loss:table:public.pushed": 0,
            "data-loss:table:public.users": 1,
        }
        assert project.tables() == ["drizzle_migrations", "legacy", "names", "users"]
        assert project.ask("SELECT count(*) FROM users") == [0]
        assert project.ask("SELECT count(*) FROM drizzle_migrations") == [1]

    def test_nothing_happens_without_a_yes(self, project: Project) -> None:
        project.says(FIRST)
        generate(project.config)
        migrate(project.root / "drizzle", project.database.url)
        project.run("INSERT INTO users VALUES (1, 'Ada')")
        with pytest.raises(OpenQuestion):
            project.reset(answer=None)
        with pytest.raises(PlanRefused):
            project.reset(answer=False)
        assert project.ask("SELECT name FROM users") == ["Ada"]

    def test_a_project_that_only_pushes(self, project: Project) -> None:
        with pytest.raises(ResourceNotFound):
            project.reset()
        project.push(FIRST)
        project.run("CREATE TABLE legacy (id int); INSERT INTO users VALUES (1, 'Ada')")
        done = project.reset()
        assert done.migrated is None
        assert {loss.key: n for loss, n in done.change.rows.items()} == {"data-loss:table:public.users": 1}
        assert project.tables() == ["legacy"]
        assert project.push(FIRST).applied

    def test_a_folder_that_is_not_found_is_no_empty_one(self, project: Project) -> None:
        project.says(FIRST)
        generate(project.config)
        migrate(project.root / "drizzle", project.database.url)
        project.push(FIRST + "CREATE TABLE pushed (id int);")
        (project.root / "drizzle").rename(project.root / "elsewhere")
        with pytest.raises(ResourceNotFound):
            project.reset()
        assert "pushed" in project.tables()

    def test_only_a_development_database(self, project: Project) -> None:
        project.says(FIRST)
        generate(project.config)
        project.environment = Environment("far", "postgresql://db.example.com/x")
        with pytest.raises(PlanRefused, match="development"):
            project.reset()

    def test_a_half_done_file_is_forgotten(self, project: Project) -> None:
        folder = project.root / "drizzle"
        project.says(FIRST)
        generate(project.config)
        (folder / "0001_half.sql").write_text(
            "CREATE INDEX CONCURRENTLY one ON users (name);\nCREATE INDEX CONCURRENTLY two ON users (nowhere);\n"
        )
        with pytest.raises(JoeyError):
            migrate(folder, project.database.url)
        (folder / "0001_half.sql").write_text("CREATE INDEX CONCURRENTLY one ON users (name);\n")
        assert project.reset().migrated is not None
        assert project.ask("SELECT count(*) FROM drizzle_migrations") == [2]


class TestRenames:
    def renamed(self) -> str:
        return FIRST.replace("users", "people").replace("nick text", "alias text")

    def test_they_are_asked_for_where_there_are_rows(self, project: Project) -> None:
        project.push(FIRST)
        project.push(self.renamed())  # nothing is in it yet, so nothing is lost
        project.push(FIRST)
        project.run("INSERT INTO users VALUES (1, 'Ada', 'a')")
        project.says(self.renamed())
        with pytest.raises(OpenQuestion) as table:
            project.push()
        assert table.value.questions[0]["to"] == ["public", "people"]
        assert project.push(dry_run=True).questions[0] == table.value.questions[0]
        with pytest.raises(OpenQuestion) as column:
            project.push(hints=table.value.questions[:1])
        hints = [table.value.questions[0], column.value.questions[0]]
        done = project.push(hints=hints)
        assert not [s for s in done.statements if "DROP TABLE" in s.sql or "DROP COLUMN" in s.sql]
        assert project.ask("SELECT alias FROM people") == ["a"]
        assert not project.push().statements

    def test_what_is_lost_has_the_names_that_the_database_has(self, project: Project) -> None:
        project.push(FIRST)
        project.run("INSERT INTO users VALUES (1, 'Ada', 'a')")
        rename = {"type": "rename", "kind": "table", "from": ["public", "users"], "to": ["public", "people"]}
        without = "CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL);"
        shown = project.push(without, hints=[rename], dry_run=True)
        assert [(q["reason"], q["rows"]) for q in shown.questions] == [("data-loss:column:public.users.nick", 1)]
        assert project.push(hints=[rename], accept=["data-loss:column:public.users.nick"]).applied
        assert project.columns("people") == ["id", "name"]

    def test_what_joey_has_not_made_is_no_candidate(self, project: Project) -> None:
        project.run("CREATE TABLE theirs (id int PRIMARY KEY, name text); INSERT INTO theirs VALUES (1, 'x')")
        project.push(FIRST)
        assert project.tables() == ["names", "theirs", "users"]
