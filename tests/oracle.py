"""The second observer of the tests: two databases are equal where pg_dump writes the same statements of both.

What is left out of the comparison, and why:

- comments, blank lines, and `\\restrict` / `\\unrestrict`, whose key is new in every dump;
- `SET …` and `SELECT pg_catalog.set_config(…)`, which set up pg_dump's own session;
- the order of statements, which pg_dump settles by name and need;
- the order of columns within a table: PostgreSQL adds a new one at the end;
- the order of storage parameters, which has no meaning;
- the names that PostgreSQL 18 chooses for not-null constraints, by what else is there at that moment.
"""

from __future__ import annotations

import re

from joey.connect import pg_dump
from joey.connect.scratch import Database, Scratch

_NOISE = re.compile(r"(?m)^(\\(un)?restrict .*|--.*|SET .*|SELECT pg_catalog\.set_config.*|)\n")
_OPTIONS = re.compile(r"WITH \(([^()]*)\)")
_CHOSEN = re.compile(r'CONSTRAINT ("[^"]*_not_null\d*"|\w*_not_null\d*) (?=NOT NULL)')


def statements(scratch: Scratch, database: Database) -> list[str]:
    """The schema of a database as normalised statements, sorted."""
    text = _NOISE.sub("", pg_dump.plain(scratch.pg_dump_program, database.url))
    return sorted(_normal(s.strip()) for s in re.split(r";\n", text) if s.strip())


def _normal(statement: str) -> str:
    statement = _OPTIONS.sub(lambda found: f"WITH ({', '.join(sorted(found[1].split(', ')))})", statement)
    if not re.match(r"CREATE (UNLOGGED |FOREIGN )?TABLE ", statement):
        return statement
    head, *body = statement.split("\n")
    columns = sorted(_CHOSEN.sub("", line.rstrip(",")) for line in body)
    return "\n".join([head, *columns])
