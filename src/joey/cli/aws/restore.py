"""`joey aws restore`: a new cluster from a snapshot or a moment, ready for the stack."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from joey.cli.aws.deployed import Deployed, confirmed, deployed
from joey.cli.options import duration
from joey.errors import ConfigurationError, OpenQuestion

if TYPE_CHECKING:
    from joey.aws.restore import Restored

_SHOWN = 10


@click.command("restore", short_help="A new cluster from a snapshot or a moment, ready for the stack")
@click.option("--snapshot", metavar="ID", help="The snapshot to restore.")
@click.option("--to", metavar="TIME", help="The moment to restore: 2026-11-22T16:53:04Z, or latest.")
@click.option("--as", "name", metavar="NAME", help="The new cluster's name; else CLUSTER-restored.")
@click.option("--wait", type=duration, metavar="DURATION", default="2h", help="How long to wait for it all (2h).")
@click.option("--cluster", metavar="ID", help="The source itself, instead of a stack.")
@click.option("--secret", metavar="ARN", help="The secret of a source that --cluster names; else RDS will manage one.")
@deployed("yes")
def command(
    target: Deployed,
    snapshot: str | None,
    to: str | None,
    name: str | None,
    wait: float,
    cluster: str | None,
    secret: str | None,
) -> None:
    """Restore into a new cluster: network, parameters, scaling and encryption as in the source, instances, the Data
    API, and a secret that works. The source is left as it is.

    Without --snapshot and --to it lists what there is. Asks before it acts. Interrupted, it goes on when it is run
    again.
    """
    terminal = target.terminal
    if snapshot and to:
        raise ConfigurationError("Give --snapshot or --to, not both")
    if secret and not cluster:
        raise ConfigurationError("--secret goes with --cluster; a stack names its own")
    moment = _moment(to) if to and to != "latest" else None
    source = cluster or target.stack.cluster
    from joey.aws import restore as restoring

    if not snapshot and not to:
        raise _open(target, source)
    plan = restoring.plan(
        target.services,
        source,
        snapshot=snapshot,
        to=moment,
        latest=to == "latest",
        target=name,
        secret=secret if cluster else target.stack.secret or None,
        database=target.database if cluster else target.stack.database or None,
    )
    for line in plan.lines():
        terminal.note(line)
    if not confirmed(terminal, "Restore?"):
        raise click.Abort
    made = restoring.restore(target.services, plan, wait=wait, say=lambda text: terminal.log("INFO", text))
    for note in made.notes:
        terminal.log("WARNING", note)
    steps = next_steps(made)
    terminal.result("ok", {"restored": made.to_json(), "next": steps})
    if not terminal.json:
        terminal.data(f"cluster   {made.cluster}\narn       {made.arn}\nendpoint  {made.endpoint}:{made.port}")
        terminal.data(f"secret    {made.secret}\ndatabase  {made.database}\nurl       {made.url}")
        terminal.note("\nWhat is left to do:")
        for number, step in enumerate(steps, 1):
            terminal.note(f"{number}. {step}")


def next_steps(made: Restored) -> list[str]:
    """What a person must do so that the stack uses the restored cluster."""
    groups = ", ".join(f'ec2.SecurityGroup.from_security_group_id(self, "{g}", "{g}")' for g in made.security_groups)
    return [
        f"See which migrations it has: joey status --url '{made.url}'",
        "In the folder, take away or undo what went wrong: the next deployment applies what the restored database"
        " lacks.",
        "In the CDK stack, use the restored cluster in place of the old one:\n"
        "       from aws_cdk import aws_ec2 as ec2, aws_rds as rds, aws_secretsmanager as sm\n"
        "       cluster = rds.DatabaseCluster.from_database_cluster_attributes(\n"
        '           self, "Restored",\n'
        f'           cluster_identifier="{made.cluster}",\n'
        f'           cluster_endpoint_address="{made.endpoint}", port={made.port},\n'
        f"           security_groups=[{groups}],\n"
        f'           secret=sm.Secret.from_secret_complete_arn(self, "RestoredSecret", "{made.secret}"),\n'
        "           data_api_enabled=True,\n"
        "       )\n"
        "       # and give it to DatabaseMigration: cluster=cluster",
        "Deploy: npx cdk diff, then npx cdk deploy. The old cluster must have removal_policy RETAIN (or SNAPSHOT)"
        " before it leaves the stack.",
        "When all is well, delete the old cluster, and the snapshots that nobody needs.",
    ]


def _open(target: Deployed, cluster: str) -> OpenQuestion:
    """What could be restored, as the question that the command line left open."""
    from joey.aws import backup
    from joey.aws.restore.plan import described

    terminal, rds = target.terminal, target.services.client("rds")
    found = [
        {
            "snapshot": one["DBClusterSnapshotIdentifier"],
            "time": backup.utc(one.get("SnapshotCreateTime")),
            "type": one.get("SnapshotType"),
            "status": one.get("Status"),
        }
        for one in backup.snapshots(rds, cluster)
    ]
    source = described(rds, cluster) or {}
    window = {end: backup.utc(source.get(f"{end.capitalize()}RestorableTime")) for end in ("earliest", "latest")}
    if not terminal.json:
        for one in found[-_SHOWN:]:
            terminal.data(f"{one['time']}  {one['type']:<9}  {one['status']:<9}  {one['snapshot']}")
        if window["earliest"]:
            terminal.note(f"Any second from {window['earliest']} to {window['latest']}")
    error = OpenQuestion("What to restore isn't said", [], hint="Give --snapshot ID, --to TIME, or --to latest.")
    body: dict[str, Any] = {"snapshots": found, **window}
    error.partial = body
    return error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"--to {text} is no time", hint="Write 2026-11-22T16:53:04Z, or latest.") from None
    if found.tzinfo is None:
        raise ConfigurationError(f"--to {text} doesn't say of which zone it is", hint=f"Write {text}Z for UTC.")
    return found
