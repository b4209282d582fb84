"""Identity columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.model.address import Address
from joey.postgres.kinds.sequence import Counter, options_of
from joey.postgres.names import chosen_name, ident, qualified, unquoted
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Identity(Counter):
    """A column's identity: its internal sequence, addressed by the column."""

    TYPE: ClassVar[str] = "identity"
    MEMBER: ClassVar[str] = "sequence of identity"
    MEMBER_FOLLOWS: ClassVar[bool] = True
    SIGN: ClassVar[str] = "pg_sequence"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[tn.nspname, t.relname, a.attname]::text[] AS names,
          {options_of("a.atttypid")},
          quote_ident(n.nspname)||'.'||quote_ident(c.relname) AS sequence, c.relpersistence = 'u' AS unlogged,
          t.relpersistence = 'u' AS of_unlogged,
          CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END AS generated,
          t.relispartition AS inherited, NOT a.attislocal AND NOT t.relispartition AS apart,
          {ref("pg_class", "t.oid", "a.attnum")} AS part_of,
          {{after}} AS after,
          CASE WHEN t.relispartition THEN (SELECT {ref("pg_class", "d2.objid")} FROM pg_inherits i
            JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
            JOIN pg_depend d2 ON d2.refobjid = i.inhparent AND d2.refobjsubid = pa.attnum AND d2.deptype = 'i'
              AND d2.classid = 'pg_class'::regclass WHERE i.inhrelid = t.oid LIMIT 1) END AS carried_by
        FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid JOIN pg_class c ON c.oid = d.objid
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_namespace tn ON tn.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'i' AND c.oid >= {USER} AND tn.nspname !~ '^pg_'"""

    type: str = field(compare=False)  # PostgreSQL changes it with the column
    sequence: str
    generated: str
    unlogged: bool = field(default=False)
    of_unlogged: bool = field(default=False, compare=False)
    inherited: bool = field(default=False, compare=False)
    apart: bool = field(default=False, compare=False)
    """Whether its column is the parent's, and has no words of its own that it could stand among."""

    @classmethod
    def query(cls, major: int) -> str:
        not_nulls = f"""ARRAY(SELECT {ref("pg_constraint", "k.oid")} FROM pg_constraint k
            WHERE k.conrelid = t.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum])"""
        if major < 18:
            not_nulls = f"ARRAY[{ref('pg_attribute', 't.oid', 'a.attnum')}]"
        return cls.QUERY.replace("{after}", not_nulls)

    @property
    def phrase(self) -> str:
        return f"SEQUENCE {self.sequence}"

    @property
    def sequence_name(self) -> str:
        return self.sequence

    @property
    def keeps_for(self) -> Address | None:
        return None if self.inherited else Address("column", self.address.names)

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        away = self.put_aside(new)
        return away and (away[0], self.drop(how))

    @property
    def _at(self) -> str:
        return f"ALTER TABLE {qualified(*self.address.names[:2])} ALTER COLUMN {ident(self.name)}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        if self.inherited:
            return ""
        return None if self.apart else self._words()

    def _words(self) -> str:
        schema, table, column = self.address.names
        usual = qualified(schema, chosen_name(table, column, "seq"))
        named = [] if self.sequence == usual else [f"SEQUENCE NAME {self.sequence}"]
        options = " ".join([*named, *self.options()])
        return f"GENERATED {self.generated} AS IDENTITY" + (f" ({options})" if options else "")

    @property
    def members(self) -> tuple[str, ...]:
        return () if self.inherited else (unquoted(self.sequence.removeprefix(f"{ident(self.address.names[0])}.")),)

    def member_space(self, name: str) -> tuple[str, tuple[str, ...]]:
        return "relation", (self.address.names[0], name)

    def rename_member(self, old: str, new: str) -> Lines:
        return [f"ALTER SEQUENCE {qualified(self.address.names[0], old)} RENAME TO {ident(new)}"]

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [] if self.inherited else [f"{self._at} ADD {self._words()}", *self.finish(how)]

    def finish(self, how: How) -> Lines:
        if self.unlogged == self.of_unlogged or self.inherited:
            return []
        return [f"ALTER SEQUENCE {self.sequence} SET {'UNLOGGED' if self.unlogged else 'LOGGED'}"]

    def drop(self, how: How) -> Lines:
        return [f"{self._at} DROP IDENTITY"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Identity)
        out = []
        if new.sequence != self.sequence:
            out.append(f"ALTER SEQUENCE {self.sequence} RENAME TO {new.sequence.rsplit('.', 1)[1]}")
        out += self.moved(new, new.sequence)
        acts = [f"SET GENERATED {new.generated}"] if new.generated != self.generated else []
        acts += [o if o == "RESTART" else f"SET {o}" for o in self.option_changes(new)]
        if acts:
            out.append(f"{self._at} {' '.join(acts)}")
        if new.unlogged != self.unlogged and (self.unlogged == self.of_unlogged) != (new.unlogged == new.of_unlogged):
            out.append(f"ALTER SEQUENCE {new.sequence} SET {'UNLOGGED' if new.unlogged else 'LOGGED'}")
        return out

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True
