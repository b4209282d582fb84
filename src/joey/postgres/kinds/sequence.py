"""Sequences, and what owns them."""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import dataclass, field
from typing import ClassVar

from joey.model.address import Address
from joey.postgres.names import chosen_name, ident, last_name, literal, qualified, renamed_away
from joey.postgres.object import USER, How, Lines, Object, Part, key, ref, row


def options_of(type_: str) -> str:
    """SQL for what a row of pg_sequence says of a counter of a type, by oid."""
    top = f"CASE {type_} WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE {2**63 - 1} END"
    return f"""format_type({type_}, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment,
          nullif(s.seqmin, CASE WHEN s.seqincrement > 0 THEN 1 ELSE -{top} - 1 END) AS min,
          nullif(s.seqmax, CASE WHEN s.seqincrement > 0 THEN {top} ELSE -1 END) AS max,
          s.seqcache AS cache, s.seqcycle AS cycle"""


_TYPE_OF_ITS_NAME = """EXISTS (SELECT FROM pg_type y
            WHERE y.typname = c.relname AND y.typnamespace = c.relnamespace AND y.typcategory <> 'A')"""
SERIAL = f"""coalesce((SELECT CASE s.seqtypid WHEN 'int4'::regtype THEN 'serial' WHEN 'int8'::regtype THEN 'bigserial'
              ELSE 'smallserial' END
            FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND a.atttypid = s.seqtypid
            JOIN pg_attrdef f ON f.adrelid = t.oid AND f.adnum = a.attnum
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND t.relkind IN ('r', 'p')
              AND d.refclassid = 'pg_class'::regclass AND a.attislocal AND NOT t.relispartition AND a.attnotnull
              AND t.relnamespace = c.relnamespace
              AND pg_get_expr(f.adbin, t.oid) = format('nextval(%L::regclass)', c.oid::regclass)
              AND s.seqstart = 1 AND s.seqincrement = 1 AND s.seqmin = 1 AND s.seqcache = 1 AND NOT s.seqcycle
              AND s.seqmax = CASE s.seqtypid WHEN 'int4'::regtype THEN 2147483647
                WHEN 'int8'::regtype THEN 9223372036854775807 ELSE 32767 END
              AND c.relpersistence = t.relpersistence AND NOT {_TYPE_OF_ITS_NAME}), '')"""
OF_COLUMN = """ARRAY(SELECT unnest(ARRAY[t.relname, a.attname]::text[]) FROM pg_depend d
            JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
              AND d.refclassid = 'pg_class'::regclass)"""
COUNTS_FOR = """ARRAY(SELECT unnest(ARRAY[tn.nspname, t.relname, a.attname]::text[])
            FROM (SELECT f.adrelid, f.adnum FROM pg_depend d
                JOIN pg_attrdef f ON f.oid = d.objid AND f.tableoid = d.classid
                WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
              UNION SELECT d.refobjid, d.refobjsubid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                AND d.objid = c.oid AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass) u(relation, number)
            JOIN pg_class t ON t.oid = u.relation AND t.relkind IN ('r', 'p') AND NOT t.relispartition
            JOIN pg_namespace tn ON tn.oid = t.relnamespace
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number AND a.attislocal)"""
_TOP = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


