"""Applied, edited, moved, ahead, unknown, out of order, unregistered, conflict: what each message says to do is done
here, by hand, and then all is well. The habits of the guide are among them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from joey.config import Config
from joey.connect.scratch import Database
from joey.errors import (
    ChecksumMismatch,
    ConfigurationError,
    Conflict,
    JoeyError,
    OutOfOrder,
    UnknownMigration,
)
from joey.folder import MigrationFolder
from joey.model.report import Warned
from joey.verbs.check import check
from migrating import DRIZZLE, Project
from test_cli import joey


@pytest.fixture
def project(tmp_path: Path, database: Database) -> Project:
    """Three applied migrations, 0000_a to 0002_c."""
    made = Project(tmp_path / "drizzle", database)
    for table in "abc":
        made.add(f"CREATE TABLE {table} ()", name=table)
    made.migrate()
    return made


def journal_of(project: Project) -> Path:
    return project.path / "meta/_journal.json"


def mend_record(project: Project, text: str | None) -> None:
    """Run the one statement of SQL that a message proposes."""
    (sql,) = re.findall(r"(?:UPDATE|DELETE|INSERT) .*?;", text or "")
    project.execute(sql)


def mend_files(project: Project, text: str | None) -> None:
    """Run the one command that a message proposes."""
    (command,) = re.findall(r"mv \S+ [^\s;,]+", text or "")
    subprocess.run(command.rstrip(".").split(), check=True, cwd=project.path.parent)


def edit_journal(project: Project, old: str, new: str) -> None:
    text = journal_of(project).read_text()
    assert old in text
    journal_of(project).write_text(text.replace(old, new))


def refused(project: Project, kind: type[JoeyError], **options: Any) -> JoeyError:
    """What `migrate` refuses with; nothing is run."""
    before = project.query("SELECT id FROM drizzle_migrations ORDER BY id")
    with pytest.raises(kind) as caught:
        project.migrate(**options)
    assert project.query("SELECT id FROM drizzle_migrations ORDER BY id") == before
    assert caught.value.hint
    return caught.value


def is_well(project: Project) -> None:
    assert project.migrate().files_processed == 0
    assert project.heard(Warned) == []
    body = project.status()
    assert not any(body[key] for key in ("pending", "edited", "moved", "unknown", "out_of_order", "unregistered"))
    assert findings(project) == []


def findings(project: Project) -> list[dict[str, Any]]:
    """What `check` finds wrong with the folder, its files and the database."""
    root = project.path.parent
    (root / "joey.toml").write_text("schema = []\n")
    verdict = check(Config.load(root / "joey.toml"), connect=project.connect)
    return [found for one in verdict.checks if one.name != "the models match the migrations" for found in one.findings]


# Edited


def test_edited_and_brought_back(project: Project) -> None:
    project.write("0001_b", "CREATE TABLE b (); -- with a comment")
    error = refused(project, ChecksumMismatch)
    assert error.file == "drizzle/0001_b.sql"
    assert "git log -p -- drizzle/0001_b.sql" in (error.hint or "")
    assert [one["category"] for one in findings(project)] == ["CHECKSUM_MISMATCH"]
    project.write("0001_b", "CREATE TABLE b ()")
    is_well(project)


def test_edited_and_the_record_updated(project: Project) -> None:
    project.write("0001_b", "CREATE TABLE b (); -- with a comment")
    mend_record(project, refused(project, ChecksumMismatch).hint)
    is_well(project)


def test_an_edited_file_whose_content_another_has_too_is_updated_alone(project: Project) -> None:
    for _ in range(2):
        project.add("SELECT 1", name="same")
    project.migrate()
    project.write("0003_same", "SELECT 2")
    mend_record(project, refused(project, ChecksumMismatch).hint)
    is_well(project)
    assert len({hash for hash, _ in project.record()}) == 5


@pytest.mark.parametrize("form", ["crlf", "bom"])
def test_a_checkout_that_changed_line_ends_or_added_a_bom(project: Project, form: str) -> None:
    project.add("CREATE TABLE d ();\nCREATE TABLE e ();\n", name="d")
    project.migrate()
    for file in project.path.glob("*.sql"):
        raw = file.read_bytes()
        file.write_bytes(raw.replace(b"\n", b"\r\n") if form == "crlf" else b"\xef\xbb\xbf" + raw)
    file = journal_of(project)
    file.write_bytes(
        file.read_bytes().replace(b"\n", b"\r\n") if form == "crlf" else b"\xef\xbb\xbf" + file.read_bytes()
    )
    is_well(project)
    project.add("CREATE TABLE f ();\r\n", name="f")
    assert project.migrate().files_processed == 1
    is_well(project)


# Moved


def test_renamed_without_the_journal(project: Project) -> None:
    shutil.move(project.path / "0002_c.sql", project.path / "0003_c.sql")
    assert project.migrate().files_processed == 0
    (warned,) = project.heard(Warned)
    assert "0003_c.sql was applied as 0002_c" in warned.text
    assert [m["tag"] for m in project.status()["moved"]] == ["0003_c"]
    assert {one["category"] for one in findings(project)} == {"UNREGISTERED", "CONFLICT", "MOVED"}
    mend_files(project, warned.text)
    is_well(project)


def test_renamed_with_the_journal(project: Project) -> None:
    shutil.move(project.path / "0002_c.sql", project.path / "0003_c.sql")
    edit_journal(project, '"0002_c"', '"0003_c"')
    is_well(project)


def test_renamed_and_given_a_new_time(project: Project) -> None:
    shutil.move(project.path / "0002_c.sql", project.path / "0003_c.sql")
    when = MigrationFolder.open(project.path).journal.entries[2].when
    edit_journal(project, '"0002_c"', '"0003_c"')
    edit_journal(project, str(when), str(when + 5000))
    project.migrate()
    (warned,) = project.heard(Warned)
    mend_record(project, warned.text)
    is_well(project)


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz", "timestamp(0)", "numeric"])
def test_a_moved_record_of_another_type_is_mended(project: Project, kind: str) -> None:
    using = "" if kind == "numeric" else f"USING to_timestamp(created_at / 1000.0)::{kind}"
    project.execute(f"ALTER TABLE drizzle_migrations ALTER created_at TYPE {kind} {using}")
    is_well(project)
    project.execute(
        "UPDATE drizzle_migrations SET created_at = created_at + 99999 WHERE id = 3"
        if kind == "numeric"
        else "UPDATE drizzle_migrations SET created_at = created_at + interval '1 day' WHERE id = 3"
    )
    project.migrate()
    (warned,) = project.heard(Warned)
    mend_record(project, warned.text)
    is_well(project)


def test_renamed_before_it_was_applied(project: Project) -> None:
    project.add("CREATE TABLE d ()", name="d")
    shutil.move(project.path / "0003_d.sql", project.path / "0004_d.sql")
    error = refused(project, ConfigurationError)
    assert "0003_d is in the journal" in error.message
    mend_files(project, error.hint)
    assert project.migrate().files_processed == 1
    is_well(project)


def test_status_ends_with_1_where_migrate_would_refuse(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.path.parent)
    Path("joey.toml").write_text("schema = []\n")
    where = ("status", "--url", project.database.url)
    joey(*where, "--exit-code")
    project.add("CREATE TABLE d ()", name="d")
    (project.path / "0003_d.sql").unlink()
    assert "0003_d is in the journal, but drizzle/0003_d.sql is missing" in joey(*where, code=1).stderr


def test_a_forgotten_journal_that_comes_later(project: Project) -> None:
    old = journal_of(project).read_bytes()
    project.add("CREATE TABLE d ()", name="d")
    new = journal_of(project).read_bytes()
    journal_of(project).write_bytes(old)
    (found,) = findings(project)
    assert (found["category"], found["file"]) == ("UNREGISTERED", "drizzle/0003_d.sql")
    assert project.migrate().files_processed == 1
    journal_of(project).write_bytes(new)  # git add, at last
    assert project.migrate().files_processed == 0
    (warned,) = project.heard(Warned)
    assert "isn't run again" in warned.text
    mend_record(project, warned.text)
    is_well(project)


# Unregistered


def test_a_rollback_by_echo(project: Project) -> None:
    (project.path / "0003_rollback_c.sql").write_text("DROP TABLE IF EXISTS c;\n")
    assert [line.tag for line in project.migrate().applied] == ["0003_rollback_c"]
    assert not project.exists("public.c")
    assert project.migrate().files_processed == 0
    register(project)
    is_well(project)


def register(project: Project) -> None:
    """Do what `check` says of the files that the journal doesn't name, one after the other."""
    file = journal_of(project)
    while unregistered := [found for found in findings(project) if found["category"] == "UNREGISTERED"]:
        text = unregistered[0]["hint"]
        entry = json.loads(re.search(r"add (\{.*\})", text)[1])  # type: ignore[index]
        document = json.loads(file.read_bytes())
        after = re.search(r"after the entry of (\w+)", text)
        place = [one["tag"] for one in document["entries"]].index(after[1]) + 1 if after else 0
        if by := re.search(r"raise the idx of all entries after it by (\d+)", text):
            for later in document["entries"][place:]:
                later["idx"] += int(by[1])
        document["entries"].insert(place, entry)
        file.write_text(json.dumps(document, indent=2))


