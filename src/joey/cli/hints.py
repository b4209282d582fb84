"""Questions and their answers: on a terminal, or as `--hints` in Drizzle Kit's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from joey.cli.terminal import Terminal
from joey.errors import ConfigurationError

Ask = Callable[[dict[str, Any]], "bool | Mapping[str, Any] | None"]
Answer = Mapping[str, Any]

ALIKE = 0.5
"""From here on an old object is what Enter means."""

# What a hint of each type must, and may, hold: texts, and paths of names from the outermost inwards.
_MUST: Mapping[str, tuple[str, ...]] = {
    "rename": ("kind", "from", "to"),
    "create": ("kind", "entity"),
    "confirm_data_loss": ("kind", "entity"),
}
_MAY: Mapping[str, tuple[str, ...]] = {"rename": (), "create": (), "confirm_data_loss": ("reason", "rows")}
_PATHS = ("from", "to", "entity")
_EXAMPLE = '[{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]}]'


def read(text: str | None, file: str | None) -> tuple[dict[str, Any], ...]:
    """The hints of `--hints` or `--hints-file`, each checked."""
    if text is not None and file is not None:
        raise ConfigurationError("Give --hints or --hints-file, not both")
    if text is None and file is None:
        return ()
    name = "--hints" if file is None else file
    if file is not None:
        try:
            text = Path(file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"--hints-file can't be read: {error}", file=file) from None
    import json

    try:
        found = json.loads(text or "")
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{name} is not JSON: {error}", hint=f"for example {_EXAMPLE}") from None
    items = [found] if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise ConfigurationError(f"{name} must be a list of hints", hint=f"for example {_EXAMPLE}")
    return tuple(_checked(item, f"{name}, item {number}") for number, item in enumerate(items, 1))


def _checked(item: Any, where: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise ConfigurationError(f"{where} is not an object", hint=f"for example {_EXAMPLE}")
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in _MUST:
        raise ConfigurationError(f"{where}: its type must be one of {', '.join(_MUST)}, not {kind!r}")
    for key in _MUST[kind]:
        if key not in item:
            raise ConfigurationError(f"{where}: a {kind} needs {key!r}")
    for key, value in item.items():
        if key not in ("type", *_MUST[kind], *_MAY[kind]):
            raise ConfigurationError(f"{where}: a {kind} has no {key!r}")
        if key in _PATHS:
            if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
                raise ConfigurationError(f'{where}: {key} must be a list of names, such as ["public", "users"]')
        elif key != "rows" and not isinstance(value, str):
            raise ConfigurationError(f"{where}: {key} must be a text")
    return item


def asker(terminal: Terminal) -> Ask | None:
    """How to ask the person at the terminal; None where there is none, so that the question stays open."""
    if not terminal.interactive:
        return None

    choosing = Choosing(terminal)

    def ask(question: dict[str, Any]) -> bool | Answer | None:
        if question.get("type") == "rename_or_create":
            return choosing.ask(question)
        _show(question, terminal)
        return click.confirm(words(question), default=False, err=True)

    return ask


class Choosing:
    """Which old object a new one is, asked of the person at the terminal; `--yes` is no answer to that."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.all_of_these = False
        """Whether the person said yes to all that hold nothing and differ only in the name."""

    def ask(self, question: Mapping[str, Any]) -> Answer:
        """One of the question's `renames`, or its `create`."""
        renames: Sequence[Answer] = question["renames"]
        create: Answer = question["create"]
        alike = int(question.get("alike") or 0)
        if alike and self.all_of_these:
            return renames[0]
        note, style = self.terminal.note, self.terminal.style
        name = style(_name(question, "entity"), bold=True)
        note(f"Is the {_kind(question)} {name} new, or renamed from one of these?")
        for number, rename in enumerate(renames, 1):
            note(f"  {style(str(number), fg='cyan')}  {_name(rename, 'from')}")
        note(f"  {style('new', fg='cyan')}")
        if alike > 1:
            more = f"the first, for this and {alike - 1} more of which only the name differs"
            note(f"  {style('all', fg='cyan')}  {more}")
        likely = max(question.get("likeness") or [0]) >= ALIKE
        while True:
            said = click.prompt("Your answer", default="1" if likely else "new", err=True).strip()
            if said.lower() in ("new", "n"):
                return create
            if alike > 1 and said.lower() in ("all", "a"):
                self.all_of_these = True
                return renames[0]
            if said.isdecimal() and 0 < int(said) <= len(renames):
                return renames[int(said) - 1]
            named = [r for r in renames if said in (r["from"][-1], _name(r, "from"))]
            if len(named) == 1:
                return named[0]
            note(f"Answer with a number from 1 to {len(renames)}, with one of the names, or with new.")


def pausing(ask: Ask, pause: Callable[[], None]) -> Ask:
    """`ask`, with the progress bar out of its way."""

    def paused(question: dict[str, Any]) -> bool | Answer | None:
        pause()
        return ask(question)

    return paused


def words(question: Mapping[str, Any]) -> str:
    """The question in plain English."""
    kind = _kind(question)
    if question.get("type") == "rename":
        return f"Is the {kind} {_name(question, 'to')} the old {_name(question, 'from')}, renamed?"
    if question.get("type") == "confirm_data_loss":
        rows = question.get("rows")
        many = "data" if rows is None else f"{rows} {'row' if kind == 'table' else 'value'}{'s' if rows != 1 else ''}"
        return f"Is it meant that {many} of the {kind} {_name(question, 'entity')} go{'es' if rows is None else ''}?"
    if question.get("type") == "baseline":
        return f"Record the first migration as applied in {_name(question, 'entity')}, without running it?"
    if question.get("type") == "overwrite":
        return f"{_name(question, 'entity')} is there already, and says something else. Replace it?"
    if question.get("type") == "create":
        return f"Is the {kind} {_name(question, 'entity')} new?"
    return str(question.get("message", question))


def _kind(question: Mapping[str, Any]) -> str:
    return str(question.get("kind", "object")).replace("_", " ")


def _name(question: Mapping[str, Any], key: str) -> str:
    names = question.get(key, ())
    return ".".join(str(name) for name in names) if isinstance(names, Sequence) else str(names)


def _show(question: Mapping[str, Any], terminal: Terminal) -> None:
    """The SQL in question, before it is asked for."""
    sql = question.get("sql") or ()
    for statement in [sql] if isinstance(sql, str) else sql:
        for line in str(statement).splitlines():
            terminal.note(f"  {terminal.style(line, fg='yellow')}")


def to_be_answered(questions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What must be answered before it can be written, a line each."""
    lines: dict[str, list[str]] = {}
    for question in questions:
        if question.get("type") == "rename":
            name = f"{_kind(question)} {_name(question, 'to')}"
            lines.setdefault(f"First this must be answered: is the {name} new, or renamed from", []).append(
                _name(question, "from")
            )
    out = [f"{line} {' or '.join(names)}?" for line, names in lines.items()]
    return out + [f"To write it, this must be accepted: {q['reason']}" for q in questions if "reason" in q]
