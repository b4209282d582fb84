"""Renames from the outside: questions, answers, hints and what sources declare, through the command line."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from test_cli import joey

CONFIG = 'schema = ["schema.sql"]\n'
BEFORE = """\
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, mail text);
CREATE INDEX users_name_idx ON users (name);
CREATE TYPE mood AS ENUM ('sad', 'glad');
"""
Hint = dict[str, Any]


def rename(kind: str, old: str, new: str) -> Hint:
    return {"type": "rename", "kind": kind, "from": old.split("."), "to": new.split(".")}


def create(kind: str, name: str) -> Hint:
    return {"type": "create", "kind": kind, "entity": name.split(".")}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one migration, as the working folder."""
    for name in ("DATABASE_URL", "JOEY_URL", "JOEY_DEBUG", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "joey.toml").write_text(CONFIG)
    (tmp_path / "schema.sql").write_text(BEFORE)
    joey("generate", "--name", "first")
    return tmp_path


def change(project: Path, *pairs: tuple[str, str]) -> None:
    text = (project / "schema.sql").read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (project / "schema.sql").write_text(text)


def asked(*arguments: str) -> list[Hint]:
    """The questions with which a run must end."""
    found = json.loads(joey("generate", "--json", *arguments, code=2).stdout)
    assert found["status"] == "question"
    assert found["error"]["category"] == "CONFIGURATION"
    return list(found["questions"])


def hints(*given: Hint) -> tuple[str, str]:
    return "--hints", json.dumps(given)


def written(project: Path) -> str:
    """The newest migration, without its breakpoints."""
    return sorted((project / "drizzle").glob("*.sql"))[-1].read_text().replace("--> statement-breakpoint\n", "")


class TestQuestions:
    def test_nothing_is_written_until_it_is_answered_and_the_answers_lead_there(self, project: Path) -> None:
        change(project, ("name", "full_name"), ("users", "people"))
        files = set(project.rglob("*"))
        table = asked()
        assert table == [rename("table", "public.users", "public.people"), create("table", "public.people")]
        column = asked(*hints(table[0]))
        assert column == [
            rename("column", "public.people.name", "public.people.full_name"),
            create("column", "public.people.full_name"),
        ]
        assert set(project.rglob("*")) == files
        joey("generate", *hints(table[0], column[0]))
        sql = written(project)
        assert sql.startswith(
            "ALTER TABLE public.users RENAME TO people;\nALTER TABLE public.people RENAME COLUMN name"
        )
        assert "ALTER INDEX public.users_name_idx RENAME TO people_full_name_idx" in sql
        assert "DROP" not in sql
        assert "Nothing to do" in joey("generate").stderr

    def test_new_is_an_answer_after_which_the_loss_is_asked(self, project: Path) -> None:
        change(project, ("mail text", "phone text"))
        found = asked()
        loss = asked(*hints(found[-1]))
        assert loss == [
            {
                "type": "confirm_data_loss",
                "kind": "column",
                "entity": ["public", "users", "mail"],
                "reason": "data-loss:column:public.users.mail",
            }
        ]
        joey("generate", *hints(found[-1], *loss))
        assert "-- joey: accept data-loss:column:public.users.mail" in written(project)

    def test_every_new_one_gets_all_old_ones_the_most_alike_first(self, project: Path) -> None:
        change(
            project, ("name text NOT NULL, mail text", "email text, nick_name text NOT NULL"), ("(name)", "(nick_name)")
        )
        found = asked()
        assert [(q["type"], q.get("from", [0])[-1], q.get("to", q.get("entity"))[-1]) for q in found] == [
            ("rename", "mail", "email"),
            ("rename", "name", "email"),
            ("create", 0, "email"),
            ("rename", "name", "nick_name"),
            ("rename", "mail", "nick_name"),
            ("create", 0, "nick_name"),
        ]

    def test_yes_is_no_answer(self, project: Path) -> None:
        change(project, ("mail", "post"))
        said = joey("generate", "--yes", code=2).stderr
        assert "never guesses" in said
        assert "public.users.mail" in said

    def test_explain_lists_the_questions_and_shows_a_drop_and_a_create(self, project: Path) -> None:
        change(project, ("mail", "post"), ("'sad'", "'blue'"))
        found = json.loads(joey("generate", "--explain", "--json").stdout)
        assert rename("label", "public.mood.sad", "public.mood.blue") in found["questions"]
        assert rename("column", "public.users.mail", "public.users.post") in found["questions"]
        sql = [s["sql"] for s in found["migrations"][0]["statements"]]
        assert any("DROP COLUMN mail" in s for s in sql)
        shown = joey("generate", "--explain").stderr
        assert "is the column public.users.post new, or renamed from public.users.mail?" in shown

    def test_what_holds_no_data_is_asked_only_where_nothing_but_the_name_differs(self, project: Path) -> None:
        change(project, ("users_name_idx", "by_name"))
        assert asked()[0] == rename("index", "public.users.users_name_idx", "public.users.by_name")
        change(project, ("(name)", "(name, id)"))
        joey("generate")
        assert "DROP INDEX public.users_name_idx" in written(project)

    def test_columns_that_have_nothing_in_common_are_no_question(self, project: Path) -> None:
        change(project, ("mail text", "born date"))
        assert [q["type"] for q in asked()] == ["confirm_data_loss"]

    def test_what_goes_and_comes_elsewhere_is_no_question(self, project: Path) -> None:
        change(project, (", mail text", ""), ("CREATE TYPE", "CREATE TABLE other (id int, mail text);\nCREATE TYPE"))
        assert [q["type"] for q in asked()] == ["confirm_data_loss"]