def test_files_between_and_before_the_registered_are_registered(project: Project) -> None:
    for tag in ("0000_0", "0000_00", "0001_c", "0001_d", "0003_x", "0004_y"):
        project.write(tag, "SELECT 1")
    project.migrate(allow={"out-of-order"})
    register(project)
    is_well(project)
    assert len(project.record()) == 9


def test_two_unregistered_files_that_change_places(project: Project) -> None:
    project.write("0003_m", "CREATE TABLE m ()")
    project.migrate()
    project.write("0003_l", "CREATE TABLE l ()")
    error = refused(project, ChecksumMismatch)
    assert "0003_l.sql" in error.message
    assert "What was applied at this place is drizzle/0003_m.sql" in (error.hint or "")
    shutil.move(project.path / "0003_l.sql", project.path / "0003_n.sql")
    assert [line.tag for line in project.migrate().applied] == ["0003_n"]


def test_an_unregistered_file_without_room_is_a_conflict(project: Project) -> None:
    first, second, _ = MigrationFolder.open(project.path).migrations
    edit_journal(project, str(second.when), str(first.when + 1))
    project.write("0000_b", "SELECT 1")
    error = refused(project, Conflict)
    assert "no room" in error.message
    (project.path / "0000_b.sql").rename(project.path / "0003_b.sql")
    edit_journal(project, str(first.when + 1), str(second.when))
    assert project.migrate().files_processed == 1


