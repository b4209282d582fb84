"""Roles that may do little, and servers that may not be written to: what should work does so without writing, and what
can't says which GRANT is missing, with the SQL."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from joey.config import Config
from joey.connect import binaries, postmaster
from joey.connect.binaries import Installation
from joey.connect.postmaster import Postmaster
from joey.connect.psycopg import PsycopgConnection, connect
from joey.connect.scratch import Database
from joey.errors import PermissionDenied
from joey.verbs.check import check
from joey.verbs.history import history
from joey.verbs.init import grants
from joey.verbs.migrate import MigrateResult, migrate
from joey.verbs.status import status
from migrating import DRIZZLE, Project
from test_cli import joey


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    made = Project(tmp_path / "drizzle", database)
    made.add("CREATE TABLE a ()")
    return made


@pytest.fixture
def role(project: Project) -> Iterator[str]:
    """A role that may do nothing but connect."""
    name = f"least_{project.database.name}"
    project.execute(f"CREATE ROLE {name}; REVOKE ALL ON DATABASE {project.database.name} FROM PUBLIC")
    project.execute(
        f"REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT CONNECT ON DATABASE {project.database.name} TO {name}"
    )
    yield name
    project.execute(f"DROP OWNED BY {name} CASCADE; DROP ROLE {name}")


def as_role(project: Project, role: str) -> Callable[[], PsycopgConnection]:
    return lambda: connect(project.database.url, role=role)


def run(project: Project, role: str, **options: str) -> MigrateResult:
    return migrate(project.path, as_role(project, role), **options)  # type: ignore[arg-type]


def given_all(project: Project, role: str, **options: str) -> list[str]:
    """Give a role what each refusal names until it can migrate; the GRANTs, in order."""
    given: list[str] = []
    while error := refused(project, role, **options):
        lines = [line for line in (error.hint or "").splitlines() if line.startswith("GRANT")]
        assert lines
        assert not set(lines) & set(given)
        project.execute(" ".join(lines))
        given += lines
    return [line.replace(role, "ROLE").replace(project.database.name, "DB") for line in given]


def refused(project: Project, role: str, **options: str) -> PermissionDenied | None:
    try:
        run(project, role, **options)
    except PermissionDenied as error:
        return error
    return None


def test_the_owner_of_one_schema_who_may_make_nothing_else(project: Project, role: str) -> None:
    project.execute(f"CREATE SCHEMA app AUTHORIZATION {role}")
    (project.path / "0000_step.sql").write_text("CREATE TABLE app.a (id int); CREATE INDEX CONCURRENTLY ON app.a (id)")
    options = {"tracking_table": "app.drizzle_migrations", "bookkeeping_schema": "app"}
    assert run(project, role, **options).files_processed == 1
    assert run(project, role, **options).files_processed == 0
    owned = project.query("SELECT tableowner::text, count(*) FROM pg_tables WHERE schemaname = 'app' GROUP BY 1")
    assert owned == [(role, 5)]
    assert not project.query("SELECT 1 FROM pg_namespace WHERE nspname IN ('joey', 'drizzle')")


def test_each_grant_that_is_missing_is_named_until_it_works(project: Project, role: str) -> None:
    assert given_all(project, role) == [
        'GRANT CREATE ON DATABASE "DB" TO "ROLE";',
        'GRANT USAGE, CREATE ON SCHEMA "public" TO "ROLE";',
    ]
    assert len(project.record()) == 1


def test_a_record_and_tables_of_another_role(project: Project, role: str) -> None:
    project.migrate()
    (project.path / "0000_b.sql").write_text("SELECT 1")
    with pytest.raises(PermissionDenied, match="may not read it"):
        run(project, role)
    project.execute(f"GRANT USAGE ON SCHEMA public TO {role}; GRANT SELECT ON drizzle_migrations TO {role}")
    project.execute("DELETE FROM drizzle_migrations")
    (project.path / "0000_step.sql").write_text("SELECT 2")
    assert given_all(project, role) == [
        'GRANT USAGE ON SCHEMA "joey" TO "ROLE";',
        'GRANT INSERT ON "public"."drizzle_migrations" TO "ROLE";',
        'GRANT USAGE ON SEQUENCE public.drizzle_migrations_id_seq TO "ROLE";',
        'GRANT SELECT, INSERT, UPDATE ON "joey"."lease" TO "ROLE";',
        'GRANT SELECT, INSERT, UPDATE ON "joey"."runs" TO "ROLE";',
        'GRANT SELECT, INSERT, UPDATE ON "joey"."settings" TO "ROLE";',
    ]


def test_a_record_with_indexes_of_its_own(project: Project, role: str) -> None:
    project.execute(
        f"{DRIZZLE}; CREATE INDEX ON drizzle_migrations (created_at); CREATE INDEX ON drizzle_migrations (hash)"
    )
    project.execute("CREATE TABLE many (a serial, b serial, c int); CREATE INDEX ON many (a); CREATE INDEX ON many (c)")
    project.execute(f"GRANT USAGE ON SCHEMA public TO {role}; GRANT SELECT ON drizzle_migrations TO {role}")
    (project.path / "0000_step.sql").write_text("SELECT 1")
    assert 'GRANT USAGE ON SEQUENCE public.drizzle_migrations_id_seq TO "ROLE";' in given_all(project, role)


def test_nothing_is_tried_before_all_rights_are_there(project: Project, role: str) -> None:
    project.execute(f"{DRIZZLE}; GRANT USAGE ON SCHEMA public TO {role}; GRANT SELECT ON drizzle_migrations TO {role}")
    with pytest.raises(PermissionDenied, match=r"lacks rights .*: CREATE on the database.*and 2 more"):
        run(project, role)
    assert not project.query("SELECT 1 FROM pg_namespace WHERE nspname = 'joey'")


def test_a_table_of_another_owner_is_told(project: Project, role: str) -> None:
    project.migrate()
    project.execute(grants(role=role, database=project.database.name))
    project.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA joey, public TO {role}")
    project.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
    project.add("ALTER TABLE a ADD COLUMN b int")
    with pytest.raises(PermissionDenied, match="must be owner of table a") as caught:
        run(project, role)
    assert "GRANT the_owner" in (caught.value.hint or "")
    assert caught.value.file == "drizzle/0001_step.sql"


# What --print-grants prints


OPTIONS = [
    {},
    {"tracking_table": "ops.migrations", "bookkeeping_schema": "Ops 2"},
    {"tracking_table": "app.migrations", "bookkeeping_schema": "app"},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_the_printed_grants_suffice_and_none_is_more_than_needed(
    project: Project, role: str, options: dict[str, str]
) -> None:
    (project.path / "0000_step.sql").write_text("SELECT 1")
    printed = grants(role=role, database=project.database.name, **options)
    statements = [line for line in printed.splitlines() if line and not line.startswith("--")]
    project.execute("\n".join(line for line in statements if line.startswith("CREATE")))
    on_schemas = [line for line in statements if line.startswith("GRANT USAGE, CREATE")]
    for left_out in on_schemas:
        project.execute("\n".join(line for line in statements if line != left_out))
        with pytest.raises(PermissionDenied):
            run(project, role, **options)
        project.execute("\n".join(re.sub("GRANT (.*) TO ", r"REVOKE \1 FROM ", line) for line in on_schemas))
    project.execute("\n".join(statements))
    assert run(project, role, **options).files_processed == 1
    assert run(project, role, **options).files_processed == 0


def test_print_grants_knows_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "joey.toml").write_text(
        'tracking_table = "app.Migrations"\nbookkeeping_schema = "app"\n'
        '[env.prod]\nurl = "postgresql://x@h/shop"\nrole = "deployer"\n'
    )
    printed = joey("init", "--print-grants", "--env", "prod").stdout
    assert "GRANT USAGE, CREATE ON SCHEMA app TO deployer;" in printed
    assert 'ON app."Migrations" TO deployer' in printed
    assert not re.search("^[^-].*joey", printed, re.MULTILINE)


# Readers


def read_everything(project: Project, connection: PsycopgConnection) -> None:
    """All that only looks: it writes nothing and is refused nothing."""
    found = status(project.path, connection)
    assert [match.migration.tag for match in found.state.applied] == ["0000_step"]
    assert len(history(connection).runs) == 1
    config = project.path.parent / "joey.toml"
    config.write_text("schema = []\n")
    url = project.database.url
    verdict = check(Config.load(config), connect=lambda: connect(url, role=connection.server.role))
    assert verdict.checks[3].ok


def test_a_reader(project: Project, role: str) -> None:
    project.migrate()
    project.execute(
        f"GRANT USAGE ON SCHEMA public, joey TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA public, joey TO {role}; "
        f"ALTER ROLE {role} SET default_transaction_read_only = on"
    )
    with closing(as_role(project, role)()) as connection:
        connection.execute("SET default_transaction_read_only = on")
        read_everything(project, connection)
    assert run(project, role).files_processed == 0
    project.add("CREATE TABLE b ()")
    assert [m.tag for m in run(project, role, dry_run=True).pending] == ["0001_step"]  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied, match="lacks rights"):
        run(project, role)


def test_a_reader_of_the_record_alone(project: Project, role: str) -> None:
    project.migrate()
    project.execute(f"GRANT USAGE ON SCHEMA public TO {role}; GRANT SELECT ON drizzle_migrations TO {role}")
    assert run(project, role).files_processed == 0
    with closing(as_role(project, role)()) as connection:
        assert status(project.path, connection).is_current
        with pytest.raises(PermissionDenied, match=r"may not read joey\.runs"):
            history(connection)


def test_a_role_whose_transactions_are_read_only(project: Project) -> None:
    def read_only() -> PsycopgConnection:
        connection = project.connect()
        connection.execute("SET default_transaction_read_only = on")
        return connection

    assert [m.tag for m in migrate(project.path, read_only, dry_run=True).pending] == ["0000_step"]
    with pytest.raises(PermissionDenied, match="read-only transactions") as caught:
        migrate(project.path, read_only)
    assert "RESET default_transaction_read_only" in (caught.value.hint or "")
    project.migrate()
    assert migrate(project.path, read_only).files_processed == 0


# A standby


@pytest.fixture(scope="module")
def standby() -> Iterator[tuple[str, str]]:
    """The URLs of a primary and of a hot standby that follows it, by pg_basebackup."""
    with pytest.MonkeyPatch.context() as patch:
        replicating = {"wal_level": "replica", "max_wal_senders": "4"}
        patch.setattr(postmaster, "_SETTINGS", postmaster._SETTINGS | replicating)
        installation = binaries.embedded()
        primary = Postmaster(installation)
        try:
            primary.ready()
            url = primary.url("postgres")

            def follow(installation: Installation, folder: Path, uid: int | None) -> None:
                program = str(installation.program("pg_basebackup"))
                where = ["-h", str(primary.folder), "-U", postmaster.SUPERUSER, "-D", str(folder / "data")]
                subprocess.run([program, *where, "-R", "-c", "fast"], check=True, user=uid, group=uid, cwd="/")

            patch.setattr(postmaster, "_fill", follow)
            second = Postmaster(installation)
            try:
                second.ready()
                yield url, second.url("postgres")
            finally:
                second.close()
        finally:
            primary.close()


def caught_up(primary: str, standby: str) -> None:
    with closing(connect(primary)) as first, closing(connect(standby)) as second:
        ((place,),) = first.query("SELECT pg_current_wal_insert_lsn()::text")
        for _ in range(2000):
            if second.query("SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn", [place]) == [(True,)]:
                return
            second.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("the standby doesn't follow")


def test_a_standby(tmp_path: Path, standby: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    primary, url = standby
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "joey.toml").write_text("schema = []\n")
    project = Project(tmp_path / "drizzle", Database("postgres", url, lambda name: None))
    project.add("CREATE TABLE a ()")

    fresh = json.loads(joey("status", "--url", url, "--json").stdout)
    assert len(fresh["pending"]) == 1
    error = json.loads(joey("migrate", "--url", url, "--json", code=4).stdout)["error"]
    assert error["category"] == "PERMISSION_DENIED"
    assert "This server is a standby" in error["message"]
    assert "primary" in error["hint"]
    assert "CREATE TABLE a" in joey("migrate", "--url", url, "--dry-run").stdout

    migrate(project.path, primary)
    caught_up(primary, url)
    assert "Nothing to do" in joey("migrate", "--url", url).stderr
    assert "applied" in joey("status", "--url", url, "--exit-code").stdout
    assert "0000_step" in joey("history", "--url", url).stdout
    with closing(connect(url)) as connection:
        read_everything(project, connection)
    project.add("CREATE TABLE b ()")
    assert "standby" in joey("migrate", "--url", url, code=4).stderr
