"""A module of models as source text, in the style that was asked for."""

from __future__ import annotations

from joey.postgres.kinds.enum import Enum
from joey.pull import names
from joey.pull.draft import ColumnDraft, RelationshipDraft, TableDraft
from joey.pull.module import Module
from joey.pull.python import Call, Code, Entry, Items, annotated, assignment, call, fits, mapping, string
from joey.pull.types import name_code

_FIRST_OPTIONS = ("primary_key", "autoincrement", "nullable", "unique", "index", "server_default", "comment")


def source(module: Module, title: str) -> str:
    """The text of a module, laid out as ruff formats it; `title` is its docstring."""
    blocks = [*_enums(module), *_preamble(module), *_tables(module)]
    body: list[str] = []
    for number, (alone, lines) in enumerate(blocks):
        if number:
            body += [""] if not alone and not blocks[number - 1][0] else ["", ""]
        body += lines
    imports = module.imports.lines(body)
    gap = [""] if blocks and not blocks[0][0] else ["", ""]
    head = [f'"""{title}"""', *(["", *imports] if imports else [])]
    return "\n".join([*head, *gap, *body] if body else head) + "\n"


Block = tuple[bool, list[str]]
"""Lines, and whether they stand alone, as classes and functions do, with two blank lines around."""


def _enums(module: Module) -> list[Block]:
    if not module.enums:
        return []
    enum = module.imports.module("enum")
    out: list[Block] = [(True, _enum(found, name, enum)) for found, name in module.enums]
    out.append(
        (
            True,
            [
                f"def {module.types.labels}(enum_class: type[{enum}.Enum]) -> list[str]:",
                '    """The labels of an enum, as the database has them."""',
                "    return [member.value for member in enum_class]",
            ],
        )
    )
    return out


def _enum(found: Enum, name: str, enum: str) -> list[str]:
    lines = [f"class {name}({enum}.StrEnum):"]
    taken: set[str] = set()
    for position, label in enumerate(found.labels, 1):
        member = names.unique(names.constant(label, position), taken.__contains__)
        taken.add(member)
        lines += assignment(member, string(label), 4)
    return lines


def _preamble(module: Module) -> list[Block]:
    """What the tables hang on: a base or a metadata; a class for types; sequences."""
    out: list[Block] = []
    name = module.imports.name
    if module.style == "tables":
        out.append((False, assignment(module.metadata, call(name("sqlalchemy", "MetaData")))))
    elif module.style == "declarative":
        lines = [f"class {module.base}({name('sqlalchemy.orm', 'DeclarativeBase')}):"]
        mapped = [Entry(f"{n}: ", module.types.used_enums[e.address.names]) for e, n in module.enums]
        lines += assignment("type_annotation_map", Items("{}", tuple(mapped)), 4) if mapped else ["    pass"]
        out.append((True, lines))
    if any(_uses(t, module.types.raw) for t in module.tables):
        out.append((True, _raw_type(module)))
    out += [(False, assignment(variable, made)) for variable, made in module.sequences]
    return out


def _uses(table: TableDraft, function: str) -> bool:
    """Whether a function is called for some column's type."""
    return any(_calls(c.type.code, function) for c in table.columns)


def _calls(code: Code, function: str) -> bool:
    return isinstance(code, Call) and (
        code.function == function or any(_calls(a, function) for a in code.arguments if not isinstance(a, Entry))
    )


def _raw_type(module: Module) -> list[str]:
    base = module.imports.name("sqlalchemy.types", "UserDefinedType")
    anything = module.imports.name("typing", "Any")
    return [
        f"class {module.types.raw}({base}[{anything}]):",
        '    """A type of PostgreSQL that SQLAlchemy has no class for, in PostgreSQL\'s words."""',
        "",
        "    cache_ok = True",
        "",
        "    def __init__(self, words: str) -> None:",
        "        self.words = words",
        "",
        f"    def get_col_spec(self, **kw: {anything}) -> str:",
        "        return self.words",
    ]


def _tables(module: Module) -> list[Block]:
    write = _mapped if module.style == "declarative" else _sqlmodel
    return [(True, write(t, module)) if t.mapped else (False, _table(t, module)) for t in module.tables]


