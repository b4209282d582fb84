"""What hints and sources say of renames, held against both catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from joey.errors import ConfigurationError
from joey.model.address import Address
from joey.model.rename import Claim, Path, Rename
from joey.plan.likeness import Thing, names_alike, things
from joey.postgres.catalog import Catalog

_SUGGESTED = 3


def refused(claim: Claim, message: str, hint: str) -> ConfigurationError:
    """The error that a claim doesn't fit, in one sentence that names it."""
    return ConfigurationError(
        f"{claim} can't be followed: {message}",
        hint=hint,
        file=claim.source if claim.declared else None,
        line=claim.line,
    )


class _Index:
    """The things of a catalog by their innermost name."""

    def __init__(self, catalog: Catalog) -> None:
        self.by_name: dict[str, list[Thing]] = {}
        self.addresses: set[Address] = set()
        for thing in things(catalog):
            self.addresses.add(thing.address)
            self.by_name.setdefault(thing.address.names[-1], []).append(thing)

    def find(self, kinds: Iterable[str], path: Path, args: Path | None = None) -> Thing | None:
        """What a path means; where it leaves a schema open, public goes before others."""
        named = [*self.by_name.get(path[-1], ()), *self.by_name.get(path[-1].partition("(")[0], ())]
        wanted = {_plain(kind) for kind in kinds}
        fitting = {
            t.address: t
            for t in named
            if wanted & set(map(_plain, t.words)) and (_fits(path, t.path) or _fits(path, t.address.names))
        }
        if len(fitting) > 1 and args is not None:
            fitting = {a: t for a, t in fitting.items() if a.args == args} or fitting
        if len(fitting) > 1 and not path[0]:
            fitting = {a: t for a, t in fitting.items() if a.names[0] == "public"}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def missing(self, which: str, kinds: tuple[str, ...], path: Path, but: set[Address]) -> tuple[str, str]:
        """(what is said, what to do) where a path means nothing here."""
        name, kind = ".".join(path), kinds[0].replace("_", " ")
        wanted = set(map(_plain, kinds))
        other = [t for t in self.by_name.get(path[-1], ()) if path in (t.path, t.address.names)]
        if other:
            return (
                f"in the {which} schema {name} is a {_kind(other[0])}, not a {kind}",
                "A rename keeps the kind.",
            )
        near = [
            t
            for found in self.by_name.values()
            for t in found
            if t.address not in but and wanted & set(map(_plain, t.words))
        ]
        near.sort(key=lambda t: (t.path[:-1] != path[:-1], -names_alike(t.path[-1], path[-1]), t.path))
        names = [".".join(t.path) for t in near[:_SUGGESTED]]
        hint = f"Did you mean {' or '.join(names)}?" if names else "Leave this hint out."
        return f"the {which} schema has no {kind} {name}", hint


def _plain(kind: str) -> str:
    return kind.lower().replace("_", " ").replace("-", " ")


