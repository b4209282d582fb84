"""Fixtures: one scratch PostgreSQL for the whole run, and fresh databases in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from joey.connect.scratch import Database, Scratch, open_scratch

pytest_plugins = ["joey.testing.pytest_data_api"]

_server = pytest.StashKey[Scratch]()


class _OneServer:
    """The hooks by which the workers of pytest-xdist share the server that the first process has opened."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        if _server not in node.config.stash:
            node.config.stash[_server] = open_scratch()
        node.workerinput["joey_scratch"] = node.config.stash[_server].url


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_OneServer())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server in config.stash:
        config.stash[_server].close()
        del config.stash[_server]


@pytest.fixture(scope="session")
def scratch(pytestconfig: pytest.Config) -> Iterator[Scratch]:
    """The scratch server of this run."""
    workerinput: dict[str, str] = getattr(pytestconfig, "workerinput", {})
    with open_scratch(workerinput.get("joey_scratch", "embedded")) as opened:
        yield opened


@pytest.fixture(scope="session")
def data_api_postgresql(scratch: Scratch) -> str:
    """The fixture `data_api` of joey.testing.pytest_data_api is over the scratch server of this run."""
    return scratch.url


@pytest.fixture
def fresh(scratch: Scratch) -> Iterator[Callable[..., Database]]:
    """A function that makes databases (from `template` where one is named); they go when the test ends."""
    made: list[Database] = []

    def make(template: str | None = None) -> Database:
        made.append(scratch.create(template))
        return made[-1]

    yield make
    for database in made:
        database.drop()


@pytest.fixture(params=["direct", "data_api"])
def door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Database], str]]:
    """What gives the URL of a database: its own, or that through the RDS Data API."""
    if request.param == "direct":
        yield lambda database: database.url
        return
    monkeypatch.setattr("joey.run.session.LATE", 0.2)  # on this machine nothing comes late
    api: Any = request.getfixturevalue("data_api")
    yield lambda database: api.url(database.name)


@pytest.fixture
def database(fresh: Callable[..., Database]) -> Database:
    """An empty database."""
    return fresh()


@pytest.fixture
def database_url(database: Database) -> str:
    """The URL of an empty database."""
    return database.url


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected.sql of tests/cases")


@pytest.fixture(scope="session")
def accept(pytestconfig: pytest.Config) -> bool:
    """Whether what a case gives is to be written down as what it must give."""
    return bool(pytestconfig.getoption("--accept"))
