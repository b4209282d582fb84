"""Columns as mapped_column() or Column() take them: type, default, identity, what is generated."""

from __future__ import annotations

from dataclasses import replace

from joey.model.address import Address
from joey.postgres.kinds.column import Column
from joey.postgres.kinds.identity import Identity
from joey.postgres.kinds.sequence import Counter, Sequence, SequenceOwner
from joey.postgres.names import chosen_name, qualified
from joey.pull.draft import ColumnDraft, Facts, Said, changed
from joey.pull.expressions import default, sql_string, unwrapped
from joey.pull.python import Call, Code, Imports, call, string
from joey.pull.types import Types, name_code

_TYPES = {"smallint": "SmallInteger", "integer": "Integer", "bigint": "BigInteger"}


def column_draft(
    column: Column,
    attribute: str,
    primary: tuple[str, ...],
    dimensions: int,
    facts: Facts,
    types: Types,
    imports: Imports,
    said: Said,
) -> ColumnDraft:
    """A column with all that is its own; its keys come later."""
    names = column.address.names
    type = types.of(column.type, column.collation, dimensions)
    not_null = facts.not_null(names)
    if not_null is not None and not not_null.valid:
        not_null = None
    keyed = names[2] in primary  # which makes it not null, also where that constraint is none of ours
    draft = ColumnDraft(column, names[2], attribute, type, nullable=not_null is None and not keyed, primary_key=keyed)
    said.add(changed(column, storage="", compression="", statistics=-1, options=()))
    if not_null is not None:
        usual = chosen_name(names[1], names[2], "not_null")
        said.add(changed(not_null, constraint=usual, named=None, no_inherit=False, shared_name=False))
    _value(draft, primary, facts, imports, said)
    if (comment := facts.comment(column)) is not None:
        draft.options["comment"] = string(comment.text)
        said.add(comment)
    return draft


def _value(draft: ColumnDraft, primary: tuple[str, ...], facts: Facts, imports: Imports, said: Said) -> None:
    """Where the column's values come from when none is given."""
    column = draft.column
    names = column.address.names
    alone = primary == (draft.name,)
    if column.generated:
        kept = "True" if column.generated == "s" else "False"
        expression = sql_string(unwrapped(column.expression or ""))
        draft.arguments.append(call(imports.name("sqlalchemy", "Computed"), expression, persisted=kept))
    elif (identity := facts.identity(names)) is not None:
        usual = qualified(names[0], chosen_name(names[1], names[2], "seq"))
        draft.arguments.append(_identity(identity, imports))
        said.add(changed(identity, sequence=usual, unlogged=identity.of_unlogged))
    elif (found := facts.default(names)) is not None:
        said.add(found)
        # SQLAlchemy puts the column of an autoincrement first into the key.
        first = primary[:1] == (draft.name,) and not draft.nullable
        if first and (serial := _serial(column, facts)) is not None:
            draft.serial = True
            said.add(serial)
            owner = Address(SequenceOwner.TYPE, serial.address.names)
            said.add(facts.catalog.objects[owner])
            if not alone:
                draft.options["autoincrement"] = "True"
            return
        if draft.type.annotation.startswith("dict[str, ") and found.expression.startswith("'["):
            draft.type = replace(draft.type, annotation=draft.type.annotation.replace("dict[str, ", "list["))
        draft.options["server_default"] = default(found.expression, column.type, imports)
    elif column.type in _TYPES and alone:
        draft.options["autoincrement"] = "False"


def _serial(column: Column, facts: Facts) -> Sequence | None:
    """The sequence that SERIAL makes for the column, down to its name."""
    names = column.address.names
    usual = chosen_name(names[1], names[2], "seq")
    return next((s for s in facts.sequences.get(names, ()) if s.serial and s.name == usual), None)


def _counting(counter: Counter) -> dict[str, Code]:
    """The options of a sequence that aren't PostgreSQL's own."""
    out: dict[str, Code] = {}
    low, high = counter.bounds
    if counter.start != (low if counter.increment > 0 else high):
        out["start"] = str(counter.start)
    if counter.increment != 1:
        out["increment"] = str(counter.increment)
    if counter.min is not None:
        out["minvalue"] = str(counter.min)
    if counter.max is not None:
        out["maxvalue"] = str(counter.max)
    if counter.cache != 1:
        out["cache"] = str(counter.cache)
    if counter.cycle:
        out["cycle"] = "True"
    return out


def _identity(identity: Identity, imports: Imports) -> Call:
    always = "True" if identity.generated == "ALWAYS" else None
    return call(imports.name("sqlalchemy", "Identity"), always=always, **_counting(identity))


def sequence(found: Sequence, metadata: str, imports: Imports, said: Said) -> Call:
    """A sequence on its own."""
    schema, name = found.address.names
    said.add(changed(found, unlogged=False))
    type = imports.name("sqlalchemy", _TYPES[found.type]) if found.type != "bigint" else None
    return call(
        imports.name("sqlalchemy", "Sequence"),
        name_code(name, imports),
        **_counting(found),
        schema=string(schema) if schema != "public" else None,
        data_type=type,
        metadata=metadata,
    )
