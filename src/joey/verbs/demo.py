"""The tour's ground: the example, copied into a folder, and a PostgreSQL for as long as the tour goes."""

from __future__ import annotations

import contextlib
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import joey
from joey.errors import ConfigurationError, InternalError

CHANGE = "demo_change.toml"
"""In the example: the change to its models, as `say` and, in `file`, `find` that becomes `replace`."""

DATABASE = "jocular_kangaroo"


def example() -> Path:
    """The example: beside the modules in an installed joey, in `examples` of a checkout."""
    package = Path(joey.__file__).parent
    for place in (package / "example", package.parent.parent / "examples/jocular_kangaroo"):
        if place.is_dir():
            return place
    raise ConfigurationError("This installation of joey has no example", hint="pip install --force-reinstall joey")


def copy_example(directory: Path) -> tuple[Path, ...]:
    """Copy the example into a new or empty folder; the files, as seen from there."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ConfigurationError(
            f"{directory} holds something already", hint="name another folder: joey demo DIR", file=str(directory)
        )
    skipped = shutil.ignore_patterns(CHANGE, "__pycache__", ".*_cache", ".venv", ".keep", "node_modules", "cdk.out")
    shutil.copytree(example(), directory, ignore=skipped, dirs_exist_ok=True)
    return tuple(sorted(path.relative_to(directory) for path in directory.rglob("*") if path.is_file()))


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a file of the example."""

    say: str
    file: str
    find: str
    replace: str

    def apply(self, directory: Path) -> None:
        """Make the change in the copy."""
        path = directory / self.file
        text = path.read_text("utf-8")
        if text.count(self.find) != 1:
            raise InternalError(f"The example's change doesn't fit {self.file}", file=str(path))
        path.write_text(text.replace(self.find, self.replace), "utf-8")


def changes() -> tuple[Change, ...]:
    """What the tour changes in the models."""
    document = tomllib.loads((example() / CHANGE).read_text("utf-8"))
    return tuple(Change(**change) for change in document["change"])


@contextlib.contextmanager
def tour_database() -> Iterator[str]:
    """The URL of a database, which isn't made yet, on an embedded PostgreSQL that ends with the tour."""
    from joey.connect import url as urls
    from joey.connect.scratch import open_scratch

    with open_scratch("embedded") as server:
        yield urls.with_database(server.url, DATABASE)
