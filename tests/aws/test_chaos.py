"""Whatever goes wrong with the Data API: there is an answer, it is never a wrong SUCCESS, and nothing runs twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from runtime_api import Function, Lambda

from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.testing.data_api import FAULTS, Call, DataApi, Switches

if TYPE_CHECKING:
    from cloudformation import Stack

Bundled = Callable[[Mapping[str, str]], Path]
Lambdas = tuple[Lambda, Function, Function, Function]

FILES = {
    "0000_seen": "CREATE TABLE seen (n int);\nINSERT INTO seen VALUES (1);",
    "0001_index": """INSERT INTO seen VALUES (2);
CREATE INDEX CONCURRENTLY by_n ON seen (n);
INSERT INTO seen VALUES (3);""",
    "0002_last": "INSERT INTO seen VALUES (4);\nALTER TABLE seen ADD more text;",
}
PLACES: dict[str, dict[str, Any]] = {
    "the first call": {},
    "the commit of a file": {"operation": "CommitTransaction", "nth": 3},
    "an index": {"sql": "CREATE INDEX CONCURRENTLY"},
    "the record": {"sql": r"INSERT INTO\s+\S*drizzle_migrations"},
    "a statement of a file": {"sql": r"INSERT INTO seen VALUES \(4\)"},
    "the count of a statement": {"sql": r"UPDATE\s+\S*runs\S*\s+SET done"},
}
CUT = ("cut before", "cut after")


def whole(database: Database) -> bool:
    """Whether everything was applied, each exactly once; anything else but less of it is an error."""
    with closing(connect(database.url)) as connection:
        if connection.query("SELECT to_regclass('seen') IS NULL")[0][0]:
            return False
        seen = [n for (n,) in connection.query("SELECT n FROM seen ORDER BY n")]
        assert seen == [1, 2, 3, 4][: len(seen)], f"not each once: {seen}"
        index = connection.query("SELECT count(*)::int FROM pg_index WHERE indrelid = 'seen'::regclass AND indisvalid")
        count = connection.query("SELECT count(*)::int FROM drizzle_migrations")
        distinct = connection.query("SELECT count(DISTINCT hash)::int FROM drizzle_migrations")
        assert count == distinct, "recorded twice"
        return len(seen) == 4 and index == [(1,)] and count == [(3,)]


def a_minute_later(database: Database, api: DataApi) -> None:
    """What time heals: transactions of the dead are rolled back, and a lease that nobody renews is free."""
    api.abandon()
    with closing(connect(database.url)) as connection:
        if connection.query("SELECT to_regclass('joey.lease') IS NOT NULL")[0][0]:
            connection.execute("UPDATE joey.lease SET until = '-infinity' WHERE NOT coalesce(session, false)")


def deployed(stack: Stack, task: Path, database: Database, api: DataApi, *, wrong: int = 1) -> list[str]:
    """Deploy until it succeeds; `wrong` times it may fail. The statuses that CloudFormation was told."""
    told: list[str] = []
    for _ in range(wrong + 1):
        answer = stack.create(task)
        told.append(answer["Status"])
        assert whole(database) or answer["Status"] == "FAILED", f"a wrong SUCCESS: {answer}"
        if answer["Status"] == "SUCCESS":
            return told
        assert not answer["Reason"].startswith("INTERNAL_ERROR: A fault"), answer
        api.faults.clear()
        a_minute_later(database, api)
    raise AssertionError(f"it never came to its end: {[a['Reason'] for a in stack.answers]}")


def everyday() -> Iterator[tuple[str, str]]:
    """Each fault at one place, the places in turn; at the commit all that leaves its outcome open."""
    places = list(PLACES)
    for number, fault in enumerate((*FAULTS, *CUT)):
        yield fault, "a statement of a file" if fault == "transaction lost" else places[number % len(places)]
        if "after" in fault or "lost" in fault:
            yield fault, "the commit of a file"


@pytest.mark.parametrize(("fault", "place"), list(dict.fromkeys(everyday())))
def test_a_fault(fault: str, place: str, stack: Stack, bundled: Bundled, database: Database, api: DataApi) -> None:
    task = bundled(FILES)
    api.faults.add(fault, **PLACES[place])
    deployed(stack, task, database, api)
    assert any(call.outcome != "answered" for call in api.calls), "nothing has gone wrong"


@pytest.mark.parametrize(("name", "switches"), list(Switches.each()))
def test_what_nobody_knows_of_the_real_service(
    name: str, switches: Switches, stack: Stack, bundled: Bundled, database: Database, api: DataApi
) -> None:
    api.switches = switches
    failing = {**FILES, "0003_wrong": "INSERT INTO seen VALUES (5);\nINSERT INTO seen VALUES (1 / 0);"}
    answer = stack.create(bundled(failing))
    assert (answer["Status"], "22012" in answer["Reason"]) == ("FAILED", True)
    assert whole(database)
    assert deployed(stack, bundled(FILES), database, api, wrong=0) == ["SUCCESS"]


def test_everything_now_and_then(stack: Stack, bundled: Bundled, database: Database, api: DataApi) -> None:
    for fault in FAULTS:
        api.faults.add(fault, chance=0.01)
    deployed(stack, bundled(FILES), database, api, wrong=3)


@pytest.mark.deep
@pytest.mark.parametrize("fault", [*FAULTS, *CUT])
def test_a_fault_at_every_call(
    fault: str, stack: Stack, bundled: Bundled, fresh: Callable[[], Database], api: DataApi
) -> None:
    task = bundled(FILES)
    nth, struck = 0, True
    while struck:
        nth += 1
        database = fresh()
        stack.variables["JOEY_DATABASE"], stack.physical = database.name, None
        api.reset()
        found = api.faults.add(fault, nth=nth)
        deployed(stack, task, database, api)
        struck = found.struck > 0
        stack.invoked.clear()
        api.disconnect(database.name)
    assert nth > 30


@pytest.mark.deep
@pytest.mark.parametrize("name", [name for name, _ in Switches.each()])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_whatever_the_service_is_like(
    name: str, fault: str, stack: Stack, bundled: Bundled, fresh: Callable[[], Database], api: DataApi
) -> None:
    api.switches = dict(Switches.each())[name]
    for place in PLACES.values():
        database = fresh()
        stack.variables["JOEY_DATABASE"], stack.physical = database.name, None
        api.reset()
        api.faults.add(fault, **place)
        deployed(stack, bundled(FILES), database, api)
        api.disconnect(database.name)


def killed_at(nth: int, when: str, stack: Stack, api: DataApi) -> list[int]:
    """Let the function's machine go at the n-th call, before or after that is carried out."""
    calls: list[int] = []

    def hook(call: Call, now: str) -> None:
        if now == when:
            calls.append(1)
            if len(calls) == nth:
                stack.function.kill()

    api.faults.hook = hook
    return calls


