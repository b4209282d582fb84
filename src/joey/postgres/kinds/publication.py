"""Publications, and what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from joey.postgres.names import ident
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row

_GENERATED = {"n": "none", "s": "stored"}


@dataclass(frozen=True, kw_only=True)
class Publication(Object):
    """A publication; its tables and schemas are parts."""

    TYPE: ClassVar[str] = "publication"
    SIGN: ClassVar[str] = "pg_publication"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_publication", "p.oid")}, ARRAY[p.pubname]::text[] AS names, p.puballtables AS all_tables,
          p.pubviaroot AS via_root, coalesce(to_jsonb(p)->>'pubgencols', 'n') AS generated,
          array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
            CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) AS publish
        FROM pg_publication p WHERE p.oid >= {USER}"""

    all_tables: bool = False
    via_root: bool = False
    generated: str = "n"
    """Whether generated columns are published (PostgreSQL 18): `n` or `s`."""
    publish: tuple[str, ...] = ("insert", "update", "delete", "truncate")

    @property
    def precious(self) -> bool:
        return True  # its subscribers

    def _options(self, than: Publication) -> str:
        """The options in which it differs from another one."""
        out = []
        if self.publish != than.publish:
            out.append(f"publish = '{', '.join(self.publish)}'")
        if self.via_root != than.via_root:
            out.append(f"publish_via_partition_root = {str(self.via_root).lower()}")
        if self.generated != than.generated:
            out.append(f"publish_generated_columns = {_GENERATED[self.generated]}")
        return f"({', '.join(out)})" if out else ""

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        published = ["ALL TABLES"] if self.all_tables else [clause for _, clause in parts if clause]
        what = f" FOR {', '.join(published)}" if published else ""
        options = self._options(Publication(address=self.address))
        return [f"CREATE {self.phrase}{what}" + (f" WITH {options}" if options else "")]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Publication)
        return None if new.all_tables != self.all_tables else [f"ALTER {self.phrase} SET {new._options(self)}"]


@dataclass(frozen=True, kw_only=True)
class Published(Object):
    """A table or schema in a publication."""

    TYPE: ClassVar[str] = "published"
    SIGN: ClassVar[str] = "pg_publication"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_publication_rel", "r.oid")}, ARRAY[p.pubname, n.nspname, c.relname]::text[] AS names,
          'TABLE ONLY '||quote_ident(n.nspname)||'.'||quote_ident(c.relname) AS plain,
          coalesce(' ('||(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs))||')', '')
            ||coalesce(' WHERE ('||pg_get_expr(r.prqual, r.prrelid)||')', '') AS rest,
          {ref("pg_publication", "p.oid")} AS part_of
        FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        UNION ALL SELECT {row("pg_publication_namespace", "r.oid")}, ARRAY[p.pubname, n.nspname]::text[],
          'TABLES IN SCHEMA '||quote_ident(n.nspname), '', {ref("pg_publication", "p.oid")}
        FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid
        JOIN pg_namespace n ON n.oid = r.pnnspid"""

    plain: str = field(compare=False)
    rest: str = ""
    """Its columns, and which of its rows."""

    @property
    def _at(self) -> str:
        return f"ALTER PUBLICATION {ident(self.address.names[0])}"

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        return self.plain + self.rest

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        return [f"{self._at} ADD {self.plain}{self.rest}"]

    def drop(self, how: How) -> Lines:
        return [f"{self._at} DROP {self.plain}"]
