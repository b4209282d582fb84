"""Views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.model.address import Address
from joey.postgres.names import ident, option_changes, options
from joey.postgres.object import USER, How, Lines, Object, Part, row

QUERY = f"""
        SELECT {row("pg_class", "c.oid")}, ARRAY[n.nspname, c.relname]::text[] AS names,
          rtrim(pg_get_viewdef(c.oid), ';') AS definition,
          ARRAY(SELECT o FROM unnest(c.reloptions) o
            UNION ALL SELECT 'toast.'||o FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid
            ORDER BY 1) AS options,
          ARRAY(SELECT quote_ident(a.attname)||' '||format_type(a.atttypid, a.atttypmod)
              ||CASE WHEN a.attcollation = 0 THEN '' ELSE coalesce((SELECT ' COLLATE '||co.collname FROM pg_collation co
                WHERE co.oid = a.attcollation AND co.collname <> 'default'), '') END
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS columns,
          ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS column_names,
          nullif(m.amname, 'heap')::text AS method, c.relispopulated AS populated
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
        WHERE c.relkind = '{{kind}}' AND c.oid >= {USER} AND n.nspname !~ '^pg_' AND c.relpersistence <> 't'"""


@dataclass(frozen=True, kw_only=True)
class View(Object):
    """A view."""

    TYPE: ClassVar[str] = "view"
    NAMESPACE: ClassVar[str] = "relation"
    SIGN: ClassVar[str] = f"pg_class WHERE relkind = 'v' AND oid >= {USER}"
    QUERY: ClassVar[str] = QUERY.replace("{kind}", "v")

    definition: str
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    column_names: tuple[str, ...] = field(default=(), compare=False)
    method: str | None = None
    populated: bool = True

    @property
    def grant_phrase(self) -> str:
        return f"TABLE {self.sql_name}"

    def has(self, byproduct: Address) -> bool:
        return ident(byproduct.names[-1]) in self.column_names

    def _names(self, how: How) -> str:
        """The names of the columns, which the query says too."""
        return f" ({', '.join(self.column_names)})" if how.cautious and self.column_names else ""

    def _body(self, how: How) -> str:
        """The query: the user's own words where they are known."""
        text = None if how.cautious else how.texts.get(self.address)
        return text.strip() if text else self.definition.rstrip(";\n")

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [*super().spaces(names), ("type", names)]

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [self._create("CREATE VIEW", how)]

    def _create(self, word: str, how: How) -> str:
        settings = f" WITH ({options(self.options)})" if self.options else ""
        return f"{word} {self.sql_name}{self._names(how)}{settings} AS\n{self._body(how)}"

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, View)
        if self.definition == new.definition and self.columns == new.columns:
            return option_changes(f"ALTER VIEW {self.sql_name}", self.options, new.options)
        if new.columns[: len(self.columns)] != self.columns:
            return None
        return [new._create("CREATE OR REPLACE VIEW", how)]


@dataclass(frozen=True, kw_only=True)
class MaterializedView(View):
    """A materialized view: derived, so it may be remade."""

    TYPE: ClassVar[str] = "materialized view"
    SIGN: ClassVar[str] = "pg_class WHERE relkind = 'm'"
    QUERY: ClassVar[str] = QUERY.replace("{kind}", "m")

    @property
    def words(self) -> tuple[str, ...]:
        return ("materialized_view", "view")

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        sql = f"CREATE MATERIALIZED VIEW {self.sql_name}{self._names(how)}"
        sql += f" USING {self.method}" if self.method else ""
        sql += f" WITH ({options(self.options)})" if self.options else ""
        return [f"{sql} AS\n{self._body(how)}{'' if self.populated else chr(10) + 'WITH NO DATA'}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, MaterializedView)
        if (self.definition, self.columns, self.method) != (new.definition, new.columns, new.method):
            return None
        out = option_changes(f"ALTER MATERIALIZED VIEW {self.sql_name}", self.options, new.options)
        if self.populated != new.populated:
            out.append(f"REFRESH MATERIALIZED VIEW {self.sql_name} WITH {'' if new.populated else 'NO '}DATA")
        return out
