"""Database URLs."""

from __future__ import annotations

from pathlib import Path

import pytest

from joey.connect import url as urls
from joey.errors import ConfigurationError

PG_VARIABLES = ("HOST", "HOSTADDR", "PORT", "DATABASE", "USER", "SERVICE", "SERVICEFILE", "SYSCONFDIR")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in PG_VARIABLES:
        monkeypatch.delenv(f"PG{name}", raising=False)
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path / "none"))
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://", {}),
        ("postgres://", {}),
        ("postgresql:///app", {"dbname": "app"}),
        ("POSTGRES://h/app", {"host": "h", "dbname": "app"}),
        ("postgres://u@h", {"user": "u", "host": "h"}),
        ("postgresql://u:p@h:5433/app", {"user": "u", "password": "p", "host": "h", "port": "5433", "dbname": "app"}),
        ("postgresql+psycopg://h/app", {"host": "h", "dbname": "app"}),
        ("postgresql+asyncpg://h/app?ssl=require", {"host": "h", "dbname": "app", "sslmode": "require"}),
        ("postgresql+asyncpg://h/app?ssl=true", {"host": "h", "dbname": "app", "sslmode": "require"}),
        ("postgresql+asyncpg://h/app?ssl=verify-full", {"host": "h", "dbname": "app", "sslmode": "verify-full"}),
        ("postgres+pg8000://h/app?ssl=false", {"host": "h", "dbname": "app", "sslmode": "disable"}),
        ("postgres://h/app?sslmode=no-verify", {"host": "h", "dbname": "app", "sslmode": "require"}),
        ("postgresql://h/app?schema=app", {"host": "h", "dbname": "app", "options": "-c search_path=app"}),
        ("postgresql://h/app?schema=My%20App", {"host": "h", "dbname": "app", "options": r'-c search_path="My\ App"'}),
        (
            "postgresql://h/a?schema=s&options=-c%20geqo%3Doff",
            {"host": "h", "dbname": "a", "options": "-c geqo=off -c search_path=s"},
        ),
        (
            "postgresql://h:6543/a?pgbouncer=true&connection_limit=1&pool_timeout=0&statement_cache_size=0",
            {"host": "h", "port": "6543", "dbname": "a"},
        ),
        ("postgresql://[::1]:5432/app", {"host": "::1", "port": "5432", "dbname": "app"}),
        ("postgresql://a:1,b:2/app", {"host": "a,b", "port": "1,2", "dbname": "app"}),
        ("postgresql://a,b:2/app", {"host": "a,b", "port": ",2", "dbname": "app"}),
        ("postgresql://%2Frun%2Fpg/app", {"host": "/run/pg", "dbname": "app"}),
        ("postgresql://u@/app?host=/pg&port=5433", {"user": "u", "dbname": "app", "host": "/pg", "port": "5433"}),
        ("postgresql:///?service=x", {"service": "x"}),
        ("postgresql://h?user=me@corp&database=d", {"host": "h", "user": "me@corp", "dbname": "d"}),
        ("postgresql://h/app?connect_timeout=5", {"host": "h", "dbname": "app", "connect_timeout": "5"}),
        # what stands in a password unescaped
        ("postgresql://u:a:b@h/app", {"user": "u", "password": "a:b", "host": "h", "dbname": "app"}),
        ("postgresql://u:a@b@h/app", {"user": "u", "password": "a@b", "host": "h", "dbname": "app"}),
        ("postgresql://u:a#b@h/app", {"user": "u", "password": "a#b", "host": "h", "dbname": "app"}),
        ("postgresql://u:a?b@h/app", {"user": "u", "password": "a?b", "host": "h", "dbname": "app"}),
        ("postgresql://u:a?b=c@h/app", {"user": "u", "password": "a?b=c", "host": "h", "dbname": "app"}),
        ("postgresql://u:%2F%40%3A%3F%23%25@h/app", {"user": "u", "password": "/@:?#%", "host": "h", "dbname": "app"}),
        ("postgresql://u%40corp:p@h/app", {"user": "u@corp", "password": "p", "host": "h", "dbname": "app"}),
        ("postgresql://%C3%BC:%C3%A4@h/d%C3%B6", {"user": "ü", "password": "ä", "host": "h", "dbname": "dö"}),
    ],
)  # fmt: skip
def test_a_url_is_read(url: str, words: dict[str, str]) -> None:
    assert urls.keywords(url) == words
    assert urls.keywords(urls.build(words)) == words


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "it is empty"),
        ("app", "it has no scheme"),
        ("host=h dbname=app password=s3cret", "it has no scheme"),
        ("mysql://u:s3cret@h/app", "it begins with mysql://"),
        ("postgresql+://u:s3cret@h/app", "PostgreSQL"),
        ("postgresql://u:s3cret/x@h/app", "an @ after the first /"),
        ("postgresql://u:3/s3cret@h/app", "an @ after the first /"),
        ("postgresql://u:s3cret", "port"),
        ("postgresql://u:s3cret@h:99999/app", "port"),
        ("postgresql://u:s3cret@h:0/app", "port"),
        ("postgresql://u:s3cret@::1/app", "its host can't be read"),
        ("postgresql://u:s3cret%@h/app", "a % in its password"),
        ("postgresql://u:s3cret%zz@h/app", "a % in its password"),
        ("postgresql://u:s3cret%FF@h/app", "isn't UTF-8"),
        ("postgresql://u:s3cret%00@h/app", "zero byte"),
        ("postgresql://u:s3cret@h/app?sslmode", "no value"),
        ("postgresql://u:s3cret\n@h/app", "line break"),
        ('"postgresql://u:s3cret@h/app"', "scheme"),
    ],
)
def test_a_wrong_url_is_named_without_its_password(url: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        urls.keywords(url)
    assert says in caught.value.message
    assert "s3cret" not in caught.value.message + (caught.value.hint or "")
    assert "s3cret" not in urls.redact(url)


def test_what_needs_the_server_itself_says_so_of_the_data_api() -> None:
    url = "rds-data:///kangaroo?cluster=ARN&secret=ARN&region=us-west-2"
    assert urls.is_data_api(url)
    assert not urls.is_local(url)
    assert urls.redact(url) == url
    with pytest.raises(ConfigurationError) as caught:
        urls.keywords(url)
    assert "own protocol" in caught.value.message


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:s3cret@h:5432/app", "postgresql://u:***@h:5432/app"),
        ("postgresql://u:s3cr@et@h/app", "postgresql://u:***@h/app"),
        ("postgresql://u:s3?cr=et@h/app?sslmode=require", "postgresql://u:***@h/app?sslmode=require"),
        ("postgresql://u:@h/app", "postgresql://u:***@h/app"),
        ("postgresql://u@h/app", "postgresql://u@h/app"),
        ("postgresql+psycopg://h/app?user=u&password=s3cret", "postgresql+psycopg://h/app?user=u&password=***"),
        ("postgresql://h/app?sslpassword=s3cret&p%61ssword=s3cret", "postgresql://h/app?sslpassword=***&p%61ssword=***"),
        ("postgresql://", "postgresql://"),
        ("s3cret", "***"),
    ],
)  # fmt: skip
def test_a_shown_url_has_no_secret(url: str, shown: str) -> None:
    assert urls.redact(url) == shown


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("postgresql://localhost/app", True),
        ("postgresql://LOCALHOST./app", True),
        ("postgresql://127.0.0.1/app", True),
        ("postgresql://127.8.8.8/app", True),
        ("postgresql://[::1]/app", True),
        ("postgresql:///app", True),
        ("postgresql:///app?host=/run/postgresql", True),
        ("postgresql://localhost,127.0.0.1/app", True),
        ("postgresql://localhost,db.example.com/app", False),
        ("postgresql://localhost.example.com/app", False),
        ("postgresql://db/app", False),
        ("postgresql://10.0.0.1/app", False),
        ("postgresql://localhost/app?host=db", False),
        ("postgresql://localhost/app?hostaddr=10.0.0.1", False),
        ("postgresql://db/app?hostaddr=127.0.0.1", True),
    ],
)
def test_local_means_loopback_or_socket(url: str, local: bool) -> None:
    assert urls.is_local(url) is local


