"""What a Data API is asked."""

from __future__ import annotations

from joey.testing.conformance.case import Case, Step, batch, given, sql

BEGIN = Step("BeginTransaction")
COMMIT = Step("CommitTransaction", in_transaction=True)
ROLLBACK = Step("RollbackTransaction", in_transaction=True)
COUNT = sql("SELECT count(*) FROM {s}.things")
WRONG = sql("SELECT 1/0", tx=True)
INSERT = sql("INSERT INTO {s}.things (id) VALUES (1)", tx=True)

SETUP = (
    sql("CREATE SCHEMA {s}"),
    sql(
        "CREATE TABLE {s}.things (id int PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x', price numeric(10,2),"
        " made timestamptz, note text)"
    ),
    sql("CREATE TABLE {s}.parts (id serial PRIMARY KEY, thing int REFERENCES {s}.things, wide bigserial)"),
    sql("CREATE TYPE {s}.mood AS ENUM ('sad', 'glad')"),
    sql("CREATE DOMAIN {s}.short AS varchar(5)"),
    sql("CREATE TYPE {s}.pair AS (a int, b text)"),
)
BEFORE_EACH = (sql("DELETE FROM {s}.parts"), sql("DELETE FROM {s}.things"))
TEARDOWN = (sql("DROP SCHEMA IF EXISTS {s} CASCADE"),)

_VALUES = {
    "bool": "true",
    "int2": "1::int2",
    "int4": "2",
    "int8": "9007199254740993",
    "float4": "0.1::float4",
    "float8": "0.1::float8",
    "float8 nan": "'NaN'::float8",
    "float8 infinity": "'-Infinity'::float8",
    "numeric": "1.50::numeric",
    "numeric nan": "'NaN'::numeric",
    "text": "'a''ü'::text",
    "varchar": "'a'::varchar(3)",
    "bpchar": "'a'::char(3)",
    "name": "'a'::name",
    "char": "'a'::\"char\"",
    "bytea": "'\\x00ff'::bytea",
    "date": "'2024-02-29'::date",
    "date bc": "'0044-03-15 BC'::date",
    "time": "'10:20:30.5'::time",
    "timetz": "'10:20:30+02'::timetz",
    "timestamp": "'2024-02-29 10:20:30.123456'::timestamp",
    "timestamp whole": "'2024-02-29 10:20:30'::timestamp",
    "timestamptz": "'2024-02-29 10:20:30.1+02'::timestamptz",
    "interval": "'1 day 2 hours'::interval",
    "uuid": "'7d444840-9dc0-11d1-b245-5ffdce74fad2'::uuid",
    "json": "'{\"a\": [1,  2]}'::json",
    "jsonb": '\'{"b": 1, "a": null}\'::jsonb',
    "xml": "xmlcomment('a')",
    "inet": "'10.0.0.1/8'::inet",
    "cidr": "'10.0.0.0/8'::cidr",
    "macaddr": "'08:00:2b:01:02:03'::macaddr",
    "bit": "B'1'",
    "varbit": "B'101'::varbit",
    "money": "'1.50'::money",
    "oid": "1::oid",
    "regtype": "'int4'::regtype",
    "regclass": "'pg_class'::regclass",
    "point": "point(1, 2)",
    "int4range": "'[1,3)'::int4range",
    "tsvector": "'a b'::tsvector",
    "enum": "'glad'::{s}.mood",
    "domain": "'abc'::{s}.short",
    "composite": "ROW(1, 'x')::{s}.pair",
    "record": "ROW(1, 'x')",
    "unknown": "'a'",
    "null": "NULL",
    "void": "pg_sleep(0)",
    "date infinity": "'infinity'::date",
    "timestamp infinity": "'infinity'::timestamp",
    "timestamptz infinity": "'-infinity'::timestamptz",
    "array of int4": "ARRAY[1, NULL, 3]",
    "array of int8": "ARRAY[1::int8]",
    "array of text": "ARRAY['a', 'b,\"{}\\', NULL, 'NULL', '']",
    "array of bool": "ARRAY[true, false]",
    "array of float8": "ARRAY[0.5::float8]",
    "array of numeric": "ARRAY[1.50]",
    "array of uuid": "ARRAY['7d444840-9dc0-11d1-b245-5ffdce74fad2'::uuid]",
    "array of timestamptz": "ARRAY['2024-02-29 10:20:30+00'::timestamptz]",
    "array of date": "ARRAY['2024-02-29'::date]",
    "array of jsonb": "ARRAY['{}'::jsonb]",
    "array of name": "ARRAY['a'::name]",
    "array of enum": "ARRAY['glad'::{s}.mood]",
    "array of regtype": "ARRAY['int4'::regtype]",
    "array with bounds": "'[0:1]={7,8}'::int[]",
    "array, empty": "'{}'::int[]",
    "array of arrays": "ARRAY[[1, 2], [3, 4]]",
}
_SWITCHED = {"name": "names", "oid": "names", "array of name": "names"}
_TYPES = tuple(
    Case(f"type {name}", (sql(f"SELECT {value} AS v"),), _SWITCHED.get(name)) for name, value in _VALUES.items()
)

