"""The command line: what it prints, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from joey.cli import aws
from joey.cli.main import ALIASES, COMMANDS, cli
from joey.cli.options import duration

ROOT = Path(__file__).parent.parent
MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
"""
CONFIG = 'schema = ["models.py"]\ndefault_env = "dev"\n[env.dev]\nurl = "env:DATABASE_URL"\n'
NOWHERE = "postgresql://someone:hush@127.0.0.1:1/nothing"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with models and a configuration, as the working folder, and no variable that could interfere."""
    for name in ("DATABASE_URL", "JOEY_URL", "JOEY_DEBUG", "CI", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "joey.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def joey(*arguments: str, code: int = 0) -> Result:
    """One run in this process, which must end with `code` and never with a traceback."""
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def fails(category: str, code: int, *arguments: str) -> str:
    """What stderr says of a run that must fail: once for people, once as JSON, in the same words."""
    said = joey(*arguments, code=code).stderr
    assert f"\n{category}: " in f"\n{said}"
    whole = joey(*arguments, "--json", code=code)
    found = json.loads(whole.stdout)
    assert found["schema_version"] == 1
    assert found["status"] in ("failed", "refused", "question")
    assert found["error"]["category"] == category
    assert found["error"]["message"] in said
    assert set(found["error"]) == {"category", "message", "file", "line", "statement", "sqlstate", "hint"}
    logged = json.loads(joey(*arguments, "--log-format", "json", code=code).stderr.splitlines()[-1])
    assert (logged["level"], logged["category"], logged["status"]) == ("ERROR", category, "FAILED")
    return said


def started(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "joey", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in str(path)}


class TestHelp:
    def test_every_command_has_help_and_is_in_the_documentation(self) -> None:
        page = (ROOT / "docs/commands.md").read_text()
        listed = joey("--help").stdout
        for name in (*COMMANDS, *(f"aws {name}" for name in aws.COMMANDS)):
            assert f"  {name}" in listed or name.startswith("aws ")
            told = joey(*name.split(), "--help").stdout
            told += joey("aws", "verify", "--help").stdout if name == "aws" else ""  # what its commands share
            assert f"\n## joey {name}\n" in page
            section = page.split(f"\n## joey {name}\n")[1].split("\n## ")[0]
            options = {word.strip(",") for word in told.split() if word.startswith("--")} - {"--help"}
            common = {"--config", "--no-env-file", "--json", "--color", "--log-format", "--env", "--url", "--yes"}
            common |= {"--include", "--exclude"}
            for option in options - common:
                assert option in section, f"{name} {option} isn't documented"
            for word in section.split("`"):
                if word.startswith("--"):
                    assert word.split()[0] in told, f"{name} has no {word}"
        for alias in ALIASES:
            assert alias in listed
            assert alias in page

    def test_help_imports_nothing_heavy_and_is_quick(self) -> None:
        code = (
            "import sys, joey.cli.main as m\n"
            "try: m.main(['--help'])\n"
            "except SystemExit as e: assert not e.code\n"
            "heavy = {'sqlalchemy', 'psycopg', 'rich', 'boto3', 'postgast'} & set(sys.modules)\n"
            "print('HEAVY', heavy)"
        )
        spent = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            assert "HEAVY set()" in out
        assert min(spent) <= 0.15

    def test_version(self) -> None:
        assert joey("--version").stdout.startswith("joey 0.")

    def test_no_arguments(self) -> None:
        assert "Usage: joey" in joey(code=2).stderr

    @pytest.mark.parametrize("name", ["migrat", "studio", "db:studio"])
    def test_a_command_that_is_not_there(self, name: str, project: Path) -> None:
        said = fails("CONFIGURATION", 2, name)
        assert f"There is no command '{name}'" in said
        assert "generate, migrate, status" in said

    def test_a_misspelt_option(self, project: Path) -> None:
        assert "--dry-run" in fails("CONFIGURATION", 2, "migrate", "--dry-rum")


class TestErrors:
    def test_an_unknown_key_has_a_line_and_a_suggestion(self, project: Path) -> None:
        (project / "joey.toml").write_text("# mine\nschemas = ['x']\n")
        said = fails("CONFIGURATION", 2, "generate")
        assert "Unknown key 'schemas'" in said
        assert "joey.toml:2" in said
        assert "did you mean schema?" in said

    @pytest.mark.parametrize("command", ["migrate", "status"])
    def test_no_database(self, project: Path, command: str) -> None:
        assert "The variable DATABASE_URL" in fails("CONFIGURATION", 2, command)

    @pytest.mark.parametrize("url", ["mysql://h/x", "nonsense", "postgresql://u:hush@h:port/x"])
    def test_a_wrong_url(self, project: Path, url: str) -> None:
        assert "hush" not in fails("CONFIGURATION", 2, "status", "--url", url)

    @pytest.mark.parametrize("command", ["migrate", "status"])
    def test_a_server_that_is_not_there(self, project: Path, command: str) -> None:
        joey("generate", "--custom", "--name", "one")
        said = fails("NETWORK_ERROR", 3, command, "--url", NOWHERE)
        assert "hush" not in said
        assert "127.0.0.1" in said

    @pytest.mark.parametrize("command", ["migrate", "status"])
    def test_a_folder_that_is_missing_or_empty(self, project: Path, command: str) -> None:
        said = fails("RESOURCE_NOT_FOUND", 2, command, "--url", NOWHERE)
        assert f"Migrations folder not found at {project / 'drizzle'}" in said
        (project / "drizzle").mkdir()
        assert "empty" in fails("RESOURCE_NOT_FOUND", 2, command, "--url", NOWHERE)

    def test_a_name_that_leaves_the_folder(self, project: Path) -> None:
        joey("generate", "--custom", "--name", "one")
        journal = project / "drizzle/meta/_journal.json"
        journal.write_text(journal.read_text().replace("0000_one", "../etc/passwd"))
        said = fails("SECURITY_VIOLATION", 2, "status", "--url", NOWHERE)
        assert "Invalid characters in migration filename: ../etc/passwd.sql" in said

    def test_models_that_do_not_import(self, project: Path) -> None:
        (project / "models.py").write_text("x = 1\nimport nothing_like_this\n")
        said = fails("CONFIGURATION", 2, "generate")
        assert "nothing_like_this" in said
        assert "models.py:2" in said
        assert not (project / "drizzle").exists()

    def test_a_syntax_error_in_a_schema_file_has_a_caret(self, project: Path) -> None:
        (project / "joey.toml").write_text('schema = ["s.sql"]\n')
        (project / "s.sql").write_text("CREATE TABLE a (id int);\n\nCREATE TABLE b (\n  id int,,\n);\n")
        said = fails("SQL_SYNTAX_ERROR", 4, "generate").splitlines()
        assert any("s.sql:4" in line for line in said)
        at = next(number for number, line in enumerate(said) if "id int,," in line)
        assert said[at + 1].index("^") == said[at].index(",,") + 1
        assert not (project / "drizzle").exists()

    def test_a_fault_of_our_own_is_one_line(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*arguments: Any, **options: Any) -> None:
            raise RuntimeError("the roof\nis on fire")

        monkeypatch.setattr("joey.verbs.generate.generate", broken)
        said = fails("INTERNAL_ERROR", 4, "generate")
        assert "RuntimeError: the roof" in said
        assert "JOEY_DEBUG=1" in said
        monkeypatch.setenv("JOEY_DEBUG", "1")
        assert "Traceback" in CliRunner().invoke(cli, ["generate"]).stderr

    def test_a_missing_extra_is_named(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def without(*arguments: Any, **options: Any) -> None:
            raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")

        monkeypatch.setattr("joey.verbs.generate.generate", without)
        assert "pip install 'joey[local]'" in fails("CONFIGURATION", 2, "generate")

    def test_a_disk_that_refuses(self, project: Path) -> None:
        (project / "drizzle").write_text("a file, where a folder should be")
        joey("generate", "--custom", "--name", "one", code=2)

    def test_hostile_text_does_not_steer_the_terminal(self, project: Path) -> None:
        said = joey("migrate\x1b]0;owned\x07", code=2).stderr
        assert "\x1b" not in said


class TestHints:
    LOSS = '{"type":"confirm_data_loss","kind":"column","entity":["public","users","name"]}'

    @pytest.fixture
    def losing(self, project: Path) -> Path:
        joey("generate")
        models = project / "models.py"
        models.write_text(models.read_text().replace("    name: Mapped[str]\n", ""))
        sys.modules.pop("models", None)
        return project

    @pytest.mark.parametrize(
        ("hints", "message"),
        [
            ("{", "is not JSON"),
            ("3", "must be a list"),
            ("[3]", "item 1 is not an object"),
            ('[{"type":"drop"}]', "its type must be one of rename, create, confirm_data_loss"),
            ('[{"type":"rename","kind":"column","from":["a"]}]', "needs 'to'"),
            ('[{"type":"rename","kind":"column","from":"a","to":["b"]}]', "from must be a list of names"),
            ('[{"type":"create","kind":"table","entity":["a"],"x":1}]', "has no 'x'"),
        ],
    )
    def test_junk(self, project: Path, hints: str, message: str) -> None:
        assert message in fails("CONFIGURATION", 2, "generate", "--hints", hints)
        (project / "hints.json").write_text(hints)
        assert message in fails("CONFIGURATION", 2, "generate", "--hints-file", "hints.json")
        assert not (project / "drizzle").exists()

    def test_a_file_that_is_missing(self, project: Path) -> None:
        fails("CONFIGURATION", 2, "generate", "--hints-file", "nope.json")

    def test_a_question_nobody_answers(self, losing: Path) -> None:
        before = files_of(losing)
        said = fails("CONFIGURATION", 2, "generate")
        assert "--hints" in said
        assert files_of(losing) == before
        found = json.loads(joey("generate", "--json", code=2).stdout)
        assert found["status"] == "question"
        [question] = found["questions"]
        assert question == json.loads(self.LOSS) | {"reason": "data-loss:column:public.users.name"}
        # What the question looks like is what the answer may look like.
        done = json.loads(joey("generate", "--json", "--hints", json.dumps(found["questions"])).stdout)
        assert len(done["migrations"]) == 1
        text = Path(done["migrations"][0]["files"][0]).read_text()
        assert "-- joey: accept data-loss:column:public.users.name" in text

    def test_yes_is_no_answer_to_a_loss(self, losing: Path) -> None:
        joey("generate", "--yes", code=2)


class TestGenerate:
    def test_what_it_prints(self, project: Path) -> None:
        result = joey("db:generate", "--name", "first")
        paths = ["drizzle/0000_first.sql", "drizzle/meta/0000_snapshot.json", "drizzle/meta/_journal.json"]
        assert result.stdout.splitlines() == paths
        assert f"git add {' '.join(paths)}" in result.stderr
        assert "statement" in result.stderr
        again = joey("generate")
        assert again.stdout == ""
        assert "Nothing to do" in again.stderr

    def test_explain_writes_nothing(self, project: Path) -> None:
        result = joey("generate", "--explain")
        assert "CREATE TABLE" in result.stdout
        assert not (project / "drizzle").exists()

    def test_options_may_stand_before_the_command(self, project: Path) -> None:
        found = joey("--json", "--color=never", "--config", "joey.toml", "generate", "--explain")
        assert json.loads(found.stdout)["status"] == "ok"

    def test_a_kind_that_there_is_not(self, project: Path) -> None:
        assert "materialized-view" in fails("CONFIGURATION", 2, "generate", "--exclude", "index,nonsense")
        assert "CREATE TABLE" in joey("export", "--exclude", "materialized_view").stdout


class TestInit:
    def test_a_new_project(self, project: Path) -> None:
        (project / "joey.toml").unlink()
        assert joey("init").stdout.splitlines() == ["joey.toml", "drizzle/.gitattributes"]
        assert (project / "drizzle/.gitattributes").read_text() == "*.sql text eol=lf\n"
        joey("generate", "--name", "first")
        assert (project / "drizzle/0000_first.sql").exists()

    def test_an_existing_pyproject_keeps_its_bytes(self, project: Path) -> None:
        (project / "joey.toml").unlink()
        before = b"[project]\r\nname = 'x' # kept\r\n"
        (project / "pyproject.toml").write_bytes(before)
        joey("init")
        after = (project / "pyproject.toml").read_bytes()
        assert after.startswith(before)
        assert b"\n" not in after.replace(b"\r\n", b"")
        assert not (project / "joey.toml").exists()
        joey("generate", "--explain")

    @pytest.mark.parametrize("name", ["joey.toml", "pyproject.toml"])
    def test_nothing_is_overwritten(self, project: Path, name: str) -> None:
        (project / "joey.toml").unlink()
        (project / name).write_text("[tool.joey]\n")
        assert name in fails("CONFIGURATION", 2, "init")
        assert (project / name).read_text() == "[tool.joey]\n"
        assert not (project / "drizzle").exists()

    def test_a_drizzle_folder(self, project: Path) -> None:
        (project / "joey.toml").unlink()
        (project / "drizzle.config.ts").write_text('export default defineConfig({ out: "./db/moves" })')
        (project / "db/moves/meta").mkdir(parents=True)
        (project / "db/moves/meta/_journal.json").write_text('{"version":"7","dialect":"postgresql","entries":[]}')
        said = joey("init").stderr
        assert "One-way" in said
        text = (project / "joey.toml").read_text()
        assert 'migrations = "db/moves"' in text
        assert 'runner = "drizzle"' in text

    def test_an_alembic_project(self, project: Path) -> None:
        (project / "joey.toml").unlink()
        (project / "alembic.ini").write_text("[alembic]\n")
        assert "Alembic" in joey("init").stderr

    def test_grants(self, project: Path) -> None:
        (project / "joey.toml").unlink()
        before = files_of(project)
        printed = joey("init", "--print-grants", "--url", 'postgresql://mig"r:hush@h/My%20App').stdout
        assert 'GRANT CONNECT ON DATABASE "My App" TO "mig""r";' in printed
        assert "hush" not in printed
        assert files_of(project) == before


class TestProcess:
    def test_interrupt_and_termination(self, project: Path) -> None:
        (project / "models.py").write_text("import time\nprint('READY', flush=True)\ntime.sleep(30)\n")
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            process = started("generate", "--json")
            time.sleep(1.5)
            process.send_signal(number)
            _, err = process.communicate(timeout=20)
            assert process.returncode == code, err
            assert "Traceback" not in err

    def test_a_reader_that_has_gone(self, project: Path) -> None:
        line = f"{sys.executable} -m joey generate --explain | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
        assert done.returncode == 141
        assert done.stderr.strip() == "" or "Traceback" not in done.stderr

    def test_colours_only_where_they_are_wanted(self, project: Path) -> None:
        def said(*more: str, **variables: str) -> str:
            env = os.environ | variables
            done = subprocess.run(
                [sys.executable, "-m", "joey", "nope", *more], capture_output=True, text=True, env=env
            )
            assert done.returncode == 2
            return done.stderr

        assert "\x1b[" not in said()
        assert "\x1b[" in said("--color", "always")
        assert "\x1b[" in said(FORCE_COLOR="1")
        assert "\x1b[" not in said(FORCE_COLOR="1", NO_COLOR="1")
        assert "\x1b[" not in said("--color=never", FORCE_COLOR="1")


@pytest.mark.parametrize(
    ("text", "seconds"), [("60s", 60), ("10m", 600), ("500ms", 0.5), ("7", 7), ("1.5s", 1.5), ("1h", 3600)]
)
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1s", "10 minutes", "1e9"])
def test_what_is_no_duration(project: Path, text: str) -> None:
    assert "is no duration" in fails("CONFIGURATION", 2, "migrate", f"--wait={text}")
