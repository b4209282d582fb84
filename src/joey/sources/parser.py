"""PostgreSQL's own parser; imported only where SQL is to be split, since it takes a while to load."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Imported by name: the stubs of its generated module are not valid Python.
postgast: Any = import_module("postgast")
nodes: Any = import_module("postgast.pg_query_pb2")
