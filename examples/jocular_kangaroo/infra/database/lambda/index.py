"""What Lambda calls: joey's handler, with our logger."""

from __future__ import annotations

from typing import Any

from logger import write

from joey.aws.handler import handler as migrate


def handler(event: Any, context: Any) -> dict[str, Any]:
    """Migrate as CloudFormation, or who calls the function, asks."""
    return migrate(event, context, write)
