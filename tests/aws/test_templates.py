"""What the templates say: the facts on which migrations with each deployment depend."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from templating import CONSTRUCTS, DEV, EXAMPLE, PROD, ROOT, Template, read, spelled, statements

from joey.aws import bundle
from joey.aws.queries import SAVED_QUERIES


@pytest.fixture
def template(synthesis: Path) -> Template:
    """That of the example for development."""
    return read(synthesis, DEV)


# The example


def test_the_stacks_and_log_groups_of_the_guide(synthesis: Path) -> None:
    for stack, name in ((DEV, "Dev"), (PROD, "Prod")):
        _, function = read(synthesis, stack).one("AWS::Lambda::Function", "MigrationFunction")
        assert function["Properties"]["FunctionName"] == f"JocularKangaroo-DatabaseMigration-{name}"
        id, group = read(synthesis, stack).one("AWS::Logs::LogGroup", "MigrationLog")
        assert group["Properties"]["LogGroupName"] == f"/aws/lambda/JocularKangaroo-DatabaseMigration-{name}"
        assert function["Properties"]["LoggingConfig"] == {"LogGroup": {"Ref": id}}


def test_dev_pauses_and_prod_is_protected(synthesis: Path) -> None:
    (dev,) = read(synthesis, DEV).of("AWS::RDS::DBCluster", "Cluster").values()
    (prod,) = read(synthesis, PROD).of("AWS::RDS::DBCluster", "Cluster").values()
    for cluster in (dev, prod):
        assert cluster["Properties"]["EnableHttpEndpoint"] is True
        assert cluster["Properties"]["StorageEncrypted"] is True
        assert cluster["Properties"]["ManageMasterUserPassword"] is True
    assert dev["Properties"]["ServerlessV2ScalingConfiguration"] == {
        "MinCapacity": 0,
        "MaxCapacity": 2,
        "SecondsUntilAutoPause": 600,
    }
    assert prod["Properties"]["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 16}
    assert prod["Properties"]["DeletionProtection"] is True
    assert (prod["DeletionPolicy"], dev["DeletionPolicy"]) == ("Retain", "Snapshot")
    assert len(read(synthesis, PROD).of("AWS::RDS::DBInstance", "Cluster(Writer|Reader)")) == 2


def test_the_same_twice(synthesis: Path) -> None:
    """No time and no chance is in a template or its zip: a second synthesis is equal, byte for byte."""
    for stack in (DEV, PROD):
        for file in (f"{stack}.template.json", f"{stack}.assets.json"):
            first, second = (synthesis / app / file for app in ("example", "tests"))
            assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("stack", [DEV, PROD])
def test_a_needless_change_shows(stack: str, synthesis: Path, accept: bool) -> None:
    """The whole template, but for what the zip's name is made of: joey's own modules."""
    text = (synthesis / "tests" / f"{stack}.template.json").read_text()
    seen = re.sub(r"[0-9a-f]{64}\.(zip|json)", r"ASSET.\1", text) + "\n"
    kept = Path(__file__).with_name("templates") / f"{stack}.json"
    if accept:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(seen)
    assert seen == kept.read_text(), "if it should be so: pytest tests/aws/test_templates.py --accept"


def test_the_zip_is_what_the_functions_run(synthesis: Path, template: Template) -> None:
    files = json.loads((synthesis / "tests" / f"{DEV}.assets.json").read_text())["files"]
    ((hash, asset),) = [(k, v) for k, v in files.items() if v["source"]["packaging"] == "file" and ".zip" in str(v)]
    with zipfile.ZipFile(synthesis / "tests" / asset["source"]["path"]) as archive:
        inside = set(archive.namelist())
        assert archive.read("index.py") == (EXAMPLE / "infra/database/lambda/index.py").read_bytes()
        assert archive.read("logger.py") == (EXAMPLE / "infra/database/lambda/logger.py").read_bytes()
    assert {f"drizzle/{file.name}" for file in (EXAMPLE / "drizzle").glob("*.sql")} < inside
    functions = template.of("AWS::Lambda::Function", "Migration(Function|DeadMan)")
    assert {one["Properties"]["Handler"] for one in functions.values()} == {bundle.HANDLER, bundle.DEADMAN}
    for function in functions.values():
        module = function["Properties"]["Handler"].rpartition(".")[0]
        assert f"{module.replace('.', '/')}.py" in inside
        assert function["Properties"]["Code"]["S3Key"] == f"{hash}.zip"
        assert function["Properties"]["Architectures"] == ["arm64"]
        assert function["Properties"]["Runtime"] == "python3.14"


# The custom resource


@pytest.mark.parametrize("stack", CONSTRUCTS)
def test_cloudformation_waits_as_long_as_a_run_may_take(stack: str, synthesis: Path) -> None:
    template = read(synthesis, stack)
    _, step = template.one("Custom::DatabaseMigration", "MigrationExpand")
    _, function = template.one("AWS::Lambda::Function", "MigrationFunction")
    _, calls = template.one("AWS::Lambda::EventInvokeConfig", "MigrationFunctionEventInvokeConfig")
    run, wait = function["Properties"]["Timeout"], calls["Properties"]["MaximumEventAgeInSeconds"]
    assert (run, wait) == (900, 60)
    assert run + wait < int(step["Properties"]["ServiceTimeout"]) <= 3600


@pytest.mark.parametrize("stack", CONSTRUCTS)
def test_a_crashed_run_is_not_repeated_but_told(stack: str, synthesis: Path) -> None:
    template = read(synthesis, stack)
    dead_man, _ = template.one("AWS::Lambda::Function", "MigrationDeadMan")
    _, calls = template.one("AWS::Lambda::EventInvokeConfig", "MigrationFunctionEventInvokeConfig")
    assert calls["Properties"]["MaximumRetryAttempts"] == 0
    told = calls["Properties"]["DestinationConfig"]["OnFailure"]["Destination"]
    assert told == {"Fn::GetAtt": [dead_man, "Arn"]}


def test_it_waits_for_the_writer_and_for_the_settings_of_its_calls(template: Template) -> None:
    _, step = template.one("Custom::DatabaseMigration", "MigrationExpand")
    writer, _ = template.one("AWS::RDS::DBInstance", "ClusterWriter")
    calls, _ = template.one("AWS::Lambda::EventInvokeConfig", "MigrationFunctionEventInvokeConfig")
    assert {writer, calls} < set(step["DependsOn"])


def test_what_makes_cloudformation_call_it_again(template: Template, tmp_path: Path) -> None:
    """The manifest's hash, and where the migrations go; nothing that is new with every synthesis."""
    _, step = template.one("Custom::DatabaseMigration", "MigrationExpand")
    cluster, _ = template.one("AWS::RDS::DBCluster", "Cluster")
    built = bundle.build(EXAMPLE / "drizzle", tmp_path / "bundle.zip")
    token, timeout = (step["Properties"].pop(name) for name in ("ServiceToken", "ServiceTimeout"))
    assert (spelled(token).split(".")[1], timeout) == ("Arn>", "1020")
    assert spelled(step["Properties"].pop("Cluster")).endswith(f":cluster:<{cluster}>")
    assert step["Properties"] == {
        "ManifestHash": built.manifest.hash,
        "Phase": "expand",
        "Contract": [],
        "Database": "jocular_kangaroo",
    }


