"""Statements through the emulator: values both ways, errors, limits, clusters and secrets."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from asking import Asker, Refusal, asking, given
from joey.testing.data_api import DataApi


@pytest.fixture
def ask(data_api: DataApi, data_api_database: str) -> Iterator[Asker]:
    with asking(data_api, data_api_database) as asker:
        yield asker


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("true", {"booleanValue": True}),
        ("1::int2", {"longValue": 1}),
        ("9007199254740993", {"longValue": 9007199254740993}),
        ("0.1::float8", {"doubleValue": 0.1}),
        ("0.5::float4", {"doubleValue": 0.5}),
        ("1.50::numeric", {"stringValue": "1.50"}),
        ("'x'::varchar(3)", {"stringValue": "x"}),
        ("'x'::char(3)", {"stringValue": "x  "}),
        ("''::text", {"stringValue": ""}),
        ("'\\x00ff'::bytea", {"blobValue": b"\x00\xff"}),
        ("'2024-02-29'::date", {"stringValue": "2024-02-29"}),
        ("'10:20:30'::time", {"stringValue": "10:20:30"}),
        ("'10:20:30.5'::time", {"stringValue": "10:20:30.500"}),
        ("'2024-02-29 10:20:30.1234'::timestamp", {"stringValue": "2024-02-29 10:20:30.123400"}),
        ("'2024-02-29 10:20:30+02'::timestamptz", {"stringValue": "2024-02-29 08:20:30"}),
        ("'7D444840-9dc0-11d1-b245-5ffdce74fad2'::uuid", {"stringValue": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}),
        ("'{\"b\": 1}'::jsonb", {"stringValue": '{"b": 1}'}),
        ("'10.0.0.0/8'::cidr", {"stringValue": "10.0.0.0/8"}),
        ("NULL::int", {"isNull": True}),
        ("'{1,NULL}'::int[]", {"arrayValue": {"longValues": [1, None]}}),
        ("'[0:1]={7,8}'::int8[]", {"arrayValue": {"longValues": [7, 8]}}),
        ("'{}'::text[]", {"arrayValue": {"stringValues": []}}),
        (
            """ARRAY['a', 'b,"{}\\', NULL, 'NULL', '']""",
            {"arrayValue": {"stringValues": ["a", 'b,"{}\\', None, "NULL", ""]}},
        ),
        ("'{t,f}'::bool[]", {"arrayValue": {"booleanValues": [True, False]}}),
        ("'{0.5}'::float8[]", {"arrayValue": {"doubleValues": [0.5]}}),
        ("'{1.50}'::numeric[]", {"arrayValue": {"stringValues": ["1.50"]}}),
    ],
)
def test_a_value_has_the_field_of_its_type(ask: Asker, value: str, field: dict[str, Any]) -> None:
    assert ask.sql(f"SELECT {value}")["records"] == [[field]]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("'a'::name", "NAME"),
        ("'a'::\"char\"", '"CHAR"'),
        ("'int4'::regtype", "regtype"),
        ("'pg_class'::regclass", "regclass"),
        ("1::oid", "OID"),
        ("'1 day'::interval", "INTERVAL"),
        ("'10:00+02'::timetz", "TIMETZ"),
        ("1::money", "MONEY"),
        ("point(1, 2)", "POINT"),
        ("'[1,2)'::int4range", "INT4RANGE"),
        ("ROW(1)", "RECORD"),
        ("pg_sleep(0)", "VOID"),
        ("ARRAY['a'::name]", "NAME[]"),
        ("'a b'::tsvector", "tsvector"),
    ],
)
def test_a_type_that_the_service_does_not_know_is_refused_until_it_is_cast(ask: Asker, value: str, name: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ask.sql(f"SELECT {value}")
    assert (refusal.value.code, refusal.value.status) == ("UnsupportedResultException", 400)
    assert refusal.value.message == f"The result contains the unsupported data type {name}."
    assert ask.sql(f"SELECT ({value})::text")["records"]


def test_types_of_the_user_are_known_as_far_as_they_are_enums_and_domains(ask: Asker) -> None:
    ask.sql("CREATE TYPE mood AS ENUM ('sad', 'glad')")
    ask.sql("CREATE DOMAIN short AS varchar(5)")
    ask.sql("CREATE TYPE pair AS (a int)")
    assert ask.rows("SELECT 'sad'::mood, 'x'::short") == [("sad", "x")]
    with pytest.raises(Refusal, match="unsupported data type pair"):
        ask.sql("SELECT ROW(1)::pair")


@pytest.mark.parametrize("value", ["'infinity'::timestamptz", "'-infinity'::timestamp", "'infinity'::date"])
def test_an_infinite_moment_is_a_failure_without_a_word(ask: Asker, value: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ask.sql(f"SELECT {value}")
    assert (refusal.value.code, refusal.value.status, refusal.value.message) == ("InternalFailure", 500, "")


def test_an_array_of_arrays_is_refused(ask: Asker) -> None:
    with pytest.raises(Refusal, match=r"UnsupportedResultException .* multidimensional array"):
        ask.sql("SELECT ARRAY[[1],[2]]")


def test_numbers_as_the_request_wants_them(ask: Asker) -> None:
    text = "SELECT 1, 2.50, 3::numeric, '{4}'::int[]"
    strings = ask.sql(text, resultSetOptions={"longReturnType": "STRING"})["records"][0]
    assert strings[0] == {"stringValue": "1"}
    assert strings[3] == {"arrayValue": {"stringValues": ["4"]}}
    doubles = ask.sql(text, resultSetOptions={"decimalReturnType": "DOUBLE_OR_LONG"})["records"][0]
    assert doubles[1:3] == [{"doubleValue": 2.5}, {"longValue": 3}]


def test_records_as_json(ask: Asker) -> None:
    answer = ask.sql("SELECT 1 AS a, 'ü' AS b, NULL AS c, '{1,2}'::int[] AS d", formatRecordsAs="JSON")
    assert "records" not in answer
    assert json.loads(answer["formattedRecords"]) == [{"a": 1, "b": "ü", "c": None, "d": [1, 2]}]
    assert "formattedRecords" not in ask.sql("CREATE TABLE t ()", formatRecordsAs="JSON")


def test_metadata_only_where_there_are_columns(ask: Asker) -> None:
    ask.sql("CREATE TABLE things (id serial PRIMARY KEY, price numeric(10,2), name varchar(20) NOT NULL)")
    answer = ask.sql("SELECT id, price, name AS n, 1 AS one FROM things", includeResultMetadata=True)
    first, price, name, one = answer["columnMetadata"]
    assert (first["typeName"], first["type"], first["isAutoIncrement"], first["nullable"]) == ("serial", 4, True, 0)
    assert (first["schemaName"], first["tableName"]) == ("public", "things")
    assert (price["precision"], price["scale"], price["type"]) == (10, 2, 2)
    assert (name["name"], name["label"], name["precision"]) == ("name", "n", 20)
    assert (one["tableName"], one["nullable"]) == ("", 2)
    assert "columnMetadata" not in ask.sql("DELETE FROM things", includeResultMetadata=True)


def test_what_a_statement_has_changed_is_counted(ask: Asker) -> None:
    assert ask.sql("CREATE TABLE t (a int)")["numberOfRecordsUpdated"] == 0
    assert ask.sql("INSERT INTO t VALUES (1), (2)") == {"numberOfRecordsUpdated": 2, "generatedFields": []}
    assert ask.sql("UPDATE t SET a = 3 WHERE a = 1 RETURNING a")["records"] == [[{"longValue": 3}]]


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        ({"longValue": 1}, "bigint", "1"),
        ({"doubleValue": 1.5}, "double precision", "1.5"),
        ({"booleanValue": True}, "boolean", "true"),
        ({"stringValue": "a'b"}, "text", "a'b"),
        ({"blobValue": b"\x00\xff"}, "bytea", "\\x00ff"),
    ],
)
def test_a_parameter_has_the_type_of_its_field(ask: Asker, value: dict[str, Any], type_: str, text: str) -> None:
    rows = ask.rows("SELECT pg_typeof(:a)::text, :a::text", parameters=[given("a", **value)])
    assert rows == [(type_, text)]


@pytest.mark.parametrize(
    ("hint", "value", "type_"),
    [
        ("UUID", "7d444840-9dc0-11d1-b245-5ffdce74fad2", "uuid"),
        ("DATE", "2024-02-29", "date"),
        ("TIME", "10:20:30", "time without time zone"),
        ("TIMESTAMP", "2024-02-29 10:20:30", "timestamp without time zone"),
        ("DECIMAL", "1.50", "numeric"),
        ("JSON", '{"a":1}', "json"),
    ],
)
def test_a_hint_gives_a_string_its_type(ask: Asker, hint: str, value: str, type_: str) -> None:
    rows = ask.rows("SELECT pg_typeof(:a)::text, :a::text", parameters=[given("a", hint, stringValue=value)])
    assert rows == [(type_, value)]


def test_a_string_is_no_uuid(ask: Asker) -> None:
    value = given("a", stringValue="7d444840-9dc0-11d1-b245-5ffdce74fad2")
    with pytest.raises(Refusal, match=r"operator does not exist: uuid = text; Hint: .*; Position: .*; SQLState: 42883"):
        ask.sql("SELECT 1 WHERE gen_random_uuid() = :a", parameters=[value])
    ask.api.switches = dataclasses.replace(ask.api.switches, strings="varchar")
    with pytest.raises(Refusal, match="uuid = character varying"):
        ask.sql("SELECT 1 WHERE gen_random_uuid() = :a", parameters=[value])


def test_parameters_that_do_not_fit(ask: Asker) -> None:
    with pytest.raises(Refusal, match=r"ValidationException .* Cannot find parameter: b"):
        ask.sql("SELECT :a, :b", parameters=[given("a", longValue=1)])
    with pytest.raises(Refusal, match="Array parameters are not supported"):
        ask.sql("SELECT :a", parameters=[given("a", arrayValue={"longValues": [1]})])
    with pytest.raises(Refusal, match="08P01"):
        ask.sql("SELECT $1::text")
    assert ask.one("SELECT :a", parameters=[given("a", longValue=1), given("more", longValue=2)]) == 1


def test_a_colon_without_parameters_is_a_switch(ask: Asker) -> None:
    with pytest.raises(Refusal, match="Cannot find parameter: 2"):
        ask.sql("SELECT (ARRAY[1,2,3])[1:2]")
    ask.api.switches = dataclasses.replace(ask.api.switches, colons="with parameters")
    assert ask.one("SELECT (ARRAY[1,2,3])[1:2]") == {"longValues": [1, 2]}


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELEKT 1", 'ERROR: syntax error at or near "SELEKT"; Position: 1; SQLState: 42601'),
        ("SELECT * FROM nothing", 'ERROR: relation "nothing" does not exist; Position: 15; SQLState: 42P01'),
        ("SELECT 1/0", "ERROR: division by zero; SQLState: 22012"),
        (
            "DROP TABLE parent",
            "ERROR: cannot drop table parent because other objects depend on it; "
            "Hint: Use DROP ... CASCADE to drop the dependent objects too.; SQLState: 2BP01",
        ),
        (
            "INSERT INTO child VALUES (1)",
            'ERROR: insert or update on table "child" violates foreign key constraint "child_parent_fkey"; '
            "SQLState: 23503",
        ),
        (
            "DO $$ BEGIN RAISE EXCEPTION 'a; b' USING HINT = 'h', DETAIL = 'd', ERRCODE = 'JO001'; END $$",
            "ERROR: a; b; Hint: h; SQLState: JO001",
        ),
        ("COPY parent TO STDOUT", "ERROR: COPY FROM STDIN and COPY TO STDOUT are not supported; SQLState: 0A000"),
    ],
)
def test_an_error_of_the_database_is_told_as_the_service_tells_it(ask: Asker, sql: str, message: str) -> None:
    ask.sql("CREATE TABLE parent (id int PRIMARY KEY)")
    ask.sql("CREATE TABLE child (parent int REFERENCES parent)")
    with pytest.raises(Refusal) as refusal:
        ask.sql(sql)
    assert (refusal.value.code, refusal.value.status) == ("DatabaseErrorException", 400)
    assert refusal.value.message == message


def test_text_that_postgresql_does_not_take(ask: Asker) -> None:
    for text, members in (
        ("SELECT 'a\0b'", {}),
        ("SELECT :a", {"parameters": [given("a", stringValue="a\0b")]}),
    ):
        with pytest.raises(Refusal, match='invalid byte sequence for encoding "UTF8": 0x00; SQLState: 22021'):
            ask.sql(text, **members)
    with pytest.raises(Refusal, match="SerializationException"):
        ask.sql("SELECT '\ud800'")


def test_several_statements_are_refused_and_none_is_run(ask: Asker) -> None:
    with pytest.raises(Refusal) as refusal:
        ask.sql("CREATE TABLE a (); CREATE TABLE b ()")
    assert (refusal.value.code, refusal.value.message) == ("ValidationException", "Multistatements aren't supported.")
    assert ask.one("SELECT to_regclass('a')::text") is None


def test_a_body_of_sql_is_one_statement_or_several_as_the_switch_says(ask: Asker) -> None:
    body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"
    ask.sql(body)
    assert ask.one("SELECT f()") == 2
    ask.api.switches = dataclasses.replace(ask.api.switches, bodies="multistatement")
    with pytest.raises(Refusal, match="Multistatements"):
        ask.sql(body.replace("f()", "g()"))


def test_the_schema_parameter_is_refused(ask: Asker) -> None:
    with pytest.raises(Refusal, match=r"ValidationException .* The schema parameter isn't supported"):
        ask.sql("SELECT 1", schema="public")


def test_rows_and_answers_have_a_size(ask: Asker) -> None:
    assert len(ask.one("SELECT repeat('x', 65536)")) == 65536
    with pytest.raises(Refusal, match=r"UnsupportedResultException .* size limit 64 KB"):
        ask.sql("SELECT repeat('x', 65537)")
    assert len(ask.rows("SELECT repeat('é', 1000) FROM generate_series(1, 522)")) == 522
    with pytest.raises(Refusal, match=r"UnsupportedResultException .* The result exceeds the size limit 1 MB."):
        ask.sql("SELECT repeat('é', 1000) FROM generate_series(1, 523)")


def test_what_was_done_stays_done_though_its_result_can_not_be_answered(ask: Asker) -> None:
    ask.sql("CREATE TABLE t (a int)")
    with pytest.raises(Refusal, match="UnsupportedResultException"):
        ask.sql("INSERT INTO t VALUES (1) RETURNING point(1, 2)")
    assert ask.one("SELECT count(*) FROM t") == 1


def test_a_batch_commits_set_by_set_or_together(ask: Asker) -> None:
    ask.sql("CREATE TABLE t (a int PRIMARY KEY)")
    sets = [[given("a", longValue=n)] for n in (1, 2, 2, 3)]
    with pytest.raises(Refusal, match="23505"):
        ask.batch("INSERT INTO t VALUES (:a)", sets)
    assert ask.one("SELECT count(*) FROM t") == 2
    ask.sql("DELETE FROM t")
    ask.api.switches = dataclasses.replace(ask.api.switches, batch="together")
    with pytest.raises(Refusal, match="23505"):
        ask.batch("INSERT INTO t VALUES (:a)", sets)
    assert ask.one("SELECT count(*) FROM t") == 0
    assert ask.batch("INSERT INTO t VALUES (:a)", sets[:2]) == {"updateResults": [{"generatedFields": []}] * 2}
    assert ask.one("SELECT count(*) FROM t") == 2


def test_a_batch_without_sets_runs_once(ask: Asker) -> None:
    ask.sql("CREATE TABLE t (a int)")
    ask.batch("INSERT INTO t VALUES (1)", [])
    ask.batch("INSERT INTO t VALUES (1)", [[], []])
    assert ask.one("SELECT count(*) FROM t") == 3


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"resourceArn": "{cluster}x"}, "HttpEndpointNotEnabledException", 400),
        ({"resourceArn": "arn:aws:s3:::bucket"}, "ValidationException", 400),
        ({"secretArn": "{secret}x"}, "SecretsErrorException", 400),
        ({"database": "nothing"}, "DatabaseErrorException", 400),
        ({"database": None}, "DatabaseErrorException", 400),
    ],
)
def test_what_a_request_names_must_be_there(ask: Asker, change: dict[str, Any], code: str, status: int) -> None:
    named = {"{cluster}": ask.api.cluster, "{secret}": ask.api.secret}
    for key, value in change.items():
        for place, text in named.items():
            value = value and value.replace(place, text)
        change = {**change, key: value}
    with pytest.raises(Refusal) as refusal:
        ask.sql("SELECT 1", **change)
    assert (refusal.value.code, refusal.value.status) == (code, status)


def test_without_a_database_the_one_that_is_called_like_the_user_is_looked_for(ask: Asker) -> None:
    with pytest.raises(Refusal, match=r'ERROR: database "\w+" does not exist; SQLState: 3D000'):
        ask.sql("SELECT 1", database=None)


@pytest.mark.parametrize(
    ("state", "code", "status"),
    [
        ({"endpoint_enabled": False}, "HttpEndpointNotEnabledException", 400),
        ({"has_instance": False}, "DatabaseNotFoundException", 404),
        ({"available": False}, "InvalidResourceStateException", 400),
    ],
)
def test_a_cluster_in_another_state(ask: Asker, state: dict[str, bool], code: str, status: int) -> None:
    cluster = ask.api.clusters.clusters[ask.api.cluster]
    for name, value in state.items():
        setattr(cluster, name, value)
    with pytest.raises(Refusal) as refusal:
        ask.sql("SELECT 1")
    assert (refusal.value.code, refusal.value.status) == (code, status)


def test_a_secret_is_a_login(ask: Asker) -> None:
    role = f"joey_emulated_{ask.database[-8:]}"
    ask.sql(f"CREATE ROLE {role} LOGIN")
    try:
        ask.named["secretArn"] = ask.api.clusters.add_secret("other", role).arn
        assert ask.one("SELECT current_user::text") == role
        with pytest.raises(Refusal, match=r"permission denied for schema public; Position: .*; SQLState: 42501"):
            ask.sql("CREATE TABLE t ()")
    finally:
        ask.named["secretArn"] = ask.api.secret
        ask.api.disconnect()
        ask.sql(f"DROP ROLE {role}")


def test_a_secret_that_opens_nothing(ask: Asker) -> None:
    secret = ask.api.clusters.add_secret("wrong", "joey_nobody", "secret-password")
    ask.named["secretArn"] = secret.arn
    with pytest.raises(Refusal, match=r"DatabaseErrorException .*SQLState: 28000") as refusal:
        ask.sql("SELECT 1")
    assert "secret-password" not in str(refusal.value)
    ask.api.switches = dataclasses.replace(ask.api.switches, login="InvalidSecretException")
    with pytest.raises(Refusal, match="InvalidSecretException"):
        ask.sql("SELECT 1")
    secret.readable = False
    with pytest.raises(Refusal, match="SecretsErrorException"):
        ask.sql("SELECT 1")
    secret.readable, secret.valid = True, False
    with pytest.raises(Refusal, match="InvalidSecretException"):
        ask.sql("SELECT 1")
