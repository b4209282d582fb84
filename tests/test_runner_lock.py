"""The lock of a run among many, through a pooler, and given back when a person ends the run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from joey.connect import doors
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, LockTimeout
from joey.model.report import Waiting, Warned
from joey.run.lease import held
from joey.testing.data_api import DataApi
from joey.verbs.history import history
from joey.verbs.migrate import migrate
from joey.verbs.status import status
from migrating import Project, start, wait

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    return Project(tmp_path / "drizzle", database)


TWENTY = """
import os, sys
from joey.connect.psycopg import connect
from joey.model.report import Waiting
from joey.verbs.migrate import migrate
import joey.run.lease, joey.run.runner, joey.folder.statements

def tell(text):
    os.write(1, f"{os.getpid()} {text}\\n".encode())

def hear(line):
    if isinstance(line, Waiting):
        tell("waits")

path, url = sys.argv[1:]
for _ in range(20):
    if not os.fork():
        try:
            done = migrate(path, lambda: connect(url), on_report=hear)
            tell(f"applied {done.files_processed}")
        except BaseException as error:
            tell(repr(error))
        os._exit(0)
for _ in range(20):
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="twenty processes that each import everything take too long")
@pytest.mark.parametrize("used", [False, True])
def test_twenty_at_once_apply_once(project: Project, used: bool) -> None:
    if used:
        project.add("SELECT 1")
        project.migrate()
    gate = project.connect()
    gate.query("SELECT pg_advisory_lock(4711)::text")
    project.add("SELECT pg_advisory_lock(4711); CREATE TABLE a (x int); INSERT INTO a VALUES (1)")
    project.add("INSERT INTO a VALUES (2); CREATE INDEX CONCURRENTLY a_x ON a (x)")
    program = [sys.executable, "-c", TWENTY, str(project.path), project.database.url]
    waiting: set[str] = set()
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        watchdog = threading.Timer(120, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        while len(waiting) < 19:
            pid, said = process.stdout.readline().split(maxsplit=1)
            assert said == "waits\n"
            waiting.add(pid)
        # The winner is inside its first statement, which waits for us.
        assert project.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted")
        assert project.status()["lock"] is not None
        gate.close()
        ends = [line.split(maxsplit=1) for line in process.stdout if not line.endswith("waits\n")]
        watchdog.cancel()
    assert sorted(end for _, end in ends) == ["applied 0\n"] * 19 + ["applied 2\n"]
    assert len({pid for pid, _ in ends}) == 20
    assert project.query("SELECT x FROM a ORDER BY x") == [(1,), (2,)]
    assert len(project.record()) == 2 + used
    assert [run.outcome for run in history(project.database.url).runs] == ["applied"] * (2 + used)


def test_who_holds_it_and_from_where(project: Project) -> None:
    project.add("SELECT 1")
    project.migrate()
    project.add("SELECT 2")
    lock = {"schema": "joey", "record": "public.drizzle_migrations", "timeout": 1, "report": lambda line: None}
    with held(lambda: connect(project.database.url, application_name="deploy-42"), **lock):  # type: ignore[arg-type]
        found = project.status()["lock"]
        assert (found["application"], found["process"], found["role"]) == (
            "deploy-42",
            os.getpid(),
            project.query("SELECT current_user::text")[0][0],
        )
        assert found["host"]
        assert found["user"]
        assert project.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1::int", [found["backend"]])
        with pytest.raises(LockTimeout, match="deploy-42") as caught:
            project.migrate(lock_timeout=0.2)
        assert f"pg_terminate_backend({found['backend']})" in (caught.value.hint or "")
        assert "deploy-42" in str(project.heard(Waiting)[0])


def test_a_lease_that_was_taken_over_counts_no_statement(project: Project) -> None:
    project.add("CREATE TABLE a (x int); VACUUM a; UPDATE joey.lease SET token = token + 1; INSERT INTO a VALUES (1)")
    with pytest.raises(LockTimeout, match="taken over"):
        project.migrate()
    assert project.query("SELECT done FROM joey.runs") == [(2,)]
    assert project.query("SELECT count(*) FROM a") == [(0,)]
    assert project.record() == []


def test_a_lock_whose_connection_is_lost_is_taken_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joey.run.lease.HEARTBEAT", 0.1)
    project.add("CREATE TABLE a (); SELECT pg_sleep(2)")
    thread = threading.Thread(target=project.migrate)
    thread.start()
    wait(lambda: (lock := _lock(project)) is not None and lock["backend"])
    first = _lock(project)
    assert first is not None
    project.query("SELECT pg_terminate_backend($1::int)", [first["backend"]])
    wait(lambda: (lock := _lock(project)) is not None and lock["backend"] not in (None, first["backend"]))
    again = _lock(project)
    assert again is not None
    assert again["token"] == first["token"]
    thread.join()
    assert len(project.record()) == 1


def _lock(project: Project) -> dict[str, object] | None:
    found: dict[str, object] | None = project.status()["lock"]
    return found


@pytest.fixture
def pooler(project: Project) -> Iterator[dict[str, str]]:
    """URLs through a real pgbouncer, by its mode."""
    if PGBOUNCER is None:
        pytest.skip("pgbouncer isn't installed: apt-get install pgbouncer")
    parts = urlsplit(project.database.url)
    name, folder = parts.path[1:], Path(tempfile.mkdtemp(prefix="pooler"))  # a socket's path must be short
    server = parse_qs(parts.query)["host"][0]
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\ntransaction = host={server} port=5432 dbname={name} pool_mode=transaction\n"
        f"session = host={server} port=5432 dbname={name} pool_mode=session\n"
        f"[pgbouncer]\nlisten_addr =\nlisten_port = 6432\nunix_socket_dir = {folder}\nauth_type = any\n"
        f"logfile = {folder}/log\npidfile = {folder}/pid\n"
    )
    user = parts.username
    text = (folder / "pgbouncer.ini").read_text().replace(" pool_mode", f" user={user} pool_mode")
    (folder / "pgbouncer.ini").write_text(text)
    owner = os.stat(server)  # whoever owns the server may connect to it; and pgbouncer, too, doesn't run as root
    for each in (folder, *folder.iterdir()):
        os.chown(each, owner.st_uid, owner.st_gid)
    user_of = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen([PGBOUNCER, str(folder / "pgbouncer.ini")], stderr=subprocess.PIPE, **user_of) as process:
        wait(lambda: (folder / ".s.PGSQL.6432").exists())
        yield {mode: f"postgresql://{user}@/{mode}?host={folder}&port=6432" for mode in ("transaction", "session")}
        process.terminate()
    shutil.rmtree(folder)


