"""`joey aws snapshot`: a snapshot of a deployed stack's cluster."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from joey.cli.aws.deployed import Deployed, confirmed, deployed
from joey.cli.options import duration
from joey.errors import Timeout


@click.command("snapshot", short_help="A snapshot of a deployed stack's cluster")
@click.option("--name", metavar="NAME", help="Its name; else joey-DATABASE-TIME.")
@click.option("--wait", type=duration, metavar="DURATION", default="30m", help="How long to wait for it (30m).")
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="Then delete joey's own older snapshots of the cluster, all but the newest N; asks first.",
)
@click.option("--cluster", metavar="ID", help="The cluster itself, instead of a stack.")
@deployed("yes")
def command(target: Deployed, name: str | None, wait: float, keep: int | None, cluster: str | None) -> None:
    """Make a manual snapshot of the cluster, and wait until it can be restored.

    The writer goes on working meanwhile. A snapshot costs money until it is deleted.
    """
    terminal = target.terminal
    from joey.aws import backup

    source, database = (cluster, target.database or "") if cluster else (target.stack.cluster, target.stack.database)
    rds = target.services.client("rds")
    chosen = name or backup.name_of(database or backup.identifier(source), f"{datetime.now(UTC):%Y%m%d-%H%M%S}")
    prunes = keep is not None and confirmed(
        terminal, f"Delete joey's own snapshots of {backup.identifier(source)} then, all but the newest {keep}?"
    )
    try:
        made = backup.snapshot(rds, source, database, "", wait=wait, name=chosen, say=terminal.note)
    except Timeout as error:
        error.hint = f"It goes on being made. To wait on: joey aws snapshot --name {chosen}, with the same options"
        raise
    terminal.log("INFO", str(made))
    gone = backup.prune(rds, source, keep) if prunes and keep is not None else ()
    for old in gone:
        terminal.note(f"deleted: {old}")
    terminal.result("ok", {"snapshot": made.to_json(), "deleted": list(gone)})
    if not terminal.json:
        terminal.data(made.name)
