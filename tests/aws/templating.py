"""Synthesized templates, to be asked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "jocular_kangaroo"
DEV, PROD = (f"JocularKangaroo-DatabaseStack-{name}" for name in ("Dev", "Prod"))
CONSTRUCTS = (DEV, PROD, "Least", "Around", "Database")
"""The stacks that have a DatabaseMigration."""


@dataclass(frozen=True)
class Template:
    """One synthesized template."""

    resources: dict[str, Any]
    outputs: dict[str, Any]

    def of(self, kind: str, id: str = "") -> dict[str, Any]:
        """The resources of a type, by their logical ids, that begin with `id`."""
        return {k: v for k, v in self.resources.items() if v["Type"] == kind and re.match(rf"{id}[0-9A-F]{{0,8}}$", k)}

    def one(self, kind: str, id: str) -> tuple[str, dict[str, Any]]:
        """The resource of a type whose logical id is `id` and CDK's hash."""
        ((found, resource),) = self.of(kind, id).items()
        return found, resource


def read(synthesis: Path, stack: str) -> Template:
    """The template of a stack."""
    document = json.loads((synthesis / "tests" / f"{stack}.template.json").read_text())
    return Template(document["Resources"], document.get("Outputs", {}))


def statements(role: dict[str, Any]) -> dict[str, tuple[list[str], list[Any], Any]]:
    """What a role allows: by Sid, the actions, the resources and the condition."""
    (policy,) = role["Properties"]["Policies"]
    found = {}
    for one in policy["PolicyDocument"]["Statement"]:
        assert one["Effect"] == "Allow"
        many = [one[key] if isinstance(one[key], list) else [one[key]] for key in ("Action", "Resource")]
        found[one["Sid"]] = (many[0], [spelled(arn) for arn in many[1]], one.get("Condition"))
    return found


def spelled(value: Any) -> str:
    """A value of a template as one text; what is asked of another resource as <resource.attribute>."""
    if isinstance(value, str):
        return value
    ((function, given),) = value.items()
    if function == "Fn::Join":
        return str(given[0]).join(spelled(part) for part in given[1])
    return f"<{given if isinstance(given, str) else '.'.join(given)}>"