def test_a_pooler_in_transaction_mode_is_refused(project: Project, pooler: dict[str, str]) -> None:
    project.add("CREATE TABLE a ()")
    with pytest.raises(ConfigurationError, match="pooler in transaction mode") as caught:
        migrate(project.path, pooler["transaction"])
    assert "5432" in (caught.value.hint or "")
    assert not project.exists("public.a")
    assert not project.exists("joey.lease")
    assert migrate(project.path, pooler["session"]).files_processed == 1
    assert [m["tag"] for m in status(project.path, pooler["transaction"]).to_json()["applied"]] == ["0000_step"]
    assert migrate(project.path, pooler["transaction"]).files_processed == 0


@pytest.mark.skipif(os.name == "nt", reason="has no signals of this kind")
@pytest.mark.parametrize("stepwise", [False, True])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ended_by_a_person(project: Project, number: signal.Signals, code: int, stepwise: bool) -> None:
    project.add("CREATE TABLE a (x int)", name="first")
    project.execute("CREATE TABLE other ()")
    blocker = project.connect()
    if stepwise:
        blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other")
        project.add("INSERT INTO a VALUES (1); CREATE INDEX CONCURRENTLY a_x ON a (x)", name="second")
    else:
        project.add("INSERT INTO a VALUES (1); SELECT pg_sleep(60)", name="second")
    process = subprocess.Popen(
        [sys.executable, "-m", "joey", "migrate", "--url", project.database.url, "--json"],
        cwd=project.path.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    active = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND state = 'active' AND pid <> pg_backend_pid() "
        "AND (query LIKE 'SELECT pg_sleep(60)%' OR query LIKE 'CREATE INDEX CONC%')"
    )
    wait(lambda: project.query(active))
    process.send_signal(number)
    process.send_signal(signal.SIGINT)  # and once more, out of impatience
    out, error = process.communicate(timeout=30)
    assert process.returncode in (130, code), error
    assert json.loads(out)["status"] == "interrupted"
    assert [applied["tag"] for applied in json.loads(out)["applied"]] == ["0000_first"]
    wait(lambda: not project.query(active))
    assert project.status()["lock"] is None
    blocker.close()
    project.write("0001_second", (project.path / "0001_second.sql").read_text().replace("pg_sleep(60)", "1"))
    assert project.migrate().files_processed == 1
    assert project.query("SELECT count(*) FROM a") == [(1,)]


