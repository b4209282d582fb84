"""A new cluster from a snapshot or a moment of another, made ready for a stack.

RDS itself restores the storage only. Here also: network, parameters, scaling, encryption, instances, the Data API and
a login that works. All progress lies in AWS, and each step first looks whether it is done: a restore that was
interrupted goes on when it is begun again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from joey.aws.faults import as_joey_error, code
from joey.aws.restore.login import give_login
from joey.aws.restore.plan import Plan
from joey.aws.restore.work import Say, Work, state_of
from joey.aws.services import Services
from joey.errors import Conflict, PermissionDenied, Timeout

_ANSWERS = 300.0
"""Seconds within which the Data API takes a password that has just been changed, or wakes an instance."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A cluster that was restored, and how it is reached; `secret` is an ARN, never what it holds."""

    cluster: str
    arn: str
    endpoint: str
    port: int
    instances: tuple[str, ...]
    secret: str
    database: str
    region: str
    origin: str
    security_groups: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def url(self) -> str:
        """The database through the Data API."""
        words = urlencode({"cluster": self.arn, "secret": self.secret, "region": self.region}, safe=":/!")
        return f"rds-data:///{self.database}?{words}"

    def to_json(self) -> dict[str, Any]:
        """The `restored` of `aws restore --json`."""
        names = ("cluster", "arn", "endpoint", "port", "secret", "database", "region", "origin", "url")
        lists = ("instances", "security_groups", "notes")
        return {name: getattr(self, name) for name in names} | {name: list(getattr(self, name)) for name in lists}


