"""The bundle: what it holds, that it is always the same, and what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joey.aws.bundle import build
from joey.errors import ConfigurationError, Conflict, JoeyError, ResourceNotFound, SecurityViolation
from joey.folder import MigrationFolder
from joey.folder.losses import taken
from joey.folder.manifest import LONGEST, BundledFolder, Manifest
from joey.folder.sql_file import parse
from joey.model import migration as model

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/jocular_kangaroo/drizzle"

CONTENT = Manifest.of(MigrationFolder.open(EXAMPLE)).to_bytes()
VARIED = """-- joey: ignore add-index: small table
-- joey: accept data-loss:column:public.users.email
SELECT 1;
CREATE INDEX CONCURRENTLY i ON s.t (a);
CREATE INDEX CONCURRENTLY ON "T" (a);
DROP INDEX CONCURRENTLY s.i;
REINDEX INDEX CONCURRENTLY i;
ALTER TABLE p DETACH PARTITION q CONCURRENTLY;
VACUUM t;
CREATE DATABASE d;
ALTER TYPE e ADD VALUE 'é';
DO $$ BEGIN LOOP DELETE FROM t WHERE a; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$;
"""


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, sql in files.items():
        (path / f"{name}.sql").write_text(sql)
    return path


def unpacked(zip_file: Path, to: Path) -> Path:
    with zipfile.ZipFile(zip_file) as archive:
        archive.extractall(to)
    return to


def refused(path: Path) -> JoeyError:
    with pytest.raises(JoeyError) as caught:
        build(path, path.parent / "b.zip")
    assert not (path.parent / "b.zip").exists()
    return caught.value


class TestManifest:
    def test_it_tells_what_the_parser_told(self, tmp_path: Path) -> None:
        drizzle = folder(tmp_path / "drizzle", **{"0000_a": VARIED, "0001_b": "BEGIN; CREATE TABLE x (); COMMIT;"})
        opened = MigrationFolder.open(drizzle)
        build(opened, tmp_path / "b.zip")
        bundled = BundledFolder.open(unpacked(tmp_path / "b.zip", tmp_path / "task"))
        for here, there in zip(opened.migrations, bundled.migrations, strict=True):
            assert bundled.script(there) == opened.script(here)
            assert (here.tag, here.when, here.sha256) == (there.tag, there.when, there.sha256)
            assert opened.hashes(here) == bundled.hashes(there)
        kinds = {type(s.effect) for s in opened.script(opened.migrations[0]).statements}
        assert kinds >= {model.IndexBuilt, model.IndexDropped, model.Reindexed, model.Detached, model.Seen}
        assert opened.script(opened.migrations[1]).encloses
        again = Manifest.from_bytes(bundled.manifest.to_bytes(), "manifest.json")
        assert again.to_bytes() == bundled.manifest.to_bytes()

    @pytest.mark.parametrize(
        ("sql", "what"),
        [
            ("DROP TABLE a", ["DROP TABLE"]),
            ("ALTER TABLE a ADD b int, DROP COLUMN c", ["DROP COLUMN"]),
            ("TRUNCATE a", ["TRUNCATE"]),
            ("DELETE FROM a", ["DELETE"]),
            ("WITH d AS (DELETE FROM a RETURNING 1) SELECT * FROM d", ["DELETE"]),
            ("MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE", ["DELETE"]),
            ("DROP SCHEMA s CASCADE", ["DROP SCHEMA"]),
            ("DROP MATERIALIZED VIEW v", ["DROP MATERIALIZED VIEW"]),
            ("DROP VIEW v CASCADE", ["DROP VIEW"]),
            ("DROP OWNED BY r", ["DROP OWNED"]),
            ("DO $$ BEGIN EXECUTE 'drop table a'; END $$", ["DROP in a DO block"]),
            ("SELECT " + "1 + " * 500 + "(SELECT count(*) FROM a /* delete */)", ["DELETE"]),
            ("DROP VIEW v", []),
            ("DROP INDEX i", []),
            ("DROP FUNCTION f", []),
            ("ALTER TABLE a DROP CONSTRAINT c", []),
            ("CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE)", []),
            ("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a'", []),
            ("CREATE TABLE deleted (x int)", []),
            ("INSERT INTO a VALUES ('drop table a')", []),
        ],
    )
    def test_what_may_take_data_away(self, sql: str, what: list[str]) -> None:
        assert [one.what for one in taken(parse(sql, "f.sql"))] == what

    def test_an_accepted_loss_is_one(self) -> None:
        found = taken(parse(VARIED, "f.sql"))
        assert [(one.what, one.line) for one in found] == [
            ("data-loss:column:public.users.email", 1),
            ("DELETE in a DO block", 12),
        ]

    @pytest.mark.parametrize(
        "content",
        [
            *("", "[]", "{}", "null", "[" * 100_000, '{"joey": 1}', '{"joey": 2, "files": []}'),
            '{"joey": 1, "files": [{}], "hash": ""}',
            '{"version": "7", "dialect": "postgresql", "entries": []}',
            '{"joey": 1, "files": [], "hash": "x"}',
        ],
    )
    def test_another_tools_is_no_manifest(self, content: str) -> None:
        with pytest.raises(ConfigurationError, match=r"^task/manifest.json "):
            Manifest.from_bytes(content.encode(), "task/manifest.json")

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0), st.binary(max_size=3))
    def test_a_manifest_that_was_damaged_is_one_error(self, at: int, instead: bytes) -> None:
        content = CONTENT
        at %= len(content)
        with suppress(ConfigurationError):
            Manifest.from_bytes(content[:at] + instead + content[at + 1 :], "manifest.json")


class TestBundle:
    def test_the_same_input_gives_the_same_bytes(self, tmp_path: Path) -> None:
        first = build(EXAMPLE, tmp_path / "1.zip")
        copy = shutil.copytree(EXAMPLE, tmp_path / "elsewhere" / "drizzle")
        for file in copy.rglob("*.sql"):
            os.utime(file, (1, 1))
            file.chmod(0o600)
        code = f"from joey.aws.bundle import build; build({str(copy)!r}, {str(tmp_path / '2.zip')!r})"
        environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
        content = (tmp_path / "2.zip").read_bytes()
        assert content == (tmp_path / "1.zip").read_bytes()
        assert len(content) == first.size < 1_000_000
        whole = b"".join(
            file.read_bytes() for file in unpacked(first.path, tmp_path / "t").rglob("*") if file.is_file()
        )
        assert str(ROOT).encode() not in whole
        assert str(tmp_path).encode() not in whole

    def test_it_holds_what_a_runner_reads_and_nothing_else(self, tmp_path: Path) -> None:
        drizzle = shutil.copytree(EXAMPLE, tmp_path / "drizzle")
        (drizzle / "secret.env").write_text("PASSWORD=x")
        with zipfile.ZipFile(build(drizzle, tmp_path / "b.zip").path) as archive:
            names = archive.namelist()
        assert names == sorted(names)
        lying = {name for name in names if name.startswith("drizzle/")}
        assert lying == {f"drizzle/{f.name}" for f in EXAMPLE.glob("*.sql")} | {"drizzle/meta/_journal.json"}
        assert {"index.py", "manifest.json", "joey/aws/handler.py", "joey/verbs/migrate.py"} <= set(names)
        rooms = {name.split("/")[1] for name in names if name.startswith("joey/")}
        assert not rooms & {"cli", "sources", "plan", "pull", "postgres", "testing"}
        assert not {"joey/folder/statements.py", "joey/connect/psycopg.py", "joey/aws/bundle.py"} & set(names)

    def test_every_module_in_it_can_be_imported_where_only_boto3_is(self, tmp_path: Path) -> None:
        task = unpacked(build(EXAMPLE, tmp_path / "b.zip").path, tmp_path / "task")
        names = sorted(
            f.relative_to(task).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
            for f in task.rglob("*.py")
        )
        code = (
            "import sys\n"
            "class Bar:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name.split('.')[0] in ('psycopg', 'postgast', 'click', 'rich', 'sqlalchemy', 'google'):\n"
            "            raise ModuleNotFoundError(name)\n"
            "sys.meta_path.insert(0, Bar())\n"
            f"sys.path.insert(0, {str(task)!r})\n"
            f"for name in {names!r}: __import__(name)\n"
            "import joey; print(joey.__file__)"
        )
        done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.startswith(str(task))

    def test_a_handler_of_ones_own(self, tmp_path: Path) -> None:
        own = tmp_path / "lambda"
        (own / "__pycache__").mkdir(parents=True)
        (own / "__pycache__" / "index.pyc").write_bytes(b"")
        (own / "index.py").write_text("import logger\nfrom joey.verbs.history import history\n")
        (own / "logger.py").write_text("import json\n")
        with zipfile.ZipFile(build(EXAMPLE, tmp_path / "b.zip", index=own).path) as archive:
            names = set(archive.namelist())
            assert archive.read("index.py") == (own / "index.py").read_bytes()
        assert {"logger.py", "joey/verbs/history.py", "joey/aws/deadman.py"} <= names
        assert not {name for name in names if "__pycache__" in name}
        assert "joey/aws/handler.py" not in names

    @pytest.mark.parametrize("name", ["joey/x.py", "drizzle/x.sql", "manifest.json"])
    def test_a_handler_of_ones_own_that_is_in_the_way(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "lambda" / name).parent.mkdir(parents=True)
        (tmp_path / "lambda" / "index.py").write_text("")
        (tmp_path / "lambda" / name).write_text("")
        with pytest.raises(ConfigurationError, match="stands where the bundle has its own"):
            build(EXAMPLE, tmp_path / "b.zip", index=tmp_path / "lambda")

    def test_a_handler_of_ones_own_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match=r"has no index\.py"):
            build(EXAMPLE, tmp_path / "b.zip", index=tmp_path)
        (tmp_path / "index.py").write_text("def handler(:")
        with pytest.raises(JoeyError, match=r"index\.py isn't Python") as caught:
            build(EXAMPLE, tmp_path / "c.zip", index=tmp_path)
        assert caught.value.line == 1

    def test_drizzles_other_layout(self, tmp_path: Path) -> None:
        (tmp_path / "drizzle" / "20250101000000_a").mkdir(parents=True)
        (tmp_path / "drizzle" / "20250101000000_a" / "migration.sql").write_text("SELECT 1;")
        build(tmp_path / "drizzle", tmp_path / "b.zip")
        bundled = BundledFolder.open(unpacked(tmp_path / "b.zip", tmp_path / "task"))
        assert [m.tag for m in bundled.migrations] == ["20250101000000_a"]
        assert bundled.script(bundled.migrations[0]).file == "drizzle/20250101000000_a/migration.sql"


class TestRefused:
    def test_a_statement_that_the_data_api_cannot_take(self, tmp_path: Path) -> None:
        most = f"SELECT '{'x' * (LONGEST - 9)}'"
        folder(tmp_path / "drizzle", **{"0000_a": f"SELECT 1;\n{most};\n"})
        assert build(tmp_path / "drizzle", tmp_path / "ok.zip").size < 10_000_000
        error = refused(folder(tmp_path / "drizzle", **{"0000_a": f"SELECT 1;\n{most[:-1]}x';"}))
        assert (error.category, error.file, error.line) == ("CONFIGURATION", "drizzle/0000_a.sql", 2)
        assert "65,537 characters" in error.message

    @pytest.mark.parametrize("sql", ["SET search_path = app;", "SET SESSION AUTHORIZATION bob;", "RESET ALL;"])
    def test_a_set_that_needs_a_session(self, sql: str, tmp_path: Path) -> None:
        error = refused(folder(tmp_path / "drizzle", **{"0000_a": f"VACUUM;\n{sql}"}))
        assert (error.category, error.file, error.line) == ("TRANSACTION_MODE", "drizzle/0000_a.sql", 2)
        assert "ALTER ROLE" in (error.hint or "")
        assert "VACUUM" in error.message

    def test_what_lasts_until_its_transaction_ends_is_let_through(self, tmp_path: Path) -> None:
        sql = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET LOCAL search_path = app; SET a.b = 1; RESET ALL"
        assert build(folder(tmp_path / "drizzle", **{"0000_a": sql}), tmp_path / "b.zip").manifest.files

    def test_a_commit_inside_a_transaction(self, tmp_path: Path) -> None:
        error = refused(folder(tmp_path / "drizzle", **{"0000_a": "CREATE TABLE a ();\nCOMMIT;\nSELECT 1;"}))
        assert (error.category, error.file, error.line) == ("TRANSACTION_MODE", "drizzle/0000_a.sql", 2)

    def test_sql_that_is_none(self, tmp_path: Path) -> None:
        error = refused(folder(tmp_path / "drizzle", **{"0000_a": "\nCRATE TABLE a ();"}))
        assert (error.category, error.file, error.line) == ("SQL_SYNTAX_ERROR", "drizzle/0000_a.sql", 2)

    def test_names_links_and_empty_folders(self, tmp_path: Path) -> None:
        with pytest.raises(ResourceNotFound):
            build(tmp_path / "drizzle", tmp_path / "b.zip")
        drizzle = folder(tmp_path / "drizzle")
        assert refused(drizzle).category == "RESOURCE_NOT_FOUND"
        (drizzle / "0000_a.sql").symlink_to("/etc/hostname")
        assert isinstance(refused(drizzle), SecurityViolation)
        (drizzle / "0000_a.sql").unlink()
        assert isinstance(refused(folder(drizzle, **{"0000 a;b": "SELECT 1"})), SecurityViolation)

    def test_a_file_that_generate_never_finished(self, tmp_path: Path) -> None:
        drizzle = shutil.copytree(EXAMPLE, tmp_path / "drizzle")
        (drizzle / "0003_audit_and_policies.sql").rename(drizzle / ".0003_audit_and_policies.sql.new")
        assert "was never finished" in refused(drizzle).message

    def test_a_file_that_is_missing_is_warned_of(self, tmp_path: Path) -> None:
        drizzle = shutil.copytree(EXAMPLE, tmp_path / "drizzle")
        (drizzle / "0001_programs_and_interventions.sql").unlink()
        assert "0001_programs_and_interventions is in the journal" in build(drizzle, tmp_path / "b.zip").warnings[0]


class TestUnpacked:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Path:
        return unpacked(build(EXAMPLE, tmp_path / "b.zip").path, tmp_path / "task")

    def test_a_file_that_was_changed(self, task: Path) -> None:
        with (task / "drizzle/0002_sessions_and_notes.sql").open("a") as file:
            file.write("DROP TABLE users;")
        with pytest.raises(Conflict, match="0002_sessions_and_notes isn't the file that its manifest was made from"):
            BundledFolder.open(task)

    def test_a_file_that_came_or_went(self, task: Path) -> None:
        (task / "drizzle/0004_more.sql").write_text("SELECT 1")
        with pytest.raises(Conflict, match="0004_more isn't in its manifest"):
            BundledFolder.open(task)
        (task / "drizzle/0004_more.sql").unlink()
        (task / "drizzle/0002_sessions_and_notes.sql").unlink()
        with pytest.raises(Conflict, match="0002_sessions_and_notes is missing"):
            BundledFolder.open(task)

    def test_a_manifest_that_was_changed(self, task: Path) -> None:
        document = json.loads((task / "manifest.json").read_text())
        document["files"][0]["when"] += 1
        (task / "manifest.json").write_text(json.dumps(document))
        with pytest.raises(ConfigurationError, match="its hash doesn't fit"):
            BundledFolder.open(task)

    def test_what_is_missing(self, task: Path) -> None:
        (task / "manifest.json").unlink()
        with pytest.raises(ConfigurationError, match=r"manifest\.json is missing"):
            BundledFolder.open(task)
        shutil.rmtree(task / "drizzle")
        with pytest.raises(ResourceNotFound, match=f"^Migrations folder not found at {task}/drizzle$"):
            BundledFolder.open(task)