def test_what_was_applied_before_a_failure_is_told(project: Project) -> None:
    project.add("CREATE TABLE a ()", name="first")
    project.add("CREATE TABLE a ()", name="second")
    done = subprocess.run(
        [sys.executable, "-m", "joey", "migrate", "--url", project.database.url, "--json"],
        cwd=project.path.parent,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout)
    assert (done.returncode, said["status"], said["error"]["sqlstate"]) == (4, "failed", "42P07")
    assert [applied["tag"] for applied in said["applied"]] == ["0000_first"]
    assert [pending["tag"] for pending in said["pending"]] == ["0001_second"]
    told = subprocess.run(
        [sys.executable, "-m", "joey", "history", "--url", project.database.url],
        cwd=project.path.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    first, second, reason = told.stdout.splitlines()
    assert "applied" in first
    assert "0000_first" in first
    assert "failed" in second
    assert "already exists (42P07)" in reason


def test_ten_at_each_door_apply_once(
    tmp_path: Path, database: Database, data_api: DataApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mixed, and on a fresh database, where making the tables is itself a race."""
    monkeypatch.setattr("joey.run.session.LATE", 0.2)
    project = Project(tmp_path / "drizzle", database)
    project.add("CREATE TABLE a (x int); INSERT INTO a VALUES (1)")
    project.add("INSERT INTO a VALUES (2); CREATE INDEX CONCURRENTLY a_x ON a (x)")
    for number in range(3):
        project.add(f"INSERT INTO a VALUES ({number + 3})")
    ends: list[object] = []

    def run(url: str) -> None:
        try:
            ends.append(migrate(project.path, lambda: doors.connect(url)).files_processed)
        except JoeyError as error:
            ends.append(error)

    urls = [database.url, data_api.url(database.name)] * 10
    threads = [threading.Thread(target=run, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends, key=str) == [0] * 19 + [5], ends
    assert project.query("SELECT x FROM a ORDER BY x") == [(1,), (2,), (3,), (4,), (5,)]
    assert len(project.record()) == 5
    assert [run.outcome for run in history(database.url).runs] == ["applied"] * 5
    assert project.status()["lock"] is None


@pytest.mark.parametrize("heir", ["direct", "data_api"])
def test_what_a_killed_run_left_at_work_is_waited_for(
    heir: str, tmp_path: Path, database: Database, data_api: DataApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the Data API nobody knows in which server process; the comment in its statement tells."""
    monkeypatch.setattr("joey.run.lease.TIME_TO_LIVE", 1)
    url = data_api.url(database.name)
    project = Project(tmp_path / "drizzle", database, url)
    project.add("CREATE TABLE a (x int)")
    project.migrate()
    body = "BEGIN INSERT INTO a VALUES (1); COMMIT; PERFORM pg_sleep(3); INSERT INTO a VALUES (2); END"
    project.add(f"DO $$ {body} $$")
    process = start(project)
    wait(lambda: project.query("SELECT 1 FROM a"))
    process.kill()
    process.communicate()
    project.execute("UPDATE joey.lease SET until = '-infinity'")
    began = time.monotonic()
    project.url = url if heir == "data_api" else database.url
    project.migrate()
    assert time.monotonic() - began > 1
    # It had counted itself when it ended, so that it didn't run twice.
    assert project.query("SELECT x FROM a ORDER BY x") == [(1,), (2,)]
    assert len(project.record()) == 2
    assert any("still at work for the run before" in line.text for line in project.heard(Warned))
