"""`migrate` over the RDS Data API, with something gone wrong at each call that it makes, before or after its execution.

The next run ends as if nothing had been, and no statement has run twice; see test_crashes.py for what is looked at.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from botocore.exceptions import ConnectionClosedError

from joey.connect import calls
from joey.connect.data_api import connect
from joey.connect.scratch import Database
from joey.errors import JoeyError, Timeout
from joey.model.report import Underway, Warned
from joey.testing.data_api import FAULTS, DataApi, Limits, Switches
from joey.verbs.history import history
from joey.verbs.migrate import migrate
from migrating import Project
from test_crashes import BASE, FILES, attempted, state

When = Literal["before", "after"]
MAKING = """SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database()"""
KINDS = {
    "the transaction's own calls": re.compile(r"BeginTransaction|CommitTransaction"),
    "what is counted": re.compile(r"INSERT INTO counter"),
    "what stands alone": re.compile(r"\*/ (?:CREATE|DROP|REINDEX|ALTER).*(?:INDEX|CONCURRENTLY)|DO \$"),
    "joey's own": re.compile(r"INSERT INTO \"joey\"|UPDATE \"joey\".\"(?:lease|runs)\" SET (?:running|done|holder)"),
}
"""What the everyday run is cut off at: the last call of each kind; the whole run leaves out nothing."""


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can bear."""
    monkeypatch.setattr(calls, "PATIENCE", dict.fromkeys(calls.PATIENCE, (0.3, 0.01, 0.1)))
    monkeypatch.setattr("joey.run.session.LATE", 0.15)
    monkeypatch.setattr("joey.run.session.PATIENCE", 0.3)


@pytest.fixture
def api(data_api: DataApi) -> DataApi:
    return data_api


