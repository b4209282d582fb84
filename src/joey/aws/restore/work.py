"""What the steps of a restore share: asking AWS, and waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joey.aws.faults import as_joey_error
from joey.aws.restore.plan import Plan, described
from joey.aws.services import Services
from joey.errors import ConfigurationError, Timeout

_POLL = 15.0
_COMING = {
    "creating",
    "backing-up",
    "configuring-enhanced-monitoring",
    "configuring-iam-database-auth",
    "configuring-log-exports",
    "maintenance",
    "migrating",
    "modifying",
    "preparing-data-migration",
    "rebooting",
    "renaming",
    "resetting-master-credentials",
    "starting",
    "storage-optimization",
    "update-iam-db-auth",
    "upgrading",
}
"""States that pass by themselves."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """What the steps share."""

    services: Services
    plan: Plan
    say: Say
    until: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]

    @property
    def rds(self) -> Any:
        return self.services.client("rds")

    def ask(self, service: str, operation: str, what: str, **parameters: Any) -> dict[str, Any]:
        """Call AWS with those parameters that this boto3 knows and that say something."""
        client = self.services.client(service)
        called = client.meta.method_to_api_mapping[operation]
        shape = client.meta.service_model.operation_model(called).input_shape
        known = {name: value for name, value in parameters.items() if name in shape.members and value is not None}
        try:
            answer: dict[str, Any] = getattr(client, operation)(**known)
        except Exception as error:
            raise as_joey_error(error, what, action=f"{service}:{called}") from error
        return answer

    def cluster(self) -> dict[str, Any]:
        found = described(self.rds, self.plan.target)
        if found is None:
            raise ConfigurationError(f"The cluster {self.plan.target} has gone while it was made ready")
        return found

    def wait(self, what: str, look: Callable[[], tuple[str, bool]], *, patience: float = float("inf")) -> None:
        """Until `look` says that it is so; it gives the state, and whether that is the one waited for."""
        told, until = "", min(self.until, self.clock() + patience)
        while True:
            state, is_so = look()
            if is_so:
                return
            if state != told:
                self.say(f"{what}: {state}")
                told = state
            left = until - self.clock()
            if left <= 0:
                raise Timeout(f"{what} is still {state}", hint="Run the same again: it goes on from here.")
            self.sleep(min(_POLL, left))


def state_of(found: Mapping[str, Any] | None, key: str, name: str) -> tuple[str, bool]:
    """A state, and whether it is `available`; an error for one that doesn't pass by itself."""
    state = str((found or {}).get(key, "creating"))
    if state != "available" and state not in _COMING:
        raise ConfigurationError(
            f"{name} can't be made ready: its state is {state}",
            hint="The RDS console has its events. Delete it, or mend it and run the same again.",
        )
    return state, state == "available"
