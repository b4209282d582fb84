"""What an earlier state of ours held: of the migration folder, or of push."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.postgres.snapshot import name_of
from joey.verbs.head import read_head
from joey.verbs.stage import Stage


def owned(folder: MigrationFolder, by_push: Collection[str], stage: Stage) -> Callable[[set[Address]], set[Address]]:
    """Which of some objects are ours: what push has made, or what a state of the folder held.

    The newest snapshots are looked at first, and no more of them than needed. Where the last one isn't joey's, the
    folder is replayed.
    """

    def ours(objects: set[Address]) -> set[Address]:
        found = {a for a in objects if name_of(a) in by_push}
        left = {a: f"{json.dumps(name_of(a), ensure_ascii=False)}: {{".encode() for a in objects - found}
        for migration in reversed(folder.migrations):
            if not left:
                return found
            content = _snapshot(folder, migration.tag)
            for a in [a for a, key in left.items() if _holds(content, key)]:
                found.add(a)
                del left[a]
        if left and folder.migrations and read_head(folder).key is None:
            database = stage.empty()
            stage.replay(database, folder)
            catalog = stage.catalog(database)
            found |= left.keys() & catalog.objects.keys() - catalog.alone
        return found

    return ours


def _holds(content: bytes, key: bytes) -> bool:
    """Whether a snapshot has an object that isn't left alone; each has a line."""
    line, _, _ = content[at:].partition(b"\n") if (at := content.find(key)) >= 0 else (b"", b"", b"")
    return bool(line) and b'"alone": true' not in line


def _snapshot(folder: MigrationFolder, tag: str) -> bytes:
    try:
        return (folder.path / "meta" / f"{tag.split('_')[0]}_snapshot.json").read_bytes()
    except OSError:
        return b""
