"""Keys, foreign keys, checks, exclusions and indexes as SQLAlchemy has them."""

from __future__ import annotations

import re
from collections.abc import Container

from joey.postgres.kinds.comment import Comment
from joey.postgres.kinds.constraint import Check, Constraint, Exclusion, ForeignKey, Key
from joey.postgres.kinds.index import Index
from joey.postgres.kinds.table import Table
from joey.postgres.names import chosen_name, ident, qualified
from joey.postgres.structure import Element, ForeignKeyStructure, IndexStructure, KeyStructure, Structure
from joey.pull.draft import ColumnDraft, Facts, Name, Said, TableDraft, changed
from joey.pull.expressions import sql_string, text, unwrapped
from joey.pull.python import Code, Imports, Items, call, mapping, string, strings
from joey.pull.types import name_code

_SIMPLE_OPTION = re.compile(r"[a-z_]+=[\w.+-]+")


def primary_key(table: Table, facts: Facts, structure: Structure) -> tuple[Key, KeyStructure] | None:
    """A table's primary key, where Python can say it."""
    for found in facts.constraints.get(table.address.names, ()):
        known = structure.keys.get(found.address.names)
        if isinstance(found, Key) and known and known.primary and not known.temporal:
            return found, known
    return None


def foreign_keys(
    table: Table, facts: Facts, structure: Structure, there: Container[Name]
) -> list[tuple[ForeignKey, ForeignKeyStructure]]:
    """A table's foreign keys that Python can say."""
    out = []
    for found in facts.constraints.get(table.address.names, ()):
        known = structure.foreign_keys.get(found.address.names)
        if not isinstance(found, ForeignKey) or known is None or known.temporal or found.clone:
            continue
        # With (b, a) pointing at (a, b) SQLAlchemy would see no primary key.
        own = known.target == table.address.names and set(known.columns) == set(known.target_columns)
        turned = own and known.columns != known.target_columns
        if known.target in there and not turned and not any("." in c for c in known.target_columns):
            out.append((found, known))
    return out


