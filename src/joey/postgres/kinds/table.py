"""Tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.kinds.inheritance import Inheritance
from joey.postgres.names import ident, option_changes, options
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Table(Object):
    """A table or partitioned table; its columns and constraints are parts."""

    TYPE: ClassVar[str] = "table"
    NAMESPACE: ClassVar[str] = "relation"
    NOT_MINE: ClassVar[str] = "a"
    RENAME_ROUND: ClassVar[int] = 1
    IRREPLACEABLE: ClassVar[bool] = True
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          c.relpersistence = 'u' AS unlogged,
          ARRAY(SELECT o FROM unnest(c.reloptions) o
            UNION ALL SELECT 'toast.'||o FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid
            ORDER BY 1) AS options,
          CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
          CASE WHEN c.relkind = 'p' OR a.amname <> 'heap' THEN a.amname END::text AS method,
          nullif(c.reloftype, 0)::regtype::text AS of_type, c.relispartition AS is_partition,
          c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
          ARRAY(SELECT {ref("pg_class", "i.inhparent")} FROM pg_inherits i WHERE i.inhrelid = c.oid) AS after
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am a ON a.oid = c.relam
        WHERE c.relkind IN ('r', 'p') AND c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't'"""

    unlogged: bool = False
    options: tuple[str, ...] = ()
    partition_by: str | None = None
    method: str | None = None
    of_type: str | None = None
    is_partition: bool = field(default=False, compare=False)
    row_security: bool = False
    force_row_security: bool = False

    @property
    def holds_data(self) -> bool:
        return True  # of a partitioned table too: partitions may have been made since

    def bars(self, new: Object) -> str:
        assert isinstance(new, Table)
        if self.partition_by == new.partition_by:
            return ""
        was, will = (
            f"partitioned by {t.partition_by}" if t.partition_by else "a plain table, not a partitioned one"
            for t in (self, new)
        )
        return (
            f"is {was}, and would be {will}: PostgreSQL can't change that of a table. Make the new table under "
            "another name, copy the rows over, drop the old one, and rename it"
        )

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("type", names)]

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return self.of_type is not None  # the type that it is of is changed with its tables

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        parents = [(o, clause) for o, clause in parts if isinstance(o, Inheritance)]
        bound = next((o.bound for o, _ in parents if o.bound is not None), None)
        inside = [clause for o, clause in parts if not isinstance(o, Inheritance) and clause]
        body = ",".join(f"\n    {clause}" for clause in inside) + ("\n" if inside else "")
        sql = f"CREATE {'UNLOGGED ' if self.unlogged else ''}TABLE {self.sql_name}"
        names = ", ".join(clause for _, clause in parents)
        sql += f" OF {self.of_type}" if self.of_type else f" PARTITION OF {names}" if bound is not None else ""
        sql += f" ({body})" if body or not (self.of_type or bound is not None) else ""
        sql += f"\n{bound}" if bound is not None else f"\nINHERITS ({names})" if parents else ""
        sql += f"\nPARTITION BY {self.partition_by}" if self.partition_by else ""
        sql += f"\nUSING {ident(self.method)}" if self.method else ""
        sql += f"\nWITH ({options(self.options)})" if self.options else ""
        return [sql, *self._security(False, False)]

    def _security(self, enabled: bool, forced: bool) -> list[str]:
        acts = []
        if self.row_security != enabled:
            acts.append(f"{'ENABLE' if self.row_security else 'DISABLE'} ROW LEVEL SECURITY")
        if self.force_row_security != forced:
            acts.append(f"{'FORCE' if self.force_row_security else 'NO FORCE'} ROW LEVEL SECURITY")
        return [f"ALTER TABLE {self.sql_name} {', '.join(acts)}"] if acts else []

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Table)
        if self.partition_by != new.partition_by:
            return None
        at, out = f"ALTER TABLE {self.sql_name}", list[str]()
        if new.of_type != self.of_type:
            out.append(f"{at} OF {new.of_type}" if new.of_type else f"{at} NOT OF")
        if new.unlogged != self.unlogged:
            out.append(f"{at} SET {'UNLOGGED' if new.unlogged else 'LOGGED'}")
        out += option_changes(at, self.options, new.options)
        if new.method != self.method:
            out.append(f"{at} SET ACCESS METHOD {ident(new.method) if new.method else 'DEFAULT'}")
        return out + new._security(self.row_security, self.force_row_security)
