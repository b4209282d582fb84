"""pull: SQLAlchemy models from a database, or from a migration folder."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from joey.config import Config, Environment
from joey.connect.scratch import Database
from joey.errors import ConfigurationError, JoeyError, OpenQuestion
from joey.folder.folder import MigrationFolder
from joey.model.address import Address
from joey.plan.plan import plan
from joey.plan.prove import unseen
from joey.postgres.catalog import Catalog
from joey.postgres.kinds.table import Table
from joey.postgres.object import How
from joey.postgres.structure import Structure, read_structure
from joey.pull.draft import Said
from joey.pull.module import Style, module
from joey.pull.source import source
from joey.sources.read import read
from joey.verbs.diff import script
from joey.verbs.generation import scope_of
from joey.verbs.proof import alike
from joey.verbs.side import made, read_live
from joey.verbs.stage import Stage
from joey.verbs.talk import Ask, OnStep

TITLE = "The database's tables as SQLAlchemy models."
EXTRA = "extra.sql"
_HEAD = "-- What the models beside this file can't say in Python.\n\n"
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was written, and whether it leads to the database that it was read from."""

    files: Mapping[Path, str] = field(default_factory=dict)
    written: tuple[Path, ...] = ()
    """Those of them that weren't there just so."""
    notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What the files don't bring back, each a sentence; none where the pull is verified."""

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey pull --json`."""
        return {
            "files": [str(path) for path in self.files],
            "written": [str(path) for path in self.written],
            "verified": not self.lost,
            "lost": list(self.lost),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Origin:
    """What is pulled from: a catalog, the structure of what is in it, and a scratch database that holds it."""

    catalog: Catalog
    structure: Structure
    database: Database | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """The text of the models, and of the SQL beside them."""

    models: str
    extra: str = ""


def pull(
    config: Config,
    environment: Environment | None = None,
    *,
    out: Path | None = None,
    folder: Path | None = None,
    style: Style = "declarative",
    ask: Ask | None = None,
    on_step: OnStep | None = None,
) -> Pulled:
    """Write models for the database of an environment, or for what a migration folder leads to.

    The files have been loaded in scratch, and lead to what they were read from; where they don't, `lost` says what
    is missing. A file that is there and says something else is replaced when `ask` says so; else OpenQuestion.
    """
    target = _target(out or config.root / "models.py")
    say = on_step or (lambda text, done, of: None)
    with Stage(config.value(config.scratch, "scratch"), scope_of(config), config.target_version) as stage:
        say("Reading the schema", 0, 4)
        origin = _replayed(folder, stage, on_step) if folder else read_origin(_chosen(environment), stage)
        text, lost = _verified(origin, style, target.name, stage, say)
    files = {target: text.models}
    extra = target.with_name(EXTRA)
    if text.extra or extra.exists():
        files[extra] = text.extra or _HEAD.rstrip() + "\n"
    return Pulled(files, _write(files, ask), origin.notes, lost)


def _target(out: Path) -> Path:
    if out.suffix != ".py" or not out.stem.isidentifier():
        raise ConfigurationError(f"{out} can't hold models", hint="--out takes a Python file, such as src/models.py")
    return out


def _chosen(environment: Environment | None) -> Environment:
    if environment is None:
        raise ConfigurationError("No database is named", hint="give --url, or --from with a migration folder")
    return environment


def read_origin(environment: Environment, stage: Stage) -> Origin:
    """A database, which is only read."""
    from joey.connect.doors import connect

    with closing(connect(environment.url, role=environment.role, application_name="joey pull")) as connection:
        catalog, notes = read_live(connection, environment.url, stage)
        structure = read_structure(connection)
    return _sound(Origin(catalog.as_of(stage.target), structure, notes=notes))


def _replayed(path: Path, stage: Stage, on_step: OnStep | None) -> Origin:
    """What a migration folder leads to."""
    database = stage.empty()
    stage.replay(database, MigrationFolder.open(path), on_step)
    return Origin(stage.catalog(database), read_structure(stage.connection(database)), database)


def _sound(origin: Origin) -> Origin:
    """Without indexes that a CREATE INDEX CONCURRENTLY has left unfinished: nothing makes such an index."""
    objects = origin.catalog.objects
    broken = {a for a, o in objects.items() if getattr(o, "valid", True) is False and a.type == "index"}
    if not broken:
        return origin
    kept = {a: o for a, o in objects.items() if a not in broken and origin.catalog.part_of.get(a) not in broken}
    notes = tuple(
        f"{a} is invalid, left over from a CREATE INDEX CONCURRENTLY that failed: it isn't pulled"
        for a in sorted(broken)
    )
    catalog = replace(
        origin.catalog,
        objects=kept,
        needs={a: {d for d in n if d in kept} for a, n in origin.catalog.needs.items() if a in kept},
        after={a: {d for d in n if d in kept} for a, n in origin.catalog.after.items() if a in kept},
        part_of={a: b for a, b in origin.catalog.part_of.items() if a in kept},
        carried_by={a: b for a, b in origin.catalog.carried_by.items() if a in kept and b in kept},
    )
    return replace(origin, catalog=catalog, notes=(*origin.notes, *notes))


def compose(origin: Origin, empty: Catalog, style: Style, without: set[Address], target: int) -> Text:
    """The models, and the SQL that leads from them, in a database that was `empty`, to the whole.

    What Python would say so that SQL could only mend it by dropping it is added to `without`, and said in SQL.
    """
    catalog = origin.catalog.whole()  # with what is ignored and used all the same: without it nothing could be loaded
    for left in reversed(range(_ROUNDS)):
        drafted = module(catalog, origin.structure, style, frozenset(without))
        if left and (early := _too_early(drafted.said, catalog) - without):
            without |= early
            continue
        drafted.said.add(*(o for a, o in empty.objects.items() if a in catalog.objects))
        if drafted.said.objects == catalog.objects:
            return Text(source(drafted, TITLE))
        rest = plan(drafted.said.catalog(catalog), catalog, How(target))
        dropped = {step.address for step in rest.steps if step.verb in "-<"}
        if left and dropped - without:
            without |= dropped
            continue
        # There are no rows whose numbers a sequence could go on from.
        statements = [s for s in rest.statements if not s.sql.startswith("SELECT setval(")]
        return Text(source(drafted, TITLE), _HEAD + script(statements) if statements else "")
    raise AssertionError("the last round returns")


def _too_early(said: Said, catalog: Catalog) -> set[Address]:
    """What a CREATE TABLE in Python would hold, though it needs what SQL makes only once there is the table."""
    out = set[Address]()
    if catalog.objects.keys() <= said.objects.keys():
        return out
    for a in said.objects:
        if a.type not in ("column", "constraint", "default"):
            continue
        table = Address(Table.TYPE, a.names[:2])
        left = [d for d in catalog.needs.get(a, ()) if d not in said.objects]
        seen = set(left)
        while left and table not in seen:
            more = set(catalog.needs.get(left.pop(), ())) - seen
            seen |= more
            left += more
        if table in seen:
            out.add(a)
    return out


def _verified(origin: Origin, style: Style, name: str, stage: Stage, say: OnStep) -> tuple[Text, tuple[str, ...]]:
    """The text that leads to what was read, and what is lost where there is none.

    What comes back otherwise than it was read is said in SQL instead of Python, and looked at again.
    """
    without: set[Address] = set()
    say("Writing the models", 1, 4)
    empty = stage.catalog(stage.empty())
    text = compose(origin, empty, style, without, stage.target)
    say("Making the database in scratch", 2, 4)
    try:
        database = origin.database or made(origin.catalog, stage).database
    except JoeyError as error:
        return text, (f"The models couldn't be verified. {error.message}",)
    wanted = stage.catalog(database)
    lost: tuple[str, ...] = ()
    for _ in range(_ROUNDS):
        say("Verifying the models", 3, 4)
        try:
            loaded = _loaded(text, name, stage)
        except JoeyError as error:
            return text, (f"The models can't be loaded: {error.message}",)
        old, new = alike(stage, database, wanted, loaded, stage.catalog(loaded))
        differs = {step.address for step in plan(old, new).steps}
        if not differs:
            return text, _seen_by_pg_dump(stage, database, loaded)
        lost = tuple(f"{a} doesn't come back as it is" for a in sorted(differs))
        if not differs - without:
            break
        without |= differs
        text = compose(origin, empty, style, without, stage.target)
    return text, lost


def _loaded(text: Text, name: str, stage: Stage) -> Database:
    """A scratch database, made from the files as `generate` would make it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / name).write_text(text.models, "utf-8", newline="")
        if text.extra:
            (root / EXTRA).write_text(text.extra, "utf-8", newline="")
        desired = read([path.name for path in sorted(root.iterdir())], root)
        database = stage.empty()
        stage.load(database, desired)
        return database


def _seen_by_pg_dump(stage: Stage, origin: Database, loaded: Database) -> tuple[str, ...]:
    """What the second observer sees differ."""
    if stage.scope.exclude:
        return ()  # pg_dump has no word for what is left out
    differ = unseen(stage.entries(loaded), stage.entries(origin), stage.scope)
    if differ:
        one, two = (stage.entries(stage.reloaded(d)) for d in (loaded, origin))
        differ = unseen(one, two, stage.scope)
    return tuple(f"pg_dump sees a difference: {line}" for line in differ)


def _write(files: Mapping[Path, str], ask: Ask | None) -> tuple[Path, ...]:
    """Write what isn't there just so; what is there and says something else only when that is meant."""
    changed = [path for path, text in files.items() if _content(path) != text]
    there = [path for path in changed if path.exists()]
    for path in there:
        question = {"type": "overwrite", "kind": "file", "entity": [str(path)]}
        answer = ask(question) if ask else None
        if answer is None:
            raise OpenQuestion(f"{path} is there already, and says something else", [question], hint="Give --yes.")
        if not answer:
            raise ConfigurationError(f"{path} is left as it is; nothing was written", hint="Give --out another name.")
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], "utf-8", newline="")
    return tuple(changed)


def _content(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
