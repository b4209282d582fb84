"""One .sql file: its directives, its statements, and which of them can't run in a transaction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from joey.errors import ConfigurationError, JoeyError, SqlSyntaxError, TransactionMode
from joey.model.migration import Directives, Ignored, SqlFile, SqlStatement

BREAKPOINT = "--> statement-breakpoint"

_HEAD = re.compile(r"(?:\s++|--[^\r\n]*+|/\*.*?\*/)*+", re.DOTALL)
_OPERATORS = re.compile(r"[~!@#^&|`?+\-*/%<>=]{20000,}")
_DEEPEST = 5000  # comments in one another, without anything between: PostgreSQL reads them in quadratic time
_DIRECTIVE = re.compile(r"--\s*joey:\s*(.*?)\s*$")
_IGNORE = re.compile(r"ignore\s+([A-Za-z0-9_-]+)\s*:\s*(\S.*)")
_ACCEPT = re.compile(r"accept\s+(data-loss:[a-z-]+:\S.*)")
_HOW = (
    "Directives are `-- joey: no-transaction`, `-- joey: ignore RULE: reason` and "
    "`-- joey: accept data-loss:column:schema.table.column`, each on a line of its own before the first statement."
)


def decode(raw: bytes, file: str) -> str:
    """The text of a migration file, without a byte order mark."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            f"{file} isn't UTF-8: the byte 0x{raw[error.start]:02x} in line {line} can't be read",
            file=file,
            line=line,
            hint="Save the file as UTF-8.",
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ConfigurationError(
            f"{file} holds a NUL byte in line {line}, which PostgreSQL can't take",
            file=file,
            line=line,
            hint="Save the file as UTF-8 text (not UTF-16).",
        )
    return text


def parse(raw: bytes | str, file: str) -> SqlFile:
    """The statements of a file, split and classified by PostgreSQL's own parser.

    Raises SqlSyntaxError, TransactionMode and ConfigurationError, each with the line.
    """
    text = raw.removeprefix("\ufeff") if isinstance(raw, str) else decode(raw, file)
    directives = read_directives(text, file)
    if not text[_head(text) :].strip():
        return SqlFile(file, (), directives)
    if text.count("/*") > _DEEPEST and any(run[0].count("/*") > _DEEPEST for run in _OPERATORS.finditer(text)):
        raise SqlSyntaxError(f"{file} isn't SQL: comments are nested in one another thousands of times", file=file)
    # The parser's import costs a tenth of a second: only who has SQL to read pays it.
    from joey.folder import statements

    found: list[SqlStatement] = []
    for part, line in parts(text):
        try:
            found.extend(statements.split(part, file=file, line=line, number=len(found) + 1))
        except JoeyError as error:
            error.file = file
            raise
        except RecursionError:
            raise SqlSyntaxError(f"{file} nests too deeply to be read", file=file, line=line) from None
    found = statements.with_calls(found)
    if directives.no_transaction:
        found = [statements.told_not_to(statement) for statement in found]
    enclosed = _without_own_transaction(found, file, directives)
    return replace(enclosed, directives=directives)


def parts(text: str) -> Iterator[tuple[str, int]]:
    """What lies between the breakpoints, each with its first line; joined by BREAKPOINT they are the text."""
    line = 1
    for part in text.split(BREAKPOINT):
        yield part, line
        line += part.count("\n")


def read_directives(text: str, file: str) -> Directives:
    """The directives at the head of a file; an unknown or misplaced one is an error with its line."""
    head = _head(text)
    no_transaction, ignored, accepted = False, list[Ignored](), list[str]()
    ends = _line_ends(text) if "joey:" in text else []
    for match in re.finditer(r"^[^\S\n]*(--\s*joey:[^\r\n]*)", text, re.MULTILINE):
        line = bisect_right(ends, match.start(1)) + 1
        directive = _DIRECTIVE.match(match[1])
        if match.start(1) >= head:
            # Deeper in the file it may be part of a string or a function's body, which says nothing to joey.
            continue
        said = directive[1] if directive else ""
        if said == "no-transaction":
            no_transaction = True
        elif rule := _IGNORE.fullmatch(said):
            ignored.append(Ignored(rule[1], rule[2], line))
        elif loss := _ACCEPT.fullmatch(said):
            accepted.append(loss[1])
        else:
            raise ConfigurationError(
                f"{file} has a directive in line {line} that joey doesn't know: {match[1].strip()}",
                file=file,
                line=line,
                hint=_HOW,
            )
    return Directives(no_transaction, tuple(ignored), tuple(accepted))


def misplaced_directive(comment: str, file: str, line: int) -> JoeyError:
    """The error for a directive that stands after the first statement."""
    return ConfigurationError(
        f"{file} has a directive in line {line}, after the first statement: {comment.strip()}",
        file=file,
        line=line,
        hint=f"Move it to the head of the file. {_HOW}",
    )


def _head(text: str) -> int:
    """Where the comments at the head of a file end."""
    found = _HEAD.match(text)
    return found.end() if found else 0


def _line_ends(text: str) -> list[int]:
    return [match.end() for match in re.finditer("\n", text)]


def _without_own_transaction(found: list[SqlStatement], file: str, directives: Directives) -> SqlFile:
    """The file without the BEGIN and COMMIT around everything; any other transaction control is refused."""
    from joey.folder.statements import control_of

    kinds = [control_of(s) for s in found]
    encloses = len(found) >= 2 and kinds[0] == "begin" and kinds[-1] == "commit"
    inside = found[1:-1] if encloses else found
    modes = [] if not encloses else _modes(found[0])
    plain = directives.no_transaction or not all(s.transactional for s in inside)

    if not encloses and {"commit", "other"} & set(kinds):
        # Of a BEGIN and its COMMIT in the middle, the COMMIT is what does the harm: it is named.
        kinds = [None if kind == "begin" else kind for kind in kinds]

    def refuse(statement: SqlStatement, message: str, hint: str) -> TransactionMode:
        return TransactionMode(
            f"{message} ({file}, line {statement.line})",
            file=file,
            line=statement.line,
            statement=statement.number,
            sql=statement.sql,
            hint=hint,
        )

    for statement, kind in zip(inside, kinds[1:-1] if encloses else kinds, strict=True):
        word = statement.sql.split(None, 1)[0].upper()
        if kind in ("begin", "commit", "other"):
            raise refuse(
                statement,
                f"{word} in the middle of a migration would split it into transactions that joey can't record",
                "joey runs each file in one transaction: remove BEGIN and COMMIT, or split the file in two.",
            )
        if kind == "savepoint" and plain:
            raise refuse(
                statement,
                f"{word} needs a transaction, but this file runs statement by statement",
                "Remove it, or move it into a file of its own.",
            )
    if encloses and plain:
        culprit = next((s for s in inside if not s.transactional), found[0])
        raise refuse(
            culprit,
            f"The file's own BEGIN and COMMIT enclose what can't run in a transaction: "
            f"{culprit.why or 'the file says `-- joey: no-transaction`'}",
            "Remove BEGIN and COMMIT: joey then runs the file statement by statement and records each.",
        )
    return SqlFile(file, (*modes, *inside), encloses=encloses)


def _modes(begin: SqlStatement) -> list[SqlStatement]:
    """The modes of the file's own BEGIN, as a statement inside joey's transaction."""
    modes = re.sub(r"(?is)^\s*(begin|start)(\s+(work|transaction)\b)?", "", begin.sql).strip()
    return [replace(begin, sql=f"SET TRANSACTION {modes}", session=False)] if modes else []
