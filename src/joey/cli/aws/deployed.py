"""Which deployed stack a command means: the options that say it, and what is there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import click

from joey.cli.options import Invocation, options
from joey.cli.terminal import Terminal
from joey.config import Environment
from joey.errors import ConfigurationError, OpenQuestion

if TYPE_CHECKING:
    from joey.aws.services import Services
    from joey.aws.stack import Stack

_Function = Callable[..., Any]
_OPTIONS = (
    click.option("--stack", metavar="NAME", help="The CloudFormation stack, by name or ARN."),
    click.option("--env", metavar="NAME", help="An environment of the configuration that has a stack."),
    click.option("--region", metavar="REGION", help="The AWS region; else AWS_REGION or that of the profile."),
    click.option("--database", metavar="NAME", help="Which one, where the stack migrates several databases."),
)


@dataclass(frozen=True)
class Deployed:
    """What is deployed, looked up when it is first needed."""

    invocation: Invocation
    stack_name: str | None
    given_region: str | None
    database: str | None

    @property
    def terminal(self) -> Terminal:
        return self.invocation.terminal

    @functools.cached_property
    def environment(self) -> Environment | None:
        """The environment whose stack is meant: that of --env, else, without --stack, the default one."""
        config = self.invocation.config
        name = self.invocation.env or (config.default_env if self.stack_name is None else None)
        if name is None:
            return None
        if name not in config.env:
            known = ", ".join(sorted(config.env)) or "none"
            raise ConfigurationError(f"There is no environment {name!r}", hint=f"environments: {known}")
        return config.env[name]

    @functools.cached_property
    def services(self) -> Services:
        """AWS, in the region that is given, or that the stack's ARN or the environment's URL names."""
        from joey.aws.services import Services
        from joey.aws.stack import region_of

        url = self.environment.url if self.environment else ""
        named = parse_qs(url.partition("?")[2]).get("region", [None])[0] if url.startswith("rds-data:") else None
        return Services(self.given_region or region_of(self.stack_name or "") or named)

    @property
    def name(self) -> str:
        """The name of the stack; an error where none is given."""
        found = self.stack_name or (self.environment.stack if self.environment else None)
        if found:
            return found
        named = [name for name, one in self.invocation.config.env.items() if one.stack]
        hint = "give --stack NAME" + (f", or --env {'|'.join(sorted(named))}" if named else "")
        if self.environment is not None:
            raise ConfigurationError(
                f"The environment {self.environment.name} has no stack",
                hint=f'{hint}, or add to it: stack = "NAME"',
            )
        raise ConfigurationError("No stack is named", hint=hint)

    @functools.cached_property
    def stack(self) -> Stack:
        """The stack and its outputs."""
        from joey.aws.stack import find

        return find(self.services, self.name, self.database)

    def announce(self) -> None:
        """Say where a writing command will write."""
        stack, known = self.stack, self.environment
        name = known.name if known else "(from --stack)"
        protected = " (protected)" if known and known.protected else ""
        place = f"stack {stack.name} · region {stack.region} · database {stack.database}"
        self.terminal.log("INFO", f"environment {name}{protected} · {place}", environment=known.name if known else None)

    def call(self, command: str, **arguments: Any) -> dict[str, Any]:
        """What the deployed function answers to a command."""
        from joey.aws.function import call

        return call(self.services, self.stack, command, **arguments)


def confirmed(terminal: Terminal, question: str) -> bool:
    """Whether a person, or --yes, agrees; an error where nobody is there to ask."""
    if terminal.yes:
        return True
    if not terminal.interactive:
        raise OpenQuestion(f"{question} Nobody is there to answer", [], hint="--yes agrees.")
    return click.confirm(question, default=False, err=True)


def deployed(*groups: str) -> Callable[[_Function], _Function]:
    """The options that name a stack, and the shared ones; the command gets them as one `Deployed`."""

    def decorate(function: _Function) -> _Function:
        @functools.wraps(function)
        def run(
            invocation: Invocation, stack: str | None, region: str | None, database: str | None, **given: Any
        ) -> Any:
            return function(Deployed(invocation, stack, region, database), **given)

        decorated: _Function = run
        for option in reversed(_OPTIONS):
            decorated = option(decorated)
        return options(*groups)(decorated)

    return decorate
