"""Metrics in CloudWatch's embedded metric format: lines of the log that CloudWatch reads as numbers."""

from __future__ import annotations

import time
from typing import Any

NAMESPACE = "Joey"
_BY_ENVIRONMENT = [["Environment"]]
_BY_CATEGORY = [["Environment"], ["Environment", "Category"]]


def of_success(migration_ms: int, total_ms: int, files: int, environment: str) -> dict[str, Any]:
    """The line for a run that came to its end."""
    units = {"MigrationDuration": "Milliseconds", "TotalDuration": "Milliseconds", "FilesProcessed": "Count"}
    values = {"MigrationDuration": migration_ms, "TotalDuration": total_ms, "FilesProcessed": files}
    return _line(units, _BY_ENVIRONMENT) | {"Environment": environment} | values


def of_failure(category: str, environment: str) -> dict[str, Any]:
    """The line for a run that failed: counted for the environment, and there for each category."""
    named = {"Environment": environment, "Category": category, "Failures": 1}
    return _line({"Failures": "Count"}, _BY_CATEGORY) | named


def _line(units: dict[str, str], dimensions: list[list[str]]) -> dict[str, Any]:
    metrics = [{"Name": name, "Unit": unit} for name, unit in units.items()]
    directive = {"Namespace": NAMESPACE, "Dimensions": dimensions, "Metrics": metrics}
    return {"_aws": {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [directive]}}
