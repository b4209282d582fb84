"""The table of contents of a pg_dump archive: every dumpable object's own definition, drop and needs."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from joey.errors import InternalError

ABOUT_THE_DATABASE = frozenset({"ENCODING", "STDSTRINGS", "SEARCHPATH", "DATABASE", "DATABASE PROPERTIES"})
SECRET = frozenset({"SUBSCRIPTION", "USER MAPPING", "SERVER", "FOREIGN DATA WRAPPER"})
"""Entries that can hold a password: their text never enters a snapshot or a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: an object, or a fact about one (then `classid` is 0 and `needs[0]` tells whose)."""

    id: int
    classid: int
    objid: int
    tag: str
    desc: str
    section: int
    defn: str
    drop: str
    schema: str
    tablespace: str
    tableam: str
    owner: str
    needs: tuple[int, ...]


_QUOTED_OR_END = re.compile(
    r"""E'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$).*?\1|(?P<end>;)\s*(?=\n|\Z)""", re.DOTALL
)


def split(text: str) -> list[str]:
    """The statements of an entry's definition or drop; pg_dump ends each with a semicolon at the end of a line."""
    out, start = [], 0
    for found in _QUOTED_OR_END.finditer(text):
        if found["end"]:
            out.append(text[start : found.start()])
            start = found.end()
    out.append(text[start:])
    return [statement.strip() for statement in out if statement.strip()]


def read(data: bytes) -> list[Entry]:
    """The entries of a `-Fc` archive, formats 1.14 (PostgreSQL 15) to 1.16 (17, 18).

    The archive is read, never the verbose text: in that a comment can forge an entry. An unknown format is an
    InternalError. Source: PostgreSQL, pg_backup_archiver.c, ReadHead and ReadToc.
    """
    file = io.BytesIO(data)
    if file.read(5) != b"PGDMP":
        raise InternalError("What pg_dump wrote isn't an archive.")
    version = tuple(file.read(3))
    if not (1, 14, 0) <= version < (1, 17, 0):
        raise InternalError(
            f"The archive format {'.'.join(map(str, version))} of this pg_dump is not known.",
            hint="joey knows the pg_dump of PostgreSQL 15 to 18.",
        )
    width, offset, form = file.read(3)

    def integer() -> int:
        sign = file.read(1)[0]
        value = int.from_bytes(file.read(width), "little")
        return -value if sign else value

    def text() -> str | None:
        length = integer()
        return None if length < 0 else file.read(length).decode("utf8", "surrogateescape")

    if version >= (1, 15, 0):
        file.read(1)  # compression
    else:
        integer()
    for _ in range(7):
        integer()  # time of day
    for _ in ("database", "server version", "pg_dump version"):
        text()
    entries = []
    for _ in range(integer()):
        number, _data = integer(), integer()
        classid, objid = int(text() or 0), int(text() or 0)
        tag, desc, section, defn, drop = text(), text(), integer(), text(), text()
        _copy, schema, tablespace, tableam = text(), text(), text(), text()
        if version >= (1, 16, 0):
            integer()  # relkind
        owner, _oids = text(), text()
        needs = []
        while (need := text()) is not None:
            needs.append(int(need))
        if form == 1:
            file.read(1 + offset)  # where the data lie in a custom archive
        else:
            text()
        entries.append(
            Entry(
                id=number,
                classid=classid,
                objid=objid,
                tag=tag or "",
                desc=desc or "",
                section=section,
                defn=defn or "",
                drop=drop or "",
                schema=schema or "",
                tablespace=tablespace or "",
                tableam=tableam or "",
                owner=owner or "",
                needs=tuple(needs),
            )
        )
    return entries
