"""Every stack that the tests of the templates look at, synthesized by one process: `stacks.py OUT`.

jsii starts a Node.js process and takes seconds to load, so this happens once a session, outside of pytest. In OUT:
`deploy.template.json`, from the application in the documentation; `example`, the assembly of the example's own app.py;
`tests`, that of the stacks below and the example's once more, with cdk-nag's verdict on all; `refusals.json`, what was
said to arguments that can't work.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import assertions
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from cdk_nag import AwsSolutionsChecks

from joey.aws.cdk import DatabaseMigration

EXAMPLE = Path(__file__).parents[2] / "examples" / "jocular_kangaroo"
FOLDER = EXAMPLE / "drizzle"


def imported(stack: cdk.Stack, id: str = "Cluster") -> rds.IDatabaseCluster:
    """A cluster that is there already."""
    return rds.DatabaseCluster.from_database_cluster_attributes(stack, id, cluster_identifier="there-already")


def secret(stack: cdk.Stack) -> secretsmanager.ISecret:
    """The login of a migrating role, in a secret with a key of its own."""
    key = kms.Key.from_key_arn(
        stack, "Key", "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-4333-8444-555555555555"
    )
    arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:migrator-AbCdEf"
    return secretsmanager.Secret.from_secret_attributes(stack, "Secret", secret_complete_arn=arn, encryption_key=key)


def application(stack: cdk.Stack, id: str = "Application") -> lambda_.Function:
    """What serves requests with the schema that the migrations make."""
    return lambda_.Function(
        stack,
        id,
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        runtime=lambda_.Runtime.PYTHON_3_14,
        role=iam.Role.from_role_name(stack, f"{id}Role", "application"),
    )


def stacks(app: cdk.App) -> None:
    """The construct in all its forms."""
    west = cdk.Environment(account="111122223333", region="us-west-2")

    least = cdk.Stack(app, "Least", env=west)
    DatabaseMigration(
        least,
        "Migration",
        cluster=imported(least),
        secret=secret(least),
        database="kangaroo",
        migrations=FOLDER,
        environment="test",
        backup="never",
        dashboard=False,
        log_group=logs.LogGroup.from_log_group_name(least, "Log", "left-from-before"),
        alarm_topic=sns.Topic.from_topic_arn(least, "Topic", "arn:aws:sns:us-west-2:111122223333:alarms"),
    )

    around = cdk.Stack(app, "Around", env=west)
    migration = DatabaseMigration(
        around,
        "Migration",
        cluster=imported(around),
        secret=secret(around),
        database="kangaroo",
        migrations=FOLDER,
        environment="test",
        contract=["0003_*"],
        log_group=logs.LogGroup(around, "MigrationLog"),
    )
    first = application(around)
    migration.before(first)
    migration.after(first, application(around, "Worker"))

    database = cdk.Stack(app, "Database", env=west)
    across = DatabaseMigration(
        database,
        "Migration",
        cluster=imported(database),
        secret=secret(database),
        database="kangaroo",
        migrations=FOLDER,
        environment="test",
        contract=["0003_audit_and_policies"],
    )
    service = cdk.Stack(app, "Service", env=west)
    served = application(service)
    across.before(served)
    across.after(served)
    whole = cdk.Stack(app, "Whole", env=west)
    application(whole)
    across.before(whole)


def refusals(out: Path) -> dict[str, str]:
    """What is said to each argument that can't work; nothing to those that can."""

    def migration(stack: cdk.Stack, **given: Any) -> DatabaseMigration:
        usual = {"cluster": imported(stack), "database": "kangaroo", "migrations": FOLDER, "environment": "test"}
        return DatabaseMigration(stack, "Migration", **{"secret": secret(stack), **usual, **given})

    def held(stack: cdk.Stack) -> DatabaseMigration:
        return migration(stack, contract=["0003_*"])

    def cluster(stack: cdk.Stack, **given: Any) -> rds.DatabaseCluster:
        engine = rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_17_9)
        vpc, writer = ec2.Vpc(stack, "Vpc"), rds.ClusterInstance.serverless_v2("Writer")
        return rds.DatabaseCluster(stack, "Made", engine=engine, vpc=vpc, writer=writer, **given)

    def bucket() -> object:
        own = cdk.App(outdir=str(out / "bucket"))
        s3.Bucket(cdk.Stack(own, "Open"), "Bucket")
        cdk.Validations.of(own).add_plugins(AwsSolutionsChecks(own))
        return own.synth()

    wrong = out / "drizzle"
    wrong.mkdir(parents=True)
    (wrong / "0000_wrong.sql").write_text("SELECT 1;\nCRATE TABLE crates ();\n")

    tries: dict[str, Callable[[cdk.Stack], object]] = {
        "no folder": lambda stack: migration(stack, migrations="/nowhere/drizzle"),
        "a wrong file": lambda stack: migration(stack, migrations=wrong),
        "no database": lambda stack: migration(stack, database=" "),
        "no environment": lambda stack: migration(stack, environment=""),
        "no secret": lambda stack: migration(stack, secret=None),
        "no such policy": lambda stack: migration(stack, backup="sometimes"),
        "no such contract": lambda stack: migration(stack, contract=["0009_*"]),
        "no index": lambda stack: migration(stack, handler=EXAMPLE / "src"),
        "a bucket that cdk-nag refuses": lambda stack: bucket(),
        "no Data API": lambda stack: migration(stack, cluster=cluster(stack)),
        "a Data API": lambda stack: migration(stack, cluster=cluster(stack, enable_data_api=True), secret=None),
        "held for nobody": lambda stack: (held(stack), cdk.Stage.of(stack).synth()),
        "after nothing": lambda stack: held(stack).after(),
        "after a stack": lambda stack: held(stack).after(stack),
    }
    said = {}
    app = cdk.App(outdir=str(out))
    for number, (name, attempt) in enumerate(tries.items()):
        try:
            attempt(cdk.Stack(cdk.Stage(app, f"Try{number}"), "Refused"))
            said[name] = ""
        except Exception as error:
            said[name] = "".join(traceback.format_exception_only(error))
    return said


def documented(out: Path) -> None:
    """The application that docs/aws/deploy.md shows, as it stands there."""
    page = (EXAMPLE.parents[1] / "docs" / "aws" / "deploy.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "deploy.md", "exec"), {})
    (out / "example" / "JocularKangaroo-DatabaseStack-Dev.template.json").rename(out / "deploy.template.json")


def main(out: Path) -> None:
    """Synthesize all."""
    infra = EXAMPLE / "infra"
    sys.path.insert(0, str(infra))
    os.chdir(infra)
    documented(out)
    runpy.run_path(str(EXAMPLE / "infra" / "app.py"))

    from lib.database_stack import DEV, PROD, DatabaseStack

    app = cdk.App(outdir=str(out / "tests"))
    for environment in (DEV, PROD):
        DatabaseStack(app, f"JocularKangaroo-DatabaseStack-{environment.name}", environment=environment)
    stacks(app)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    for stack in app.node.children:
        if isinstance(stack, cdk.Stack):
            assertions.Template.from_stack(stack)  # refuses a template whose resources wait for each other in a circle
    (out / "refusals.json").write_text(json.dumps(refusals(out / "refused")))


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
