"""What the user has configured: `[tool.joey]` of pyproject.toml, or joey.toml, and variables."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from joey.errors import ConfigurationError

_VARIABLES = ("JOEY_URL", "DATABASE_URL")
_LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Environment:
    """One database that a name stands for; without a name, one that a flag or a variable has given.

    `url` may be `env:NAME` until `Config.environment` resolves it; it may hold a password, so it isn't in the
    repr. `source` says where it came from, such as `--url` or `DATABASE_URL`.
    """

    name: str | None
    url: str = field(repr=False)
    protected: bool = False
    role: str | None = None
    development: bool = False
    stack: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked; paths are absolute, names are as the user wrote them.

    `schema` is kept as it was written, and is to be read relative to `root`. `path` is the file that it all
    came from, or None where everything is a default. `variables` are the process's environment with those of
    `.env` below it. `include` and `exclude` are no keys: they are what this run's flags add.
    """

    root: Path
    path: Path | None = None
    schema: tuple[str, ...] = ()
    migrations: Path = Path("drizzle")
    runner: str = "joey"
    tracking_table: str = "drizzle_migrations"
    bookkeeping_schema: str = "joey"
    ignore: tuple[str, ...] = ()
    target_version: int | None = None
    scratch: str = field(default="embedded", repr=False)
    header: str | None = None
    backup: str = "destructive"
    default_env: str | None = None
    env: Mapping[str, Environment] = field(default_factory=lambda: MappingProxyType({}))
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @classmethod
    def load(
        cls,
        path: Path | str | None = None,
        *,
        start: Path | str | None = None,
        environ: Mapping[str, str] | None = None,
        env_file: bool = True,
    ) -> Config:
        """The settings of `path`, or of the nearest file from `start` (the working folder) upwards."""
        file = _named(Path(path)) if path is not None else find(Path(start or "."))
        root = (file.parent if file else Path(start or ".")).resolve()
        variables = dict(_dotenv(root / ".env")) if env_file else {}
        variables.update(os.environ if environ is None else environ)
        loaded = cls(root=root, migrations=root / "drizzle", variables=MappingProxyType(variables))
        if file is None:
            return loaded
        source = _Source(file)
        values = source.checked()
        values["migrations"] = root / values.get("migrations", "drizzle")
        config = replace(loaded, path=root / file.name, **values)
        if config.default_env is not None and config.default_env not in config.env:
            message = f"default_env names {config.default_env!r}, but there is no such environment"
            raise source.error(message, ("default_env",), _known("environments", config.env, config.default_env))
        config._refuse_shared_scratch(source)
        return config

    def environment(self, *, url: str | None = None, env: str | None = None) -> Environment:
        """Which database is meant: `--url`; `--env`; JOEY_URL, DATABASE_URL; default_env; its URL resolved.

        A URL that is some environment's own is that environment, so that its `protected` and `role` hold
        however it was named. With both flags it is the environment with the URL replaced.
        """
        named = self._named_environment(env) if env is not None else None
        if url is not None:
            chosen = self.value(url, "--url")
            found = named or self._environment_of(chosen) or Environment(None, chosen)
            return replace(found, url=chosen, source="--url")
        if named is not None:
            return replace(named, url=self.value(named.url, f"the environment {named.name}"), source="--env")
        for variable in _VARIABLES:
            if chosen := self.variables.get(variable, ""):
                found = self._environment_of(chosen) or Environment(None, chosen)
                return replace(found, url=chosen, source=variable)
        if self.default_env is not None:
            found = self.env[self.default_env]
            return replace(found, url=self.value(found.url, f"the environment {found.name}"), source="default_env")
        names = f"--env {'|'.join(sorted(self.env))}, " if self.env else ""
        raise ConfigurationError(
            "No database is named",
            hint=f"give --url postgresql://…, {names}or set DATABASE_URL (in the environment or in .env)",
        )

    def value(self, text: str, owner: str) -> str:
        """`text`, or where it is `env:NAME` that variable's value; `owner` is named where it is not set."""
        if not text.startswith("env:"):
            return text
        name = text.removeprefix("env:")
        if found := self.variables.get(name, ""):
            return found
        raise ConfigurationError(
            f"The variable {name}, from which {owner} takes its URL, is not set",
            hint=f"set it: export {name}=postgresql://user:password@host:5432/database, or put it into"
            f" {self.root / '.env'}",
        )

    def _named_environment(self, name: str) -> Environment:
        if name in self.env:
            return self.env[name]
        if not self.env:
            where = self.path or "there is no joey.toml or pyproject.toml with [tool.joey], which"
            raise ConfigurationError(
                f"There is no environment {name!r}: {where} names none",
                hint="add one: [env.NAME] with url = …",
            )
        hint = _known("environments", self.env, name)
        raise ConfigurationError(f"There is no environment {name!r}", hint=hint, file=str(self.path))

    def _environment_of(self, url: str) -> Environment | None:
        """The environment that has this very URL: the default one where there are several."""
        found = [one for one in self.env.values() if self._maybe(one.url) == url]
        found.sort(key=lambda one: (not one.protected, one.name != self.default_env, one.name))
        return found[0] if found else None

    def _maybe(self, url: str) -> str | None:
        return self.variables.get(url.removeprefix("env:")) if url.startswith("env:") else url

    def _refuse_shared_scratch(self, source: _Source) -> None:
        """Scratch databases could harm an environment on their server: roles belong to all of a server."""
        scratch = self._maybe(self.scratch) or ""
        if "://" not in scratch:
            return
        for one in self.env.values():
            url = self._maybe(one.url)
            if url and _server(url) == _server(scratch):
                message = f"scratch is the server of the environment {one.name}"
                hint = 'scratch = "embedded", or the URL of a server that no environment uses'
                raise source.error(message, ("scratch",), hint)


