"""Each way in which the service can fail, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from joey.testing.data_api.errors import Dropped, ServiceError, transaction_not_found
from joey.testing.data_api.faults import Call, Fault, Faults
from joey.testing.data_api.service import Answer, Service
from joey.testing.data_api.statement import with_state


@dataclass(frozen=True, slots=True)
class Struck:
    """A call that a fault is about."""

    service: Service
    faults: Faults
    fault: Fault
    call: Call

    def carry_out(self) -> Answer:
        """What would have been answered; the call's own errors come first."""
        return self.service.answer(self.call.operation, self.call.request)

    @property
    def transaction(self) -> str | None:
        """The transaction that the call is in."""
        return self.call.request.get("transactionId")


def _before(error: Callable[[], Exception]) -> Callable[[Struck], Answer]:
    def strike(struck: Struck) -> Answer:
        raise error()

    return strike


def _after(error: Callable[[], Exception]) -> Callable[[Struck], Answer]:
    def strike(struck: Struck) -> Answer:
        struck.carry_out()
        raise error()

    return strike


def _cut_before(struck: Struck) -> Answer:
    struck.faults.is_down = True
    raise Dropped


def _cut_after(struck: Struck) -> Answer:
    try:
        struck.carry_out()
    finally:
        struck.faults.is_down = True
    raise Dropped


def _failover(struck: Struck) -> Answer:
    """The writer goes: transactions and sessions end; the next calls find none, then there is a new one."""
    struck.service.fail_over(struck.call.request)
    struck.faults.add("unavailable", times=2)
    raise with_state("terminating connection due to administrator command", "57P01")


def _failover_after(struck: Struck) -> Answer:
    struck.carry_out()
    return _failover(struck)


def _transaction_lost(struck: Struck) -> Answer:
    """The service has rolled the transaction back meanwhile."""
    if struck.transaction is None:
        return struck.carry_out()
    struck.service.abandon(struck.transaction)
    raise transaction_not_found(struck.transaction)


def _timeout(struck: Struck) -> Answer:
    """The time is over before anything happened: cancelled, or, as the request asks, carried out later."""
    if struck.call.request.get("continueAfterTimeout"):
        return struck.service.execute(struck.call.request, held=struck.fault.delay)
    raise struck.service.cancelled(struck.call.request)


def _timeout_late(struck: Struck) -> Answer:
    """The time is over, and what was to be stopped had just been done."""
    struck.carry_out()
    raise struck.service.timeout(None)


_RESUMING = (
    "The Aurora DB instance db-JOEY is resuming after being auto-paused. Please wait a few seconds and try again."
)

MODES: dict[str, tuple[str, Callable[[Struck], Answer]]] = {
    "dropped": ("the connection ends; not carried out", _before(Dropped)),
    "answer lost": ("the connection ends; carried out", _after(Dropped)),
    "server error": ("500; not carried out", _before(lambda: ServiceError("InternalServerErrorException"))),
    "server error after": ("500; carried out", _after(lambda: ServiceError("InternalServerErrorException"))),
    "service unavailable": ("503; not carried out", _before(lambda: ServiceError("ServiceUnavailableError"))),
    "service unavailable after": ("503; carried out", _after(lambda: ServiceError("ServiceUnavailableError"))),
    "unavailable": ("504, no writer; not carried out", _before(lambda: ServiceError("DatabaseUnavailableException"))),
    "resuming": (
        "a paused database wakes up; not carried out",
        _before(lambda: ServiceError("DatabaseResumingException", _RESUMING)),
    ),
    "throttled": (
        "too many requests; not carried out",
        _before(lambda: ServiceError("ThrottlingException", "Rate exceeded")),
    ),
    "password refused": (
        "a rotated secret: 28P01; not carried out",
        _before(lambda: with_state('password authentication failed for user "migrator"', "28P01")),
    ),
    "secret invalid": (
        "a rotated secret: InvalidSecretException; not carried out",
        _before(lambda: ServiceError("InvalidSecretException", "The secret's password is not valid for the database")),
    ),
    "secret unreadable": (
        "Secrets Manager doesn't answer; not carried out",
        _before(lambda: ServiceError("SecretsErrorException", "Timed out retrieving the secret")),
    ),
    "failover": ("57P01, then twice no writer; all transactions are gone; not carried out", _failover),
    "failover after": ("the same; carried out", _failover_after),
    "transaction lost": ("TransactionNotFoundException; rolled back", _transaction_lost),
    "timeout": ("StatementTimeoutException; cancelled, or with continueAfterTimeout carried out later", _timeout),
    "timeout late": ("StatementTimeoutException; carried out", _timeout_late),
    "cut before": ("no answer from now on; not carried out", _cut_before),
    "cut after": ("no answer from now on; carried out", _cut_after),
}
"""Name -> what it means, and what it does."""
FAULTS: tuple[str, ...] = tuple(name for name in MODES if not name.startswith("cut "))
"""The modes from which a client can recover: what to parametrize a suite over."""
