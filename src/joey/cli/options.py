"""The options that commands share, and what they say together."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import click

from joey.cli.terminal import Terminal
from joey.config import Config, Environment
from joey.errors import ConfigurationError


@dataclass(frozen=True)
class Invocation:
    """What the shared options of one command line say."""

    terminal: Terminal
    config_path: str | None = None
    env_file: bool = True
    env: str | None = None
    url: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @functools.cached_property
    def config(self) -> Config:
        """The configuration, read when it is first needed."""
        loaded = Config.load(self.config_path, env_file=self.env_file)
        if not self.include and not self.exclude:
            return loaded
        return replace(loaded, include=_kinds(self.include, "all"), exclude=_kinds(self.exclude))

    @functools.cached_property
    def environment(self) -> Environment:
        """Which database is meant."""
        return self.config.environment(url=self.url, env=self.env)

    @property
    def names_database(self) -> bool:
        """Whether a flag names a database."""
        return self.url is not None or self.env is not None


def _kinds(given: tuple[str, ...], *more: str) -> tuple[str, ...]:
    """Names of kinds, each of which there is; a blank in them may be written as `-` or `_`."""
    from joey.postgres.kinds import KINDS
    from joey.postgres.kinds.definition import WORDS

    known = {word for kind in KINDS for word in kind.called()} | set(WORDS) | set(more)
    names = tuple(name.replace("_", " ").replace("-", " ") for name in given)
    for name, as_given in zip(names, given, strict=True):
        if name not in known:
            listed = ", ".join(sorted(kind.replace(" ", "-") for kind in known))
            raise ConfigurationError(f"There is no kind {as_given!r}", hint=f"kinds: {listed}")
    return names


_UNITS = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def duration(text: str) -> float:
    """Seconds, from `60s`, `10m`, `500ms`, `1h`, `7d` or a bare number."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m|h|d|)", str(text).strip())
    if not match:
        raise click.BadParameter(f"{text!r} is no duration; write 60s, 10m, 500ms, 1h or 7d")
    return float(match[1]) * _UNITS[match[2]]


def listed(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Words parted by commas, each one of `choices` where there are any."""

    def words(text: str) -> tuple[str, ...]:
        found = tuple(filter(None, (word.strip() for word in text.split(","))))
        for word in found:
            if choices and word not in choices:
                raise click.BadParameter(f"{word!r} is not one of {', '.join(choices)}")
        return found

    return words


_Function = Callable[..., Any]
_OPTIONS: dict[str, tuple[_Function, ...]] = {
    "common": (
        click.option("--config", metavar="FILE", help="joey.toml or pyproject.toml; else the nearest one upwards."),
        click.option("--no-env-file", is_flag=True, help="Don't read the .env beside the configuration."),
        click.option("--json", is_flag=True, help="Print one JSON object to stdout."),
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours (NO_COLOR works)."
        ),
        click.option(
            "--log-format", type=click.Choice(["text", "json"]), default="text", help="The form of logs on stderr."
        ),
    ),
    "database": (
        click.option("--env", metavar="NAME", help="An environment of the configuration."),
        click.option("--url", metavar="URL", help="The database itself: postgresql://user@host:5432/name"),
    ),
    "compare": (
        click.option("--include", type=listed(), metavar="KIND,…", default="", help="Compare these kinds too."),
        click.option("--exclude", type=listed(), metavar="KIND,…", default="", help="Don't compare these kinds."),
    ),
    "yes": (click.option("--yes", is_flag=True, help="Answer yes; never to a loss of data."),),
}
_TAKEN = ("config", "no_env_file", "json", "color", "log_format", "env", "url", "include", "exclude", "yes")


def options(*groups: str) -> Callable[[_Function], _Function]:
    """The common options and those of `groups`; the command gets them as one `Invocation`."""

    def decorate(function: _Function) -> _Function:
        @functools.wraps(function)
        def run(**given: Any) -> Any:
            shared = {name: given.pop(name) for name in _TAKEN if name in given}
            return function(_invocation(shared), **given)

        decorated: _Function = run
        for group in reversed(("common", *groups)):
            for option in reversed(_OPTIONS[group]):
                decorated = option(decorated)
        return decorated

    return decorate


def _invocation(given: dict[str, Any]) -> Invocation:
    terminal = Terminal.of(
        json=given["json"], log_format=given["log_format"], color=given["color"], yes=given.get("yes", False)
    )
    return Invocation(
        terminal,
        config_path=given["config"],
        env_file=not given["no_env_file"],
        env=given.get("env"),
        url=given.get("url"),
        include=given.get("include", ()),
        exclude=given.get("exclude", ()),
    )
