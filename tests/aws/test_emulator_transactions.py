"""Transactions through the emulator: their end, their time, two calls at once, and each open question about them."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from asking import Asker, Refusal, asking
from joey.testing.data_api import DataApi, Limits, Switches


@pytest.fixture
def ask(data_api: DataApi, data_api_database: str) -> Iterator[Asker]:
    with asking(data_api, data_api_database) as asker:
        asker.sql("CREATE TABLE t (a int)")
        yield asker


def switch(api: DataApi, **values: Any) -> None:
    api.switches = dataclasses.replace(api.switches, **values)


def count(ask: Asker) -> int:
    return int(ask.one("SELECT count(*) FROM t"))


def until(claim: Callable[[], bool]) -> None:
    """Wait for it, at most five seconds."""
    deadline = time.monotonic() + 5
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_committed_stays_and_what_is_rolled_back_goes(ask: Asker) -> None:
    tx = ask.begin()
    assert len(tx) <= 192
    ask.sql("INSERT INTO t VALUES (1)", tx)
    assert count(ask) == 0
    assert ask.commit(tx) == "Transaction Committed"
    assert count(ask) == 1
    tx = ask.begin()
    ask.sql("DROP TABLE t", tx)
    assert ask.rollback(tx) == "Rollback Complete"
    assert count(ask) == 1


@pytest.mark.parametrize("code", ["TransactionNotFoundException", "NotFoundException"])
def test_a_transaction_ends_once(ask: Asker, code: Any) -> None:
    switch(ask.api, ended=code)
    tx = ask.begin()
    ask.commit(tx)
    for end in (ask.commit, ask.rollback):
        with pytest.raises(Refusal) as refusal:
            end(tx)
        assert (refusal.value.code, refusal.value.status) == (code, 404)
        assert refusal.value.message == f"Transaction {tx} is not found"
    with pytest.raises(Refusal, match="TransactionNotFoundException"):
        ask.sql("SELECT 1", tx)


def test_after_an_error_the_transaction_is_aborted_or_gone(ask: Asker) -> None:
    tx = ask.begin()
    with pytest.raises(Refusal, match="22012"):
        ask.sql("SELECT 1/0", tx)
    with pytest.raises(Refusal, match=r"current transaction is aborted.*SQLState: 25P02"):
        ask.sql("SELECT 1", tx)
    assert ask.rollback(tx) == "Rollback Complete"
    switch(ask.api, after_error="gone")
    tx = ask.begin()
    with pytest.raises(Refusal, match="22012"):
        ask.sql("SELECT 1/0", tx)
    for call in (lambda: ask.sql("SELECT 1", tx), lambda: ask.commit(tx)):
        with pytest.raises(Refusal, match="TransactionNotFoundException"):
            call()


@pytest.mark.parametrize(
    ("answer", "said"),
    [("rolled back", "Rollback Complete"), ("committed", "Transaction Committed"), ("refused", None)],
)
def test_a_commit_after_an_error_commits_nothing_whatever_it_says(ask: Asker, answer: Any, said: str | None) -> None:
    switch(ask.api, commit_of_aborted=answer)
    tx = ask.begin()
    ask.sql("INSERT INTO t VALUES (1)", tx)
    with pytest.raises(Refusal):
        ask.sql("SELECT 1/0", tx)
    if said is None:
        with pytest.raises(Refusal, match="DatabaseErrorException"):
            ask.commit(tx)
    else:
        assert ask.commit(tx) == said
    assert count(ask) == 0
    assert ask.api.open_transactions == 0


def test_commit_as_sql_is_a_switch(ask: Asker) -> None:
    left = {}
    for answer in ("ends", "reopens", "refused"):
        ask.sql("DELETE FROM t")
        switch(ask.api, literal_commit=answer)
        tx = ask.begin()
        ask.sql("INSERT INTO t VALUES (1)", tx)
        if answer == "refused":
            with pytest.raises(Refusal, match="COMMIT is not supported"):
                ask.sql("COMMIT", tx)
        else:
            ask.sql("COMMIT", tx)
        ask.sql("INSERT INTO t VALUES (2)", tx)
        assert ask.rollback(tx) == "Rollback Complete"
        left[answer] = count(ask)
    assert left == {"ends": 2, "reopens": 1, "refused": 0}


def test_a_savepoint_is_no_end(ask: Asker) -> None:
    switch(ask.api, literal_commit="refused")
    tx = ask.begin()
    ask.sql("SAVEPOINT a", tx)
    ask.sql("INSERT INTO t VALUES (1)", tx)
    ask.sql("ROLLBACK TO SAVEPOINT a", tx)
    ask.commit(tx)
    assert count(ask) == 0


def test_begin_without_a_transaction_opens_nothing(ask: Asker) -> None:
    ask.sql("BEGIN")
    for _ in range(5):
        ask.sql("INSERT INTO t VALUES (1)")
    assert count(ask) == 5


def test_set_local_holds_until_the_end(ask: Asker) -> None:
    tx = ask.begin()
    ask.sql("SET LOCAL lock_timeout = '3s'", tx)
    assert ask.one("SHOW lock_timeout", tx) == "3s"
    ask.rollback(tx)
    assert ask.one("SHOW lock_timeout") == "0"


def test_two_calls_at_once_are_refused(ask: Asker) -> None:
    tx = ask.begin()
    with asking(ask.api, ask.database) as other:
        slow = threading.Thread(target=lambda: other.sql("SELECT 1 FROM pg_sleep(0.3)", tx))
        slow.start()
        until(lambda: ask.api.calls[-1].sql.startswith("SELECT 1 FROM"))
        with pytest.raises(Refusal) as refusal:
            ask.sql("SELECT 1", tx)
        slow.join()
    assert (refusal.value.code, refusal.value.message) == (
        "DatabaseErrorException",
        "Transaction is still running a query",
    )
    assert ask.one("SELECT 1", tx) == 1


def test_a_transaction_that_nobody_uses_is_rolled_back(ask: Asker) -> None:
    ask.api.limits = Limits(idle=0.1)
    tx = ask.begin()
    ask.sql("LOCK TABLE t", tx)
    assert count(ask) == 0  # once the lock is gone, which nobody asks for
    assert ask.api.open_transactions == 0
    with pytest.raises(Refusal, match="TransactionNotFoundException"):
        ask.commit(tx)


def test_a_transaction_lives_only_so_long(ask: Asker) -> None:
    ask.api.limits = Limits(lifetime=0.2)
    tx = ask.begin()

    def over() -> bool:
        try:
            return ask.one("SELECT 1", tx) != 1
        except Refusal as refusal:
            return refusal.code == "TransactionNotFoundException"

    until(over)


def test_a_transaction_has_one_database(ask: Asker) -> None:
    tx = ask.begin()
    with pytest.raises(Refusal, match="ValidationException"):
        ask.sql("SELECT 1", tx, database="other")
    assert ask.one("SELECT current_database()::text", tx, database=None) == ask.database


def test_a_statement_that_takes_too_long_is_stopped(ask: Asker) -> None:
    ask.api.limits = Limits(call=0.1)
    with pytest.raises(Refusal) as refusal:
        ask.sql("INSERT INTO t SELECT 1 FROM pg_sleep(5)")
    assert (refusal.value.code, refusal.value.status) == ("StatementTimeoutException", 400)
    assert count(ask) == 0


def test_a_statement_is_stopped_too_late(ask: Asker) -> None:
    ask.api.limits = Limits(call=0.05)
    switch(ask.api, cancel="late")
    with pytest.raises(Refusal, match="StatementTimeoutException"):
        ask.sql("INSERT INTO t SELECT 1 FROM pg_sleep(0.2)")
    assert count(ask) == 1


def test_a_statement_may_go_on_after_its_timeout(ask: Asker) -> None:
    ask.api.limits = Limits(call=0.05)
    with pytest.raises(Refusal, match="StatementTimeoutException"):
        ask.sql("INSERT INTO t SELECT 1 FROM pg_sleep(0.2)", continueAfterTimeout=True)
    assert count(ask) == 0
    until(lambda: count(ask) == 1)


def test_a_statement_that_goes_on_keeps_its_transaction_busy(ask: Asker) -> None:
    ask.api.limits = Limits(call=0.05)
    tx = ask.begin()
    with pytest.raises(Refusal, match="StatementTimeoutException"):
        ask.sql("INSERT INTO t SELECT 1 FROM pg_sleep(0.2)", tx, continueAfterTimeout=True)
    with pytest.raises(Refusal, match="still running a query"):
        ask.commit(tx)
    ask.api.limits = Limits()

    def committed() -> bool:
        try:
            return ask.commit(tx) == "Transaction Committed"
        except Refusal as refusal:
            if "still running" not in refusal.message:
                raise
            return False

    until(committed)
    assert count(ask) == 1
    switch(ask.api, continuing="refused")
    tx = ask.begin()
    with pytest.raises(Refusal, match="ValidationException"):
        ask.sql("SELECT 1", tx, continueAfterTimeout=True)


def test_a_timeout_leaves_a_transaction_aborted_or_gone(ask: Asker) -> None:
    ask.api.limits = Limits(call=0.05)
    tx = ask.begin()
    with pytest.raises(Refusal, match="StatementTimeoutException"):
        ask.sql("SELECT 1 FROM pg_sleep(5)", tx)
    with pytest.raises(Refusal, match="25P02"):
        ask.sql("SELECT 1", tx)
    switch(ask.api, after_error="gone")
    tx = ask.begin()
    with pytest.raises(Refusal, match="StatementTimeoutException"):
        ask.sql("SELECT 1 FROM pg_sleep(5)", tx)
    with pytest.raises(Refusal, match="TransactionNotFoundException"):
        ask.sql("SELECT 1", tx)


def test_a_timeout_of_ones_own_is_a_switch(ask: Asker) -> None:
    for answer, code in (
        ("database error", "DatabaseErrorException"),
        ("statement timeout", "StatementTimeoutException"),
    ):
        switch(ask.api, own_timeout=answer)
        tx = ask.begin()
        ask.sql("SET LOCAL statement_timeout = '50ms'", tx)
        with pytest.raises(Refusal, match="canceling statement due to statement timeout") as refusal:
            ask.sql("SELECT 1 FROM pg_sleep(5)", tx)
        assert refusal.value.code == code
        ask.rollback(tx)


@pytest.mark.parametrize("answer", ["pid", "other", "absent"])
def test_the_number_of_a_connection_is_a_switch(ask: Asker, answer: Any) -> None:
    switch(ask.api, connection_id=answer)
    ask.api.limits = Limits(call=0.1)
    tx = ask.begin()
    pid = ask.one("SELECT pg_backend_pid()", tx)
    with pytest.raises(Refusal) as refusal:
        ask.sql("SELECT 1 FROM pg_sleep(5)", tx)
    number = refusal.value.members.get("dbConnectionId")
    assert (number is None) == (answer == "absent")
    assert (number == pid) == (answer == "pid")


@pytest.mark.parametrize("sql", ["CREATE INDEX CONCURRENTLY i ON t (a)", "VACUUM t"])
def test_what_can_not_be_in_a_transaction_runs_without_one(ask: Asker, sql: str) -> None:
    ask.sql(sql)
    tx = ask.begin()
    with pytest.raises(Refusal, match="SQLState: 25001"):
        ask.sql(sql.replace(" i ", " j "), tx)


def test_a_concurrent_index_may_be_misreported(ask: Asker) -> None:
    switch(ask.api, concurrently="misreported")
    with pytest.raises(Refusal) as refusal:
        ask.sql("CREATE INDEX CONCURRENTLY i ON t (a)")
    assert (refusal.value.code, refusal.value.message) == ("DatabaseErrorException", "Database returned SQL Exception")
    assert ask.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") is True


def test_commit_in_a_block_works_only_without_a_transaction(ask: Asker) -> None:
    block = "DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$"
    ask.sql(block)
    with pytest.raises(Refusal, match="2D000"):
        ask.sql(block, ask.begin())
    assert count(ask) == 1


def test_each_switch_has_a_name_and_another_value() -> None:
    each = dict(Switches.each())
    assert each["usual"] == Switches()
    assert len(set(each.values())) == len(each) == 1 + sum(len(v) - 1 for v in Switches.questions().values())
    assert each["after_error=gone"] == Switches(after_error="gone")
