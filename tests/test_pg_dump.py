"""pg_dump, run on a scratch database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from joey.connect import pg_dump
from joey.connect import url as urls
from joey.connect.scratch import Database, Scratch
from joey.errors import ConfigurationError, NetworkError, PermissionDenied


def test_the_archive_and_the_text_tell_the_schema(scratch: Scratch, database: Database) -> None:
    with closing(database.connect()) as connection:
        connection.execute("CREATE TABLE tä (x timestamptz DEFAULT '2020-01-01 12:00+02')")
    archive = scratch.pg_dump(database)
    assert archive.startswith(b"PGDMP")
    assert 'CREATE TABLE public."tä"'.encode() in archive
    text = pg_dump.plain(scratch.pg_dump_program, database.url, options=["--no-owner"])
    assert "'2020-01-01 10:00:00+00'" in text


def test_pg_dump_fails_with_joeys_errors(scratch: Scratch, database: Database) -> None:
    password = "p'a ss"
    nowhere = urls.build(urls.keywords(database.url) | {"dbname": "nowhere", "password": password})
    with pytest.raises(NetworkError) as caught:
        pg_dump.archive(scratch.pg_dump_program, nowhere)
    assert "nowhere" in caught.value.message
    assert password not in str(caught.value.to_json())
    role = f"{database.name}_r"
    with closing(database.connect()) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN; CREATE TABLE t ()")
        try:
            with pytest.raises(PermissionDenied):
                pg_dump.archive(scratch.pg_dump_program, urls.build(urls.keywords(database.url) | {"user": role}))
        finally:
            connection.execute(f"DROP ROLE {role}")
    with pytest.raises(ConfigurationError):
        pg_dump.archive(Path("/nowhere/pg_dump"), database.url)