class Constraints:
    """What stands in __table_args__, or with a column where it is about that one only."""

    def __init__(self, facts: Facts, structure: Structure, imports: Imports, said: Said) -> None:
        self.facts, self.structure, self.imports, self.said = facts, structure, imports, said

    def _sa(self, name: str) -> str:
        return self.imports.name("sqlalchemy", name)

    def add_keys(self, draft: TableDraft) -> None:
        """The primary key and the unique constraints."""
        if (primary := primary_key(draft.table, self.facts, self.structure)) is not None:
            self._add_primary_key(draft, *primary)
        for found in self.facts.constraints.get(draft.key, ()):
            known = self.structure.keys.get(found.address.names)
            if isinstance(found, Key) and known and not (known.primary or known.temporal or found.apart):
                self._add_unique(draft, found, known)

    def _add_primary_key(self, draft: TableDraft, key: Key, known: KeyStructure) -> None:
        comment = self._comment(key)
        in_order = [c.name for c in draft.columns if c.primary_key] == list(known.columns)
        self.said.add(changed(key, options=()))
        if in_order and key.name == _usual_pkey(draft.key[1]) and not (known.include or known.deferrable or comment):
            for column in draft.columns:
                if column.primary_key:
                    column.options["primary_key"] = "True"
            return
        draft.arguments.append(
            call(
                self._sa("PrimaryKeyConstraint"),
                *map(string, known.columns),
                name=self._name(key.name) if comment or key.name != _usual_pkey(draft.key[1]) else None,
                **_when(known),
                postgresql_include=strings(known.include) if known.include else None,
                comment=comment,
            )
        )

    def _add_unique(self, draft: TableDraft, key: Key, known: KeyStructure) -> None:
        usual = key.name == chosen_name(draft.key[1], "_".join(known.columns), "key")
        comment = self._comment(key)
        self.said.add(changed(key, options=()))
        bare = not (known.include or known.deferrable or known.nulls_not_distinct or comment)
        if usual and bare and len(known.columns) == 1:
            draft.column(known.columns[0]).options["unique"] = "True"
            return
        draft.arguments.append(
            call(
                self._sa("UniqueConstraint"),
                *map(string, known.columns),
                name=None if usual and not comment else self._name(key.name),
                **_when(known),
                postgresql_include=strings(known.include) if known.include else None,
                postgresql_nulls_not_distinct="True" if known.nulls_not_distinct else None,
                comment=comment,
            )
        )

    def add_foreign_key(
        self, draft: TableDraft, key: ForeignKey, known: ForeignKeyStructure, *, apart: bool, same_type: bool
    ) -> None:
        """A foreign key; `apart` where it is one of a circle, and is made after its tables."""
        definition = key.definition.removesuffix(" NOT ENFORCED")
        not_valid = definition.endswith(" NOT VALID")
        self.said.add(changed(key, definition=definition))
        usual = key.name == chosen_name(draft.key[1], "_".join(known.columns), "fkey")
        comment = self._comment(key)
        apart = apart or not_valid
        options: dict[str, Code | None] = {
            "name": None if usual and not (apart or comment) else self._name(key.name),
            "onupdate": string(known.on_update) if known.on_update else None,
            "ondelete": string(known.on_delete) if known.on_delete else None,
            **_when(known),
            "match": string("FULL") if known.match_full else None,
            "use_alter": "True" if apart else None,
            "postgresql_not_valid": "True" if not_valid else None,
            "comment": comment,
        }
        schema, table = known.target
        place = f"{schema}.{table}" if schema != "public" else table
        targets = [f"{place}.{column}" for column in known.target_columns]
        if len(known.columns) == 1:
            column = draft.column(known.columns[0])
            column.arguments.insert(0, call(self._sa("ForeignKey"), string(targets[0]), **options))
            column.keyed, column.explicit = True, column.explicit or not same_type
            if column.options.get("autoincrement") == "False":
                del column.options["autoincrement"]
            self._keep_serial(column)
            return
        for name in known.columns:
            self._keep_serial(draft.column(name))
        draft.arguments.append(
            call(self._sa("ForeignKeyConstraint"), strings(known.columns), strings(targets), **options)
        )

    def _keep_serial(self, column: ColumnDraft) -> None:
        """SQLAlchemy counts for no column that is a foreign key, unless it is told to."""
        if column.serial:
            column.options["autoincrement"] = "True"
            column.explicit = True

    def add_checks(self, draft: TableDraft) -> None:
        """Check and exclusion constraints."""
        for found in self.facts.constraints.get(draft.key, ()):
            if isinstance(found, Check) and re.match(r"CHECK \(.*\)\Z", found.definition, re.DOTALL):
                expression = unwrapped(found.definition.removeprefix("CHECK (")[:-1])
                self.said.add(found)
                name = self._name(found.name)
                comment = self._comment(found)
                draft.arguments.append(
                    call(self._sa("CheckConstraint"), sql_string(expression), name=name, comment=comment)
                )
            elif isinstance(found, Exclusion):
                self._add_exclusion(draft, found)

    def _add_exclusion(self, draft: TableDraft, found: Exclusion) -> None:
        known = self.structure.exclusions.get(found.address.names)
        if (
            known is None
            or known.include
            or any((e.collation and e.column) or e.opclass or e.order for e in known.elements)
        ):
            return
        keys = ", ".join(f"{e.text} WITH {e.operator}" for e in known.elements)
        where = f" WHERE ({known.where})" if known.where else ""
        words = f"EXCLUDE USING {known.method} ({keys}){where}"
        rest = found.definition.removeprefix(words)
        if rest == found.definition or rest not in _DEFERRED:
            return
        self.said.add(found)
        deferrable, initially = _DEFERRED[rest]
        draft.arguments.append(
            call(
                self.imports.name("sqlalchemy.dialects.postgresql", "ExcludeConstraint"),
                *(Items("()", (self._key(e), string(e.operator))) for e in known.elements),
                name=self._name(found.name),
                using=string(known.method) if known.method != "gist" else None,
                where=text(unwrapped(known.where), self.imports) if known.where else None,
                deferrable=deferrable,
                initially=initially,
                comment=self._comment(found),
            )
        )

    def _key(self, element: Element) -> Code:
        return string(element.column) if element.column is not None else text(element.text, self.imports)

    def add_indexes(self, draft: TableDraft) -> None:
        """The indexes that Python can say word for word."""
        for found in self.facts.indexes.get(draft.key, ()):
            known = self.structure.indexes.get(found.address.names)
            if known is not None and (words := _elements(found, known, draft)) is not None:
                self._add_index(draft, found, known, words)

    def _add_index(self, draft: TableDraft, index: Index, known: IndexStructure, words: list[str]) -> None:
        plain = [e.column for e, said in zip(known.elements, words, strict=True) if said == ident(e.column or "")]
        options = index.options if all(map(_SIMPLE_OPTION.fullmatch, index.options)) else ()
        self.said.add(changed(index, options=options, statistics=()))
        rest = bool(known.include or known.nulls_not_distinct or known.where or options or known.method != "btree")
        if len(known.elements) == 1 and plain == [plain[0] if plain else None] and not rest and not known.unique:
            column = draft.column(plain[0] or "")
            usual = index.name == f"ix_{draft.key[1]}_{column.name}" and draft.key[0] == "public"
            if usual and "unique" not in column.options:
                column.options["index"] = "True"
                return
        ops = {
            e.column: e.opclass
            for e in known.elements
            if e.column is not None and e.opclass and not e.collation and not e.order
        }
        elements: list[Code] = []
        for e, said in zip(known.elements, words, strict=True):
            simple = e.column is not None and not e.collation and not e.order
            elements.append(string(e.column or "") if simple else text(said, self.imports))
        draft.arguments.append(
            call(
                self._sa("Index"),
                self._name(index.name),
                *elements,
                unique="True" if known.unique else None,
                postgresql_using=string(known.method) if known.method != "btree" else None,
                postgresql_ops=mapping((c, string(o)) for c, o in ops.items()) if ops else None,
                postgresql_include=strings(known.include) if known.include else None,
                postgresql_nulls_not_distinct="True" if known.nulls_not_distinct else None,
                postgresql_with=mapping((k, string(v)) for k, _, v in (o.partition("=") for o in options))
                if options
                else None,
                postgresql_where=text(unwrapped(known.where), self.imports) if known.where else None,
            )
        )

    def _name(self, name: str) -> str:
        return name_code(name, self.imports)

    def _comment(self, found: Constraint) -> Code | None:
        comment: Comment | None = self.facts.comment(found)
        if comment is None:
            return None
        self.said.add(comment)
        return string(comment.text)