@dataclass(frozen=True, kw_only=True)
class Counter(Object):
    """What a sequence and an identity have in common: their options."""

    type: str
    start: int
    increment: int
    min: int | None
    max: int | None
    """None where the bound is the type's own."""
    cache: int
    cycle: bool

    @property
    def holds_data(self) -> bool:
        return True  # its position

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest value."""
        top = _TOP[self.type]
        low, high = (1, top) if self.increment > 0 else (-top - 1, -1)
        return low if self.min is None else self.min, high if self.max is None else self.max

    def options(self) -> list[str]:
        """The options that differ from PostgreSQL's own defaults."""
        out = []
        if self.start != self.bounds[0 if self.increment > 0 else 1]:
            out.append(f"START WITH {self.start}")
        if self.increment != 1:
            out.append(f"INCREMENT BY {self.increment}")
        if self.min is not None:
            out.append(f"MINVALUE {self.min}")
        if self.max is not None:
            out.append(f"MAXVALUE {self.max}")
        if self.cache != 1:
            out.append(f"CACHE {self.cache}")
        if self.cycle:
            out.append("CYCLE")
        return out

    def option_changes(self, new: Counter) -> list[str]:
        """The options that lead to `new`."""
        turned = (new.increment > 0) != (self.increment > 0)
        out = [f"INCREMENT BY {new.increment}"] if new.increment != self.increment else []
        for word, was, will in (("MINVALUE", self.min, new.min), ("MAXVALUE", self.max, new.max)):
            if was != will or (turned and will is None):
                out.append(f"NO {word}" if will is None else f"{word} {will}")
        if new.start != self.start:
            out.append(f"START WITH {new.start}")
        if new.cache != self.cache:
            out.append(f"CACHE {new.cache}")
        if new.cycle != self.cycle:
            out.append("CYCLE" if new.cycle else "NO CYCLE")
        return out + (["RESTART"] if self._leaves(new) and not self._can_move(new) else [])

    def _leaves(self, new: Counter) -> bool:
        """Whether a sequence that has never moved stands outside the new bounds."""
        low, high = new.bounds
        return not low <= self.start <= high

    def _can_move(self, new: Counter) -> bool:
        """Whether a sequence may already stand inside the new bounds, and must then stay where it is."""
        (low, high), (new_low, new_high) = self.bounds, new.bounds
        return max(low, new_low) <= min(high, new_high) and low <= new.start <= high

    @property
    def sequence_name(self) -> str:
        """The dotted name of the sequence, quoted where it must be."""
        return self.sql_name

    def put_aside(self, new: Object) -> tuple[Lines, str] | None:
        """A statement that renames the sequence where its successor takes its name; and its name there."""
        if not isinstance(new, Counter) or new.sequence_name != self.sequence_name:
            return None
        there = ident(renamed_away(last_name(self.sequence_name)))
        schema = self.sequence_name.removesuffix(ident(last_name(self.sequence_name)))
        return [f"ALTER SEQUENCE {self.sequence_name} RENAME TO {there}"], schema + there

    def take_over(self, old: Object, how: How) -> Lines:
        low, high = self.bounds
        if isinstance(old, Counter):
            away = old.put_aside(self)
            source = away[1] if away else old.sequence_name
            sql = f"SELECT setval({literal(self.sequence_name)}, last_value, is_called) FROM {source}"
            if not (low <= old.bounds[0] and old.bounds[1] <= high):
                # One that has never moved, and stands where the new one can't, is none to go on from.
                sql += f" WHERE is_called OR last_value BETWEEN {low} AND {high}"
            return [sql]
        if old.TYPE != "column" or getattr(old, "type", "") not in _TOP:
            return []
        table, column = qualified(*old.address.names[:2]), ident(old.name)
        furthest, beyond = ("max", ">=") if self.increment > 0 else ("min", "<=")
        return [
            f"SELECT setval({literal(self.sequence_name)}, {furthest}({column})) FROM {table} "
            f"HAVING {furthest}({column}) {beyond} {self.start}"
        ]

    def moved(self, new: Counter, sequence: str) -> list[str]:
        """A statement that brings a sequence inside the new bounds, where it isn't there yet."""
        if not (self._leaves(new) and self._can_move(new)):
            return []
        low, high = new.bounds
        return [
            f"SELECT setval({literal(sequence)}, {new.start}, false) FROM {sequence} "
            f"WHERE last_value NOT BETWEEN {low} AND {high}"
        ]


@dataclass(frozen=True, kw_only=True)
class Sequence(Counter):
    """A sequence that is not a column's identity."""

    TYPE: ClassVar[str] = "sequence"
    NAMESPACE: ClassVar[str] = "relation"
    NOT_MINE: ClassVar[str] = "a"
    IRREPLACEABLE: ClassVar[bool] = True
    SIGN: ClassVar[str] = "pg_sequence"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names, {options_of("s.seqtypid")},
          c.relpersistence = 'u' AS unlogged,
          EXISTS (SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid AND t.relpersistence = 'u'
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
              AND d.refclassid = 'pg_class'::regclass) AS of_unlogged,
          {SERIAL} AS serial, {OF_COLUMN} AS of_column,
          {COUNTS_FOR} AS counts_for,
          {_TYPE_OF_ITS_NAME} AS type_of_its_name,
          (SELECT {ref("pg_class", "d.refobjid", "d.refobjsubid")} FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
              AND d.refclassid = 'pg_class'::regclass) AS part_of
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid >= {USER} AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')"""

    unlogged: bool = False
    of_unlogged: bool = field(default=False, compare=False)
    """Whether the table that owns it is unlogged: it follows its table."""
    serial: str = field(default="", compare=False)
    """`serial` and the like, where that word makes just these options, this owner and the default."""
    of_column: tuple[str, ...] = field(default=(), compare=False)
    """The table and column that own it."""
    counts_for: tuple[str, ...] = field(default=(), compare=False)
    """The names of the columns that it belongs to or whose default it gives, one after the other."""
    type_of_its_name: bool = field(default=False, compare=False)
    """Whether there is a type that is called the same: none can be there already when a sequence is made."""

    @property
    def keeps_for(self) -> Address | None:
        return Address("column", self.counts_for) if len(self.counts_for) == 3 else None

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        away = self.put_aside(new)
        return away and (away[0], [f"DROP SEQUENCE {away[1]}"])

    def clause(self, how: How, parts: Seq[Part]) -> str | None:
        if not self.serial:
            return None
        table, column = self.of_column
        return self.serial if self.name == chosen_name(table, column, "seq") else None

    def create(self, how: How, parts: Seq[Part]) -> Lines:
        kind = [f"AS {self.type}"] if self.type != "bigint" else []
        name = renamed_away(self.name, "__new") if self.type_of_its_name else self.name
        at = qualified(self.address.names[0], name)
        words = f"CREATE {'UNLOGGED ' if self.unlogged else ''}SEQUENCE {at}"
        made = " ".join([words, *kind, *self.options(), *(clause for _, clause in parts)])
        return [made, *([] if name == self.name else [f"ALTER SEQUENCE {at} RENAME TO {ident(self.name)}"])]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Sequence)
        at, changes = f"ALTER SEQUENCE {self.sql_name}", self.option_changes(new)
        out = self.moved(new, self.sql_name)
        if new.type != self.type:
            if (new.increment > 0) != (self.increment > 0):
                # Together with AS, NO MAXVALUE means the type's highest value also for a descending sequence.
                out.append(f"{at} AS {new.type}")
            else:
                changes.insert(0, f"AS {new.type}")
        if changes:
            out.append(f"{at} {' '.join(changes)}")
        followed = new.of_unlogged != self.of_unlogged and new.unlogged == new.of_unlogged
        if new.unlogged != self.unlogged and not followed:
            out.append(f"ALTER SEQUENCE {self.sql_name} SET {'UNLOGGED' if new.unlogged else 'LOGGED'}")
        return out


