"""What works over the RDS Data API as it does on a direct connection, what doesn't, and how much of AWS it takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from joey.connect.scratch import Database
from joey.errors import ConfigurationError
from joey.folder.folder import MigrationFolder
from joey.folder.manifest import FOLDER, NAME, Manifest
from joey.postgres.introspect import introspect
from joey.testing.data_api import DataApi
from migrating import Project

SCHEMA = """
    CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text DEFAULT 'x:y', mood mood);
    CREATE INDEX users_name ON users (lower(name)) INCLUDE (mood);
    CREATE VIEW glad AS SELECT name FROM users WHERE mood = 'glad';
    CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql RETURN 2 * x;
    COMMENT ON TABLE users IS 'who is »here«'
"""


@pytest.fixture
def project(tmp_path: Path, database: Database, data_api: DataApi) -> Project:
    project = Project(tmp_path / "drizzle", database, data_api.url(database.name))
    (tmp_path / "joey.toml").write_text('schema = ["schema.sql"]\n[env.prod]\nurl = "env:PROD"\nprotected = true\n')
    (tmp_path / "schema.sql").write_text(SCHEMA)
    return project


def joey(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "joey", *arguments],
        cwd=project.path.parent,
        env={"PROD": project.url, "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "CI": "true"},
        capture_output=True,
        text=True,
    )


def test_the_commands(project: Project) -> None:
    project.add(SCHEMA)
    done = joey(project, "migrate", "--env", "prod", "--json")
    assert (done.returncode, json.loads(done.stdout)["files_processed"]) == (0, 1), done.stderr
    name = project.database.name
    assert "environment prod (protected) · cluster joey (us-west-2) at http://127.0.0.1:" in done.stderr
    assert f"· database {name} · role (of the secret)" in done.stderr
    told = joey(project, "status", "--env", "prod", "--json")
    assert [applied["tag"] for applied in json.loads(told.stdout)["applied"]] == ["0000_step"]
    assert "0000_step" in joey(project, "history", "--env", "prod").stdout
    assert joey(project, "diff", "env:PROD", "schema.sql", "--check").returncode == 0, told.stderr
    (project.path.parent / "schema.sql").write_text(SCHEMA.replace("glad AS SELECT name", "glad AS SELECT id, name"))
    drift = joey(project, "diff", "env:PROD", "schema.sql")
    assert "CREATE VIEW public.glad AS\nSELECT id, name" in drift.stdout, drift.stderr
    refused = joey(project, "push", "--env", "prod")
    assert refused.returncode == 2
    assert "needs PostgreSQL's own protocol" in refused.stderr
    assert "postgresql://" in refused.stderr


def test_models_are_drawn_from_a_database_behind_it(project: Project, tmp_path: Path) -> None:
    project.execute(SCHEMA)
    done = joey(project, "pull", "--url", project.url, "--out", "models.py")
    assert done.returncode == 0, done.stderr
    assert "class User" in (tmp_path / "models.py").read_text()


def test_a_catalog_is_the_same_at_both_doors(project: Project, data_api: DataApi) -> None:
    many = ";".join(f"CREATE TABLE many_{n} (a int, b text DEFAULT '{'€' * 500}')" for n in range(400))
    project.execute(f"{SCHEMA}; {many}")
    direct, behind = project.connect(), project.open()
    data_api.forget()
    assert introspect(behind) == introspect(direct)
    assert len(data_api.calls) < 40
    direct.close()
    behind.close()


def test_how_many_calls_it_takes(project: Project, data_api: DataApi) -> None:
    """Each is some 10 ms in AWS."""
    project.add("CREATE TABLE a (x int)")
    project.migrate()
    data_api.forget()
    assert project.migrate().files_processed == 0
    assert len(data_api.calls) == 3
    data_api.forget()
    project.status()
    assert len(data_api.calls) <= 6
    counts = []
    for files in (1, 3):
        for _ in range(files):
            project.add("INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)")
        data_api.forget()
        project.migrate(preflight=False)
        counts.append(len(data_api.calls))
    # begin, timeout, two statements, ourselves, record, commit
    assert counts[1] - counts[0] == 2 * 7
    assert counts[0] <= 26


def test_a_statement_that_no_call_holds_stops_everything(project: Project) -> None:
    project.add("CREATE TABLE a (x text)")
    project.add(f"CREATE TABLE b ();\nINSERT INTO a VALUES ('{'x' * 65_600}')")
    with pytest.raises(ConfigurationError, match=r"Statement 2 of drizzle/0001_step\.sql \(line 2\)") as caught:
        project.migrate()
    assert (caught.value.file, caught.value.line, caught.value.statement) == ("drizzle/0001_step.sql", 2, 2)
    assert not project.exists("public.a")
    project.url = project.database.url
    assert project.migrate().files_processed == 2


HEAVY = {"psycopg", "postgast", "click", "rich", "sqlalchemy", "boto3", "joey.postgres", "joey.sources", "joey.cli"}


def test_what_runs_in_lambda_imports_nothing_heavy(project: Project, tmp_path: Path) -> None:
    project.add("CREATE TABLE a (x int); INSERT INTO a VALUES (1)")
    project.add("CREATE INDEX CONCURRENTLY a_x ON a (x); DO $$ BEGIN UPDATE a SET x = 2; COMMIT; END $$; VACUUM a")
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / FOLDER).symlink_to(project.path)
    (bundle / NAME).write_bytes(Manifest.of(MigrationFolder.open(project.path)).to_bytes())
    script = f"""
import sys
from joey.connect import data_api
from joey.folder.manifest import BundledFolder
from joey.verbs.migrate import migrate
from joey.verbs.status import status
found = migrate(BundledFolder.open({str(bundle)!r}), lambda: data_api.connect({project.url!r}))
assert found.files_processed == 2
status(BundledFolder.open({str(bundle)!r}), data_api.connect({project.url!r}))
heavy = sorted(name for name in sys.modules if name in {HEAVY!r})
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert project.query("SELECT x FROM a") == [(2,)]
