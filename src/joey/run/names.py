"""Names of tables, always schema-qualified and quoted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from joey.errors import ConfigurationError
from joey.model.spelling import quoted

_PART = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')


@dataclass(frozen=True, slots=True, order=True)
class TableName:
    """A table and its schema, as PostgreSQL stores their names."""

    schema: str
    table: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """A name as the configuration gives it; without a schema it is `public`, whatever search_path says.

        Case is kept, as Drizzle keeps it; a name with a dot in it stands in double quotes.
        """
        names: list[str] = []
        at = 0
        while found := _PART.match(text, at):
            names.append(found[1].replace('""', '"') if found[1] else found[2].strip())
            at = found.end()
            if at == len(text) or text[at] != ".":
                break
            at += 1
        if at != len(text) or not 1 <= len(names) <= 2 or not all(names) or any("\0" in name for name in names):
            raise ConfigurationError(
                f"{text!r} isn't the name of a table",
                hint='Write it as table, schema.table or "schema"."table".',
            )
        return cls("public", names[0]) if len(names) == 1 else cls(names[0], names[1])

    @property
    def sql(self) -> str:
        """The name as it stands in SQL."""
        return f"{quoted(self.schema)}.{quoted(self.table)}"

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"


def lock_key(name: str) -> int:
    """The key of an advisory lock: the first 8 bytes, as a signed number, of SHA-256 of `joey:` and the name."""
    return int.from_bytes(hashlib.sha256(f"joey:{name}".encode()).digest()[:8], "big", signed=True)