@pytest.mark.parametrize(("nth", "when"), [(12, "after"), (25, "before"), (33, "after")])
def test_the_function_is_killed(
    nth: int, when: str, stack: Stack, bundled: Bundled, database: Database, api: DataApi
) -> None:
    calls = killed_at(nth, when, stack, api)
    deployed(stack, bundled(FILES), database, api)
    assert len(calls) >= nth


@pytest.mark.deep
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_function_is_killed_at_every_call(
    when: str, stack: Stack, bundled: Bundled, fresh: Callable[[], Database], api: DataApi
) -> None:
    task = bundled(FILES)
    for nth in range(1, 200):
        database = fresh()
        stack.variables["JOEY_DATABASE"], stack.physical = database.name, None
        api.reset()
        calls = killed_at(nth, when, stack, api)
        told = deployed(stack, task, database, api)
        stack.invoked.clear()
        api.disconnect(database.name)
        if told == ["SUCCESS"] and len(calls) < nth:
            return
    raise AssertionError("a run of two hundred calls")


def test_two_machines_and_a_fault(
    stack: Stack, bundled: Bundled, database: Database, api: DataApi, lambdas: Lambdas
) -> None:
    api.faults.add("answer lost", operation="CommitTransaction", nth=4)
    api.faults.add("failover", sql="CREATE INDEX CONCURRENTLY")
    stack.task = bundled(FILES)
    event = stack.event("Create", stack.synthesized(stack.task))
    stack.send_twice(event, lambdas[2])
    if stack.told(event)["Status"] == "SUCCESS":
        assert whole(database)
    a_minute_later(database, api)
    deployed(stack, stack.task, database, api)