class Crashes:
    """Runs one file's migration on fresh databases, and lets something go wrong."""

    def __init__(self, path: Path, make: Callable[..., Database], api: DataApi, files: list[str], *, used: bool = True):
        self.path, self.make, self.api = path, make, api
        template = make()
        project = Project(path, template)
        project.execute(BASE)
        if used:
            project.add("SELECT 1", name="earlier")
            project.migrate()
        for sql in files:
            project.add(sql)
        self.template = template.name
        self.sent: list[str] = []
        self.expected = self.run(lambda: None)

    def run(self, wrong: Callable[[], object], *, dead: bool = False) -> list[Any]:
        """The state after a run in which something goes wrong, and a plain `migrate` that follows it."""
        self.api.reset()
        database = self.make(self.template)
        project = Project(self.path, database, self.api.url(database.name))
        wrong()
        said = attempted(lambda: migrate(self.path, project.open))
        self.sent = self.sent or [call.sql or call.operation for call in self.api.calls]
        if not dead:
            # It went on, or it has looked and tells the truth.
            assert said is None or said.category in ("NETWORK_ERROR", "TIMEOUT", "PERMISSION_DENIED"), repr(said)
        self.api.faults.clear()
        if project.query(MAKING):
            self.api.abandon()  # it died while it made its tables
        self.expire(project)
        project.migrate()
        assert project.status()["lock"] is None
        found = state(project)
        # One that was begun without our knowing it waits empty until the API rolls it back.
        assert dead or self.api.open_transactions <= 1
        self.api.disconnect(database.name)
        database.drop()
        return found

    def expire(self, project: Project) -> None:
        """The time passes in which nobody who has died renews its lease."""
        expire = """UPDATE joey.lease SET until = '-infinity' WHERE record IN
            (SELECT record FROM joey.lease FOR UPDATE SKIP LOCKED) RETURNING 1"""
        if project.exists("joey.lease") and not project.query(expire):
            self.api.abandon()  # a dead run's transaction has its row; the API rolls it back when nobody asks for it
            project.query(expire)

    def places(self, *, all_of_them: bool) -> list[int]:
        """The numbers of the calls at which something is to go wrong."""
        numbered = list(enumerate(self.sent, 1))
        if all_of_them:
            return [number for number, _ in numbered]
        kinds = [[number for number, sql in numbered if kind.search(sql)] for kind in KINDS.values()]
        return sorted({found[-1] for found in kinds if found} | {found[len(found) // 2] for found in kinds if found})


@pytest.mark.parametrize("name", FILES)
def test_the_client_dies(name: str, tmp_path: Path, fresh: Callable[..., Database], api: DataApi) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, api, FILES[name])
    for place, at in enumerate(crashes.places(all_of_them=False)):
        when: When = get_args(When)[place % 2]
        found = crashes.run(lambda at=at, when=when: api.faults.cut(at, when), dead=True)  # type: ignore[misc]
        assert found == crashes.expected, (at, when, crashes.sent[at - 1])


@pytest.mark.parametrize("mode", ["answer lost", "server error"])
@pytest.mark.parametrize("name", FILES)
def test_an_answer_is_lost(name: str, mode: str, tmp_path: Path, fresh: Callable[..., Database], api: DataApi) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, api, FILES[name])
    for at in crashes.places(all_of_them=False)[::2]:
        found = crashes.run(lambda at=at: api.faults.add(mode, nth=at))  # type: ignore[misc]
        assert found == crashes.expected, (at, crashes.sent[at - 1])


@pytest.mark.deep
@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_the_client_dies_at_every_call(
    name: str, used: bool, tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, api, FILES[name], used=used)
    for at in crashes.places(all_of_them=True):
        for when in get_args(When):
            found = crashes.run(lambda at=at, when=when: api.faults.cut(at, when), dead=True)  # type: ignore[misc]
            assert found == crashes.expected, (at, when, crashes.sent[at - 1])


@pytest.mark.deep
@pytest.mark.parametrize("mode", FAULTS)
@pytest.mark.parametrize("name", FILES)
def test_everything_goes_wrong_at_every_call(
    name: str, mode: str, tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, api, FILES[name])
    for at in crashes.places(all_of_them=True):
        found = crashes.run(lambda at=at: api.faults.add(mode, nth=at))  # type: ignore[misc]
        assert found == crashes.expected, (at, crashes.sent[at - 1])


EACH = dict(Switches.each())
EVERYDAY = ("after_error=gone", "concurrently=misreported", "commit_of_aborted=committed", "cancel=late")


@pytest.mark.parametrize(
    "switch", [*EVERYDAY, *(pytest.param(s, marks=pytest.mark.deep) for s in EACH if s not in EVERYDAY)]
)
def test_whatever_the_service_may_do(switch: str, tmp_path: Path, fresh: Callable[..., Database], api: DataApi) -> None:
    crashes = Crashes(tmp_path / "drizzle", fresh, api, FILES["stepwise"])
    api.switches = EACH[switch]
    assert crashes.run(lambda: None) == crashes.expected
    for mode in ("answer lost", "timeout"):
        at = next(n for n, sql in enumerate(crashes.sent, 1) if "CREATE INDEX" in sql)
        assert crashes.run(lambda at=at, mode=mode: api.faults.add(mode, nth=at)) == crashes.expected  # type: ignore[misc]
    project = Project(tmp_path / "failing", fresh(), "")
    project.url = api.url(project.database.name)
    project.add("CREATE TABLE a (x int UNIQUE); INSERT INTO a VALUES (1); INSERT INTO a VALUES (1)")
    with pytest.raises(JoeyError) as caught:
        project.migrate()
    assert (caught.value.sqlstate, caught.value.statement) == ("23505", 3)
    assert not project.exists("public.a")
    assert project.record() == []


def test_a_commit_that_is_still_under_way_is_waited_for(
    tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    """The answer is lost, the rollback finds nothing, and only then does the transaction come to its end."""
    project = Project(tmp_path / "drizzle", database := fresh(), api.url(database.name))
    project.add("CREATE TABLE a ()")
    project.migrate()
    project.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.6); RETURN NULL; END $$"
    )
    project.add(
        "CREATE TABLE c (x int); CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON c DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION slow(); INSERT INTO c VALUES (1)"
    )
    with closing(connect(project.url)) as connection:
        client = connection._calls._client
    commits = [0]

    def impatient(**request: Any) -> dict[str, Any]:
        """As if the network had gone while the COMMIT was on its way."""
        commits[0] += 1
        answer: list[dict[str, Any]] = []
        thread = threading.Thread(target=lambda: answer.append(original(**request)))
        thread.start()
        thread.join(0.2)
        if thread.is_alive():
            raise ConnectionClosedError(endpoint_url="x")
        return answer[0]

    original = client.commit_transaction
    client.commit_transaction = impatient
    try:
        result = project.migrate()
    finally:
        client.commit_transaction = original
    assert result.files_processed == 1
    assert commits[0] == 2  # the second ends the transaction that waited for the first
    assert project.query("SELECT count(*) FROM c") == [(1,)]
    assert len(project.record()) == 2


