"""The migration folder: what is read, what is refused, and what a crash leaves."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from joey.errors import ConfigurationError, Conflict, ResourceNotFound, SecurityViolation
from joey.folder import MigrationFolder, writing
from joey.folder.writing import add


def empty(path: Path) -> MigrationFolder:
    return MigrationFolder.open(path / "drizzle", may_be_empty=True)


@pytest.fixture
def three(tmp_path: Path) -> MigrationFolder:
    folder = empty(tmp_path)
    for name in ("one", "two", "three"):
        folder = add(folder, f"SELECT '{name}'", name=name, snapshot=b"{}", now=5_000).folder
    return folder


def tags(folder: MigrationFolder) -> list[str]:
    return [m.tag for m in folder.migrations]


def test_what_add_writes(tmp_path: Path) -> None:
    added = add(empty(tmp_path), "SELECT 1", name="smart_wolverine", snapshot=b'{"joey": 1}', down=b"--", now=1234)
    root = tmp_path / "drizzle"
    assert {str(file.relative_to(root)) for file in added.files} == {
        "0000_smart_wolverine.sql",
        "meta/0000_snapshot.json",
        "meta/_journal.json",
        "meta/_down/0000_smart_wolverine.sql",
    }
    assert {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()} == {
        str(file.relative_to(root)) for file in added.files
    }
    assert (root / "0000_smart_wolverine.sql").read_bytes() == b"SELECT 1"
    assert (root / "meta/_journal.json").read_text() == (
        '{\n  "version": "7",\n  "dialect": "postgresql",\n  "entries": [\n    {\n      "idx": 0,\n'
        '      "version": "7",\n      "when": 1234,\n      "tag": "0000_smart_wolverine",\n'
        '      "breakpoints": true\n    }\n  ]\n}'
    )
    assert added.migration == added.folder.migrations[0]
    assert added.migration.sha256 == hashlib.sha256(b"SELECT 1").hexdigest()


def test_times_are_a_second_apart_at_least(three: MigrationFolder) -> None:
    assert tags(three) == ["0000_one", "0001_two", "0002_three"]
    assert [m.when for m in three.migrations] == [5000, 6000, 7000]
    assert add(three, "", name="x").migration.when > 1_700_000_000_000


def test_a_missing_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(ResourceNotFound) as caught:
        MigrationFolder.open("/var/task/drizzle")
    assert caught.value.message == "Migrations folder not found at /var/task/drizzle"
    with pytest.raises(ResourceNotFound, match="empty"):
        MigrationFolder.open(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ResourceNotFound, match="not found"):
        MigrationFolder.open(tmp_path / "file", may_be_empty=True)
    assert MigrationFolder.open(tmp_path / "nothing", may_be_empty=True).migrations == ()


def test_tags_are_in_byte_order(tmp_path: Path) -> None:
    for name in ("0001_b", "0001_B", "0001_b_", "0001_b0", "0010_a", "0002"):
        (tmp_path / f"{name}.sql").write_text("")
    folder = MigrationFolder.open(tmp_path)
    assert tags(folder) == ["0001_B", "0001_b", "0001_b0", "0001_b_", "0002", "0010_a"]
    assert [m.when for m in folder.migrations] == [1, 2, 3, 4, 5, 6]
    assert folder.unregistered == folder.migrations


@pytest.mark.parametrize("name", ["0001 x", "0001_ü", "0001.x", "0001;x", "0001\nx", "$(x)"])
def test_other_characters_in_a_name_are_a_security_violation(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.sql").write_text("")
    with pytest.raises(SecurityViolation) as caught:
        MigrationFolder.open(tmp_path)
    assert caught.value.message.startswith("Security: Invalid characters in migration filename: ")
    assert caught.value.message.endswith(".sql")
    assert caught.value.message.isprintable()


def test_a_name_that_is_no_text_is_a_security_violation(tmp_path: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/0001_\xff.sql"))).write_text("")
    except OSError:
        pytest.skip("the file system takes only text")
    with pytest.raises(SecurityViolation, match=r"0001_"):
        MigrationFolder.open(tmp_path)


def test_a_journal_tag_that_leaves_the_folder(three: MigrationFolder) -> None:
    file = three.path / "meta/_journal.json"
    file.write_text(file.read_text().replace("0002_three", "../etc/passwd"))
    with pytest.raises(SecurityViolation) as caught:
        MigrationFolder.open(three.path)
    assert caught.value.message == "Security: Invalid characters in migration filename: ../etc/passwd.sql"


def test_a_hyphen_is_read_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "0000_add-users.sql").write_text("")
    folder = MigrationFolder.open(tmp_path)
    assert tags(folder) == ["0000_add-users"]
    assert "0000_add-users.sql has a hyphen" in folder.warnings[0]


def test_links_may_not_leave_the_folder(three: MigrationFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.sql").write_text("")
    link = three.path / "0003_link.sql"
    link.symlink_to("0002_three.sql")
    assert MigrationFolder.open(three.path).migrations[3].sha256 == three.migrations[2].sha256
    for target in ("../secret.sql", "/etc/passwd", tmp_path / "secret.sql", "../nothing"):
        link.unlink()
        link.symlink_to(target)
        with pytest.raises(SecurityViolation, match=r"leads out of the folder: 0003_link\.sql"):
            MigrationFolder.open(three.path)
    link.unlink()
    link.symlink_to("0009_nothing.sql")
    with pytest.raises(ConfigurationError, match="link to nothing"):
        MigrationFolder.open(three.path)


def test_meta_may_not_lead_out_either(three: MigrationFolder, tmp_path: Path) -> None:
    (three.path / "meta").rename(tmp_path / "meta")
    (three.path / "meta").symlink_to(tmp_path / "meta")
    with pytest.raises(SecurityViolation):
        MigrationFolder.open(three.path)


def test_the_folder_itself_may_be_a_link(three: MigrationFolder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(three.path)
    assert tags(MigrationFolder.open(tmp_path / "link")) == tags(three)


def test_other_files_are_left_alone(three: MigrationFolder) -> None:
    for name in (".hidden.sql", "README.md", "x.SQL", "0009_x.sql~"):
        (three.path / name).write_text("")
    (three.path / "folder.sql").mkdir()
    (three.path / "meta/_ours.json").write_text("")
    assert tags(MigrationFolder.open(three.path)) == tags(three)


def test_an_unregistered_file_takes_the_time_after_the_one_before(three: MigrationFolder) -> None:
    (three.path / "0001_two_b.sql").write_text("")
    (three.path / "0001_two_c.sql").write_text("")
    (three.path / "0000_0.sql").write_text("")
    folder = MigrationFolder.open(three.path)
    assert [(m.tag, m.when, m.registered) for m in folder.migrations] == [
        ("0000_0", 1, False),
        ("0000_one", 5000, True),
        ("0001_two", 6000, True),
        ("0001_two_b", 6001, False),
        ("0001_two_c", 6002, False),
        ("0002_three", 7000, True),
    ]
    added = add(folder, "", name="next", now=0)
    assert (added.migration.tag, added.migration.when) == ("0003_next", 8000)


def test_an_unregistered_file_without_room_is_a_conflict(three: MigrationFolder) -> None:
    file = three.path / "meta/_journal.json"
    file.write_text(file.read_text().replace("7000", "6001"))
    MigrationFolder.open(three.path)
    (three.path / "0001_two_b.sql").write_text("")
    with pytest.raises(Conflict, match="0001_two_b"):
        MigrationFolder.open(three.path)


def test_hashes_of_all_forms(tmp_path: Path) -> None:
    bom, lf, crlf = b"\xef\xbb\xbf", b"SELECT 1;\n\n", b"SELECT 1;\r\n\r\n"
    (tmp_path / "0000_x.sql").write_bytes(bom + b"SELECT 1;\r\n\n")
    folder = MigrationFolder.open(tmp_path)
    known = folder.hashes(folder.migrations[0])
    assert known[0] == folder.migrations[0].sha256
    assert {hashlib.sha256(form).hexdigest() for form in (lf, crlf, bom + lf, bom + crlf)} <= set(known)


def test_a_file_that_changes_while_it_is_read_is_refused(three: MigrationFolder) -> None:
    assert three.script(three.migrations[0]).statements[0].sql == "SELECT 'one'"
    three.migrations[0].file.write_text("SELECT 2")
    with pytest.raises(Conflict, match="changed while"):
        three.script(three.migrations[0])


def test_find(three: MigrationFolder) -> None:
    found = [three.find(tag) for tag in ("0001_two", "0001_two.sql", "1", "0001")]
    assert found == [three.migrations[1]] * 4
    assert three.find("0009") is None
    (three.path / "0001_two_b.sql").write_text("")
    assert MigrationFolder.open(three.path).find("0001") is None


class Crash(Exception):
    """The power goes."""


@pytest.fixture
def crashes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Crash at the n-th change to the disk, where n is the list's one item."""
    at = [0]
    replace, chmod = os.replace, os.fsync

    def counted(function):  # type: ignore[no-untyped-def]
        def call(*args, **kwargs):  # type: ignore[no-untyped-def]
            at[0] -= 1
            if at[0] == 0:
                raise Crash
            return function(*args, **kwargs)

        return call

    monkeypatch.setattr(os, "replace", counted(replace))
    monkeypatch.setattr(os, "fsync", counted(chmod))
    return at


