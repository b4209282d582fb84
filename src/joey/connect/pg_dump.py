"""pg_dump, run as a program: the schema of a database as its archive, or as SQL."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from joey.connect import url as urls
from joey.errors import (
    ConfigurationError,
    InternalError,
    JoeyError,
    LockTimeout,
    NetworkError,
    PermissionDenied,
)


def archive(binary: Path, url: str) -> bytes:
    """The schema in pg_dump's custom format, uncompressed."""
    return _run(binary, url, ["--schema-only", "--format=custom", "--compress=0"])


def plain(binary: Path, url: str, *, options: Sequence[str] = ()) -> str:
    """The schema as SQL text, with further options of pg_dump's."""
    return _run(binary, url, ["--schema-only", *options]).decode()


def _run(binary: Path, url: str, options: Sequence[str]) -> bytes:
    words = urls.keywords(url)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE")}
    environment |= {"LC_ALL": "C", "PGTZ": "UTC", "PGAPPNAME": "joey"}
    if password := words.pop("password", None):
        environment["PGPASSWORD"] = password  # the command line is everybody's to read
    command = [str(binary), "--no-password", "--encoding=UTF8", *options, "--dbname", urls.build(words)]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=environment, check=False)
    except OSError as error:
        raise ConfigurationError(f"pg_dump can't be run: {error}") from None
    if done.returncode != 0:
        raise _failure(done.stderr.decode(errors="replace"), urls.secrets(url))
    return done.stdout


def _failure(said: str, secrets: frozenset[str]) -> JoeyError:
    """pg_dump's complaint as joey's error; it tells no SQLSTATE, but always speaks English to us."""
    for secret in sorted(secrets, key=len, reverse=True):
        said = said.replace(secret, "***")
    lines = [re.sub(r"^pg_dump: ", "", line) for line in said.strip().splitlines()]
    message = next((line.removeprefix("error: ") for line in lines if line.startswith("error: ")), "pg_dump failed")
    message, hint = f"pg_dump: {message}", "\n".join(lines) or None
    if "server version mismatch" in said:
        return ConfigurationError(
            "this pg_dump is older than the server, and refuses to read it",
            hint=f"{hint}\nset `scratch` to a server of a version that the installed pg_dump knows",
        )
    if "permission denied" in said:
        return PermissionDenied(message, hint=hint)
    if "password authentication failed" in said or "no password supplied" in said:
        return PermissionDenied(message, login=True, hint=hint)
    if "lock timeout" in said:
        return LockTimeout(message, hint=hint)
    if "connection to server" in said or "server closed the connection" in said:
        return NetworkError(message, hint=hint)
    return InternalError(message, hint=hint)