def restore(
    services: Services,
    plan: Plan,
    *,
    wait: float,
    say: Say = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Restored:
    """Carry a plan out, or on; what is there already is left as it is."""
    work = Work(services, plan, say, clock() + wait, clock, sleep)
    if not plan.there:
        _begin(work)
    work.wait(f"The cluster {plan.target}", lambda: state_of(work.cluster(), "Status", plan.target))
    instances = _add_instances(work)
    _enable_data_api(work)
    secret = give_login(work)
    cluster = work.cluster()
    _try(work, cluster["DBClusterArn"], secret)
    return Restored(
        cluster=plan.target,
        arn=cluster["DBClusterArn"],
        endpoint=cluster.get("Endpoint", ""),
        port=int(cluster.get("Port") or 5432),
        instances=tuple(instances),
        secret=secret,
        database=plan.database,
        region=services.region,
        origin=plan.origin,
        security_groups=tuple(one["VpcSecurityGroupId"] for one in cluster.get("VpcSecurityGroups") or ()),
        notes=tuple(_notes(plan)),
    )


def _begin(work: Work) -> None:
    """Have RDS restore the storage, with everything of the source's that it takes along then."""
    plan, source = work.plan, work.plan.source
    storage = str(source.get("StorageType"))
    shared = {
        "DBClusterIdentifier": plan.target,
        "Port": source.get("Port"),
        "DBSubnetGroupName": source.get("DBSubnetGroup"),
        "VpcSecurityGroupIds": [one["VpcSecurityGroupId"] for one in source.get("VpcSecurityGroups") or ()] or None,
        "DBClusterParameterGroupName": source.get("DBClusterParameterGroup") if plan.same_version else None,
        "KmsKeyId": source.get("KmsKeyId") if source.get("StorageEncrypted") else None,
        "EnableIAMDatabaseAuthentication": source.get("IAMDatabaseAuthenticationEnabled"),
        "EnableCloudwatchLogsExports": source.get("EnabledCloudwatchLogsExports") or None,
        "DeletionProtection": source.get("DeletionProtection"),
        "CopyTagsToSnapshot": source.get("CopyTagsToSnapshot"),
        "ServerlessV2ScalingConfiguration": _scaling(source),
        "StorageType": storage if storage.startswith("aurora") else None,
        "NetworkType": source.get("NetworkType"),
        "BackupRetentionPeriod": source.get("BackupRetentionPeriod"),
        "PreferredBackupWindow": source.get("PreferredBackupWindow"),
        "Tags": plan.tags,
    }
    what = f"The cluster {plan.target} could not be restored"
    work.say(f"Restoring {plan.target} from {plan.origin}")
    if plan.snapshot is not None:
        version = {"Engine": source["Engine"], "EngineVersion": plan.snapshot.get("EngineVersion")}
        snapshot = plan.snapshot["DBClusterSnapshotIdentifier"]
        work.ask("rds", "restore_db_cluster_from_snapshot", what, SnapshotIdentifier=snapshot, **version, **shared)
        return
    moment = {"RestoreToTime": plan.to} if plan.to is not None else {"UseLatestRestorableTime": True}
    source_name = source["DBClusterIdentifier"]
    work.ask(
        "rds", "restore_db_cluster_to_point_in_time", what, SourceDBClusterIdentifier=source_name, **moment, **shared
    )


def _scaling(source: Mapping[str, Any]) -> dict[str, Any] | None:
    """Serverless v2's capacity; without the writer's word on pausing where it never pauses."""
    found = source.get("ServerlessV2ScalingConfiguration") or {}
    kept = ("MinCapacity", "MaxCapacity", "SecondsUntilAutoPause")
    return {name: found[name] for name in kept if found.get(name) is not None} or None


def _add_instances(work: Work) -> list[str]:
    """One instance for each of the source's, all waited for; their names."""
    plan = work.plan
    names = []
    for number, like in enumerate(plan.instances, 1):
        name = f"{plan.target}-{number}"
        names.append(name)
        found = _instance(work, name)
        if found is not None:
            if found.get("DBClusterIdentifier") != plan.target:
                raise Conflict(
                    f"There is an instance {name} already, and it isn't one of {plan.target}",
                    hint="Give another name: --as NAME",
                )
            continue
        insights = bool(like.get("PerformanceInsightsEnabled"))
        groups = [one["DBParameterGroupName"] for one in like.get("DBParameterGroups") or ()]
        work.say(f"Adding the instance {name} ({like['DBInstanceClass']})")
        work.ask(
            "rds",
            "create_db_instance",
            f"The instance {name} could not be made",
            DBInstanceIdentifier=name,
            DBClusterIdentifier=plan.target,
            DBInstanceClass=like["DBInstanceClass"],
            Engine=plan.source["Engine"],
            DBParameterGroupName=groups[0] if groups and plan.same_version else None,
            PubliclyAccessible=like.get("PubliclyAccessible"),
            AutoMinorVersionUpgrade=like.get("AutoMinorVersionUpgrade"),
            PromotionTier=like.get("PromotionTier"),
            MonitoringInterval=like.get("MonitoringInterval"),
            MonitoringRoleArn=like.get("MonitoringRoleArn"),
            EnablePerformanceInsights=insights or None,
            PerformanceInsightsKMSKeyId=like.get("PerformanceInsightsKMSKeyId") if insights else None,
            PerformanceInsightsRetentionPeriod=like.get("PerformanceInsightsRetentionPeriod") if insights else None,
            CACertificateIdentifier=like.get("CACertificateIdentifier"),
            Tags=plan.tags,
        )
    for name in names:
        work.wait(f"The instance {name}", partial(_state_of_instance, work, name))
    return names


def _state_of_instance(work: Work, name: str) -> tuple[str, bool]:
    return state_of(_instance(work, name), "DBInstanceStatus", name)


def _instance(work: Work, name: str) -> dict[str, Any] | None:
    try:
        found: list[dict[str, Any]] = work.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    except Exception as error:
        if code(error) in ("DBInstanceNotFound", "DBInstanceNotFoundFault"):
            return None
        what = f"The instance {name} could not be looked up"
        raise as_joey_error(error, what, action="rds:DescribeDBInstances") from error
    return found[0] if found else None


def _enable_data_api(work: Work) -> None:
    cluster = work.cluster()
    if not cluster.get("HttpEndpointEnabled"):
        work.say("Enabling the Data API")
        arn = cluster["DBClusterArn"]
        work.ask("rds", "enable_http_endpoint", "The Data API could not be enabled", ResourceArn=arn)
        work.wait("The Data API", lambda: ("being enabled", bool(work.cluster().get("HttpEndpointEnabled"))))


def _try(work: Work, arn: str, secret: str) -> None:
    """Ask the restored database something through the Data API, as whoever uses it will."""
    client = work.services.client("rds-data")
    what = "The restored cluster doesn't answer through the Data API"
    last: list[Exception] = []

    def look() -> tuple[str, bool]:
        try:
            client.execute_statement(resourceArn=arn, secretArn=secret, database=work.plan.database, sql="SELECT 1")
        except Exception as error:
            last.append(as_joey_error(error, what, action="rds-data:ExecuteStatement"))
            if isinstance(last[-1], PermissionDenied):
                raise last[-1] from error
            return code(error) or type(error).__name__, False
        return "answering", True

    try:
        work.wait("The Data API of the restored cluster", look, patience=_ANSWERS)
    except Timeout:
        raise last[-1] from None


def _notes(plan: Plan) -> Iterable[str]:
    """What was not taken over, and a person must see to."""
    if not plan.same_version:
        yield "The parameter groups were not taken over: they are for another major version of PostgreSQL."
    for role in plan.source.get("AssociatedRoles") or ():
        feature = f" --feature-name {role['FeatureName']}" if role.get("FeatureName") else ""
        yield (
            f"A role of the source was not taken over: aws rds add-role-to-db-cluster --db-cluster-identifier"
            f" {plan.target} --role-arn {role['RoleArn']}{feature}"
        )
    if plan.secret == "copied":
        yield "The new secret is not rotated; in CDK, give it a rotation schedule."
    if plan.secret == "kept":
        yield "The secret's user has the password of that day: if it was rotated since, ALTER ROLE … PASSWORD."