def find(start: Path) -> Path | None:
    """The nearest joey.toml, or pyproject.toml with [tool.joey], from `start` upwards."""
    for folder in (start.resolve(), *start.resolve().parents):
        own, project = folder / "joey.toml", folder / "pyproject.toml"
        has_table = project.is_file() and "joey" in (_Source(project, quiet=True).data.get("tool") or ())
        if own.is_file():
            if has_table:
                raise ConfigurationError(
                    f"Two configurations: {own} and [tool.joey] in {project}", hint="keep one of them"
                )
            return own
        if has_table:
            return project
    return None


def _named(path: Path) -> Path:
    """The file that `--config` means: itself, or the one in that folder."""
    if path.is_dir():
        for name in ("joey.toml", "pyproject.toml"):
            if (path / name).is_file():
                return path / name
    if not path.is_file():
        raise ConfigurationError(f"There is no configuration at {path}", hint="joey init writes one")
    return path


class _Source:
    """A configuration file: its data, and where in it a key stands."""

    def __init__(self, file: Path, *, quiet: bool = False) -> None:
        import tomllib

        self.file = file
        self.data: Mapping[str, Any] = {}
        try:
            self.text = file.read_text("utf-8-sig")
            self.data = tomllib.loads(self.text)
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{file} can't be read: {error}", file=str(file)) from None
        except tomllib.TOMLDecodeError as error:
            # Another tool's broken pyproject.toml on the way up is ours to report only if it speaks of joey.
            if quiet and "tool.joey" not in self.text:
                return
            at = re.search(r"line (\d+)", str(error))
            line = int(at[1]) if at else None
            raise ConfigurationError(f"Not valid TOML: {error}", file=str(file), line=line) from None
        self.table = ("tool", "joey") if file.name == "pyproject.toml" else ()

    def checked(self) -> dict[str, Any]:
        """The values by key, each of the right type."""
        data: Any = self.data
        for name in self.table:
            data = data.get(name, {})
        if not isinstance(data, dict):
            raise self.error("[tool.joey] must be a table", ())
        values = self._checked(data, _KEYS, ())
        environments = values.get("env", {})
        for name, keys in environments.items():
            if not isinstance(keys, dict):
                raise self.error(f"env.{name} must be a table with a url", ("env", name))
            given = self._checked(keys, _ENVIRONMENT_KEYS, ("env", name))
            if "url" not in given:
                raise self.error(f"The environment {name} has no url", ("env", name), 'url = "env:DATABASE_URL"')
            environments[name] = Environment(name, **given)
        values["env"] = MappingProxyType(environments)
        return values

    def _checked(self, data: dict[str, Any], keys: Mapping[str, _Check], path: tuple[str, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in data.items():
            where = (*path, key)
            if key not in keys:
                hint = _known("keys", keys, key)
                if key == "tool" and not self.table and not path:
                    hint = "in joey.toml the keys stand at the top, without [tool.joey]"
                raise self.error(f"Unknown key {'.'.join(where)!r}", where, hint)
            try:
                values[key] = keys[key](value)
            except ValueError as error:
                raise self.error(f"{'.'.join(where)} must be {error}, not {_shown(value)}", where) from None
        return values

    def error(self, message: str, path: tuple[str, ...], hint: str | None = None) -> ConfigurationError:
        return ConfigurationError(message, hint=hint, file=str(self.file), line=self._line((*self.table, *path)))

    def _line(self, path: tuple[str, ...]) -> int | None:
        """The line on which a key, or the table that it names, begins; tomllib doesn't tell."""
        table: tuple[str, ...] = ()
        best: tuple[int, int] | None = None
        for number, text in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?([^\[\]]+)\]", text):
                table = here = _dotted(header[1])
            elif key := re.match(r"\s*([\w.\-\"' ]+?)\s*=", text):
                here = (*table, *_dotted(key[1]))
            else:
                continue
            # The key itself, or the nearest thing around it.
            depth = min(len(here), len(path))
            if here[:depth] == path[:depth] and (best is None or depth > best[0]):
                best = (depth, number)
        return best[1] if best else None


def _dotted(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _known(what: str, names: Iterable[str], wrong: str) -> str:
    from difflib import get_close_matches

    listed = sorted(names)
    close = get_close_matches(wrong, listed, 1)
    return f"did you mean {close[0]}?" if close else f"{what}: {', '.join(listed) or 'none'}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value!r}" if isinstance(value, str | int | float) else f"a {type(value).__name__}"


_Check = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("a text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise ValueError("a list of texts")
    return tuple(listed)


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table")
    return dict(value)


def _version(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 10 <= value <= 99:
        raise ValueError("a major version of PostgreSQL, such as 16")
    return value


def _scratch(value: Any) -> str:
    if isinstance(value, str) and (value in ("embedded", "local") or "://" in value or value.startswith("env:")):
        return value
    raise ValueError('"embedded", "local" or the URL of a server')


def _one_of(*choices: str) -> _Check:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(" or ".join(f'"{choice}"' for choice in choices))
        return str(value)

    return check


_KEYS: Mapping[str, _Check] = {
    "schema": _texts,
    "migrations": _text,
    "runner": _one_of("joey", "drizzle"),
    "tracking_table": _text,
    "bookkeeping_schema": _text,
    "ignore": _texts,
    "target_version": _version,
    "scratch": _scratch,
    "header": _text,
    "backup": _one_of("destructive", "always", "never"),
    "default_env": _text,
    "env": _table,
}
_ENVIRONMENT_KEYS: Mapping[str, _Check] = {
    "url": _text,
    "protected": _flag,
    "role": _text,
    "development": _flag,
    "stack": _text,
}

_ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\n]*))""",
    re.MULTILINE,
)


def _dotenv(file: Path) -> Iterable[tuple[str, str]]:
    """The assignments of a .env file; a line that is none is left alone, as other tools do."""
    if not file.is_file():  # some people call their virtual environment .env
        return
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} can't be read: {error}"
        raise ConfigurationError(message, hint="--no-env-file leaves it out", file=str(file)) from None
    for name, single, double, bare in _ASSIGNMENT.findall(text):
        if double:
            yield (
                name,
                re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), double, flags=re.DOTALL),
            )
        else:
            yield name, single or re.sub(r"(^|\s)#.*$", "", bare).strip()


def _server(url: str) -> tuple[str, int]:
    """Host and port that a URL leads to, all loopback names being one."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 5432
    except ValueError:
        return url, 0
    return ("localhost" if host in _LOOPBACK else host.lower()), port
