"""What shows how migrations go: alarms, a dashboard, and the saved queries of Logs Insights."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from joey.aws.metrics import NAMESPACE
from joey.aws.queries import SAVED_QUERIES

_FIVE_MINUTES = 5 * 60
_NEARLY = 0.8
"""The part of the time that a run may take, after which an alarm says that migrations outgrow it."""


def alarms(
    scope: Construct,
    environment: str,
    function: lambda_.Function,
    dead_man: lambda_.Function,
    timeout: int,
    topic: sns.ITopic | None,
) -> list[cloudwatch.Alarm]:
    """An alarm for each way in which a run can go wrong; `timeout` is what a run may take, in seconds."""
    period = cdk.Duration.seconds(_FIVE_MINUTES)
    sum_, most = cloudwatch.Stats.SUM, cloudwatch.Stats.MAXIMUM
    watched = (
        ("Failed", "A migration failed", _metric(environment, "Failures", sum_), 1),
        ("Crashed", "The migrating function crashed or ran out of time", function.metric_errors(period=period), 1),
        ("Unanswered", "The dead-man had to answer CloudFormation", dead_man.metric_invocations(period=period), 1),
        (
            "Slow",
            f"A run took more than {_NEARLY:.0%} of the time that Lambda gives it",
            function.metric_duration(period=period, statistic=most),
            timeout * 1000 * _NEARLY,
        ),
    )
    made = []
    for id, says, metric, threshold in watched:
        alarm = cloudwatch.Alarm(
            scope,
            id,
            alarm_description=f"{says} ({environment})",
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        if topic is not None:
            alarm.add_alarm_action(actions.SnsAction(topic))  # pyright: ignore[reportArgumentType]
        made.append(alarm)
    return made


def dashboard(
    scope: Construct,
    environment: str,
    log_group: logs.ILogGroup,
    watched: Sequence[cloudwatch.IAlarm],
) -> cloudwatch.Dashboard:
    """How long runs take, what they apply, what fails, and the saved queries beneath."""
    board = cloudwatch.Dashboard(scope, "Dashboard", default_interval=cdk.Duration.days(28))
    most, sum_ = cloudwatch.Stats.MAXIMUM, cloudwatch.Stats.SUM
    by_category = cloudwatch.SearchExpression(
        expression=f'SEARCH(\'{{{NAMESPACE},Environment,Category}} MetricName="Failures" Environment="{environment}"\''
        f", 'Sum', {_FIVE_MINUTES})",
    )
    board.add_widgets(
        cloudwatch.GraphWidget(
            title="Duration",
            left=[_metric(environment, name, most) for name in ("MigrationDuration", "TotalDuration")],
        ),
        cloudwatch.GraphWidget(title="Files", left=[_metric(environment, "FilesProcessed", sum_)]),
        cloudwatch.GraphWidget(title="Failures by category", left=[by_category]),
        cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(watched)),
    )
    board.add_widgets(
        *(
            cloudwatch.LogQueryWidget(
                title=query.name,
                log_group_names=[log_group.log_group_name],
                query_string=query.text,
                width=8,
                view=cloudwatch.LogQueryVisualizationType.TABLE,
            )
            for query in SAVED_QUERIES
        )
    )
    return board


def save_queries(scope: Construct, folder: str, log_group: logs.ILogGroup) -> None:
    """The saved queries, in a folder of the Insights console."""
    for query in SAVED_QUERIES:
        logs.CfnQueryDefinition(
            scope,
            "".join(word.capitalize() for word in query.name.split()),
            name=f"{folder}/{query.name}",
            query_string=query.text,
            log_group_names=[log_group.log_group_name],
        )


def _metric(environment: str, name: str, statistic: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        statistic=statistic,
        period=cdk.Duration.seconds(_FIVE_MINUTES),
        dimensions_map={"Environment": environment},
    )
