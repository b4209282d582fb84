"""What the migrating function may do: one statement a purpose, each on one thing, and nothing else.

(Here and beside: jsii's classes and their own interfaces call parameters differently, which pyright doesn't like.)
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from joey.aws.backup import snapshot_name

DATA_API = (
    "rds-data:BatchExecuteStatement",
    "rds-data:BeginTransaction",
    "rds-data:CommitTransaction",
    "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
)


def role(scope: Construct, id: str, description: str, statements: list[iam.PolicyStatement]) -> iam.Role:
    """A role for a Lambda function with these statements inline, and no managed policy."""
    return iam.Role(
        scope,
        id,
        assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),  # pyright: ignore[reportArgumentType]
        description=description,
        inline_policies={"Statements": iam.PolicyDocument(statements=statements)},
    )


def grant(scope: Construct, id: str, role: iam.Role, statement: iam.PolicyStatement) -> iam.Policy:
    """One more statement for a role, as a part of the stack of `scope`."""
    roles = [role]
    return iam.Policy(scope, id, roles=roles, statements=[statement])  # pyright: ignore[reportArgumentType]


def may_log(log_group: logs.ILogGroup) -> iam.PolicyStatement:
    """Writing its own log."""
    return _allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], log_group.log_group_arn)


def may_read_stack(stack: cdk.Stack) -> iam.PolicyStatement:
    """Asking whether the stack is being rolled back."""
    return _allow("Stack", ["cloudformation:DescribeStacks"], stack.stack_id)


def may_migrate(cluster_arn: str, secret: secretsmanager.ISecret, stack: cdk.Stack) -> list[iam.PolicyStatement]:
    """Running SQL on the cluster with the secret's login, and reading how far back the cluster can be restored."""
    statements = [
        _allow("DataApi", list(DATA_API), cluster_arn),
        _allow("Secret", ["secretsmanager:GetSecretValue"], secret.secret_arn),
        _allow("RestorePoint", ["rds:DescribeDBClusters"], cluster_arn),
    ]
    if secret.encryption_key is not None:
        decrypt = _allow("SecretKey", ["kms:Decrypt"], secret.encryption_key.key_arn)
        decrypt.add_condition("StringEquals", {"kms:ViaService": f"secretsmanager.{stack.region}.amazonaws.com"})
        statements.append(decrypt)
    return statements


def may_snapshot(cluster_arn: str, database: str, stack: cdk.Stack) -> list[iam.PolicyStatement]:
    """Making snapshots of the cluster under joey's names for this database, and waiting for them."""
    snapshots = snapshots_arn(database, stack)
    return [
        _allow("MakeSnapshot", ["rds:CreateDBClusterSnapshot"], cluster_arn, snapshots),
        _allow("Snapshot", ["rds:AddTagsToResource", "rds:DescribeDBClusterSnapshots"], snapshots),
    ]


def snapshots_arn(database: str, stack: cdk.Stack) -> str:
    """The ARN of all snapshots that joey makes for the sake of a database; their names end with a hash."""
    names = snapshot_name("", database, "").rsplit("-", 1)[0]
    form = cdk.ArnFormat.COLON_RESOURCE_NAME
    arn: str = stack.format_arn(service="rds", resource="cluster-snapshot", resource_name=f"{names}-*", arn_format=form)
    return arn


def acknowledge(role: iam.Role, arn: str, reason: str) -> None:
    """Tell cdk-nag, where it is used, why the role has a wildcard in this resource."""
    match cdk.Stack.of(role).resolve(arn):
        case str() as whole:
            parts: list[Any] = [whole]
        case {"Fn::Join": [_, list() as parts]}:
            pass
        case _:
            return  # an attribute of a resource: no rule looks into that
    said = "".join(part if isinstance(part, str) else f"<{part['Ref']}>" for part in parts)
    cdk.Validations.of(role).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{said}]", reason=reason))


def may_invoke(function: lambda_.Function) -> iam.PolicyStatement:
    """Handing an event that was not answered to another function."""
    return _allow("DeadMan", ["lambda:InvokeFunction"], function.function_arn)


def _allow(sid: str, actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=actions, resources=list(resources))
