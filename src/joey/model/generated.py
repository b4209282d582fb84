"""What `generate` has made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joey.model.plan import Statement


@dataclass(frozen=True, slots=True)
class Written:
    """A migration that was written (or, with `explain`, would be)."""

    tag: str
    sql: str
    files: tuple[Path, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """What `generate` has done; without migrations there was nothing to do, and nothing was written."""

    migrations: tuple[Written, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[dict[str, Any], ...] = ()

    @property
    def sql(self) -> str:
        """The SQL of all new migrations."""
        return "\n".join(m.sql for m in self.migrations)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that were written or changed, for `git add`."""
        return tuple(dict.fromkeys(path for m in self.migrations for path in m.files))

    def to_json(self) -> dict[str, Any]:
        """The keys of `joey generate --json`."""
        written = [
            {"tag": m.tag, "files": [str(p) for p in m.files], "statements": [s.to_json() for s in m.statements]}
            for m in self.migrations
        ]
        return {"migrations": written, "questions": list(self.questions), "notes": list(self.notes)}
