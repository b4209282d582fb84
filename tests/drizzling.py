"""Drizzle itself, in a project of its own, for the tests that run it beside joey."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from joey.connect.psycopg import connect

HERE = Path(__file__).parent / "drizzle"
FOLDERS = Path(__file__).parent / "folders"
KIT = HERE / "node_modules/drizzle-kit/bin.cjs"
V0, V1 = "drizzle-orm", "drizzle-orm-1"
"""The packages of the migrators: 0.45, and 1.0 under another name."""
RECORD = "drizzle.__drizzle_migrations"


def needed() -> None:
    """Skip the test where Drizzle isn't installed; in CI that is a failure."""
    missing = None
    if shutil.which("node") is None:
        missing = "node isn't installed, and Drizzle runs on it"
    elif not KIT.is_file() or not (HERE / "node_modules" / V1).is_dir():
        missing = "Drizzle isn't installed: npm ci --prefix tests/drizzle"
    if missing and os.environ.get("CI", "") not in ("", "false", "0"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


class Drizzle:
    """A project that uses Drizzle, and a database for it."""

    def __init__(self, root: Path, url: str) -> None:
        needed()
        self.root = root
        self.url = url
        self.folder = root / "drizzle"
        root.mkdir(exist_ok=True)
        (root / "node_modules").symlink_to(HERE / "node_modules")
        for name in ("schema.ts", "drizzle.config.ts", "migrate.mjs"):
            shutil.copy(HERE / name, root / name)

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["node", *command],
            cwd=self.root,
            env=os.environ | {"DATABASE_URL": self.url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, code: int = 0) -> str:
        """What a command says, on either stream; it must end with `code`."""
        process = self.start(*command)
        out, err = process.communicate(timeout=60)
        assert process.returncode == code, out + err
        return out + err

    def kit(self, *arguments: str, code: int = 0) -> str:
        return self.run(str(KIT), *arguments, code=code)

    def migrator(self, package: str = V0, **options: Any) -> tuple[str, ...]:
        return "migrate.mjs", package, str(self.folder), json.dumps(options)

    def migrate(self, package: str = V0, code: int = 0, **options: Any) -> str:
        return self.run(*self.migrator(package, **options), code=code)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        connection = connect(self.url)
        try:
            return connection.query(sql)
        finally:
            connection.close()

    def record(self, name: str = RECORD) -> list[tuple[Any, ...]]:
        return self.query(f"SELECT hash, created_at FROM {name} ORDER BY id")

    def tables(self) -> set[str]:
        return {name for (name,) in self.query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")}
