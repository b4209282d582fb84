"""What goes wrong with the emulator: each fault, when it strikes, and what it has left behind."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from asking import Asker, Refusal, asking
from joey.testing.data_api import FAULTS, Call, DataApi, Dropped, Limits, ServiceError
from joey.testing.data_api.modes import MODES

DROPPED = "ConnectionClosedError"
OUTCOMES = {
    # What the client sees, and whether an INSERT by itself has taken effect.
    "dropped": (DROPPED, 0),
    "answer lost": (DROPPED, 1),
    "server error": ("InternalServerErrorException 500", 0),
    "server error after": ("InternalServerErrorException 500", 1),
    "service unavailable": ("ServiceUnavailableError 503", 0),
    "service unavailable after": ("ServiceUnavailableError 503", 1),
    "unavailable": ("DatabaseUnavailableException 504", 0),
    "resuming": ("DatabaseResumingException 400", 0),
    "throttled": ("ThrottlingException 400", 0),
    "password refused": ("DatabaseErrorException 400", 0),
    "secret invalid": ("InvalidSecretException 400", 0),
    "secret unreadable": ("SecretsErrorException 400", 0),
    "failover": ("DatabaseErrorException 400", 0),
    "failover after": ("DatabaseErrorException 400", 1),
    "transaction lost": ("answered", 1),  # there is none
    "timeout": ("StatementTimeoutException 400", 0),
    "timeout late": ("StatementTimeoutException 400", 1),
    "cut before": (DROPPED, 0),
    "cut after": (DROPPED, 1),
}


@pytest.fixture
def ask(data_api: DataApi, data_api_database: str) -> Iterator[Asker]:
    with asking(data_api, data_api_database) as asker:
        asker.sql("CREATE TABLE t (a int)")
        data_api.forget()
        yield asker


def seen(ask: Asker, sql: str, tx: str | None = None, **members: Any) -> str:
    """What the client sees of a call."""
    try:
        ask.sql(sql, tx, **members)
    except Refusal as refusal:
        return f"{refusal.code} {refusal.status}"
    except ConnectionClosedError as error:
        return type(error).__name__
    return "answered"


def count(ask: Asker) -> int:
    return int(ask.one("SELECT count(*) FROM t"))


@pytest.mark.parametrize("mode", MODES)
def test_a_fault_is_seen_and_has_done_what_it_says(ask: Asker, mode: str) -> None:
    outcome, rows = OUTCOMES[mode]
    ask.api.faults.add(mode)
    assert seen(ask, "INSERT INTO t VALUES (1)") == outcome
    ask.api.faults.clear()
    assert count(ask) == rows
    assert ask.api.calls[0].outcome == {DROPPED: "dropped"}.get(outcome, outcome.split()[0])


@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_in_a_transaction_leaves_nothing_that_was_not_committed(ask: Asker, mode: str) -> None:
    tx = ask.begin()
    ask.api.faults.add(mode, operation="ExecuteStatement")
    seen(ask, "INSERT INTO t VALUES (1)", tx)
    ask.api.faults.clear()
    assert count(ask) == 0


@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_at_a_commit_has_committed_or_not(ask: Asker, mode: str) -> None:
    tx = ask.begin()
    ask.sql("INSERT INTO t VALUES (1)", tx)
    ask.api.faults.add(mode, operation="CommitTransaction")
    with contextlib.suppress(Refusal, ConnectionClosedError):
        ask.commit(tx)
    ask.api.faults.clear()
    ask.api.abandon()
    assert count(ask) == (0 if mode == "transaction lost" else OUTCOMES[mode][1])


def test_a_fault_strikes_the_call_that_it_is_told(ask: Asker) -> None:
    ask.api.faults.add("throttled", nth=2, times=2, sql=r"insert into T")
    outcomes = []
    for _ in range(5):
        ask.sql("SELECT 1")
        outcomes.append(seen(ask, "INSERT INTO t VALUES (1)"))
    assert outcomes == ["answered", "ThrottlingException 400", "ThrottlingException 400", "answered", "answered"]


def test_a_fault_may_last_or_come_by_chance(ask: Asker) -> None:
    lasting = ask.api.faults.add("resuming", nth=2, times=None)
    assert [seen(ask, "SELECT 1") for _ in range(3)] == ["answered", *["DatabaseResumingException 400"] * 2]
    assert (lasting.seen, lasting.struck) == (3, 2)
    ask.api.faults.clear()
    ask.api.faults.add("throttled", chance=0.5)
    outcomes = {seen(ask, "SELECT 1") for _ in range(40)}
    assert outcomes == {"answered", "ThrottlingException 400"}


def test_a_fault_that_there_is_not(ask: Asker) -> None:
    with pytest.raises(ValueError, match="there is no fault 'nonsense'; there are answer lost"):
        ask.api.faults.add("nonsense")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_client_can_die_at_its_nth_call(ask: Asker, when: Any) -> None:
    ask.api.faults.cut(3, when)
    tx = ask.begin()
    assert seen(ask, "INSERT INTO t VALUES (1)", tx) == "answered"
    with pytest.raises(ConnectionClosedError):
        ask.commit(tx)
    with pytest.raises(ConnectionClosedError):
        ask.rollback(tx)
    assert ask.api.faults.is_down
    ask.api.faults.clear()
    assert ask.api.open_transactions == (1 if when == "before" else 0)
    ask.api.abandon()
    assert count(ask) == (0 if when == "before" else 1)
    assert [call.outcome for call in ask.api.calls[:4]] == ["answered", "answered", "dropped", "dropped"]


def test_a_hook_sees_each_call_before_and_after(ask: Asker) -> None:
    seen_: list[tuple[int, str, str]] = []

    def hook(call: Call, when: str) -> None:
        seen_.append((call.number, call.operation, when))
        if call.sql == "SELECT 2":
            raise ServiceError("ForbiddenException", "no")
        if call.sql == "INSERT INTO t VALUES (3)" and when == "after":
            raise Dropped

    ask.api.faults.hook = hook
    ask.sql("SELECT 1")
    with pytest.raises(Refusal, match=r"ForbiddenException \(403\): no"):
        ask.sql("SELECT 2")
    with pytest.raises(ConnectionClosedError):
        ask.sql("INSERT INTO t VALUES (3)")
    ask.api.faults.hook = None
    assert count(ask) == 1
    assert seen_ == [
        (1, "ExecuteStatement", "before"),
        (1, "ExecuteStatement", "after"),
        (2, "ExecuteStatement", "before"),
        (3, "ExecuteStatement", "before"),
        (3, "ExecuteStatement", "after"),
    ]


def test_a_failover_ends_transactions_and_sessions_and_the_writer_comes_back(ask: Asker) -> None:
    tx = ask.begin()
    pid = ask.one("SELECT pg_backend_pid()", tx)
    ask.api.faults.add("failover")
    with pytest.raises(Refusal, match="57P01"):
        ask.sql("SELECT 1", tx)
    for _ in range(2):
        assert seen(ask, "SELECT 1") == "DatabaseUnavailableException 504"
    with pytest.raises(Refusal, match="TransactionNotFoundException"):
        ask.sql("SELECT 1", tx)
    assert ask.rows(f"SELECT 1 FROM pg_stat_activity WHERE pid = {pid}") == []


def test_a_failover_meets_a_statement_that_runs(ask: Asker) -> None:
    with asking(ask.api, ask.database) as other:
        outcome: list[str] = []
        slow = threading.Thread(target=lambda: outcome.append(seen(other, "SELECT 1 FROM pg_sleep(5)")))
        slow.start()
        deadline = time.monotonic() + 5
        while not any("pg_sleep" in call.sql for call in ask.api.calls) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.05)
        ask.api.faults.add("failover")
        seen(ask, "SELECT 1")
        slow.join()
    assert outcome == ["DatabaseErrorException 400"]


def test_a_statement_that_goes_on_takes_effect_later(ask: Asker) -> None:
    ask.api.faults.add("timeout", delay=0.1)
    assert seen(ask, "INSERT INTO t VALUES (1)", continueAfterTimeout=True) == "StatementTimeoutException 400"
    assert count(ask) == 0
    deadline = time.monotonic() + 5
    while not count(ask) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert count(ask) == 1


def test_the_secrets_of_a_password_that_was_rotated_come_back(ask: Asker) -> None:
    ask.api.faults.add("password refused", times=2)
    assert [seen(ask, "SELECT 1") for _ in range(3)] == [*["DatabaseErrorException 400"] * 2, "answered"]


def test_a_lost_transaction_is_rolled_back(ask: Asker) -> None:
    tx = ask.begin()
    ask.sql("INSERT INTO t VALUES (1)", tx)
    ask.api.faults.add("transaction lost")
    for _ in range(2):
        assert seen(ask, "SELECT 1", tx) == "TransactionNotFoundException 404"
    assert ask.api.open_transactions == 0
    assert count(ask) == 0


def test_botocore_repeats_what_it_believes_to_be_safe(ask: Asker) -> None:
    """Why a client of the Data API must not leave repeating to botocore: an INSERT is done twice."""
    with asking(ask.api, ask.database, retries={"total_max_attempts": 3}) as repeating:
        ask.api.faults.add("server error after")
        repeating.sql("INSERT INTO t VALUES (1)")
    assert count(ask) == 2


def test_limits_are_the_services_own_unless_told_otherwise(data_api: DataApi) -> None:
    assert data_api.limits == Limits()
    assert (Limits().call, Limits().idle, Limits().lifetime) == (45, 180, 86400)