@pytest.mark.parametrize("step", range(1, 14))
def test_a_crash_anywhere_leaves_a_folder_that_goes_on(three: MigrationFolder, crashes: list[int], step: int) -> None:
    crashes[0] = step
    crashed = False
    try:
        add(three, "SELECT 'four'", name="four", snapshot=b"{4}", down=b"--", now=0)
    except Crash:
        crashed = True
    crashes[0] = 0
    folder = MigrationFolder.open(three.path)
    complete = (three.path / "0003_four.sql").exists()
    assert crashed or complete
    assert tags(folder) == ["0000_one", "0001_two", "0002_three"] + ["0003_four"] * complete
    if not complete:
        again = add(folder, "SELECT 'again'", name="again", snapshot=b"{5}", now=0)
        assert (again.migration.tag, again.migration.when) == ("0003_again", 8000)
        assert (three.path / "meta/0003_snapshot.json").read_bytes() == b"{5}"
        folder = again.folder
    assert len(json.loads((three.path / "meta/_journal.json").read_text())["entries"]) == 4
    assert (folder.missing, folder.warnings, folder.unregistered) == ((), (), ())
    assert complete or not list(three.path.glob(".*.new"))


def test_an_interrupted_generate_is_told_apart_from_a_forgotten_file(three: MigrationFolder) -> None:
    (three.path / "0002_three.sql").rename(three.path / ".0002_three.sql.new")
    folder = MigrationFolder.open(three.path)
    assert folder.interrupted(folder.missing[0])
    assert "never finished" in folder.warnings[0]
    (three.path / ".0002_three.sql.new").unlink()
    folder = MigrationFolder.open(three.path)
    assert not folder.interrupted(folder.missing[0])
    assert folder.warnings == ()


