"""The head of a migration folder: the state that its last migration leads to."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joey.errors import ConfigurationError
from joey.folder.folder import MigrationFolder
from joey.postgres import snapshot
from joey.postgres.catalog import Catalog
from joey.postgres.kinds.definition import Definition

GENESIS = "00000000-0000-0000-0000-000000000000"
"""The `prevId` of the first snapshot, as Drizzle has it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the folder's last state without a database.

    `catalog` is None where the snapshot can't be relied on: then the folder is to be replayed, and that is the
    truth.
    """

    id: str = GENESIS
    catalog: Catalog | None = None
    key: Mapping[str, Any] | None = None
    why_replayed: str = ""


def read_head(folder: MigrationFolder) -> Head:
    """The head of a folder, from its last snapshot where that fits its .sql file."""
    if not folder.migrations:
        return Head()
    last = folder.migrations[-1]
    file = folder.path / "meta" / f"{last.tag.split('_')[0]}_snapshot.json"
    try:
        document = json.loads(file.read_bytes())
    except FileNotFoundError:
        return Head(why_replayed=f"{last.tag} has no snapshot")
    except (OSError, ValueError):
        return Head(why_replayed=f"{file.name} can't be read")
    if not isinstance(document, dict) or document.get("joey") != 1:
        known = document.get("id") if isinstance(document, dict) else None
        return Head(known if isinstance(known, str) else GENESIS, why_replayed=f"{file.name} was not written by joey")
    identity, key = str(document.get("id", GENESIS)), document.get("key") or {}
    if document.get("hash") not in folder.hashes(last):
        return Head(identity, why_replayed=f"{last.tag}.sql was changed since its snapshot was made")
    if key.get("format") != snapshot.FORMAT:
        return Head(identity, why_replayed=f"{file.name} has an older format")
    if document.get("secret"):
        return Head(identity, key=key, why_replayed=f"{file.name} leaves out what may hold passwords")
    try:
        return Head(identity, snapshot.from_json(document["objects"]), key)
    except (ConfigurationError, KeyError, AttributeError):
        return Head(identity, why_replayed=f"the objects in {file.name} can't be read")


def write_snapshot(catalog: Catalog, sql: bytes, previous: str, key: Mapping[str, Any]) -> tuple[str, bytes]:
    """(id, bytes) of the snapshot of a state; the id is derived, so that the same input gives the same bytes."""
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