_STATEMENT = (
    Case("columns", (sql("SELECT t.*, 1 AS one FROM {s}.things t", includeResultMetadata=True),)),
    Case("columns of serials", (sql("SELECT * FROM {s}.parts", includeResultMetadata=True),)),
    Case(
        "numbers as strings and doubles",
        (
            sql("SELECT 1, 2.50, 3::numeric", resultSetOptions={"longReturnType": "STRING"}),
            sql("SELECT 1, 2.50, 3::numeric", resultSetOptions={"decimalReturnType": "DOUBLE_OR_LONG"}),
        ),
    ),
    Case(
        "records as JSON",
        (
            sql("SELECT 1 AS a, 'x' AS b, NULL AS c, ARRAY[1,2] AS d, 1.5 AS e, true AS f", formatRecordsAs="JSON"),
            sql("SELECT 1 AS a, 2 AS a", formatRecordsAs="JSON", includeResultMetadata=True),
            sql("DELETE FROM {s}.things", formatRecordsAs="JSON"),
        ),
    ),
    Case(
        "what a statement counts",
        (
            sql("INSERT INTO {s}.things (id) VALUES (1), (2)"),
            sql("UPDATE {s}.things SET note = 'x' RETURNING id"),
            sql("DELETE FROM {s}.things"),
            sql("SELECT 1 WHERE false"),
            sql("SELECT 1 WHERE false", includeResultMetadata=True),
            sql("CREATE TABLE {s}.made ()"),
            sql("DROP TABLE {s}.made"),
        ),
    ),
    Case("several statements", (sql("SELECT 1; SELECT 2"),)),
    Case("semicolons at the end", (sql("SELECT 1;"), sql("SELECT 1 ; ; -- end"))),
    Case("nothing", (sql(""), sql(" "), sql(";"), sql("-- nothing"))),
    Case(
        "semicolons in bodies",
        (
            sql("CREATE FUNCTION {s}.f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END"),
            sql("CREATE RULE r AS ON DELETE TO {s}.parts DO ALSO (SELECT 1; SELECT 2)"),
            sql("DROP RULE IF EXISTS r ON {s}.parts"),
            sql("DROP FUNCTION IF EXISTS {s}.f()"),
        ),
        "bodies",
    ),
    Case(
        "semicolons and colons in strings and comments",
        (
            sql("SELECT 'a;:b', E'\\';:c', $$;:d$$, $x$ $$ ;:e $x$ /* ; /* ; */ :f */ -- ;:g"),
            sql("SELECT 1 AS \";:h\", 'a'::text, '10:20'::time"),
        ),
    ),
    Case("a colon without parameters", (sql("SELECT :x"), sql("SELECT (ARRAY[1,2,3])[1:2]")), "colons"),
    Case("a number as a name", (sql("SELECT :1", given("1", longValue=7)),)),
    Case("a dollar sign", (sql("SELECT $1::text"),)),
    Case("a missing parameter", (sql("SELECT :a, :b", given("a", longValue=1)),)),
    Case("a parameter too many", (sql("SELECT :a", given("a", longValue=1), given("b", longValue=2)),)),
    Case(
        "a parameter that occurs twice",
        (
            sql("SELECT date_trunc(:u, now()) IS NULL GROUP BY date_trunc(:u, now())", given("u", stringValue="day")),
            sql("SELECT :a + :a", given("a", longValue=2)),
        ),
    ),
    Case(
        "types of parameters",
        tuple(
            sql("SELECT pg_typeof(:a)::text, :a::text", value)
            for value in (
                given("a", longValue=1),
                given("a", doubleValue=1.5),
                given("a", booleanValue=True),
                given("a", blobValue=b"\x00\xff"),
            )
        ),
    ),
    Case("the type of a string", (sql("SELECT pg_typeof(:a)::text", given("a", stringValue="x")),), "strings"),
    Case("the type of a null", (sql("SELECT pg_typeof(:a)::text", given("a", isNull=True)),)),
    Case(
        "type hints",
        tuple(
            sql("SELECT pg_typeof(:a)::text, :a::text", given("a", hint, stringValue=value))
            for hint, value in (
                ("UUID", "7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                ("TIMESTAMP", "2024-02-29 10:20:30"),
                ("DATE", "2024-02-29"),
                ("TIME", "10:20:30"),
                ("DECIMAL", "1.50"),
                ("JSON", '{"a": 1}'),
                ("DATE", "nonsense"),
            )
        ),
    ),
    Case("an array as a parameter", (sql("SELECT :a", given("a", arrayValue={"longValues": [1]})),)),
    Case("an empty name", (sql("SELECT 1", {"value": {"longValue": 1}}),)),
)

_ERRORS = (
    Case("a syntax error", (sql("SELEKT 1"), sql("SELECT 1 FROM"))),
    Case("what doesn't exist", (sql("SELECT * FROM {s}.nothing"), sql("SELECT nothing FROM {s}.things"))),
    Case("an operator that doesn't exist", (sql("SELECT 1 = 'x'::text"),)),
    Case(
        "constraints",
        (
            sql("INSERT INTO {s}.things (id) VALUES (1)"),
            sql("INSERT INTO {s}.things (id) VALUES (1)"),
            sql("INSERT INTO {s}.things (id, name) VALUES (2, NULL)"),
            sql("INSERT INTO {s}.parts (thing) VALUES (3)"),
            sql("INSERT INTO {s}.things (id, name) VALUES (4, repeat('x', 21))"),
            sql("DELETE FROM {s}.things"),
        ),
    ),
    Case(
        "an error that SQL raises",
        (sql("DO $$ BEGIN RAISE EXCEPTION 'a; b' USING HINT = 'h', DETAIL = 'd', ERRCODE = 'JO001'; END $$"),),
    ),
    Case("a hint", (sql("DROP TABLE {s}.things"),)),
    Case("COPY", (sql("COPY {s}.things TO STDOUT"), sql("COPY {s}.things FROM STDIN"))),
    Case("the schema parameter", (sql("SELECT 1", schema="public"),)),
    Case("another database", (sql("SELECT 1", database="joey_conformance_nothing"),)),
    Case("an unknown secret", (sql("SELECT 1", secretArn="{secret}x"),)),
    Case("a secret that is no ARN", (sql("SELECT 1", secretArn="joey-conformance"),)),
    Case("an unknown cluster", (sql("SELECT 1", resourceArn="{cluster}x"),)),
    Case("a cluster that is no ARN", (sql("SELECT 1", resourceArn="joey-conformance"),)),
    Case("a statement that is too long", (sql("SELECT 1 --" + "x" * 65_526),)),
    Case("the longest statement", (sql("SELECT 1 --" + "x" * 65_525),)),
    Case("a wrong member", (sql("SELECT 1", formatRecordsAs="XML"),)),
    Case("the largest row", (sql("SELECT length(v), v FROM (SELECT repeat('x', 65000) v) t"),)),
    Case("a row that is too large", (sql("SELECT repeat('x', 66000) AS v"),)),
    Case("an answer that is too large", (sql("SELECT repeat('x', 1000) FROM generate_series(1, 1100)"),)),
    Case("ExecuteSql", (Step("ExecuteSql", {"sqlStatements": "SELECT 1"}),)),
)

_TRANSACTIONS = (
    Case("a commit", (BEGIN, INSERT, COMMIT, COUNT)),
    Case("a rollback", (BEGIN, INSERT, ROLLBACK, COUNT)),
    Case(
        "DDL in a transaction", (BEGIN, sql("CREATE TABLE {s}.made ()", tx=True), ROLLBACK, sql("DROP TABLE {s}.made"))
    ),
    Case("after an error", (BEGIN, INSERT, WRONG, sql("SELECT 1", tx=True), ROLLBACK, COUNT), "after_error"),
    Case("a commit after an error", (BEGIN, INSERT, WRONG, COMMIT, COUNT), "commit_of_aborted"),
    Case("an unfit result in a transaction", (BEGIN, INSERT, sql("SELECT point(1, 2)", tx=True), COMMIT, COUNT)),
    Case("twice a commit", (BEGIN, INSERT, COMMIT, COMMIT, ROLLBACK), "ended"),
    Case(
        "a transaction that never was",
        (
            Step("CommitTransaction", {"transactionId": "bm90aGluZw=="}),
            Step("RollbackTransaction", {"transactionId": "nothing"}),
            sql("SELECT 1", transactionId="bm90aGluZw=="),
        ),
        "ended",
    ),
    Case(
        "savepoints",
        (
            BEGIN,
            INSERT,
            sql("SAVEPOINT a", tx=True),
            WRONG,
            sql("ROLLBACK TO SAVEPOINT a", tx=True),
            COMMIT,
            COUNT,
        ),
        "after_error",
    ),
    Case(
        "COMMIT as SQL",
        (
            BEGIN,
            INSERT,
            sql("COMMIT", tx=True),
            sql("INSERT INTO {s}.things (id) VALUES (2)", tx=True),
            ROLLBACK,
            COUNT,
        ),
        "literal_commit",
    ),
    Case("BEGIN as SQL", (BEGIN, sql("BEGIN", tx=True), INSERT, ROLLBACK, COUNT), "literal_commit"),
    Case("BEGIN without a transaction", (sql("BEGIN"), sql("COMMIT"), COUNT)),
    Case(
        "SET LOCAL", (BEGIN, sql("SET LOCAL lock_timeout = '3s'", tx=True), sql("SHOW lock_timeout", tx=True), ROLLBACK)
    ),
    Case(
        "a timeout of one's own",
        (
            BEGIN,
            sql("SET LOCAL statement_timeout = '50ms'", tx=True),
            sql("SELECT 1 FROM pg_sleep(2)", tx=True),
            ROLLBACK,
        ),
        "own_timeout",
    ),
    Case("another database in a transaction", (BEGIN, sql("SELECT 1", tx=True, database="postgres_other"), ROLLBACK)),
    Case(
        "no database in a transaction",
        (BEGIN, Step("ExecuteStatement", {"sql": "SELECT 1", "database": None}, True), ROLLBACK),
    ),
    Case(
        "continuing in a transaction",
        (BEGIN, sql("SELECT 1", tx=True, continueAfterTimeout=True), ROLLBACK),
        "continuing",
    ),
    Case(
        "what can't be in a transaction",
        (BEGIN, sql("CREATE INDEX CONCURRENTLY i ON {s}.things (name)", tx=True), ROLLBACK, sql("VACUUM {s}.things")),
    ),
    Case(
        "CREATE INDEX CONCURRENTLY",
        (
            sql("CREATE INDEX CONCURRENTLY i ON {s}.things (name)"),
            sql("SELECT indisvalid FROM pg_index WHERE indexrelid = '{s}.i'::regclass"),
            sql("DROP INDEX CONCURRENTLY {s}.i"),
        ),
        "concurrently",
    ),
    Case("COMMIT in a block", (sql("DO $$ BEGIN INSERT INTO {s}.things (id) VALUES (1); COMMIT; END $$"), COUNT)),
)

_ONE = [given("id", longValue=1)]
_TWO = [given("id", longValue=2)]
_ADD = "INSERT INTO {s}.things (id) VALUES (:id)"
_BATCHES = (
    Case("a batch", (batch(_ADD, _ONE, _TWO), COUNT)),
    Case("a batch that fails in the middle", (batch(_ADD, _ONE, _ONE, _TWO), COUNT), "batch"),
    Case("a batch in a transaction", (BEGIN, batch(_ADD, _ONE, _TWO, tx=True), ROLLBACK, COUNT)),
    Case("a batch without sets", (batch("INSERT INTO {s}.things (id) VALUES (1)"), COUNT)),
    Case("a batch with an empty set", (batch("INSERT INTO {s}.things (id) VALUES (1)", []), COUNT)),
    Case("a batch with a semicolon", (batch(_ADD + ";", _ONE), COUNT)),
    Case("a batch that reads", (batch("SELECT :id", _ONE, _TWO),)),
    Case("a batch that returns", (batch(_ADD + " RETURNING id", _ONE),)),
)

_SETTINGS = tuple(
    Case(f"setting {name}", (sql(f"SHOW {name}"),))
    for name in (
        *("TimeZone", "DateStyle", "IntervalStyle", "client_encoding", "standard_conforming_strings"),
        *("extra_float_digits", "statement_timeout", "idle_in_transaction_session_timeout", "search_path"),
        *("transaction_isolation", "transaction_read_only", "bytea_output"),
    )
)

_TIMEOUTS = (
    Case(
        "a statement that takes too long",
        (sql("INSERT INTO {s}.things SELECT 1 FROM pg_sleep({long})"), COUNT),
        slow=True,
    ),
    Case(
        "too long in a transaction",
        (BEGIN, INSERT, sql("SELECT 1 FROM pg_sleep({long})", tx=True), sql("SELECT 1", tx=True), ROLLBACK),
        "after_error",
        slow=True,
    ),
    Case(
        "a statement that goes on",
        (
            sql("INSERT INTO {s}.things SELECT 1 FROM pg_sleep({long})", continueAfterTimeout=True),
            sql("SELECT 1 FROM pg_sleep({rest})"),
            COUNT,
        ),
        slow=True,
    ),
)

CASES = (*_TYPES, *_STATEMENT, *_ERRORS, *_TRANSACTIONS, *_BATCHES, *_SETTINGS, *_TIMEOUTS)