class TestHintsThatDoNotFit:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (
                rename("column", "public.users.nmae", "public.users.post"),
                "has no column public.users.nmae.*public.users.mail",
            ),
            (
                rename("column", "public.users.mail", "public.users.pots"),
                "has no column public.users.pots.*public.users.post",
            ),
            (rename("column", "public.users.name", "public.users.post"), "name is still there"),
            (rename("view", "public.users", "public.mood"), "public.mood is a enum"),
            (rename("table", "public.users", "public.mood"), "is a enum, not a table"),
            (create("column", "public.users.name"), "it is there already"),
            (create("column", "public.users.other"), "has no column public.users.other"),
        ],
    )
    def test_it_is_one_clear_error_that_names_it(self, project: Path, given: Hint, said: str) -> None:
        change(project, ("mail", "post"))
        found = joey("generate", *hints(given), code=2).stderr
        assert found.startswith("CONFIGURATION: The hint that the ")
        assert re.search(said, found, re.DOTALL), found

    def test_two_answers_for_one(self, project: Path) -> None:
        change(project, ("mail", "post"))
        assert "contradicts" in joey("generate", *hints(*asked()), code=2).stderr


class TestDeclared:
    def test_in_sql_wherever_it_may_stand(self, project: Path) -> None:
        (project / "schema.sql").write_text(
            """\
-- joey: renamed_from users
CREATE TABLE people ( -- those who come
    id serial PRIMARY KEY,
    -- joey: renamed_from name
    full_name text NOT NULL,
    "E-Mail" text -- joey: renamed_from mail
);
-- joey: renamed_from users_name_idx
CREATE INDEX by_name ON people (full_name);
CREATE TYPE feeling AS ENUM (
    'blue', -- joey: renamed_from 'sad'
    'glad'
); -- joey: renamed_from public.mood
"""
        )
        joey("generate")
        sql = written(project)
        assert sql.splitlines() == [
            "ALTER TABLE public.users RENAME TO people;",
            "ALTER TYPE public.mood RENAME TO feeling;",
            'ALTER TABLE public.people RENAME COLUMN mail TO "E-Mail";',
            "ALTER TABLE public.people RENAME COLUMN name TO full_name;",
            "ALTER TYPE public.feeling RENAME VALUE 'sad' TO 'blue';",
            "ALTER SEQUENCE public.users_id_seq RENAME TO people_id_seq;",
            "ALTER INDEX public.users_name_idx RENAME TO by_name;",
            "ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey;",
        ]
        # What is done is history, and is ignored from now on.
        change(project, ('"E-Mail" text', '"E-Mail" varchar(50)'))
        assert "renamed_from" not in joey("generate").stderr
        assert "RENAME" not in written(project)

    def test_one_that_fits_nothing_is_a_note(self, project: Path) -> None:
        change(project, ("mail text", "mail text, -- joey: renamed_from post\nfax text -- joey: renamed_from phone\n"))
        said = joey("generate").stderr
        assert "schema.sql:2: renamed_from phone of the column users.fax fits nothing" in said
        assert "post" not in said
        assert "ADD COLUMN fax" in written(project)

    def test_both_there_is_an_error(self, project: Path) -> None:
        change(project, ("mail text", "mail text, post text -- joey: renamed_from mail\n"))
        said = joey("generate", code=2).stderr
        assert "renamed_from mail of the column users.post can't be followed" in said
        assert "schema.sql:1" in said
        change(project, (" -- joey: renamed_from mail", ""))
        joey("generate")
        change(project, ("mail text, post text", "post text -- joey: renamed_from mail"))
        assert "both public.users.mail and public.users.post exist" in joey("generate", code=2).stderr

    def test_a_chain_is_history_when_it_is_done_and_a_swap_is_refused(self, project: Path) -> None:
        chain = "name text NOT NULL, mail text"
        change(
            project,
            (chain, "mail text NOT NULL, -- joey: renamed_from name\npost text -- joey: renamed_from mail\n"),
            ("(name)", "(mail)"),
        )
        joey("generate")
        assert written(project).startswith(
            "ALTER TABLE public.users RENAME COLUMN mail TO post;\nALTER TABLE public.users RENAME COLUMN name TO mail;"
        )
        change(project, ("post text", "post varchar(9)"))
        joey("generate")
        change(project, ("joey: renamed_from name", "joey: renamed_from post"))
        change(project, ("post varchar(9)", "post varchar(8)"))
        assert "swapped" in joey("generate", code=2).stderr

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("CREATE TABLE t (a int);\n-- joey: renamed_from x\n", "schema.sql:2"),
            ("-- joey: renamed_from\nCREATE TABLE t (a int);\n", "names nothing"),
            ("-- joey: renamed_from a b\nCREATE TABLE t (a int);\n", "names nothing"),
            ("CREATE TABLE t (a int,\nCHECK (a > 0) -- joey: renamed_from x\n);\n", "no name of its own"),
            ("-- joey: renamed_from x\nCREATE EXTENSION vector;\n", "no name of its own"),
        ],
    )
    def test_a_comment_in_the_wrong_place_is_an_error(self, project: Path, text: str, said: str) -> None:
        (project / "schema.sql").write_text(text)
        assert said in joey("generate", code=2).stderr

    def test_the_comment_may_stand_before_all_that_has_a_name(self, project: Path) -> None:
        before = """\
CREATE SCHEMA a; CREATE TABLE a.t (i int, j int); CREATE VIEW a.v AS SELECT 1 AS x;
CREATE MATERIALIZED VIEW a.m AS SELECT 1 AS x; CREATE SEQUENCE a.s;
CREATE FUNCTION a.f(i int) RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE FUNCTION a.g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN; RETURN new; END';
CREATE PROCEDURE a.p() LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
CREATE AGGREGATE a.g(int) (SFUNC = int4larger, STYPE = int);
CREATE DOMAIN a.d AS int; CREATE TYPE a.r AS RANGE (SUBTYPE = int); CREATE TYPE a.c AS (x int);
CREATE STATISTICS a.st ON i, j FROM a.t; CREATE POLICY po ON a.t USING (true);
CREATE TRIGGER tr BEFORE INSERT ON a.t FOR EACH ROW EXECUTE FUNCTION a.g();
CREATE RULE ru AS ON INSERT TO a.t DO ALSO NOTHING;
ALTER TABLE a.t ADD CONSTRAINT k UNIQUE (i);
"""
        before = before.replace("CREATE FUNCTION a.f(i int) RETURNS trigger", "CREATE FUNCTION a.f(i int) RETURNS int")
        before = before.replace("AS 'BEGIN RETURN new; END'", "AS 'BEGIN RETURN 1; END'")
        (project / "schema.sql").write_text(BEFORE + before)
        joey("generate")
        found = re.sub(
            r"(?<=[;\n])\s*(CREATE|ALTER)((?:[^;']|'[^']*'|BEGIN ATOMIC.*?END)*);",
            lambda m: f"\n{m[1]}{m[2]};",
            before,
        )
        lines, out = found.splitlines(), []
        names = (
            r"\b(?:SCHEMA|TABLE|VIEW|SEQUENCE|FUNCTION|PROCEDURE|AGGREGATE|DOMAIN|TYPE|STATISTICS|POLICY|TRIGGER|RULE)"
        )
        for line in lines:
            kind = re.match(rf"(?:CREATE|ALTER)(?: MATERIALIZED)? ?{names} (?:a\.)?(\w+)", line)
            if kind:
                old = "k" if line.startswith("ALTER") else kind[1]
                out.append(f"-- joey: renamed_from {old}")
            out.append(line)
        text = "\n".join(out)
        text = re.sub(r"\ba\.(\w+)", r"b.\1_2", text).replace("SCHEMA a", "SCHEMA b")
        text = re.sub(r"\b(POLICY|TRIGGER|RULE|CONSTRAINT) (\w+)", r"\1 \2_2", text)
        (project / "schema.sql").write_text(BEFORE + text)
        joey("generate")
        sql = written(project)
        assert "DROP" not in sql
        assert "CREATE" not in sql
        assert len(sql.split(";\n")) > 15


