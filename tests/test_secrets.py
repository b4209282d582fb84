"""A password in a definition goes into the database, and never into a snapshot."""

from __future__ import annotations

import json

from joey.connect.scratch import Scratch
from joey.postgres.catalog import Scope
from joey.verbs.head import write_snapshot
from joey.verbs.stage import Stage

SQL = """
    CREATE EXTENSION postgres_fdw;
    CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'verysecrethost');
    CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'me', password 'verysecret');
    CREATE TABLE t (id int);
"""


def test_no_snapshot_holds_a_password(scratch: Scratch) -> None:
    with Stage(scratch, Scope()) as stage:
        database = stage.empty()
        stage.connection(database).execute(SQL)
        catalog = stage.catalog(database)
    assert any("verysecret" in str(o) for o in catalog.objects.values())
    _, document = write_snapshot(catalog, b"SELECT 1;", "0", {"postgres": 18})
    assert b"verysecret" not in document
    assert json.loads(document)["secret"] == ["server far", "user mapping public on server far"]
