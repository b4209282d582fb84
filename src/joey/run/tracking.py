"""What the database says is applied, and how that compares with the folder."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, Conflict, PermissionDenied
from joey.model.migration import Migration
from joey.model.spelling import quoted
from joey.run.names import TableName

KNOWN_NAMES = (
    TableName("public", "drizzle_migrations"),
    TableName("drizzle", "drizzle_migrations"),
    TableName("drizzle", "__drizzle_migrations"),
)
_NUMBERS = ("bigint", "integer", "numeric")
_TIMES = ("timestamp with time zone", "timestamp without time zone")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the record."""

    hash: str
    when: int | None
    """created_at in milliseconds since 1970."""
    name: str | None = None
    """Drizzle 1.x's name, where the record has that column."""
    id: int | None = None

    @property
    def condition(self) -> str:
        """SQL that finds it."""
        return f"id = {self.id}" if self.id is not None else f"hash = '{self.hash.replace(chr(39), chr(39) * 2)}'"


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The table that alone decides what is applied."""

    name: TableName
    exists: bool
    columns: dict[str, str] = field(default_factory=dict)
    """Column -> type."""

    @property
    def keeps_times(self) -> bool:
        """Whether created_at is a timestamp instead of milliseconds."""
        return self.columns.get("created_at") in _TIMES

    @property
    def keeps_names(self) -> bool:
        """Whether Drizzle 1.x has upgraded it."""
        return "name" in self.columns

    def created_at(self, milliseconds: int | str) -> str:
        """SQL of a migration's time, as the column has it; `milliseconds` may be SQL too."""
        kind = self.columns.get("created_at")
        if kind not in _TIMES:
            return str(milliseconds)
        zone = " AT TIME ZONE 'UTC'" if kind == "timestamp without time zone" else ""
        return f"to_timestamp({milliseconds} / 1000.0){zone}"


@dataclass(frozen=True, slots=True)
class Found:
    """What of the record and of joey's own tables is there."""

    record: RecordTable
    rows: tuple[Row, ...]
    own: frozenset[str]
    """Which of joey's own tables exist and may be read: runs, lease, settings, pushed."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A migration and the row that records it."""

    migration: Migration
    row: Row


@dataclass(frozen=True, slots=True)
class State:
    """The folder against the record."""

    applied: tuple[Match, ...] = ()
    """Recorded, the edited ones too."""
    edited: tuple[Match, ...] = ()
    moved: tuple[Match, ...] = ()
    unknown: tuple[Row, ...] = ()
    """Rows without a file (none where the database is merely ahead)."""
    pending: tuple[Migration, ...] = ()
    """In the order they run in."""
    out_of_order: tuple[Migration, ...] = ()
    """Those pending that are older than the newest applied."""
    newer: tuple[Row, ...] = ()
    """Rows of a later state of the folder, where the database is ahead."""

    @property
    def ahead(self) -> bool:
        """Whether the database has what a later state of the folder brought."""
        return bool(self.newer)


def find(connection: Connection, configured: TableName, bookkeeping: str) -> Found:
    """The record, by its configured name or one that Drizzle gives it, and its rows. Only reads.

    Raises Conflict where two tables hold records.
    """
    candidates = list(dict.fromkeys((configured, *KNOWN_NAMES)))
    own = {TableName(bookkeeping, table): table for table in ("runs", "lease", "settings", "pushed")}
    tables = _tables(connection, [*candidates, *own])
    there = [name for name in candidates if name in tables and tables[name][0]]
    hidden = [name for name in candidates if name in tables and not tables[name][0]]
    if len(there) > 1 or hidden:
        filled = _with_rows(connection, there) if there else []
        if len(filled) > 1:
            raise Conflict(
                f"Two tables hold records of applied migrations: {filled[0]} and {filled[1]}",
                hint="Name the right one as tracking_table, and empty, rename or drop the other.",
            )
        if hidden and (not filled or hidden[0] == configured):  # to take it for empty would run everything again
            raise _unreadable(connection, hidden[0])
        there = filled or there[:1]
    warnings = [f"{name} isn't readable, so it was left out in the search for the record" for name in hidden]
    readable = frozenset(table for name, table in own.items() if name in tables and tables[name][0])
    if not there:
        return Found(RecordTable(configured, exists=False), (), readable, tuple(warnings))
    record = RecordTable(there[0], exists=True, columns=tables[there[0]][1])
    return Found(record, _rows(connection, record), readable, tuple(warnings))


def _unreadable(connection: Connection, name: TableName) -> PermissionDenied:
    role = quoted(connection.server.role)
    return PermissionDenied(
        f"{name} may hold the record of applied migrations, but the role {connection.server.role} may not read it",
        sqlstate="42501",
        hint=f"The owner of the table can allow it:\nGRANT USAGE ON SCHEMA {quoted(name.schema)} TO {role};\n"
        f"GRANT SELECT ON {name.sql} TO {role};",
    )


def _tables(connection: Connection, names: Sequence[TableName]) -> dict[TableName, tuple[bool, dict[str, str]]]:
    """Which of the tables exist: whether they may be read, and their columns.

    The catalog is asked and not to_regclass, which fails where the role may not use the schema.
    """
    places = ", ".join(f"(${2 * i + 1}::text, ${2 * i + 2}::text)" for i in range(len(names)))
    rows = connection.query(
        f"""SELECT n.nspname::text, c.relname::text,
                   pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND (
                       pg_catalog.has_table_privilege(c.oid, 'SELECT')
                       OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT')),
                   a.attname::text, pg_catalog.format_type(a.atttypid, NULL)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p', 'v', 'f')
              AND (n.nspname::text, c.relname::text) IN (VALUES {places})
            ORDER BY c.oid, a.attnum""",
        [part for name in names for part in (name.schema, name.table)],
    )
    found: dict[TableName, tuple[bool, dict[str, str]]] = {}
    for schema, table, readable, column, kind in rows:
        found.setdefault(TableName(schema, table), (bool(readable), {}))[1][column] = kind
    return found


