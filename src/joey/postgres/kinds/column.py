"""Columns of tables."""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import dataclass, field, replace
from typing import ClassVar

from joey.model.plan import Statement
from joey.postgres.casts import is_of_zone, is_text, loses_over_text, loses_silently, needs_using, on_the_way
from joey.postgres.kinds.default import Default
from joey.postgres.kinds.not_null import NotNull
from joey.postgres.kinds.sequence import Sequence
from joey.postgres.names import ident, option_changes, qualified, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, Verb, below, collation_name, parents, ref, row

STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_TEXTS = ("text", "character varying")
COMPRESSION = {"p": "pglz", "l": "lz4", "": "default"}


def parent_ref(what: str, join: str = "") -> str:
    """SQL for a reference to the same column, or something of it, of the first parent."""
    return f"""CASE WHEN a.attinhcount > 0 THEN (SELECT {what} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped {join}
            WHERE i.inhrelid = a.attrelid ORDER BY i.inhseqno LIMIT 1) END"""


_STORED = "CASE WHEN pa.attstorage <> t.typstorage THEN pa.attstorage ELSE '' END::text||'/'||pa.attcompression::text"

_EXPRESSION = "pg_get_expr(pd.adbin, pd.adrelid)"
_ITS_EXPRESSION = "JOIN pg_attrdef pd ON a.attgenerated <> '' AND pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum"
_OTHERWISE_BELOW = f"""a.attgenerated <> '' AND c.relhassubclass AND EXISTS ({below("c.oid")}
            SELECT FROM below b CROSS JOIN LATERAL (SELECT pg_get_expr(bd.adbin, bd.adrelid) AS expression
              FROM pg_attribute ba JOIN pg_attrdef bd ON bd.adrelid = ba.attrelid AND bd.adnum = ba.attnum
              WHERE ba.attrelid = b.inhrelid AND ba.attname = a.attname OFFSET 0) bd
            WHERE bd.expression <> pg_get_expr(d.adbin, d.adrelid))"""


