"""The emulator's sessions: nobody can rely on one, and nothing is left when it ends."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError

from asking import Asker, Refusal, asking
from joey.connect.scratch import Database, Scratch
from joey.testing.data_api import FAULTS, DataApi, Limits


@pytest.fixture
def ask(data_api: DataApi, data_api_database: str) -> Iterator[Asker]:
    with asking(data_api, data_api_database) as asker:
        yield asker


def test_no_two_calls_in_a_row_meet_the_same_session(ask: Asker) -> None:
    pids = [ask.one("SELECT pg_backend_pid()") for _ in range(30)]
    assert all(first != second for first, second in itertools.pairwise(pids))
    assert len(set(pids)) <= 4


def test_who_sets_something_for_the_session_does_not_find_it_again(ask: Asker) -> None:
    ask.sql("SET search_path = nowhere")
    assert ask.one("SHOW search_path") == '"$user", public'
    ask.sql("CREATE TEMP TABLE gone ()")
    with pytest.raises(Refusal, match="42P01"):
        ask.sql("SELECT * FROM gone")


def test_a_session_keeps_what_was_set_for_whoever_comes_later_or_is_reset(ask: Asker) -> None:
    def met() -> set[str]:
        ask.sql("SET lock_timeout = '7s'")
        return {ask.one("SHOW lock_timeout") for _ in range(30)}

    assert met() == {"0", "7s"}
    ask.api.disconnect()
    ask.api.switches = dataclasses.replace(ask.api.switches, sessions="reset")
    assert met() == {"0"}


def test_an_advisory_lock_lands_where_nobody_finds_it(ask: Asker) -> None:
    assert ask.one("SELECT pg_try_advisory_lock(1)") is True
    assert ask.one("SELECT pg_advisory_unlock(1)") is False


def test_a_connection_that_was_ended_is_not_handed_out(ask: Asker) -> None:
    for _ in range(6):
        ask.sql("SELECT 1")
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ask.sql(f"SELECT bool_and(pg_terminate_backend(pid, 5000)) {others}")
    for _ in range(6):
        assert ask.one("SELECT 1") == 1


def test_many_at_once(ask: Asker) -> None:
    ask.sql("CREATE TABLE t (a int)")

    def insert(number: int) -> None:
        with asking(ask.api, ask.database) as asker:
            tx = asker.begin()
            asker.sql(f"INSERT INTO t VALUES ({number})", tx)
            asker.commit(tx)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(insert, range(24)))
    assert ask.one("SELECT count(DISTINCT a) FROM t") == 24


def test_a_call_takes_a_few_milliseconds(ask: Asker) -> None:
    """Forty and more, where an answer leaves in two pieces and waits to be acknowledged."""
    taken = []
    for _ in range(50):
        begun = time.perf_counter()
        ask.sql("SELECT 1")
        taken.append(time.perf_counter() - begun)
    assert sorted(taken)[len(taken) // 4] < 0.03


def test_a_database_can_be_dropped_and_copied_once_it_is_left_alone(ask: Asker, data_api_server: Scratch) -> None:
    for _ in range(5):
        ask.sql("SELECT 1")
    ask.api.disconnect(ask.database)
    with data_api_server.create(template=ask.database) as copy:
        assert copy.name != ask.database


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what is open where the system tells")
def test_nothing_is_left_when_it_ends(database: Database, scratch: Scratch) -> None:
    threads, files = threading.active_count(), open_files()
    with DataApi(scratch.url, limits=Limits(call=0.05)) as api, asking(api, database.name) as ask:
        for _ in range(6):
            ask.sql("SELECT 1")
        tx = ask.begin()
        ask.sql("CREATE TABLE t ()", tx)
        with pytest.raises(Refusal, match="StatementTimeoutException"):
            ask.sql("SELECT 1 FROM pg_sleep(60)", continueAfterTimeout=True)
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    deadline = time.monotonic() + 5
    while (threading.active_count(), open_files()) > (threads, files) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (threading.active_count(), open_files()) <= (threads, files)
    with contextlib.closing(database.connect()) as connection:
        assert connection.query("SELECT to_regclass('t')::text") == [(None,)]


def test_it_ends_while_a_call_is_on_its_way(database: Database, scratch: Scratch) -> None:
    outcome: list[str] = []
    with DataApi(scratch.url) as api:

        def call() -> None:
            with asking(api, database.name) as ask:
                try:
                    ask.sql("SELECT 1 FROM pg_sleep(60)")
                except Exception as error:
                    outcome.append(type(error).__name__)

        slow = threading.Thread(target=call)
        slow.start()
        deadline = time.monotonic() + 5
        while not api.calls and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        begun = time.monotonic()
    slow.join()
    assert time.monotonic() - begun < 5
    assert outcome


def test_two_emulators_side_by_side(database: Database, scratch: Scratch) -> None:
    with DataApi(scratch.url) as first, DataApi(scratch.url) as second:
        assert first.endpoint != second.endpoint
        for api in (first, second):
            with asking(api, database.name) as ask:
                assert ask.one("SELECT 1") == 1


def test_a_port_that_is_taken(scratch: Scratch) -> None:
    before = threading.active_count()
    with DataApi(scratch.url) as api:
        port = int(api.endpoint.rpartition(":")[2])
        with pytest.raises(OSError, match=os.strerror(98)):
            DataApi(scratch.url, port=port)
    assert threading.active_count() <= before


def test_a_server_that_is_not_there() -> None:
    with DataApi("postgresql://nobody@127.0.0.1:1/nothing") as api, asking(api, "nothing") as ask:
        with pytest.raises(Refusal) as refusal:
            ask.sql("SELECT 1")
        assert (refusal.value.code, refusal.value.status) == ("DatabaseUnavailableException", 504)


@pytest.mark.deep
def test_all_at_once_under_every_fault(database: Database, scratch: Scratch) -> None:
    """No fault of the emulator's own, nothing committed that wasn't asked for, nothing lost that was answered."""
    faults = [mode for mode in FAULTS if not mode.startswith("failover")]

    def insert(api: DataApi, worker: int) -> int:
        chance, committed = random.Random(worker), 0
        with asking(api, database.name) as ask:
            for number in range(60):
                with contextlib.suppress(Refusal, BotoCoreError):
                    tx = ask.begin()
                    ask.sql(f"INSERT INTO t VALUES ({worker * 1000 + number})", tx)
                    if chance.random() < 0.1:
                        ask.sql("SELECT 1 FROM pg_sleep(0.3)", tx, continueAfterTimeout=chance.random() < 0.5)
                    if chance.random() < 0.8:
                        committed += ask.commit(tx) == "Transaction Committed"
        return committed

    with DataApi(scratch.url, limits=Limits(call=0.2, idle=0.5), seed=1) as api, asking(api, database.name) as ask:
        ask.sql("CREATE TABLE t (a int PRIMARY KEY)")
        for mode in faults:
            api.faults.add(mode, chance=0.02, times=None)
        with ThreadPoolExecutor(10) as pool:
            committed = sum(pool.map(lambda worker: insert(api, worker), range(10)))
        api.faults.clear()
        deadline = time.monotonic() + 10
        while api.open_transactions and time.monotonic() < deadline:
            time.sleep(0.05)
        assert api.open_transactions == 0
        asked = sum(call.operation == "CommitTransaction" for call in api.calls)
        assert committed <= ask.one("SELECT count(*) FROM t") <= asked
        assert "InternalFailure" not in {call.outcome for call in api.calls}