class TestDiff:
    def test_it_asks_nothing_says_so_and_follows_hints_and_sources(self, project: Path) -> None:
        (project / "old.sql").write_text(BEFORE)
        (project / "new.sql").write_text(BEFORE.replace("mail", "post"))
        said = joey("diff", "old.sql", "new.sql").stdout
        assert "-- data-loss:column:public.users.mail: this data goes" in said
        assert (
            "-- column public.users.post is new and public.users.mail is dropped: a rename is seen as these two" in said
        )
        found = json.loads(joey("diff", "old.sql", "new.sql", "--json").stdout)
        assert found["questions"][0] == rename("column", "public.users.mail", "public.users.post")
        told = joey("diff", "old.sql", "new.sql", *hints(found["questions"][0])).stdout
        assert told == "ALTER TABLE public.users RENAME COLUMN mail TO post;\n"
        (project / "hints.json").write_text(json.dumps(found["questions"][1:]))
        assert "DROP COLUMN mail" in joey("diff", "old.sql", "new.sql", "--hints-file", "hints.json").stdout
        (project / "new.sql").write_text(BEFORE.replace("mail text", "post text -- joey: renamed_from mail\n"))
        assert joey("diff", "old.sql", "new.sql").stdout == told
        joey("diff", "old.sql", "new.sql", *hints(rename("column", "public.users.x", "public.users.y")), code=2)


