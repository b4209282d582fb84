"""What stands against running, said with what to do about it."""

from __future__ import annotations

from collections.abc import Collection

from joey.errors import ChecksumMismatch, JoeyError, OutOfOrder, UnknownMigration
from joey.model.migration import Migration
from joey.run.tracking import RecordTable, State

ALLOWABLE = ("edited", "unknown", "out-of-order")


def refusal(state: State, record: RecordTable, allow: Collection[str] = ()) -> JoeyError | None:
    """The error for a state that must not be built upon, unless it is allowed; None where all is well."""
    if state.edited and "edited" not in allow:
        match = state.edited[0]
        return ChecksumMismatch(
            f"{_shown(match.migration)} was edited after it was applied"
            f"{_more(len(state.edited))}: the record has {match.row.hash[:12]}…, the file is "
            f"{match.migration.sha256[:12]}…",
            file=_shown(match.migration),
            hint="Bring the file back as it was (git log -p shows how), and write a new migration for what should be "
            "different. If the edit changes nothing (a comment), allow it once with --allow edited, or update the "
            f"hash: UPDATE {record.name.sql} SET hash = '{match.migration.sha256}' WHERE hash = '{match.row.hash}';",
        )
    if state.unknown and "unknown" not in allow:
        row = state.unknown[0]
        return UnknownMigration(
            f"{record.name} holds a migration that the folder doesn't have{_more(len(state.unknown))}: hash "
            f"{row.hash[:12]}…, created_at {row.when}",
            hint="Bring its file back (another branch may have it, or it was renamed or deleted). If it must be "
            f"forgotten: DELETE FROM {record.name.sql} WHERE hash = '{row.hash}'; "
            "To go on regardless: --allow unknown.",
        )
    if state.out_of_order and "out-of-order" not in allow:
        migration = state.out_of_order[0]
        newest = max(state.applied, key=lambda match: match.migration.when).migration
        return OutOfOrder(
            f"{_shown(migration)} is pending, but older than {newest.tag}, which is applied"
            f"{_more(len(state.out_of_order))}",
            file=_shown(migration),
            hint=f"Give it a number and a journal time after {newest.tag}. If the order doesn't matter, run it where "
            "it stands with --allow out-of-order.",
        )
    return None


def warnings(state: State, record: RecordTable) -> list[str]:
    """What is unusual, but stops nothing."""
    said = [
        f"{_shown(match.migration)} was applied under another time (created_at {match.row.when}); it isn't run again. "
        f"To mend the record: UPDATE {record.name.sql} SET created_at = {match.migration.when} "
        f"WHERE hash = '{match.row.hash}';"
        for match in state.moved
    ]
    if state.ahead:
        count = len(state.newer)
        said.append(
            f"the database is ahead of this folder: {record.name} holds {count} newer "
            f"migration{'s' if count > 1 else ''} (first hash {state.newer[0].hash[:12]}…). Nothing is pending"
        )
    return said


def _shown(migration: Migration) -> str:
    file = migration.file
    return (
        f"{file.parent.parent.name}/{file.parent.name}/{file.name}"
        if migration.v1
        else f"{file.parent.name}/{file.name}"
    )


def _more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
