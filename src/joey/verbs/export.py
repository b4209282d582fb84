"""export: the whole desired schema as SQL."""

from __future__ import annotations

from joey.config import Config
from joey.postgres.object import How
from joey.sources.read import read
from joey.verbs.diff import script
from joey.verbs.generation import scope_of, texts_of
from joey.verbs.proof import prove
from joey.verbs.stage import Stage
from joey.verbs.talk import OnStep


def export(config: Config, *, on_step: OnStep | None = None) -> str:
    """The whole desired schema as one SQL script."""
    desired = read(config.schema, config.root)
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        if on_step:
            on_step("Making the models in PostgreSQL", 0, 2)
        start, target = stage.empty(), stage.empty()
        stage.load(target, desired)
        new = stage.catalog(target)
        if on_step:
            on_step("Proving the script", 1, 2)
        proved = prove(
            stage, lambda: start, stage.catalog(start), target, new, How(stage.target, texts=texts_of(desired))
        )
        return script([s for part in proved.files for s in part])
