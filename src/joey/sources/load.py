"""All statements of all sources, run on a scratch database in whatever order they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from joey.connect.protocol import Connection
from joey.errors import ConfigurationError, JoeyError, NetworkError, from_sqlstate
from joey.sources.desired import SourceStatement, quoted

# One transaction of this many statements stays well below max_locks_per_transaction's default.
_CHUNK = 400
_FATAL = ("08", "53", "57")
_MISSING = frozenset({"42P01", "42704", "42883", "3F000", "42703", "42P02", "42830"})
_FIRST = re.compile(r"\s*(?:(DO \$joey\$)|CREATE\s+(?:(SCHEMA)|(EXTENSION))\b)", re.IGNORECASE)
_DEFAULT_PRIVILEGES = re.compile(r"\s*ALTER\s+DEFAULT\s+PRIVILEGES\b", re.IGNORECASE)
_ROLE = re.compile(r'^role "(.+)" does not exist$')
_MAKES = re.compile(
    r"CREATE\s(?:\s*(?:OR REPLACE|TEMP|TEMPORARY|UNLOGGED|FOREIGN|MATERIALIZED|RECURSIVE|UNIQUE)\b)*\s*"
    r"(?:TABLE|VIEW|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|SEQUENCE|SCHEMA|COLLATION|OPERATOR|SERVER|INDEX)\s+"
    r'(?:IF NOT EXISTS\s+)?(?:(?:"[^"]+"|\w+)\.)?("[^"]+"|\w+)',
    re.IGNORECASE,
)
_MISSES = re.compile(r'"([^"]+)"|\b(?:function|procedure|type|aggregate) ([\w.]+)')
# Extensions whose absence a schema shows most often -> how the names of what they bring begin.
_COMES_WITH: dict[str, tuple[str, ...]] = {
    "citext": ("citext",),
    "hstore": ("hstore",),
    "ltree": ("ltree", "lquery"),
    "pg_trgm": ("gin_trgm_ops", "gist_trgm_ops", "similarity"),
    "btree_gist": ("gist_",),
    "pgcrypto": ("gen_salt", "crypt", "digest", "pgp_"),
    "postgis": ("geometry", "geography", "st_"),
    "unaccent": ("unaccent",),
    "uuid-ossp": ("uuid_generate",),
    "vector": ("vector", "halfvec", "hnsw"),
}
_EXTENSION = re.compile(r'^extension "(.+)" is not available$|extension control file ".*/([^/"]+)\.control"')


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading took: how many statements ran, in how many rounds, and the roles made for them."""

    statements: int
    rounds: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Failure:
    statement: SourceStatement
    error: JoeyError
    position: int | None


def load(
    connection: Connection,
    statements: Iterable[SourceStatement],
    *,
    create_all: Callable[[], None] | None = None,
) -> LoadReport:
    """Run the pool; what fails is tried again until nothing more succeeds.

    `create_all` is called once, when all that doesn't wait for it has been run. Raises the first root cause of
    what still fails, with its file, line and position.
    """
    session = _Session(connection)
    total, rounds = 0, 0
    pending: list[SourceStatement] = []
    failures: list[_Failure] = []
    pools = _pools(sorted(statements, key=_rank))
    for pool in pools:
        pending += pool
        total += len(pool)
        last = pool is pools[-1]
        while pending or (last and create_all is not None):
            rounds += 1
            failures = session.run(pending)
            stuck = len(failures) == len(pending)
            pending = _makers_first(failures)
            if not stuck:
                continue
            if create_all is None or not last:
                break
            create_all()
            create_all = None
    if failures:
        raise _root_cause(failures)
    session.forget_settings()
    return LoadReport(total, rounds, tuple(session.roles))


def _rank(statement: SourceStatement) -> int:
    """Roles, then schemas, then extensions, then all else in its own order: fewer rounds."""
    found = _FIRST.match(statement.sql)
    return (found.lastindex or 4) if found else 4


def _pools(statements: Sequence[SourceStatement]) -> list[list[SourceStatement]]:
    """The statements, cut before each ALTER DEFAULT PRIVILEGES: what it is to leave alone must be there by then."""
    pools: list[list[SourceStatement]] = [[]]
    for statement in statements:
        if _DEFAULT_PRIVILEGES.match(statement.sql):
            pools.append([])
        pools[-1].append(statement)
    return pools