_DEFERRED: dict[str, tuple[str | None, str | None]] = {
    "": (None, None),
    " DEFERRABLE": ("True", None),
    " DEFERRABLE INITIALLY DEFERRED": ("True", string("DEFERRED")),
}


def _when(known: KeyStructure | ForeignKeyStructure) -> dict[str, Code | None]:
    """When a constraint is checked."""
    return {
        "deferrable": "True" if known.deferrable else None,
        "initially": string("DEFERRED") if known.deferred else None,
    }


def _usual_pkey(table: str) -> str:
    """The name that PostgreSQL gives to a primary key."""
    name = table.encode()
    while len(name) > 58:
        name = name[:-1]
    return name.decode(errors="ignore") + "_pkey"


def _elements(index: Index, known: IndexStructure, draft: TableDraft) -> list[str] | None:
    """The keys of an index in PostgreSQL's own words; None where they aren't all that its text says."""
    only = "ONLY " if draft.table.partition_by else ""
    left = index.definition.removeprefix(
        f"CREATE {'UNIQUE ' if known.unique else ''}INDEX {ident(index.name)} ON {only}{qualified(*draft.key)} "
        f"USING {known.method} ("
    )
    out = []
    for number, element in enumerate(known.elements, 1):
        after = ")" if number == len(known.elements) else ", "
        found = next((form for form in element.forms if left.startswith(form + after)), None)
        if found is None:
            return None
        out.append(found)
        left = left[len(found + after) :]
    rest = (
        (f" INCLUDE ({', '.join(map(ident, known.include))})" if known.include else "")
        + (" NULLS NOT DISTINCT" if known.nulls_not_distinct else "")
        + (f" WHERE {known.where}" if known.where else "")
    )
    return out if left == rest else None
