"""An AWS account for tests: moto's, with answers of our own where moto has no truth.

What a test answers itself goes through botocore all the same: parameters are checked against the service's model, and
errors come out as botocore raises them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
from botocore.loaders import create_loader
from moto import mock_aws

if TYPE_CHECKING:
    import pytest

REGION = "us-west-2"
NUMBER = "123456789012"

_LOADER = create_loader()
"""Reading a service's model takes most of the time that a test here needs, so all read it once."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class Refusal(Exception):
    """What an answer raises for AWS to refuse the call with."""

    def __init__(self, code: str, message: str = "no", status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


@dataclass
class Account:
    """The answers of this test by `service.Operation`, and every call that was made."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, operation: str, given: Answer | dict[str, Any] | Exception) -> None:
        """Answer an operation, such as `rds.EnableHttpEndpoint`, ourselves."""

        def plainly(_: dict[str, Any]) -> dict[str, Any]:
            if isinstance(given, Exception):
                raise given
            assert isinstance(given, dict)
            return given

        self.answers[operation] = given if callable(given) and not isinstance(given, Exception) else plainly

    def asked(self, operation: str) -> list[dict[str, Any]]:
        """The parameters of all calls of an operation."""
        return [parameters for name, parameters in self.calls if name == operation]

    def _note(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        name = f"{model.service_model.service_name}.{model.name}"
        context["asked"] = (name, dict(params))
        self.calls.append((name, dict(params)))

    def _answer(self, context: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]] | None:
        name, parameters = context["asked"]
        if name not in self.answers:
            return None
        try:
            return SimpleNamespace(status_code=200), self.answers[name](parameters)
        except Refusal as refusal:
            error = {"Code": refusal.code, "Message": str(refusal)}
            body = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": refusal.status}}
            return SimpleNamespace(status_code=refusal.status), body

    def listen(self, session: Any) -> None:
        """Hear what the clients of a session ask."""
        session.events.register_last("before-parameter-build", self._note)
        session.events.register_first("before-call", self._answer)


@contextmanager
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account that every session of boto3 made meanwhile leads to."""
    made = Account()

    class Session(boto3.session.Session):
        def __init__(self, *args: Any, **given: Any) -> None:
            super().__init__(*args, **given)
            self._session.register_component("data_loader", _LOADER)
            made.listen(self)

    with monkeypatch.context() as patch:
        patch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # nothing here needs them, and they take half a second
        patch.setattr("boto3.session.Session", Session)
        with mock_aws():
            yield made


def stack_outputs(
    name: str = "JocularKangaroo-DatabaseStack-Dev",
    *,
    cluster: str = "jocular-kangaroo-dev",
    secret: str = "",
    environment: str = "Dev",
    **more: str,
) -> dict[str, Any]:
    """What CloudFormation says of the guide's stack."""
    outputs = {
        "MigrationsFunctionName1A2B3C4D": f"JocularKangaroo-DatabaseMigration-{environment}",
        "MigrationsLogGroupNameAABBCCDD": f"/aws/lambda/JocularKangaroo-DatabaseMigration-{environment}",
        "MigrationsClusterArn": f"arn:aws:rds:{REGION}:{NUMBER}:cluster:{cluster}",
        "MigrationsSecretArn": secret or f"arn:aws:secretsmanager:{REGION}:{NUMBER}:secret:kangaroo-AbCdEf",
        "MigrationsDatabaseName": "jocular_kangaroo",
        "MigrationsManifestHash": "ab" * 32,
        "Unrelated": "x",
        **more,
    }
    return {
        "StackName": name,
        "CreationTime": "2026-11-22T16:53:04Z",
        "StackStatus": "UPDATE_COMPLETE",
        "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()],
    }


def stacks(*found: dict[str, Any]) -> Answer:
    """DescribeStacks of an account that has these stacks; moto's needs every service's dependencies."""

    def answer(parameters: dict[str, Any]) -> dict[str, Any]:
        name = parameters["StackName"]
        chosen = [one for one in found if one["StackName"] in (name, name.split("/")[-2] if "/" in name else "")]
        if not chosen:
            raise Refusal("ValidationError", f"Stack with id {name} does not exist")
        return {"Stacks": chosen}

    return answer
