"""What stands against running, said with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from joey.errors import ChecksumMismatch, ConfigurationError, JoeyError, OutOfOrder, UnknownMigration
from joey.model.migration import Absent, Migration
from joey.run.tracking import Match, RecordTable, Row, State

ALLOWABLE = ("edited", "unknown", "out-of-order")
_ALLOWED_BY: dict[type[JoeyError], str] = {
    ChecksumMismatch: "edited",
    UnknownMigration: "unknown",
    OutOfOrder: "out-of-order",
}


def refusal(
    state: State, record: RecordTable, absent: Sequence[Absent] = (), allow: Collection[str] = ()
) -> JoeyError | None:
    """The error for a state that must not be built upon, unless it is allowed; None where all is well."""
    standing = [e for e in refusals(state, record, absent) if _ALLOWED_BY.get(type(e)) not in allow]
    if not standing:
        return None
    first = standing[0]
    same = sum(type(error) is type(first) for error in standing)
    if same > 1:
        first.message += f" (and {same - 1} more)"
    return first


def refusals(state: State, record: RecordTable, absent: Sequence[Absent] = ()) -> Iterator[JoeyError]:
    """An error for each migration that stands against running."""
    for match in state.edited:
        yield _edited(match, state, record)
    for row in state.unknown:
        yield _unknown(row, record, absent)
    for migration in state.out_of_order:
        yield _out_of_order(migration, state, record)
    yield from missing(state, record, absent)


def missing(state: State, record: RecordTable, absent: Sequence[Absent]) -> Iterator[JoeyError]:
    """An error for each migration that the journal names, that isn't recorded, and whose file isn't there."""
    recorded = {match.row.when for match in (*state.applied, *state.moved)}
    recorded |= {row.when for row in (*state.unknown, *state.newer)}
    for one in absent:
        if one.when in recorded:
            continue
        renamed = [m for m in state.pending if not m.registered and _name(m.tag) == _name(one.tag)]
        yield ConfigurationError(
            f"{one.tag} is in the journal, but {one.file} is missing",
            file=one.journal,
            line=one.line,
            hint=f"Was it renamed? Then rename it back: mv {_shown(renamed[0])} {one.file}; or call it "
            f'"{renamed[0].tag}" in line {one.line} and after it of the journal.'
            if renamed
            else "Was `git add` of the .sql file forgotten? If an interrupted `joey generate` left the entry, "
            f"generate again; if the migration is to be gone, remove its entry (line {one.line}).",
        )


def moves(state: State, record: RecordTable, absent: Sequence[Absent] = ()) -> Iterator[tuple[str, str]]:
    """What was applied under another name or time, each with the way to mend it."""
    names = {one.when: one for one in absent}
    for match in state.moved:
        migration, row = match.migration, match.row
        file = _shown(migration)
        if (old := names.get(row.when or -1)) is not None:
            yield (
                f"{file} was applied as {old.tag}, by which the journal still calls it; it isn't run again",
                f'Rename it back: mv {file} {old.file}; or call it "{migration.tag}" in {old.journal}, line {old.line} '
                "and after it.",
            )
            continue
        under = f"the name {row.name}" if record.keeps_names and row.name else f"another time (created_at {row.when})"
        named = f"name = '{migration.named_v1}', " if record.keeps_names and row.name else ""
        yield (
            f"{file} was applied under {under}; it isn't run again",
            f"To mend the record: UPDATE {record.name.sql} SET {named}created_at = "
            f"{record.created_at(migration.when)} WHERE {row.condition};",
        )


def warnings(state: State, record: RecordTable, absent: Sequence[Absent] = ()) -> list[str]:
    """What is unusual, but stops nothing."""
    said = [f"{text}. {hint}" for text, hint in moves(state, record, absent)]
    if state.ahead:
        count = len(state.newer)
        said.append(
            f"the database is ahead of this folder: {record.name} holds {count} newer "
            f"migration{'s' if count > 1 else ''} (first hash {state.newer[0].hash[:12]}…). Nothing is pending; to go "
            "forward, deploy the release that has them"
        )
    return said


def _edited(match: Match, state: State, record: RecordTable) -> JoeyError:
    file = _shown(match.migration)
    ran = next((m for m in state.pending if m.sha256 == match.row.hash), None)
    return ChecksumMismatch(
        f"{file} was edited after it was applied: the record has {match.row.hash[:12]}…, the file is "
        f"{match.migration.sha256[:12]}…",
        file=file,
        hint=f"What was applied at this place is {_shown(ran)}: give {file} a name that sorts after it."
        if ran
        else f"Bring the file back as it was (git log -p -- {file} shows how), and write a new migration for what "
        "should be different. If the edit changes nothing (a comment), allow it once with --allow edited, or update "
        f"the hash: UPDATE {record.name.sql} SET hash = '{match.migration.sha256}' WHERE {match.row.condition};",
    )


def _unknown(row: Row, record: RecordTable, absent: Sequence[Absent]) -> JoeyError:
    named = next((one for one in absent if one.when == row.when), None)
    tag = row.name or (named.tag if named else None)
    what = f"{tag} (hash {row.hash[:12]}…)" if tag else f"hash {row.hash[:12]}…, created_at {row.when}"
    find = f"git log --all -- {named.file} tells" if named else "another branch may have it; git log --all tells"
    return UnknownMigration(
        f"{record.name} holds a migration that the folder doesn't have: {what}",
        file=named.journal if named else None,
        line=named.line if named else None,
        hint=f"Is this the right database, and the right branch? Bring its file back ({find}). If it must be "
        f"forgotten: DELETE FROM {record.name.sql} WHERE {row.condition}; To go on regardless: --allow unknown.",
    )


def _out_of_order(migration: Migration, state: State, record: RecordTable) -> JoeyError:
    newest = max((*state.applied, *state.moved), key=lambda match: match.migration.when).migration
    file = _shown(migration)
    name = ', "name"' if record.keeps_names else ""
    value = f", '{migration.named_v1}'" if record.keeps_names else ""
    return OutOfOrder(
        f"{file} is pending, but older than {newest.tag}, which is applied",
        file=file,
        hint=f"If the order doesn't matter, run it where it stands: joey migrate --allow out-of-order. Else let it "
        f"come last: {_behind(migration, state)}. If it is applied, and only its row was deleted: INSERT INTO "
        f"{record.name.sql} (hash, created_at{name}) VALUES ('{migration.sha256}', "
        f"{record.created_at(migration.when)}{value});",
    )


def _behind(migration: Migration, state: State) -> str:
    """How to move a migration behind all others, by hand."""
    everything = [*(m.migration for m in (*state.applied, *state.moved)), *state.pending]
    last, when = max(everything, key=lambda m: m.tag.encode()).tag, max(m.when for m in everything)
    number = re.match(r"[0-9]+", last)
    if number is None:
        return "give it a name that sorts after all others, and a journal time after theirs"
    head = f"{int(number[0]) + 1:0{len(number[0])}}"
    if len(head) == 14:
        head = f"{datetime.fromtimestamp(min(when // 1000 + 1, 253402300799), UTC):%Y%m%d%H%M%S}"
    tag = f"{head}_{_name(migration.tag)}"
    file = _shown(migration)
    if migration.v1:
        return f"mv {file.rpartition('/')[0]} {file.split('/')[0]}/{tag}"
    folder = file.partition("/")[0]
    move = f"mv {file} {folder}/{tag}.sql"
    if not migration.registered:
        return move
    return (
        f"{move}; the same with its snapshot, where it has one; and in {folder}/meta/_journal.json move its entry to "
        f'the end, with an idx greater than all others, "when": {when + 1000} and "tag": "{tag}"'
    )


def _name(tag: str) -> str:
    """A tag without its number."""
    return tag.partition("_")[2] or tag


def _shown(migration: Migration) -> str:
    file = migration.file
    return (
        f"{file.parent.parent.name}/{file.parent.name}/{file.name}"
        if migration.v1
        else f"{file.parent.name}/{file.name}"
    )
