"""What the function is told by its variables: which database, and how careful to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from joey.errors import ConfigurationError

_NEEDED = {
    "JOEY_CLUSTER_ARN": "the ARN of the Aurora cluster",
    "JOEY_SECRET_ARN": "the ARN of the secret with the login",
    "JOEY_DATABASE": "the name of the database",
    "JOEY_ENVIRONMENT": "the environment's name in log and metrics, such as dev",
}
_ARNS = {
    "JOEY_CLUSTER_ARN": re.compile(r"arn:aws[\w-]*:rds:([a-z0-9-]+):\d{12}:cluster:[A-Za-z][A-Za-z0-9-]*"),
    "JOEY_SECRET_ARN": re.compile(r"arn:aws[\w-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:[\w/+=.@!-]+"),
}
_FORMS = {
    "JOEY_CLUSTER_ARN": "arn:aws:rds:REGION:ACCOUNT:cluster:NAME",
    "JOEY_SECRET_ARN": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME",
}
POLICIES = ("destructive", "always", "never")


@dataclass(frozen=True, slots=True)
class Settings:
    """A function's variables, all of them there and of the right form."""

    cluster: str
    """ARN."""
    secret: str
    """ARN."""
    database: str
    environment: str
    backup: str = "destructive"
    tracking_table: str = "drizzle_migrations"
    bookkeeping_schema: str = "joey"
    endpoint: str | None = None
    """Where the Data API is, if not at AWS; only for an emulator."""

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Self:
        """The settings; ConfigurationError names the first variable that is missing or wrong."""
        for name, what in _NEEDED.items():
            if not variables.get(name, "").strip():
                raise _wrong(f"{name} isn't set: {what}")
        for name, form in _ARNS.items():
            if not form.fullmatch(variables[name].strip()):
                # Not shown: it may be the secret itself.
                shown = "" if name == "JOEY_SECRET_ARN" else f": {variables[name][:100]!r}"
                raise _wrong(f"{name} isn't {_NEEDED[name]}{shown}; it looks like {_FORMS[name]}")
        if (backup := variables.get("JOEY_BACKUP", "").strip() or "destructive") not in POLICIES:
            raise _wrong(f"JOEY_BACKUP is {backup!r}, and may be {', '.join(POLICIES)}")
        return cls(
            variables["JOEY_CLUSTER_ARN"].strip(),
            variables["JOEY_SECRET_ARN"].strip(),
            variables["JOEY_DATABASE"].strip(),
            variables["JOEY_ENVIRONMENT"].strip(),
            backup,
            variables.get("JOEY_TRACKING_TABLE", "").strip() or "drizzle_migrations",
            variables.get("JOEY_BOOKKEEPING_SCHEMA", "").strip() or "joey",
            variables.get("JOEY_ENDPOINT", "").strip() or None,
        )

    @property
    def region(self) -> str:
        """The cluster's region."""
        return self.cluster.split(":")[3]

    @property
    def url(self) -> str:
        """The database's URL."""
        words = {"cluster": self.cluster, "secret": self.secret, "region": self.region, "endpoint": self.endpoint}
        query = "&".join(f"{name}={quote(value, safe='/:')}" for name, value in words.items() if value)
        return f"rds-data:///{quote(self.database, safe='')}?{query}"


def _wrong(message: str) -> ConfigurationError:
    return ConfigurationError(
        message, hint="The construct DatabaseMigration sets it; without it, set it in the function's configuration."
    )
