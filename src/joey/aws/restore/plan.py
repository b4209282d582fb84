"""What a restore would make: what is taken over from the source, looked up and checked before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joey.aws.backup import identifier, moment, utc
from joey.aws.faults import as_joey_error, code
from joey.aws.services import Services
from joey.errors import ConfigurationError, Conflict

RESTORED = "joey:restored-from"
"""The tag of a restored cluster, by which a second try knows the first one's."""

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, from what; nothing has been done yet.

    `origin` is the snapshot's name, a time, or `latest`. `secret` is how the login is had: `managed` (RDS keeps it
    in Secrets Manager), `copied` (a new secret like the source's, with a new password), or `kept` (the source's own,
    which isn't the master's). `there` claims that an earlier try has begun it.
    """

    source: Described
    instances: tuple[Described, ...]
    snapshot: Described | None
    to: datetime | None
    origin: str
    target: str
    database: str
    secret: str
    source_secret: str | None
    same_version: bool
    there: bool

    @property
    def tags(self) -> list[dict[str, str]]:
        """Those of the source, and the one that says where it comes from."""
        own = [tag for tag in self.source.get("TagList") or () if not tag["Key"].startswith(("aws:", "joey:"))]
        come_from = f"{self.source['DBClusterIdentifier']}/{self.origin}"
        return [*own, {"Key": RESTORED, "Value": come_from}]

    def lines(self) -> list[str]:
        """What will be done, for a person to agree to."""
        source = self.source
        scaling = source.get("ServerlessV2ScalingConfiguration") or {}
        capacity = f", {scaling['MinCapacity']:g} to {scaling['MaxCapacity']:g} ACU" if scaling else ""
        groups = ", ".join(group["VpcSecurityGroupId"] for group in source.get("VpcSecurityGroups") or ())
        classes = ", ".join(one["DBInstanceClass"] for one in self.instances)
        name = source["DBClusterIdentifier"]
        what = f"the snapshot {self.origin}" if self.snapshot else f"{name} as of {self.origin}"
        version = (self.snapshot or source).get("EngineVersion")
        login = {
            "managed": "a secret that RDS manages",
            "copied": "a new secret like that of the source, with a new password",
            "kept": "the secret that is there, which isn't the master user's",
        }[self.secret]
        return [
            f"{'Go on with' if self.there else 'Make'} the cluster {self.target} from {what}",
            f"  PostgreSQL {version}{capacity}, subnet group {source.get('DBSubnetGroup')}, security groups {groups}",
            f"  instances: {classes}; the Data API enabled; {login}",
            f"  The cluster {name} is left as it is. Both cost money while they run.",
        ]


def plan(
    services: Services,
    cluster: str,
    *,
    snapshot: str | None = None,
    to: datetime | None = None,
    latest: bool = False,
    target: str | None = None,
    secret: str | None = None,
    database: str | None = None,
) -> Plan:
    """What restoring would make, every part looked up and checked; nothing is changed."""
    rds = services.client("rds")
    source = described(rds, cluster)
    if source is None:
        raise ConfigurationError(
            f"There is no cluster {identifier(cluster)} in {services.region}, whose network and settings to take over",
            hint="A snapshot of a deleted cluster: aws rds restore-db-cluster-from-snapshot; docs/aws/rollback.md.",
        )
    if source.get("Engine") != "aurora-postgresql" or source.get("EngineMode") == "serverless":
        raise ConfigurationError(
            f"The cluster {source['DBClusterIdentifier']} is {source.get('Engine')} {source.get('EngineMode', '')}, and"
            " only Aurora PostgreSQL (provisioned, Serverless v2) is restored"
        )
    kept = _snapshot(rds, snapshot, source) if snapshot else None
    if to is not None:
        _within(to, source)
    origin = snapshot or (utc(to) if to else "latest") or "latest"
    chosen = target or f"{source['DBClusterIdentifier'][:54].rstrip('-')}-restored"
    found = described(rds, chosen)
    if found is not None:
        _ours(found, f"{source['DBClusterIdentifier']}/{origin}", chosen)
    elif not latest and to is None and kept is None:
        raise ConfigurationError("What to restore isn't said", hint="Give a snapshot or a time.")
    version = (kept or source).get("EngineVersion", "")
    return Plan(
        source=source,
        instances=_instances(rds, source),
        snapshot=kept,
        to=to,
        origin=origin,
        target=chosen,
        database=database or source.get("DatabaseName") or "postgres",
        secret=_login(services, source, secret),
        source_secret=secret,
        same_version=str(version).partition(".")[0] == str(source.get("EngineVersion", "")).partition(".")[0],
        there=found is not None,
    )


def described(rds: Any, cluster: str) -> dict[str, Any] | None:
    """A cluster as RDS describes it, or None where there is none."""
    try:
        found: list[dict[str, Any]] = rds.describe_db_clusters(DBClusterIdentifier=identifier(cluster))["DBClusters"]
    except Exception as error:
        if code(error) == "DBClusterNotFoundFault":
            return None
        what = f"The cluster {identifier(cluster)} could not be looked up"
        raise as_joey_error(error, what, action="rds:DescribeDBClusters") from error
    return found[0] if found else None


def _snapshot(rds: Any, name: str, source: Described) -> dict[str, Any]:
    try:
        (found,) = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=name)["DBClusterSnapshots"]
    except Exception as error:
        if code(error) == "DBClusterSnapshotNotFoundFault":
            raise ConfigurationError(
                f"There is no snapshot {name}", hint="joey aws restore, without more, lists them."
            ) from None
        what = f"The snapshot {name} could not be looked up"
        raise as_joey_error(error, what, action="rds:DescribeDBClusterSnapshots") from error
    if found["DBClusterIdentifier"] != source["DBClusterIdentifier"]:
        raise Conflict(
            f"The snapshot {name} is one of the cluster {found['DBClusterIdentifier']}, not of"
            f" {source['DBClusterIdentifier']}",
            hint="Is it another stack's? --cluster names the cluster itself.",
        )
    if found.get("Status") != "available":
        raise ConfigurationError(f"The snapshot {name} is not available: {found.get('Status')}", hint="Wait for it.")
    checked: dict[str, Any] = found
    return checked


def _within(to: datetime, source: Described) -> None:
    earliest, latest = source.get("EarliestRestorableTime"), source.get("LatestRestorableTime")
    early = earliest is not None and to < moment(earliest)
    late = to > (moment(latest) if latest is not None else datetime.now(UTC))
    if early or late:
        raise ConfigurationError(
            f"{utc(to)} can't be restored: {source['DBClusterIdentifier']} keeps {utc(earliest)} to {utc(latest)}",
            hint="Give a time within, --to latest, or a snapshot.",
        )


def _ours(found: Described, origin: str, name: str) -> None:
    """An error where a cluster bears the name of the one to be made, and isn't the same restore."""
    come_from = {tag["Key"]: tag.get("Value") for tag in found.get("TagList") or ()}.get(RESTORED)
    if come_from != origin:
        what = f"which was restored from {come_from}" if come_from else "which joey has not restored"
        raise Conflict(f"There is a cluster {name} already, {what}", hint="Give another name: --as NAME")


