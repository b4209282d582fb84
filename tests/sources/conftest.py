"""A project's files, written in a test and read by joey."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from joey.sources.desired import Desired
from joey.sources.read import read


class Project:
    """A folder that stands for a user's project."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str) -> Path:
        """Write a file, its folders with it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
        return path

    def read(self, *sources: str) -> Desired:
        """The desired state of some sources."""
        return read(sources, self.root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)
