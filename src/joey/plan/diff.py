"""Two catalogs, matched by address -> what is to be done with each object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from joey.model.address import Address
from joey.model.plan import Refusal, Statement
from joey.postgres.catalog import Catalog
from joey.postgres.object import How, Lines, Object


@dataclass(slots=True)
class Change:
    """What is to be done with each address, while it is being worked out."""

    drops: set[Address] = field(default_factory=set)
    creates: set[Address] = field(default_factory=set)
    alters: dict[Address, list[Statement]] = field(default_factory=dict)
    asides: set[Address] = field(default_factory=set)
    """Replaced by way of another name."""
    carried: dict[tuple[str, Address], Address] = field(default_factory=dict)
    """What PostgreSQL does by itself, by (verb, address), and with which object."""
    heirs: dict[Address, Address] = field(default_factory=dict)
    """What goes, and the new object that takes over its data."""
    refusals: list[Refusal] = field(default_factory=list)

    def replace(self, address: Address) -> None:
        """Drop it and make it anew."""
        self.drops.add(address)
        self.creates.add(address)
        self.alters.pop(address, None)


def statements(lines: Lines) -> list[Statement]:
    """What a kind has said, as statements."""
    return [line if isinstance(line, Statement) else Statement(line) for line in lines]


def altered(old: Object, new: Object, how: How) -> list[Statement] | None:
    """The statements that make `old` into `new` where it stands; None where there is no such way."""
    lines: Sequence[str | Statement] | None = old.alter(new, how) if type(old) is type(new) else None
    return None if lines is None else statements(lines)


def diff(old: Catalog, new: Catalog, how: How) -> Change:
    """What has come, gone or changed."""
    was, will, alone = old.objects, new.objects, old.alone | new.alone
    drops, creates = was.keys() - will.keys() - alone, will.keys() - was.keys() - alone
    change = Change(drops=set(drops), creates=set(creates))
    for a in sorted((was.keys() & will.keys()) - alone):
        if type(was[a]) is type(will[a]) and was[a] == will[a] and a not in how.anew:
            continue
        if why := was[a].bars(will[a]):
            change.refusals.append(Refusal(a, a, f"{a} {why}", of_data=False))
            continue
        lines = altered(was[a], will[a], how) if a not in how.anew else None
        if lines is not None:
            change.alters[a] = lines
            continue
        if was[a].holds_data and will[a].holds_data and not was[a].expendable:
            reason = f"{a} can't be changed in place, and making it anew would lose its data"
            change.refusals.append(Refusal(a, a, reason))
        change.replace(a)
    return change


def differing(old: Object, new: Object) -> set[str]:
    """The names of the fields in which two objects of a kind differ."""
    return {f.name for f in fields(old) if f.compare and getattr(old, f.name) != getattr(new, f.name)}
