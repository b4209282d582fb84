"""What a request names: clusters, and the secrets that open them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from joey.connect import url as urls
from joey.testing.data_api.errors import ServiceError, invalid
from joey.testing.data_api.pool import Login

REGION = "us-west-2"
ACCOUNT = "123456789012"
_ARN = re.compile(r"arn:aws[\w-]*:(?P<service>[\w-]+):[\w-]+:\d{12}:(?P<rest>.+)\Z")


@dataclass(slots=True)
class Cluster:
    """An Aurora cluster: the PostgreSQL server behind it, and what is wrong with it."""

    arn: str
    url: str = field(repr=False)
    endpoint_enabled: bool = True
    has_instance: bool = True
    """Whether its writer exists already."""
    available: bool = True
    """Whether its state is one in which it answers."""

    @property
    def identifier(self) -> str:
        """Its name, the end of its ARN."""
        return self.arn.rpartition(":")[2]


@dataclass(slots=True)
class Secret:
    """A user name and a password in Secrets Manager. Empty: what the server's URL says."""

    arn: str
    user: str = ""
    password: str | None = field(default=None, repr=False)
    readable: bool = True
    valid: bool = True
    """Whether it is JSON with `username` and `password`."""


@dataclass(slots=True)
class Clusters:
    """All that requests may name."""

    clusters: dict[str, Cluster] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)

    def add(self, url: str, identifier: str, region: str = REGION) -> Cluster:
        """A cluster over a server."""
        cluster = Cluster(f"arn:aws:rds:{region}:{ACCOUNT}:cluster:{identifier}", url)
        self.clusters[cluster.arn] = cluster
        return cluster

    def add_secret(self, name: str, user: str = "", password: str | None = None, *, region: str = REGION) -> Secret:
        """A secret with a login."""
        secret = Secret(f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:{name}-AbCdEf", user, password)
        self.secrets[secret.arn] = secret
        return secret

    def login(self, request: dict[str, Any]) -> Login:
        """Where the database of a request is, and as whom it is asked."""
        cluster, secret = self._cluster(request["resourceArn"]), self._secret(request["secretArn"])
        words = urls.keywords(cluster.url)
        user = secret.user or words.get("user", "")
        # Without a name PostgreSQL looks for a database that is called like the user.
        database = request.get("database") or user or urls.describe(cluster.url).user
        return Login(cluster.url, database, user, secret.password)

    def administrator(self, request: dict[str, Any]) -> Login:
        """The login of the server's own URL."""
        url = self._cluster(request["resourceArn"]).url
        return Login(url, urls.keywords(url).get("dbname", ""), "")

    def _cluster(self, arn: str) -> Cluster:
        match = _ARN.match(arn)
        if match is None or match["service"] != "rds":
            raise invalid(f"Invalid cluster arn: {arn}")
        cluster = self.clusters.get(arn)
        if cluster is None or not cluster.endpoint_enabled:
            # One answer for both: who may not know of a cluster doesn't learn whether it exists.
            raise ServiceError("HttpEndpointNotEnabledException", f"HttpEndpoint is not enabled for resource {arn}")
        if not cluster.has_instance:
            raise ServiceError("DatabaseNotFoundException", f"Cannot find DBInstance in DBCluster {cluster.identifier}")
        if not cluster.available:
            raise ServiceError(
                "InvalidResourceStateException", f"DBCluster {cluster.identifier} is not in an available state"
            )
        return cluster

    def _secret(self, name: str) -> Secret:
        secret = self.secrets.get(name)
        if secret is None:
            raise ServiceError("SecretsErrorException", "Secrets Manager can't find the specified secret.")
        if not secret.readable:
            raise ServiceError(
                "SecretsErrorException",
                f"The secret {name} could not be read: access to the secret or its key is denied",
            )
        if not secret.valid:
            raise ServiceError("InvalidSecretException", f"The secret {name} has no user name and password")
        return secret