class _Session:
    """A connection, the roles made through it, and the settings that statements run under."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.roles: list[str] = []
        self.prologue = "RESET ALL; SET check_function_bodies = off; SET client_min_messages = error; "
        try:  # the names of missing roles are read out of messages
            connection.execute("SET lc_messages = 'C'")
        except JoeyError:
            pass
        else:
            self.prologue += "SET lc_messages = 'C'; "

    def run(self, statements: Sequence[SourceStatement]) -> list[_Failure]:
        """Run each statement once, many to a round trip; what failed, in order."""
        failures: list[_Failure] = []
        at, size = 0, _CHUNK
        while at < len(statements):
            chunk = statements[at : at + size]
            script, offsets = self._script(chunk)
            try:
                self.connection.execute(script)
            except JoeyError as error:
                if error.sqlstate == "53200" and len(chunk) > 1:  # more locks than one transaction may hold
                    size = max(1, len(chunk) // 4)
                    continue
                if _is_fatal(error):
                    raise
                if self._make_role(error):
                    continue
                culprit = _culprit(error, offsets)
                if culprit == 0 or len(chunk) == 1:
                    position = None if culprit is None else (error.position or 0) - offsets[0]
                    failures.append(_Failure(chunk[0], error, position))
                    at += 1
                else:
                    # A chunk is one transaction, so nothing of it stayed. What stands before a known culprit
                    # goes through now; else look closer.
                    size = culprit or max(1, len(chunk) // 4)
                continue
            at += len(chunk)
            size = min(size * 4, _CHUNK)
        return failures

    def forget_settings(self) -> None:
        """Leave the session as it was."""
        self.connection.execute("RESET ALL")

    def _script(self, statements: Sequence[SourceStatement]) -> tuple[str, list[int]]:
        """One string for a round trip, and where in it each statement begins."""
        pieces: list[str] = []
        offsets: list[int] = []
        length, settings = 0, None
        for statement in statements:
            if statement.settings != settings:
                settings = statement.settings
                pieces.append(self.prologue + "".join(f"{setting}; " for setting in settings))
                length += len(pieces[-1])
            offsets.append(length)
            # The semicolon on a line of its own, since the statement may end in a line comment.
            pieces.append(statement.sql + "\n;\n")
            length += len(pieces[-1])
        return "".join(pieces), offsets

    def _make_role(self, error: JoeyError) -> bool:
        """Make the role that an error misses; whether that is worth another try."""
        found = _ROLE.match(error.message) if error.sqlstate in ("42704", "22023") else None
        if found is None or found[1] in self.roles:
            return False
        try:
            self.connection.execute(f"CREATE ROLE {quoted(found[1])} NOLOGIN")
        except JoeyError as failed:
            if failed.sqlstate not in ("42710", "23505"):  # someone else made it meanwhile
                raise
        self.roles.append(found[1])
        return True


def _is_fatal(error: JoeyError) -> bool:
    """Whether the error says nothing about the statement."""
    return error.sqlstate is None or isinstance(error, NetworkError) or error.sqlstate.startswith(_FATAL)


def _culprit(error: JoeyError, offsets: Sequence[int]) -> int | None:
    """Which statement of a script an error points into."""
    if error.position is None or error.position < offsets[0]:
        return None
    return sum(offset <= error.position for offset in offsets) - 1


def _root_cause(failures: Sequence[_Failure]) -> JoeyError:
    """The first failure that isn't a mere consequence of another one, told in full."""
    first = next((f for f in failures if f.error.sqlstate not in _MISSING), None)
    if first is None:
        first = next((f for f in failures if not _waits_for_another(f, failures)), failures[0])
    others = len(failures) - 1
    statement, error = first.statement, first.error
    line = statement.line
    if line is not None and first.position is not None and statement.table is None:
        line += statement.sql.count("\n", 0, first.position)
    more = f"{others} more statement{'s' * (others > 1)} failed too, perhaps because of it" if others else None
    hint = "; ".join(part.rstrip(".") for part in (_remedy(error) or error.hint, more) if part) or None
    if found := _EXTENSION.search(error.message):
        return ConfigurationError(
            f'extension "{found[1] or found[2]}" isn\'t available on the scratch server',
            hint='set scratch = "postgresql://…" to a server that has it (pip wheels carry only contrib and vector)',
            file=statement.file,
            line=line,
            sqlstate=error.sqlstate,
            sql=statement.sql,
        )
    return from_sqlstate(
        error.sqlstate,
        error.message,
        hint=hint,
        file=statement.file or None,
        line=line,
        sql=statement.sql,
        position=first.position,
    )


def _remedy(error: JoeyError) -> str | None:
    """What a user most likely has to add for something that isn't there."""
    if error.sqlstate == "3F000" and (named := _MISSES.search(error.message)):
        return f"add CREATE SCHEMA {named[1]}; to a .sql source"
    name = "gist_" if "no default operator class" in error.message else _missed_by(error).lower()
    extension = next((e for e, names in _COMES_WITH.items() if name.startswith(names)), None)
    if extension is None:
        return None
    wanted = f'"{extension}"' if "-" in extension else extension
    return f"add CREATE EXTENSION {wanted}; to a .sql source, if it is {extension}'s that is meant"


def _makers_first(failures: Sequence[_Failure]) -> list[SourceStatement]:
    """The failed statements, each after the one that makes what it missed, so that one more round may do."""
    makers: dict[str, int] = {}
    for index, failure in enumerate(failures):
        if made := _made_by(failure.statement.sql):
            makers.setdefault(made, index)
    ordered: list[SourceStatement] = []
    seen: set[int] = set()
    for index in range(len(failures)):
        chain: list[int] = []
        step: int | None = index
        while step is not None and step not in seen:
            seen.add(step)
            chain.append(step)
            step = makers.get(_missed_by(failures[step].error))
        ordered += [failures[i].statement for i in reversed(chain)]
    return ordered


def _waits_for_another(failure: _Failure, failures: Sequence[_Failure]) -> bool:
    """Whether what a statement misses is made by another one that failed."""
    missed = _missed_by(failure.error)
    return any(f is not failure and _made_by(f.statement.sql) == missed for f in failures)


def _made_by(sql: str) -> str:
    """The bare name of what a CREATE makes, guessed: only the order of the next try depends on it."""
    found = _MAKES.match(sql)
    return found[1].strip('"') if found else ""


def _missed_by(error: JoeyError) -> str:
    """The bare name of what isn't there, as the message has it; a guess too."""
    found = _MISSES.search(error.message) if error.sqlstate in _MISSING else None
    return (found[1] or found[2]).rsplit(".", 1)[-1].strip('"') if found else "\0"
