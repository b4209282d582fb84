"""Setting up joey in a project: the configuration, the migrations folder, and what is there already."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joey.errors import ConfigurationError

_SKIPPED = {
    "node_modules",
    "site-packages",
    "__pycache__",
    "venv",
    "env",
    "build",
    "dist",
    "tests",
    "test",
    "joey-demo",
}
_NAMES = {"models.py", "model.py", "schema.py", "tables.py"}
_MODEL = re.compile(r"\b(DeclarativeBase|declarative_base|SQLModel|MetaData|mapped_column)\b")
_MOST = 20_000
"""Files looked at while models are searched for, so that a home folder doesn't take minutes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a project has already, and what follows from it."""

    migrations: str = "drizzle"
    runner: str = "joey"
    schema: tuple[str, ...] = ()
    alembic: str | None = None
    drizzle: str | None = None
    v1: bool = False


@dataclass(frozen=True, slots=True)
class Initialised:
    """What was written, what was found, and what to do next."""

    config: Path
    paths: tuple[Path, ...]
    found: Found
    notes: tuple[str, ...]
    next: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The form that `--json` prints."""
        return {
            "config": str(self.config),
            "files": [str(path) for path in self.paths],
            "schema": list(self.found.schema),
            "migrations": self.found.migrations,
            "runner": self.found.runner,
            "notes": list(self.notes),
            "next": list(self.next),
        }


def init(directory: Path, *, source: str | None = None) -> Initialised:
    """Write the configuration and the migrations folder; what exists is never overwritten.

    `source` is an existing migrations folder that is to be taken over.
    """
    root = directory.resolve()
    project = root / "pyproject.toml"
    _refuse_second(root, project)
    found = survey(root, source)
    if project.is_file():
        config, text = project, _appended(project, configuration(found, nested=True))
    else:
        config, text = root / "joey.toml", configuration(found, nested=False)
    folder = root / found.migrations
    folder.mkdir(parents=True, exist_ok=True)
    paths = [config]
    from joey.folder.writing import write_gitattributes

    if (attributes := write_gitattributes(folder)) is not None:
        paths.append(attributes)
    config.write_text(text, "utf-8", newline="")
    return Initialised(config, tuple(paths), found, tuple(_notes(found)), tuple(_next(found, config)))


def survey(root: Path, source: str | None = None) -> Found:
    """What the project holds: models, a Drizzle folder, an Alembic project."""
    configs = [root / f"drizzle.config.{ending}" for ending in ("ts", "js", "mjs", "json")]
    drizzle = next((file for file in configs if file.is_file()), None)
    migrations = source
    if source is not None and not (root / source).is_dir():
        raise ConfigurationError(f"There is no folder {source} in {root}", hint="--from takes a migrations folder")
    if migrations is None and drizzle is not None:
        out = re.search(r"""["']?\bout["']?\s*:\s*["']([^"']+)["']""", drizzle.read_text("utf-8", "replace"))
        migrations = out[1] if out else "drizzle"
    if migrations is None:
        journals = sorted(root.glob("*/meta/_journal.json")) + sorted(root.glob("*/*/meta/_journal.json"))
        migrations = journals[0].parent.parent.relative_to(root).as_posix() if journals else "drizzle"
    migrations = Path(migrations).as_posix()
    folder = root / migrations
    v1 = any(folder.glob("[0-9]*_*/migration.sql"))
    theirs = drizzle is not None or (folder / "meta/_journal.json").is_file() or v1
    alembic = next((name for name in ("alembic.ini", "migrations/alembic.ini") if (root / name).is_file()), None)
    return Found(
        migrations=migrations,
        runner="drizzle" if theirs else "joey",
        schema=_models(root),
        alembic=alembic,
        drizzle=(drizzle.name if drizzle else migrations) if theirs else None,
        v1=v1,
    )


def configuration(found: Found, *, nested: bool) -> str:
    """The text of the configuration; `nested` for pyproject.toml."""
    table, prefix = ("[tool.joey]\n", "tool.joey.") if nested else ("", "")
    schema = ", ".join(f'"{entry}"' for entry in found.schema)
    runner = ""
    if found.runner == "drizzle":
        runner = 'runner = "drizzle"             # write only what Drizzle\'s own migrators can run too\n'
    return f"""\
{table}# SQLAlchemy modules or packages, and .sql files or folders: what the database should be.
schema = [{schema}]
migrations = "{found.migrations}"
{runner}default_env = "dev"

[{prefix}env.dev]
url = "env:DATABASE_URL"       # a variable, which may also stand in .env

# [{prefix}env.prod]
# url = "env:PROD_DATABASE_URL"
# protected = true
# role = "migrator"             # SET ROLE after login
"""


def grants(
    *, role: str, database: str, tracking_table: str = "drizzle_migrations", bookkeeping_schema: str = "joey"
) -> str:
    """The SQL that gives a role what `joey migrate` needs, and nothing more."""
    from joey.run.names import TableName

    record = TableName.parse(tracking_table)
    role_, schema, table = _quoted(role), _quoted(record.schema), f"{_quoted(record.schema)}.{_quoted(record.table)}"
    own = _quoted(bookkeeping_schema)
    sequence = f"{schema}.{_quoted(f'{record.table}_id_seq')}"
    lines = [
        f"-- What {role} needs for joey migrate; run it as the owner of the database, or as a superuser.",
        f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {role_};",
    ]
    if record.schema != "public":
        lines.append(f"CREATE SCHEMA IF NOT EXISTS {schema};")
    lines += [
        f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {role_};",
        "-- Where joey keeps its own tables: the lock, and the history.",
    ]
    if bookkeeping_schema != record.schema:
        lines += [f"CREATE SCHEMA IF NOT EXISTS {own};", f"GRANT USAGE, CREATE ON SCHEMA {own} TO {role_};"]
    lines += [
        "",
        "-- Migrations that make schemas or extensions need this, too:",
        f"-- GRANT CREATE ON DATABASE {_quoted(database)} TO {role_};",
        "-- Those that work in other schemas need USAGE and CREATE there, as above.",
        "-- Only the owner of a table may alter it. Where another role made them, the migrating role joins it:",
        f"-- GRANT the_owner TO {role_};",
        "-- Where another role made the record, unless it is that owner's:",
        f"-- GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role_};",
        f"-- GRANT USAGE ON SEQUENCE {sequence} TO {role_};",
        "-- And where another role made joey's tables:",
        f"-- GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {own} TO {role_};",
    ]
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def _refuse_second(root: Path, project: Path) -> None:
    for file in (root / "joey.toml", project):
        if not file.is_file():
            continue
        if file is not project or "joey" in _toml(project).get("tool", {}):
            raise ConfigurationError(
                f"joey is set up here already: {file}", hint="edit it, or remove it first", file=str(file)
            )


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Not valid TOML: {error}", file=str(file)) from None


def _appended(project: Path, block: str) -> str:
    """pyproject.toml with our table at its end: nothing that stood there is touched."""
    before = project.read_bytes().decode("utf-8")
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else newline if before.endswith("\n") else newline * 2
    text = before + gap + block.replace("\n", newline)
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        raise ConfigurationError(
            "[tool.joey] can't be added to pyproject.toml, whose tables leave no room for it",
            hint="make an empty joey.toml",
            file=str(project),
        ) from None
    return text


def _models(root: Path) -> tuple[str, ...]:
    """Where the models seem to be: by the file's name and by what stands in it."""
    found: list[str] = []
    for file in _python_files(root):
        package = file.parent.name in ("models", "schema", "tables")
        if file.name not in _NAMES and not package:
            continue
        try:
            if not _MODEL.search(file.read_text("utf-8", "replace")):
                continue
        except OSError:
            continue
        found.append((file.parent if package else file).relative_to(root).as_posix())
    unique = sorted(set(found))
    # A package stands for the modules in it.
    return tuple(one for one in unique if not any(one.startswith(f"{other}/") for other in unique))


def _python_files(root: Path) -> Iterator[Path]:
    seen = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(files):
            seen += 1
            if seen > _MOST:
                return
            if name.endswith(".py"):
                yield Path(folder) / name


def _notes(found: Found) -> Iterator[str]:
    if found.drizzle:
        yield (
            f'A Drizzle folder ({found.drizzle}): runner = "drizzle", so that Drizzle\'s own migrators go on running'
            " it. One-way: once joey has written a migration, Drizzle Kit's generate and check no longer accept the"
            " folder, so make new migrations with joey only."
        )
    if found.v1:
        yield "The folder has the layout of Drizzle 1.x, which joey reads and runs, but doesn't write."
    if found.alembic:
        yield (
            f"An Alembic project ({found.alembic}): joey does not read its revisions. The first joey generate writes"
            " one migration that makes the whole schema, for new databases. Keep alembic upgrade for the databases"
            " that it has built: joey migrate would meet tables that are there already."
        )
    if found.schema:
        yield f"Models, as far as one can guess: {', '.join(found.schema)}"
    else:
        yield "No models were found."


def _next(found: Found, config: Path) -> Iterator[str]:
    if not found.schema and found.drizzle:
        yield f"joey pull --from {found.migrations} --out models.py   (models of all that the folder makes)"
    if not found.schema:
        yield f"name your models or .sql files: schema = […] in {config.name}"
    yield "export DATABASE_URL=postgresql://user:password@localhost:5432/app   (or put it into .env)"
    if found.drizzle:
        yield "joey status"
    else:
        yield "joey generate"
        yield "joey migrate"