class Talk:
    """A run at a terminal."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            environment = {k: v for k, v in os.environ.items() if k != "CI"} | {"TERM": "dumb"}
            os.execve(sys.executable, [sys.executable, "-m", "joey", *arguments], environment)
        self.said = ""

    def hears(self, text: str, seconds: float = 120) -> None:
        ends = time.monotonic() + seconds
        while text not in self.said:
            ready, _, _ = select.select([self.terminal], [], [], max(0.0, ends - time.monotonic()))
            assert ready, f"{text!r} was never said: {self.said}"
            try:
                self.said += os.read(self.terminal, 4096).decode(errors="replace")
            except OSError:
                break
        assert text in self.said, self.said

    def answers(self, text: str) -> None:
        self.said = ""
        os.write(self.terminal, f"{text}\n".encode())

    def ends(self) -> int:
        while True:
            try:
                if not os.read(self.terminal, 4096):
                    break
            except OSError:
                break
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class TestTerminal:
    def test_a_list_the_most_alike_first(self, project: Path) -> None:
        change(
            project, ("name text NOT NULL, mail text", "full_name text NOT NULL, zzz text"), ("(name)", "(full_name)")
        )
        talk = Talk("generate")
        talk.hears("Is the column public.users.full_name new, or renamed from one of these?")
        talk.hears("1  public.users.name\r\n  2  public.users.mail\r\n  new\r\n")
        talk.hears("Your answer [1]: ")
        talk.answers("7")
        talk.hears("Answer with a number from 1 to 2")
        talk.hears("Your answer [1]: ")
        talk.answers("")
        talk.hears("Is the column public.users.zzz new")
        talk.hears("1  public.users.mail")
        talk.hears("Your answer [1]: ")
        talk.answers("new")
        talk.hears("Is it meant that data of the column public.users.mail goes?")
        talk.answers("y")
        assert talk.ends() == 0
        sql = written(project)
        assert "RENAME COLUMN name TO full_name" in sql
        assert "DROP COLUMN mail" in sql

    def test_new_is_meant_where_nothing_is_alike(self, project: Path) -> None:
        change(project, ("mail text", "zzz varchar(90)"))
        talk = Talk("generate")
        talk.hears("Your answer [new]: ")
        talk.answers("mail")
        assert talk.ends() == 0
        assert "RENAME COLUMN mail TO zzz" in written(project)

    def test_yes_to_all_that_hold_nothing(self, project: Path) -> None:
        more = "CREATE INDEX i2 ON users (id, mail);\nCREATE INDEX i3 ON users (mail, id);\nCREATE TYPE"
        change(project, ("CREATE TYPE", more))
        joey("generate")
        change(project, ("users_name_idx", "a1"), ("i2", "a2"), ("i3", "a3"))
        talk = Talk("generate")
        talk.hears("all  the first, for this and 2 more of which only the name differs")
        talk.hears("Your answer")
        talk.answers("all")
        assert talk.ends() == 0
        assert written(project).count("ALTER INDEX") == 3

    def test_interrupted(self, project: Path) -> None:
        change(project, ("mail", "post"))
        talk = Talk("generate")
        talk.hears("Your answer")
        talk.answers("\x03")
        assert talk.ends() == 130

    def test_in_ci_nothing_is_asked(self, project: Path) -> None:
        change(project, ("mail", "post"))
        run = subprocess.run(
            [sys.executable, "-m", "joey", "generate"],
            env={**os.environ, "CI": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 2
        assert "Is the column" not in run.stderr
