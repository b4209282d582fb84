"""The emulator and the service's model: operations, errors, what a request must look like."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from asking import Asker, Refusal, asking
from joey.testing.data_api import DataApi, model

OPERATIONS = {
    "/BatchExecute": "BatchExecuteStatement",
    "/BeginTransaction": "BeginTransaction",
    "/CommitTransaction": "CommitTransaction",
    "/Execute": "ExecuteStatement",
    "/ExecuteSql": "ExecuteSql",
    "/RollbackTransaction": "RollbackTransaction",
}
ERRORS = {
    "AccessDeniedException": 403,
    "BadRequestException": 400,
    "DatabaseErrorException": 400,
    "DatabaseNotFoundException": 404,
    "DatabaseResumingException": 400,
    "DatabaseUnavailableException": 504,
    "ForbiddenException": 403,
    "HttpEndpointNotEnabledException": 400,
    "InternalServerErrorException": 500,
    "InvalidResourceStateException": 400,
    "InvalidSecretException": 400,
    "NotFoundException": 404,
    "SecretsErrorException": 400,
    "ServiceUnavailableError": 503,
    "StatementTimeoutException": 400,
    "TransactionNotFoundException": 404,
    "UnsupportedResultException": 400,
}


@pytest.fixture
def unchecked(data_api: DataApi, data_api_database: str) -> Iterator[Asker]:
    """Asks without botocore's own validation."""
    with asking(data_api, data_api_database, parameter_validation=False) as asker:
        yield asker


def test_a_newer_botocore_brings_nothing_that_the_emulator_does_not_know() -> None:
    assert {path: operation.name for path, operation in model.OPERATIONS.items()} == OPERATIONS
    errors = {e.name for operation in model.OPERATIONS.values() for e in operation.error_shapes}
    assert {name: model.status(name) for name in errors} == ERRORS


def test_members_of_requests_are_those_that_the_emulator_knows() -> None:
    members = {name for operation in model.OPERATIONS.values() for name in operation.input_shape.members}
    assert members == {
        *("resourceArn", "secretArn", "database", "schema", "sql", "parameters", "parameterSets", "transactionId"),
        *("includeResultMetadata", "continueAfterTimeout", "resultSetOptions", "formatRecordsAs"),
        *("dbClusterOrInstanceArn", "awsSecretStoreArn", "sqlStatements"),
    }


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"sql": None}, "Value null at 'sql' failed to satisfy constraint: Member must not be null"),
        (
            {"sql": "x" * 65537},
            "Value at 'sql' failed to satisfy constraint: Member must have length less than or equal",
        ),
        ({"resourceArn": "arn"}, "Value 'arn' at 'resourceArn' failed to satisfy constraint: Member must have length"),
        ({"formatRecordsAs": "XML"}, "Member must satisfy enum value set: [NONE, JSON]"),
        ({"database": "d" * 65}, "at 'database' failed to satisfy constraint: Member must have length less than"),
        (
            {"parameters": [{"name": "a", "value": {"longValue": 1, "stringValue": "b"}}]},
            "Value at 'parameters.1.member.value' failed to satisfy constraint: Member must have exactly one value",
        ),
        (
            {"parameters": [{"name": "a", "typeHint": "INET", "value": {"stringValue": "b"}}]},
            "parameters.1.member.typeHint",
        ),
    ],
)
def test_a_request_is_held_against_the_model(unchecked: Asker, request_: dict[str, Any], message: str) -> None:
    whole = {"database": unchecked.database, "sql": "SELECT 1", **request_}
    with pytest.raises(Refusal) as refusal:
        unchecked.call("execute_statement", **whole)
    assert (refusal.value.code, refusal.value.status) == ("ValidationException", 400)
    assert message in refusal.value.message


def test_all_that_is_wrong_is_said_at_once(unchecked: Asker) -> None:
    with pytest.raises(Refusal, match=r"2 validation errors detected: .*sql.*; .*formatRecordsAs"):
        unchecked.call("execute_statement", formatRecordsAs="XML")


def test_a_wrong_type_is_no_json_of_the_services(unchecked: Asker) -> None:
    with pytest.raises(Refusal) as refusal:
        unchecked.sql("SELECT 1", continueAfterTimeout="yes")
    assert refusal.value.code == "SerializationException"


def test_65536_characters_are_a_statement(unchecked: Asker) -> None:
    text = "SELECT 1 --"
    assert unchecked.one(text + "x" * (65536 - len(text))) == 1


def test_a_body_over_4_mib_is_refused(data_api: DataApi, data_api_database: str) -> None:
    with asking(data_api, data_api_database) as asker:
        one = {"name": "a", "value": {"stringValue": "x" * (4 * 1024 * 1024)}}
        with pytest.raises(Refusal) as refusal:
            asker.sql("SELECT length(:a)", parameters=[one])
        assert refusal.value.code == "RequestEntityTooLargeException"
        assert asker.one("SELECT 1") == 1


def post(api: DataApi, path: str, body: Any, headers: dict[str, str]) -> tuple[int, str | None]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(api.endpoint + path, data, headers, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["x-amzn-ErrorType"]


def test_who_does_not_sign_is_refused(data_api: DataApi) -> None:
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x"}
    whole = {"resourceArn": data_api.cluster, "secretArn": data_api.secret, "sql": "SELECT 1", "database": "postgres"}
    assert post(data_api, "/Execute", whole, {}) == (400, "MissingAuthenticationTokenException")
    assert post(data_api, "/Nothing", whole, signed) == (400, "UnknownOperationException")
    assert post(data_api, "/Execute", b"no json", signed) == (400, "SerializationException")
    assert post(data_api, "/Execute", whole, signed) == (200, None)


def test_execute_sql_is_refused(data_api: DataApi, data_api_database: str) -> None:
    with asking(data_api, data_api_database) as asker:
        asker.named = {"dbClusterOrInstanceArn": data_api.cluster, "awsSecretStoreArn": data_api.secret}
        with pytest.raises(Refusal) as refusal:
            asker.call("execute_sql", sqlStatements="SELECT 1")
    assert (refusal.value.code, refusal.value.status) == ("BadRequestException", 400)
