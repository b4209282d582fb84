"""Fixtures for tests that talk to a local RDS Data API: `pytest_plugins = ["joey.testing.pytest_data_api"]`.

    def test_something(data_api, data_api_database):
        client = data_api.client()
        ...

One emulator serves the whole session (of each worker); `data_api` gives it to a test as if it were new.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from joey.connect.scratch import Scratch
    from joey.testing.data_api import DataApi


@pytest.fixture(scope="session")
def data_api_postgresql() -> str:
    """The PostgreSQL behind the emulator: "embedded", "local", or a server's URL. Define it anew to choose."""
    return "embedded"


@pytest.fixture(scope="session")
def data_api_server(data_api_postgresql: str) -> Iterator[Scratch]:
    """That server, running."""
    from joey.connect.scratch import open_scratch

    with open_scratch(data_api_postgresql) as server:
        yield server


@pytest.fixture(scope="session")
def data_api_emulator(data_api_server: Scratch) -> Iterator[DataApi]:
    """The emulator of the session; tests take `data_api`."""
    from joey.testing.data_api import DataApi

    with DataApi(data_api_server.url) as emulator:
        yield emulator


@pytest.fixture
def data_api(data_api_emulator: DataApi) -> Iterator[DataApi]:
    """A local RDS Data API, as if new: no faults, no calls, nothing open, usual limits and switches."""
    limits, switches = data_api_emulator.limits, data_api_emulator.switches
    secrets = {arn: dataclasses.replace(secret) for arn, secret in data_api_emulator.clusters.secrets.items()}
    clusters = {arn: dataclasses.replace(cluster) for arn, cluster in data_api_emulator.clusters.clusters.items()}
    yield data_api_emulator
    data_api_emulator.reset()
    data_api_emulator.limits, data_api_emulator.switches = limits, switches
    data_api_emulator.clusters.secrets, data_api_emulator.clusters.clusters = secrets, clusters


@pytest.fixture
def data_api_database(data_api: DataApi, data_api_server: Scratch) -> Iterator[str]:
    """The name of an empty database, which goes with the test."""
    with data_api_server.create() as database:
        yield database.name


@pytest.fixture
def data_api_url(data_api: DataApi, data_api_database: str) -> str:
    """The `rds-data://` URL of an empty database."""
    return data_api.url(data_api_database)
