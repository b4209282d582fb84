"""`joey aws restore`, the library behind it: against moto.

Moto has no truth for the Data API (enabling it, asking through it), for states that take their time, and for what a
missing right does; there the answers are this test's own, through botocore (tests/aws/account.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from account import NUMBER, REGION, Account, Refusal, account

from joey.aws import restore
from joey.aws.backup import snapshot
from joey.aws.services import Services
from joey.errors import ConfigurationError, Conflict, PermissionDenied, Timeout

SOURCE = "jocular-kangaroo-dev"
TARGET = "jocular-kangaroo-dev-restored"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Aurora:
    """The guide's cluster in an account, with a Data API that accepts the password that the cluster has."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.services = Services(REGION)
        self.rds = self.services.client("rds")
        self.secrets = self.services.client("secretsmanager")
        ec2 = self.services.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]
            for n, zone in enumerate("ab")
        ]
        self.group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
        self.rds.create_db_subnet_group(
            DBSubnetGroupName="private",
            DBSubnetGroupDescription="private",
            SubnetIds=[subnet["SubnetId"] for subnet in subnets],
        )
        self.rds.create_db_cluster_parameter_group(
            DBClusterParameterGroupName="ours", DBParameterGroupFamily="aurora-postgresql16", Description="ours"
        )
        self.rds.create_db_cluster(
            DBClusterIdentifier=SOURCE,
            Engine="aurora-postgresql",
            EngineVersion="16.4",
            DatabaseName="jocular_kangaroo",
            MasterUsername="kangaroo",
            MasterUserPassword="the old password",
            DBSubnetGroupName="private",
            VpcSecurityGroupIds=[self.group],
            DBClusterParameterGroupName="ours",
            StorageEncrypted=True,
            KmsKeyId=f"arn:aws:kms:{REGION}:{NUMBER}:key/ours",
            DeletionProtection=True,
            CopyTagsToSnapshot=True,
            BackupRetentionPeriod=14,
            ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": 8},
            EnableCloudwatchLogsExports=["postgresql"],
            Tags=[{"Key": "team", "Value": "infra"}],
        )
        for name, tier in (("b-writer", 1), ("a-reader", 15)):  # for moto the first is the writer
            self.rds.create_db_instance(
                DBInstanceIdentifier=name,
                DBClusterIdentifier=SOURCE,
                DBInstanceClass="db.serverless",
                Engine="aurora-postgresql",
                PromotionTier=tier,
            )
        self.enabled: set[str] = set()
        account.answer("rds.EnableHttpEndpoint", self._enable)
        account.answer("rds-data.ExecuteStatement", self._execute)
        self._describe_with_data_api()

    def _enable(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.enabled.add(asked["ResourceArn"])
        return {"ResourceArn": asked["ResourceArn"], "HttpEndpointEnabled": True}

    def _describe_with_data_api(self) -> None:
        """Moto's clusters never say that their Data API is enabled."""

        def told(parsed: dict[str, Any], **_: Any) -> None:
            for cluster in parsed.get("DBClusters", ()):
                cluster["HttpEndpointEnabled"] = cluster["DBClusterArn"] in self.enabled

        self.rds.meta.events.register("after-call.rds.DescribeDBClusters", told)

    def _execute(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["resourceArn"] not in self.enabled:
            raise Refusal("HttpEndpointNotEnabledException", "HttpEndpoint is not enabled")
        login = json.loads(self.secrets.get_secret_value(SecretId=asked["secretArn"])["SecretString"])
        given = [p for p in self.account.asked("rds.ModifyDBCluster") if p.get("MasterUserPassword")]
        if given and given[-1]["MasterUserPassword"] != login["password"]:
            raise Refusal("DatabaseErrorException", "password authentication failed; SQLState: 28P01")
        return {"records": [[{"longValue": 1}]]}

    def secret(self, user: str = "kangaroo") -> str:
        """A secret as CDK makes it for a cluster."""
        login = {"username": user, "password": "rotated since", "engine": "postgres", "dbname": "jocular_kangaroo"}
        login |= {"host": "old.example", "port": 5432, "dbClusterIdentifier": SOURCE}
        made = self.secrets.create_secret(Name=f"of-{user}", SecretString=json.dumps(login))
        return str(made["ARN"])

    def snapshot(self, name: str = "joey-before") -> str:
        return snapshot(self.rds, SOURCE, "jocular_kangaroo", "", wait=1, name=name).name

    def cluster(self, name: str = TARGET) -> dict[str, Any]:
        found: dict[str, Any] = self.rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
        return found

    def restored(self, plan: restore.Plan, *, wait: float = 3600, said: list[str] | None = None) -> restore.Restored:
        clock = Clock()
        say = (said if said is not None else []).append
        return restore.restore(self.services, plan, wait=wait, say=say, clock=clock, sleep=clock.sleep)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with account(monkeypatch) as made:
        yield made


@pytest.fixture
def aurora(aws: Account) -> Aurora:
    return Aurora(aws)


class TestWhole:
    def test_from_a_snapshot(self, aurora: Aurora, aws: Account) -> None:
        name = aurora.snapshot()
        plan = restore.plan(aurora.services, SOURCE, snapshot=name)
        assert (plan.target, plan.origin, plan.secret, plan.there) == (TARGET, name, "managed", False)
        made = aurora.restored(plan)
        found = aurora.cluster()
        assert found["DBSubnetGroup"] == "private"
        assert [one["VpcSecurityGroupId"] for one in found["VpcSecurityGroups"]] == [aurora.group]
        assert found["DBClusterParameterGroup"] == "ours"
        assert found["EngineVersion"] == "16.4"
        assert found["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 8.0}
        assert found["DeletionProtection"] is True
        assert {"Key": "team", "Value": "infra"} in found["TagList"]
        (asked,) = aws.asked("rds.RestoreDBClusterFromSnapshot")
        assert asked["KmsKeyId"] == f"arn:aws:kms:{REGION}:{NUMBER}:key/ours"
        assert asked["EnableCloudwatchLogsExports"] == ["postgresql"]
        assert asked["CopyTagsToSnapshot"] is True
        assert made.instances == (f"{TARGET}-1", f"{TARGET}-2")
        members = {one["DBInstanceIdentifier"]: one["PromotionTier"] for one in found["DBClusterMembers"]}
        assert members == {f"{TARGET}-1": 1, f"{TARGET}-2": 15}
        assert found["HttpEndpointEnabled"] is True
        assert made.secret == found["MasterUserSecret"]["SecretArn"]
        assert made.database == "jocular_kangaroo"
        assert made.url == f"rds-data:///jocular_kangaroo?cluster={made.arn}&secret={made.secret}&region={REGION}"
        assert aws.asked("rds-data.ExecuteStatement")[-1]["secretArn"] == made.secret
        assert aurora.cluster(SOURCE)["Status"] == "available"

    def test_to_a_moment(self, aurora: Aurora, aws: Account) -> None:
        moment = datetime.now(UTC)
        plan = restore.plan(aurora.services, SOURCE, to=moment, target="elsewhere")
        made = aurora.restored(plan)
        (asked,) = aws.asked("rds.RestoreDBClusterToPointInTime")
        assert asked["RestoreToTime"] == moment
        assert asked["SourceDBClusterIdentifier"] == SOURCE
        assert "UseLatestRestorableTime" not in asked
        assert made.cluster == "elsewhere"

    def test_to_the_latest(self, aurora: Aurora, aws: Account) -> None:
        aurora.restored(restore.plan(aurora.services, SOURCE, latest=True))
        (asked,) = aws.asked("rds.RestoreDBClusterToPointInTime")
        assert asked["UseLatestRestorableTime"] is True
        assert "RestoreToTime" not in asked


class TestLogin:
    def test_the_secret_of_cdk_is_copied_with_a_new_password(self, aurora: Aurora, aws: Account) -> None:
        secret = aurora.secret()
        before = aurora.secrets.get_secret_value(SecretId=secret)["SecretString"]
        said: list[str] = []
        plan = restore.plan(aurora.services, SOURCE, latest=True, secret=secret)
        assert plan.secret == "copied"
        made = aurora.restored(plan, said=said)
        login = json.loads(aurora.secrets.get_secret_value(SecretId=made.secret)["SecretString"])
        assert login["username"] == "kangaroo"
        assert login["dbClusterIdentifier"] == TARGET
        assert login["host"] == aurora.cluster()["Endpoint"] == made.endpoint
        assert login["dbname"] == "jocular_kangaroo"
        assert len(login["password"]) == 40
        assert aws.asked("rds.ModifyDBCluster")[-1]["MasterUserPassword"] == login["password"]
        # The source's secret and cluster are as they were, and nothing that is shown holds a password.
        assert made.secret != secret
        assert aurora.secrets.get_secret_value(SecretId=secret)["SecretString"] == before
        assert {p["DBClusterIdentifier"] for p in aws.asked("rds.ModifyDBCluster")} == {TARGET}
        shown = "\n".join([*said, *plan.lines(), *made.notes, json.dumps(made.to_json()), repr(made)])
        assert login["password"] not in shown
        assert "rotated since" not in shown

    def test_the_secret_of_another_user_is_kept(self, aurora: Aurora, aws: Account) -> None:
        secret = aurora.secret("migrator")
        plan = restore.plan(aurora.services, SOURCE, latest=True, secret=secret)
        made = aurora.restored(plan)
        assert (plan.secret, made.secret) == ("kept", secret)
        assert not aws.asked("rds.ModifyDBCluster")
        assert any("ALTER ROLE" in note for note in made.notes)

    def test_a_secret_that_is_none(self, aurora: Aurora) -> None:
        made = aurora.secrets.create_secret(Name="x", SecretString="not json")
        with pytest.raises(ConfigurationError, match="is not the JSON of a database's login"):
            restore.plan(aurora.services, SOURCE, latest=True, secret=made["ARN"])

    def test_a_secret_that_can_not_be_read(self, aurora: Aurora, aws: Account) -> None:
        aws.answer("secretsmanager.GetSecretValue", Refusal("AccessDeniedException", "not authorized", 400))
        with pytest.raises(PermissionDenied) as caught:
            restore.plan(aurora.services, SOURCE, latest=True, secret="arn:x")
        assert "secretsmanager:GetSecretValue" in (caught.value.hint or "")


class TestInterrupted:
    """Whatever was reached, a second run ends where an uninterrupted one does, and makes nothing twice."""

    STEPS = (
        "rds.RestoreDBClusterToPointInTime",
        "rds.CreateDBInstance",
        "rds.EnableHttpEndpoint",
        "secretsmanager.CreateSecret",
        "rds.ModifyDBCluster",
        "rds-data.ExecuteStatement",
    )

    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    def test_it_goes_on(self, aurora: Aurora, aws: Account, step: str, after: bool) -> None:
        secret = aurora.secret()
        service, operation = step.split(".")
        client = aurora.services.client(service)

        def interrupt(**_: Any) -> None:
            raise KeyboardInterrupt

        when = "after-call" if after else "before-call"
        hook = f"{when}.{client.meta.service_model.service_id.hyphenize()}.{operation}"
        (client.meta.events.register if after else client.meta.events.register_first)(hook, interrupt)
        with pytest.raises(KeyboardInterrupt):
            aurora.restored(restore.plan(aurora.services, SOURCE, latest=True, secret=secret))
        client.meta.events.unregister(hook, interrupt)
        plan = restore.plan(aurora.services, SOURCE, latest=True, secret=secret)
        assert plan.there == (step != self.STEPS[0] or after)
        made = aurora.restored(plan)
        found = aurora.cluster()
        assert [one["DBInstanceIdentifier"] for one in found["DBClusterMembers"]] == list(made.instances)
        assert len(aurora.rds.describe_db_clusters()["DBClusters"]) == 2
        assert len(aurora.secrets.list_secrets()["SecretList"]) == 2

    def test_another_restore_of_the_same_name_is_a_conflict(self, aurora: Aurora) -> None:
        aurora.restored(restore.plan(aurora.services, SOURCE, latest=True))
        name = aurora.snapshot()
        with pytest.raises(Conflict, match="which was restored from jocular-kangaroo-dev/latest"):
            restore.plan(aurora.services, SOURCE, snapshot=name)

    def test_a_cluster_of_somebody_else_is_a_conflict(self, aurora: Aurora) -> None:
        aurora.rds.create_db_cluster(
            DBClusterIdentifier=TARGET, Engine="aurora-postgresql", MasterUsername="m", MasterUserPassword="password"
        )
        with pytest.raises(Conflict, match="which joey has not restored") as caught:
            restore.plan(aurora.services, SOURCE, latest=True)
        assert "--as" in (caught.value.hint or "")


class TestWaiting:
    def test_states_are_waited_for_and_told(self, aurora: Aurora) -> None:
        states = ["creating", "creating", "modifying"]

        def slow(parsed: dict[str, Any], **_: Any) -> None:
            for cluster in parsed.get("DBClusters", ()):
                if cluster["DBClusterIdentifier"] == TARGET and states:
                    cluster["Status"] = states.pop(0)

        plan = restore.plan(aurora.services, SOURCE, latest=True)
        aurora.rds.meta.events.register("after-call.rds.DescribeDBClusters", slow)
        said: list[str] = []
        aurora.restored(plan, said=said)
        assert said[1:3] == [f"The cluster {TARGET}: creating", f"The cluster {TARGET}: modifying"]

    def test_the_time_is_kept(self, aurora: Aurora) -> None:
        def never(parsed: dict[str, Any], **_: Any) -> None:
            for cluster in parsed.get("DBClusters", ()):
                cluster["Status"] = "creating"

        plan = restore.plan(aurora.services, SOURCE, latest=True)
        aurora.rds.meta.events.register("after-call.rds.DescribeDBClusters", never)
        with pytest.raises(Timeout, match="is still creating") as caught:
            aurora.restored(plan, wait=60)
        assert "goes on from here" in (caught.value.hint or "")

    def test_a_state_that_does_not_pass(self, aurora: Aurora) -> None:
        def broken(parsed: dict[str, Any], **_: Any) -> None:
            for cluster in parsed.get("DBClusters", ()):
                cluster["Status"] = "inaccessible-encryption-credentials"

        plan = restore.plan(aurora.services, SOURCE, latest=True)
        aurora.rds.meta.events.register("after-call.rds.DescribeDBClusters", broken)
        with pytest.raises(ConfigurationError, match="its state is inaccessible-encryption-credentials"):
            aurora.restored(plan)

    def test_a_data_api_that_never_answers(self, aurora: Aurora, aws: Account) -> None:
        aws.answer("rds-data.ExecuteStatement", Refusal("DatabaseErrorException", "password authentication failed"))
        with pytest.raises(ConfigurationError, match="through the Data API: password authentication failed"):
            aurora.restored(restore.plan(aurora.services, SOURCE, latest=True))

    def test_a_missing_right_is_told_at_once(self, aurora: Aurora, aws: Account) -> None:
        aws.answer("rds-data.ExecuteStatement", Refusal("AccessDeniedException", "not authorized", 403))
        with pytest.raises(PermissionDenied) as caught:
            aurora.restored(restore.plan(aurora.services, SOURCE, latest=True))
        assert "rds-data:ExecuteStatement" in (caught.value.hint or "")
        assert len(aws.asked("rds-data.ExecuteStatement")) == 1


class TestRefused:
    def test_no_such_cluster(self, aurora: Aurora) -> None:
        with pytest.raises(ConfigurationError, match="There is no cluster gone in us-west-2"):
            restore.plan(aurora.services, "gone", latest=True)

    def test_no_such_snapshot(self, aurora: Aurora) -> None:
        with pytest.raises(ConfigurationError, match="There is no snapshot gone"):
            restore.plan(aurora.services, SOURCE, snapshot="gone")

    def test_the_snapshot_of_another_cluster(self, aurora: Aurora) -> None:
        aurora.rds.create_db_cluster(
            DBClusterIdentifier="other", Engine="aurora-postgresql", MasterUsername="m", MasterUserPassword="password"
        )
        aurora.rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="of-other", DBClusterIdentifier="other")
        with pytest.raises(Conflict, match="is one of the cluster other, not of jocular-kangaroo-dev"):
            restore.plan(aurora.services, SOURCE, snapshot="of-other")

    @pytest.mark.parametrize("days", [-400, 1])
    def test_a_time_that_is_not_kept(self, aurora: Aurora, days: int) -> None:
        with pytest.raises(ConfigurationError, match="can't be restored: jocular-kangaroo-dev keeps"):
            restore.plan(aurora.services, SOURCE, to=datetime.now(UTC) + timedelta(days=days))

    def test_another_engine(self, aurora: Aurora) -> None:
        aurora.rds.create_db_cluster(
            DBClusterIdentifier="my", Engine="aurora-mysql", MasterUsername="m", MasterUserPassword="password"
        )
        with pytest.raises(ConfigurationError, match="only Aurora PostgreSQL"):
            restore.plan(aurora.services, "my", latest=True)

    def test_a_missing_right(self, aurora: Aurora, aws: Account) -> None:
        plan = restore.plan(aurora.services, SOURCE, latest=True)
        aws.answer("rds.RestoreDBClusterToPointInTime", Refusal("AccessDenied", "not authorized", 403))
        with pytest.raises(PermissionDenied, match=f"The cluster {TARGET} could not be restored") as caught:
            aurora.restored(plan)
        assert "rds:RestoreDBClusterToPointInTime" in (caught.value.hint or "")


def test_an_older_major_version_keeps_its_own_parameters(aurora: Aurora, aws: Account) -> None:
    name = aurora.snapshot()

    def older(parsed: dict[str, Any], **_: Any) -> None:
        for one in parsed.get("DBClusterSnapshots", ()):
            one["EngineVersion"] = "15.8"

    aurora.rds.meta.events.register("after-call.rds.DescribeDBClusterSnapshots", older)
    made = aurora.restored(restore.plan(aurora.services, SOURCE, snapshot=name))
    (asked,) = aws.asked("rds.RestoreDBClusterFromSnapshot")
    assert asked["EngineVersion"] == "15.8"
    assert "DBClusterParameterGroupName" not in asked
    assert any("another major version" in note for note in made.notes)
