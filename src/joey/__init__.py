"""Database migrations for Python and PostgreSQL.

The public names; each is loaded when it is first used, so that `import joey` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from joey import errors
    from joey.config import Config
    from joey.errors import JoeyError
    from joey.folder.folder import MigrationFolder
    from joey.model.generated import Generated
    from joey.model.plan import Plan
    from joey.postgres.catalog import Catalog
    from joey.verbs.check import Verdict, check
    from joey.verbs.diff import Difference, diff
    from joey.verbs.generate import generate
    from joey.verbs.history import History, history
    from joey.verbs.migrate import MigrateResult, migrate
    from joey.verbs.push import Pushed, push
    from joey.verbs.reset import Reset, reset
    from joey.verbs.status import Status, status

_HOMES = {
    "Catalog": "joey.postgres.catalog",
    "Config": "joey.config",
    "Difference": "joey.verbs.diff",
    "Generated": "joey.model.generated",
    "History": "joey.verbs.history",
    "JoeyError": "joey.errors",
    "MigrateResult": "joey.verbs.migrate",
    "MigrationFolder": "joey.folder.folder",
    "Plan": "joey.model.plan",
    "Pushed": "joey.verbs.push",
    "Reset": "joey.verbs.reset",
    "Status": "joey.verbs.status",
    "Verdict": "joey.verbs.check",
    "check": "joey.verbs.check",
    "diff": "joey.verbs.diff",
    "errors": "joey.errors",
    "generate": "joey.verbs.generate",
    "history": "joey.verbs.history",
    "migrate": "joey.verbs.migrate",
    "push": "joey.verbs.push",
    "reset": "joey.verbs.reset",
    "status": "joey.verbs.status",
}

__version__ = "0.1.0"
__all__ = [
    "Catalog",
    "Config",
    "Difference",
    "Generated",
    "History",
    "JoeyError",
    "MigrateResult",
    "MigrationFolder",
    "Plan",
    "Pushed",
    "Reset",
    "Status",
    "Verdict",
    "check",
    "diff",
    "errors",
    "generate",
    "history",
    "migrate",
    "push",
    "reset",
    "status",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'joey' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    found = home if name == "errors" else getattr(home, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