def _instances(rds: Any, source: Described) -> tuple[dict[str, Any], ...]:
    """The source's instances, the writer first; where it has none, what would fit it."""
    writers = {
        one["DBInstanceIdentifier"] for one in source.get("DBClusterMembers") or () if one.get("IsClusterWriter")
    }
    try:
        pages = rds.get_paginator("describe_db_instances").paginate(
            Filters=[{"Name": "db-cluster-id", "Values": [source["DBClusterIdentifier"]]}]
        )
        found = [one for page in pages for one in page["DBInstances"]]
    except Exception as error:
        what = f"The instances of {source['DBClusterIdentifier']} could not be looked up"
        raise as_joey_error(error, what, action="rds:DescribeDBInstances") from error
    found.sort(key=lambda one: (one["DBInstanceIdentifier"] not in writers, one["DBInstanceIdentifier"]))
    if not found:
        if not source.get("ServerlessV2ScalingConfiguration"):
            raise ConfigurationError(
                f"The cluster {source['DBClusterIdentifier']} has no instance, whose class to take over",
                hint="Add one to it, or restore by hand: docs/aws/rollback.md.",
            )
        found = [{"DBInstanceClass": "db.serverless"}]
    return tuple(found)


def _login(services: Services, source: Described, secret: str | None) -> str:
    """How the restored cluster gets a login that works: what is in the snapshot may have been rotated since."""
    if secret is None or secret == (source.get("MasterUserSecret") or {}).get("SecretArn"):
        return "managed"
    import json

    try:
        text = services.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
        user = json.loads(text)["username"]
    except (KeyError, ValueError, TypeError):
        raise ConfigurationError(
            f"The secret {secret} is not the JSON of a database's login",
            hint='It holds {"username": "…", "password": "…"}.',
        ) from None
    except Exception as error:
        what = f"The secret {secret} could not be read"
        raise as_joey_error(error, what, action="secretsmanager:GetSecretValue") from error
    return "copied" if user == source.get("MasterUsername") else "kept"
