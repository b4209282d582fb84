"""What sources come to: one pool of statements, and what is known about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from joey.model.rename import Claim

if TYPE_CHECKING:
    from joey.sources.sql_files import SqlFile

_EVERYWHERE = ("public", "pg_catalog", "information_schema")


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """One statement of the desired state, without its semicolon, and where it comes from.

    `file` is relative to the project's root where it lies under it; `line` (1-based) is where the statement
    begins, or where the model of a table does. `settings` are the SETs of its file that are in force for it.
    """

    sql: str
    file: str
    line: int | None = None
    settings: tuple[str, ...] = ()
    table: str | None = None
    """The table, with its schema if it has one, that a statement made from models belongs to."""


@dataclass(frozen=True)
class Desired:
    """The desired state, whatever it was written in.

    `digest` is the SHA-256 of all that the sources say: equal digests mean an equal desired state. It is None
    where a listener of the models wants a live connection, since what that does can't be known beforehand.
    """

    models: tuple[SourceStatement, ...]
    files: tuple[SqlFile, ...]
    digest: str | None
    schemas: tuple[str, ...] = ()
    """The schemas that models name; those that no source creates are created here."""
    notes: tuple[str, ...] = ()
    """What the user may want to know about the models, each a sentence."""
    client_defaults: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """(schema, table, column) of NOT NULL columns whose default only Python knows -> that default, in words."""
    run_create_all: Callable[[str], None] | None = None

    claims: tuple[Claim, ...] = ()
    """What the models say of earlier names."""

    @property
    def needs_create_all(self) -> bool:
        """Whether the models can only be made by SQLAlchemy itself, on a live connection."""
        return self.run_create_all is not None

    def create_all(self, url: str) -> None:
        """Let SQLAlchemy make the models in the (scratch) database at `url`; does nothing where it needn't."""
        if self.run_create_all is not None:
            self.run_create_all(url)

    @cached_property
    def statements(self) -> tuple[SourceStatement, ...]:
        """All statements of all sources; parsing the .sql files waits until someone asks."""
        written = tuple(statement for file in self.files for statement in file.statements)
        made = {schema for file in self.files for schema in file.created_schemas}
        made.update(_schemas_created_by_listeners(self.models))
        missing = [schema for schema in self.schemas if schema not in made and schema not in _EVERYWHERE]
        where = self.models[0].file if self.models else ""
        created = tuple(SourceStatement(f"CREATE SCHEMA IF NOT EXISTS {quoted(s)}", where) for s in missing)
        return created + self.models + written

    @cached_property
    def view_texts(self) -> Mapping[tuple[str, str], str]:
        """(schema, name) of views -> the user's own text of their query."""
        from joey.sources.views import query_of_view

        texts: dict[tuple[str, str], str] = {}
        for statement in self.models:
            if "VIEW" in statement.sql[:40] and (found := query_of_view(statement.sql)):
                texts[found[0]] = found[1]
        for file in self.files:
            texts.update(file.view_texts)
        return texts

    @property
    def renamed_from(self) -> tuple[Claim, ...]:
        """What all sources say of earlier names."""
        return (*self.claims, *(claim for file in self.files for claim in file.renamed_from))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Statements of .sql files that are not schema and were passed over, each a sentence."""
        return tuple(note for file in self.files for note in file.left_out)


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def _schemas_created_by_listeners(statements: tuple[SourceStatement, ...]) -> set[str]:
    """The schemas that a DDL listener on the models creates by itself."""
    found = set[str]()
    for statement in statements:
        words = statement.sql.split(None, 6)
        if [word.upper() for word in words[:2]] == ["CREATE", "SCHEMA"]:
            name = words[5] if len(words) > 5 and words[2].upper() == "IF" else words[2]
            found.add(name.rstrip(";").strip('"'))
    return found
