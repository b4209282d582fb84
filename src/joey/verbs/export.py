"""export: the whole desired schema as SQL."""

from __future__ import annotations

from joey.verbs.diff import export

__all__ = ["export"]