def test_a_file_that_is_gone_from_the_middle_stops_add(three: MigrationFolder) -> None:
    (three.path / "0001_two.sql").unlink()
    with pytest.raises(ConfigurationError, match=r"0001_two\.sql is in the journal"):
        add(MigrationFolder.open(three.path), "", name="x")


@pytest.mark.parametrize("name", ["../x", "a b", "a-b", ""])
def test_add_writes_no_unsafe_name(three: MigrationFolder, name: str) -> None:
    with pytest.raises(SecurityViolation):
        add(three, "", name=name)


def test_drizzles_other_prefixes_are_kept(tmp_path: Path) -> None:
    for tag, expected in (("20261122095251_x", r"20261122101112"), ("1795341174_x", "1795342272")):
        root = tmp_path / tag
        (root / "meta").mkdir(parents=True)
        (root / f"{tag}.sql").write_text("")
        assert writing.next_place(MigrationFolder.open(root), now=1795342272000).prefix == expected


def test_a_folder_without_numbers_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "_x.sql").write_text("")
    with pytest.raises(ConfigurationError, match="no number"):
        add(MigrationFolder.open(tmp_path), "", name="x")


def test_drizzle_1_folders_are_read_but_not_written(tmp_path: Path) -> None:
    for name in ("20261122101025_a", "20261122101020_base"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "migration.sql").write_text("SELECT 1")
    folder = MigrationFolder.open(tmp_path)
    assert [(m.tag, m.when) for m in folder.migrations] == [
        ("20261122101020_base", 1795342220000),
        ("20261122101025_a", 1795342225000),
    ]
    assert folder.shown(folder.migrations[0]) == f"{tmp_path.name}/20261122101020_base/migration.sql"
    with pytest.raises(ConfigurationError, match=r"1\.x"):
        add(folder, "", name="x")
    (tmp_path / "0000_x.sql").write_text("")
    with pytest.raises(Conflict, match="both layouts"):
        MigrationFolder.open(tmp_path)


def test_gitattributes(tmp_path: Path) -> None:
    assert writing.write_gitattributes(tmp_path / "drizzle") == tmp_path / "drizzle/.gitattributes"
    assert (tmp_path / "drizzle/.gitattributes").read_bytes() == b"*.sql text eol=lf\n"
    assert writing.write_gitattributes(tmp_path / "drizzle") is None
    (tmp_path / ".gitattributes").write_bytes(b"*.png binary")
    writing.write_gitattributes(tmp_path)
    assert (tmp_path / ".gitattributes").read_bytes() == b"*.png binary\n*.sql text eol=lf\n"


def test_a_thousand_files_are_read_and_hashed_quickly(tmp_path: Path) -> None:
    entries = []
    (tmp_path / "meta").mkdir()
    for number in range(1000):
        tag = f"{number:04}_x"
        (tmp_path / f"{tag}.sql").write_text("CREATE TABLE x (id int, b text);\n" * 20)
        entries.append({"idx": number, "version": "7", "when": number + 1, "tag": tag, "breakpoints": True})
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (tmp_path / "meta/_journal.json").write_text(json.dumps(journal, indent=2))

    def seconds() -> float:
        began = time.process_time()
        MigrationFolder.open(tmp_path)
        return time.process_time() - began

    assert min(seconds() for _ in range(5)) < 0.06