def test_what_takes_longer_than_a_call_goes_on_and_is_watched(
    tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    project = Project(tmp_path / "drizzle", database := fresh(), api.url(database.name))
    project.execute(
        "CREATE TABLE a (x int); INSERT INTO a VALUES (1); CREATE FUNCTION slow(x int) RETURNS int IMMUTABLE "
        "LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3.5); RETURN x; END $$; CREATE PROCEDURE again(n int) "
        "LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (n); COMMIT; PERFORM pg_sleep(2); END $$"
    )
    project.add(
        "CREATE INDEX CONCURRENTLY a_x ON a (slow(x));\nDROP INDEX CONCURRENTLY a_x;\nCALL again(2);\n"
        "DO $$ BEGIN COMMIT; INSERT INTO a VALUES (3); PERFORM pg_sleep(2); END $$;\nINSERT INTO a VALUES (4);"
    )
    api.limits = Limits(call=1)
    assert project.migrate().files_processed == 1
    assert project.query("SELECT x FROM a ORDER BY x") == [(1,), (2,), (3,), (4,)]
    warned = [line.text for line in project.heard(Warned)]
    assert sum("it goes on" in text and "the statement is done" in text for text in warned) == 3, warned
    assert any("building index" in (line.phase or "") for line in project.heard(Underway))


def test_in_a_transaction_it_ends_and_nothing_is_left(
    tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    project = Project(tmp_path / "drizzle", database := fresh(), api.url(database.name))
    project.add("CREATE TABLE a ();\nSELECT pg_sleep(3)")
    api.limits = Limits(call=1)
    with pytest.raises(Timeout, match="45 s") as caught:
        project.migrate()
    assert (caught.value.line, caught.value.statement) == (2, 2)
    assert "no-transaction" in (caught.value.hint or "")
    assert not project.exists("public.a")
    assert [run.outcome for run in history(project.database.url).runs] == ["failed"]


def test_nothing_that_a_file_sets_reaches_whoever_gets_the_connection_next(
    tmp_path: Path, fresh: Callable[..., Database], api: DataApi
) -> None:
    project = Project(tmp_path / "drizzle", database := fresh(), api.url(database.name))
    project.add(
        "SET work_mem = '77MB'; SELECT pg_catalog.set_config('search_path', '', false); CREATE TEMP TABLE t (x int);\n"
        "PREPARE p AS SELECT 1; LISTEN l; SELECT pg_advisory_lock(4711)"
    )
    project.migrate()
    with closing(connect(project.url)) as connection:
        for _ in range(10):  # whichever of the pool's connections it is
            assert connection.query(
                "SELECT current_setting('work_mem') <> '77MB', to_regclass('pg_temp.t') IS NULL"
            ) == [(True, True)]
            assert connection.query("SELECT current_setting('search_path') <> ''") == [(True,)]
            assert connection.query("SELECT count(*) FROM pg_prepared_statements WHERE name = 'p'") == [(0,)]
    assert project.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711") == [(0,)]
