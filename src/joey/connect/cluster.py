"""An Aurora database behind the RDS Data API, as an `rds-data://` URL names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from joey.errors import ConfigurationError

FORM = "rds-data:///DATABASE?cluster=ARN&secret=ARN&region=REGION"
_CLUSTER = re.compile(r"arn:aws[\w-]*:rds:([a-z0-9-]+):\d{12}:cluster:([A-Za-z][A-Za-z0-9-]*)\Z")
_SECRET = re.compile(r"arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+\Z")
_REGION = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-\d+\Z")
_KNOWN = ("cluster", "secret", "region", "endpoint")


@dataclass(frozen=True, slots=True)
class ClusterDatabase:
    """One database of a cluster, and the secret that opens it: its ARN, never what is in it."""

    database: str
    cluster: str
    """ARN."""
    secret: str
    """ARN."""
    region: str
    endpoint: str | None = None
    """Where the API is asked, if not at AWS's own address; only for an emulator."""

    @property
    def name(self) -> str:
        """The cluster's identifier."""
        return self.cluster.rpartition(":")[2]

    @property
    def host(self) -> str:
        """What stands for a host in messages."""
        where = f" at {self.endpoint}" if self.endpoint else ""
        return f"cluster {self.name} ({self.region}){where}"

    @property
    def url(self) -> str:
        """The URL that names it."""
        words = {"cluster": self.cluster, "secret": self.secret, "region": self.region, "endpoint": self.endpoint}
        query = "&".join(f"{key}={quote(value, safe='/:')}" for key, value in words.items() if value)
        return f"rds-data:///{quote(self.database, safe='')}?{query}"


def parse(url: str) -> ClusterDatabase:
    """What a URL names; ConfigurationError where it names it wrongly."""
    parts = urlsplit(url.strip())
    if parts.netloc:
        raise _wrong("a name stands where a host would", f"the cluster is named by its ARN: {FORM}")
    database = unquote(parts.path.removeprefix("/"))
    if not database:
        raise _wrong("it names no database", FORM)  # the API would look for one named like the role
    words = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(words.keys() - set(_KNOWN)):
        raise _wrong(f"{unknown[0]!r} is no parameter of it", f"there are {', '.join(_KNOWN)}: {FORM}")
    cluster, secret = words.get("cluster", ""), words.get("secret", "")
    if not (found := _CLUSTER.match(cluster)):
        what = f"{cluster!r} isn't the ARN of a cluster" if cluster else "it names no cluster"
        raise _wrong(what, "cluster=arn:aws:rds:REGION:ACCOUNT:cluster:NAME")
    if not _SECRET.match(secret):
        # Not shown: perhaps it is the secret itself.
        what = "its secret isn't the ARN of a secret" if secret else "it names no secret"
        raise _wrong(what, "secret=arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, which holds role and password")
    region = words.get("region") or found[1]
    if not _REGION.match(region):
        raise _wrong(f"{region!r} is no region", "region=us-west-2, or leave it out: the cluster's ARN names it")
    endpoint = words.get("endpoint") or None
    if endpoint and not re.match(r"https?://[^/\s]+/?\Z", endpoint):
        raise _wrong(f"{endpoint!r} is no endpoint", "endpoint=http://127.0.0.1:PORT, or leave it out")
    return ClusterDatabase(database, cluster, secret, region, endpoint)


def _wrong(what: str, hint: str) -> ConfigurationError:
    return ConfigurationError(f"the database URL can't be used: {what}", hint=hint)