def _fits(path: Path, names: Path) -> bool:
    return len(path) == len(names) and all(
        p == n or (i == 0 and not p) for i, (p, n) in enumerate(zip(path, names, strict=True))
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    claim: Claim
    old: Thing
    new: Thing


class Claims:
    """The claims that aren't settled yet."""

    def __init__(self, new: Catalog, claims: Sequence[Claim]) -> None:
        self.pending = list(claims)
        self.notes: list[str] = []
        self._target = _Index(new) if claims else None
        self.moved: dict[Path, Path] = {}
        """The names of what was renamed, old -> new: names below may be told with either."""

    def settle(self, now: Catalog, round_: int) -> tuple[list[Rename], set[Address]]:
        """(the renames, what is new) that claims of this round come to; ConfigurationError where one doesn't fit."""
        if self._target is None or not self.pending:
            return [], set()
        here = _Index(now)
        pairs: list[_Pair] = []
        past: set[Address] = set()
        fresh: dict[Address, Claim] = {}
        mine: list[Claim] = []
        for claim in self.pending:
            new = self._find(self._target, claim, claim.path)
            if new is None or new.round != round_:
                continue
            mine.append(claim)
            if claim.old is None:
                if new.address in here.addresses:
                    raise refused(claim, "it is there already", "Leave this hint out.")
                fresh[new.address] = claim
            elif old := self._old(here, claim, claim.old, new):
                pairs.append(_Pair(claim, old, new))
            elif not claim.declared:
                raise self._no_old(claim, here, now)
            elif new.address in here.addresses:
                past.add(new.address)  # history: it was renamed long ago
            else:
                self.notes.append(f"{_where(claim)}{claim} fits nothing: there is no such object, so this one is new.")
        self.pending = [claim for claim in self.pending if claim not in mine]
        _each_once(pairs, fresh)
        renames = [Rename(p.old.address, p.new.address) for p in self._checked(pairs, past, here)]
        return renames, set(fresh)

    def finish(self, now: Catalog) -> None:
        """ConfigurationError for a hint whose new object isn't there; a note for what a source says of one."""
        for claim in self.pending:
            if claim.declared:
                self.notes.append(f"{_where(claim)}{claim} fits nothing: joey compares no such object.")
                continue
            assert self._target is not None
            here = _Index(now).addresses
            raise refused(claim, *self._target.missing("new", claim.kinds, claim.path, here))

    def _find(self, index: _Index, claim: Claim, path: Path, args: Path | None = None) -> Thing | None:
        """What a path means, told with the names of before or of after the renames of what it lies in."""
        if found := index.find(claim.kinds, path, args):
            return found
        for depth in range(1, len(path)):
            path = self.moved.get(path[:depth], path[:depth]) + path[depth:]
        return index.find(claim.kinds, path, args)

    def _old(self, here: _Index, claim: Claim, old: Path, new: Thing) -> Thing | None:
        """The old object of a claim; names that it leaves out are those of the new one."""
        for names in (new.path, new.address.names):
            whole = (*names[: max(0, len(names) - len(old))], *old)
            if found := self._find(here, claim, whole, new.address.args):
                return found
        return None

    def _no_old(self, claim: Claim, here: _Index, now: Catalog) -> ConfigurationError:
        assert self._target is not None
        assert claim.old is not None
        return refused(claim, *here.missing("old", claim.kinds, claim.old, self._target.addresses))

    def _checked(self, pairs: list[_Pair], past: set[Address], here: _Index) -> list[_Pair]:
        """The pairs that are to be carried out."""
        assert self._target is not None
        leaving = {p.old.address: p for p in pairs}
        coming = {p.new.address: p for p in pairs}

        def vacated(a: Address) -> bool:
            """Whether the name is free, or will be since who has it is renamed too."""
            seen = {a}
            while a in here.addresses:
                if a not in leaving:
                    return False
                a = leaving[a].new.address
                if a in seen:
                    return not leaving[a].claim.declared
                seen.add(a)
            return True

        taken = {p.new.address: p for p in pairs if p.claim.declared and not vacated(p.new.address)}
        while more := {a for a, p in taken.items() if p.old.address in past} - past:
            past |= more  # all of a chain was renamed long ago
        out = []
        for pair in pairs:
            claim, old, new = pair.claim, pair.old, pair.new
            if new.address in taken and new.address in past:
                continue
            _one_kind_and_place(pair)
            if new.address in taken:
                if new.address in leaving:
                    raise refused(
                        claim,
                        "the two have swapped their names, or did so earlier: this can't be told apart",
                        "Give the swap as --hints instead, once, and take renamed_from out.",
                    )
                raise refused(
                    claim,
                    f"both {'.'.join(old.path)} and {'.'.join(new.path)} exist",
                    "Take renamed_from out, if the rename is done; drop the other one first, if it isn't.",
                )
            if old.address in self._target.addresses and old.address not in coming:
                raise refused(
                    claim,
                    f"{'.'.join(old.path)} is still there in the new schema",
                    "Take it out of the models, or say what became of it: another object, by a hint of its own.",
                )
            out.append(pair)
        return out


def _one_kind_and_place(pair: _Pair) -> None:
    claim, old, new = pair.claim, pair.old, pair.new
    if type(old.object) is not type(new.object) or old.is_member != new.is_member:
        raise refused(claim, f"one is a {_kind(old)} and the other a {_kind(new)}", "A rename keeps the kind.")
    if old.address.args != new.address.args:
        raise refused(
            claim, "their arguments differ", "A rename keeps the arguments; leave the hint out, and it is made anew."
        )
    apart = old.address.names[:-1] != new.address.names[:-1]
    if (len(new.address.names) > 2 and apart) or (not new.irreplaceable and old.whole != new.whole):
        raise refused(
            claim, "they aren't parts of the same thing", "A part can't move; if its whole was renamed, say that too."
        )


def _each_once(pairs: Sequence[_Pair], fresh: dict[Address, Claim]) -> None:
    """ConfigurationError where two claims are about one object."""
    seen: dict[tuple[str, Address], Claim] = {("new", a): claim for a, claim in fresh.items()}
    for pair in pairs:
        for key in (("old", pair.old.address), ("new", pair.new.address)):
            if (other := seen.get(key)) is not None:
                raise refused(
                    pair.claim, f"it contradicts another one. {other}", "Give one answer for each object, new or old."
                )
            seen[key] = pair.claim


def _kind(thing: Thing) -> str:
    return thing.words[0].replace("_", " ")


def _where(claim: Claim) -> str:
    return f"{claim.source}:{claim.line}: " if claim.line else f"{claim.source}: " if claim.source else ""
