"""`joey aws …` against a deployed stack: found by its outputs, called, read and looked at.

The account is moto's (logs, snapshots); moto has no truth for CloudFormation without every service's dependencies, for
Lambda without Docker, and for Logs Insights (its `filter` and `stats` do nothing): there the answers are this test's
own, through botocore (tests/aws/account.py); queries are run by tests/aws/insights.py.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from account import REGION, Account, Refusal, account, stack_outputs, stacks
from click.testing import CliRunner, Result
from insights import Line, run

from joey.aws import log_events
from joey.cli.main import cli

STACK = "JocularKangaroo-DatabaseStack-Dev"
GROUP = "/aws/lambda/JocularKangaroo-DatabaseMigration-Dev"


def joey(*arguments: str, code: int = 0) -> Result:
    """One run in this process, which must end with `code` and never with a traceback."""
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def fails(category: str, code: int, *arguments: str) -> str:
    """What stderr says of a run that must fail: once for people, once as JSON, in the same words."""
    said = joey(*arguments, code=code).stderr
    assert f"\n{category}: " in f"\n{said}"
    found = json.loads(joey(*arguments, "--json", code=code).stdout)
    assert found["schema_version"] == 1
    assert found["error"]["category"] == category
    assert found["error"]["message"] in said
    assert len(said.strip().splitlines()) <= 3
    return said


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Account]:
    (tmp_path / "joey.toml").write_text(
        f'[env.dev]\nurl = "postgresql://localhost/x"\nstack = "{STACK}"\n'
        '[env.bare]\nurl = "postgresql://localhost/y"\n'
    )
    monkeypatch.chdir(tmp_path)
    with account(monkeypatch) as made:
        made.answer("cloudformation.DescribeStacks", stacks(stack_outputs()))
        yield made


def answered(body: Any, **more: Any) -> dict[str, Any]:
    """An answer of Lambda's."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {"StatusCode": 200, "Payload": io.BytesIO(text), **more}


class TestStack:
    @pytest.mark.parametrize("given", [("--stack", STACK), ("--env", "dev")])
    def test_it_is_named_by_flag_or_environment(self, aws: Account, given: tuple[str, str]) -> None:
        aws.answer("lambda.Invoke", lambda _: answered({"status": "ok", "runs": [], "database": "jocular_kangaroo"}))
        told = json.loads(joey("aws", "history", *given, "--json").stdout)
        assert told["stack"] == {
            "name": STACK,
            "region": REGION,
            "status": "UPDATE_COMPLETE",
            "function": "JocularKangaroo-DatabaseMigration-Dev",
            "log_group": GROUP,
            "cluster": "arn:aws:rds:us-west-2:123456789012:cluster:jocular-kangaroo-dev",
            "secret": "arn:aws:secretsmanager:us-west-2:123456789012:secret:kangaroo-AbCdEf",
            "database": "jocular_kangaroo",
            "manifest_hash": "ab" * 32,
        }
        (asked,) = aws.asked("lambda.Invoke")
        assert asked["FunctionName"] == "JocularKangaroo-DatabaseMigration-Dev"
        assert json.loads(asked["Payload"]) == {"command": "history"}

    def test_options_before_the_command(self, aws: Account) -> None:
        aws.answer("lambda.Invoke", lambda _: answered({"runs": [], "database": "x"}))
        joey("--env", "dev", "aws", "--region", REGION, "history")

    def test_the_default_environment(self, aws: Account, tmp_path: Path) -> None:
        (tmp_path / "joey.toml").write_text(f'default_env = "d"\n[env.d]\nurl = "postgresql:///x"\nstack = "{STACK}"\n')
        aws.answer("lambda.Invoke", lambda _: answered({"runs": [], "database": "x"}))
        joey("aws", "history")

    def test_the_region_of_an_arn_and_of_a_url(self, aws: Account, tmp_path: Path) -> None:
        arn = f"arn:aws:cloudformation:eu-central-1:123456789012:stack/{STACK}/0a1b"
        aws.answer("lambda.Invoke", lambda _: answered({"runs": [], "database": "x"}))
        told = json.loads(joey("aws", "history", "--stack", arn, "--json").stdout)
        assert told["stack"]["region"] == "eu-central-1"
        (tmp_path / "joey.toml").write_text(
            f'[env.e]\nurl = "rds-data:///x?cluster=a&secret=b&region=eu-west-1"\nstack = "{STACK}"\n'
        )
        told = json.loads(joey("aws", "history", "--env", "e", "--json").stdout)
        assert told["stack"]["region"] == "eu-west-1"

    def test_several_databases(self, aws: Account) -> None:
        second = {"SecondFunctionName": "F2", "SecondDatabaseName": "second", "SecondLogGroupName": "/g2"}
        aws.answer("cloudformation.DescribeStacks", stacks(stack_outputs(**second)))
        said = fails("CONFIGURATION", 2, "aws", "history", "--stack", STACK)
        assert "migrates several databases" in said
        assert "--database: jocular_kangaroo, second" in said
        aws.answer("lambda.Invoke", lambda _: answered({"runs": [], "database": "second"}))
        joey("aws", "history", "--stack", STACK, "--database", "second")
        assert aws.asked("lambda.Invoke")[-1]["FunctionName"] == "F2"
        assert "doesn't migrate the database third" in fails(
            "CONFIGURATION", 2, "aws", "history", "--stack", STACK, "--database", "third"
        )