def test_what_the_url_leaves_out_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.com")
    monkeypatch.setenv("PGPORT", "6000")
    monkeypatch.setenv("PGUSER", "me")
    assert urls.describe("postgresql://") == urls.Endpoint("db.example.com", 6000, "me", "me")
    assert urls.describe("postgresql://h/app") == urls.Endpoint("h", 6000, "app", "me")
    assert not urls.is_local("postgresql://")
    assert urls.is_local("postgresql://localhost")
    monkeypatch.setenv("PGHOSTADDR", "10.0.0.1")
    assert not urls.is_local("postgresql://localhost")  # libpq goes to the address, whatever the name


def test_a_service_goes_before_variables_and_after_the_url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "services").write_text("# ours\n[far]\nhost=db.example.com\nport=7000\npassword=a%b=c\n")
    monkeypatch.setenv("PGHOST", "localhost")
    assert urls.describe("postgresql://u@/app?service=far") == urls.Endpoint("db.example.com", 7000, "app", "u")
    assert not urls.is_local("postgresql:///app?service=far")
    assert urls.is_local("postgresql://localhost/app?service=far")
    monkeypatch.setenv("PGSERVICE", "far")
    assert not urls.is_local("postgresql://")


def test_the_endpoint_is_shown_in_one_word() -> None:
    assert str(urls.describe("postgresql://u:s3cret@[::1]:1/app")) == "u@[::1]:1/app"


def test_another_database_of_the_same_server() -> None:
    url = "postgresql+asyncpg://u:p%40@h:1/app?ssl=require"
    assert urls.with_database(url, "a/b c") == "postgresql://u:p%40@h:1/a%2Fb%20c?sslmode=require"
