"""How the service refuses: an error of its model, one that the model doesn't list, or no answer at all."""

from __future__ import annotations

from typing import Any


class ServiceError(Exception):
    """An error that goes to the client: its class by the service's name, its message, further members."""

    def __init__(self, code: str, message: str = "", **members: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.members = members
        self.sqlstate: str | None = None
        """PostgreSQL's, where it has reported the error."""


class Dropped(Exception):
    """The connection ends without an answer."""


def invalid(message: str) -> ServiceError:
    """A request that the service refuses before any database sees it; not in the service's model."""
    return ServiceError("ValidationException", message)


def database_error(message: str) -> ServiceError:
    """An error that PostgreSQL, or the service about it, has reported."""
    return ServiceError("DatabaseErrorException", message)


def transaction_not_found(identifier: str) -> ServiceError:
    """The transaction ended, was rolled back, or never was."""
    return ServiceError("TransactionNotFoundException", f"Transaction {identifier} is not found")
