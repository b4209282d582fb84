"""Enumerated types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import indent
from typing import ClassVar, NamedTuple

from joey.model.plan import Loss, Statement
from joey.postgres.names import dollar_quoted, ident, literal, qualified, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, moved_aside, row

TYPES = f"""
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid >= {USER} AND n.nspname !~ '^pg_'"""
_ELEMENT, _BOUNDS, _ATTRIBUTE = "each", "bounds", "."

# From a type to what its values stand in, up to the columns of tables; a partition's rows are its parent's.
HELD = f"""
        WITH RECURSIVE around AS MATERIALIZED (
            SELECT typelem AS inner_type, oid AS outer_type, '{_ELEMENT}' AS step FROM pg_type
              WHERE typelem >= {USER} AND typcategory = 'A'
            UNION ALL SELECT typbasetype, oid, '' FROM pg_type WHERE typbasetype >= {USER}
            UNION ALL SELECT rngsubtype, rngtypid, '{_BOUNDS}' FROM pg_range WHERE rngsubtype >= {USER}
            UNION ALL SELECT rngtypid, rngmultitypid, '{_ELEMENT}' FROM pg_range WHERE rngtypid >= {USER}
            UNION ALL SELECT a.atttypid, c.reltype, '{_ATTRIBUTE}'||a.attname::text COLLATE "default"
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE a.atttypid >= {USER} AND a.attnum > 0 AND NOT a.attisdropped AND c.reltype <> 0),
          path AS (
            SELECT oid AS enum, oid AS type, '{{}}'::text[] AS steps FROM pg_type WHERE typtype = 'e' AND oid >= {USER}
            UNION ALL SELECT p.enum, o.outer_type, o.step||p.steps FROM path p
              JOIN around o ON o.inner_type = p.type),
          held AS MATERIALIZED (
            SELECT p.enum, array_agg(place ORDER BY place) AS places
            FROM path p JOIN pg_attribute a ON a.atttypid = p.type AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = ''
            JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relpersistence <> 't' JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (SELECT json_build_array(n.nspname, c.relname, a.attname,
              c.relkind = 'r' AND c.relhassubclass,
              c.relrowsecurity AND c.relforcerowsecurity, array_remove(p.steps, ''))::text AS place) x
            GROUP BY p.enum)"""


class Place(NamedTuple):
    """A column in which values of a type stand: in it, or in what it is made of."""

    schema: str
    table: str
    column: str
    only: bool
    """Whether other tables, which have columns of their own, inherit from the table."""
    forced: bool
    """Whether row security is forced also upon the owner of the table."""
    steps: list[str]
    """The way from the column to the values."""

    def __str__(self) -> str:
        steps = (step if step.startswith(_ATTRIBUTE) else "" if step == _BOUNDS else "[]" for step in self.steps)
        return ".".join(self[:3]) + "".join(steps)

    def counted(self, labels: str) -> str:
        """SQL: a query that gives the place, each label of a list in it, and how many rows hold that one."""
        value, each = ident(self.column), ""
        for number, step in enumerate(self.steps, 1):
            if step.startswith(_ATTRIBUTE):
                value = f"({value}).{ident(step[1:])}"
                continue
            many = f"ARRAY[lower({value}), upper({value})]" if step == _BOUNDS else value
            value = f"v{number}"
            each += f"{',' if each else ' FROM'} unnest({many}) AS {value}"
        table = f"{'ONLY ' if self.only else ''}{qualified(self.schema, self.table)}"
        label, source = f"{value}::text", table
        if each:
            label = "held.label"
            source = f"{table} AS t, LATERAL (SELECT DISTINCT {value}::text AS label{each}) AS held"
        return (
            f"SELECT {literal(str(self))} AS place, {label} AS label, count(*) AS n\n"
            f"FROM {source}\nWHERE {label} IN ({labels}) GROUP BY 2"
        )


@dataclass(frozen=True, kw_only=True)
class Enum(Object):
    """An enumerated type and its labels, in order."""

    TYPE: ClassVar[str] = "type"
    NAMESPACE: ClassVar[str] = "type"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    MEMBER: ClassVar[str] = "label"
    SIGN: ClassVar[str] = f"pg_type WHERE typtype = 'e' AND oid >= {USER}"
    QUERY: ClassVar[str] = f"""{HELD}
        SELECT {row("pg_type", "t.oid")}, ARRAY[n.nspname, t.typname]::text[] AS names,
          ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
          coalesce((SELECT h.places FROM held h WHERE h.enum = t.oid), '{{}}') AS held
        {TYPES} AND t.typtype = 'e'"""

    labels: tuple[str, ...]
    held: tuple[str, ...] = field(default=(), compare=False)
    """The columns in which its values stand, each a Place as JSON."""

    @property
    def words(self) -> tuple[str, ...]:
        return ("enum", self.TYPE)

    @property
    def members(self) -> tuple[str, ...]:
        return self.labels

    def rename_member(self, old: str, new: str) -> Lines:
        return [f"ALTER TYPE {self.sql_name} RENAME VALUE {literal(old)} TO {literal(new)}"]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        labels = ", ".join(map(literal, self.labels))
        if len(labels) > 80:
            labels = "\n    " + ",\n    ".join(map(literal, self.labels)) + "\n"
        return [f"CREATE TYPE {self.sql_name} AS ENUM ({labels})"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Enum)
        if [label for label in new.labels if label in self.labels] != list(self.labels):
            return None
        have, out = list(self.labels), []
        for place, label in enumerate(new.labels):
            if label in have:
                continue
            if place == len(have):
                where = ""
            elif place:
                where = f" AFTER {literal(new.labels[place - 1])}"
            else:
                where = f" BEFORE {literal(have[0])}"
            have.insert(place, label)
            sql = f"ALTER TYPE {self.sql_name} ADD VALUE {literal(label)}{where}"
            out.append(Statement(sql, commit_after=True))
        return out

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        losses = tuple(Loss("label", (*self.address.names, label)) for label in self._removed(new))
        return moved_aside(self, "TYPE", renamed_away(self.name), losses=losses)

    def _removed(self, new: Object) -> list[str]:
        """The labels that `new` doesn't have, and that a column of tables may hold."""
        if not isinstance(new, Enum) or not list(self._stays(new)):
            return []
        return [label for label in self.labels if label not in new.labels]

    def _stays(self, new: Enum) -> Iterator[Place]:
        """The columns in which its values stand before and after."""
        after = {tuple(json.loads(place)[:3]) for place in new.held}
        for place in map(json.loads, self.held):
            if tuple(place[:3]) in after:
                yield Place(*place)

    def demands(self, new: Object, how: How) -> Lines:
        """A block that counts the rows which hold a label that goes, by label and column, and fails where it finds
        some: before anything is changed."""
        removed = self._removed(new)
        if not removed:
            return []
        assert isinstance(new, Enum)
        places = list(self._stays(new))
        gone = ", ".join(map(literal, removed))
        counts = indent("\nUNION ALL\n".join(place.counted(gone) for place in places), " " * 8)
        # Row security that is forced upon the owner would hide rows.
        forced = list(dict.fromkeys(qualified(*p[:2]) for p in places if p.forced))
        seen = "".join(f"    ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n" for table in forced)
        hidden = "".join(f"    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n" for table in forced)
        first = next((p for p in places if not p.steps), None)
        example = ""
        if first:
            column = ident(first.column)
            example = (
                f", for example UPDATE {qualified(*first[:2])} SET {column} = {literal(next(iter(new.labels), '…'))}"
                f" WHERE {column} = {literal(removed[0])}"
            )
        hint = f"Give these rows another label first{example}; then migrate again. Nothing was changed."
        message = f"Labels that are removed from the type {'.'.join(self.address.names)} are in use: "
        body = (
            f"\nDECLARE\n    used text;\nBEGIN\n{seen}"
            f"    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)\n"
            f"    INTO used FROM (\n{counts}\n    ) AS counted;\n"
            f"    IF used IS NOT NULL THEN\n"
            f"        RAISE EXCEPTION USING MESSAGE = {literal(message)} || used,\n"
            f"            HINT = {literal(hint)};\n"
            f"    END IF;\n{hidden}END\n"
        )
        return [f"DO {dollar_quoted(body)}"]
