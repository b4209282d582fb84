"""The construct: a function that migrates, and the custom resources that call it in each deployment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct, IValidation

from joey.aws import bundle, phases
from joey.aws.cdk import monitoring, permissions
from joey.aws.cdk.refusals import told
from joey.aws.settings import POLICIES
from joey.errors import ConfigurationError

RESOURCE_TYPE = "Custom::DatabaseMigration"
RUN = 15 * 60
"""Seconds: as long as a Lambda function may run."""
WAIT = 60
"""Seconds: how old CloudFormation's event may get before the function has begun."""
ANSWER = RUN + WAIT + 60
"""Seconds that CloudFormation waits for an answer: for the longest run, and then for the dead-man."""


class DatabaseMigration(Construct):
    """The migrations of one database, applied by each deployment that brings new ones.

    Before what is named by `before`, all migrations are applied, and the deployment fails and is rolled back where one
    fails. Those that `contract` names are held back until what is named by `after` is deployed.
    """

    @told
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: rds.IDatabaseCluster,
        database: str,
        migrations: str | os.PathLike[str],
        environment: str,
        secret: secretsmanager.ISecret | None = None,
        contract: Sequence[str] = (),
        backup: Literal["destructive", "always", "never"] = "destructive",
        tracking_table: str = "drizzle_migrations",
        bookkeeping_schema: str = "joey",
        handler: str | os.PathLike[str] | None = None,
        function_name: str | None = None,
        log_group: logs.ILogGroup | None = None,
        log_retention: logs.RetentionDays = logs.RetentionDays.ONE_YEAR,
        alarm_topic: sns.ITopic | None = None,
        dashboard: bool = True,
    ) -> None:
        """Bundle the migrations, and add all that runs them to the stack.

        `cluster` has the Data API on. `secret` is the login of the migrating role; by default the cluster's own.
        `migrations` is the folder, `environment` the name in log and metrics. `contract` are patterns of tags.
        `handler` is a folder with an index.py of your own, which calls joey's. `function_name` also names the log
        group; with `log_group` an existing one is written to.

        Raises ConfigurationError for arguments that can't work, and what stands against bundling the folder.
        """
        super().__init__(scope, id)
        self.cluster = cluster
        self.secret = _login(cluster, secret)
        self.database = _named("database", database)
        _named("environment", environment)
        _require_data_api(cluster)
        if backup not in POLICIES:
            raise ConfigurationError(f"backup={backup!r} is none of {', '.join(POLICIES)}")

        stack = cdk.Stack.of(self)
        made, code = self._bundle(migrations, handler)
        self.manifest_hash = made.manifest.hash
        self.contract_tags = phases.contract_tags([file.tag for file in made.manifest.files], contract)

        group_name = f"/aws/lambda/{function_name}" if function_name else None
        self.log_group = log_group or _log_group(self, "Log", group_name, log_retention)
        self.dead_man = self._dead_man(code, function_name, log_retention)

        statements = [
            permissions.may_log(self.log_group),
            *permissions.may_migrate(cluster.cluster_arn, self.secret, stack),
            permissions.may_read_stack(stack),
            permissions.may_invoke(self.dead_man),
        ]
        if backup != "never":
            statements += permissions.may_snapshot(cluster.cluster_arn, database, stack)
        self.role = permissions.role(self, "Role", f"Migrates {database} ({environment})", statements)
        if backup != "never":
            ends = "A snapshot's name ends with a hash of what it precedes, which a role can't know."
            permissions.acknowledge(self.role, permissions.snapshots_arn(database, stack), ends)
        if log_group is not None:
            streams = "All streams of one log group; Lambda names them."
            permissions.acknowledge(self.role, log_group.log_group_arn, streams)

        self.function = lambda_.Function(
            self,
            "Function",
            function_name=function_name,
            description=f"Migrates {database} ({environment})",
            code=code,
            handler="index.handler",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=512,
            timeout=cdk.Duration.seconds(RUN),
            # Without a policy of its own that CDK adds to: the role has what it needs.
            role=self.role.without_policy_updates(),
            log_group=self.log_group,
            # Lambda would run a crashed event twice more, while CloudFormation has long been told.
            retry_attempts=0,
            max_event_age=cdk.Duration.seconds(WAIT),
            on_failure=destinations.LambdaDestination(self.dead_man),  # pyright: ignore[reportArgumentType]
            environment={
                "JOEY_CLUSTER_ARN": cluster.cluster_arn,
                "JOEY_SECRET_ARN": self.secret.secret_arn,
                "JOEY_DATABASE": database,
                "JOEY_ENVIRONMENT": environment,
                "JOEY_BACKUP": backup,
                "JOEY_TRACKING_TABLE": tracking_table,
                "JOEY_BOOKKEEPING_SCHEMA": bookkeeping_schema,
            },
        )

        self.expand = self._step(self, "Expand", phases.EXPAND)
        """The custom resource that migrates before the application."""
        self.contract: cdk.CustomResource | None = None
        """The custom resource that runs the contract files; made by `after`."""
        self.node.add_validation(_ContractHasItsPlace(self))

        self.alarms = monitoring.alarms(self, environment, self.function, self.dead_man, RUN, alarm_topic)
        if dashboard:
            monitoring.dashboard(self, environment, self.log_group, self.alarms)
        monitoring.save_queries(self, function_name or self.node.path, self.log_group)
        self._outputs()

    def before(self, *applications: IConstruct) -> None:
        """Deploy these only after the migrations are applied; constructs of any stack, or stacks."""
        for application in applications:
            application.node.add_dependency(self.expand)

    @told
    def after(self, *applications: IConstruct, scope: Construct | None = None) -> None:
        """Run the contract files only after these are deployed.

        The resource that does it stands in the stack of the first of them, or in `scope`: it can't stand in this
        stack when they are deployed after it.
        """
        if self.contract is None:
            self.contract = self._contract_step(scope, applications)
            self.contract.node.add_dependency(self.expand)
        self.contract.node.add_dependency(*applications)

    def _contract_step(self, scope: Construct | None, applications: Sequence[IConstruct]) -> cdk.CustomResource:
        here = cdk.Stack.of(self)
        if not applications:
            raise ConfigurationError("after() names nothing", hint="Name what is deployed before the contract files.")
        whole = next((one for one in applications if cdk.Stack.is_stack(one)), None)
        if whole is not None and scope is None:
            raise ConfigurationError(
                f"after({whole.node.id}): a whole stack, which what comes after it can't be a part of",
                hint="Name the construct in it that serves requests, or give scope=, another stack.",
            )
        there = cdk.Stack.of(scope or applications[0])
        if there is here:
            return self._step(scope or self, "Contract", phases.CONTRACT)
        step = self._step(scope or there, f"{self.node.id}Contract", phases.CONTRACT)
        step.node.add_dependency(permissions.grant(step, "MayReadStack", self.role, permissions.may_read_stack(there)))
        return step

    def _step(self, scope: Construct, id: str, phase: str) -> cdk.CustomResource:
        """A custom resource that calls the function when the migrations change, or where they go."""
        step = cdk.CustomResource(
            scope,
            id,
            resource_type=RESOURCE_TYPE,
            service_token=self.function.function_arn,
            service_timeout=cdk.Duration.seconds(ANSWER),
            properties={
                "ManifestHash": self.manifest_hash,
                "Phase": phase,
                "Contract": list(self.contract_tags),
                # Another cluster (a restored one) may lack what the hash says is applied.
                "Cluster": self.cluster.cluster_arn,
                "Database": self.database,
            },
        )
        # The cluster counts as made before it has an instance that answers; the function, before it has the settings
        # of its asynchronous calls.
        step.node.add_dependency(self.cluster, self.function)
        return step

    def _dead_man(
        self, code: lambda_.Code, function_name: str | None, retention: logs.RetentionDays
    ) -> lambda_.Function:
        """The function that tells CloudFormation of a run that ended without an answer."""
        name = f"{function_name}-DeadMan" if function_name else None
        group = _log_group(self, "DeadManLog", f"/aws/lambda/{name}" if name else None, retention)
        role = permissions.role(self, "DeadManRole", "Answers for a migration that can't", [permissions.may_log(group)])
        return lambda_.Function(
            self,
            "DeadMan",
            function_name=name,
            description=f"Tells CloudFormation when the migration of {self.database} ended without an answer",
            code=code,
            handler="joey.aws.deadman.handler",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=128,
            timeout=cdk.Duration.seconds(30),
            role=role.without_policy_updates(),
            log_group=group,
        )

    def _bundle(
        self, migrations: str | os.PathLike[str], handler: str | os.PathLike[str] | None
    ) -> tuple[bundle.Bundle, lambda_.Code]:
        """The zip, made in the assembly, so that it is there as long as what refers to it."""
        stage = cdk.Stage.of(self)
        assert stage is not None
        directory = Path(stage.asset_outdir)
        directory.mkdir(parents=True, exist_ok=True)
        made = bundle.build(migrations, directory / f"{self.node.addr}.zip", index=handler)
        for number, warning in enumerate(made.warnings):
            cdk.Validations.of(self).add_warning(f"joey:bundle{number}", warning)
        # Named by what it holds: CDK looks at a path only once.
        named = made.path.replace(directory / f"joey-{made.sha256}.zip")
        return made, lambda_.Code.from_asset(str(named))

    def _outputs(self) -> None:
        stack = cdk.Stack.of(self)
        prefix = "".join(c for c in self.node.path.removeprefix(stack.node.path) if c.isalnum())
        for name, value, says in (
            ("FunctionName", self.function.function_name, "The function that migrates"),
            ("LogGroupName", self.log_group.log_group_name, "Where it logs"),
            ("ClusterArn", self.cluster.cluster_arn, "The cluster that it migrates"),
            ("SecretArn", self.secret.secret_arn, "The login that it uses"),
            ("DatabaseName", self.database, "The database that it migrates"),
            ("ManifestHash", self.manifest_hash, "What was deployed: the hash of the migrations"),
        ):
            output = cdk.CfnOutput(self, name, value=value, description=says)
            output.override_logical_id(f"{prefix}{name}")  # `joey aws --stack` finds them by how they end