class TestNotThere:
    """Each of these is one clear message."""

    def test_no_such_stack(self, aws: Account) -> None:
        said = fails("CONFIGURATION", 2, "aws", "status", "--stack", "Gone", "--region", "eu-west-1")
        assert "There is no stack Gone in eu-west-1" in said
        assert "--region" in said

    def test_no_stack_is_named(self, aws: Account) -> None:
        assert "--env dev" in fails("CONFIGURATION", 2, "aws", "status")
        assert "The environment bare has no stack" in fails("CONFIGURATION", 2, "aws", "status", "--env", "bare")
        assert "environments: bare, dev" in fails("CONFIGURATION", 2, "aws", "status", "--env", "prod")

    def test_a_stack_of_something_else(self, aws: Account) -> None:
        other = stack_outputs() | {"Outputs": [{"OutputKey": "Bucket", "OutputValue": "b"}]}
        aws.answer("cloudformation.DescribeStacks", stacks(other))
        said = fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)
        assert "has no output …FunctionName" in said
        assert "Its outputs: Bucket" in said

    def test_a_missing_right(self, aws: Account) -> None:
        denied = Refusal("AccessDenied", "User: arn:aws:iam::1:user/x is not authorized to perform it", 403)
        aws.answer("cloudformation.DescribeStacks", denied)
        said = fails("PERMISSION_DENIED", 4, "aws", "status", "--stack", STACK)
        assert "cloudformation:DescribeStacks" in said
        aws.answer("cloudformation.DescribeStacks", stacks(stack_outputs()))
        aws.answer("lambda.Invoke", Refusal("AccessDeniedException", "not authorized", 403))
        assert "lambda:InvokeFunction" in fails("PERMISSION_DENIED", 4, "aws", "status", "--stack", STACK)

    @pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException"])
    def test_an_expired_login(self, aws: Account, code: str) -> None:
        aws.answer("cloudformation.DescribeStacks", Refusal(code, "The security token is expired", 403))
        said = fails("PERMISSION_DENIED", 3, "aws", "status", "--stack", STACK)
        assert "the AWS login has expired" in said
        assert "aws sso login" in said

    def test_a_login_that_is_none(self, aws: Account) -> None:
        aws.answer("cloudformation.DescribeStacks", Refusal("InvalidClientTokenId", "invalid", 403))
        assert "AWS doesn't accept the login" in fails("PERMISSION_DENIED", 3, "aws", "status", "--stack", STACK)

    def test_no_login(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        said = fails("PERMISSION_DENIED", 3, "aws", "status", "--stack", STACK)
        assert "Unable to locate credentials" in said

    def test_no_region(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AWS_REGION")
        monkeypatch.delenv("AWS_DEFAULT_REGION")
        assert "--region" in fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)

    def test_a_region_that_is_none(self) -> None:
        assert "region" in fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK, "--region", "not a region")

    def test_a_profile_that_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "gone")
        assert "AWS_PROFILE" in fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)

    def test_no_way_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        monkeypatch.setattr("time.sleep", lambda _: None)
        said = fails("NETWORK_ERROR", 3, "aws", "status", "--stack", STACK)
        assert "Could not connect to the endpoint URL" in said

    def test_the_function_is_gone(self, aws: Account) -> None:
        aws.answer("lambda.Invoke", Refusal("ResourceNotFoundException", "Function not found", 404))
        said = fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)
        assert "There is no function JocularKangaroo-DatabaseMigration-Dev in us-west-2" in said

    def test_the_log_group_is_gone(self, aws: Account) -> None:
        for command in ("logs", "errors"):
            assert f"There is no log group {GROUP}" in fails("CONFIGURATION", 2, "aws", command, "--stack", STACK)

    def test_without_boto3(self, aws: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "boto3", None)
        monkeypatch.delitem(sys.modules, "boto3.session")
        said = fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)
        assert "pip install 'joey[aws]'" in said


