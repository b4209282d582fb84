"""Database URLs: read, checked, translated to libpq's keywords, and shown without their secrets."""

from __future__ import annotations

import configparser
import getpass
import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from joey.errors import ConfigurationError

_SCHEME = re.compile(r"(?i)(?:postgres|postgresql)(?:\+[a-z0-9_]+)?\Z")
_SECRETS = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
_TRUE = ("", "true", "on", "1", "yes")
_FALSE = ("false", "off", "0", "no")

# What other drivers, ORMs and poolers put into a URL for themselves: it means nothing to a single connection.
_DROPPED = frozenset(
    {
        "pgbouncer",
        "connection_limit",
        "pool_timeout",
        "pool_size",
        "pool_mode",
        "pool_max_conns",
        "pool_min_conns",
        "pool_max_conn_lifetime",
        "pool_max_conn_idle_time",
        "pool_health_check_period",
        "max_conns",
        "max_overflow",
        "min_size",
        "max_size",
        "socket_timeout",
        "max_idle_connection_lifetime",
        "statement_cache_size",
        "statement_cache_capacity",
        "max_cached_statement_lifetime",
        "max_cacheable_statement_size",
        "prepared_statement_cache_size",
        "prepared_statement_name_func",
        "default_query_exec_mode",
        "async_fallback",
        "prepare_threshold",
        "command_timeout",
        "sslaccept",
        "uselibpqcompat",
        "supa",
        "workaround",
        "json_serializer",
        "single_use_connections",
    }
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a URL leads, without any secret; what it leaves out comes from the service file and `PG*`."""

    host: str
    port: int
    database: str
    user: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}:{self.port}/{self.database}"


def is_data_api(url: str) -> bool:
    """Whether it leads through the RDS Data API instead of PostgreSQL's own protocol."""
    return url.strip().lower().startswith("rds-data:")


def keywords(url: str) -> dict[str, str]:
    """The URL as libpq's connection keywords; secrets are among them.

    Only what the URL says: libpq itself fills in services, `PG*` variables and the password file.
    """
    authority, path, query = _split(url)
    found: dict[str, str] = {}
    userinfo, _, hosts = authority.rpartition("@")
    user, colon, password = userinfo.partition(":")
    if user:
        found["user"] = _decode(user, "user name")
    if colon:
        found["password"] = _decode(password, "password")
    found.update(_hosts(hosts))
    if path:
        found["dbname"] = _decode(path, "database name")
    schema = None
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals:
            raise _wrong("a parameter after the ? has no value", "parameters are written ?name=value&other=value")
        key, value = _decode(key, "parameter"), _decode(value, "parameter")
        if key == "schema":
            schema = value
        elif key == "ssl":
            found["sslmode"] = _sslmode(value)
        elif key == "sslmode" and value == "no-verify":  # node-postgres: encrypted, whoever answers
            found["sslmode"] = "require"
        elif key not in _DROPPED:
            found[{"database": "dbname", "username": "user"}.get(key, key)] = value
    if schema:
        path_option = "-c search_path=" + re.sub(r"([\\\s])", r"\\\1", _identifier(schema))
        found["options"] = f"{found['options']} {path_option}" if found.get("options") else path_option
    return {key: value for key, value in found.items() if value != ""}


def build(words: Mapping[str, str]) -> str:
    """The URL that says the same as these keywords."""
    words = dict(words)
    userinfo = ""
    if "user" in words or "password" in words:
        userinfo = quote(words.pop("user", ""), safe="")
        if "password" in words:
            userinfo += ":" + quote(words.pop("password"), safe="")
        userinfo += "@"
    hosts, ports = words.get("host", ""), words.get("port", "")
    authority = ""
    if hosts and "/" not in hosts and "@" not in hosts and "," not in hosts:
        authority = f"[{hosts}]" if ":" in hosts else quote(hosts, safe="")
        del words["host"]
        if ports:
            authority += f":{ports}"
            del words["port"]
    database = quote(words.pop("dbname", ""), safe="")
    query = "&".join(f"{key}={quote(value, safe='/')}" for key, value in words.items())
    return f"postgresql://{userinfo}{authority}/{database}" + (f"?{query}" if query else "")


def with_database(url: str, name: str) -> str:
    """The same server and login, another database."""
    return build(keywords(url) | {"dbname": name})


def redact(url: str) -> str:
    """The URL for a person's eyes: every secret is `***`; of a URL that can't be read, only the scheme."""
    scheme, separator, rest = url.strip().partition("://")
    if is_data_api(url):
        return url.strip()  # names a secret by its ARN, and holds none
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return "***"
    try:
        keywords(url)
    except ConfigurationError:
        return f"{scheme}://***"
    slash = re.search(r"[/?]", rest[_authority_end(rest) :])
    end = _authority_end(rest) + (slash.start() if slash else len(rest))
    authority, tail = rest[:end], rest[end:]
    userinfo, at, hosts = authority.rpartition("@")
    user, colon, _ = userinfo.partition(":")
    path, question, query = tail.partition("?")
    shown = "&".join(
        f"{part.partition('=')[0]}=***" if unquote(part.partition("=")[0]).lower() in _SECRETS else part
        for part in query.split("&")
    )
    return f"{scheme}://{user}{':***' if colon else ''}{at}{hosts}{path}{question}{shown}"


def describe(url: str) -> Endpoint:
    """Host, port, database and user that libpq will use."""
    words = effective(url)
    user = words.get("user") or _login_name()
    host = words.get("host") or words.get("hostaddr") or ("localhost" if sys.platform == "win32" else "socket")
    port = words.get("port", "").split(",")[0]
    return Endpoint(host, int(port) if port.isdigit() else 5432, words.get("dbname") or user, user)


def is_local(url: str) -> bool:
    """Whether it leads to a loopback address or a Unix socket, also by the service file or `PG*`."""
    if is_data_api(url):
        return False
    words = effective(url)
    hosts = (words.get("hostaddr") or words.get("host") or "").split(",")
    return all(_is_loopback(host.strip()) for host in hosts)


def effective(url: str) -> dict[str, str]:
    """Keywords as libpq completes them: the URL, then the service file, then `PG*` variables."""
    words = keywords(url)
    environment = {
        keyword: os.environ[variable]
        for keyword, variable in {
            "host": "PGHOST",
            "hostaddr": "PGHOSTADDR",
            "port": "PGPORT",
            "dbname": "PGDATABASE",
            "user": "PGUSER",
        }.items()
        if os.environ.get(variable)
    }
    service = words.get("service") or os.environ.get("PGSERVICE")
    return environment | (_service(service) if service else {}) | words


def secrets(url: str) -> frozenset[str]:
    """The secrets in a URL, as written and as decoded, so that they can be kept out of messages."""
    try:
        words = keywords(url)
    except ConfigurationError:
        return frozenset()
    found = {words[key] for key in _SECRETS if key in words}
    return frozenset(found | {quote(secret, safe="") for secret in found})


def _split(url: str) -> tuple[str, str, str]:
    """Authority, path and query, parted as libpq does it: a `#` or `?` in a password is part of it."""
    url = url.strip()
    scheme, separator, rest = url.partition("://")
    if is_data_api(url):
        raise ConfigurationError(
            "this needs PostgreSQL's own protocol, and the URL leads through the RDS Data API",
            hint="Give the server's address, postgresql://user@host:5432/database; migrate, status, history, check, "
            "diff and pull work through the Data API too.",
        )
    if not url:
        raise _wrong("it is empty", "write postgresql://user@host:5432/database, or postgresql:// for PG* variables")
    if not separator:
        raise _wrong("it has no scheme", "a database URL begins with postgresql://")
    if not _SCHEME.match(scheme):
        shown = f"it begins with {scheme}://" if re.fullmatch(r"[A-Za-z][\w+.-]*", scheme) else "its scheme is unknown"
        raise _wrong(f"{shown}, and joey works with PostgreSQL", "a database URL begins with postgresql://")
    if any(ord(character) < 32 for character in rest):
        raise _wrong("it holds a control character or a line break", "is a quote or a newline left over?")
    end = _authority_end(rest)
    slash = re.search(r"[/?]", rest[end:])
    stop = end + slash.start() if slash else len(rest)
    authority, tail = rest[:stop], rest[stop:]
    path, _, query = tail.partition("?")
    if "@" in path or ("@" not in authority and ":" in authority and "@" in query and "=" not in query):
        raise _wrong(
            "there is an @ after the first /",
            "in a user name or password, write / as %2F, @ as %40, ? as %3F, # as %23 and % as %25",
        )
    return authority, path.removeprefix("/"), query


def _authority_end(rest: str) -> int:
    """Where the user name and password end: after the last @ before the first slash."""
    return rest.partition("/")[0].rfind("@") + 1 if _holds_login(rest) else 0


def _holds_login(rest: str) -> bool:
    """Whether an @ before the first slash parts a login from a host, and doesn't belong to a parameter."""
    head = rest.partition("/")[0]
    at = head.rfind("@")
    question = head.find("?")
    if at < 0:
        return False
    # `host?user=a@b` has no login, `user:pa?ss@host` has one.
    return question < 0 or at < question or ":" in head[:question] or "=" not in head[question:at]


def _hosts(text: str) -> dict[str, str]:
    """The keywords host and port of `a:1,[::1]:2`."""
    if not text:
        return {}
    hosts: list[str] = []
    ports: list[str] = []
    for part in text.split(","):
        match = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?", part)
        if not match or (part.count(":") > 1 and not part.startswith("[")):
            raise _wrong("its host can't be read", "an IPv6 address stands in brackets: postgresql://[::1]:5432/app")
        port = match[2] or ""
        if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            # Never shown: where the @ is missing, what stands here is the password.
            raise _wrong(
                "its port isn't a number from 1 to 65535",
                "in a password, write / as %2F, @ as %40, : as %3A, ? as %3F, # as %23 and % as %25",
            )
        hosts.append(_decode(match[1].strip("[]"), "host"))
        ports.append(port)
    words = {"host": ",".join(hosts)} if any(hosts) else {}
    if any(ports):
        words["port"] = ",".join(ports)
    return words


def _decode(text: str, what: str) -> str:
    """Percent-decoded, or an error that doesn't show the text."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise _wrong(f"a % in its {what} isn't followed by two hexadecimal digits", "write % itself as %25")
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise _wrong(f"its {what} isn't UTF-8 when decoded", "percent-encode the bytes of UTF-8") from None
    if "\0" in decoded:
        raise _wrong(f"its {what} holds a zero byte", "take %00 out")
    return decoded


def _sslmode(value: str) -> str:
    """asyncpg's and node-postgres's `ssl=` in libpq's words."""
    if value.lower() in _TRUE:
        return "require"
    return "disable" if value.lower() in _FALSE else value


def _identifier(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def _wrong(what: str, hint: str) -> ConfigurationError:
    return ConfigurationError(f"the database URL can't be used: {what}", hint=hint)


def _service(name: str) -> dict[str, str]:
    """A section of the connection service file, or nothing."""
    own = Path(os.environ.get("PGSERVICEFILE") or os.path.expanduser("~/.pg_service.conf"))
    for path in (own, Path(os.environ.get("PGSYSCONFDIR", "/etc/postgresql-common")) / "pg_service.conf"):
        reader = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=False)
        try:
            reader.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue
        if reader.has_section(name):
            return {key: value for key, value in reader.items(name) if value}
    return {}


def _is_loopback(host: str) -> bool:
    if host == "" or host.startswith(("/", "@")):
        return True  # libpq's default is its socket (on Windows, localhost)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
