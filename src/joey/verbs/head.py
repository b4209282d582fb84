"""The head of a migration folder: the state that its last migration leads to."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from joey.errors import ConfigurationError
from joey.folder.folder import MigrationFolder, refuse_way_out

if TYPE_CHECKING:
    from joey.postgres.catalog import Catalog

FORMAT = 1
"""Of the catalog in a snapshot; raised when a kind's fields change their meaning: then the folder is replayed."""
GENESIS = "00000000-0000-0000-0000-000000000000"
"""The `prevId` of the first snapshot, as Drizzle has it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the folder's last state without a database.

    `key` is None where the snapshot can't be relied on: then the folder is to be replayed, and that is the truth.
    """

    id: str = GENESIS
    key: Mapping[str, Any] | None = None
    why_replayed: str = ""
    content: bytes = field(default=b"", repr=False)

    def catalog(self, terms: Mapping[str, Any] | None = None) -> Catalog | None:
        """The objects of the snapshot; None where it can't be relied on, or was made on other terms.

        `terms` are parts of the key: what was compared, for which PostgreSQL, and on which.
        """
        if self.key is None or any(self.key.get(name) != value for name, value in (terms or {}).items()):
            return None
        from joey.postgres import snapshot

        try:
            return snapshot.from_json(json.loads(self.content)["objects"])
        except (ConfigurationError, LookupError, AttributeError, TypeError, ValueError, RecursionError):
            return None


def read_head(folder: MigrationFolder) -> Head:
    """The head of a folder, from its last snapshot where that fits its .sql file."""
    if not folder.migrations:
        return Head()
    last = folder.migrations[-1]
    file = folder.path / "meta" / f"{last.tag.split('_')[0]}_snapshot.json"
    refuse_way_out(folder.path, file)
    if not file.is_file():
        return Head(why_replayed=f"{last.tag} has no snapshot")
    try:
        content = file.read_bytes()
        document = _without_objects(content)
    except (OSError, ValueError, RecursionError):
        return Head(why_replayed=f"{file.name} can't be read")
    identity = str(document.get("id", GENESIS))
    if document.get("joey") != 1:
        return Head(identity, why_replayed=f"{file.name} was not written by joey")
    key = document.get("key") or {}
    if document.get("hash") not in folder.hashes(last):
        return Head(identity, why_replayed=f"{last.tag}.sql was changed since its snapshot was made")
    if not isinstance(key, dict) or key.get("format") != FORMAT:
        return Head(identity, why_replayed=f"{file.name} has another format")
    if document.get("secret"):
        return Head(identity, why_replayed=f"{file.name} leaves out what may hold passwords")
    return Head(identity, key, content=content)


def _without_objects(content: bytes) -> dict[str, Any]:
    """The top of a snapshot; the objects below are read only where they are needed."""
    top, objects, _ = content.partition(b',\n  "objects": {')
    document = json.loads(top + b"\n}" if objects else content)
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def write_snapshot(catalog: Catalog, sql: bytes, previous: str, key: Mapping[str, Any]) -> tuple[str, bytes]:
    """(id, bytes) of the snapshot of a state; the id is derived, so that the same input gives the same bytes."""
    from joey.postgres import snapshot
    from joey.postgres.kinds.definition import Definition

    secret = sorted(str(a) for a, o in catalog.objects.items() if isinstance(o, Definition) and o.secret)
    objects = {} if secret else snapshot.to_json(catalog)
    digest = hashlib.sha256(sql).hexdigest()
    seed = hashlib.sha256(f"{previous}\0{digest}\0{json.dumps([objects, secret], sort_keys=True)}".encode()).digest()
    identity = str(uuid.UUID(bytes=seed[:16], version=4))
    document: dict[str, Any] = {
        "joey": 1,
        "id": identity,
        "prevId": previous,
        "version": "7",
        "dialect": "postgresql",
        "hash": digest,
        "key": dict(key),
    }
    if secret:
        document["secret"] = secret
    return identity, snapshot.dumps({**document, "objects": objects}).encode()
