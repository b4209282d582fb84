"""Indexes that no constraint owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.model.address import Address
from joey.postgres.guard import guard
from joey.postgres.names import ident, literal, option_changes, option_name
from joey.postgres.object import USER, How, Lines, Object, Part, below, ref, row, without_name

# As pg_get_indexdef writes them. Source: PostgreSQL, flatten_reloptions in ruleutils.c.
WITH = """coalesce((SELECT ' WITH ('||string_agg(quote_ident(split_part(o, '=', 1))||'='
            ||CASE WHEN quote_ident(v) = v THEN v ELSE quote_literal(v) END, ', ' ORDER BY place)||')'
            FROM unnest(c.reloptions) WITH ORDINALITY u(o, place), substr(o, strpos(o, '=') + 1) v), '')"""
BUILT_IN = frozenset({"pages_per_range"})
"""Storage parameters that an index takes on only when it is built."""


def is_copy(index: str) -> str:
    """SQL: an index of a partition, a row of pg_class, is what PostgreSQL makes of its parent's index by itself.

    Source: PostgreSQL, ChooseIndexName in indexcmds.c. A name that had to be cut off is taken for the user's own.
    """
    return f"""coalesce((SELECT up.reloptions IS NOT DISTINCT FROM {index}.reloptions
              AND left({index}.relname, length(chosen.name)) = chosen.name
              AND substr({index}.relname, length(chosen.name) + 1) ~ '^[0-9]*$'
              AND NOT EXISTS (SELECT FROM pg_attribute sa
                WHERE sa.attrelid = {index}.oid AND coalesce(sa.attstattarget, -1) >= 0)
            FROM pg_inherits ii JOIN pg_class up ON up.oid = ii.inhparent
            JOIN pg_index ix ON ix.indexrelid = ii.inhrelid JOIN pg_class it ON it.oid = ix.indrelid
            CROSS JOIN LATERAL (SELECT it.relname||'_'||CASE WHEN ix.indisprimary THEN 'pkey' ELSE
                string_agg(ia.attname, '_' ORDER BY ia.attnum)||coalesce((
                  SELECT CASE ik.contype WHEN 'u' THEN '_key' ELSE '_excl' END FROM pg_constraint ik
                  WHERE ik.conrelid = ix.indrelid AND ik.conindid = ix.indexrelid AND ik.contype IN ('u', 'x')), '_idx')
                END AS name
              FROM pg_attribute ia WHERE ia.attrelid = ix.indexrelid) chosen
            WHERE ii.inhrelid = {index}.oid), false)"""


def all_copies(index: str) -> str:
    """SQL: an index of a partitioned table is valid, and all under it are what PostgreSQL makes of it by itself."""
    return f"""({index}.relkind = 'I' AND (SELECT vx.indisvalid FROM pg_index vx WHERE vx.indexrelid = {index}.oid)
            AND NOT EXISTS ({below(f"{index}.oid")}
              SELECT FROM below b CROSS JOIN LATERAL (SELECT {is_copy("bc")} AS is_copy FROM pg_class bc
                WHERE bc.oid = b.inhrelid OFFSET 0) bc WHERE NOT bc.is_copy))"""


_CONSTRAINED = f"""CASE WHEN c.relkind <> 'I' THEN '{{}}' ELSE ARRAY({below("c.oid")}
            SELECT format('to_regclass(%L), %L', k.relation, k.conname) FROM below b CROSS JOIN LATERAL (
              SELECT quote_ident(bn.nspname)||'.'||quote_ident(bc.relname) AS relation, k.conname
              FROM pg_index bx JOIN pg_constraint k ON k.conrelid = bx.indrelid AND k.conindid = bx.indexrelid
                AND k.contype IN ('p', 'u', 'x') JOIN pg_class bc ON bc.oid = bx.indrelid
              JOIN pg_namespace bn ON bn.oid = bc.relnamespace WHERE bx.indexrelid = b.inhrelid OFFSET 0) k
            ORDER BY 1) END"""


@dataclass(frozen=True, kw_only=True)
class Index(Object):
    """An index, as PostgreSQL itself writes it."""

    TYPE: ClassVar[str] = "index"
    NAMESPACE: ClassVar[str] = "relation"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          d.text, CASE WHEN c.reloptions IS NULL THEN d.text ELSE replace(d.text, {WITH}, '') END AS definition,
          ARRAY(SELECT o FROM unnest(c.reloptions) o ORDER BY 1) AS options,
          x.indisvalid AS valid, c.relkind = 'I' AS of_partitioned,
          t.relispartition AND {is_copy("c")} AS is_copy, {all_copies("c")} AS spreading,
          quote_ident(tn.nspname)||'.'||quote_ident(t.relname) AS of_table, {_CONSTRAINED} AS constraints,
          ARRAY(SELECT a.attnum||'='||a.attstattarget FROM pg_attribute a WHERE x.indexprs IS NOT NULL
            AND a.attrelid = c.oid AND coalesce(a.attstattarget, -1) >= 0 ORDER BY a.attnum) AS statistics,
          {ref("pg_class", "x.indrelid")} AS part_of,
          CASE WHEN c.relispartition THEN
            (SELECT {ref("pg_class", "i.inhparent")} FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS carried_by
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        CROSS JOIN LATERAL (SELECT pg_get_indexdef(c.oid) AS text OFFSET 0) d
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't' AND NOT EXISTS (
          SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))"""

    definition: str
    """Its text without its storage parameters."""
    text: str = field(default="", compare=False)
    options: tuple[str, ...] = ()
    valid: bool = True
    statistics: tuple[str, ...] = ()
    of_partitioned: bool = field(default=False, compare=False)
    is_copy: bool = field(default=False, compare=False)
    """Whether it is what PostgreSQL makes of its parent's index by itself."""
    spreading: bool = field(default=False, compare=False)
    """Whether all the indexes under it are such copies."""
    of_table: str = field(default="", compare=False)
    constraints: tuple[str, ...] = field(default=(), compare=False)
    """Partitions' own constraints whose indexes are under it, each as SQL for (table, name)."""

    @property
    def nameless(self) -> Index:
        return replace(super().nameless, definition=without_name(self.definition, ident(self.name)))

    def path(self, whole: Address | None) -> tuple[str, ...]:
        return (*whole.names, self.name) if whole else self.address.names

    def carried(self, verb: str) -> bool:
        return verb == "drop" or (verb == "create" and self.is_copy)

    def spreads(self, how: How) -> bool:
        return self.spreading and not how.apart

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        text = self.text.replace(" ON ONLY ", " ON ", 1) if self.spreads(how) else self.text
        return [text, *self._targets(())]

    def drop(self, how: How) -> Lines:
        drop = f"DROP INDEX {self.sql_name}"
        if not self.constraints:
            return [drop]
        # A constraint under it can't go before it, nor be detached; without CASCADE it doesn't go with it either.
        going = [f"'pg_class'::regclass, {literal(self.sql_name)}::regclass::oid"]
        found = "SELECT oid FROM pg_constraint WHERE (conrelid, conname) ="
        going += [f"'pg_constraint'::regclass, ({found} ({constraint}))" for constraint in self.constraints]
        lock = f"LOCK TABLE {self.of_table} IN ACCESS EXCLUSIVE MODE"
        return [guard(f"Index {'.'.join(self.address.names)}", going, lock), f"{drop} CASCADE"]

    def _targets(self, old: tuple[str, ...]) -> list[str]:
        was, will = (dict(s.split("=") for s in x) for x in (old, self.statistics))
        changed = {k: will.get(k, "-1") for k in sorted(was.keys() | will.keys(), key=int) if was.get(k) != will.get(k)}
        return [f"ALTER INDEX {self.sql_name} ALTER COLUMN {k} SET STATISTICS {v}" for k, v in changed.items()]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Index)
        if new.definition != self.definition or (self.valid != new.valid and not (new.valid and new.of_partitioned)):
            return None  # that of a partitioned table becomes valid when the last partition's is attached
        if {option_name(o) for o in set(self.options) ^ set(new.options)} & BUILT_IN:
            return None
        return [
            *option_changes(f"ALTER INDEX {self.sql_name}", self.options, new.options),
            *new._targets(self.statistics),
        ]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        if self.constraints:
            return False  # PostgreSQL would drop it alone
        return not how.cautious  # ALTER COLUMN TYPE remakes the table's indexes from their text
