"""The door to the construct, and the example around it, as they are installed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from joey.aws import bundle

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


def test_the_handler_of_the_example_calls_joeys_with_its_own_logger(tmp_path: Path) -> None:
    """From its zip alone: nothing of this checkout or of what is installed beside it is on the path."""
    made = bundle.build(EXAMPLE / "drizzle", tmp_path / "bundle.zip", index=EXAMPLE / "infra" / "database" / "lambda")
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path / "task")
    call = "import index, json, sys; json.dump(index.handler({'command': 'dance'}, None), sys.stderr)"
    program = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'task')!r}); {call}"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, env={"JOEY_ENVIRONMENT": "dev"})
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines
    assert all(line["service"] == "jocular-kangaroo" for line in lines)
    error = json.loads(done.stderr)["error"]
    assert (error["category"], lines[0]["category"]) == ("CONFIGURATION", "CONFIGURATION")
    assert "dance" in error["message"]
