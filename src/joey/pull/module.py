"""A catalog as a module of models: what it says in Python, and the source text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from joey.model.address import Address
from joey.postgres.catalog import Catalog
from joey.postgres.kinds.column import Column
from joey.postgres.kinds.enum import Enum
from joey.postgres.kinds.schema import Schema
from joey.postgres.kinds.sequence import Sequence
from joey.postgres.kinds.table import Table
from joey.postgres.structure import Structure
from joey.pull import names
from joey.pull.columns import column_draft, sequence
from joey.pull.constraints import Constraints, foreign_keys, primary_key
from joey.pull.draft import Facts, Name, Said, TableDraft, changed
from joey.pull.python import Call, Code, Imports, string
from joey.pull.relationships import Link, Model, Relationships, circles, speakable
from joey.pull.types import Types

Style = Literal["declarative", "tables", "sqlmodel"]

# Names that annotations need, which an attribute would hide from what follows it in its class.
_BUILT_IN = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})
_WORD = re.compile(r"\w+")
_RESERVED: Mapping[str, frozenset[str]] = {
    "tables": frozenset(),
    "declarative": frozenset({"metadata", "registry", "type_annotation_map"}),
    # The attributes of SQLModel's, and pydantic's, own.
    "sqlmodel": frozenset(
        """
        Config metadata registry construct copy dict from_orm json model_computed_fields model_config model_construct
        model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
        model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
        model_validate_strings parse_file parse_obj parse_raw schema schema_json sqlmodel_update update_forward_refs
        validate
        """.split()
    ),
}


@dataclass
class Module:
    """All that a module of models says, before it is written in its style."""

    style: Style
    imports: Imports
    types: Types
    said: Said
    enums: list[tuple[Enum, str]]
    sequences: list[tuple[str, Call]]
    tables: list[TableDraft]
    """In the order in which they are written: what classes name, classes, what is left."""
    base: str
    metadata: str


def module(
    catalog: Catalog, structure: Structure, style: Style = "declarative", without: frozenset[Address] = frozenset()
) -> Module:
    """What can be said of a catalog in Python, except `without`."""
    return _Drafting(catalog, structure, style, without).module()


class _Drafting:
    """The making of one module: first all names, then what is said with them."""

    def __init__(self, catalog: Catalog, structure: Structure, style: Style, without: frozenset[Address]) -> None:
        self.catalog, self.structure = catalog, structure
        self.style: Style = style
        self.facts = Facts(catalog, without)
        self.tables = {t.address.names: t for t in self.facts.tables()}
        self.reserved = _RESERVED[style]
        self.links = self._links()
        self.order, self.cut = circles([k for of in self.links.values() for k in of], list(self.tables))
        self.pointed = {k.target for of in self.links.values() for k in of}
        self.associations = set() if style == "tables" else self._associations()
        self.mapped = {
            n for n, t in self.tables.items() if style != "tables" and self._primary(t) and n not in self.associations
        }
        self.used_names: set[str] = set()
        self.names = self._table_names()
        self.enums = self._enum_names()
        self.annotations = Types(catalog, Imports(), "", "", self.enums)
        self.attributes = {n: self._attributes(n) for n in self.tables}
        self.variables()

    def _primary(self, table: Table) -> tuple[str, ...]:
        found = primary_key(table, self.facts, self.structure)
        return found[1].columns if found else ()

    def _links(self) -> dict[Name, list[Link]]:
        out = {}
        for name, table in self.tables.items():
            nullable = {c.name for c in self.facts.columns[name] if self.facts.not_null(c.address.names) is None}
            place = {c.name: n for n, c in enumerate(self.facts.columns[name])}
            found = foreign_keys(table, self.facts, self.structure, self.tables)
            found.sort(key=lambda pair: [place[c] for c in pair[1].columns])
            out[name] = [Link(k, s, any(c in nullable for c in s.columns)) for k, s in found]
        return out

    def _associations(self) -> set[Name]:
        """Tables that hold nothing but two foreign keys, and that nobody points at."""
        found = set()
        for name, links in self.links.items():
            columns = [c.name for c in self.facts.columns[name]]
            both = [c for k in links for c in k.structure.columns]
            if len(links) != 2 or name in self.pointed or sorted(columns) != sorted(both):
                continue
            if links[0].target == links[1].target and not all(map(speakable, links)):
                continue
            primary = self._primary(self.tables[name])
            targets = [self.tables[k.target] for k in links]
            if (not primary or len(primary) == len(columns)) and all(map(self._primary, targets)):
                found.add(name)
        # An association of an association would have nothing to join.
        return {n for n in found if not any(k.target in found for k in self.links[n])}

    def _table_names(self) -> dict[Name, str]:
        """Classes for tables that are mapped; variables come when attributes are known."""
        out = {}
        for name in sorted(self.mapped, key=lambda n: (n[0] != "public", n)):
            wanted = names.class_name(name[1])
            longer = names.type_name(name[0]) + wanted
            out[name] = self._claim(wanted, longer)
        return out

    def _claim(self, wanted: str, *others: str) -> str:
        name = names.unique(wanted, self.used_names.__contains__, *others)
        self.used_names.add(name)
        return name

    def _enum_names(self) -> dict[Name, str]:
        """The classes of the enums that columns have."""
        used = {c.type.removesuffix("[]") for n in self.tables for c in self.facts.columns[n]}
        out = {}
        for enum in self.facts.enums:
            if enum.labels and enum.sql_name in used:
                wanted = names.type_name(enum.name)
                schema = names.type_name(enum.address.names[0])
                out[enum.address.names] = self._claim(wanted, f"{wanted}Enum", schema + wanted)
        return out

    def _attributes(self, table: Name) -> dict[str, str]:
        """Column -> attribute."""
        taken: set[str] = set()
        out = {}
        columns = self.facts.columns[table]
        wanted = {c.name: names.identifier(c.name, f"column_{n}") for n, c in enumerate(columns, 1)}
        if self.style == "sqlmodel":
            wanted = {c: w.lstrip("_") or f"column_{n}" for n, (c, w) in enumerate(wanted.items(), 1)}
            wanted = {c: names.identifier(w, w) if w.isidentifier() else f"n{w}" for c, w in wanted.items()}
        # A name that is good as it is stays, whatever comes before it.
        needed = self._built_in(columns, table)
        for column in sorted(wanted, key=lambda c: wanted[c] != c):
            name = wanted[column]
            if name in self.reserved or name.startswith("_sa_") or name in self.used_names or name in needed:
                name = f"{name}_"
            out[column] = names.unique(name, taken.__contains__)
            taken.add(out[column])
        return out

    def _built_in(self, columns: list[Column], table: Name) -> set[str]:
        """The names of Python's own that a class needs for its annotations."""
        words = {w for c in columns for w in _built_in(self.annotations.of(c.type).annotation)}
        return words | ({"list"} if table in self.pointed else set())

    def variables(self) -> None:
        """Names for the tables that are no classes, and for sequences."""
        hidden = {a for n in self.mapped for a in self.attributes[n].values()} | _BUILT_IN | {"type"}
        self.used_names |= hidden
        for name in sorted(self.tables.keys() - self.mapped, key=lambda n: (n[0] != "public", n)):
            wanted = names.identifier(name[1], "table").lower()
            longer = names.identifier("_".join(name), "table").lower()
            self.names[name] = self._claim(wanted, longer, f"{wanted}_table")
        self.used_names -= hidden

    def module(self) -> Module:
        """All of it."""
        related = self._related()
        attributes = {a for n in self.mapped for a in self.attributes[n].values()}
        attributes |= {r.attribute for n in self.mapped for r in related.of(n)}
        taken = self.used_names | attributes | _BUILT_IN | {"type"}
        own = {}
        for wanted in ("Base", "RawType", "labels", "metadata"):
            own[wanted] = names.unique(wanted, taken.__contains__, f"{wanted}_" if wanted[0].islower() else "Model")
            taken.add(own[wanted])
        base, raw, labels, metadata = own.values()
        if self.style == "declarative":
            metadata = f"{base}.metadata"
        said = Said()
        sequences = self._sequence_names(taken)
        imports = Imports(taken)
        if self.style == "sqlmodel":
            metadata = f"{imports.name('sqlmodel', 'SQLModel')}.metadata"
        abroad = frozenset(self._abroad())
        types = Types(self.catalog, imports, raw, labels, self.enums, abroad, mapped=self.style == "declarative")
        drafts = {n: self._draft(n, types, imports, said) for n in self.tables}
        for name in self.mapped:
            drafts[name].relationships = related.of(name)
        for name in drafts:
            for column in drafts[name].columns:
                column.explicit = column.explicit or not (column.keyed or column.type.plain)
        self._say_schemas(said, types)
        made = [(v, sequence(s, metadata, imports, said)) for s, v in sequences if s.address not in said.objects]
        return Module(
            self.style, imports, types, said, self._enums_used(types, said), made, self._ordered(drafts), base, metadata
        )

    def _ordered(self, drafts: Mapping[Name, TableDraft]) -> list[TableDraft]:
        if self.style == "tables":
            return [drafts[n] for n in self.order]
        first = sorted(self.associations, key=lambda n: self.names[n])
        classes = [n for n in self.order if n in self.mapped]
        rest = sorted(self.tables.keys() - self.mapped - self.associations, key=lambda n: self.names[n])
        return [drafts[n] for n in (*first, *classes, *rest)]

    def _related(self) -> Relationships:
        models = {n: Model(self.names[n], self.attributes[n], [*self._unique(n)]) for n in self.mapped}
        taken = {n: set(self.attributes[n].values()) for n in self.mapped}
        related = Relationships(models, taken, self.reserved | self.used_names | _BUILT_IN)
        links = [k for n in self.order for k in self.links[n] if n in self.mapped]
        related.add_links([replace(k, apart=k.key.address.names in self.cut) for k in links])
        pairs = [frozenset(k.target for k in self.links[n]) for n in self.associations]
        for name in sorted(self.associations):
            one, two = self.links[name]
            alone = pairs.count(frozenset((one.target, two.target))) == 1
            related.add_association(name, self.names[name], one, two, alone)
        return related

    def _unique(self, table: Name) -> Iterator[tuple[str, ...]]:
        """The columns of each key, and of each unique index that is as good as one."""
        for key in self.facts.constraints.get(table, ()):
            if (known := self.structure.keys.get(key.address.names)) is not None:
                yield known.columns
        for index in self.facts.indexes.get(table, ()):
            found = self.structure.indexes.get(index.address.names)
            if found is not None and found.unique and not found.where:
                columns = tuple(e.column for e in found.elements if e.column is not None)
                if len(columns) == len(found.elements):
                    yield columns

    def _sequence_names(self, taken: set[str]) -> list[tuple[Sequence, str]]:
        out = []
        for found in self.facts.all_sequences:
            if "." not in found.name:
                name = names.unique(names.identifier(found.name, "sequence").lower(), taken.__contains__)
                taken.add(name)
                out.append((found, name))
        return out

    def _abroad(self) -> set[Name]:
        """The enums of the schema public that tables of other schemas use."""
        used = {c.type.removesuffix("[]") for n in self.tables if n[0] != "public" for c in self.facts.columns[n]}
        return {enum.address.names for enum in self.facts.enums if enum.sql_name in used}

    def _say_schemas(self, said: Said, types: Types) -> None:
        named = {n[0] for n in self.tables} | {n[0] for n in types.used_enums}
        for a, o in self.catalog.objects.items():
            if isinstance(o, Schema) and a.names[0] in named:
                said.add(o)

    def _enums_used(self, types: Types, said: Said) -> list[tuple[Enum, str]]:
        out = []
        for enum, name in sorted(self.enums.items(), key=lambda item: item[1]):
            if enum in types.used_enums:
                found = self.catalog.objects[Address(Enum.TYPE, enum)]
                assert isinstance(found, Enum)
                said.add(found)
                out.append((found, name))
        return out

    def _draft(self, name: Name, types: Types, imports: Imports, said: Said) -> TableDraft:
        table = self.tables[name]
        primary = self._primary(table)
        said.add(changed(table, row_security=False, force_row_security=False, options=(), of_type=None))
        draft = TableDraft(table, self.names[name], name in self.mapped)
        for column in self.facts.columns[name]:
            attribute = self.attributes[name][column.name]
            deep = self.structure.dimensions.get(column.address.names, 0)
            draft.columns.append(column_draft(column, attribute, primary, deep, self.facts, types, imports, said))
        constraints = Constraints(self.facts, self.structure, imports, said)
        constraints.add_keys(draft)
        for link in self.links[name]:
            constraints.add_foreign_key(
                draft,
                link.key,
                link.structure,
                apart=link.key.address.names in self.cut,
                same_type=self._same_type(link),
            )
        constraints.add_checks(draft)
        constraints.add_indexes(draft)
        draft.options = self._options(table, imports, said)
        return draft

    def _same_type(self, link: Link) -> bool:
        """Whether a key of one column has the type of what it points at, which SQLAlchemy then gives it."""
        here = {c.name: c for c in self.facts.columns[link.source]}
        there = {c.name: c for c in self.facts.columns[link.target]}
        one, two = here[link.structure.columns[0]], there[link.structure.target_columns[0]]
        return (one.type, one.collation) == (two.type, two.collation) and not self._returns(one)

    def _returns(self, column: Column) -> bool:
        """Whether keys of one column lead from a column back to it, so that none of them tells its type."""
        first = column.address.names
        left, seen = [first], set[Name]()
        while left:
            names = left.pop()
            for link in self.links[names[:2]]:
                if link.structure.columns == names[2:]:
                    there = (*link.target, *link.structure.target_columns)
                    left += [there] if there not in seen else []
                    seen.add(there)
        return first in seen

    def _options(self, table: Table, imports: Imports, said: Said) -> dict[str, Code]:
        """The keyword arguments of a Table."""
        schema = table.address.names[0]
        out: dict[str, Code] = {}
        if schema != "public":
            out["schema"] = string(schema)
        if table.unlogged:
            out["prefixes"] = '["UNLOGGED"]'
        if table.partition_by:
            out["postgresql_partition_by"] = string(table.partition_by)
        if table.method:
            out["postgresql_using"] = string(table.method)
        if (comment := self.facts.comment(table)) is not None:
            out["comment"] = string(comment.text)
            said.add(comment)
        return out


@functools.cache
def _built_in(annotation: str) -> frozenset[str]:
    """The names of Python's own in an annotation."""
    return _BUILT_IN.intersection(_WORD.findall(annotation))
