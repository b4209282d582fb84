"""The way back, noted or made before anything is applied: a restore point, and a snapshot of the cluster.

A restore point costs nothing: Aurora's continuous backup can restore any second of its window, and the point says
which one. A snapshot takes minutes and outlives that window; it is made where the policy asks for it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joey.aws.faults import as_joey_error, code
from joey.aws.settings import POLICIES
from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, JoeyError, Timeout

PREFIX = "joey-"
"""How the names of all our snapshots begin: the role's policy knows them by it."""
TAG = "joey"
"""The tag, with the value `backup`, without which no snapshot is ever pruned."""

_LONGEST = 63  # characters in the name of an RDS snapshot
_FRESH = timedelta(hours=1)
_POLL = 5.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A moment just before a run; what could not be told is None, and a warning says why.

    Times are ISO 8601 in UTC; `earliest` and `latest` bound what the continuous backup could restore then.
    """

    time: str
    lsn: str | None = None
    earliest: str | None = None
    latest: str | None = None
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        at = f" ({self.lsn})" if self.lsn else ""
        window = f", restorable since {self.earliest}" if self.earliest else ""
        return f"Restore point {self.time}{at}{window}"

    def to_json(self) -> dict[str, Any]:
        """The `RestorePoint` of answers and log lines."""
        return asdict(self) | {"warnings": list(self.warnings)}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A manual snapshot of a cluster, ready to be restored; `made` where this run has begun it."""

    name: str
    cluster: str
    arn: str
    time: str
    made: bool
    seconds: int

    def __str__(self) -> str:
        how = f"made in {self.seconds} s" if self.made else f"was there, of {self.time}"
        return f"Snapshot {self.name} of the cluster {self.cluster} {how}"

    def to_json(self) -> dict[str, Any]:
        """What log lines and `--json` tell of it."""
        return asdict(self)


def identifier(cluster: str) -> str:
    """The cluster's identifier, from that or its ARN."""
    return cluster.rsplit(":", 1)[-1]


def wanted(policy: str, pending: Iterable[str], destructive: Collection[str]) -> tuple[str, ...]:
    """The pending migrations for whose sake the policy asks for a snapshot; empty: none is needed."""
    if policy not in POLICIES:
        raise ConfigurationError(f"backup must be {' or '.join(POLICIES)}, not {policy!r}", hint="See JOEY_BACKUP.")
    return tuple(tag for tag in pending if policy == "always" or (policy == "destructive" and tag in destructive))


def restore_point(connection: Connection, rds: Any, cluster: str) -> RestorePoint:
    """What to restore to if the run that follows is to be undone; it never fails a run."""
    warnings: list[str] = []
    now, lsn = utc(datetime.now(UTC)), None
    try:
        ((now,),) = connection.query(
            """SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
        )
        ((lsn,),) = connection.query("SELECT pg_catalog.pg_current_wal_lsn()::text")
    except JoeyError as error:
        warnings.append(f"The restore point lacks the position in the WAL: {error.message}")
    earliest = latest = None
    try:
        (found,) = rds.describe_db_clusters(DBClusterIdentifier=identifier(cluster))["DBClusters"]
        earliest, latest = (utc(found.get(f"{end}RestorableTime")) for end in ("Earliest", "Latest"))
    except Exception as error:
        # Whatever it is: what would be lost here is a note, and the run goes on.
        warnings.append(as_joey_error(error, "The restorable window could not be read").message)
    return RestorePoint(str(now), lsn, earliest, latest, tuple(warnings))


def snapshot_name(cluster: str, database: str, manifest_hash: str) -> str:
    """`joey-<database>-<hash12>`, as RDS takes it: lower case, no double hyphen, at most 63 characters.

    Names are one for an account and region, so the hash is that of cluster and manifest: two environments with the
    same database and the same migrations have two snapshots.
    """
    hash12 = hashlib.sha256(f"{identifier(cluster)}\0{manifest_hash}".encode()).hexdigest()[:12]
    return name_of(database, hash12)


def name_of(database: str, end: str) -> str:
    """`joey-<database>-<end>`, with room left for an hour at its end."""
    room = _LONGEST - len(PREFIX) - 1 - len(end) - len("-2026112214")
    plain = re.sub(r"[^a-z0-9]+", "-", database.lower()).strip("-")[:room].strip("-")
    return f"{PREFIX}{plain or 'database'}-{end}"


def snapshot(
    rds: Any,
    cluster: str,
    database: str,
    manifest_hash: str,
    *,
    wait: float,
    name: str | None = None,
    tags: Mapping[str, str] | None = None,
    say: Say = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Snapshot:
    """A snapshot of the cluster, waited for `wait` seconds; an error means that nothing may be applied.

    One that an earlier try has begun under the same name is taken over, as long as it is fresh: what is older than
    an hour is no backup of what is there now, and a new one gets the hour at its end.
    """
    until, began = clock() + wait, clock()
    chosen = name or snapshot_name(cluster, database, manifest_hash)
    given = {TAG: "backup", "joey:cluster": identifier(cluster), "joey:database": database} | dict(tags or {})
    if manifest_hash:
        given["joey:manifest"] = manifest_hash
    request = {
        "DBClusterIdentifier": identifier(cluster),
        "Tags": [{"Key": key, "Value": _tag(value)} for key, value in sorted(given.items())],
    }
    for last in (False, True):
        made = _begin(rds, {**request, "DBClusterSnapshotIdentifier": chosen}, until, clock, sleep)
        found = made or _described(rds, chosen)
        if made or (found is not None and _usable(found, cluster)):
            break
        if name is not None or last:
            state = found.get("Status") if found else "gone"
            raise ConfigurationError(
                f"There is a snapshot {chosen} already, which can't be used: {state}, of the cluster"
                f" {found.get('DBClusterIdentifier') if found else '?'}",
                hint=f"Delete it: aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier {chosen}",
            )
        chosen = f"{chosen}-{datetime.now(UTC):%Y%m%d%H}"
    say(f"Snapshot {chosen} of the cluster {identifier(cluster)} {'is being made' if made else 'is taken over'}")
    while found is None or found.get("Status") != "available":
        if found is not None and found.get("Status") not in ("creating", "pending", None):
            raise ConfigurationError(
                f"The snapshot {chosen} could not be made: its status is {found['Status']}",
                hint="The RDS console has the cluster's events; run it again when they are settled.",
            )
        left = until - clock()
        if left <= 0:
            percent = f" ({found['PercentProgress']} %)" if found and found.get("PercentProgress") is not None else ""
            raise Timeout(
                f"The snapshot {chosen} is not ready yet{percent} after {round(clock() - began)} s",
                hint="It goes on being made. Run the same again: it is taken over.",
            )
        sleep(min(_POLL, left))
        found = _described(rds, chosen)
    return Snapshot(
        name=chosen,
        cluster=identifier(cluster),
        arn=found.get("DBClusterSnapshotArn", ""),
        time=utc(found.get("SnapshotCreateTime")) or "",
        made=bool(made),
        seconds=round(clock() - began),
    )


def prune(rds: Any, cluster: str, keep: int) -> tuple[str, ...]:
    """The names of our own older snapshots of the cluster, now deleted; the `keep` newest stay, and all of others'."""
    if keep < 1:
        raise ConfigurationError(f"At least one snapshot is kept, not {keep}")
    found = snapshots(rds, cluster, kind="manual")
    ready = [one for one in found if _tags(one).get(TAG) == "backup" and one.get("Status") == "available"]
    gone = []
    for old in ready[: max(0, len(ready) - keep)]:
        name = old["DBClusterSnapshotIdentifier"]
        try:
            rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=name)
        except Exception as error:
            action = "rds:DeleteDBClusterSnapshot"
            raise as_joey_error(error, f"The snapshot {name} could not be deleted", action=action) from error
        gone.append(name)
    return tuple(gone)


