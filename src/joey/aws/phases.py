"""Before the application and after it: which migrations a deployment's two custom resources run.

*Expand* adds what the new application needs, and leaves the old one alone; *contract* takes away what only the old one
needed. Files are in one order, and none overtakes another: so a contract file waits for the application only as long
as nothing but contract files comes after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from joey.errors import ConfigurationError, Conflict

EXPAND = "expand"
CONTRACT = "contract"


def contract_tags(tags: Sequence[str], patterns: Iterable[str]) -> tuple[str, ...]:
    """The tags that the patterns name, such as `0007_drop_old_email` or `*_drop_*`; each pattern must name one."""
    found: set[str] = set()
    for pattern in patterns:
        named = {tag for tag in tags if fnmatchcase(tag, pattern.removesuffix(".sql"))}
        if not named:
            raise ConfigurationError(
                f"contract={pattern!r} names no migration",
                hint=f"The folder has {', '.join(tags[-3:]) or 'none'}; * stands for any characters.",
            )
        found |= named
    return tuple(tag for tag in tags if tag in found)


def expand_to(tags: Sequence[str], pending: Collection[str], contract: Collection[str]) -> str | None:
    """The last migration that runs before the application: the newest that isn't a contract file, or None.

    Raises Conflict where a contract file that waits for the application would have to run before it, since a newer
    file does. A database that has nothing yet serves no application, so there nothing has to wait.
    """
    last = next((tag for tag in reversed(tags) if tag not in contract), None)
    if last is None or set(pending) >= set(tags):
        return last
    early = [tag for tag in tags[: tags.index(last)] if tag in contract and tag in pending]
    if early and last in pending:
        raise Conflict(
            f"{early[-1]} is to run after the application is deployed, and {last} before; but {last} comes later",
            hint=f"Deploy what ends with {early[-1]} first, then this; or apply it by hand when the old application "
            f"can do without what it takes away: joey aws migrate --to {early[-1]}.",
        )
    return last
