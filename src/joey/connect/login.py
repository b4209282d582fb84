"""A login that was refused, from libpq's words."""

from __future__ import annotations

import re

from joey.connect import url as urls
from joey.errors import JoeyError, NetworkError, PermissionDenied, ResourceExhausted

# libpq keeps the SQLSTATE of a refused login to itself, so here, and only here, the words have to do.
_REFUSALS: tuple[tuple[str, str], ...] = (
    (r'database "(?:.*)" does not exist', "3D000"),
    (
        r"password authentication failed|no password supplied|SASL authentication failed|wrong password",
        "28P01",
    ),
    (
        r"no pg_hba\.conf entry|pg_hba\.conf rejects|Peer authentication failed|Ident authentication failed",
        "28000",
    ),
    (r"PAM authentication failed|LDAP authentication failed|GSSAPI authentication failed", "28000"),
    (r'role "(?:.*)" does not exist|role "(?:.*)" is not permitted to log in', "28000"),
    (r"certificate authentication failed|requires a valid client certificate", "28000"),
    (r"permission denied for database", "42501"),
    (r"too many connections|too many clients|remaining connection slots are reserved", "53300"),
    (r"database system is (?:starting up|shutting down|in recovery mode|not yet accepting)", "57P03"),
    (r"not currently accepting connections", "55000"),
)


def refused(message: str, sqlstate: str | None, where: urls.Endpoint, limit: float, timed_out: bool) -> JoeyError:
    """The error for a connection that didn't come about."""
    if timed_out:
        return NetworkError(
            f"Connection timeout after {round(limit * 1000)}ms",
            hint=f"{where} does not answer: is the address right, and does the network let this machine in?",
        )
    if sqlstate is None:
        sqlstate = next((code for pattern, code in _REFUSALS if re.search(pattern, message)), None)
    if sqlstate == "3D000":
        return NetworkError(
            f'database "{where.database}" does not exist on {where.host}:{where.port}',
            sqlstate=sqlstate,
            hint="make it with `joey migrate --create-database`, or correct the database's name",
        )
    if sqlstate and (sqlstate.startswith("28") or sqlstate == "42501"):
        return PermissionDenied(message, login=True, sqlstate=sqlstate)
    if sqlstate and sqlstate.startswith("53"):
        return ResourceExhausted(message, sqlstate=sqlstate)
    return NetworkError(message, sqlstate=sqlstate, hint=f"is PostgreSQL running, and is {where} right?")


def words_of(error: BaseException) -> str:
    """What an error says, in one line."""
    first = str(error).partition("\nMultiple connection attempts failed")[0]
    first = re.sub(r"^connection (?:failed|is bad): ", "", first)
    first = re.sub(
        r"^(?:consuming|flushing|sending) \w+ failed: |\n\s*This probably means the server.*",
        "",
        first,
        flags=re.DOTALL,
    )
    first = re.sub(r"\n\s*Is the server running.*?\?$", "", first, flags=re.MULTILINE)
    return " ".join(first.split())


def clean(message: str, url: str) -> str:
    """The message without the URL's secrets, unless such a word is also the user, host or database."""
    where = urls.describe(url)
    for secret in sorted(urls.secrets(url) - {where.user, where.host, where.database}, key=len, reverse=True):
        message = message.replace(secret, "***")
    return message