# Before and after the application


def test_the_application_stands_between_the_two_phases(synthesis: Path) -> None:
    template = read(synthesis, "Around")
    expand, first = template.one("Custom::DatabaseMigration", "MigrationExpand")
    _, last = template.one("Custom::DatabaseMigration", "MigrationContract")
    application, served = template.one("AWS::Lambda::Function", "Application")
    worker, _ = template.one("AWS::Lambda::Function", "Worker")
    assert served["DependsOn"] == [expand]
    assert {expand, application, worker} < set(last["DependsOn"])
    assert not {application, worker} & set(first["DependsOn"])
    phases = [one["Properties"].pop("Phase") for one in (first, last)]
    assert phases == ["expand", "contract"]
    assert first["Properties"] == last["Properties"]
    assert first["Properties"]["Contract"] == ["0003_audit_and_policies"]


def test_without_after_there_is_one_resource(template: Template) -> None:
    assert len(template.of("Custom::DatabaseMigration", "Migration(Expand|Contract)")) == 1


def test_an_application_in_another_stack(synthesis: Path) -> None:
    """What runs after it stands in its stack, and may ask about that stack, too."""
    service = read(synthesis, "Service")
    application, _ = service.one("AWS::Lambda::Function", "Application")
    _, last = service.one("Custom::DatabaseMigration", "MigrationContract")
    may, policy = service.one("AWS::IAM::Policy", "MigrationContractMayReadStack")
    assert {application, may} <= set(last["DependsOn"])
    assert last["Properties"]["Phase"] == "contract"
    (allowed,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (allowed["Action"], allowed["Resource"]) == ("cloudformation:DescribeStacks", {"Ref": "AWS::StackId"})
    manifest = json.loads((synthesis / "tests" / "manifest.json").read_text())["artifacts"]
    for stack in ("Service", "Whole"):
        assert "Database" in manifest[stack]["dependencies"]
    assert "Service" not in manifest["Database"]["dependencies"]


# What it may do


def test_the_role_may_do_this_and_nothing_else(template: Template) -> None:
    _, role = template.one("AWS::IAM::Role", "MigrationRole")
    cluster, _ = template.one("AWS::RDS::DBCluster", "Cluster")
    log, _ = template.one("AWS::Logs::LogGroup", "MigrationLog")
    dead_man, _ = template.one("AWS::Lambda::Function", "MigrationDeadMan")
    here = "arn:<AWS::Partition>:rds:<AWS::Region>:<AWS::AccountId>"
    acts = ("BatchExecuteStatement", "BeginTransaction", "CommitTransaction", "ExecuteStatement", "RollbackTransaction")
    data_api = [f"rds-data:{act}" for act in acts]
    snapshots = f"{here}:cluster-snapshot:joey-jocular-kangaroo-*"
    assert statements(role) == {
        "Log": (["logs:CreateLogStream", "logs:PutLogEvents"], [f"<{log}.Arn>"], None),
        "DataApi": (data_api, [f"{here}:cluster:<{cluster}>"], None),
        "Secret": (["secretsmanager:GetSecretValue"], [f"<{cluster}.MasterUserSecret.SecretArn>"], None),
        "RestorePoint": (["rds:DescribeDBClusters"], [f"{here}:cluster:<{cluster}>"], None),
        "Stack": (["cloudformation:DescribeStacks"], ["<AWS::StackId>"], None),
        "DeadMan": (["lambda:InvokeFunction"], [f"<{dead_man}.Arn>"], None),
        "MakeSnapshot": (["rds:CreateDBClusterSnapshot"], [f"{here}:cluster:<{cluster}>", snapshots], None),
        "Snapshot": (["rds:AddTagsToResource", "rds:DescribeDBClusterSnapshots"], [snapshots], None),
    }


def test_the_dead_man_may_only_log(template: Template) -> None:
    _, role = template.one("AWS::IAM::Role", "MigrationDeadManRole")
    assert statements(role).keys() == {"Log"}


@pytest.mark.parametrize("stack", CONSTRUCTS)
def test_no_managed_policy_and_no_policy_that_cdk_adds(stack: str, synthesis: Path) -> None:
    template = read(synthesis, stack)
    roles = template.of("AWS::IAM::Role", "Migration.*")
    assert len(roles) == 2
    for role in roles.values():
        assert "ManagedPolicyArns" not in role["Properties"]
        assert role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {
            "Service": "lambda.amazonaws.com"
        }
    assert not template.of("AWS::IAM::Policy", ".*")


def test_without_backup_there_is_no_right_to_snapshots_and_a_key_only_through_the_secret(synthesis: Path) -> None:
    _, role = read(synthesis, "Least").one("AWS::IAM::Role", "MigrationRole")
    found = statements(role)
    assert found.keys() == {"Log", "DataApi", "Secret", "SecretKey", "RestorePoint", "Stack", "DeadMan"}
    actions, (key,), condition = found["SecretKey"]
    assert actions == ["kms:Decrypt"]
    assert key == "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-4333-8444-555555555555"
    assert condition == {"StringEquals": {"kms:ViaService": "secretsmanager.us-west-2.amazonaws.com"}}
    _, log, _ = found.pop("Log")
    assert log == ["arn:<AWS::Partition>:logs:us-west-2:111122223333:log-group:left-from-before:*"]
    assert "*" not in json.dumps([resources for _, resources, _ in found.values()])


# What is seen of it


def test_the_log_outlives_the_stack(synthesis: Path) -> None:
    """But not one that was never finished: its name would stand in the way of the next try."""
    assert not read(synthesis, "Least").of("AWS::Logs::LogGroup", "MigrationLog")  # it was given one
    for stack in (DEV, PROD, "Database"):
        groups = read(synthesis, stack).of("AWS::Logs::LogGroup", "Migration(DeadMan)?Log")
        assert len(groups) == 2
        for group in groups.values():
            assert group["Properties"]["RetentionInDays"] == 365
            assert (group["DeletionPolicy"], group["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_the_saved_queries_are_word_for_word(template: Template) -> None:
    log, _ = template.one("AWS::Logs::LogGroup", "MigrationLog")
    saved = [one["Properties"] for one in template.of("AWS::Logs::QueryDefinition", "Migration.*").values()]
    folder = "JocularKangaroo-DatabaseMigration-Dev"
    assert [(one["Name"], one["QueryString"]) for one in saved] == [
        (f"{folder}/{query.name}", query.text) for query in SAVED_QUERIES
    ]
    assert all(one["LogGroupNames"] == [{"Ref": log}] for one in saved)
    assert saved[1]["QueryString"] == (
        'fields @timestamp, category, message\n| filter level = "ERROR"\n| stats count() by category'
    )


def test_alarms(synthesis: Path) -> None:
    from joey.aws import metrics

    template = read(synthesis, "Least")
    alarms = {re.sub("[0-9A-F]{8}$", "", id): one for id, one in template.of("AWS::CloudWatch::Alarm", ".*").items()}
    assert alarms.keys() == {f"Migration{name}" for name in ("Failed", "Crashed", "Unanswered", "Slow")}
    for alarm in alarms.values():
        assert alarm["Properties"]["AlarmActions"] == ["arn:aws:sns:us-west-2:111122223333:alarms"]
        assert alarm["Properties"]["TreatMissingData"] == "notBreaching"
    failed = alarms["MigrationFailed"]["Properties"]
    line = metrics.of_failure("NETWORK_ERROR", "test")
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert (failed["Namespace"], failed["MetricName"]) == (told["Namespace"], told["Metrics"][0]["Name"])
    assert failed["Dimensions"] == [{"Name": "Environment", "Value": "test"}]
    assert ["Environment"] in told["Dimensions"]
    assert alarms["MigrationSlow"]["Properties"]["Threshold"] == 0.8 * 900_000


def test_the_dashboard_asks_for_what_is_logged(template: Template, synthesis: Path) -> None:
    from joey.aws import metrics

    _, board = template.one("AWS::CloudWatch::Dashboard", "MigrationDashboard")
    body = json.loads(spelled(board["Properties"]["DashboardBody"]))
    asked = {
        metric[1] for widget in body["widgets"] for metric in widget["properties"].get("metrics", ()) if metric[1:]
    }
    lines = [metrics.of_success(1, 2, 3, "dev"), metrics.of_failure("NETWORK_ERROR", "dev")]
    logged = {metric["Name"] for line in lines for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
    assert asked | {"Failures"} == logged
    queries = [widget["properties"]["query"] for widget in body["widgets"] if widget["type"] == "log"]
    assert [query.split(" | ", 1)[1] for query in queries] == [query.text for query in SAVED_QUERIES]
    assert not read(synthesis, "Least").of("AWS::CloudWatch::Dashboard", ".*")


@pytest.mark.parametrize("stack", CONSTRUCTS)
def test_outputs_are_found_by_their_ends(stack: str, synthesis: Path) -> None:
    template = read(synthesis, stack)
    function, _ = template.one("AWS::Lambda::Function", "MigrationFunction")
    log = "left-from-before" if stack == "Least" else f"<{template.one('AWS::Logs::LogGroup', 'MigrationLog')[0]}>"
    _, step = template.one("Custom::DatabaseMigration", "MigrationExpand")
    outputs = {name: spelled(output["Value"]) for name, output in template.outputs.items() if "Export" not in output}
    assert outputs.keys() == {
        f"Migration{name}"
        for name in ("FunctionName", "LogGroupName", "ClusterArn", "SecretArn", "DatabaseName", "ManifestHash")
    }
    assert outputs["MigrationFunctionName"] == f"<{function}>"
    assert outputs["MigrationLogGroupName"] == log
    assert outputs["MigrationManifestHash"] == step["Properties"]["ManifestHash"]
    assert outputs["MigrationClusterArn"] == spelled(step["Properties"]["Cluster"])


@pytest.mark.parametrize("stack", CONSTRUCTS)
def test_the_function_understands_its_variables(stack: str, synthesis: Path) -> None:
    from joey.aws.settings import Settings

    template = read(synthesis, stack)
    _, function = template.one("AWS::Lambda::Function", "MigrationFunction")
    variables = {k: spelled(v) for k, v in function["Properties"]["Environment"]["Variables"].items()}
    known = {"<AWS::Partition>": "aws", "<AWS::Region>": "us-west-2", "<AWS::AccountId>": "111122223333"}
    for name, value in variables.items():
        for token, meant in known.items():
            value = value.replace(token, meant)
        variables[name] = re.sub(r":<\w+>$", ":jocular-kangaroo-dev", value)
        if variables[name].startswith("<"):
            variables[name] = "arn:aws:secretsmanager:us-west-2:111122223333:secret:rds!cluster-0a1b-AbCdEf"
    settings = Settings.of(variables)
    assert settings.region == "us-west-2"
    assert settings.backup == ("never" if stack == "Least" else "destructive")
    assert settings.environment == {DEV: "dev", PROD: "prod"}.get(stack, "test")
    assert {name for name in variables if not name.startswith("JOEY_")} == set()


# What can't work


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        ("no folder", "ResourceNotFound: Migrations folder not found at /nowhere/drizzle\nCheck `migrations`"),
        ("a wrong file", 'SqlSyntaxError: syntax error at or near "CRATE"\ndrizzle/0000_wrong.sql, line 2\n'),
        ("no database", "ConfigurationError: database=' ' names nothing"),
        ("no environment", "ConfigurationError: environment='' names nothing"),
        ("no secret", "ConfigurationError: The cluster .*/Cluster has no secret of its own\nGive secret="),
        ("no such policy", "ConfigurationError: backup='sometimes' is none of destructive, always, never"),
        (
            "no such contract",
            r"ConfigurationError: contract='0009_\*' names no migration\nThe folder has .* 0003",
        ),
        ("no index", "ConfigurationError: .*/src has no index.py\nLambda calls"),
        ("no Data API", "ConfigurationError: The cluster .*/Made has no Data API.*\nMake it with enable_data_api=True"),
        ("held for nobody", r"(?s:.*)contract= holds 0003_audit_and_policies back, but after\(\) doesn't say what"),
        ("after nothing", r"ConfigurationError: after\(\) names nothing\nName what"),
        ("after a stack", r"ConfigurationError: after\(Refused\): a whole stack.*\nName the construct"),
        ("a bucket that cdk-nag refuses", "(?s:.*)ERROR The S3 Bucket has server access logs disabled"),
    ],
)
def test_what_cannot_work_is_said_at_synth(attempt: str, said: str, synthesis: Path) -> None:
    """With its place and the way out, as they stand at the end of the traceback that cdk shows."""
    assert re.match(rf"([\w.]+\.)?{said}", json.loads((synthesis / "refusals.json").read_text())[attempt])


def test_a_cluster_with_a_data_api_and_a_secret_is_enough(synthesis: Path) -> None:
    assert json.loads((synthesis / "refusals.json").read_text())["a Data API"] == ""


# What others say


def test_cdk_nag_has_nothing_to_say(synthesis: Path) -> None:
    """All stacks went through it, or there would be no refusals.json; that it is awake, the bucket above shows."""
    report = json.loads((synthesis / "tests" / "validation-report.json").read_text())
    assert report["pluginReports"] == []


def test_cfn_lint_finds_no_error(synthesis: Path) -> None:
    """W3005: CDK itself writes a DependsOn where a reference says it already."""
    tests = (synthesis / "tests").glob("*.template.json")
    templates = sorted(str(file) for file in [synthesis / "deploy.template.json", *tests])
    assert len(templates) >= len(CONSTRUCTS)
    program = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([program, "-i", "W3005", "--", *templates], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# The documentation


def test_the_page_tells_of_every_right(synthesis: Path) -> None:
    page = (ROOT / "docs" / "aws" / "cdk.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (`[\w-]+:.*?) \|", page, re.MULTILINE)
    told = {sid: set(re.findall(r"`(.*?)`", actions)) for sid, actions in rows}
    given: dict[str, set[str]] = {}
    for stack in CONSTRUCTS:
        _, role = read(synthesis, stack).one("AWS::IAM::Role", "MigrationRole")
        given |= {sid: set(actions) for sid, (actions, _, _) in statements(role).items()}
    assert told == given
    (policy,) = re.findall(r"```json\n(\{\n  \"Version\".*?)```", (ROOT / "docs/aws/iam.md").read_text(), re.DOTALL)
    whole = {
        one["Sid"]: set([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
        for one in json.loads(policy)["Statement"]
    }
    assert whole == {sid: actions for sid, actions in given.items() if sid != "SecretKey"}


def test_the_application_of_the_page_that_deploys(synthesis: Path) -> None:
    """It was run as it stands there; the function and the custom resource are those of the example."""
    page = Template(json.loads((synthesis / "deploy.template.json").read_text())["Resources"], {})
    example = read(synthesis, DEV)
    for kind, id in (("Custom::DatabaseMigration", "MigrationExpand"), ("AWS::Lambda::Function", "MigrationFunction")):
        assert page.one(kind, id)[1]["Properties"].keys() == example.one(kind, id)[1]["Properties"].keys()


def test_the_page_tells_of_every_parameter() -> None:
    source = ROOT / "src" / "joey" / "aws" / "cdk" / "database_migration.py"
    functions = [node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.FunctionDef)]
    made = next(function for function in functions if function.name == "__init__" and function.args.kwonlyargs)
    page = (ROOT / "docs" / "aws" / "cdk.md").read_text().split("## Parameters")[1].split("\n## ")[0]
    told = [name for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    assert told == [argument.arg for argument in made.args.kwonlyargs]
