"""The function as Lambda runs it: the real bundle, a real PostgreSQL, and CloudFormation's rules."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cloudformation import SIGNATURE, Stack
from runtime_api import Function, Invoked, Lambda

from joey.aws.bundle import build
from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.testing.data_api import Call, DataApi, Switches

Bundled = Callable[[Mapping[str, str]], Path]
Lambdas = tuple[Lambda, Function, Function, Function]

DONE = "Drizzle migrations completed successfully"
ONE = {"0000_people": "CREATE TABLE people (id int PRIMARY KEY, name text);"}
TWO = {**ONE, "0001_pets": "CREATE TABLE pets (id int);\nINSERT INTO pets VALUES (1);"}
WRONG = {**TWO, "0002_wrong": "CREATE TABLE third (id int);\nSELECT 1;\nINSERT INTO third VALUES (1 / 0);"}
DROPPING = {**ONE, "0001_drop": "DROP TABLE people;"}
STEPWISE = {**ONE, "0001_index": "CREATE INDEX CONCURRENTLY by_name ON people (name);"}


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with closing(connect(database.url)) as connection:
        return connection.query(sql)


def tables(database: Database) -> set[str]:
    return {
        name
        for (name,) in rows(
            database, "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    }


def recorded(database: Database) -> int:
    return int(rows(database, "SELECT count(*) FROM drizzle_migrations")[0][0])


def call(stack: Stack, task: Path, command: str, **options: Any) -> Any:
    stack.task = task
    variables = {**stack.variables, "LAMBDA_TASK_ROOT": str(task)}
    invoked = stack.function.invoke({"command": command, **options, "variables": variables}, timeout=stack.timeout)
    stack.invoked.append(invoked)
    assert invoked.ended == "response", invoked
    return invoked.payload


class TestLife:
    def test_create_update_delete(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        created = stack.create(bundled(ONE))
        assert (created["Status"], stack.status) == ("SUCCESS", "CREATE_COMPLETE")
        assert created["Reason"] == "1 migration applied"
        assert created["Data"]["Applied"] == "0000_people"
        assert created["Data"]["ManifestHash"] == (stack.properties or {})["ManifestHash"]
        assert created["Data"]["RestorePoint"].endswith("Z")
        assert created["PhysicalResourceId"] == f"migrations/joey/{database.name}/all"
        updated = stack.update(bundled(TWO))
        assert (updated["Data"]["Applied"], stack.status) == ("0001_pets", "UPDATE_COMPLETE")
        assert updated["PhysicalResourceId"] == created["PhysicalResourceId"]
        assert recorded(database) == 2
        assert stack.update(bundled(TWO))["Reason"] == "unchanged"
        assert len(stack.invoked) == 2
        assert stack.delete()["Status"] == "SUCCESS"
        assert tables(database) >= {"people", "pets"}, "migrations are not rolled back"

    def test_deleting_asks_nobody(self, stack: Stack, bundled: Bundled, api: DataApi, cloud: Lambda) -> None:
        stack.task = bundled(ONE)
        stack.variables = {}
        assert stack.delete()["Status"] == "SUCCESS"
        assert not api.calls
        assert not cloud.services.asked

    def test_a_failed_migration_fails_the_deployment(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        answer = stack.create(bundled(WRONG))
        assert (answer["Status"], stack.status) == ("FAILED", "ROLLBACK_COMPLETE")
        assert answer["Reason"].startswith(
            "CONSTRAINT_VIOLATION (22012) [drizzle/0002_wrong.sql:3, statement 3]: division by zero."
            " 2 migrations before it applied."
        )
        assert answer["Reason"].endswith("Next: joey aws status --stack JocularKangaroo-DatabaseStack-Dev")
        assert recorded(database) == 2
        assert "third" not in tables(database)

    def test_going_back_to_the_old_bundle(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        """The database has more than the old bundle knows by then, which must not stop the way back."""
        stack.create(bundled(ONE))
        answer = stack.update(bundled(WRONG))
        assert (answer["Status"], stack.status) == ("FAILED", "UPDATE_ROLLBACK_COMPLETE")
        back = stack.answers[-1]
        assert "The stack is rolled back" in back["Reason"]
        assert "has all that this bundle has, and more" in back["Reason"]
        assert recorded(database) == 2
        assert stack.update(bundled(TWO | {"0002_right": "SELECT 1;"}))["Status"] == "SUCCESS"
        assert recorded(database) == 3

    def test_going_back_with_a_file_that_was_out_of_order(self, stack: Stack, bundled: Bundled) -> None:
        """History ⊇ bundle is enough, though what the bundle doesn't know isn't newer than all that it knows."""
        stack.create(bundled({**ONE, "0002_c": "SELECT 3;"}))
        call(stack, bundled({**ONE, "0001_b": "SELECT 2;", "0002_c": "SELECT 3;"}), "migrate", allow=["out-of-order"])
        assert stack.update(bundled({**ONE, "0002_c": "SELECT 3;", "0003_d": "INSERT INTO none VALUES (1);"}))
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"

    @pytest.mark.parametrize("denied", [False, True])
    def test_going_back_before_the_function_does(
        self, denied: bool, stack: Stack, bundled: Bundled, database: Database, cloud: Lambda
    ) -> None:
        """Nothing is applied while the stack goes back, also where the new bundle is still there."""
        stack.create(bundled(ONE))
        stack.reverts_function = False
        if denied:
            cloud.services.denied.add("DescribeStacks")
        stack.update(bundled({**ONE, "0001_wrong": "INSERT INTO none VALUES (1);"}))
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        assert "It lacks 0001_wrong" in stack.answers[-1]["Reason"]
        assert recorded(database) == 1

    def test_a_way_back_that_may_not_be_asked_about(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        stack.create(bundled(ONE))
        cloud.services.denied.add("DescribeStacks")
        stack.update(bundled(WRONG))
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        assert stack.answers[-1]["Reason"] == "Nothing was pending; the database is ahead of this bundle"
        (warning, *_) = stack.invoked[-1].of("WARNING")
        assert "could not be asked" in warning["message"]
        assert warning["action"] == "cloudformation:DescribeStacks"

    def test_a_way_back_without_a_database(self, stack: Stack, bundled: Bundled, api: DataApi) -> None:
        """What made the update fail may well be that the database isn't to be reached."""
        stack.create(bundled(ONE))
        api.clusters.clusters[api.cluster].endpoint_enabled = False
        assert stack.update(bundled(TWO))["Status"] == "FAILED"
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        assert "could not be verified: NETWORK_ERROR" in stack.answers[-1]["Reason"]

    def test_another_bundle_than_the_template_says(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        stack.create(bundled(ONE))
        event = stack.event("Update", {**(stack.properties or {}), "ManifestHash": "f" * 64}, stack.properties)
        stack.task = bundled(WRONG)
        stack.send(event)
        assert "CONFLICT" in stack.told(event)["Reason"]
        assert recorded(database) == 1

    @pytest.mark.parametrize("denied", [False, True])
    def test_a_function_that_is_still_the_old_one(
        self, denied: bool, stack: Stack, bundled: Bundled, cloud: Lambda
    ) -> None:
        """What it has is applied, but it isn't what is deployed: that is no success."""
        old = bundled(ONE)
        stack.create(old)
        if denied:
            cloud.services.denied.add("DescribeStacks")
        stack.status = cloud.services.stack_status = "UPDATE_IN_PROGRESS"
        event = stack.event("Update", stack.synthesized(bundled(TWO)), stack.properties)
        stack.task = old
        stack.send(event)
        assert stack.told(event)["Reason"].startswith("CONFLICT: CloudFormation's properties and the function")

    def test_another_database_than_the_template_says(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        stack.template = stack.synthesized(bundled(ONE)) | {"Database": "other"}
        answer = stack.create(bundled(ONE))
        assert f"Database is other, and the function has {database.name}" in answer["Reason"]
        assert tables(database) == set()

    @pytest.mark.parametrize("broken", ["variables", "bundle"])
    def test_going_back_with_a_function_that_can_not_run(
        self, broken: str, stack: Stack, bundled: Bundled, cloud: Lambda
    ) -> None:
        stack.create(bundled(ONE))
        stack.reverts_function = False
        new = bundled(TWO)
        stack.template = stack.synthesized(new)
        if broken == "variables":
            stack.variables = {}
        else:
            (new / "manifest.json").unlink()
        answer = stack.update(new)
        assert answer["Reason"].startswith("CONFIGURATION")
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        assert "could not be verified: CONFIGURATION" in stack.answers[-1]["Reason"]

    def test_files_for_before_and_after_the_application(
        self, stack: Stack, bundled: Bundled, database: Database
    ) -> None:
        files = {**ONE, "0001_add": "ALTER TABLE people ADD email text;", "0002_drop": "ALTER TABLE people DROP name;"}
        stack.phase, stack.contract = "expand", ("0002_drop",)
        answer = stack.create(bundled(files))
        assert answer["Data"]["Applied"] == "0000_people, 0001_add"
        assert answer["Reason"].endswith("0002_drop for after the application")
        assert answer["PhysicalResourceId"].endswith("/expand")
        stack.phase, stack.physical = "contract", None
        answer = stack.create(bundled(files))
        assert answer["Data"]["Applied"] == "0002_drop"
        assert answer["PhysicalResourceId"].endswith("/contract")


class TestTraps:
    def test_the_guides_batches_that_commit(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        batches = """DO $$ DECLARE n int; BEGIN LOOP
            UPDATE people SET name = 'x' WHERE id IN (SELECT id FROM people WHERE name IS NULL LIMIT 2);
            GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; COMMIT; END LOOP; END $$;"""
        files = {**ONE, "0001_rows": "INSERT INTO people SELECT generate_series(1, 7);", "0002_batches": batches}
        assert stack.create(bundled(files))["Status"] == "SUCCESS"
        assert rows(database, "SELECT count(*) FROM people WHERE name = 'x'") == [(7,)]

    @pytest.mark.parametrize("wrong", [False, True])
    def test_the_guides_begin_and_commit(
        self, wrong: bool, stack: Stack, bundled: Bundled, database: Database, api: DataApi
    ) -> None:
        end = "INSERT INTO a VALUES (1 / 0);" if wrong else ""
        files = {"0000_a": f"BEGIN;\nCREATE TABLE a (i int);\nCREATE TABLE b (i int);\n{end}\nCOMMIT;"}
        assert stack.create(bundled(files))["Status"] == ("FAILED" if wrong else "SUCCESS")
        assert ({"a", "b"} <= tables(database)) is not wrong
        assert not [c for c in api.calls if c.sql.strip().upper().endswith(("COMMIT", "BEGIN"))]

    def test_an_index_that_is_said_to_have_failed(
        self, stack: Stack, bundled: Bundled, database: Database, api: DataApi
    ) -> None:
        api.switches = Switches(concurrently="misreported")
        assert stack.create(bundled(STEPWISE))["Status"] == "SUCCESS"
        assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name'::regclass") == [(True,)]
        assert recorded(database) == 2

    def test_an_edited_file(self, stack: Stack, bundled: Bundled) -> None:
        stack.create(bundled(ONE))
        answer = stack.update(bundled({"0000_people": "CREATE TABLE people (id int);", "0001_b": "SELECT 1;"}))
        assert answer["Reason"].startswith("CHECKSUM_MISMATCH [drizzle/0000_people.sql]: ")
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"

    def test_a_reason_that_is_too_long(self, stack: Stack, bundled: Bundled) -> None:
        sql = "DO $$ BEGIN RAISE '%', repeat('ü😀\"', 9000); END $$;"
        answer = stack.create(bundled({"0000_a": sql}))
        assert answer["Reason"].startswith("CONSTRAINT_VIOLATION (P0001) [drizzle/0000_a.sql:1, statement 1]: ü😀")
        assert answer["Reason"].endswith("Next: joey aws status --stack JocularKangaroo-DatabaseStack-Dev")

    def test_statements_as_long_as_they_may_be(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        text = "x" * (65_536 - len("INSERT INTO people (id, name) VALUES (1, '')"))
        select = f"SELECT '{'x' * (65_536 - 9)}'"
        files = {**ONE, "0001_long": f"INSERT INTO people (id, name) VALUES (1, '{text}');\n{select};"}
        assert stack.create(bundled(files))["Status"] == "SUCCESS"
        assert rows(database, "SELECT length(name) FROM people") == [(len(text),)]

    def test_many_migrations_at_once(self, stack: Stack, bundled: Bundled) -> None:
        answer = stack.create(bundled({f"{n:04}_a_migration_with_a_long_name": "SELECT 1;" for n in range(60)}))
        assert answer["Data"]["Applied"].startswith("60 migrations, 0000_a_migration")

    def test_neither_the_url_nor_a_secret_is_ever_shown(
        self, stack: Stack, bundled: Bundled, cloud: Lambda, api: DataApi
    ) -> None:
        stack.create(bundled(ONE))
        stack.update(bundled(WRONG))
        cloud.bucket.failing = [500]
        stack.delete()
        api.faults.add("secret invalid", times=None)
        api.clusters.secrets[api.secret].valid = False
        stack.create(bundled(ONE))
        shown = "\n".join(line for invoked in stack.invoked for line in invoked.lines) + json.dumps(stack.answers)
        for secret in (SIGNATURE, SIGNATURE.partition("=")[2], "/answer/", "very-secret-key"):
            assert secret not in shown


class TestTwice:
    def test_the_same_event_on_two_machines_at_once(
        self, stack: Stack, bundled: Bundled, database: Database, lambdas: Lambdas
    ) -> None:
        stack.task = bundled({**TWO, "0002_slow": "SELECT pg_sleep(0.3); INSERT INTO pets VALUES (2);"})
        event = stack.event("Create", stack.synthesized(stack.task))
        stack.send_twice(event, lambdas[2])
        assert stack.told(event)["Status"] == "SUCCESS"
        assert [invoked.payload["status"] for invoked in stack.invoked] == ["SUCCESS", "SUCCESS"]
        assert recorded(database) == 3
        assert rows(database, "SELECT id FROM pets ORDER BY id") == [(1,), (2,)]
        done = [line["filesProcessed"] for line in stack.log if line.get("message") == DONE]
        assert sorted(done) == [0, 3]

    def test_an_event_that_lambda_delivers_again(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        stack.create(bundled(TWO))
        event = stack.event("Create", stack.synthesized(bundled(TWO)))
        for _ in range(2):
            stack.send(event)
        assert stack.told(event)["Status"] == "SUCCESS"
        assert rows(database, "SELECT count(*) FROM pets") == [(1,)]


class TestOutOfTime:
    @pytest.mark.parametrize("files", ["in one transaction", "statement by statement"])
    def test_the_run_is_stopped_and_can_go_on(
        self, files: str, stack: Stack, bundled: Bundled, database: Database
    ) -> None:
        head = "" if files == "in one transaction" else "-- joey: no-transaction\n"
        slow = {**ONE, "0001_slow": f"{head}INSERT INTO people VALUES (1);\nSELECT pg_sleep(20) FROM people;"}
        stack.timeout = 5
        answer = stack.create(bundled(slow))
        invoked = stack.invoked[0]
        assert (invoked.ended, answer["Status"]) == ("response", "FAILED")
        assert 2 < invoked.seconds < 5
        assert answer["Reason"].startswith("TIMEOUT [drizzle/0001_slow.sql, statement 2]: The function's time is over")
        assert "1 migration before it applied" in answer["Reason"]
        assert answer["Reason"].endswith("Next: joey aws migrate --stack JocularKangaroo-DatabaseStack-Dev")
        assert rows(database, "SELECT count(*) FROM joey.lease WHERE holder IS NOT NULL") == [(0,)], "given back"
        active = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
        assert [query for (query,) in rows(database, active) if "pg_sleep(" in query] == []
        stack.timeout = 30
        quick = {**ONE, "0001_slow": slow["0001_slow"].replace("(20)", "(0)")}
        assert stack.create(bundled(quick))["Status"] == "SUCCESS"
        assert rows(database, "SELECT count(*) FROM people") == [(1,)]
        assert recorded(database) == 2

    def test_a_lock_that_is_not_to_be_had(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        stack.create(bundled(ONE))
        with closing(connect(database.url)) as other:
            other.execute("UPDATE joey.lease SET holder = 'another', session = false, until = now() + interval '1 h'")
        stack.timeout = 5
        answer = stack.update(bundled(TWO))
        assert answer["Reason"].startswith("LOCK_TIMEOUT: The lock of the run was not to be had in")
        assert "another has held it" in answer["Reason"]
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"


class TestDead:
    """What ends without an answer is answered for by the dead-man, at once."""

    def killed(self, stack: Stack, api: DataApi, sql: str) -> None:
        def hook(asked: Call, when: str) -> None:
            if when == "before" and sql in asked.sql:
                stack.function.kill()

        api.faults.hook = hook

    def test_killed_in_the_middle(self, stack: Stack, bundled: Bundled, database: Database, api: DataApi) -> None:
        self.killed(stack, api, "CREATE TABLE pets")
        answer = stack.create(bundled(TWO))
        assert answer["Status"] == "FAILED"
        assert answer["Reason"].startswith("INTERNAL_ERROR: The function ended without an answer: ")
        assert "signal: killed" in answer["Reason"]
        assert [invoked.ended for invoked in stack.invoked] == ["died", "response", "response"]
        assert recorded(database) == 1
        api.faults.clear()
        api.abandon()
        with closing(connect(database.url)) as clock:  # a minute later
            clock.execute("UPDATE joey.lease SET until = '-infinity'")
        assert stack.create(bundled(TWO))["Status"] == "SUCCESS"
        assert rows(database, "SELECT id FROM pets") == [(1,)]

    def test_killed_while_the_stack_is_deleted(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        stack.create(bundled(ONE))
        event = stack.event("Delete", stack.properties or {})
        record = {"requestPayload": event, "responsePayload": {"errorMessage": "signal: killed"}}
        assert stack.dead_man.invoke(record).payload == {"answered": True, "status": "SUCCESS"}
        assert stack.told(event)["Status"] == "SUCCESS"

    def test_it_hangs(self, stack: Stack, bundled: Bundled, lambdas: Lambdas, tmp_path: Path) -> None:
        """Where even the watchdog doesn't get its turn."""
        task = shutil.copytree(bundled(ONE), tmp_path / "hanging")
        (task / "index.py").write_text("import time\ndef handler(event, context):\n    time.sleep(60)\n")
        stack.function, stack.timeout = lambdas[0].function(task), 1.5
        answer = stack.create(task)
        assert (stack.invoked[0].ended, answer["Status"]) == ("timeout", "FAILED")
        assert answer["Reason"].startswith("TIMEOUT: The function ended without an answer: ")
        stack.function.close()

    def test_it_can_not_even_be_imported(
        self, stack: Stack, bundled: Bundled, lambdas: Lambdas, tmp_path: Path
    ) -> None:
        task = shutil.copytree(bundled(ONE), tmp_path / "broken")
        (task / "index.py").write_text("import nothing_of_that_name\n")
        stack.function = lambdas[0].function(task)
        answer = stack.create(task)
        assert "No module named 'nothing_of_that_name'" in answer["Reason"]
        assert stack.status == "ROLLBACK_COMPLETE"
        stack.function.close()

    def test_it_died_after_it_had_answered(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        stack.task = bundled(ONE)
        event = stack.event("Create", stack.synthesized(stack.task))
        stack.send(event)
        record = {"requestPayload": event, "responsePayload": {"errorMessage": "signal: killed"}}
        assert stack.dead_man.invoke(record).payload == {"answered": False, "status": "FAILED"}
        assert stack.told(event)["Status"] == "SUCCESS"

    def test_an_answer_that_could_not_be_delivered(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        """The dead-man is handed the answer itself, so that a success stays one."""
        cloud.bucket.failing = [403]
        answer = stack.create(bundled(ONE))
        assert [invoked.ended for invoked in stack.invoked] == ["error", "response"]
        assert stack.invoked[0].payload["errorType"] == "Undelivered"
        assert (answer["Status"], answer["Data"]["Applied"]) == ("SUCCESS", "0000_people")

    def test_it_was_never_started(self, stack: Stack, bundled: Bundled) -> None:
        stack.task = bundled(ONE)
        event = stack.event("Create", stack.synthesized(stack.task))
        stack.dead_man.invoke({"requestContext": {"condition": "EventAgeExceeded"}, "requestPayload": event})
        assert stack.told(event)["Reason"].startswith("TIMEOUT: The function could not be started in time")

    @pytest.mark.parametrize("event", [{"requestPayload": {"command": "status"}}, {}, [], None])
    def test_nobody_waits(self, event: Any, stack: Stack) -> None:
        assert stack.dead_man.invoke(event).payload == {"answered": False}


class TestBadInput:
    """Each has its category and its message, and CloudFormation is told."""

    def told(self, stack: Stack, task: Path, category: str, message: str) -> Invoked:
        answer = stack.create(task)
        assert answer["Status"] == "FAILED"
        assert answer["Reason"].startswith(category)
        assert message in answer["Reason"]
        assert stack.status == "ROLLBACK_COMPLETE", "a resource that was never there can be deleted"
        (line,) = stack.invoked[0].of("ERROR")
        assert (line["category"], line["status"]) == (category, "FAILED")
        assert message in line["message"]
        called = call(stack, task, "status")
        assert called["status"] == ("refused" if category == "CONFLICT" else "failed")
        assert called["error"]["category"] == category
        return stack.invoked[0]

    @pytest.mark.parametrize("name", ["JOEY_CLUSTER_ARN", "JOEY_SECRET_ARN", "JOEY_DATABASE", "JOEY_ENVIRONMENT"])
    def test_a_variable_that_is_missing(self, name: str, stack: Stack, bundled: Bundled) -> None:
        task = bundled(ONE)
        stack.template = stack.synthesized(task)
        stack.variables = {key: value for key, value in stack.variables.items() if key != name}
        self.told(stack, task, "CONFIGURATION", f"{name} isn't set")

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            (
                "JOEY_CLUSTER_ARN",
                "arn:aws:rds:us-east-1:1:db:x",
                "JOEY_CLUSTER_ARN isn't the ARN of the Aurora cluster",
            ),
            ("JOEY_SECRET_ARN", "hunter2", "JOEY_SECRET_ARN isn't the ARN of the secret"),
            ("JOEY_BACKUP", "sometimes", "JOEY_BACKUP is 'sometimes', and may be destructive, always, never"),
            ("JOEY_TRACKING_TABLE", "a.b.c", "'a.b.c' isn't the name of a table"),
        ],
    )
    def test_a_variable_that_is_wrong(
        self, name: str, value: str, message: str, stack: Stack, bundled: Bundled
    ) -> None:
        stack.variables[name] = value
        invoked = self.told(stack, bundled(ONE), "CONFIGURATION", message)
        assert "hunter2" not in "".join(invoked.lines)

    def test_a_cluster_that_is_another(self, stack: Stack, bundled: Bundled) -> None:
        stack.variables["JOEY_CLUSTER_ARN"] = "arn:aws:rds:us-east-1:123456789012:cluster:other"
        self.told(stack, bundled(ONE), "NETWORK_ERROR", "Data API is not enabled")

    def test_no_data_api(self, stack: Stack, bundled: Bundled, api: DataApi) -> None:
        api.clusters.clusters[api.cluster].endpoint_enabled = False
        self.told(stack, bundled(ONE), "NETWORK_ERROR", "Data API is not enabled")

    def test_a_database_that_is_not_there(self, stack: Stack, bundled: Bundled) -> None:
        stack.variables["JOEY_DATABASE"] = "nowhere"
        self.told(stack, bundled(ONE), "NETWORK_ERROR", 'database "nowhere" does not exist')

    @pytest.mark.parametrize("kind", ["missing", "folder empty", "manifest missing", "another tool's", "changed"])
    def test_a_bundle_that_is_none(self, kind: str, stack: Stack, bundled: Bundled) -> None:
        task = bundled(ONE)
        stack.template = stack.synthesized(task)
        manifest = task / "manifest.json"
        if kind in ("missing", "folder empty"):
            shutil.rmtree(task / "drizzle")
            message = f"Migrations folder not found at {task}/drizzle"
            if kind == "folder empty":
                (task / "drizzle").mkdir()
                message = f"Migrations folder is empty at {task}/drizzle"
            self.told(stack, task, "RESOURCE_NOT_FOUND", message)
        elif kind == "manifest missing":
            manifest.unlink()
            self.told(stack, task, "CONFIGURATION", "manifest.json is missing or can't be read")
        elif kind == "another tool's":
            manifest.write_text('{"name": "app", "manifest_version": 3}')
            self.told(stack, task, "CONFIGURATION", "manifest.json isn't a manifest that joey has written")
        else:
            (task / "drizzle/0000_people.sql").write_text("DROP DATABASE postgres;")
            self.told(stack, task, "CONFLICT", "The bundle was changed after it was made")

    def test_cloudformation_asks_for_what_is_not_known(self, stack: Stack, bundled: Bundled) -> None:
        stack.task = bundled(ONE)
        event = stack.event("Import", stack.synthesized(stack.task))
        stack.send(event)
        assert "CloudFormation asks for 'Import'" in stack.told(event)["Reason"]

    @pytest.mark.parametrize(
        ("event", "message"),
        [
            ({}, "neither CloudFormation's nor a command"),
            ({"command": "drop"}, "There is no command 'drop'"),
            ({"command": "status", "to": "x"}, "status takes no 'to'"),
            ({"command": "migrate", "to": 7}, "'to' must be a tag"),
            ({"command": "migrate", "allow": "edited"}, "'allow' must be a list"),
            ({"command": "migrate", "to": "0009"}, "0009 is not a migration"),
            ({"command": "migrate", "allow": ["everything"]}, "'everything' can't be allowed"),
        ],
    )
    def test_a_call_that_is_none(self, event: dict[str, Any], message: str, stack: Stack, bundled: Bundled) -> None:
        variables = {**stack.variables, "LAMBDA_TASK_ROOT": str(bundled(ONE))}
        payload = stack.function.invoke({**event, "variables": variables}).payload
        assert payload["error"]["category"] == "CONFIGURATION"
        assert message in payload["error"]["message"]


class TestCalls:
    def test_all_commands(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        task = bundled(TWO)
        before = call(stack, task, "status")
        assert (before["schema_version"], before["status"]) == (1, "ok")
        assert [one["tag"] for one in before["pending"]] == ["0000_people", "0001_pets"]
        plan = call(stack, task, "plan")
        assert [(one["tag"], one["line"]) for one in plan["statements"]] == [
            ("0000_people", 1),
            ("0001_pets", 1),
            ("0001_pets", 2),
        ]
        verified = call(stack, task, "verify")
        assert (verified["status"], len(verified["findings"])) == ("refused", 2)
        assert tables(database) == set()
        first = call(stack, task, "migrate", to="0000")
        assert [one["tag"] for one in first["applied"]] == ["0000_people"]
        assert [one["tag"] for one in first["pending"]] == ["0001_pets"]
        rest = call(stack, task, "migrate")
        assert (rest["status"], rest["files_processed"]) == ("ok", 1)
        assert rest["restore_point"]["lsn"]
        assert call(stack, task, "migrate")["files_processed"] == 0
        assert [run["outcome"] for run in call(stack, task, "history")["runs"]] == ["applied", "applied"]
        verified = call(stack, task, "verify")
        assert (verified["status"], verified["findings"], verified["applied"]) == ("ok", [], 2)

    def test_what_is_wrong(self, stack: Stack, bundled: Bundled, database: Database) -> None:
        failed = call(stack, bundled(WRONG), "migrate")
        assert (failed["status"], failed["exit_code"]) == ("failed", 4)
        assert [one["tag"] for one in failed["applied"]] == ["0000_people", "0001_pets"]
        assert failed["error"] | {"hint": None} == {
            "category": "CONSTRAINT_VIOLATION",
            "message": "division by zero",
            "file": "drizzle/0002_wrong.sql",
            "line": 3,
            "statement": 3,
            "sqlstate": "22012",
            "hint": None,
        }
        edited = bundled({**TWO, "0000_people": "SELECT 1;"})
        for command in ("status", "verify", "migrate"):
            assert call(stack, edited, command)["status"] == "refused"
        assert call(stack, edited, "migrate", allow=["edited"])["status"] == "ok"

    def test_the_time_is_over(self, stack: Stack, bundled: Bundled) -> None:
        stack.timeout = 4
        stopped = call(stack, bundled({"0000_slow": "SELECT pg_sleep(20);"}), "migrate")
        assert (stopped["status"], stopped["error"]["category"]) == ("failed", "TIMEOUT")
        assert stopped["error"]["file"] == "drizzle/0000_slow.sql"


class TestLog:
    def test_success(self, stack: Stack, bundled: Bundled) -> None:
        stack.create(bundled(TWO))
        invoked = stack.invoked[0]
        (done,) = [line for line in invoked.log if line.get("message") == DONE]
        assert list(done) == [
            *("timestamp", "level", "message", "migrationDuration", "totalDuration", "filesProcessed", "duration"),
            *("environment", "requestId"),
        ]
        assert (done["level"], done["filesProcessed"], done["environment"]) == ("INFO", 2, "dev")
        assert 0 < done["migrationDuration"] == done["duration"] <= done["totalDuration"]
        assert {line.get("requestId") for line in invoked.log if "_aws" not in line} == {done["requestId"]}
        (metrics,) = [line for line in invoked.log if "_aws" in line]
        (directive,) = metrics.pop("_aws")["CloudWatchMetrics"]
        assert (directive["Namespace"], directive["Dimensions"]) == ("Joey", [["Environment"]])
        units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
        assert units == {
            "MigrationDuration": "Milliseconds",
            "TotalDuration": "Milliseconds",
            "FilesProcessed": "Count",
        }
        assert metrics == {
            "Environment": "dev",
            "MigrationDuration": done["migrationDuration"],
            "TotalDuration": done["totalDuration"],
            "FilesProcessed": 2,
        }

    def test_failure(self, stack: Stack, bundled: Bundled) -> None:
        stack.create(bundled(WRONG))
        invoked = stack.invoked[0]
        (line,) = invoked.of("ERROR")
        assert list(line)[:4] == ["timestamp", "level", "category", "message"]
        assert line["category"] == "CONSTRAINT_VIOLATION"
        assert line | {"timestamp": "", "requestId": "", "hint": ""} == {
            "timestamp": "",
            "level": "ERROR",
            "category": "CONSTRAINT_VIOLATION",
            "message": "division by zero",
            "file": "drizzle/0002_wrong.sql",
            "line": 3,
            "statement": 3,
            "sqlstate": "22012",
            "hint": "",
            "status": "FAILED",
            "environment": "dev",
            "requestId": "",
        }
        (metrics,) = [found for found in invoked.log if "_aws" in found]
        assert metrics["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Environment"], ["Environment", "Category"]]
        assert (metrics["Failures"], metrics["Category"]) == (1, "CONSTRAINT_VIOLATION")

    def test_the_guides_examples(self, stack: Stack, bundled: Bundled) -> None:
        """The messages of the guide, word for word."""
        task = bundled(ONE)
        entry = {"idx": 0, "version": "7", "when": 1, "tag": "../etc/passwd", "breakpoints": True}
        (task / "drizzle/meta").mkdir()
        (task / "drizzle/meta/_journal.json").write_text(json.dumps({"version": "7", "entries": [entry]}))
        stack.create(task)
        (line,) = stack.invoked[0].of("ERROR")
        assert line["category"] == "SECURITY_VIOLATION"
        assert line["message"] == "Security: Invalid characters in migration filename: ../etc/passwd.sql"
        stack.create(bundled({"0000_a": "DO $$ BEGIN EXECUTE 'CRATE TABLE a ()'; END $$;"}))
        (line,) = stack.invoked[2].of("ERROR")
        assert (line["category"], line["message"]) == ("SQL_SYNTAX_ERROR", 'syntax error at or near "CRATE"')


class TestBackup:
    def test_only_what_may_lose_data(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        stack.create(bundled(ONE))
        assert not cloud.services.snapshots
        stack.update(bundled(DROPPING))
        (name,) = cloud.services.snapshots
        assert name.startswith("joey-joey-scratch")
        said = [line["message"] for line in stack.invoked[-1].of("INFO")]
        assert "A snapshot is made first: 0001_drop may take data away" in said
        call(stack, bundled(DROPPING), "migrate")
        assert len(cloud.services.snapshots) == 1

    @pytest.mark.parametrize(("policy", "count"), [("always", 1), ("never", 0)])
    def test_as_the_policy_says(self, policy: str, count: int, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        stack.variables["JOEY_BACKUP"] = policy
        stack.create(bundled(ONE if policy == "always" else DROPPING))
        assert len(cloud.services.snapshots) == count

    def test_without_a_snapshot_nothing_is_applied(
        self, stack: Stack, bundled: Bundled, cloud: Lambda, database: Database
    ) -> None:
        stack.create(bundled(ONE))
        cloud.services.denied.add("CreateDBClusterSnapshot")
        answer = stack.update(bundled(DROPPING))
        assert answer["Reason"].startswith("PERMISSION_DENIED: ")
        assert "people" in tables(database)

    def test_without_a_restorable_window_the_run_goes_on(self, stack: Stack, bundled: Bundled, cloud: Lambda) -> None:
        cloud.services.denied.add("DescribeDBClusters")
        assert stack.create(bundled(ONE))["Status"] == "SUCCESS"
        assert any("restorable window" in line["message"] for line in stack.invoked[0].of("WARNING"))


def test_nothing_heavy_is_imported(stack: Stack, bundled: Bundled, lambdas: Lambdas, api: DataApi) -> None:
    fresh = lambdas[0].function(lambdas[1].task)
    stack.function = fresh
    stack.create(bundled({**STEPWISE, "0002_drop": "DROP TABLE people;"}))
    loaded: Sequence[str] = fresh.invoke({"modules": True}).payload
    tops = {name.partition(".")[0] for name in loaded}
    assert not tops & {"sqlalchemy", "click", "rich", "psycopg", "postgast", "google", "moto", "pytest"}
    joeys = [name for name in loaded if name.startswith("joey.")]
    assert "joey.verbs.migrate" in joeys
    assert not {name.split(".")[1] for name in joeys} & {"cli", "sources", "plan", "pull", "testing", "config"}
    fresh.close()


def test_the_bundle_as_it_is_made(stack: Stack, bundled: Bundled, lambdas: Lambdas, tmp_path: Path) -> None:
    """With joey's own index.py, its own variables, and its own LAMBDA_TASK_ROOT."""
    build(bundled(TWO) / "drizzle", tmp_path / "b.zip")
    task = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        archive.extractall(task)
    stack.function = lambdas[0].function(task)
    stack.function.variables = stack.variables
    assert stack.create(task)["Status"] == "SUCCESS"
    stack.function.close()
