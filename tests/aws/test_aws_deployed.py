"""`joey aws …` against the real function: its real bundle, the local Data API over a real PostgreSQL, real log lines.

Only what passes the calls on is this test's own: Lambda's Invoke calls the handler here, and its lines go into moto's
CloudWatch Logs, over which the saved queries are run by tests/aws/insights.py.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from account import REGION, Account, Refusal, account, stack_outputs, stacks
from click.testing import CliRunner, Result
from insights import Line, run

from joey.aws.bundle import build
from joey.aws.handler import handler
from joey.aws.queries import AVERAGE_DURATION, ERROR_SUMMARY, RECENT_HISTORY
from joey.cli.main import cli
from joey.connect.scratch import Database, Scratch
from joey.testing.data_api import DataApi

STACK = "JocularKangaroo-DatabaseStack-Dev"
GROUP = "/aws/lambda/JocularKangaroo-DatabaseMigration-Dev"
CLUSTER = "jocular-kangaroo-dev"


@dataclass
class Function:
    """A function that is deployed with a folder of migrations; `lines` is what it has logged."""

    root: Path
    monkeypatch: pytest.MonkeyPatch
    lines: list[Line] = field(default_factory=list)
    seconds: float = 60.0

    def deploy(self, **files: str) -> None:
        """Bundle these migrations, and put them where the function runs."""
        folder = self.root / "drizzle"
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.sql"):
            old.unlink()
        for tag, sql in files.items():
            (folder / f"{tag}.sql").write_text(sql)
        made = build(folder, self.root / "bundle.zip")
        task = self.root / f"task-{made.manifest.hash[:12]}"
        with zipfile.ZipFile(made.path) as archive:
            archive.extractall(task)
        self.monkeypatch.setenv("LAMBDA_TASK_ROOT", str(task))

    def invoke(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Lambda's Invoke."""
        until = time.monotonic() + self.seconds
        context = SimpleNamespace(
            aws_request_id="8f5e", get_remaining_time_in_millis=lambda: round((until - time.monotonic()) * 1000)
        )
        told = handler(json.loads(asked["Payload"]), context, self.write)
        return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(told).encode())}

    def write(self, line: dict[str, Any]) -> None:
        self.lines.append(Line(time.time(), json.dumps(line)))

    def publish(self) -> None:
        """Put what was logged into CloudWatch Logs."""
        logs = boto3.client("logs", REGION)
        logs.create_log_group(logGroupName=GROUP)
        logs.create_log_stream(logGroupName=GROUP, logStreamName="s")
        events = [{"timestamp": round(line.time * 1000), "message": line.text} for line in self.lines]
        logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with account(monkeypatch) as made:
        yield made


@pytest.fixture
def function(
    aws: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scratch: Scratch, database: Database
) -> Iterator[Function]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "joey.toml").write_text("")
    with DataApi(scratch.url) as api:
        made = Function(tmp_path, monkeypatch)
        for variable, value in {
            "JOEY_CLUSTER_ARN": api.cluster,
            "JOEY_SECRET_ARN": api.secret,
            "JOEY_DATABASE": database.name,
            "JOEY_ENVIRONMENT": "dev",
            "JOEY_ENDPOINT": api.endpoint,
        }.items():
            monkeypatch.setenv(variable, value)
        cluster = api.cluster.rpartition(":")[2]
        boto3.client("rds", api.cluster.split(":")[3]).create_db_cluster(
            DBClusterIdentifier=cluster,
            Engine="aurora-postgresql",
            MasterUsername="kangaroo",
            MasterUserPassword="password",
        )
        aws.answer("cloudformation.DescribeStacks", stacks(stack_outputs(cluster=cluster)))
        aws.answer("lambda.Invoke", made.invoke)
        yield made