def _table(table: TableDraft, module: Module) -> list[str]:
    """`name = Table(…)`."""
    columns = [_column(c, module) for c in table.columns]
    options = [Entry(f"{k}=", v) for k, v in table.options.items()]
    made = Call(
        module.imports.name("sqlalchemy", "Table"),
        (name_code(table.key[1], module.imports), module.metadata, *columns, *table.arguments, *options),
    )
    return assignment(table.name, made)


def _column(column: ColumnDraft, module: Module) -> Call:
    """A Column with its name, its type and whether it may be null."""
    options = dict(column.options)
    if not column.nullable and "primary_key" not in options:
        options["nullable"] = "False"
    name = name_code(column.name, module.imports)
    return Call(
        module.imports.name("sqlalchemy", "Column"), (name, column.type.code, *column.arguments, *_sorted(options))
    )


def _sorted(options: dict[str, Code]) -> list[Entry]:
    ordered = options if len(options) < 2 else sorted(options, key=_FIRST_OPTIONS.index)
    return [Entry(f"{k}=", options[k]) for k in ordered]


def _head(table: TableDraft, base: str, module: Module) -> list[str]:
    lines = [f"class {table.name}({base}):"]
    if not fits(lines[0]):
        lines = [f"class {table.name}(", f"    {base}", "):"]
    lines += assignment("__tablename__", name_code(table.key[1], module.imports), 4)
    options = mapping(table.options.items())
    if table.arguments:
        items = (*table.arguments, *([options] if table.options else []))
        lines += assignment("__table_args__", Items("()", items), 4)
    elif table.options:
        lines += assignment("__table_args__", options, 4)
    return [*lines, ""]


def _mapped(table: TableDraft, module: Module) -> list[str]:
    """A class that SQLAlchemy maps."""
    name = module.imports.name
    mapped = name("sqlalchemy.orm", "Mapped")
    lines = _head(table, module.base, module)
    for column in table.columns:
        optional = " | None" if column.nullable else ""
        arguments: list[Code | Entry] = []
        if column.attribute != column.name or name_code(column.name, module.imports) != string(column.name):
            arguments.append(name_code(column.name, module.imports))
        if column.explicit:
            arguments.append(column.type.code)
        arguments += [*column.arguments, *_sorted(column.options)]
        value = Call(name("sqlalchemy.orm", "mapped_column"), tuple(arguments)) if arguments else None
        lines += annotated(column.attribute, f"{mapped}[{column.type.annotation}{optional}]", value, 4)
    if table.relationships:
        lines.append("")
    for found in table.relationships:
        value = Call(name("sqlalchemy.orm", "relationship"), tuple(_related(found)))
        lines += annotated(found.attribute, f"{mapped}[{found.annotation}]", value, 4)
    return lines


def _related(found: RelationshipDraft) -> list[Entry]:
    return [Entry(f"{k}=", v) for k, v in found.options.items()]


def _sqlmodel(table: TableDraft, module: Module) -> list[str]:
    """A class of SQLModel's; each column is given whole."""
    name = module.imports.name
    lines = _head(table, f"{name('sqlmodel', 'SQLModel')}, table=True", module)
    for column in table.columns:
        annotation = column.type.annotation
        if "Range[" in annotation:  # pydantic knows no schema for it
            annotation = name("typing", "Any")
        made = any(k in column.options for k in ("server_default", "autoincrement")) or column.arguments
        optional = column.nullable or bool(made) or column.primary_key
        options: list[Entry] = [Entry("default=", "None")] if optional else []
        field = Call(name("sqlmodel", "Field"), (*options, Entry("sa_column=", _column(column, module))))
        lines += annotated(column.attribute, annotation + (" | None" if optional else ""), field, 4)
    if table.relationships:
        lines.append("")
    for found in table.relationships:
        lines += annotated(found.attribute, *_sqlmodel_related(found, module), 4)
    return lines


def _sqlmodel_related(found: RelationshipDraft, module: Module) -> tuple[str, Call]:
    annotation = found.annotation
    if found.how_many == "optional":
        annotation = f'{module.imports.name("typing", "Optional")}["{found.target}"]'
    options = {k: v for k, v in found.options.items() if k != "back_populates"}
    arguments = [Entry("back_populates=", found.options["back_populates"])]
    if options:
        arguments.append(Entry("sa_relationship_kwargs=", mapping(options.items())))
    return annotation, Call(module.imports.name("sqlmodel", "Relationship"), tuple(arguments))
