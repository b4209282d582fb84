"""The door that a URL leads to: PostgreSQL's own protocol, or the RDS Data API."""

from __future__ import annotations

from joey.connect import cluster
from joey.connect import url as urls
from joey.connect.protocol import Connection
from joey.errors import ConfigurationError


def connect(
    url: str, *, role: str | None = None, application_name: str = "joey", timeout: float = 30, wait: float = 0
) -> Connection:
    """A connection to the URL's database, by the only one of the two doors that is then imported."""
    if urls.is_data_api(url):
        try:
            from joey.connect import data_api
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("botocore"):
                raise
            raise ConfigurationError(
                "the RDS Data API (rds-data://) needs an extra that is not installed", hint='pip install "joey[aws]"'
            ) from None
        return data_api.connect(url, role=role, application_name=application_name, timeout=timeout, wait=wait)
    from joey.connect import psycopg  # a quarter of a second

    return psycopg.connect(url, role=role, application_name=application_name, timeout=timeout, wait=wait)


def check(url: str) -> None:
    """Raise what stands against the URL itself; nothing is opened."""
    if urls.is_data_api(url):
        cluster.parse(url)
    else:
        urls.keywords(url)
