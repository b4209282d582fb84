"""What comes with the emulator: the command that runs one, conformance, the pytest plugin."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from asking import asking
from joey.connect.scratch import Database, Scratch
from joey.testing.conformance import CASES, Target, differences, emulated, new_schema
from joey.testing.conformance.__main__ import main as conformance
from joey.testing.data_api import DataApi, Limits, Switches
from joey.testing.data_api.__main__ import main as data_api_command

pytest_plugins = ["pytester"]


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The command, running, and the variables that it prints."""
    command = [sys.executable, "-W", "error", "-m", "joey.testing.data_api", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        variables: dict[str, str] = {}
        for line in process.stdout:
            if match := re.match(r"export (\w+)='(.*)'", line):
                variables[match[1]] = match[2]
            if "DATABASE" in variables:
                break
        else:
            raise AssertionError(process.stderr.read())
        try:
            yield process, variables
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_end(
    scratch: Scratch, database: Database, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served("--url", scratch.url, "--database", database.name) as (process, variables):
        assert re.match(r"rds-data:///joey_scratch.*&endpoint=http://127.0.0.1:\d+", variables["JOEY_URL"])
        for name in [*os.environ]:
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        client = boto3.session.Session().client("rds-data")  # which knows of it only by what was printed
        named = {"resourceArn": variables["CLUSTER_ARN"], "secretArn": variables["SECRET_ARN"]}
        answer = client.execute_statement(
            **named, database=variables["DATABASE"], sql="SELECT current_database()::text"
        )
        assert answer["records"] == [[{"stringValue": database.name}]]
        client.close()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--switch", "nonsense=1"], 2, "there is after_error, "),
        (["--switch", "batch=nonsense"], 2, "there is batch=each, batch=together"),
        (["--fault", "nonsense=1"], 2, "there is dropped, "),
        (["--fault", "throttled=often"], 2, "'often' is no number"),
        (["--url", "postgresql://nobody@127.0.0.1:1/nothing"], 3, "127.0.0.1"),
        (["--url", "nonsense"], 2, "postgres"),
        (["--port", "70000"], 2, "70000"),
    ],
)
def test_the_command_says_what_is_wrong(scratch: Scratch, options: list[str], code: int, message: str) -> None:
    if "--url" not in options:
        options = [*options, "--url", scratch.url]
    result = CliRunner().invoke(data_api_command, options)
    assert result.exit_code == code, result.output
    assert message in result.output


def test_the_command_names_switches_and_faults() -> None:
    result = CliRunner().invoke(data_api_command, ["--list"])
    assert "switch after_error: aborted, gone" in result.output
    assert "fault answer lost: the connection ends; carried out" in result.output


def other_switches() -> dict[str, Any]:
    return {"after_error": "gone", "strings": "varchar", "batch": "together", "names": "answered"}


def test_conformance_of_the_emulator_with_itself(database: Database, scratch: Scratch) -> None:
    """Also the slow cases, in its own time."""
    with DataApi(scratch.url, limits=Limits(call=0.2)) as api:
        target = emulated(api, database.name)
        assert list(differences(target, api, database.name)) == []
        assert all(call.outcome != "InternalFailure" for call in api.calls if "infinity" not in call.sql)
        with asking(api, database.name) as ask:
            assert ask.rows("SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'joey_conf%'") == []


def test_conformance_finds_what_differs_and_which_switch_says_so(database: Database, scratch: Scratch) -> None:
    limits = Limits(call=0.2)
    with (
        DataApi(scratch.url, limits=limits) as model,
        DataApi(scratch.url, limits=limits, switches=Switches(**other_switches())) as api,
    ):
        target = Target(api.client(), api.cluster, api.secret, database.name, new_schema(), 0.2)
        found = list(differences(target, model, database.name, [case for case in CASES if not case.slow]))
        assert model.switches == Switches()
    learned = {name: value for difference in found for name, value in difference.switches.items()}
    assert learned == other_switches()
    assert all(difference.switches for difference in found)
    assert {difference.case.switch for difference in found} >= learned.keys()


def test_conformance_as_a_command(database: Database, scratch: Scratch) -> None:
    with DataApi(scratch.url, switches=Switches(strings="varchar")) as api:
        url = api.url(database.name)
        result = CliRunner().invoke(
            conformance, [url, "--case", "the type of a string", "--case", "several statements"]
        )
        assert result.exit_code == 1, result.output
        assert "as with strings=varchar" in result.output
        assert "2 cases, 1 answered otherwise, as with strings=varchar" in result.output
        assert "\\[" not in result.output
        result = CliRunner().invoke(conformance, [url, "--case", "several statements"])
        assert (result.exit_code, result.output) == (0, "1 cases, 0 answered otherwise\n")
        listed = CliRunner().invoke(conformance, [url, "--list", "--slow"]).output
        assert len(listed.splitlines()) == len(CASES)


def test_conformance_says_what_is_wrong(database: Database, scratch: Scratch) -> None:
    assert CliRunner().invoke(conformance, ["postgresql://x/y"]).exit_code == 2
    with DataApi(scratch.url) as api:
        api.clusters.clusters[api.cluster].endpoint_enabled = False
        result = CliRunner().invoke(conformance, [api.url(database.name), "--case", "several statements"])
    assert result.exit_code == 3
    assert "HttpEndpointNotEnabledException" in result.output


PLUGIN_TEST = """
    import pytest

    pytest_plugins = ["joey.testing.pytest_data_api"]
    seen = []

    @pytest.fixture(scope="session")
    def data_api_postgresql():
        return {url!r}

    @pytest.mark.parametrize("number", [1, 2])
    def test_each_begins_anew(data_api, data_api_database, data_api_url, number):
        assert data_api.calls == [] and data_api_database not in seen
        seen.append(data_api_database)
        assert data_api_url == data_api.url(data_api_database)
        client = data_api.client()
        named = dict(resourceArn=data_api.cluster, secretArn=data_api.secret, database=data_api_database)
        client.execute_statement(**named, sql="CREATE TABLE t ()")
        client.begin_transaction(**named)
        data_api.faults.add("throttled", times=None)
        client.close()
"""


def test_the_plugin_gives_a_test_an_emulator_as_if_new(pytester: pytest.Pytester, scratch: Scratch) -> None:
    pytester.makepyfile(PLUGIN_TEST.format(url=scratch.url))
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", "-W", "error")
    result.assert_outcomes(passed=2)
