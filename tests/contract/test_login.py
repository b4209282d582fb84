"""The login over psycopg: refused, waited for, and never with a word of the password."""

from __future__ import annotations

import logging
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from joey.connect import pg_dump
from joey.connect import url as urls
from joey.connect.psycopg import connect, create_database
from joey.connect.scratch import Database, Scratch, open_scratch
from joey.errors import (
    ConfigurationError,
    JoeyError,
    NetworkError,
    PermissionDenied,
)

SECRETS = ["s3cret", "p'a\\ss w@rd/:?#%&=", "ünï/cödé", "{}$1%s"]


def says(error: BaseException) -> str:
    """All that a person could get to see of an error."""
    hint = error.hint if isinstance(error, JoeyError) else ""
    return f"{error} {error!r} {hint} {error.__cause__!r} {''.join(traceback.format_exception(error))}"


@pytest.fixture
def tcp() -> Iterator[socket.socket]:
    """A port where somebody listens and nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.mark.parametrize("secret", SECRETS)
def test_no_message_holds_the_password(
    database_url: str, secret: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    login = f"u:{quote(secret, safe='')}"
    words = urls.keywords(database_url) | {"password": secret}
    seen = ""
    for url in (
        f"postgresql://{login}@127.0.0.1:1/app",
        f"postgresql://{login}@nowhere.invalid/app",
        f"postgresql://{login}@127.0.0.1:1/app?nonsense=1",
        f"postgresql://{login}@127.0.0.1:1/app?sslmode=nonsense",
        f"postgresql://{login}@127.0.0.1:1/app?autocommit=1&conninfo=x",
        f"postgresql://u@127.0.0.1:1/app?sslmode={quote(secret, safe='')}&password={quote(secret, safe='')}",
        f"postgresql://{login}@127.0.0.1:nonsense/app",
        urls.build(words | {"dbname": "nowhere"}),
        urls.build(words | {"user": "nobody_here"}),
    ):
        with pytest.raises(JoeyError) as caught:
            connect(url)
        seen += says(caught.value)
    with closing(connect(urls.build(words))) as opened:
        seen += repr(opened) + repr(opened.server)
    seen += caplog.text + "".join(capfd.readouterr())
    assert secret not in seen
    assert quote(secret, safe="") not in seen


def test_a_missing_database_is_named_with_the_way_out(database_url: str) -> None:
    with pytest.raises(NetworkError) as caught:
        connect(urls.with_database(database_url, "nowhere"))
    assert caught.value.message.startswith('database "nowhere" does not exist on ')
    assert caught.value.sqlstate == "3D000"
    assert caught.value.exit_code == 3
    assert "--create-database" in str(caught.value.hint)


def test_a_refused_login_is_a_denied_permission(database_url: str) -> None:
    with pytest.raises(PermissionDenied) as caught:
        connect(urls.build(urls.keywords(database_url) | {"user": "nobody_here"}))
    assert caught.value.exit_code == 3
    assert caught.value.sqlstate == "28000"
    assert 'role "nobody_here" does not exist' in caught.value.message


@pytest.fixture(scope="module")
def guarded() -> Iterator[Scratch]:
    """A server that asks one of its roles for a password."""
    with open_scratch() as opened:
        rules = Path(urls.keywords(opened.url)["host"], "data", "pg_hba.conf")
        rules.write_text("local all guarded scram-sha-256\n" + rules.read_text())
        with closing(connect(opened.url)) as connection:
            connection.execute("SELECT pg_reload_conf()")
            [(secret,)] = connection.query("SELECT quote_literal($1)", [SECRETS[1]])
            connection.execute(f"CREATE ROLE guarded LOGIN CREATEDB PASSWORD {secret}")
            connection.execute("CREATE TABLE t ()")
        yield opened


def test_a_password_opens_and_a_wrong_one_does_not(guarded: Scratch) -> None:
    words = urls.keywords(guarded.url) | {"user": "guarded"}
    right = urls.build(words | {"password": SECRETS[1]})
    with closing(connect(right)) as opened:
        assert opened.server.role == "guarded"
    for wrong in (urls.build(words | {"password": SECRETS[2]}), urls.build(words)):
        with pytest.raises(PermissionDenied) as caught:
            connect(wrong, wait=30)
        assert (caught.value.exit_code, caught.value.sqlstate) == (3, "28P01")
        assert SECRETS[2] not in says(caught.value)
        with pytest.raises(PermissionDenied) as refused:
            pg_dump.archive(guarded.pg_dump_program, wrong)
        assert refused.value.exit_code == 3
        assert SECRETS[2] not in says(refused.value)
    assert pg_dump.archive(guarded.pg_dump_program, urls.with_database(right, "template1")).startswith(b"PGDMP")


def test_databases_are_made_by_an_ordinary_role_too(guarded: Scratch) -> None:
    words = urls.keywords(guarded.url) | {"user": "guarded", "password": SECRETS[1]}
    assert create_database(urls.build(words | {"dbname": "app"})) is True
    with open_scratch(urls.build(words)) as scratch, scratch.create() as database:
        assert database.url.startswith("postgresql://guarded:")
        assert "s s" not in repr(database)
        with closing(database.connect()) as opened:
            assert opened.server.role == "guarded"


def test_nobody_there_is_a_network_error() -> None:
    for url in ("postgresql://u@127.0.0.1:1/app", "postgresql://u@nowhere.invalid/app"):
        with pytest.raises(NetworkError) as caught:
            connect(url)
        assert caught.value.exit_code == 3
        assert "\n" not in caught.value.message


def test_a_server_that_does_not_answer_is_given_up(tcp: socket.socket) -> None:
    with pytest.raises(NetworkError) as caught:
        connect(f"postgresql://u@127.0.0.1:{tcp.getsockname()[1]}/app?sslmode=disable", timeout=2)
    assert caught.value.message == "Connection timeout after 2000ms"


def test_an_unknown_parameter_is_named() -> None:
    for parameter in ("nonsense", "autocommit", "conninfo"):
        with pytest.raises(ConfigurationError, match=f'"{parameter}"'):
            connect(f"postgresql://127.0.0.1:1/app?{parameter}=1")
    with pytest.raises(ConfigurationError, match="connect_timeout"):
        connect("postgresql://127.0.0.1:1/app?connect_timeout=soon")
    with pytest.raises(ConfigurationError, match="sslmode"):
        connect("postgresql://127.0.0.1:1/app?sslmode=nonsense")
    with pytest.raises(ConfigurationError, match="nowhere"):
        connect("postgresql:///app?service=nowhere")


def test_waiting_ends_when_the_server_is_there(database_url: str, tcp: socket.socket) -> None:
    port = tcp.getsockname()[1]
    tcp.close()
    path = f"{urls.keywords(database_url)['host']}/.s.PGSQL.5432"

    def serve() -> None:
        time.sleep(0.3)
        with socket.create_server(("127.0.0.1", port)) as listening:
            client = listening.accept()[0]
            server = socket.socket(socket.AF_UNIX)
            server.connect(path)
            back = threading.Thread(target=pump, args=(server, client))
            back.start()
            pump(client, server)
            back.join()
            client.close()
            server.close()

    thread = threading.Thread(target=serve)
    thread.start()
    words = urls.keywords(database_url) | {"host": "127.0.0.1", "port": str(port), "sslmode": "disable"}
    with closing(connect(urls.build(words | {"gssencmode": "disable"}), wait=20)) as opened:
        assert opened.query("SELECT 1") == [(1,)]
    thread.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    while data := source.recv(65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def test_waiting_ends_when_time_is_up() -> None:
    started = time.monotonic()
    with pytest.raises(NetworkError):
        connect("postgresql://u@127.0.0.1:1/app", wait=0.3)
    assert 0.1 < time.monotonic() - started < 2


def test_waiting_does_not_make_a_wrong_login_right(database_url: str) -> None:
    started = time.monotonic()
    for words in ({"user": "nobody_here"}, {"dbname": "nowhere"}):
        with pytest.raises(JoeyError):
            connect(urls.build(urls.keywords(database_url) | words), wait=30)
    assert time.monotonic() - started < 5


def test_the_role_is_taken_after_the_login(database: Database) -> None:
    name = f"{database.name} Röle"
    with closing(database.connect()) as owner:
        owner.execute(f'CREATE ROLE "{name}" NOLOGIN')
        try:
            with closing(connect(database.url, role=name)) as opened:
                assert opened.query("SELECT current_user::text, session_user::text") == [(name, "joey_scratch")]
                assert opened.server.role == name
        finally:
            owner.execute(f'DROP ROLE "{name}"')
    with pytest.raises(PermissionDenied) as caught:
        connect(database.url, role=name)
    assert caught.value.exit_code == 3


def test_the_url_goes_before_joeys_own_settings(database_url: str) -> None:
    words = urls.keywords(database_url) | {"application_name": "theirs"}
    for url, name in ((urls.build(words), "theirs"), (database_url, "joey")):
        with closing(connect(url)) as opened:
            assert opened.query("SHOW application_name") == [(name,)]


def test_prismas_schema_is_the_search_path(database_url: str) -> None:
    joint = "&" if "?" in database_url else "?"
    with closing(connect(f"{database_url}{joint}schema=My%20%22App%22")) as opened:
        assert opened.query("SHOW search_path") == [('"My ""App"""',)]


def test_a_missing_database_is_made_once(scratch: Scratch, database: Database) -> None:
    name = f'{database.name} "ü"'
    url = urls.with_database(database.url, name)
    made: list[bool] = []
    threads = [threading.Thread(target=lambda: made.append(create_database(url))) for _ in range(3)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(made) == [False, False, True]
        assert create_database(url) is False
        with closing(connect(url)) as opened:
            assert opened.server.database == name
    finally:
        with closing(database.connect()) as owner:
            owner.execute('DROP DATABASE IF EXISTS "' + name.replace('"', '""') + '"')
