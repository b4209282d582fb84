"""Restore points and snapshots: against moto, and against botocore's Stubber where moto has no truth.

Moto has none for: a snapshot that takes its time or fails, one of days ago, a quota, a missing right, a busy cluster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber
from moto import mock_aws

from joey.aws import backup
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, PermissionDenied, ResourceExhausted, SqlSyntaxError, Timeout

CLUSTER = "arn:aws:rds:us-west-2:123456789012:cluster:jocular-kangaroo-dev"
DATABASE = "jocular_kangaroo"
HASH = "ab" * 32
NAME = backup.snapshot_name(CLUSTER, DATABASE, HASH)


@pytest.fixture
def rds() -> Iterator[Any]:
    """RDS as moto plays it, with the guide's cluster."""
    with mock_aws():
        client = boto3.client("rds")
        for name in ("jocular-kangaroo-dev", "jocular-kangaroo-prod"):
            client.create_db_cluster(
                DBClusterIdentifier=name,
                Engine="aurora-postgresql",
                MasterUsername="m",
                MasterUserPassword="a password",
            )
        yield client


@pytest.fixture
def stub() -> Iterator[Stubber]:
    """RDS as a script of answers, all of which must be asked for."""
    with Stubber(boto3.client("rds")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


class Clock:
    """A clock that runs only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def described(status: str, *, cluster: str = "jocular-kangaroo-dev", age: timedelta = timedelta()) -> dict[str, Any]:
    return {
        "DBClusterSnapshotIdentifier": NAME,
        "DBClusterIdentifier": cluster,
        "Status": status,
        "PercentProgress": 45,
        "SnapshotCreateTime": datetime.now(UTC) - age,
        "DBClusterSnapshotArn": f"arn:aws:rds:us-west-2:123456789012:cluster-snapshot:{NAME}",
    }


def take(rds: Any, *, wait: float = 60, clock: Clock | None = None, **more: Any) -> backup.Snapshot:
    clock = clock or Clock()
    return backup.snapshot(rds, CLUSTER, DATABASE, HASH, wait=wait, clock=clock, sleep=clock.sleep, **more)


class TestName:
    @pytest.mark.parametrize(
        "database",
        ["jocular_kangaroo", "Ärger mit Namen", "-", "--a--", "9lives", "a" * 63, "a_" * 31, "日本", "A.B/C"],
    )
    def test_rds_takes_it(self, database: str) -> None:
        name = backup.snapshot_name(CLUSTER, database, HASH)
        for text in (name, f"{name}-2026112214"):
            assert re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", text)
            assert "--" not in text
            assert len(text) <= 63

    def test_it_is_the_same_for_the_same_deployment_only(self) -> None:
        assert re.fullmatch(r"joey-jocular-kangaroo-[0-9a-f]{12}", NAME)
        assert backup.snapshot_name("jocular-kangaroo-dev", DATABASE, HASH) == NAME
        other = [
            backup.snapshot_name(CLUSTER.replace("-dev", "-prod"), DATABASE, HASH),
            backup.snapshot_name(CLUSTER, DATABASE, "cd" * 32),
        ]
        assert len({NAME, *other}) == 3


class TestPolicy:
    @pytest.mark.parametrize(
        ("policy", "wanted"), [("destructive", ("0002_b",)), ("always", ("0001_a", "0002_b")), ("never", ())]
    )
    def test_which_migrations_want_one(self, policy: str, wanted: tuple[str, ...]) -> None:
        assert backup.wanted(policy, ["0001_a", "0002_b"], {"0000_x", "0002_b"}) == wanted

    def test_nothing_pending_wants_none(self) -> None:
        assert backup.wanted("always", [], {"0000_x"}) == ()

    def test_a_word_that_is_no_policy(self) -> None:
        with pytest.raises(ConfigurationError, match="not 'sometimes'"):
            backup.wanted("sometimes", [], ())


class TestSnapshot:
    def test_it_is_made_and_tagged(self, rds: Any) -> None:
        said: list[str] = []
        made = take(rds, tags={"joey:migrations": "0007_drop (1 of 2); and more"}, say=said.append)
        assert (made.name, made.cluster, made.made) == (NAME, "jocular-kangaroo-dev", True)
        (found,) = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=NAME)["DBClusterSnapshots"]
        tags = {tag["Key"]: tag["Value"] for tag in found["TagList"]}
        assert tags == {
            "joey": "backup",
            "joey:cluster": "jocular-kangaroo-dev",
            "joey:database": DATABASE,
            "joey:manifest": HASH,
            "joey:migrations": "0007_drop _1 of 2__ and more",
        }
        assert said == [f"Snapshot {NAME} of the cluster jocular-kangaroo-dev is being made"]
        assert str(made).endswith("made in 0 s")

    def test_a_second_try_takes_it_over(self, rds: Any) -> None:
        first, second = take(rds), take(rds)
        assert (second.name, second.arn, second.made) == (first.name, first.arn, False)
        assert len(backup.snapshots(rds, CLUSTER, kind="manual")) == 1

    def test_two_environments_have_two(self, rds: Any) -> None:
        take(rds)
        other = CLUSTER.replace("-dev", "-prod")
        assert backup.snapshot(rds, other, DATABASE, HASH, wait=1).made
        assert len(backup.snapshots(rds, other, kind="manual")) == 1

    def test_an_old_one_is_no_backup(self, stub: Stubber) -> None:
        stub.add_client_error("create_db_cluster_snapshot", "DBClusterSnapshotAlreadyExistsFault")
        old = described("available", age=timedelta(days=3))
        stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [old]})
        stub.add_response("create_db_cluster_snapshot", {"DBClusterSnapshot": described("available")})
        assert re.fullmatch(rf"{NAME}-\d{{10}}", take(stub.client).name)

    @pytest.mark.parametrize("wrong", [{"status": "failed"}, {"status": "available", "cluster": "another"}])
    def test_what_bears_its_name_and_is_none_is_refused(self, stub: Stubber, wrong: dict[str, str]) -> None:
        for _ in range(2):
            stub.add_client_error("create_db_cluster_snapshot", "DBClusterSnapshotAlreadyExistsFault")
            stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described(**wrong)]})
        with pytest.raises(ConfigurationError, match=f"There is a snapshot {NAME}") as caught:
            take(stub.client)
        assert "delete-db-cluster-snapshot" in (caught.value.hint or "")

    def test_it_is_waited_for(self, stub: Stubber) -> None:
        stub.add_response("create_db_cluster_snapshot", {"DBClusterSnapshot": described("creating")})
        for status in ("creating", "creating", "available"):
            asked = {"DBClusterSnapshotIdentifier": NAME}
            stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described(status)]}, asked)
        assert take(stub.client).seconds == 15

    def test_the_deadline_is_kept_and_the_next_try_goes_on(self, stub: Stubber) -> None:
        clock = Clock()
        stub.add_response("create_db_cluster_snapshot", {"DBClusterSnapshot": described("creating")})
        for _ in range(3):
            stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described("creating")]})
        with pytest.raises(Timeout, match=r"not ready yet \(45 %\) after 12 s") as caught:
            take(stub.client, wait=12, clock=clock)
        assert clock.now == 12
        assert "taken over" in (caught.value.hint or "")
        stub.add_client_error("create_db_cluster_snapshot", "DBClusterSnapshotAlreadyExistsFault")
        stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described("creating")]})
        stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described("available")]})
        assert not take(stub.client, clock=clock).made

    def test_a_busy_cluster_is_waited_for(self, stub: Stubber) -> None:
        stub.add_client_error("create_db_cluster_snapshot", "InvalidDBClusterStateFault", "not in available state")
        stub.add_response("create_db_cluster_snapshot", {"DBClusterSnapshot": described("available")})
        assert take(stub.client).made
        for _ in range(3):
            stub.add_client_error("create_db_cluster_snapshot", "InvalidDBClusterStateFault", "not in available state")
        with pytest.raises(Timeout, match="could not be made: not in available state"):
            take(stub.client, wait=10)

    def test_one_that_fails_while_it_is_made(self, stub: Stubber) -> None:
        stub.add_response("create_db_cluster_snapshot", {"DBClusterSnapshot": described("creating")})
        stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [described("failed")]})
        with pytest.raises(ConfigurationError, match="its status is failed"):
            take(stub.client)

    @pytest.mark.parametrize(
        ("code", "status", "error"),
        [
            ("AccessDenied", 403, PermissionDenied),
            ("SnapshotQuotaExceededFault", 400, ResourceExhausted),
            ("DBClusterNotFoundFault", 404, ConfigurationError),
        ],
    )
    def test_what_aws_refuses(self, stub: Stubber, code: str, status: int, error: type[JoeyError]) -> None:
        stub.add_client_error("create_db_cluster_snapshot", code, "no", status)
        with pytest.raises(
            error, match=f"The snapshot {NAME} of the cluster jocular-kangaroo-dev could not be made: no"
        ):
            take(stub.client)


class TestPrune:
    def test_only_our_own_oldest_go(self, rds: Any) -> None:
        rds.create_db_cluster_snapshot(
            DBClusterSnapshotIdentifier="manual-before-migration", DBClusterIdentifier="jocular-kangaroo-dev"
        )
        for number in range(4):
            backup.snapshot(rds, CLUSTER, DATABASE, f"{number}", wait=1, name=f"joey-{number}")
        backup.snapshot(rds, CLUSTER.replace("-dev", "-prod"), DATABASE, "", wait=1, name="joey-prod")
        assert backup.prune(rds, CLUSTER, keep=2) == ("joey-0", "joey-1")
        left = [one["DBClusterSnapshotIdentifier"] for one in backup.snapshots(rds, CLUSTER, kind="manual")]
        assert left == ["manual-before-migration", "joey-2", "joey-3"]
        assert len(backup.snapshots(rds, CLUSTER.replace("-dev", "-prod"), kind="manual")) == 1
        with pytest.raises(ConfigurationError, match="At least one"):
            backup.prune(rds, CLUSTER, keep=0)

    def test_a_missing_right(self, stub: Stubber) -> None:
        found = described("available") | {"TagList": [{"Key": "joey", "Value": "backup"}]}
        stub.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [found, found]}, ANY_PARAMETERS)
        stub.add_client_error("delete_db_cluster_snapshot", "AccessDenied", "no", 403)
        with pytest.raises(PermissionDenied) as caught:
            backup.prune(stub.client, CLUSTER, keep=1)
        assert "rds:DeleteDBClusterSnapshot" in (caught.value.hint or "")


ANY_PARAMETERS = {"DBClusterIdentifier": ANY, "SnapshotType": "manual"}


class TestRestorePoint:
    def test_it_tells_time_position_and_window(self, rds: Any, database: Database) -> None:
        with closing(connect(database.url)) as connection:
            point = backup.restore_point(connection, rds, CLUSTER)
        assert abs(datetime.fromisoformat(point.time) - datetime.now(UTC)) < timedelta(minutes=1)
        assert re.fullmatch(r"[0-9A-F]+/[0-9A-F]+", point.lsn or "")
        assert point.earliest
        assert point.latest
        assert point.warnings == ()
        assert point.to_json()["lsn"] == point.lsn

    def test_what_can_not_be_told_is_a_warning(self, stub: Stubber, database: Database) -> None:
        stub.add_client_error("describe_db_clusters", "AccessDenied", "not authorized to perform", 403)
        with closing(connect(database.url)) as connection:
            point = backup.restore_point(_NoPosition(connection), stub.client, CLUSTER)
        assert (point.lsn, point.earliest, point.latest) == (None, None, None)
        assert datetime.fromisoformat(point.time).tzinfo is UTC
        assert [warning.partition(":")[0] for warning in point.warnings] == [
            "The restore point lacks the position in the WAL",
            "The restorable window could not be read",
        ]

    def test_no_cluster(self, rds: Any, database: Database) -> None:
        with closing(connect(database.url)) as connection:
            point = backup.restore_point(connection, rds, "gone")
        assert point.lsn
        assert len(point.warnings) == 1


class _NoPosition:
    """A connection to a server that doesn't tell its position in the WAL, as a standby doesn't."""

    def __init__(self, connection: Any) -> None:
        self.query: Callable[[str], Any] = lambda sql: connection.query(sql) if "wal" not in sql else self._refuse()

    def _refuse(self) -> None:
        raise SqlSyntaxError("WAL control functions cannot be executed during recovery", sqlstate="55000")
