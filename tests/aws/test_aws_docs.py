"""What a machine can see of docs/aws being true: commands and options, links, rights, switches, categories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from joey.cli.main import cli
from joey.errors import JoeyError
from joey.testing.data_api import Switches

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/aws").glob("*.md"))
COMMAND = re.compile(r"\bjoey ((?:aws )?[a-z]+)([^`|\n#☁;:()]*)")


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Every command that a page shows, with what follows it: in code, by itself or in a line."""
    for code in re.findall(r"`([^`\n]+)`|^    (.+)$", text, re.MULTILINE):
        for found in COMMAND.finditer("".join(code)):
            yield found[1], found[2]


def command(name: str) -> click.Command | None:
    """The command of this name."""
    found: click.Command | None = cli
    for word in name.split():
        if not isinstance(found, click.Group):
            return None
        found = found.get_command(click.Context(found), word)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_are_there(page: Path) -> None:
    for name, rest in commands(page.read_text()):
        found = command(name)
        assert found is not None, f"joey {name}"
        group = found if isinstance(found, click.Group) else None
        meant = [command(f"{name} {one}") for one in group.list_commands(click.Context(group))] if group else [found]
        options = {option for one in meant if one for parameter in one.params for option in parameter.opts}
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
            assert option in options, f"joey {name} has no {option}"


def test_the_test_sees_commands() -> None:
    everywhere = {name for page in PAGES for name, _ in commands(page.read_text())}
    assert {"aws status", "aws restore", "aws logs", "generate", "init"} <= everywhere
    assert command("aws stats") is None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, fragment in re.findall(r"\]\(([^)#]*)(#[^)]*)?\)", page.read_text()):
        file = (page.parent / target).resolve() if target else page
        if "://" in target:
            continue
        assert file.exists(), target
        if fragment:
            slugs = {
                "#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
                for heading in re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
            }
            assert fragment in slugs, f"{target}{fragment}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_needs_an_account_is_marked(page: Path) -> None:
    needs = re.compile(r"^    (?:cd infra && )?(joey aws (?!bundle)|aws |npx cdk (deploy|bootstrap))")
    heading = ""
    for line in page.read_text().splitlines():
        heading = line if line.startswith("#") else heading
        if needs.match(line) and page.name != "cdk.md":
            assert "☁" in line + heading, line


def test_every_category_has_its_causes_and_solutions() -> None:
    page = (ROOT / "docs/aws/troubleshooting.md").read_text()
    headings = "\n".join(re.findall(r"^## (.+)$", page, re.MULTILINE))
    # What only a plan can be refused with never reaches a deployed function.
    known = {kind.category for kind in JoeyError.__subclasses__()} - {"DATA_LOSS", "PLAN_REFUSED"}
    assert known <= set(re.findall(r"[A-Z_]{5,}", headings))
    for section in page.split("\n## ")[1:]:
        if section.split("\n")[0].isupper():
            assert "**Cause**" in section
            assert "**Solution**" in section


def test_the_policy_is_that_of_the_construct() -> None:
    page = (ROOT / "docs/aws/iam.md").read_text()
    written = json.loads(page.split("```json\n")[1].split("```")[0])["Statement"]
    template = json.loads((Path(__file__).parent / "templates/JocularKangaroo-DatabaseStack-Prod.json").read_text())
    roles = [
        resource["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::IAM::Role" and "Policies" in resource["Properties"]
    ]
    (made,) = (statements for statements in roles if any(one["Sid"] == "DataApi" for one in statements))

    def rights(statements: list[dict[str, Any]]) -> dict[str, list[str]]:
        return {one["Sid"]: [one["Action"]] if isinstance(one["Action"], str) else one["Action"] for one in statements}

    assert rights(written) == rights(made)


def test_every_open_question_is_listed() -> None:
    page = (ROOT / "docs/aws/not-verified.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(Switches.questions())
