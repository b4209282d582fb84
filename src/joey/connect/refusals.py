"""What the RDS Data API answers instead of a result, as joey's errors, and whether it may be asked again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from joey.connect.cluster import ClusterDatabase
from joey.errors import (
    ConfigurationError,
    DatabaseResuming,
    InternalError,
    JoeyError,
    NetworkError,
    PermissionDenied,
    ResourceExhausted,
    SqlSyntaxError,
    Timeout,
    from_sqlstate,
)

Kind = Literal["final", "resuming", "throttled", "secret", "unsent", "lost", "out of time", "gone", "unfit"]
"""Whether the answer settles it: `final` does. `resuming`, `throttled`, `secret`, `unsent`: surely nothing was done.
`lost`: nobody knows. `out of time`: it took longer than a call may. `gone`: there is no such transaction.
`unfit`: it was executed, and its result is of a kind or size that the API doesn't give."""

RETRY_TOO_MUCH = "joey asks for what is too much for one answer in pieces; a statement of a migration gives no result"

_STATE = re.compile(r";?\s*SQLState:\s*([0-9A-Z]{5})\s*$")
_PART = re.compile(r"(?:;|\n)\s*(Detail|Hint|Position|Where|Location|Internal Query|Internal Position): ")
_SEVERITY = re.compile(r"^(?:ERROR|FATAL|PANIC): +")
_THROTTLED = ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded")
_LOST_STATES = ("08000", "08001", "08003", "08004", "08006", "08007", "57P01", "57P02")
_UNSENT_STATES = ("57P03", "53300")
_UNSENT = (aws.ConnectTimeoutError, aws.EndpointConnectionError, aws.ProxyConnectionError, aws.SSLError)
_ANONYMOUS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.MetadataRetrievalError,
    aws.SSOError,
    aws.TokenRetrievalError,
    aws.InvalidConfigError,
    aws.ProfileNotFound,
    aws.ConfigNotFound,
    aws.UnknownCredentialError,
    aws.RefreshWithMFAUnsupportedError,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error, and what it says of what was asked."""

    error: JoeyError
    kind: Kind


def refusal(error: Exception, place: ClusterDatabase, sql: str | None = None) -> Refusal:
    """What came instead of an answer. Neither a secret nor what is in one ever stands in it."""
    if isinstance(error, aws.ClientError):
        return _said(error, place, sql)
    words = " ".join(str(error).split())
    if isinstance(error, _ANONYMOUS):
        return Refusal(
            PermissionDenied(
                f"AWS credentials are missing: {words}",
                login=True,
                hint="The RDS Data API is asked with the credentials of this machine: AWS_PROFILE, "
                "AWS_ACCESS_KEY_ID, a role of the container or function. `aws sts get-caller-identity` shows them.",
            ),
            "final",
        )
    if isinstance(error, _UNSENT):
        hint = f"Does the network let this machine reach rds-data in {place.region}, and is the region right?"
        return Refusal(NetworkError(f"the RDS Data API can't be reached: {words}", hint=hint), "unsent")
    if isinstance(error, (aws.HTTPClientError, aws.IncompleteReadError, ResponseParserError, OSError)):
        return Refusal(NetworkError(f"the answer of the RDS Data API was lost: {words}", sql=sql), "lost")
    if isinstance(error, UnicodeError):
        return Refusal(SqlSyntaxError("the SQL holds half a surrogate pair, which isn't text", sql=sql), "final")
    return Refusal(InternalError(f"{type(error).__name__}: {words}", sql=sql), "final")


def _said(error: aws.ClientError, place: ClusterDatabase, sql: str | None) -> Refusal:
    answer = error.response.get("Error", {})
    code = str(answer.get("Code", ""))
    message = " ".join(str(answer.get("Message", "")).split()) or code
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code == "StatementTimeoutException":
        return Refusal(Timeout("the statement took longer than the 45 s that a call may take", sql=sql), "out of time")
    if code in ("TransactionNotFoundException", "NotFoundException"):
        hint = "The API rolls back a transaction that is idle for 3 minutes, and any in which a statement fails."
        return Refusal(NetworkError("the transaction is gone: it was rolled back", hint=hint), "gone")
    if code == "UnsupportedResultException" or "response size limit" in message:
        return Refusal(ResourceExhausted(message, sql=sql, hint=RETRY_TOO_MUCH), "unfit")
    if known := _of_cluster(code, message, place):
        return known
    if code in ("DatabaseErrorException", "BadRequestException"):
        return _of_database(message, place, sql)
    if status == 429 or code in _THROTTLED:
        hint = "Others ask the API a lot just now. Try at a quieter time."
        return Refusal(ResourceExhausted(f"the RDS Data API throttles: {message}", hint=hint), "throttled")
    if code == "ValidationException":
        return Refusal(_invalid(message, sql), "final")
    if status >= 500:
        return Refusal(NetworkError(f"the RDS Data API failed ({code}): {message}", sql=sql), "lost")
    return Refusal(InternalError(f"the RDS Data API refused ({code}): {message}", sql=sql), "final")


def _of_cluster(code: str, message: str, place: ClusterDatabase) -> Refusal | None:
    """What the service says before any database is asked."""
    if code == "DatabaseResumingException":
        hint = "A paused Aurora takes up to half a minute to wake, and was waited for. Run the command again."
        return Refusal(DatabaseResuming(message, hint=hint), "resuming")
    if code in ("AccessDeniedException", "ForbiddenException", "AccessDenied") or code.startswith("UnrecognizedClient"):
        hint = (
            "Allow rds-data:ExecuteStatement, BatchExecuteStatement, BeginTransaction, CommitTransaction and "
            f"RollbackTransaction on {place.cluster}, and secretsmanager:GetSecretValue on {place.secret}."
        )
        return Refusal(PermissionDenied(message, login=True, hint=hint), "final")
    if code in ("InvalidSecretException", "SecretsErrorException"):
        hint = (
            f"{place.secret} must hold username and password of a role of this cluster. It is read with the caller's "
            "rights: secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own."
        )
        return Refusal(PermissionDenied(message, login=True, hint=hint), "secret")
    if code == "HttpEndpointNotEnabledException" or "HttpEndpoint is not enabled" in message:
        hint = f"aws rds enable-http-endpoint --resource-arn {place.cluster} (in CDK: enable_data_api=True)"
        return Refusal(NetworkError("the cluster's Data API is not enabled", hint=hint), "final")
    if code == "DatabaseNotFoundException":
        hint = f"Does {place.cluster} exist, and has it a writer? In CDK, what migrates depends on the cluster."
        return Refusal(NetworkError(message, hint=hint), "final")
    if code == "DatabaseUnavailableException":
        hint = "A failover, or a start, takes up to a minute. Then run the command again."
        return Refusal(NetworkError("the cluster has no writer that answers", hint=hint), "lost")
    if code == "InvalidResourceStateException":
        hint = f"Look at the state of {place.name}: it must be available, not being modified, stopped or restored."
        return Refusal(NetworkError(message, hint=hint), "final")
    return None


def _of_database(message: str, place: ClusterDatabase, sql: str | None) -> Refusal:
    """What PostgreSQL says, `ERROR: …; Hint: …; Position: 8; SQLState: 42P01`, or the service about it."""
    found = _STATE.search(message)
    state = found[1] if found else None
    parts = _PART.split(message[: found.start()] if found else message)
    text = _SEVERITY.sub("", parts[0]).strip()
    said = dict(zip(parts[1::2], parts[2::2], strict=False))
    hint = "\n".join(filter(None, (said.get("Detail"), said.get("Hint")))) or None
    place_in_it = said.get("Position", "").strip()
    position = int(place_in_it) - 1 if place_in_it.isdigit() else None
    if state is None and "still running a query" in text:
        return Refusal(NetworkError(text), "throttled")
    if state is None and "Communications link failure" in text:
        return Refusal(NetworkError(f"the API lost the database: {text}", sql=sql), "lost")
    if state == "3D000":
        hint = "Make it (CREATE DATABASE, over another database of the cluster), or correct the database's name."
        return Refusal(NetworkError(f"{text}, on {place.host}", sqlstate=state, hint=hint), "final")
    if state and state.startswith("28"):
        hint = f"{place.secret} must hold username and password of a role that may log in to {place.database}."
        return Refusal(PermissionDenied(text, login=True, sqlstate=state, hint=hint), "secret")
    error = from_sqlstate(state, text, hint=hint, sql=sql, position=position)
    if state is None:
        return Refusal(error, "lost")
    if state.startswith(_UNSENT_STATES):
        return Refusal(error, "unsent")
    return Refusal(error, "lost" if state.startswith(_LOST_STATES) else "final")


def _invalid(message: str, sql: str | None) -> JoeyError:
    if "ultistatement" in message:
        hint = "Over the RDS Data API each statement is a call of its own; a body in BEGIN ATOMIC may count as many."
        return SqlSyntaxError(message, sql=sql, hint=hint)
    if "parameter" in message.lower() and sql is not None:
        hint = "The RDS Data API takes `:word` outside of quotes for a parameter: write a space after the colon."
        return SqlSyntaxError(message, sql=sql, hint=hint)
    return ConfigurationError(f"the RDS Data API refused what was asked: {message}")