class TestAnswers:
    def test_an_error_of_the_functions_is_ours(self, aws: Account) -> None:
        error = {"category": "SQL_SYNTAX_ERROR", "message": 'syntax error at or near "CRATE"', "sqlstate": "42601"}
        error |= {"file": "drizzle/0007_x.sql", "line": 3, "statement": 2, "hint": "Mend the file."}
        body = {"schema_version": 1, "status": "failed", "error": error, "applied": [{"tag": "0006_y"}]}
        aws.answer("lambda.Invoke", lambda _: answered(body))
        result = joey("aws", "migrate", "--stack", STACK, "--json", code=4)
        told = json.loads(result.stdout)
        assert told["error"] == error
        assert told["applied"] == [{"tag": "0006_y"}]
        said = joey("aws", "migrate", "--stack", STACK, code=4).stderr
        assert "drizzle/0007_x.sql:3, statement 2" in said
        assert "Mend the file." in said

    @pytest.mark.parametrize(
        ("category", "code"), [("CHECKSUM_MISMATCH", 1), ("CONFIGURATION", 2), ("NETWORK_ERROR", 3), ("TIMEOUT", 4)]
    )
    def test_exit_codes_by_category(self, aws: Account, category: str, code: int) -> None:
        body = {"status": "failed", "error": {"category": category, "message": "m"}}
        aws.answer("lambda.Invoke", lambda _: answered(body))
        joey("aws", "verify", "--stack", STACK, code=code)

    def test_the_exit_code_that_the_function_tells(self, aws: Account) -> None:
        body = {"status": "failed", "exit_code": 5, "error": {"category": "LOCK_TIMEOUT", "message": "m"}}
        aws.answer("lambda.Invoke", lambda _: answered(body))
        joey("aws", "migrate", "--stack", STACK, code=5)

    def test_a_function_that_ran_out_of_time(self, aws: Account) -> None:
        body = {"errorMessage": "2026-11-26 8f5e Task timed out after 900.00 seconds"}
        aws.answer("lambda.Invoke", lambda _: answered(body, FunctionError="Unhandled"))
        said = fails("TIMEOUT", 4, "aws", "migrate", "--stack", STACK)
        assert "Task timed out after 900.00 seconds" in said
        assert f"joey aws logs --stack {STACK}" in said

    def test_a_function_that_died(self, aws: Account) -> None:
        body = {"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited with error: signal: killed"}
        aws.answer("lambda.Invoke", lambda _: answered(body, FunctionError="Unhandled"))
        # Whether it applied anything isn't known, and that must not be told otherwise.
        assert json.loads(joey("aws", "migrate", "--stack", STACK, "--json", code=4).stdout)["status"] == "unknown"
        assert "signal: killed" in fails("INTERNAL_ERROR", 4, "aws", "status", "--stack", STACK)

    @pytest.mark.parametrize("body", [b"null", b'"hello"', b"<html>", b""])
    def test_another_tools_function(self, aws: Account, body: bytes) -> None:
        aws.answer("lambda.Invoke", lambda _: answered(body))
        assert "answered what joey doesn't understand" in fails("CONFIGURATION", 2, "aws", "status", "--stack", STACK)