def joey(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["aws", *arguments, "--stack", STACK])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def told(*arguments: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(joey(*arguments, "--json", code=code).stdout)
    return found


GOOD = {"0000_people": "CREATE TABLE people (id int);", "0001_pets": "CREATE TABLE pets (id int);"}


def test_a_deployment_is_asked_and_migrated(function: Function) -> None:
    function.deploy(**GOOD)
    before = told("status")
    assert [one["tag"] for one in before["pending"]] == list(GOOD)
    assert before["status"] == "ok"
    joey("status", "--exit-code", code=1)
    findings = joey("verify", code=1).stdout
    assert "PENDING: 0000_people is not applied" in findings
    plan = joey("migrate", "--dry-run")
    assert "-- 0001_pets\nCREATE TABLE pets (id int)" in plan.stdout
    assert told("status")["pending"]

    done = joey("migrate", "--to", "0000_people").stderr
    assert "✓ 0000_people" in done
    assert "1 migration applied" in done
    assert "restore point 2" in done
    rest = told("migrate")
    assert [one["tag"] for one in rest["applied"]] == ["0001_pets"]
    assert rest["restore_point"]["lsn"]
    assert rest["snapshot"] is None
    assert "Nothing to do" in joey("migrate").stderr

    shown = joey("status", "--exit-code")
    assert "applied" in shown.stdout
    assert STACK in shown.stderr
    assert "all 2 of the bundle's migrations are applied" in joey("verify").stderr
    runs = told("history")["runs"]
    assert [(one["tag"], one["outcome"]) for one in runs] == [("0000_people", "applied"), ("0001_pets", "applied")]
    assert "0001_pets" in joey("history").stdout


def test_what_may_take_data_away_is_backed_up_first(function: Function) -> None:
    function.deploy(**GOOD)
    joey("migrate")
    function.deploy(**GOOD, **{"0002_drop": "-- joey: accept data-loss:table:public.pets\nDROP TABLE pets;"})
    result = told("migrate")
    assert result["snapshot"].startswith("joey-")
    found = told("restore", code=2)["snapshots"]
    assert found[-1]["snapshot"] == result["snapshot"]
    assert any(result["snapshot"] in line.text for line in function.lines)


def test_a_snapshot_that_can_not_be_made_refuses_the_migration(
    function: Function, aws: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    function.deploy(**GOOD)
    joey("migrate")
    function.deploy(**GOOD, **{"0002_drop": "DROP TABLE pets;"})
    sessions = boto3.session.Session  # the function's own clients answer to the test through it
    monkeypatch.setattr("joey.aws.deployed.client", lambda name, region: sessions(region_name=region).client(name))
    aws.answer("rds.CreateDBClusterSnapshot", Refusal("AccessDenied", "not authorized", 403))
    answer = told("migrate", code=4)
    assert answer["error"]["category"] == "PERMISSION_DENIED"
    assert "rds:CreateDBClusterSnapshot" in answer["error"]["hint"]
    assert [one["tag"] for one in told("status")["pending"]] == ["0002_drop"]


def test_an_error_is_told_as_if_it_had_happened_here(function: Function) -> None:
    function.deploy(**{"0000_ok": "CREATE TABLE a (id int);", "0001_bad": "CREATE TABLE a (id int);"})
    answer = told("migrate", code=4)
    assert answer["error"]["category"] == "SQL_SYNTAX_ERROR"
    assert answer["error"]["sqlstate"] == "42P07"
    assert answer["error"]["file"].endswith("0001_bad.sql")
    assert [one["tag"] for one in answer["applied"]] == ["0000_ok"]
    assert "already exists" in joey("migrate", code=4).stderr


def test_the_saved_queries_over_what_the_function_logs(function: Function, aws: Account) -> None:
    function.deploy(**GOOD)
    joey("migrate")
    joey("migrate")
    function.deploy(**GOOD, **{"0002_bad": "CREATE TABLE pets (id int);"})
    joey("migrate", code=4)
    function.deploy(**(GOOD | {"0000_people": "CREATE TABLE people (id bigint);"}))
    joey("migrate", code=1)

    newest, oldest = run(RECENT_HISTORY.text, function.lines)
    assert (oldest["filesProcessed"], oldest["environment"]) == ("2", "dev")
    assert newest["filesProcessed"] == "0"
    done = [json.loads(line.text) for line in function.lines if "migrationDuration" in line.text]
    rows = run(AVERAGE_DURATION.text, function.lines)
    durations = [line["migrationDuration"] for line in done]
    assert len(rows) == 2 or float(rows[0]["avg_duration"]) == pytest.approx(sum(durations) / len(durations))
    by = {row["category"]: row["count()"] for row in run(ERROR_SUMMARY.text, function.lines)}
    assert by == {"SQL_SYNTAX_ERROR": "1", "CHECKSUM_MISMATCH": "1"}

    function.publish()
    shown = joey("logs").stdout
    assert "Drizzle migrations completed successfully" in shown
    assert "ERROR    SQL_SYNTAX_ERROR:" in shown
    assert "_aws" not in shown
    assert "_aws" in joey("logs", "--raw").stdout
