"""A deployed stack with migrations, known by its outputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from joey.aws.faults import as_joey_error
from joey.aws.services import Services
from joey.errors import ConfigurationError

_OUTPUTS = {
    "function": "FunctionName",
    "log_group": "LogGroupName",
    "cluster": "ClusterArn",
    "secret": "SecretArn",
    "database": "DatabaseName",
    "manifest_hash": "ManifestHash",
}
"""Which output tells what: the end of its logical id, before which that of the construct stands."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the migrations of one database run, and what they run on; what no output tells is empty."""

    name: str
    region: str
    status: str
    function: str
    log_group: str
    cluster: str
    secret: str
    database: str
    manifest_hash: str

    def to_json(self) -> dict[str, Any]:
        """The `stack` of `--json`."""
        return asdict(self)


def region_of(name: str) -> str | None:
    """The region that a stack's ARN names; a bare name names none."""
    parts = name.split(":")
    return parts[3] or None if name.startswith("arn:") and len(parts) > 5 else None


def find(services: Services, name: str, database: str | None = None) -> Stack:
    """The stack of this name or ARN; `database` chooses where it migrates several."""
    cloudformation = services.client("cloudformation")
    try:
        (found,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except Exception as error:
        raise _not_found(error, services, name) from error
    outputs = {one["OutputKey"]: one.get("OutputValue", "") for one in found.get("Outputs") or ()}
    migrated = _migrated(outputs)
    status = str(found.get("StackStatus", ""))
    if not migrated:
        listed = ", ".join(sorted(outputs)) or "none"
        raise ConfigurationError(
            f"The stack {found['StackName']} in {services.region} ({status}) has no output …FunctionName: it holds no"
            " DatabaseMigration, or was never deployed to its end",
            hint=f"Its outputs: {listed}. docs/aws/deploy.md shows the stack.",
        )
    chosen = [one for one in migrated if database in (None, one["database"])]
    if len(chosen) != 1:
        listed = ", ".join(sorted(one["database"] for one in migrated))
        what = "migrates several databases" if database is None else f"doesn't migrate the database {database}"
        raise ConfigurationError(f"The stack {found['StackName']} {what}", hint=f"Give --database: {listed}")
    return Stack(name=found["StackName"], region=services.region, status=status, **chosen[0])


def _migrated(outputs: Mapping[str, str]) -> list[dict[str, str]]:
    """The outputs of each construct in the stack, by what they tell."""
    ends = {end: name for name, end in _OUTPUTS.items()}
    found: dict[str, dict[str, str]] = {}
    for key, value in sorted(outputs.items()):
        # CDK puts a hash behind the ids of what lies in a construct.
        if match := re.fullmatch(rf"(.*?)({'|'.join(ends)})([0-9A-F]{{8}})?", key):
            found.setdefault(match[1], dict.fromkeys(_OUTPUTS, ""))[ends[match[2]]] = value
    return [one for one in found.values() if one["function"]]


def _not_found(error: Exception, services: Services, name: str) -> Exception:
    response: Any = getattr(error, "response", None) or {}
    if response.get("Error", {}).get("Code") == "ValidationError":  # all that CloudFormation says of an absent stack
        return ConfigurationError(
            f"There is no stack {name} in {services.region}",
            hint="Is it another region (--region) or another account (AWS_PROFILE)? aws cloudformation list-stacks"
            " lists what there is.",
        )
    return as_joey_error(error, f"The stack {name} could not be looked up", action="cloudformation:DescribeStacks")
