"""Folders that somebody, or something, has spoilt: one clear error, the same for every command, and nothing is run."""

from __future__ import annotations

import json
import os
import random
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joey.connect.psycopg import connect
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, SecurityViolation
from joey.folder import MigrationFolder, writing
from joey.verbs.head import read_head
from joey.verbs.migrate import migrate
from joey.verbs.status import status
from test_cli import joey, project  # noqa: F401 (a fixture)

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def sound(path: Path) -> MigrationFolder:
    folder = MigrationFolder.open(path, may_be_empty=True)
    for name in ("one", "two", "three"):
        folder = writing.add(folder, f"CREATE TABLE {name} (id int);\n", name=name, snapshot=b"{}", now=5000).folder
    return folder


@pytest.fixture
def folder(project: Path) -> Path:  # noqa: F811
    """A sound folder of three migrations, in a project that is the working folder."""
    return sound(project / "drizzle").path


def journal(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        file = folder / "meta/_journal.json"
        document = json.loads(file.read_bytes())
        change(document)
        file.write_text(json.dumps(document, indent=2))

    return spoil


def entry(number: int = 1, **values: Any) -> Callable[[Path], object]:
    return journal(lambda document: document["entries"][number].update(values))


def raw_journal(content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / "meta/_journal.json").write_bytes(content)


def linked(name: str, target: str) -> Callable[[Path], object]:
    """A link in the place of a file or folder, which is moved out of the folder."""

    def spoil(folder: Path) -> None:
        place = folder / name
        outside = folder.parent / "outside"
        if place.exists():
            place.rename(outside)
        else:
            outside.write_text("CREATE TABLE outside ()")
        place.symlink_to(target.format(outside=outside))

    return spoil


def cut(folder: Path) -> None:
    file = folder / "meta/_journal.json"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def special(make: Callable[[str], object], name: str) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        make(str(folder / name))

    return spoil


def listen(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(os.path.dirname(path))  # its path may be longer than a socket's may be
        try:
            made.bind(os.path.basename(path))
        finally:
            os.chdir(here)


def named(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text("CREATE TABLE hostile ()")


FOLDERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a link out": ("SECURITY_VIOLATION", linked("0003_x.sql", "{outside}")),
    "a relative link out": ("SECURITY_VIOLATION", linked("0003_x.sql", "../outside")),
    "a file that became a link out": ("SECURITY_VIOLATION", linked("0001_two.sql", "{outside}")),
    "a link to a device": ("SECURITY_VIOLATION", linked("0003_x.sql", "/dev/zero")),
    "a link to nothing": ("CONFIGURATION", linked("0003_x.sql", "0009_nothing.sql")),
    "a link to itself": ("CONFIGURATION", linked("0003_x.sql", "0003_x.sql")),
    "meta is a link out": ("SECURITY_VIOLATION", linked("meta", "{outside}")),
    "the journal is a link out": ("SECURITY_VIOLATION", linked("meta/_journal.json", "{outside}")),
    "the journal is a folder": (
        "CONFIGURATION",
        special(os.mkdir, "meta/_journal.json"),
    ),
    "the journal is a pipe": ("CONFIGURATION", special(os.mkfifo, "meta/_journal.json")),
    "a pipe": ("CONFIGURATION", special(os.mkfifo, "0003_x.sql")),
    "a socket": ("CONFIGURATION", special(listen, "0003_x.sql")),
    "a line end in a name": ("SECURITY_VIOLATION", named("0003_x\n.sql")),
    "an emoji in a name": ("SECURITY_VIOLATION", named("0003_🦘.sql")),
    "a control character in a name": ("SECURITY_VIOLATION", named("0003_\x1b[31m.sql")),
    "a space in a name": ("SECURITY_VIOLATION", named("0003 x.sql")),
    "a command in a name": ("SECURITY_VIOLATION", named("$(reboot).sql")),
    "a name of bytes": ("SECURITY_VIOLATION", named(os.fsdecode(b"0003_\xff.sql"))),
    "a very long name": ("SECURITY_VIOLATION", named("0003_" + "é" * 120 + ".sql")),
    "a tag that leaves the folder": ("SECURITY_VIOLATION", entry(tag="../etc/passwd")),
    "an absolute tag": ("SECURITY_VIOLATION", entry(tag="/etc/passwd")),
    "a tag with a NUL": ("SECURITY_VIOLATION", entry(tag="0001_two\0")),
    "an empty tag": ("SECURITY_VIOLATION", entry(tag="")),
    "a tag of a megabyte": ("SECURITY_VIOLATION", entry(tag="../" * 400_000)),
    "two tags": ("CONFLICT", entry(tag="0000_one")),
    "two times": ("CONFLICT", entry(when=5000)),
    "two numbers": ("CONFLICT", entry(idx=0)),
    "numbers that disagree": ("CONFLICT", entry(idx=7)),
    "times that disagree": ("CONFLICT", entry(when=9_999_999)),
    "a negative time": ("CONFIGURATION", entry(when=-1)),
    "a huge time": ("CONFIGURATION", entry(when=2**63)),
    "a time beyond JavaScript's": ("CONFIGURATION", entry(2, when=8_640_000_000_000_001)),
    "a time that is no number": ("CONFIGURATION", entry(when=float("nan"))),
    "an infinite time": ("CONFIGURATION", entry(when=float("inf"))),
    "half a millisecond": ("CONFIGURATION", entry(when=5000.5)),
    "a time of text": ("CONFIGURATION", entry(when="6000")),
    "a time of nothing": ("CONFIGURATION", entry(when=None)),
    "another dialect": ("CONFIGURATION", journal(lambda document: document.update(dialect=["x" * 9999]))),
    "another version": ("CONFIGURATION", journal(lambda document: document.update(version=8))),
    "a journal cut in half": ("CONFIGURATION", cut),
    "an empty journal": ("CONFIGURATION", raw_journal(b"")),
    "a list": ("CONFIGURATION", raw_journal(b"[]")),
    "a number": ("CONFIGURATION", raw_journal(b"7")),
    "a deep list": ("CONFIGURATION", raw_journal(b"[" * 100_000 + b"]" * 100_000)),
    "a deep entry": ("CONFIGURATION", raw_journal(b'{"entries":[' + b'{"a":' * 100_000 + b"}" * 100_000 + b"]}")),
    "a merge conflict": ("CONFLICT", raw_journal(b"{\n<<<<<<< HEAD\n=======\n>>>>>>> main\n}")),
    "a journal of rubbish": ("CONFIGURATION", raw_journal(random.Random(1).randbytes(5000))),
    "a journal in UTF-16": ("CONFIGURATION", raw_journal('{"entries": []}'.encode("utf-16"))),
    "a journal in UTF-16 without a mark": ("CONFIGURATION", raw_journal('{"entries": []}'.encode("utf-16-le"))),
    "both layouts": ("CONFLICT", lambda folder: named("migration.sql")(made(folder / "20260101000000_x"))),
    "no files": ("RESOURCE_NOT_FOUND", lambda folder: emptied(folder)),
    "a folder that is a file": ("RESOURCE_NOT_FOUND", lambda folder: (emptied(folder).rmdir(), folder.write_text(""))),
    "a folder that is a link to itself": (
        "CONFIGURATION",
        lambda folder: (emptied(folder).rmdir(), folder.symlink_to(folder)),
    ),
}  # fmt: skip


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def emptied(folder: Path) -> Path:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    return folder


@POSIX
@pytest.mark.parametrize("what", FOLDERS)
def test_every_command_refuses_a_spoilt_folder_alike(
    folder: Path, what: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    category, spoil = FOLDERS[what]
    spoil(folder)
    monkeypatch.setenv("DATABASE_URL", database_url)
    before = set(folder.parent.rglob("*"))
    messages = set()
    for command in ("status", "check", "generate", "migrate", "migrate --dry-run"):
        empty = category == "RESOURCE_NOT_FOUND" and folder.is_dir()
        if command == "generate" and empty:
            continue  # makes what isn't there
        code = 1 if category == "CONFLICT" or (command == "check" and empty) else 2
        done = joey(*command.split(), "--json", code=code)
        body = json.loads(done.stdout)
        if command == "check" and empty:
            assert body["checks"][0]["findings"][0]["category"] == category
            continue
        error = body["error"]
        assert error["category"] == category
        assert len(error["message"]) < 1000
        assert error["message"].isprintable()
        messages.add(error["message"])
        assert done.stderr.replace("\n", "").isprintable()
    assert len(messages) == 1
    assert set(folder.parent.rglob("*")) == before
    with closing(connect(database_url)) as connection:
        assert connection.query(TABLES) == [(0,)]


FILES: dict[str, tuple[str, bytes]] = {
    "a NUL": ("CONFIGURATION", b"SELECT 1;\n\0"),
    "UTF-16": ("CONFIGURATION", "SELECT 1;".encode("utf-16-le")),
    "Latin-1": ("CONFIGURATION", b"SELECT 1;\n-- Gr\xfc\xdfe"),
    "half a surrogate": ("CONFIGURATION", b"SELECT '\xed\xa0\x80'"),
    "rubbish": ("CONFIGURATION", b"\x7fELF" + random.Random(1).randbytes(10_000)),
    "an unknown directive": ("CONFIGURATION", b"-- joey: run-it-twice\nSELECT 1"),
    "no SQL": ("SQL_SYNTAX_ERROR", b"Lorem ipsum dolor sit amet"),
    "an open string": ("SQL_SYNTAX_ERROR", b"SELECT 'x" + b"y" * 100_000),
    "an open comment": ("SQL_SYNTAX_ERROR", b"SELECT 1; /* and"),
    "comments in comments": ("SQL_SYNTAX_ERROR", b"/*" * 500_000),
    "open parentheses": ("SQL_SYNTAX_ERROR", b"SELECT " + b"(" * 1_000_000),
    "a psql command": ("SQL_SYNTAX_ERROR", b"\\i /etc/passwd\n"),
    "a COPY from stdin": ("SQL_SYNTAX_ERROR", b"COPY one FROM stdin;\n1\n\\.\n"),
    "a COMMIT": ("TRANSACTION_MODE", b"CREATE TABLE x (); COMMIT; CREATE TABLE y ()"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_read_stops_everything(
    folder: Path, what: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    category, content = FILES[what]
    (folder / "0002_three.sql").write_bytes(content)
    monkeypatch.setenv("DATABASE_URL", database_url)
    began = time.monotonic()
    code = 2 if category == "CONFIGURATION" else 4
    error = json.loads(joey("migrate", "--json", code=code).stdout)["error"]
    assert (error["category"], error["file"]) == (category, "drizzle/0002_three.sql")
    assert len(error["message"]) < 1000
    joey("migrate", "--dry-run", code=code)
    checks = json.loads(joey("check", "--json", code=1).stdout)["checks"]
    assert [one["category"] for one in checks[1]["findings"]] == [category]
    assert len(json.loads(joey("status", "--json").stdout)["pending"]) == 3
    assert time.monotonic() - began < 60
    with closing(connect(database_url)) as connection:
        assert connection.query(TABLES) == [(0,)]


def test_what_is_harmless_is_left_alone(folder: Path) -> None:
    (folder / "0009_folder.sql").mkdir()
    (folder / "notes.txt").symlink_to("/etc/passwd")
    (folder / "meta/_ours.json").symlink_to("/etc/passwd")
    os.link(folder / "0000_one.sql", folder / "copy.bak")
    opened = MigrationFolder.open(folder)
    assert (len(opened.migrations), opened.warnings) == (3, ())


def test_names_that_only_capitals_tell_apart_are_warned_of(folder: Path) -> None:
    (folder / "0003_X.sql").write_text("SELECT 1")
    (folder / "0003_x.sql").write_text("SELECT 1")
    (folder / "0004_y.SQL").write_text("SELECT 1")
    (folder / "0002_three.sql").rename(folder / "0002_Three.sql")
    opened = MigrationFolder.open(folder)
    if len(list(folder.glob("0003_*"))) == 1:
        pytest.skip("the file system doesn't tell capitals apart")
    assert [m.tag for m in opened.migrations] == ["0000_one", "0001_two", "0002_Three", "0003_X", "0003_x"]
    assert set(opened.warnings) == {
        "0003_X.sql and 0003_x.sql differ only in capital letters: macOS and Windows can't keep both",
        "the journal has 0002_three, but the file is called 0002_Three.sql: capital letters matter here",
        "0004_y.SQL isn't run: write .sql in small letters",
    }


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder that everybody can reach, and what is done in it as somebody who isn't root."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(place)
        finally:
            if root:
                os.seteuid(0)


@POSIX
@pytest.mark.parametrize("what", ["0001_two.sql", "meta/_journal.json", "meta", "."])
def test_what_may_not_be_read_is_named(what: str) -> None:
    with nobody() as place:
        folder = sound(place / "drizzle").path
        (folder / what).chmod(0)
        try:
            with pytest.raises(ConfigurationError, match="can't be read: permission denied"):
                MigrationFolder.open(folder)
        finally:
            (folder / what).chmod(0o755)


# What is written stays in the folder


@POSIX
def test_nothing_is_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in (
        ".0003_four.sql.new",
        "meta/._journal.json.new",
        "meta/.0003_snapshot.json.new",
        "meta/0003_snapshot.json",
    ):
        (folder / name).symlink_to(victim)
    opened = MigrationFolder.open(folder)
    writing.add(opened, "SELECT 4", name="four", snapshot=b"{}")
    assert victim.read_text() == "mine"
    assert not any(path.is_symlink() for path in folder.rglob("*"))


@POSIX
@pytest.mark.parametrize("name", ["meta", "meta/_down"])
def test_nothing_is_written_into_a_linked_folder(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "drizzle"
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(outside)
    with pytest.raises(SecurityViolation, match="leads out of the folder"):
        writing.add(MigrationFolder.open(root, may_be_empty=True), "SELECT 1", name="x", down=b"SELECT 2")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b"\xff",
        b'{"joey": 1, "hash": [], "key": [1]}',
        b'{"joey": 1, "key": "x"}',
        b"7",
    ],
)
def test_a_spoilt_snapshot_is_not_believed(folder: Path, content: bytes) -> None:
    (folder / "meta/0002_snapshot.json").write_bytes(content)
    assert read_head(MigrationFolder.open(folder)).catalog() is None


@POSIX
def test_a_snapshot_may_not_lead_out_nor_be_a_pipe(folder: Path) -> None:
    file = folder / "meta/0002_snapshot.json"
    file.unlink()
    os.mkfifo(file)
    assert read_head(MigrationFolder.open(folder)).key is None
    file.unlink()
    file.symlink_to("/etc/passwd")
    with pytest.raises(SecurityViolation, match="0002_snapshot"):
        read_head(MigrationFolder.open(folder))


# Size


def test_5000_files(tmp_path: Path, database: Database) -> None:
    (tmp_path / "meta").mkdir()
    entries = []
    for number in range(5000):
        tag = f"{number:04}_x"
        (tmp_path / f"{tag}.sql").write_text(f"SELECT {number}")
        entries.append({"idx": number, "version": "7", "when": 1000 * number + 1000, "tag": tag, "breakpoints": True})
    (tmp_path / "meta/_journal.json").write_text(json.dumps({"entries": entries}))
    folder = MigrationFolder.open(tmp_path)
    with closing(connect(database.url)) as connection:
        connection.execute("CREATE TABLE drizzle_migrations (id serial, hash text NOT NULL, created_at timestamp(0))")
        connection.query(
            "INSERT INTO drizzle_migrations (hash, created_at) SELECT h, to_timestamp(o) AT TIME ZONE 'UTC' "
            "FROM unnest($1::text[]) WITH ORDINALITY u (h, o)",
            [[m.sha256 for m in folder.migrations]],
        )
        began = time.process_time()
        found = status(folder, connection)
        assert len(found.state.applied) == 5000
        assert migrate(tmp_path, lambda: connect(database.url)).files_processed == 0
        assert time.process_time() - began < 5


def test_a_file_of_50_megabytes(tmp_path: Path, database: Database) -> None:
    line = b"INSERT INTO big VALUES ('" + b"x" * 5000 + b"');\n"
    content = b"CREATE TABLE big (t text);\n" + line * (50 * 2**20 // len(line))
    (tmp_path / "0000_big.sql").write_bytes(content)
    began = time.process_time()
    folder = MigrationFolder.open(tmp_path)
    assert len(folder.script(folder.migrations[0]).statements) == content.count(b";")
    assert time.process_time() - began < 15
    with closing(connect(database.url)) as connection:
        assert len(status(folder, connection).state.pending) == 1


# Fuzzing


NAMES = st.one_of(
    st.sampled_from(
        ["0000_one.sql", "0001_two.sql", "0009_x.sql", "0009_X.sql", "x.sql", ".sql", "meta", "meta/_journal.json"]
    ),
    st.sampled_from(["meta/0002_snapshot.json", "20260101000000_a/migration.sql", "20261399000000_a/migration.sql"]),
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20).map(
        lambda text: f"{text}.sql"
    ),
)
CONTENTS = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"SELECT 1", b"-- joey: x", b'{"entries":[]}', b'{"entries":[{"idx":0,"when":1,"tag":"0000_one"}]}']
    ),
)
DEEDS = st.sampled_from(["file", "folder", "link", "link out", "pipe", "remove"])


@cache
def a_sound_one() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as place:
        path = sound(Path(place) / "drizzle").path
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def copied(place: Path) -> Path:
    """A sound folder, quickly."""
    for name, content in a_sound_one().items():
        file = place / "drizzle" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return place / "drizzle"


def everything(path: Path) -> None:
    """All that is done with a folder before anything is run."""
    folder = MigrationFolder.open(path)
    for migration in folder.migrations:
        folder.hashes(migration)
        folder.script(migration)
    for migration in folder.unregistered:
        folder.entry_for(migration)
    read_head(folder).catalog()
    writing.next_place(folder)


CATEGORIES = (
    *("SECURITY_VIOLATION", "RESOURCE_NOT_FOUND", "CONFIGURATION", "CONFLICT"),
    *("SQL_SYNTAX_ERROR", "TRANSACTION_MODE"),
)


def refused(path: Path) -> JoeyError | None:
    """Which error there is, if any; anything but ours is a fault."""
    try:
        everything(path)
        return None
    except JoeyError as caught:
        error = caught
    assert error.category in CATEGORIES
    assert len(error.message) < 1000
    json.dumps(error.to_json()).encode()
    return error


@POSIX
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(DEEDS, NAMES, CONTENTS), max_size=6))
def test_any_layout_is_read_or_refused(deeds: list[tuple[str, str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "outside").write_text("SELECT 1")
        folder = copied(Path(place))
        for deed, name, content in deeds:
            file = folder / name
            try:
                if deed == "remove" and file.is_file():
                    file.unlink()
                    continue
                file.parent.mkdir(exist_ok=True)
                if deed != "folder":
                    file.unlink(missing_ok=True)
                if deed == "file":
                    file.write_bytes(content)
                elif deed == "folder":
                    file.mkdir()
                elif deed == "link":
                    file.symlink_to("0000_one.sql")
                elif deed == "link out":
                    file.symlink_to("../outside")
                elif deed == "pipe":
                    os.mkfifo(file)
            except OSError:
                continue  # not to be made here
        refused(folder)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(["0001_two.sql", "meta/_journal.json", "meta/0002_snapshot.json"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 20), st.binary(max_size=8)), min_size=1, max_size=4),
)
def test_any_change_of_bytes_is_read_or_refused(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        content = (folder / name).read_bytes()
        for at, length, put in changes:
            at %= len(content) + 1
            content = content[:at] + put + content[at + length :]
        (folder / name).write_bytes(content)
        refused(folder)


@pytest.fixture(scope="module")
def untouched(scratch: Any) -> Iterator[Database]:
    with scratch.create() as made:
        yield made


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_nothing_is_run_of_a_folder_that_is_refused(untouched: Database, at: int, put: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        file = folder / ("0002_three.sql" if at % 2 else "meta/_journal.json")
        content = file.read_bytes()
        at %= len(content)
        file.write_bytes(content[:at] + put + content[at + 1 :])
        if (error := refused(folder)) is None:
            return
        with pytest.raises(type(error)):
            migrate(folder, lambda: connect(untouched.url))
        with closing(connect(untouched.url)) as connection:
            assert connection.query(TABLES) == [(0,)]
