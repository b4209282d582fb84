"""CloudFormation's answer: its size, its form, and how it is delivered; no function is needed for that."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime_api import Lambda

from joey.aws.request import LONGEST, Answer, Request, Undelivered, deliver
from joey.aws.watchdog import OutOfTime, Watchdog
from joey.errors import ConfigurationError

REQUEST = Request(
    "Create", "https://example.invalid/?X-Amz-Signature=x", "arn:aws:cloudformation:r:1:stack/S/5", "r", "M"
)
TAIL = "Next: joey aws status --stack S"


class TestForm:
    @settings(max_examples=300, deadline=None)
    @given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 3000), st.integers(0, 40))
    def test_it_is_always_small_and_valid(self, text: str, times: int, tags: int) -> None:
        data = {"Applied": ", ".join(["0007_smart_wolverine"] * tags), "RestorePoint": ""}
        content = Answer(False, "migrations/c/d/all", text * times, TAIL, data).to_bytes(REQUEST)
        assert len(content) <= LONGEST
        document = json.loads(content.decode("utf-8", "strict"))
        assert document["Reason"].endswith(TAIL)
        assert document["Data"] == data
        assert document["Status"] == "FAILED"
        whole = text.encode("utf-8", "replace").decode()
        if "\x00" not in whole and len(whole.encode()) * times < 1000 and whole.isprintable() and text * times:
            assert document["Reason"] == f"{whole * times} {TAIL}"

    @pytest.mark.parametrize("character", ["x", "ü", "漢", "😀", '"', "\\", "\n", "\ud800", "\x1b"])
    def test_as_much_is_kept_as_there_is_room(self, character: str) -> None:
        content = Answer(False, "p", character * 10_000, TAIL).to_bytes(REQUEST)
        assert LONGEST - 400 < len(content) <= LONGEST
        json.loads(content)

    def test_identifiers_and_data_that_leave_little_room(self) -> None:
        request = Request("Create", "u", "s" * 3000, "r" * 300, "l" * 300)
        document = json.loads(Answer(False, "p", "x" * 9000, TAIL, {"Applied": "y" * 900}).to_bytes(request))
        assert document["Reason"] == "See the function's log."
        with pytest.raises(ConfigurationError):
            Answer(True, "p").to_bytes(Request("Create", "u", "s" * 5000, "r", "l"))

    def test_an_event_that_lacks_something(self) -> None:
        assert Request.of({"command": "status"}) is None
        assert Request.of([]) is None
        with pytest.raises(ConfigurationError, match="lacks StackId"):
            Request.of({"RequestType": "Create", "ResponseURL": "u", "RequestId": "r", "LogicalResourceId": "l"})

    def test_the_url_is_in_no_representation(self) -> None:
        assert "Signature" not in repr(REQUEST)

    def test_the_physical_id_is_always_the_same(self) -> None:
        cluster = "arn:aws:rds:us-west-2:1:cluster:prod"
        request = Request(
            "Create", "u", "s", "r", "M", None, {"Cluster": cluster, "Database": "app", "Phase": "expand"}
        )
        assert request.name() == request.name("arn:other", "other") == "migrations/prod/app/expand"
        assert Request("Create", "u", "s", "r", "M").name(cluster, "app") == "migrations/prod/app/all"
        assert Request("Create", "u", "s", "r", "M").name() == "migrations/M/M/all"


@pytest.fixture(scope="module")
def sink() -> Iterator[Lambda]:
    cloud = Lambda()
    yield cloud
    cloud.close()


class TestDelivery:
    @pytest.fixture
    def url(self, sink: Lambda) -> str:
        sink.reset()
        return f"http://{sink.address}/answer/a?X-Amz-Signature=x"

    def test_its_content_type_is_empty(self, sink: Lambda, url: str) -> None:
        assert deliver(b'{"Status":"SUCCESS"}', url)
        ((put),) = sink.bucket.puts
        assert (put.status, put.content_type, put.conditional) == (200, "", False)

    @pytest.mark.parametrize("failing", [[500], [503, 503, 500], [408, 429]])
    def test_it_is_tried_again(self, failing: list[int], sink: Lambda, url: str) -> None:
        sink.bucket.failing = list(failing)
        assert deliver(b"{}", url, sleep=lambda _: None)
        assert [put.status for put in sink.bucket.puts] == [*failing, 200]

    def test_what_is_refused_is_not_tried_again(self, sink: Lambda, url: str) -> None:
        sink.bucket.failing = [403]
        with pytest.raises(Undelivered, match=r'^\{"a":1\}$') as caught:
            deliver(b'{"a":1}', url, sleep=lambda _: None)
        assert len(sink.bucket.puts) == 1
        assert "Signature" not in str(caught.value)
        assert caught.value.__cause__ is None

    def test_nobody_is_there(self) -> None:
        paused: list[float] = []
        with pytest.raises(Undelivered):
            deliver(b"{}", "http://127.0.0.1:1/?X-Amz-Signature=x", sleep=paused.append)
        assert len(paused) > 3

    def test_it_gives_up_in_time(self, sink: Lambda, url: str) -> None:
        sink.bucket.failing = [500] * 9
        began = time.monotonic()
        with pytest.raises(Undelivered):
            deliver(b"{}", url, seconds=0.2)
        assert time.monotonic() - began < 1

    def test_only_the_first_answer(self, sink: Lambda, url: str) -> None:
        assert deliver(b"{}", url, once=True)
        assert not deliver(b"{}", url, once=True)
        assert [put.status for put in sink.bucket.puts] == [200, 412]

    def test_where_conditions_are_not_known(self, sink: Lambda, url: str) -> None:
        sink.bucket.conditions = False
        assert deliver(b"{}", url, once=True)
        assert [put.status for put in sink.bucket.puts] == [501, 200]


class TestWatchdog:
    def test_the_work_is_interrupted_and_nobody_answers_for_it(self) -> None:
        until, answered = time.monotonic() + 0.6, list[int]()
        watchdog = Watchdog(lambda: round((until - time.monotonic()) * 1000), lambda: answered.append(1))
        began = time.monotonic()
        with pytest.raises(OutOfTime), watchdog:
            time.sleep(5)
        assert 0.2 < time.monotonic() - began < 0.6
        time.sleep(max(0.0, until - time.monotonic()))
        assert not answered

    def test_work_that_cannot_be_interrupted_is_answered_for(self) -> None:
        until, answered = time.monotonic() + 0.5, list[float]()
        watchdog = Watchdog(lambda: round((until - time.monotonic()) * 1000), lambda: answered.append(time.monotonic()))

        def work() -> None:
            with watchdog:
                try:
                    time.sleep(5)
                finally:
                    time.sleep(0.3)  # as a rollback that takes long

        with pytest.raises(OutOfTime):
            work()
        (at,) = answered
        assert at < until

    def test_work_that_ends_is_left_alone(self) -> None:
        until, answered = time.monotonic() + 0.3, list[int]()
        with Watchdog(lambda: round((until - time.monotonic()) * 1000), lambda: answered.append(1)):
            pass
        time.sleep(0.35)
        assert not answered