# Deleted rows


def test_the_newest_row_deleted_by_hand(project: Project) -> None:
    project.execute("DROP TABLE c")
    hash = MigrationFolder.open(project.path).migrations[2].sha256
    project.execute(f"DELETE FROM drizzle_migrations WHERE hash = '{hash}'")
    body = project.status()
    assert ([m["tag"] for m in body["pending"]], body["out_of_order"]) == (["0002_c"], [])
    assert project.migrate().files_processed == 1
    is_well(project)


def test_a_row_in_the_middle_deleted_by_hand(project: Project) -> None:
    project.execute("DROP TABLE b; DELETE FROM drizzle_migrations WHERE id = 2")
    error = refused(project, OutOfOrder)
    assert "0001_b.sql is pending, but older than 0002_c" in error.message
    assert project.migrate(allow={"out-of-order"}).files_processed == 1
    is_well(project)


@pytest.mark.parametrize("kind", ["bigint", "timestamp", "timestamptz"])
def test_a_row_that_was_deleted_by_mistake_is_inserted_again(project: Project, kind: str) -> None:
    if kind != "bigint":
        project.execute(
            f"ALTER TABLE drizzle_migrations ALTER created_at TYPE {kind} USING to_timestamp(created_at / 1000.0)"
        )
    project.execute("DELETE FROM drizzle_migrations WHERE id = 2")
    mend_record(project, refused(project, OutOfOrder).hint)
    is_well(project)


# Out of order


def test_out_of_order_and_unregistered_is_moved_behind(project: Project) -> None:
    project.write("0001_late", "CREATE TABLE late ()")
    mend_files(project, refused(project, OutOfOrder).hint)
    assert [line.tag for line in project.migrate().applied] == ["0003_late"]


