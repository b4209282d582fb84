"""An Aurora cluster that migrates itself with every deployment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from constructs import Construct

from joey.aws.cdk import DatabaseMigration

INFRA = Path(__file__).parents[1]
DATABASE = "jocular_kangaroo"


@dataclass(frozen=True)
class Environment:
    """What differs between the environments."""

    name: str
    least_capacity: float
    """In Aurora capacity units; with 0 it pauses when nobody asks anything."""
    most_capacity: float
    backup_days: int
    protected: bool
    """Whether it is there to stay: a second instance takes over from the first, and deleting takes two steps."""


DEV = Environment("Dev", least_capacity=0, most_capacity=2, backup_days=1, protected=False)
PROD = Environment("Prod", least_capacity=0.5, most_capacity=16, backup_days=35, protected=True)


class DatabaseStack(cdk.Stack):
    """The database of one environment, and its migrations; an application's stack is given both."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, **kwargs: Any) -> None:
        super().__init__(scope, id, termination_protection=environment.protected, **kwargs)
        # Nothing goes in or out: the Data API needs no way into the network.
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Database", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
            ],
        )
        self.cluster = rds.DatabaseCluster(
            self,
            "Cluster",
            cluster_identifier=f"jocular-kangaroo-{environment.name.lower()}",
            engine=rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_17_9),
            default_database_name=DATABASE,
            enable_data_api=True,
            writer=rds.ClusterInstance.serverless_v2("Writer"),
            readers=[rds.ClusterInstance.serverless_v2("Reader", scale_with_writer=True)]
            if environment.protected
            else [],
            serverless_v2_min_capacity=environment.least_capacity,
            serverless_v2_max_capacity=environment.most_capacity,
            serverless_v2_auto_pause_duration=None if environment.least_capacity else cdk.Duration.minutes(10),
            vpc=self.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            # RDS makes the password, keeps it in Secrets Manager, and changes it every week.
            credentials=rds.Credentials.from_username("master"),
            manage_master_user_password=True,
            iam_authentication=True,
            storage_encrypted=True,
            backup=rds.BackupProps(retention=cdk.Duration.days(environment.backup_days)),
            copy_tags_to_snapshot=True,
            deletion_protection=environment.protected,
            removal_policy=cdk.RemovalPolicy.RETAIN if environment.protected else cdk.RemovalPolicy.SNAPSHOT,
        )
        self.migration = DatabaseMigration(
            self,
            "Migration",
            cluster=self.cluster,
            database=DATABASE,
            migrations=INFRA.parent / "drizzle",
            environment=environment.name.lower(),
            handler=INFRA / "database" / "lambda",
            function_name=f"JocularKangaroo-DatabaseMigration-{environment.name}",
        )

        acknowledged = {"VPC7": "Nobody is in this network but the cluster; CloudTrail tells who used the Data API."}
        if not environment.protected:
            acknowledged["RDS10"] = "A database for development may go; its last snapshot stays."
        for rule, reason in acknowledged.items():
            cdk.Validations.of(self).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions-{rule}", reason=reason))
