"""`migrate` killed, or cut off, before and after each message that it sends: the next run ends as if nothing had been.

None of the statements may run twice: `counter` takes a row each time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import JoeyError
from joey.verbs.migrate import migrate
from migrating import Project
from wire import Moment, Proxy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks a Unix socket who is at its other end")

BASE = """
    CREATE TABLE counter (n int GENERATED ALWAYS AS IDENTITY, what text);
    CREATE TABLE base (x int, y int, old text); INSERT INTO base SELECT i, i FROM generate_series(1, 50) i;
    CREATE INDEX base_old ON base (old);
    CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE feelings (mood mood);
    CREATE TABLE parts (x int) PARTITION BY LIST (x); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)
"""
BATCHES = """DO $$ DECLARE batch_size INT := 20; affected_rows INT; BEGIN LOOP
    UPDATE base SET old = 'active' WHERE x IN (SELECT x FROM base WHERE old IS NULL LIMIT batch_size);
    GET DIAGNOSTICS affected_rows = ROW_COUNT; EXIT WHEN affected_rows = 0; COMMIT;
    END LOOP; END $$"""


def count(what: str) -> str:
    return f"INSERT INTO counter (what) VALUES ('{what}')"


FILES = {
    "transactional": [
        f"{count('t1')}; CREATE TABLE a (x int); {count('t2')}",
        f"ALTER TABLE a ADD y int; {count('t3')}",
    ],
    "stepwise": [
        f"{count('s1')};\nCREATE INDEX CONCURRENTLY base_x ON base (x);\n{BATCHES};\n{count('s2')};\n"
        "DROP INDEX CONCURRENTLY base_old;\nCREATE UNIQUE INDEX CONCURRENTLY ON base (y);\n"
        f"ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY;\nREINDEX INDEX CONCURRENTLY base_x;\n{count('s3')};",
        count("s4"),
    ],
    "enum": [f"{count('e1')}; ALTER TYPE mood ADD VALUE 'new'; INSERT INTO feelings VALUES ('new')", count("e2")],
}
WORK = ("INSERT INTO counter", "INDEX", "DO $$", "DETACH", "ALTER", "CREATE TABLE a", "COMMIT", "joey", "INTO feelings")
"""What the everyday run is cut off at, one of each kind; the whole run leaves out nothing."""
MOMENTS: tuple[Moment, Moment] = ("before", "after")


def state(project: Project) -> list[Any]:
    """All that a crash must not change."""
    connection = project.connect()
    found = [
        connection.query("SELECT what FROM counter ORDER BY n"),
        connection.query(
            "SELECT attrelid::regclass::text, attname::text FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
            "WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND relkind IN ('r', 'p') ORDER BY 1, 2"
        ),
        connection.query(
            "SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index JOIN pg_class c ON c.oid = indrelid "
            "WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
        ),
        connection.query("SELECT enumlabel::text FROM pg_enum ORDER BY 1"),
        connection.query("SELECT mood::text FROM feelings"),
        connection.query("SELECT count(*) FROM pg_inherits"),
        connection.query("SELECT old, count(*) FROM base GROUP BY 1"),
        connection.query("SELECT hash, created_at FROM public.drizzle_migrations ORDER BY id"),
        connection.query("SELECT tag, outcome FROM joey.runs WHERE outcome = 'applied' ORDER BY id"),
        connection.query("SELECT count(*) FROM joey.runs WHERE outcome = 'running'"),
    ]
    connection.close()
    return found


def attempted(act: Callable[[], object]) -> JoeyError | None:
    """The error that came out, if any."""
    try:
        act()
    except JoeyError as error:
        return error
    return None


class Crashes:
    """Crashes one file's migration on fresh databases."""

    def __init__(self, path: Path, make: Callable[..., Database], files: list[str], *, used: bool) -> None:
        self.path, self.make = path, make
        template = make()
        project = Project(path, template)
        project.execute(BASE)
        if used:
            project.add("SELECT 1", name="earlier")
            project.migrate()
        for sql in files:
            project.add(sql)
        self.template = template.name
        self.sent, self.expected = self.run(None, "before")

    def run(self, at: int | None, moment: Moment, kill: Callable[[str, str], int] | None = None) -> tuple[Any, Any]:
        """What was sent through the proxy, and the state after a plain `migrate` that follows the crash."""
        database = self.make(self.template)
        project = Project(self.path, database)
        folder = Path(tempfile.mkdtemp(prefix="wire"))
        try:
            with Proxy(folder, database.url, at, moment, kill=kill is not None) as proxy:
                if kill:
                    ended = kill(str(self.path), proxy.through)
                    # A run that waits asks more or less often, so that the message may be its farewell, or not come.
                    killed = at is not None and proxy.done and proxy.seen[at - 1] != "X"
                    assert ended in ((9,) if killed else (0, 9) if proxy.done else (0,)), (at, moment)
                else:
                    said = attempted(lambda: migrate(self.path, lambda: connect(proxy.through)))
                    # It went on, or it has looked and tells the truth.
                    assert said is None or (at is not None and said.category == "NETWORK_ERROR"), said
            if at is not None:
                project.migrate()
            assert project.status()["lock"] is None
            return proxy.seen, state(project)
        finally:
            shutil.rmtree(folder)
            database.drop()

    def chosen(self, *, all_of_them: bool) -> list[tuple[int, Moment]]:
        """The messages to be cut off at."""
        numbered = [(n, sql) for n, sql in enumerate(self.sent, 1) if sql != "X"]  # nobody waits for a farewell
        kinds = {sql[:40]: n for n, sql in numbered if any(word in sql for word in WORK)}
        places = [n for n, _ in numbered] if all_of_them else sorted(kinds.values())
        return [(n, moment) for n in places for moment in MOMENTS]


@pytest.mark.parametrize("name", FILES)
def test_cut_off_at_any_moment(name: str, tmp_path: Path, fresh: Callable[..., Database]) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, FILES[name], used=True)
    for at, moment in crashes.chosen(all_of_them=False):
        _, after = crashes.run(at, moment)
        assert after == crashes.expected, (at, moment, crashes.sent[at - 1])


ZYGOTE = """
import os, sys
from joey.connect.psycopg import connect
from joey.verbs.migrate import migrate
import joey.run.runner, joey.run.lease, joey.folder.statements
for line in sys.stdin:
    path, url = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        try:
            migrate(path, lambda: connect(url))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)
"""


@pytest.fixture
def victims() -> Iterator[Callable[[str, str], int]]:
    """A function that runs `migrate` in a process of its own, and tells how that ended."""
    with subprocess.Popen([sys.executable, "-c", ZYGOTE], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def run(path: str, url: str) -> int:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{path}\t{url}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield run
        process.stdin.close()


@pytest.mark.parametrize("name", FILES)
def test_killed_at_any_moment(
    name: str, tmp_path: Path, fresh: Callable[..., Database], victims: Callable[[str, str], int]
) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, FILES[name], used=True)
    for at, moment in crashes.chosen(all_of_them=False)[::3]:
        _, after = crashes.run(at, moment, victims)
        assert after == crashes.expected, (at, moment, crashes.sent[at - 1])


@pytest.mark.deep
@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("kill", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_crashed_at_every_message(
    name: str,
    kill: bool,
    used: bool,
    tmp_path: Path,
    fresh: Callable[..., Database],
    victims: Callable[[str, str], int],
) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, FILES[name], used=used)
    for at, moment in crashes.chosen(all_of_them=True):
        _, after = crashes.run(at, moment, victims if kill else None)
        assert after == crashes.expected, (at, moment, crashes.sent[at - 1])