@pytest.fixture
def log(aws: Account) -> list[str]:
    """The log group, with the guide's lines and Lambda's own; queries answered by our evaluator."""
    import boto3

    logs = boto3.client("logs", REGION)
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="s")
    texts = [
        "START RequestId: 8f5e Version: $LATEST\n",
        '{"timestamp":"t","level":"INFO","message":"Started 0006_x","requestId":"8f5e"}\n',
        '{"timestamp":"t","level":"ERROR","category":"SQL_SYNTAX_ERROR","message":"syntax error at or near \\"CRATE\\""'
        ',"file":"drizzle/0006_x.sql","statement":2,"sqlstate":"42601","status":"FAILED"}\n',
        '{"timestamp":"t","level":"INFO","message":"Drizzle migrations completed successfully","migrationDuration":2341'
        ',"totalDuration":2567,"filesProcessed":3,"duration":2341,"environment":"dev"}\n',
        '{"_aws":{"Timestamp":1},"Environment":"dev","Failures":1}\n',
        "REPORT RequestId: 8f5e Duration: 2567 ms\n",
    ]
    now = round(time.time() * 1000)
    events = [{"timestamp": now - 6000 + n, "message": text} for n, text in enumerate(texts)]
    logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)

    def start(asked: dict[str, Any]) -> dict[str, Any]:
        found = logs.filter_log_events(
            logGroupName=asked["logGroupName"], startTime=asked["startTime"] * 1000, endTime=asked["endTime"] * 1000
        )
        rows = run(asked["queryString"], [Line(one["timestamp"] / 1000, one["message"]) for one in found["events"]])
        results.append([[{"field": name, "value": value} for name, value in row.items()] for row in rows])
        return {"queryId": str(len(results) - 1)}

    def result(asked: dict[str, Any]) -> dict[str, Any]:
        if asked["queryId"] not in polled:
            polled.add(asked["queryId"])
            return {"status": "Running", "results": []}
        return {"status": "Complete", "results": results[int(asked["queryId"])]}

    results: list[list[list[dict[str, str]]]] = []
    polled: set[str] = set()
    aws.answer("logs.StartQuery", start)
    aws.answer("logs.GetQueryResults", result)
    return texts


class TestLogs:
    def test_for_a_person(self, log: list[str]) -> None:
        said = joey("aws", "logs", "--stack", STACK).stdout.splitlines()
        assert len(said) == 3
        assert "INFO     Started 0006_x" in said[0]
        assert 'ERROR    SQL_SYNTAX_ERROR: syntax error at or near "CRATE"' in said[1]
        assert "file=drizzle/0006_x.sql statement=2 sqlstate=42601" in said[1]
        assert "migrationDuration=2341" in said[2]

    def test_raw_and_json(self, log: list[str]) -> None:
        assert joey("aws", "logs", "--stack", STACK, "--raw").stdout == "".join(log)
        told = json.loads(joey("aws", "logs", "--stack", STACK, "--json").stdout)
        assert [one["message"] for one in told["events"]] == [text.rstrip() for text in log]
        assert told["log_group"] == GROUP

    def test_since(self, log: list[str]) -> None:
        result = joey("aws", "logs", "--stack", STACK, "--since", "1s")
        assert result.stdout == ""
        assert "nothing of that time" in result.stderr

    def test_followed(self, log: list[str], aws: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        import boto3

        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                raise KeyboardInterrupt
            line = {
                "timestamp": round(time.time() * 1000),
                "message": f'{{"level":"INFO","message":"later {len(slept)}"}}',
            }
            boto3.client("logs", REGION).put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=[line])

        monkeypatch.setitem(log_events.follow.__kwdefaults__, "sleep", sleep)
        said = joey("aws", "logs", "--stack", STACK, "--follow", code=130).stdout.splitlines()
        assert [line.rpartition("  ")[2] for line in said[3:]] == ["later 1", "later 2"]
        assert "--json prints one object" in joey("aws", "logs", "--stack", STACK, "--follow", "--json", code=2).stderr


class TestErrors:
    def test_by_category(self, log: list[str]) -> None:
        said = joey("aws", "errors", "--stack", STACK).stdout.splitlines()
        assert said == ["category          count()", "SQL_SYNTAX_ERROR        1"]
        told = json.loads(joey("aws", "errors", "--stack", STACK, "--json").stdout)
        assert told["rows"] == [{"category": "SQL_SYNTAX_ERROR", "count()": "1"}]

    def test_the_other_saved_queries(self, log: list[str]) -> None:
        rows = json.loads(joey("aws", "errors", "--stack", STACK, "--query", "durations", "--json").stdout)["rows"]
        assert [row["avg_duration"] for row in rows] == ["2341"]
        said = joey("aws", "errors", "--stack", STACK, "--query", "history").stdout.splitlines()
        assert said[0].split() == ["@timestamp", "filesProcessed", "duration", "environment"]
        assert said[1].split()[2:] == ["3", "2341", "dev"]

    def test_none(self, log: list[str]) -> None:
        assert "No errors." in joey("aws", "errors", "--stack", STACK, "--since", "1s").stderr

    def test_a_query_that_fails(self, log: list[str], aws: Account) -> None:
        aws.answer("logs.GetQueryResults", {"status": "Failed", "results": []})
        assert "Logs Insights ended the query: Failed" in fails("CONFIGURATION", 2, "aws", "errors", "--stack", STACK)
        aws.answer("logs.StartQuery", Refusal("LimitExceededException", "too many queries"))
        assert "too many queries" in fails("RESOURCE_EXHAUSTED", 4, "aws", "errors", "--stack", STACK)


