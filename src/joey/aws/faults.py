"""What AWS answers when it does not do what it was asked: an error of botocore as one of ours.

The categories come from the code of the error and its class, never from words in its message.
"""

from __future__ import annotations

from typing import Any

from joey.errors import (
    ConfigurationError,
    InternalError,
    JoeyError,
    NetworkError,
    PermissionDenied,
    ResourceExhausted,
)

_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
_NOT_ACCEPTED = {
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "IncompleteSignature",
    "AuthFailure",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
}
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "Forbidden"}
_THROTTLED = {"Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown"}
_LOG_IN = "Log in again: aws sso login, or aws configure; AWS_PROFILE or AWS_ACCESS_KEY_ID say which login is used."


def code(error: BaseException) -> str:
    """The code of an error that AWS has answered with, such as AccessDenied; else nothing."""
    response: Any = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def as_joey_error(error: BaseException, doing: str, *, action: str | None = None) -> JoeyError:
    """The error of ours that says the same. `doing` is what failed, as in "The snapshot x could not be made".

    `action` is the right that it takes, such as rds:CreateDBClusterSnapshot, where botocore doesn't name the call.
    """
    if isinstance(error, JoeyError):
        return error
    from botocore import exceptions as b

    found = code(error)
    if isinstance(error, b.ClientError):
        return _answered(error, found, doing, action or error.operation_name)
    kinds: tuple[tuple[Any, Any], ...] = (
        ((b.NoCredentialsError, b.PartialCredentialsError, b.CredentialRetrievalError), _login("no usable login")),
        ((b.TokenRetrievalError, b.UnauthorizedSSOTokenError, b.SSOTokenLoadError), _login("the login has expired")),
        (b.ProfileNotFound, _configuration("AWS_PROFILE names no profile: aws configure list-profiles")),
        (
            (b.NoRegionError, b.InvalidRegionError),
            _configuration("Give --region, set AWS_REGION, or write the region into the profile: aws configure"),
        ),
        ((b.UnknownServiceError, b.DataNotFoundError), _configuration("This boto3 is too old: pip install -U boto3")),
        (b.ParamValidationError, _internal),
        (
            (b.EndpointConnectionError, b.ConnectTimeoutError, b.ReadTimeoutError, b.HTTPClientError),
            _network,
        ),
        (b.BotoCoreError, _internal),
    )
    for classes, make in kinds:
        if isinstance(error, classes):
            made: JoeyError = make(f"{doing}: {_text(error)}")
            return made
    return _internal(f"{doing}: {type(error).__name__}: {_text(error)}")


def _answered(error: Any, found: str, doing: str, action: str) -> JoeyError:
    text = str(error.response.get("Error", {}).get("Message") or found)
    said = f"{doing}: {text}"
    if found in _EXPIRED:
        return PermissionDenied(f"{doing}: the AWS login has expired", login=True, hint=_LOG_IN)
    if found in _NOT_ACCEPTED:
        return PermissionDenied(f"{doing}: AWS doesn't accept the login ({found})", login=True, hint=_LOG_IN)
    if found in _DENIED:
        return PermissionDenied(said, hint=f"It takes the right {action}; docs/aws/iam.md has the whole policy.")
    if found in _THROTTLED or found.endswith(("QuotaExceededFault", "LimitExceededException")):
        return ResourceExhausted(said, hint=f"AWS answered {found}: try again later, or have the quota raised.")
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    if status >= 500:
        return NetworkError(said, hint=f"AWS answered {found}: try again.")
    return ConfigurationError(said, hint=f"AWS answered {found}.")


def _text(error: BaseException) -> str:
    return " ".join(str(error).split())[:500]


def _login(why: str) -> Any:
    return lambda text: PermissionDenied(f"{text} ({why})", login=True, hint=_LOG_IN)


def _configuration(hint: str) -> Any:
    return lambda text: ConfigurationError(text, hint=hint)


def _network(text: str) -> JoeyError:
    return NetworkError(text, hint="Is the region right, and is there a way to AWS from here (proxy, VPC endpoint)?")


def _internal(text: str) -> JoeyError:
    return InternalError(text, hint="Please report it.")
