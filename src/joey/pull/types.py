"""PostgreSQL's types in Python: the annotation of an attribute, and SQLAlchemy's class where that isn't enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from joey.postgres.catalog import Catalog
from joey.postgres.kinds.domain import Domain
from joey.postgres.kinds.enum import Enum
from joey.postgres.names import qualified
from joey.pull.python import Call, Code, Imports, call, string

_DT, _PG, _SA = "datetime", "sqlalchemy.dialects.postgresql", "sqlalchemy"
# PostgreSQL's word -> (annotation, module, class); `dt.` and `Decimal` and so on are imported where they are used.
_BUILT_IN: Mapping[str, tuple[str, str, str]] = {
    "bigint": ("int", _SA, "BigInteger"),
    "boolean": ("bool", _SA, "Boolean"),
    "bytea": ("bytes", _SA, "LargeBinary"),
    "cidr": ("str", _PG, "CIDR"),
    "date": ("dt.date", _SA, "Date"),
    "datemultirange": ("MultiRange[dt.date]", _PG, "DATEMULTIRANGE"),
    "daterange": ("Range[dt.date]", _PG, "DATERANGE"),
    "double precision": ("float", _SA, "Double"),
    "inet": ("str", _PG, "INET"),
    "int4multirange": ("MultiRange[int]", _PG, "INT4MULTIRANGE"),
    "int4range": ("Range[int]", _PG, "INT4RANGE"),
    "int8multirange": ("MultiRange[int]", _PG, "INT8MULTIRANGE"),
    "int8range": ("Range[int]", _PG, "INT8RANGE"),
    "integer": ("int", _SA, "Integer"),
    "interval": ("dt.timedelta", _SA, "Interval"),
    "json": ("dict[str, Any]", _SA, "JSON"),
    "jsonb": ("dict[str, Any]", _PG, "JSONB"),
    "macaddr": ("str", _PG, "MACADDR"),
    "macaddr8": ("str", _PG, "MACADDR8"),
    "money": ("str", _PG, "MONEY"),
    "numeric": ("Decimal", _SA, "Numeric"),
    "nummultirange": ("MultiRange[Decimal]", _PG, "NUMMULTIRANGE"),
    "numrange": ("Range[Decimal]", _PG, "NUMRANGE"),
    "oid": ("int", _PG, "OID"),
    "real": ("float", _SA, "REAL"),
    "regclass": ("str", _PG, "REGCLASS"),
    "smallint": ("int", _SA, "SmallInteger"),
    "text": ("str", _SA, "Text"),
    "tsmultirange": ("MultiRange[dt.datetime]", _PG, "TSMULTIRANGE"),
    "tsquery": ("str", _PG, "TSQUERY"),
    "tsrange": ("Range[dt.datetime]", _PG, "TSRANGE"),
    "tstzmultirange": ("MultiRange[dt.datetime]", _PG, "TSTZMULTIRANGE"),
    "tstzrange": ("Range[dt.datetime]", _PG, "TSTZRANGE"),
    "tsvector": ("str", _PG, "TSVECTOR"),
    "uuid": ("UUID", _SA, "Uuid"),
}
_BY_ANNOTATION = frozenset({"boolean", "bytea", "date", "double precision", "integer", "interval", "numeric", "uuid",
                            "character varying", "timestamp without time zone", "time without time zone"})  # fmt: skip
"""Types that SQLAlchemy takes for a bare annotation."""
_IMPORTED = {
    "Any": ("typing", "Any"),
    "Decimal": ("decimal", "Decimal"),
    "UUID": ("uuid", "UUID"),
    "Range": (_PG, "Range"),
    "MultiRange": (f"{_PG}.ranges", "MultiRange"),
}
_MODIFIED = re.compile(r"(?P<word>[a-z ]+?)(?:\((?P<modifier>[-\d, ]+)\))?(?P<zone> with(?:out)? time zone)?")
_INTERVAL = re.compile(r"interval(?: (?P<fields>[a-z ]+?))?(?:\((?P<precision>\d)\))?")


# Words that PostgreSQL wants quoted and SQLAlchemy doesn't quote by itself.
_UNQUOTED = frozenset({"collation", "concurrently", "lateral", "system_user", "tablesample"})


def name_code(name: str, imports: Imports) -> str:
    """The name of something in the database, as SQLAlchemy must be told it."""
    if name in _UNQUOTED:
        return f"{imports.name('sqlalchemy.sql', 'quoted_name')}({string(name)}, True)"
    return string(name)


@dataclass(frozen=True, slots=True)
class PythonType:
    """A type in Python; `plain` claims that SQLAlchemy takes it for the annotation alone."""

    annotation: str
    code: Code
    plain: bool = False


@dataclass
class Types:
    """Types by PostgreSQL's words for them, and which enums were asked for."""

    catalog: Catalog
    imports: Imports
    raw: str
    """What the module calls its class for types that SQLAlchemy has none for."""
    labels: str
    """What the module calls its function that gives an enum's labels."""
    classes: Mapping[tuple[str, ...], str]
    """Enum -> its class; one that has none is said in SQL."""
    abroad: frozenset[tuple[str, ...]] = frozenset()
    """Enums of the schema public that tables of other schemas use."""
    mapped: bool = True
    """Whether the annotation alone leads to an enum's type."""
    used_enums: dict[tuple[str, ...], Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        objects = self.catalog.objects
        self._enums = {qualified(*a.names): o for a, o in objects.items() if isinstance(o, Enum)}
        self._domains = {qualified(*a.names): o for a, o in objects.items() if isinstance(o, Domain)}
        self._known: dict[tuple[str, str | None, int], PythonType] = {}

    def of(self, type: str, collation: str | None = None, dimensions: int = 0) -> PythonType:
        """The type that `format_type` calls so."""
        key = (type, collation, dimensions)
        if key not in self._known:
            self._known[key] = self._collated(*key)
        return self._known[key]

    def enum_of(self, type: str) -> tuple[str, ...] | None:
        """The enum that a type, or an array's item, is."""
        found = self._enums.get(type.removesuffix("[]"))
        return found.address.names if found else None

    def _collated(self, type: str, collation: str | None, dimensions: int) -> PythonType:
        plain = self._array(type, dimensions)
        if collation is None:
            return plain
        name = re.fullmatch(r'(?:pg_catalog|public)\.(?:"([^"%]+)"|(\w+))', collation)
        if name and not type.endswith("[]") and type.partition("(")[0] in ("text", "character varying", "character"):
            inner = plain.code.arguments if isinstance(plain.code, Call) else ()
            function = plain.code.function if isinstance(plain.code, Call) else str(plain.code)
            values = [a for a in inner if isinstance(a, str)]
            return PythonType(plain.annotation, call(function, *values, collation=string(name[1] or name[2])))
        return PythonType(plain.annotation, self._raw(f"{type} COLLATE {collation}"))

    def _array(self, type: str, dimensions: int) -> PythonType:
        if not type.endswith("[]"):
            return self._scalar(type)
        item = self._scalar(type[:-2])
        annotation = item.annotation
        for _ in range(max(dimensions, 1)):
            annotation = f"list[{annotation}]"
        array = self.imports.name(_PG, "ARRAY")
        more = str(dimensions) if dimensions > 1 else None
        return PythonType(annotation, call(array, item.code, dimensions=more))

    def _scalar(self, type: str) -> PythonType:
        if (enum := self._enums.get(type)) is not None and enum.address.names in self.classes:
            return self._enum(enum)
        if (domain := self._domains.get(type)) is not None:
            return PythonType(self._annotation_of(domain), self._raw(type))
        if type in ("public.citext", "public.hstore"):
            hash_ = type == "public.hstore"
            name = self.imports.name(_PG, "HSTORE" if hash_ else "CITEXT")
            return PythonType("dict[str, str | None]" if hash_ else "str", name)
        if (entry := _BUILT_IN.get(type)) is not None:
            annotation, module, name = entry
            plain = type in _BY_ANNOTATION
            return PythonType(self._annotated(annotation), self._class(module, name), plain)
        if found := _INTERVAL.fullmatch(type):
            fields, precision = found["fields"], found["precision"]
            code = call(
                self._class(_PG, "INTERVAL"),
                fields=string(fields.upper()) if fields else None,
                precision=precision,
            )
            return PythonType(self._annotated("dt.timedelta"), code)
        if (found := _MODIFIED.fullmatch(type)) and (known := self._modified(found)):
            return known
        return PythonType("str", self._raw(type))

    def _modified(self, found: re.Match[str]) -> PythonType | None:
        """The types whose words hold a length, a precision or a time zone."""
        word, modifier, zone = found["word"], found["modifier"], found["zone"]
        if zone and word in ("timestamp", "time"):
            annotation = self._annotated("dt.datetime" if word == "timestamp" else "dt.time")
            aware = "True" if zone == " with time zone" else None
            if modifier:
                name = self._class(_PG, word.upper())
                return PythonType(annotation, call(name, precision=modifier, timezone=aware))
            name = self._class(_SA, "DateTime" if word == "timestamp" else "Time")
            return PythonType(annotation, call(name, timezone=aware) if aware else name, not aware)
        if zone:
            return None
        if word == "numeric" and modifier:
            arguments = [part.strip() for part in modifier.split(",")]
            return PythonType(self._annotated("Decimal"), call(self._class(_SA, "Numeric"), *arguments))
        if word == "character varying":
            name = self._class(_SA, "String")
            return PythonType("str", call(name, modifier) if modifier else name, not modifier)
        if word == "character" and modifier:
            return PythonType("str", call(self._class(_SA, "CHAR"), modifier))
        if word in ("bit", "bit varying"):
            varying = "True" if word == "bit varying" else None
            arguments = [modifier] if modifier else []
            if modifier or varying:
                return PythonType("str", call(self._class(_PG, "BIT"), *arguments, varying=varying))
        return None

    def _enum(self, enum: Enum) -> PythonType:
        names = enum.address.names
        name = self.classes[names]
        # 2.1 puts a type that names no schema into that of its table.
        named = names[0] != "public" or names in self.abroad
        code = call(
            self.imports.name(_SA, "Enum"),
            name,
            name=name_code(names[1], self.imports),
            schema=string(names[0]) if named else None,
            values_callable=self.labels,
        )
        self.used_enums[names] = code
        return PythonType(name, code, self.mapped)

    def _annotation_of(self, domain: Domain) -> str:
        """What a domain's values are in Python."""
        base = domain.base
        while (inner := self._domains.get(base)) is not None:
            base = inner.base
        if base.removesuffix("[]") in self._enums:
            return "list[str]" if base.endswith("[]") else "str"  # the driver knows nothing of our classes
        return self._array(base, 0).annotation

    def _raw(self, words: str) -> Call:
        return call(self.raw, string(words))

    def _class(self, module: str, name: str) -> str:
        return self.imports.name(module, name)

    def _annotated(self, annotation: str) -> str:
        """An annotation, with what it names imported."""
        for word in re.findall(r"\b[A-Z]\w+", annotation):
            if word in _IMPORTED:
                annotation = re.sub(rf"\b{word}\b", self.imports.name(*_IMPORTED[word]), annotation)
        if "dt." in annotation:
            annotation = annotation.replace("dt.", self.imports.module(_DT, "dt") + ".")
        return annotation