def _with_rows(connection: Connection, names: Sequence[TableName]) -> list[TableName]:
    checks = ", ".join(f"EXISTS (SELECT FROM {name.sql})" for name in names)
    (row,) = connection.query(f"SELECT {checks}")
    return [name for name, filled in zip(names, row, strict=True) if filled]


def _rows(connection: Connection, record: RecordTable) -> tuple[Row, ...]:
    kind = record.columns.get("created_at")
    if "hash" not in record.columns or kind not in (*_NUMBERS, *_TIMES):
        raise ConfigurationError(
            f"{record.name} isn't a record of migrations: it needs the columns hash (text) and created_at (bigint)",
            hint="Name another table as tracking_table; joey makes it.",
        )
    when = "created_at" if kind in _NUMBERS else "extract(epoch FROM created_at) * 1000"
    if kind not in ("bigint", "integer"):  # infinity and the like are no time of a migration
        when = f"CASE WHEN ({when})::text !~ '[a-z]' AND abs({when}) < 9e18 THEN round(({when})::numeric) END"
    name = '"name"::text' if record.keeps_names else "NULL::text"
    number = "id::bigint" if record.columns.get("id") in _NUMBERS else "NULL::bigint"
    rows = connection.query(
        f"SELECT hash::text, ({when})::bigint, {name}, {number} FROM {record.name.sql} ORDER BY created_at, 4"
    )
    return tuple(Row(hash or "", when, name, number) for hash, when, name, number in rows)


def compare(
    migrations: Sequence[Migration],
    found: Found,
    hashes: Callable[[Migration], Sequence[str]],
) -> State:
    """Which migrations are applied, edited, moved, pending or out of order, and which rows have no file."""
    migration_of = (_v1_key if any(m.v1 for m in migrations) else _v0_key)(migrations, found.record)
    recorded: dict[str, list[Row]] = {}
    rest: list[Row] = []
    for row in found.rows:
        if (migration := migration_of(row)) is None:
            rest.append(row)
        else:
            recorded.setdefault(migration.tag, []).append(row)
    applied, edited, unrecorded = list[Match](), list[Match](), list[Migration]()
    for migration in migrations:
        rows = recorded.get(migration.tag)
        if rows is None:
            unrecorded.append(migration)
            continue
        fitting = [row for row in rows if row.hash == migration.sha256]
        if not fitting:
            forms = frozenset(hashes(migration))
            fitting = [row for row in rows if row.hash in forms]
        match = Match(migration, fitting[0] if fitting else rows[-1])
        applied.append(match)
        if not fitting:
            edited.append(match)
    moved, rest = _moved(unrecorded, rest, hashes)
    gone = {match.migration.tag for match in moved}
    pending = tuple(m for m in unrecorded if m.tag not in gone)
    newest = max((match.migration.when for match in (*applied, *moved)), default=-1)
    last = max((m.when for m in migrations), default=-1)
    ahead = bool(rest) and not pending and all(row.when is not None and row.when > last for row in rest)
    return State(
        applied=tuple(applied),
        edited=tuple(edited),
        moved=tuple(moved),
        unknown=() if ahead else tuple(rest),
        pending=pending,
        out_of_order=tuple(m for m in pending if m.when < newest),
        newer=tuple(rest) if ahead else (),
    )


Key = Callable[[Row], Migration | None]


def _v0_key(migrations: Sequence[Migration], record: RecordTable) -> Key:
    """The migration of a row by its time in milliseconds."""
    by_when = {m.when: m for m in migrations}
    ordered = sorted(migrations, key=lambda m: m.when)
    times = [m.when for m in ordered]

    def find(row: Row) -> Migration | None:
        if row.when is None:
            return None
        if (exact := by_when.get(row.when)) is not None or not record.keeps_times:
            return exact
        # A timestamp may keep whole seconds only, cut or rounded.
        near = ordered[bisect_right(times, row.when - 1000) : bisect_left(times, row.when + 1000)]
        if len(near) > 1:
            near = [m for m in near if m.sha256 == row.hash] or [m for m in near if m.second == row.when]
        return near[0] if len(near) == 1 else None

    return find


def _v1_key(migrations: Sequence[Migration], record: RecordTable) -> Key:
    """The migration of a row by its name, or else by its time in seconds, ties settled by the hash."""
    by_name = {m.tag: m for m in migrations}
    by_second: dict[int, list[Migration]] = {}
    for migration in migrations:
        by_second.setdefault(migration.second, []).append(migration)

    def find(row: Row) -> Migration | None:
        if row.name is not None:
            return by_name.get(row.name)
        if row.when is None:
            return None
        near = by_second.get(row.when - row.when % 1000, [])
        if len(near) > 1:
            near = [m for m in near if m.sha256 == row.hash]
        return near[0] if len(near) == 1 else None

    return find


def _moved(
    unrecorded: Sequence[Migration], rows: Sequence[Row], hashes: Callable[[Migration], Sequence[str]]
) -> tuple[list[Match], list[Row]]:
    """Rows whose hash is that of exactly one unrecorded file, and the rows that remain."""
    if not rows or not unrecorded:
        return [], list(rows)
    forms = [(m, frozenset(hashes(m))) for m in unrecorded]
    moved, rest = dict[str, Match](), list[Row]()
    for row in rows:
        fitting = [m for m, known in forms if row.hash in known]
        if len(fitting) == 1:
            moved[fitting[0].tag] = Match(fitting[0], row)
        else:
            rest.append(row)
    return list(moved.values()), rest
