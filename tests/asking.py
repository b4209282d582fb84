"""How tests ask a Data API: through boto3, with what every request names already said."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from joey.testing.data_api import DataApi


class Refusal(Exception):
    """An error of the service's."""

    def __init__(self, error: ClientError) -> None:
        self.code: str = error.response["Error"]["Code"]
        self.message: str = error.response["Error"].get("Message", "")
        self.status: int = error.response["ResponseMetadata"]["HTTPStatusCode"]
        self.members: dict[str, Any] = dict(error.response)
        super().__init__(f"{self.code} ({self.status}): {self.message}")


class Asker:
    """A client, and the requests that it sends."""

    def __init__(self, api: DataApi, database: str, **config: Any) -> None:
        self.api = api
        self.client = api.client(**config)
        self.named = {"resourceArn": api.cluster, "secretArn": api.secret}
        self.database = database

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        """An operation by boto3's name; its error as a Refusal."""
        whole = {name: value for name, value in {**self.named, **request}.items() if value is not None}
        try:
            answer: dict[str, Any] = getattr(self.client, operation)(**whole)
        except ClientError as error:
            raise Refusal(error) from None
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def sql(self, text: str, tx: str | None = None, **members: Any) -> dict[str, Any]:
        """ExecuteStatement; parameters are given as `name=value` in `given`."""
        request = {"database": self.database, "sql": text, "transactionId": tx, **members}
        return self.call("execute_statement", **request)

    def rows(self, text: str, tx: str | None = None, **members: Any) -> list[tuple[Any, ...]]:
        """The values of all records."""
        return [
            tuple(None if "isNull" in field else next(iter(field.values())) for field in record)
            for record in self.sql(text, tx, **members)["records"]
        ]

    def one(self, text: str, tx: str | None = None, **members: Any) -> Any:
        """The only value."""
        ((value,),) = self.rows(text, tx, **members)
        return value

    def batch(self, text: str, sets: list[list[dict[str, Any]]], tx: str | None = None) -> dict[str, Any]:
        """BatchExecuteStatement."""
        return self.call(
            "batch_execute_statement", database=self.database, sql=text, parameterSets=sets, transactionId=tx
        )

    def begin(self, **members: Any) -> str:
        """BeginTransaction."""
        return str(self.call("begin_transaction", **{"database": self.database, **members})["transactionId"])

    def commit(self, tx: str) -> str:
        """CommitTransaction."""
        return str(self.call("commit_transaction", transactionId=tx)["transactionStatus"])

    def rollback(self, tx: str) -> str:
        """RollbackTransaction."""
        return str(self.call("rollback_transaction", transactionId=tx)["transactionStatus"])

    def close(self) -> None:
        """End the client's connections."""
        self.client.close()


def given(name: str, hint: str | None = None, **value: Any) -> dict[str, Any]:
    """A parameter."""
    return {"name": name, "value": value, **({"typeHint": hint} if hint else {})}


@contextlib.contextmanager
def asking(api: DataApi, database: str, **config: Any) -> Iterator[Asker]:
    """An Asker whose sockets end."""
    asker = Asker(api, database, **config)
    try:
        yield asker
    finally:
        asker.close()
