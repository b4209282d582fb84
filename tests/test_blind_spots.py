"""What neither observer of a proof sees, one by one: nothing is missed that isn't written down here.

A row is a difference between two databases, and who tells it: joey's own catalog, `Catalog.unseen` (what the catalog
names but doesn't model), or pg_dump. Where all are silent, the row says why that may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from joey.connect.scratch import Scratch
from joey.plan.prove import unseen
from joey.postgres.catalog import Scope
from joey.verbs.stage import Stage

ALL = Scope(include=frozenset({"all"}))
JOEY, UNSEEN, PG_DUMP = "joey", "unseen", "pg_dump"
HSTORE = "CREATE EXTENSION hstore VERSION '1.7'"
SERVERS_OWN = "an extension's version and members belong to the server it runs on"
CLUSTER_WIDE = "roles are made by whoever runs the server"
DATA = "it is data, not schema"


@dataclass(frozen=True)
class Difference:
    """One statement that makes a difference, and who sees it."""

    name: str
    before: str
    sql: str
    seen_by: tuple[str, ...] = ()
    blind_because: str = ""
    undo: str = ""


DIFFERENCES = (
    Difference("version of an extension", HSTORE, "ALTER EXTENSION hstore UPDATE", (), SERVERS_OWN),
    Difference("comment on a member", HSTORE, "COMMENT ON FUNCTION akeys(hstore) IS 'x'", (), SERVERS_OWN),
    Difference("cost of a member", HSTORE, "ALTER FUNCTION akeys(hstore) COST 7", (), SERVERS_OWN),
    Difference("owner of a member", HSTORE, "ALTER FUNCTION akeys(hstore) OWNER TO pg_monitor", (), SERVERS_OWN),
    Difference("grants on a member", HSTORE, "REVOKE EXECUTE ON FUNCTION akeys(hstore) FROM PUBLIC", (JOEY, PG_DUMP)),
    Difference(
        "triggers of a foreign key disabled",
        "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t)",
        "ALTER TABLE t DISABLE TRIGGER ALL",
        (),
        "a way to load data, which no schema keeps",
    ),
    Difference("attribute of a role", "", "ALTER ROLE joey_blind CREATEDB", (), CLUSTER_WIDE),
    Difference("membership of a role", "", "GRANT pg_monitor TO joey_blind", (), CLUSTER_WIDE),
    Difference("grant of a parameter", "", "GRANT SET ON PARAMETER work_mem TO joey_blind", (), CLUSTER_WIDE),
    Difference("setting of a role", "", "ALTER ROLE joey_blind SET work_mem = '8MB'", (), CLUSTER_WIDE),
    Difference(
        "setting of the database",
        "",
        "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database()); END$$",
        (),
        "it belongs to the database that a schema is put into",
    ),
    Difference(
        "function in pg_catalog",
        "",
        "CREATE FUNCTION pg_catalog.joey_blind() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        (UNSEEN,),
    ),
    Difference("position of a sequence", "CREATE SEQUENCE s", "SELECT setval('s', 9)", (), DATA),
    Difference("large object", "", "SELECT lo_create(7)", (), DATA),
    Difference("temporary table", "", "CREATE TEMPORARY TABLE t (id int)", (), "it goes with the session that made it"),
    Difference(
        "subscription",
        "",
        "CREATE SUBSCRIPTION s CONNECTION 'host=x password=y' PUBLICATION p WITH (connect = false, slot_name = NONE)",
        (),
        "it belongs to the environment, and its text holds a password",
        "DROP SUBSCRIPTION s",
    ),
    Difference(
        "comment on the rule of a view",
        "CREATE VIEW v AS SELECT 1 AS a",
        """COMMENT ON RULE "_RETURN" ON v IS 'x'""",
        (),
        "the rule is the view, which has a comment of its own",
    ),
    Difference(
        "materialized view emptied",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a",
        "REFRESH MATERIALIZED VIEW v WITH NO DATA",
        (JOEY,),
    ),
    Difference(
        "invalid index",
        "CREATE TABLE t (id int); CREATE INDEX i ON t (id)",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass",
        (JOEY, PG_DUMP),
    ),
    Difference(
        "owner of an extension",
        HSTORE,
        "UPDATE pg_extension SET extowner = 3373 WHERE extname = 'hstore'",
        (),
        SERVERS_OWN,
    ),
    Difference(
        "predefined role as owner",
        "CREATE TABLE t (id int)",
        "ALTER TABLE t OWNER TO pg_monitor",
        (JOEY, PG_DUMP),
    ),
    Difference(
        "access method", "", "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler", (JOEY, PG_DUMP)
    ),
    Difference("language", "", "CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler", (JOEY, PG_DUMP)),
    Difference(
        "transform",
        "CREATE EXTENSION hstore",
        "CREATE TRANSFORM FOR hstore LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
        (JOEY, PG_DUMP),
    ),
)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda d: d.name)
def test_who_sees_it(difference: Difference, scratch: Scratch) -> None:
    with Stage(scratch, ALL) as stage:
        one, two = stage.empty(), stage.empty()
        at = stage.connection(one)
        if not at.query("SELECT 1 FROM pg_roles WHERE rolname = 'joey_blind'"):
            at.execute("CREATE ROLE joey_blind")
        for database, sql in ((one, difference.before), (two, f"{difference.before};{difference.sql}")):
            stage.connection(database).execute(sql)
        a, b = stage.catalog(one), stage.catalog(two)
        seen = [JOEY] * (not a.same_as(b)) + [UNSEEN] * (a.unseen != b.unseen)
        seen += [PG_DUMP] * bool(unseen(stage.entries(one), stage.entries(two), ALL))
        if difference.undo:  # else the database can't be dropped
            stage.connection(two).execute(difference.undo)
    assert tuple(seen) == difference.seen_by
    assert bool(difference.blind_because) == (not seen)
