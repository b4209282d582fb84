"""The scratch server."""

from __future__ import annotations

from joey.connect.scratch import Database, Scratch


def test_a_database_is_empty_and_answers(scratch: Scratch, database: Database) -> None:
    connection = database.connect()
    assert connection.query("SELECT $1::int + 1", [1]) == [(2,)]
    assert connection.server.major == scratch.major
    connection.close()
