"""CloudFormation's life of one custom resource, played by its rules: create, update, roll back, delete."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runtime_api import ACCOUNT, REGION, Function, Invoked, Lambda

from joey.folder.manifest import Manifest

SIGNATURE = "X-Amz-Signature=0123456789abcdefSECRET"
"""What no log may ever hold."""


@dataclass(slots=True)
class Stack:
    """One stack with one custom resource; `task` is the unpacked bundle that its function runs."""

    cloud: Lambda
    function: Function
    dead_man: Function
    variables: dict[str, str]
    name: str = "JocularKangaroo-DatabaseStack-Dev"
    phase: str | None = None
    contract: tuple[str, ...] = ()
    status: str = "REVIEW_IN_PROGRESS"
    physical: str | None = None
    task: Path | None = None
    properties: dict[str, Any] | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    """What CloudFormation was told, in order."""
    invoked: list[Invoked] = field(default_factory=list)
    reverts_function: bool = True
    """Whether the function has its old code again when the resource is rolled back."""
    timeout: float = 30
    template: dict[str, Any] | None = None
    """The properties, where they can't be made from the bundle any more."""

    @property
    def id(self) -> str:
        return f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{self.name}/5b3f"

    def create(self, task: Path) -> dict[str, Any]:
        """Create the stack; when that fails, the resource is deleted, and the stack is rolled back."""
        self._to("CREATE_IN_PROGRESS")
        self.task, properties = task, self.synthesized(task)
        answer = self._ask("Create", properties, None)
        if answer["Status"] == "SUCCESS":
            self.properties = properties
            self._to("CREATE_COMPLETE")
        else:
            self._to("ROLLBACK_IN_PROGRESS")
            gone = self._ask("Delete", properties, None)
            self._to("ROLLBACK_COMPLETE" if gone["Status"] == "SUCCESS" else "ROLLBACK_FAILED")
        return answer

    def update(self, task: Path) -> dict[str, Any]:
        """Update the stack; when that fails, function and properties go back, and the resource is updated again."""
        self._to("UPDATE_IN_PROGRESS")
        old, before = self.task, self.properties
        assert old is not None
        assert before is not None
        self.task, properties = task, self.synthesized(task)
        if properties == before:  # nothing has changed: the resource isn't asked
            self._to("UPDATE_COMPLETE")
            return {"Status": "SUCCESS", "Reason": "unchanged"}
        answer = self._ask("Update", properties, before)
        if answer["Status"] == "SUCCESS":
            self.properties = properties
            self._to("UPDATE_COMPLETE")
            return answer
        self._to("UPDATE_ROLLBACK_IN_PROGRESS")
        if self.reverts_function:
            self.task = old
        back = self._ask("Update", before, properties)
        self.task = old
        self._to("UPDATE_ROLLBACK_COMPLETE" if back["Status"] == "SUCCESS" else "UPDATE_ROLLBACK_FAILED")
        return answer

    def delete(self) -> dict[str, Any]:
        """Delete the stack."""
        self._to("DELETE_IN_PROGRESS")
        answer = self._ask("Delete", self.properties or {}, None)
        self._to("DELETE_COMPLETE" if answer["Status"] == "SUCCESS" else "DELETE_FAILED")
        return answer

    def event(self, kind: str, properties: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
        """An event as CloudFormation sends it."""
        request = str(uuid.uuid4())
        event: dict[str, Any] = {
            "RequestType": kind,
            "ServiceToken": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:migrate",
            "ResponseURL": f"http://{self.cloud.address}/answer/{request}?{SIGNATURE}",
            "StackId": self.id,
            "RequestId": request,
            "LogicalResourceId": "MigrationExpand",
            "ResourceType": "Custom::DatabaseMigration",
            "ResourceProperties": properties,
        }
        if kind != "Create" and self.physical:
            event["PhysicalResourceId"] = self.physical
        if before is not None:
            event["OldResourceProperties"] = before
        return event

    def send(self, event: dict[str, Any], function: Function | None = None) -> Invoked:
        """Invoke the function as an event: what fails goes to the dead-man, and is not tried again."""
        called = function or self.function
        variables = {**self.variables, "LAMBDA_TASK_ROOT": str(self.task)}
        invoked = called.invoke({**event, "variables": variables}, timeout=self.timeout)
        self.invoked.append(invoked)
        if invoked.ended != "response":
            record = {
                "version": "1.0",
                "timestamp": "2026-11-22T00:00:00.000Z",
                "requestContext": {"condition": "RetriesExhausted", "approximateInvokeCount": 1},
                "requestPayload": event,
                "responseContext": {"statusCode": 200, "functionError": "Unhandled"},
                "responsePayload": invoked.payload,
            }
            self.invoked.append(self.dead_man.invoke(record))
        return invoked

    def send_twice(self, event: dict[str, Any], other: Function) -> None:
        """The same event to two machines at once."""
        threads = [threading.Thread(target=self.send, args=(event, one)) for one in (self.function, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def log(self) -> list[dict[str, Any]]:
        """All lines that are JSON, of all invocations."""
        return [line for invoked in self.invoked for line in invoked.log]

    def synthesized(self, task: Path) -> dict[str, Any]:
        """The properties that a template has for a bundle."""
        if self.template is not None:
            return self.template
        manifest = Manifest.from_bytes((task / "manifest.json").read_bytes(), "manifest.json")
        return {
            "ServiceToken": "arn",
            "ManifestHash": manifest.hash,
            "Cluster": self.variables["JOEY_CLUSTER_ARN"],
            "Database": self.variables["JOEY_DATABASE"],
            **({"Phase": self.phase, "Contract": list(self.contract)} if self.phase else {}),
        }

    def _ask(self, kind: str, properties: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
        event = self.event(kind, properties, before)
        self.send(event)
        return self.told(event)

    def told(self, event: dict[str, Any]) -> dict[str, Any]:
        """What CloudFormation was told; it must have been told something, of the right form."""
        puts = [put for put in self.cloud.bucket.puts if put.name == event["RequestId"]]
        answer = self.cloud.bucket.answer(event["RequestId"])
        assert answer is not None, f"CloudFormation waits for an hour: {[i.lines for i in self.invoked[-2:]]}"
        assert all(len(put.content) <= 4096 for put in puts)
        assert all(put.content_type == "" for put in puts)
        for name in ("StackId", "RequestId", "LogicalResourceId"):
            assert answer[name] == event[name]
        assert answer["Status"] in ("SUCCESS", "FAILED")
        assert answer["Reason"]
        assert answer["PhysicalResourceId"]
        if kind_is_not_delete(event) and answer["Status"] == "SUCCESS":
            assert self.physical in (None, answer["PhysicalResourceId"]), "another id means that the old one is deleted"
        self.physical = answer["PhysicalResourceId"]
        self.answers.append(answer)
        return answer

    def _to(self, status: str) -> None:
        self.status = self.cloud.services.stack_status = status


def kind_is_not_delete(event: dict[str, Any]) -> bool:
    return bool(event["RequestType"] != "Delete")
