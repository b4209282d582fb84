"""The door to the construct, and the example around it, as they are installed."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "jocular_kangaroo"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aws_cdk", None)
    with pytest.raises(ImportError, match=r"^joey\.aws\.cdk needs the extra cdk: pip install 'joey\[cdk\]'$"):
        import joey.aws.cdk  # noqa: F401


def test_the_wheel_has_the_whole_example() -> None:
    """It names the parts of the example one by one; a new file must be among them."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = {source: target for source, target in build["force-include"].items() if source.startswith("examples/")}
    assert all(
        target == f"joey/example{source.removeprefix('examples/jocular_kangaroo')}" for source, target in named.items()
    )
    left = {"node_modules", "cdk.out", "__pycache__", ".venv"}
    files = [file for file in EXAMPLE.rglob("*") if file.is_file() and not left & set(file.parts)]
    assert len(files) > 20
    for file in files:
        places = [place.relative_to(ROOT).as_posix() for place in (file, *file.parents) if place.is_relative_to(ROOT)]
        assert any(place in named for place in places), f"{file} is not in the wheel"