@pytest.fixture
def rds(aws: Account) -> Any:
    import boto3

    client = boto3.client("rds", REGION)
    client.create_db_cluster(
        DBClusterIdentifier="jocular-kangaroo-dev",
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        MasterUsername="kangaroo",
        MasterUserPassword="password",
        ServerlessV2ScalingConfiguration={"MinCapacity": 0, "MaxCapacity": 2},
    )
    return client


class TestSnapshot:
    def test_it_is_made(self, rds: Any) -> None:
        name = joey("aws", "snapshot", "--stack", STACK).stdout.strip()
        assert name.startswith("joey-jocular-kangaroo-2")
        (found,) = rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]
        assert found["DBClusterSnapshotIdentifier"] == name
        told = json.loads(joey("aws", "snapshot", "--stack", STACK, "--name", name, "--json").stdout)
        assert (told["snapshot"]["name"], told["snapshot"]["made"], told["deleted"]) == (name, False, [])

    def test_of_a_cluster_without_a_stack(self, rds: Any) -> None:
        joey("aws", "snapshot", "--cluster", "jocular-kangaroo-dev", "--name", "joey-x")
        said = fails("CONFIGURATION", 2, "aws", "snapshot", "--cluster", "gone", "--name", "joey-y")
        assert "could not be made" in said

    def test_older_ones_go_only_where_that_is_agreed(self, rds: Any) -> None:
        for name in "abc":
            joey("aws", "snapshot", "--stack", STACK, "--name", f"joey-{name}")
        assert "--yes" in joey("aws", "snapshot", "--stack", STACK, "--keep", "1", code=2).stderr
        assert len(rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]) == 3
        told = json.loads(
            joey("aws", "snapshot", "--stack", STACK, "--name", "joey-d", "--keep", "2", "--yes", "--json").stdout
        )
        assert told["deleted"] == ["joey-a", "joey-b"]


class TestRestore:
    def test_without_more_it_lists_what_there_is(self, rds: Any) -> None:
        joey("aws", "snapshot", "--stack", STACK, "--name", "joey-x")
        result = joey("aws", "restore", "--stack", STACK, code=2)
        assert "joey-x" in result.stdout
        assert "automated" in result.stdout
        assert "Any second from" in result.stderr
        told = json.loads(joey("aws", "restore", "--stack", STACK, "--json", code=2).stdout)
        assert told["status"] == "question"
        assert told["snapshots"][-1]["snapshot"] == "joey-x"
        assert told["earliest"] < told["latest"]

    def test_nothing_is_done_without_being_asked(self, rds: Any, aws: Account) -> None:
        aws.answer("secretsmanager.GetSecretValue", {"SecretString": '{"username":"kangaroo","password":"secret"}'})
        result = joey("aws", "restore", "--stack", STACK, "--to", "latest", code=2)
        assert "Make the cluster jocular-kangaroo-dev-restored from jocular-kangaroo-dev as of latest" in result.stderr
        assert "0 to 2 ACU" in result.stderr
        assert "--yes" in result.stderr
        assert not aws.asked("rds.RestoreDBClusterToPointInTime")

    def test_it_restores(self, rds: Any, aws: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("joey.aws.restore.cluster._enable_data_api", lambda _: None)
        aws.answer("rds-data.ExecuteStatement", {"records": []})
        joey("aws", "snapshot", "--stack", STACK, "--name", "joey-x")
        arguments = ("--cluster", "jocular-kangaroo-dev", "--snapshot", "joey-x", "--as", "new", "--yes")
        told = json.loads(joey("aws", "restore", *arguments, "--json").stdout)
        assert told["restored"]["cluster"] == "new"
        assert told["restored"]["instances"] == ["new-1"]
        assert told["next"][0].startswith("See which migrations it has: joey status --url 'rds-data:///postgres?")
        again = joey("aws", "restore", *arguments)
        assert "Go on with the cluster new" in again.stderr
        assert "from_database_cluster_attributes" in again.stderr
        assert told["restored"]["url"] in again.stdout

    @pytest.mark.parametrize("text", ["yesterday", "2026-11-22T16:53:04", "2026-13-01T00:00:00Z"])
    def test_a_time_that_is_none(self, rds: Any, text: str) -> None:
        fails("CONFIGURATION", 2, "aws", "restore", "--stack", STACK, "--to", text)

    def test_both(self, rds: Any) -> None:
        assert "not both" in fails("CONFIGURATION", 2, "aws", "restore", "--snapshot", "a", "--to", "latest")
