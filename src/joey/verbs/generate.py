"""generate: models -> new, proven migration files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from joey.config import Config
from joey.folder import names, writing
from joey.folder.folder import MigrationFolder
from joey.model.generated import Generated, Written
from joey.sources.desired import Desired
from joey.verbs.head import FORMAT, read_head
from joey.verbs.talk import Ask, OnStep


def generate(
    config: Config | Path | str,
    *,
    name: str | None = None,
    custom: bool = False,
    explain: bool = False,
    hints: Sequence[Mapping[str, Any]] = (),
    ask: Ask | None = None,
    on_step: OnStep | None = None,
) -> Generated:
    """Compare the models with the folder's head, and write what is missing as proven migrations.

    `hints` answer questions beforehand, in Drizzle Kit's form; `ask` answers the rest. Raises PlanRefused,
    OpenQuestion, DataLoss, ConfigurationError and whatever PostgreSQL says of the models. With `explain` nothing
    is written.
    """
    settings = config if isinstance(config, Config) else Config.load(config)
    folder = MigrationFolder.open(settings.migrations, may_be_empty=True)
    if custom:
        return _custom(settings, folder, name, explain)
    from joey.sources.read import read

    desired = read(settings.schema, settings.root)
    head = read_head(folder)
    key = _key(settings, desired)
    if head.key is not None and desired.digest is not None and _fits(head.key, key):
        return Generated(notes=desired.notes)
    # Half of a no-change run would be importing what it doesn't need.
    from joey.verbs.generation import Generation, scope_of
    from joey.verbs.stage import Stage

    with Stage(settings.value(settings.scratch, "scratch"), scope_of(settings), settings.target_version) as stage:
        return Generation(settings, folder, head, desired, key, stage, on_step).run(name, explain, hints, ask)


def _key(config: Config, desired: Desired) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "source": desired.digest,
        "include": sorted(config.include),
        "exclude": sorted(config.exclude),
        "ignore": sorted(config.ignore),
        "target": config.target_version,
    }


def _fits(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all(old.get(k) == v for k, v in new.items())


def _custom(config: Config, folder: MigrationFolder, name: str | None, explain: bool) -> Generated:
    """An empty migration, for the user's own SQL; its snapshot is the head's until the file is edited."""
    chosen = names.slug(name) if name else names.pick(hashlib.sha256(str(len(folder.migrations)).encode()).digest())
    from joey.verbs.generation import file_head

    text = file_head(config, folder, chosen, ()) + writing.CUSTOM + "\n"
    if explain:
        return Generated((Written(f"{writing.next_place(folder).prefix}_{chosen}", text),))
    from joey.verbs.head import write_snapshot

    head = read_head(folder)
    document = None
    if head.key is not None and (catalog := head.catalog()) is not None:
        _, document = write_snapshot(catalog, text.encode(), head.id, head.key)
    added = writing.add(folder, text, name=chosen, snapshot=document)
    return Generated((Written(added.migration.tag, text, added.files),))