@jsii.implements(IValidation)
class _ContractHasItsPlace:
    """What is wrong with a construct that holds migrations back, and is never told until when."""

    def __init__(self, migration: DatabaseMigration) -> None:
        self._migration = migration

    def validate(self) -> list[str]:
        held = self._migration.contract_tags
        if not held or self._migration.contract is not None:
            return []
        return [f"contract= holds {', '.join(held)} back, but after() doesn't say what they wait for"]


def _login(cluster: rds.IDatabaseCluster, secret: secretsmanager.ISecret | None) -> secretsmanager.ISecret:
    found: secretsmanager.ISecret | None = secret or getattr(cluster, "secret", None)
    if found is None:
        raise ConfigurationError(
            f"The cluster {cluster.node.path} has no secret of its own",
            hint="Give secret=, the secret in Secrets Manager with the login of the migrating role.",
        )
    return found


def _named(argument: str, value: str) -> str:
    if not value or value.isspace():
        raise ConfigurationError(f"{argument}={value!r} names nothing")
    return value


def _require_data_api(cluster: rds.IDatabaseCluster) -> None:
    """An error where a cluster is made without the Data API; of an imported one that isn't known."""
    made = cluster.node.default_child
    if not isinstance(made, rds.CfnDBCluster):
        return
    if cdk.Stack.of(cluster).resolve(made.enable_http_endpoint) is not True:
        raise ConfigurationError(
            f"The cluster {cluster.node.path} has no Data API, by which migrations reach it",
            hint="Make it with enable_data_api=True.",
        )


def _log_group(scope: Construct, id: str, name: str | None, retention: logs.RetentionDays) -> logs.LogGroup:
    """A log group that outlives its stack, unless the stack was never finished: then the name must be free again."""
    keep = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    return logs.LogGroup(scope, id, log_group_name=name, retention=retention, removal_policy=keep)