def test_out_of_order_and_registered_is_moved_behind(project: Project) -> None:
    first, second, _ = MigrationFolder.open(project.path).migrations
    document = json.loads(journal_of(project).read_bytes())
    late = {"idx": 1, "version": "7", "when": (first.when + second.when) // 2, "tag": "0001_aa", "breakpoints": True}
    for later in document["entries"][1:]:
        later["idx"] += 1
    document["entries"].insert(1, late)
    journal_of(project).write_text(json.dumps(document, indent=2))
    project.write("0001_aa", "CREATE TABLE late ()")
    hint = refused(project, OutOfOrder).hint or ""
    mend_files(project, hint)
    told = re.search(r'"when": (\d+) and "tag": "(\w+)"', hint)
    assert told
    document["entries"].append(document["entries"].pop(1) | {"idx": 9, "when": int(told[1]), "tag": told[2]})
    journal_of(project).write_text(json.dumps(document, indent=2))
    assert [line.tag for line in project.migrate().applied] == ["0003_aa"]
    is_well(project)


def test_what_is_older_than_a_moved_one_is_out_of_order_too(project: Project) -> None:
    project.execute(
        "UPDATE drizzle_migrations SET created_at = 5 WHERE id = 3; DELETE FROM drizzle_migrations WHERE id < 3"
    )
    assert [m["tag"] for m in project.status()["out_of_order"]] == ["0000_a", "0001_b"]


# Unknown and ahead


def test_a_file_that_was_deleted_is_named(project: Project) -> None:
    (project.path / "0001_b.sql").unlink()
    error = refused(project, UnknownMigration)
    assert "0001_b" in error.message
    assert "git log --all -- drizzle/0001_b.sql" in (error.hint or "")
    assert (error.file, error.line) == ("drizzle/meta/_journal.json", 12)
    assert [m["tag"] for m in project.status()["unknown"]] == ["0001_b"]
    assert "UNKNOWN_MIGRATION" in [one["category"] for one in findings(project)]
    project.write("0001_b", "CREATE TABLE b ()")
    is_well(project)


def test_an_unknown_row_is_forgotten(project: Project) -> None:
    project.execute("INSERT INTO drizzle_migrations (hash, created_at) VALUES ('o''ther', 7)")
    error = refused(project, UnknownMigration)
    mend_record(project, error.hint)
    is_well(project)


def test_several_are_counted(project: Project) -> None:
    project.execute("INSERT INTO drizzle_migrations (hash, created_at) VALUES ('x', 7), ('y', 8)")
    assert refused(project, UnknownMigration).message.endswith("(and 1 more)")


def test_a_release_that_was_rolled_back_is_ahead(project: Project) -> None:
    for file in ("0002_c.sql", "meta/0002_snapshot.json"):
        (project.path / file).unlink(missing_ok=True)
    document = json.loads(journal_of(project).read_bytes())
    document["entries"].pop()
    journal_of(project).write_text(json.dumps(document, indent=2))
    assert project.migrate().ahead
    (warned,) = project.heard(Warned)
    assert "ahead" in warned.text
    assert project.status()["ahead"]
    assert findings(project) == []


@pytest.mark.parametrize("value", ["'infinity'", "'-infinity'", "NULL"])
def test_a_time_that_is_none_belongs_to_no_migration(project: Project, value: str) -> None:
    project.execute(
        "ALTER TABLE drizzle_migrations ALTER created_at TYPE timestamptz USING to_timestamp(created_at / 1000.0)"
    )
    project.execute(f"INSERT INTO drizzle_migrations (hash, created_at) VALUES ('x', {value})")
    mend_record(project, refused(project, UnknownMigration).hint)
    is_well(project)


# Records that can't be read, or are two


def test_an_empty_record_does_not_hide_one_that_may_not_be_read(project: Project) -> None:
    role = f"reader_{project.database.name}"
    project.execute(
        f"CREATE SCHEMA drizzle; ALTER TABLE drizzle_migrations SET SCHEMA drizzle; {DRIZZLE}; "
        f"CREATE ROLE {role}; GRANT SELECT ON public.drizzle_migrations TO {role}"
    )
    from joey.connect.psycopg import connect
    from joey.errors import PermissionDenied
    from joey.verbs.status import status

    reader = connect(project.database.url, role=role)
    try:
        with pytest.raises(PermissionDenied, match=r"drizzle\.drizzle_migrations may hold the record") as caught:
            status(project.path, reader)
        project.execute("; ".join((caught.value.hint or "").splitlines()[1:]))
        assert len(status(project.path, reader).state.applied) == 3
    finally:
        reader.close()
        project.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


# Drizzle's runner


def test_check_says_what_drizzle_cannot_run(project: Project) -> None:
    project.add("BEGIN; CREATE TABLE d (id int); COMMIT;", name="d")
    project.add("CREATE INDEX CONCURRENTLY ON d (id)", name="e")
    project.write("0005_f", "SELECT 1")
    root = project.path.parent
    (root / "joey.toml").write_text('schema = []\nrunner = "drizzle"\n')
    found = [one for step in check(Config.load(root / "joey.toml")).checks[:2] for one in step.findings]
    assert [(one["category"], one["file"]) for one in found] == [
        ("UNREGISTERED", "drizzle/0005_f.sql"),
        ("TRANSACTION_MODE", "drizzle/0003_d.sql"),
        ("TRANSACTION_MODE", "drizzle/0004_e.sql"),
    ]
    assert "Drizzle skips it" in found[0]["message"]
