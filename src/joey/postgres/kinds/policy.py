"""Row-level security policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from joey.postgres.names import ident, qualified
from joey.postgres.object import USER, How, Lines, Object, Part, ref, row


@dataclass(frozen=True, kw_only=True)
class Policy(Object):
    """A row-level security policy."""

    TYPE: ClassVar[str] = "policy"
    SIGN: ClassVar[str] = "pg_policy"
    QUERY: ClassVar[str] = f"""
        SELECT {row("pg_policy", "p.oid")}, ARRAY[n.nspname, c.relname, p.polname]::text[] AS names,
          p.polpermissive AS permissive,
          CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
            ELSE 'ALL' END AS command,
          ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' WHEN current_user::regrole THEN 'CURRENT_USER'
              ELSE quote_ident(pg_get_userbyid(r)) END
            FROM unnest(p.polroles) r ORDER BY 1) AS roles,
          pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check,
          {ref("pg_class", "c.oid")} AS part_of
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE p.oid >= {USER}"""

    permissive: bool = True
    command: str = "ALL"
    roles: tuple[str, ...] = ("PUBLIC",)
    using: str | None = None
    check: str | None = None

    @property
    def phrase(self) -> str:
        return f"POLICY {ident(self.name)} ON {qualified(*self.address.names[:2])}"

    def _body(self, than: Policy) -> str:
        """What it says otherwise than another policy does."""
        to = f" TO {', '.join(self.roles)}" if self.roles != than.roles else ""
        using = f"\n    USING ({self.using})" if self.using != than.using else ""
        check = f"\n    WITH CHECK ({self.check})" if self.check != than.check else ""
        return to + using + check

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        restrictive = "" if self.permissive else " AS RESTRICTIVE"
        command = "" if self.command == "ALL" else f" FOR {self.command}"
        return [f"CREATE {self.phrase}{restrictive}{command}{self._body(Policy(address=self.address))}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        assert isinstance(new, Policy)

        def shape(p: Policy) -> tuple[bool, str, bool, bool]:
            return p.permissive, p.command, p.using is None, p.check is None

        if shape(new) != shape(self):
            return None  # ALTER can't take a test away
        return [f"ALTER {self.phrase}{new._body(self)}"]
