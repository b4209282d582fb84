"""One event of CloudFormation's, from its arrival to the answer: there always is one, and only one."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from joey.aws.log import Log
from joey.aws.request import Answer, Request, Undelivered, deliver
from joey.aws.watchdog import Watchdog
from joey.errors import ConfigurationError, Conflict, InternalError, JoeyError, Timeout

if TYPE_CHECKING:
    from joey.aws.deployed import Deployed, Outcome

_AGAIN = ("TIMEOUT", "LOCK_TIMEOUT", "NETWORK_ERROR", "DATABASE_RESUMING", "RESOURCE_EXHAUSTED")


class Deployment:
    """One request, and whether it is answered."""

    def __init__(self, request: Request, context: Any, log: Log) -> None:
        self._request = request
        self._context = context
        self._log = log
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._answered = False
        self._deployed: Deployed | None = None

    def run(self) -> dict[str, Any]:
        """Do what is asked, and answer; what Lambda is told is only for its own log."""
        request = self._request
        if request.kind == "Delete":
            # The database stays as it is, and nothing may stand in the way of deleting a stack.
            return self._answer(
                Answer(True, request.physical or request.name(), "Migrations are not rolled back when the stack goes")
            )
        watchdog = Watchdog(self._context.get_remaining_time_in_millis, self._out_of_time)
        try:
            with watchdog:
                answer = self._worked(watchdog)
        except KeyboardInterrupt as error:
            answer = self._failure(self._deployed.stopped(error) if self._deployed else Timeout("The time is over"))
        except JoeyError as error:
            answer = self._failure(error)
        except Exception as error:
            answer = self._failure(fault(error))
        return self._answer(answer)

    def _worked(self, watchdog: Watchdog) -> Answer:
        request = self._request
        if request.kind not in ("Create", "Update"):
            raise ConfigurationError(f"CloudFormation asks for {request.kind!r}, which joey doesn't know")
        goes_back = _is_rolled_back(request, self._log) if request.kind == "Update" else False
        if goes_back:
            return self._verified(watchdog)
        deployed = self._here(watchdog)
        if differing := self._differs(deployed):
            if goes_back is None and self._came_later(deployed):
                self._log.warning("This bundle is the newer one of the two, so the stack seems to be rolled back")
                return self._verified(watchdog)
            said = "; ".join(f"{name} is {theirs}, and the function has {own}" for name, theirs, own in differing)
            raise Conflict(
                f"CloudFormation's properties and the function don't fit together: {said}",
                hint="Let the custom resource depend on the function, and take both from one bundle. Nothing was run.",
            )
        contract = None
        if request.phase == "expand":
            contract = [str(tag) for tag in request.properties.get("Contract") or ()]
        outcome = deployed.migrate(contract=contract)
        result = outcome.result
        self._log.succeeded(result.migration_duration_ms, self._milliseconds, result.files_processed)
        return self._success(deployed, outcome)

    def _here(self, watchdog: Watchdog) -> Deployed:
        from joey.aws.deployed import Deployed

        self._deployed = self._deployed or Deployed.here(self._log, lambda: watchdog.left)
        return self._deployed

    def _differs(self, deployed: Deployed) -> list[tuple[str, str, str]]:
        """What the properties say otherwise than the function: name, theirs, ours."""
        own = {
            "ManifestHash": deployed.folder.manifest.hash,
            "Cluster": deployed.settings.cluster,
            "Database": deployed.settings.database,
        }
        said = {name: str(self._request.properties.get(name) or own[name]) for name in own}
        return [(name, said[name], own[name]) for name in own if said[name] != own[name]]

    def _came_later(self, deployed: Deployed) -> bool:
        """Whether this is the bundle that the stack had before this request, and one that was never all applied."""
        if any(self._request.before.get(name) != own for name, _, own in self._differs(deployed)):
            return False
        return bool(deployed.status().state.pending)

    def _verified(self, watchdog: Watchdog) -> Answer:
        """The answer while a stack is rolled back: whatever is found, that must be able to come to its end."""
        said = "The stack is rolled back: nothing is applied, and the database stays as it is"
        missing, edited, own = list[str](), list[str](), ""
        try:
            deployed = self._here(watchdog)
            own = deployed.folder.manifest.hash
            found = deployed.status()
            missing = [migration.tag for migration in found.state.pending]
            edited = [match.migration.tag for match in found.state.edited]
            if missing:
                said += f". It lacks {_listed(missing)}"
            if edited:
                said += f". Edited since they were applied: {_listed(edited)}"
            if not missing and not edited:
                said += ". It has all that this bundle has" + (", and more" if found.state.newer else "")
            (self._log.warning if missing or edited else self._log.info)(said, rollback=True)
        except JoeyError as error:
            said += f". It could not be verified: {error.category}: {error.message}"
            self._log.warning(said, rollback=True)
        return Answer(True, self._name, said, data={"ManifestHash": own, "Applied": "", "RestorePoint": ""})

    def _success(self, deployed: Deployed, outcome: Outcome) -> Answer:
        result = outcome.result
        tags = [applied.tag for applied in result.applied]
        count = len(tags)
        reason = f"{count} migration{'' if count == 1 else 's'} applied" if count else "Nothing was pending"
        if result.pending:
            reason += f"; {_listed([m.tag for m in result.pending])} for after the application"
        if result.ahead:
            reason += "; the database is ahead of this bundle"
        point = outcome.restore_point
        data = {
            "Applied": _listed(tags),
            "ManifestHash": deployed.folder.manifest.hash,
            "RestorePoint": point.time if point else "",
        }
        return Answer(True, self._name, reason, data=data)

    def _failure(self, error: JoeyError) -> Answer:
        self._log.failed(error)
        return self._failed(error)

    def _failed(self, error: JoeyError) -> Answer:
        from joey.aws.deployed import in_lambda

        request, stack = self._request, self._request.stack_name
        state = f" ({error.sqlstate})" if error.sqlstate else ""
        where = f" [{error.file}{f':{error.line}' if error.line else ''}" if error.file else ""
        where += f", statement {error.statement}]" if where and error.statement else "]" if where else ""
        done = len(error.partial.get("applied") or ())
        applied = f" {done} migration{'' if done == 1 else 's'} before it applied." if done else ""
        hint = f" {in_lambda(error.hint, stack)}" if error.hint else ""
        command = "migrate" if error.category in _AGAIN else "status"
        tail = f"Next: joey aws {command} --stack {stack}"
        name = request.physical or self._name
        said = error.message.rstrip(". ")
        return Answer(False, name, f"{error.category}{state}{where}: {said}.{applied}{hint}", tail)

    def _out_of_time(self) -> None:
        """The answer of the watchdog, when the work neither comes to its end nor can be stopped."""
        error = Timeout(
            "The function's time is over, and the run could not be stopped",
            hint="Nothing is applied twice, and the lock frees itself within a minute: deploy again then.",
        )
        self._answer(self._failure(error), patient=False)

    def _answer(self, answer: Answer, *, patient: bool = True) -> dict[str, Any]:
        """Deliver the first answer that there is."""
        with self._lock:
            if self._answered:
                return {"status": "answered"}
            self._answered = True
        content = answer.to_bytes(self._request)
        seconds = max(1.0, min(60.0 if patient else 8.0, self._context.get_remaining_time_in_millis() / 1000 - 1))
        try:
            deliver(content, self._request.url, seconds=seconds)
        except Undelivered:
            self._log.warning("CloudFormation could not be answered; the dead-man tries once more")
            raise
        self._log.info(f"CloudFormation was told {'SUCCESS' if answer.succeeded else 'FAILED'}", reason=answer.reason)
        return {"status": "SUCCESS" if answer.succeeded else "FAILED", "reason": answer.reason}

    @property
    def _name(self) -> str:
        settings = self._deployed.settings if self._deployed else None
        return self._request.name(settings.cluster, settings.database) if settings else self._request.name()

    @property
    def _milliseconds(self) -> int:
        return round((time.monotonic() - self._began) * 1000)


def fault(error: BaseException) -> JoeyError:
    """The error of ours for what nobody expected."""
    text = " ".join(str(error).split())[:500]
    return InternalError(
        f"A fault of joey's own: {type(error).__name__}: {text}", hint="Please report it with the function's log."
    )


def _is_rolled_back(request: Request, log: Log) -> bool | None:
    """Whether the stack goes back to what it was; None where that can't be asked."""
    from joey.aws.deployed import client

    try:
        region = request.stack.split(":")[3]
        found = client("cloudformation", region).describe_stacks(StackName=request.stack)["Stacks"]
        return "ROLLBACK" in str(found[0]["StackStatus"])
    except Exception as error:
        # Whatever it is (a right that is missing, a network without a way out): a rollback has nothing pending.
        from joey.aws.faults import as_joey_error

        said = as_joey_error(error, "Whether the stack is being rolled back could not be asked").message
        log.warning(f"{said}. The run goes on as in any deployment", action="cloudformation:DescribeStacks")
        return None


def _listed(tags: list[str]) -> str:
    """Names, as many as an answer has room for."""
    text = ", ".join(tags)
    return text if len(text) <= 1000 else f"{len(tags)} migrations, {tags[0]} to {tags[-1]}"
