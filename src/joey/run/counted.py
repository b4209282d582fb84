"""A block that commits by itself, made to take its own count along in its last transaction.

Over the Data API nothing can follow a statement in its transaction, so the count goes into the block.
"""

from __future__ import annotations

import re

_DO = re.compile(r"(?is)do\s+(?:language\s+plpgsql\s+)?(\$\w*\$)(?!\s*#)(.*)\1(?:\s*language\s+plpgsql)?\s*\Z")
_CALL = re.compile(r"(?is)call\s+(.*)\Z")


def counted(sql: str, count: str) -> str | None:
    """The block, or call, with PL/pgSQL behind it that counts; None where that can't be told to be the same."""
    if (block := _DO.match(sql)) and block[1] not in block[2]:
        body = re.sub(r";\s*\Z", "", block[2])
    elif call := _CALL.match(sql):
        body = f"CALL {call[1]}"
    else:
        return None
    tag = "$joey$"
    return None if tag in sql or tag in count else f"DO {tag} BEGIN {body}\n;\n{count}\nEND {tag}"