@dataclass(frozen=True, kw_only=True)
class Column(Object):
    """A column of a table."""

    TYPE: ClassVar[str] = "column"
    IN_A_ROW: ClassVar[bool] = True
    RENAME_ROUND: ClassVar[int] = 2
    IRREPLACEABLE: ClassVar[bool] = True
    OWN: ClassVar[frozenset[str]] = frozenset({"storage", "compression", "statistics", "options"})
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid", "a.attnum")}, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
          format_type(a.atttypid, a.atttypmod) AS type,
          CASE WHEN a.attcollation <> t.typcollation THEN {collation_name("a.attcollation", "a.atttypid")} END
            AS collation,
          CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage ELSE '' END::text AS storage,
          t.typstorage::text AS type_storage, a.attcompression::text AS compression,
          coalesce(a.attstattarget, -1)::int AS statistics, coalesce(a.attoptions, '{{}}') AS options,
          {parent_ref(_STORED)} AS handed_down, c.relhassubclass AND EXISTS (
            SELECT FROM pg_inherits ch WHERE ch.inhparent = c.oid) AS hands_down,
          CASE WHEN t.typtype = 'd' THEN (WITH RECURSIVE below AS (SELECT t.typbasetype AS type, t.typtypmod AS mod
            UNION ALL SELECT b.typbasetype, b.typtypmod FROM below JOIN pg_type b ON b.oid = type AND b.typtype = 'd')
            SELECT format_type(type, mod) FROM below JOIN pg_type b ON b.oid = type AND b.typtype <> 'd') END AS base,
          a.attgenerated::text AS generated, t.typdefault IS NOT NULL AS type_default,
          CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS expression,
          {parent_ref(_EXPRESSION, _ITS_EXPRESSION)} AS handed_expression, {_OTHERWISE_BELOW} AS otherwise_below,
          a.attislocal OR c.relispartition AS local, {parents("c")} AS parents,
          c.relispartition AS partition, a.attnum::int AS position,
          c.reloftype <> 0 AS typed, c.relkind = 'p' AND (EXISTS (SELECT FROM pg_partitioned_table pt
              WHERE pt.partrelid = c.oid AND a.attnum = ANY (pt.partattrs))
            OR EXISTS (SELECT FROM pg_depend pd WHERE pd.classid = 'pg_class'::regclass AND pd.objid = c.oid
              AND pd.objsubid = 0 AND pd.refobjid = c.oid AND pd.refobjsubid = a.attnum)) AS in_key,
          {ref("pg_class", "c.oid")} AS part_of,
          CASE WHEN c.reloftype <> 0 THEN ARRAY[{ref("pg_type", "c.reloftype")}] END AS also,
          {parent_ref(ref("pg_class", "pa.attrelid", "pa.attnum"))} AS carried_by
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON a.attgenerated <> '' AND d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= {USER}
          AND n.nspname !~ '^pg_' AND c.relpersistence <> 't'"""

    type: str
    collation: str | None = None
    storage: str = ""
    type_storage: str = field(default="", compare=False)
    compression: str = ""
    statistics: int = -1
    options: tuple[str, ...] = ()
    handed_down: str | None = field(default=None, compare=False)
    """How its parent's is stored, `storage/compression`, where it has one: so it is made."""
    hands_down: bool = field(default=False, compare=False)
    """Whether its table has children."""
    generated: str = ""
    expression: str | None = None
    handed_expression: str | None = field(default=None, compare=False)
    """The expression of its parent's, where it has one: so it is made."""
    otherwise_below: bool = field(default=False, compare=False)
    """Whether a table under its own generates it by another expression."""
    local: bool = True
    """Whether its table declares it, perhaps besides inheriting it."""
    parents: tuple[str, ...] = field(default=(), compare=False)
    partition: bool = field(default=False, compare=False)
    typed: bool = field(default=False, compare=False)
    in_key: bool = field(default=False, compare=False)
    """Whether its table is partitioned by it, or by an expression of it."""
    base: str | None = field(default=None, compare=False)
    """The type below its type, where that is a domain."""
    type_default: bool = field(default=False, compare=False)
    """Whether its type, a domain, has a default."""

    @property
    def table(self) -> str:
        return qualified(*self.address.names[:2])

    @property
    def phrase(self) -> str:
        return f"COLUMN {self.sql_name}"

    @property
    def grant_phrase(self) -> str:
        return f"({ident(self.name)}) ON TABLE {self.table}"

    @property
    def _at(self) -> str:
        only = "ONLY " if self.partition and not self.hands_down else ""
        return f"ALTER TABLE {only}{self.table} ALTER COLUMN {ident(self.name)}"

    @property
    def _only_at(self) -> str:
        """As `_at`, but without its children's: some of what it says would reach them, and some not."""
        only = "ONLY " if self.partition or self.hands_down else ""
        return f"ALTER TABLE {only}{self.table} ALTER COLUMN {ident(self.name)}"

    @property
    def holds_data(self) -> bool:
        return not self.generated

    @property
    def expendable(self) -> bool:
        return True

    def resembles(self, new: Object) -> float:
        assert isinstance(new, Column)
        if bool(self.generated) != bool(new.generated):
            return 0.0
        if self.type == new.type:
            return 1.0
        return 0.0 if needs_using(self.type, new.type) else 0.6

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        if self.typed:
            return None  # it follows its type's attribute
        return [f"ALTER TABLE {self.table} RENAME COLUMN {ident(self.name)} TO {ident(names[-1])}"]

    def clause(self, how: How, parts: Seq[Part]) -> str | None:
        if not self.local:
            return ",\n    ".join(o.in_table for o, _ in parts if isinstance(o, NotNull) and o.local)
        serial = next((clause for o, clause in parts if isinstance(o, Sequence)), None)
        made = (Sequence, Default) if serial else ()
        inner = [clause for o, clause in parts if clause and not isinstance(o, made)]
        inner = [clause for clause in inner if not serial or clause != "NOT NULL"]
        if self.typed:
            return f"{ident(self.name)} WITH OPTIONS {' '.join(inner)}" if inner else ""
        out = [f"{ident(self.name)} {serial or self.type}"]
        bare = self._made(how)
        if bare.storage == self.storage != "" and how.target >= 16:
            out.append(f"STORAGE {STORAGE[self.storage]}")
        if bare.compression == self.compression != "":
            out.append(f"COMPRESSION {COMPRESSION[self.compression]}")
        if self.collation:
            out.append(f"COLLATE {self.collation}")
        if self.generated:
            out.append(self._generation(self.expression))
        return " ".join(out + inner)

    def _generation(self, expression: str | None) -> str:
        return f"GENERATED ALWAYS AS ({expression}) {'STORED' if self.generated == 's' else 'VIRTUAL'}"

    def create(self, how: How, parts: Seq[Part]) -> Lines:
        if self.typed or not self.local:
            return []
        sql, column = f"ALTER TABLE {self.table} ADD COLUMN {self.clause(how, parts)}", ident(self.name)
        kinds = {o.TYPE for o, _ in parts}
        if "not null" not in kinds or kinds & {"default", "identity"} or self.generated or self.type_default:
            return [sql]
        note = (
            f"{'.'.join(self.address.names)} is new, NOT NULL and has no default, which fails on a table with rows. "
            f"Give it a default, or add it without NOT NULL, fill it in (UPDATE {self.table} SET {column} = …), "
            "and make it NOT NULL then."
        )
        return [Statement(sql, note=note)]

    def finish(self, how: How) -> Lines:
        return self._made(how)._settings(self)

    def differs(self, how: How, whole: bool) -> Lines:
        if self.handed_expression in (None, self.expression) or how.target < 17:
            return []
        return [f"{self._only_at} SET EXPRESSION AS ({self.expression})"]

    @property
    def unshared(self) -> frozenset[str]:
        return frozenset({"expression"} if self.otherwise_below else ())

    def _made(self, how: How) -> Column:
        """As it is when it has been made: stored as its parent's, or as its clause can say."""
        storage, compression = (self.storage if how.target >= 16 else "", self.compression)
        if self.handed_down is not None:
            storage, compression = self.handed_down.split("/")
        return replace(self, storage=storage, compression=compression, statistics=-1, options=())

    def _settings(self, new: Column) -> list[str]:
        """Statements for how its values are stored and measured, which each table of a tree says for itself."""
        at, out = self._only_at, list[str]()
        if new.storage != self.storage:
            out.append(f"{at} SET STORAGE {STORAGE[new.storage or new.type_storage]}")
        if new.compression != self.compression:
            out.append(f"{at} SET COMPRESSION {COMPRESSION[new.compression]}")
        if new.statistics != self.statistics:
            out.append(f"{at} SET STATISTICS {new.statistics}")
        return out + option_changes(at, self.options, new.options)

    def by_itself(self, new: Object, how: How) -> Lines:
        assert isinstance(new, Column)
        return self._retyped(new)._settings(new)

    def _retyped(self, new: Column) -> Column:
        """As it is after a change of type, which brings its own storage."""
        return replace(self, storage="", compression="") if self.unsettles(new) else self

    def drop(self, how: How) -> Lines:
        if self.typed:
            return []
        return [f"ALTER TABLE {self.table} DROP COLUMN {ident(self.name)}"]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return self.typed  # what changes in the type of its table changes in it

    @property
    def rooted(self) -> str:
        if not self.in_key:
            return ""
        return (
            f"is in the partition key of table {self.table}: PostgreSQL can't change the type of a key column. Make "
            "the new table under another name, copy the rows over, drop the old one, and rename it"
        )

    def bars(self, new: Object) -> str:
        assert isinstance(new, Column)
        if not (self.in_key and new.in_key and self.unsettles(new)):
            return ""
        return f"would turn from {self.type} into {new.type}, and {self.rooted}"

    def carried(self, verb: Verb) -> bool:
        # What its table declares too stays when its parent's goes.
        return verb == "alter" or self.partition or not self.local

    def keeps(self, old: Object) -> tuple[Lines, str] | None:
        assert isinstance(old, Column)
        if self.local or not old.local:
            return None
        return self._become_local(), (
            f"{self.address} stays declared in {self.table} too, besides being inherited: no statement of "
            "PostgreSQL takes that away."
        )

    def _become_local(self) -> list[str]:
        """Statements that make an inherited column its table's own, too: with a parent for a moment that drops it."""
        schema, table, column = self.address.names
        passing = qualified(schema, renamed_away(table).removesuffix("__old") + "__parent")
        collation = f" COLLATE {self.collation}" if self.collation else ""
        generation = f" {self._generation('NULL')}" if self.generated else ""  # of its kind, whatever its value
        return [
            f"CREATE TABLE {passing} ({ident(column)} {self.type}{collation}{generation})",
            f"ALTER TABLE {self.table} INHERIT {passing}",
            f"ALTER TABLE ONLY {passing} DROP COLUMN {ident(column)}",
            f"ALTER TABLE {self.table} NO INHERIT {passing}",
            f"DROP TABLE {passing}",
        ]

    def unsettles(self, new: Object) -> bool:
        assert isinstance(new, Column)
        return (self.type, self.collation) != (new.type, new.collation)

    def _retype(self, new: Column) -> Statement:
        sql = f"{self._at} TYPE {new.type}"
        if new.collation:
            sql += f" COLLATE {new.collation}"
        if not self.generated and (way := self._using(new)):
            sql += f" USING {ident(self.name)}{way}"
        lost = self.whole_loss(self._rounds(new))
        note = ""
        if {is_of_zone(self.type), is_of_zone(new.type)} == {True, False}:
            note = (
                f"The values of {'.'.join(self.address.names)} are read in the TimeZone of the session that migrates. "
                f"To name one: USING {ident(self.name)} AT TIME ZONE 'UTC'"
            )
        return Statement(sql, losses=lost, note=note)

    @property
    def _plain_type(self) -> str:
        """Its type, or the one that is below its domain."""
        return self.base or self.type

    def _using(self, new: Column) -> str:
        """The casts that lead to the new type; none where PostgreSQL's own cast refuses what doesn't fit."""
        old_type, new_type = self._plain_type, new._plain_type
        own = "." in old_type + new_type
        if is_text(new_type) or not (own or needs_using(old_type, new_type)):
            return ""
        # Types of the user's own seldom have casts among them; text always has.
        way = "text" if own and old_type not in _TEXTS else on_the_way(old_type, new_type)
        return f"::{way}::{new.type}" if way else f"::{new.type}"

    def _rounds(self, new: Column) -> bool:
        old_type, new_type = self._plain_type, new._plain_type
        loses = loses_over_text if "." in old_type else loses_silently
        # What a type of the user's own loses is named there.
        return self.holds_data and self.type != new.type and loses(old_type, new_type)

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Column)
        if self.generated == "s" and not new.generated:
            return [f"{self._at} DROP EXPRESSION", *(self._plain.alter(new, how) or ())]
        if new.generated != self.generated:
            return None
        if new.expression != self.expression and (how.target < 17 or self.unsettles(new)):
            return None  # the values are derived, so nothing is lost
        retyped = [self._retype(new)] if self.unsettles(new) else []
        out: list[str | Statement] = [] if self.typed and new.typed else [*retyped]
        if new.expression != self.expression:
            at = self._only_at if new.otherwise_below else self._at
            out.append(f"{at} SET EXPRESSION AS ({new.expression})")
        out += self.by_itself(new, how)
        if new.local and not self.local and set(self.parents) & set(new.parents):
            out = [*self._become_local(), *out]
        return out

    @property
    def _plain(self) -> Column:
        """The same column, holding the values that are generated now."""
        return replace(self, generated="", expression=None)

    def revive(self, old: Object, how: How) -> Lines | None:
        assert isinstance(old, Column)
        if not old.generated or self.generated or not self.local:
            return None
        stored = replace(old, generated="s", local=True, options=(), statistics=-1)
        kept = replace(self, options=(), statistics=-1)  # `finish` sets these
        return [
            *stored.create(how, []),
            f"{self._at} DROP EXPRESSION",
            *(replace(stored, generated="", expression=None).alter(kept, how) or ()),
        ]

    def repoint(self, new: Object, how: How) -> tuple[Lines, bool] | None:
        assert isinstance(new, Column)
        if self.in_key or (self.generated == "v" and not new.generated):
            return None
        if self.generated and new.generated:
            return ([f"{self._at} SET EXPRESSION AS ({new.expression})"], False) if how.target >= 17 else None
        freed = [f"{self._at} DROP EXPRESSION"] if self.generated else []
        return [*freed, self._plain._retype(new)], True
