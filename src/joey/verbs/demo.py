"""The tour's ground: the example, copied into a folder, and a PostgreSQL for as long as the tour goes."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import joey
from joey.errors import ConfigurationError

CHANGE = "demo_change"
"""The example's own name for what the tour lays over it as a change to the models."""

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
    skipped = shutil.ignore_patterns(CHANGE, "__pycache__", ".keep", "joey-demo")
    shutil.copytree(example(), directory, ignore=skipped, dirs_exist_ok=True)
    return tuple(sorted(path.relative_to(directory) for path in directory.rglob("*") if path.is_file()))


def change_models(directory: Path) -> tuple[Path, ...]:
    """Lay the example's change over the folder; the files that it touches, as seen from there."""
    change = example() / CHANGE
    changed = tuple(sorted(path.relative_to(change) for path in change.rglob("*.py")))
    for path in changed:
        shutil.copyfile(change / path, directory / path)
    return changed


@contextlib.contextmanager
def tour_database() -> Iterator[str]:
    """The URL of a database, which isn't made yet, on an embedded PostgreSQL that ends with the tour."""
    from joey.connect import url as urls
    from joey.connect.scratch import open_scratch

    with open_scratch("embedded") as server:
        yield urls.with_database(server.url, DATABASE)