def snapshots(rds: Any, cluster: str, *, kind: str | None = None) -> list[dict[str, Any]]:
    """All snapshots of a cluster as RDS describes them, the oldest first; `kind` is manual or automated."""
    asked = {"DBClusterIdentifier": identifier(cluster)} | ({"SnapshotType": kind} if kind else {})
    try:
        pages = list(rds.get_paginator("describe_db_cluster_snapshots").paginate(**asked))
    except Exception as error:
        what = f"The snapshots of the cluster {identifier(cluster)} could not be listed"
        raise as_joey_error(error, what, action="rds:DescribeDBClusterSnapshots") from error
    found = [one for page in pages for one in page["DBClusterSnapshots"]]
    return sorted(
        found, key=lambda one: (utc(one.get("SnapshotCreateTime")) or "~", one["DBClusterSnapshotIdentifier"])
    )


def _begin(
    rds: Any, request: dict[str, Any], until: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> dict[str, Any] | None:
    """The snapshot as it begins, or None where one of this name is there; waits for a cluster that is busy."""
    name, cluster = request["DBClusterSnapshotIdentifier"], request["DBClusterIdentifier"]
    while True:
        try:
            made: dict[str, Any] = rds.create_db_cluster_snapshot(**request)["DBClusterSnapshot"]
            return made
        except Exception as error:
            if code(error) == "DBClusterSnapshotAlreadyExistsFault":
                return None
            busy = code(error) == "InvalidDBClusterStateFault"
            if not busy or clock() >= until:
                what = f"The snapshot {name} of the cluster {cluster} could not be made"
                if busy:
                    hint = "The cluster is busy, perhaps with another backup. Run the same again later."
                    raise Timeout(as_joey_error(error, what).message, hint=hint) from error
                raise as_joey_error(error, what, action="rds:CreateDBClusterSnapshot") from error
            sleep(min(_POLL, max(0.0, until - clock())))


def _described(rds: Any, name: str) -> dict[str, Any] | None:
    try:
        found: list[dict[str, Any]] = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=name)[
            "DBClusterSnapshots"
        ]
    except Exception as error:
        if code(error) == "DBClusterSnapshotNotFoundFault":
            return None
        what = f"The snapshot {name} could not be looked up"
        raise as_joey_error(error, what, action="rds:DescribeDBClusterSnapshots") from error
    return found[0] if found else None


def _usable(found: Mapping[str, Any], cluster: str) -> bool:
    """Whether what bears the name is a backup of this cluster as it is now."""
    made = found.get("SnapshotCreateTime")
    fresh = made is None or moment(made) > datetime.now(UTC) - _FRESH
    ready = found.get("Status") in ("creating", "available")
    return ready and fresh and found.get("DBClusterIdentifier") == identifier(cluster)


def _tags(found: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag.get("Value", "") for tag in found.get("TagList") or ()}


def _tag(value: str) -> str:
    """As much of a text as the value of a tag may hold."""
    return re.sub(r"[^\w\s.:/=+@-]", "_", value, flags=re.ASCII)[:256]


def moment(value: Any) -> datetime:
    """A time of AWS, in UTC where it says nothing else."""
    made = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def utc(value: Any) -> str | None:
    """A time of AWS as ISO 8601 in UTC, to the millisecond."""
    if value is None:
        return None
    return moment(value).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