@dataclass(frozen=True, kw_only=True)
class SequenceOwner(Object):
    """The OWNED BY link, apart from the sequence: a default needs the sequence, the link needs the column."""

    TYPE: ClassVar[str] = "sequence owner"
    SIGN: ClassVar[str] = "pg_sequence"
    QUERY: ClassVar[str] = f"""
        SELECT {key("0", "c.oid")} AS row_key,
          ARRAY[n.nspname, c.relname]::text[] AS names,
          quote_ident(tn.nspname)||'.'||quote_ident(t.relname)||'.'||quote_ident(a.attname) AS column,
          {ref("pg_class", "c.oid")} AS part_of, ARRAY[{ref("pg_shdepend", "c.oid")}] AS after,
          ARRAY[{ref("pg_class", "c.oid")}, {ref("pg_class", "d.refobjid", "d.refobjsubid")}] AS also
        FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_namespace tn ON tn.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
          AND c.oid >= {USER} AND n.nspname !~ '^pg_'"""

    column: str = field()

    def clause(self, how: How, parts: Seq[Part]) -> str | None:
        return f"OWNED BY {self.column}"

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Seq[Part]) -> Lines:
        return [f"ALTER SEQUENCE {self.sql_name} OWNED BY {self.column}"]

    def drop(self, how: How) -> Lines:
        return [f"ALTER SEQUENCE {self.sql_name} OWNED BY NONE"]

    def alter(self, new: Object, how: How) -> Lines | None:
        return new.create(how, [])

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class OwnedSequenceRole(Object):
    """The role that owns a sequence which a column owns: it must be the table's before the two are linked, and
    afterwards it follows the table's."""

    TYPE: ClassVar[str] = "owner"
    ENVIRONMENT: ClassVar[bool] = True
    NOT_MINE: ClassVar[str] = "a"
    SIGN: ClassVar[str] = "pg_sequence"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_shdepend", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          CASE WHEN c.relowner <> current_user::regrole THEN pg_get_userbyid(c.relowner)::text ELSE '' END AS role,
          {SERIAL} <> '' AS serial, {OF_COLUMN} AS of_column,
          {ref("pg_class", "d.refobjid", "d.refobjsubid")} AS part_of, ARRAY[{ref("pg_class", "c.oid")}] AS also
        FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid JOIN pg_class c ON c.oid = d.objid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
          AND c.oid >= {USER} AND n.nspname !~ '^pg_'"""

    role: str
    serial: bool = field(default=False, compare=False)
    of_column: tuple[str, ...] = field(default=(), compare=False)

    def clause(self, how: How, parts: Seq[Part]) -> str | None:
        # What `serial` makes has its table's owner, and follows it.
        if not self.serial:
            return None
        table, column = self.of_column
        return "" if self.name == chosen_name(table, column, "seq") else None

    def create(self, how: How, parts: Seq[Part]) -> Lines:
        return [f"ALTER SEQUENCE {self.sql_name} OWNER TO {ident(self.role)}"] if self.role else []

    def drop(self, how: How) -> Lines:
        return [f"ALTER SEQUENCE {self.sql_name} OWNER TO CURRENT_USER"] if self.role else []

    def alter(self, new: Object, how: How) -> Lines | None:
        return []

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
