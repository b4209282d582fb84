"""`joey aws logs`: what the deployed function has logged."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from joey.cli.aws.deployed import Deployed, deployed
from joey.cli.options import duration
from joey.cli.terminal import Terminal
from joey.errors import ConfigurationError

if TYPE_CHECKING:
    from joey.aws.log_events import LogEvent

_TOLD = ("timestamp", "level", "category", "message")
_COLORS = {"ERROR": "red", "WARNING": "yellow", "WARN": "yellow"}


@click.command("logs", short_help="What the deployed function has logged")
@click.option("--since", type=duration, metavar="DURATION", default="1h", help="How far back: 30m, 12h, 7d (1h).")
@click.option("--follow", is_flag=True, help="Go on printing lines as they come, until Ctrl-C.")
@click.option("--raw", is_flag=True, help="Print every line as CloudWatch has it, Lambda's own too.")
@deployed()
def command(target: Deployed, since: float, follow: bool, raw: bool) -> None:
    """Print the log of the migrations: time, level, category and message, the oldest first.

    Without --raw, metrics and Lambda's own lines (START, END, REPORT) are left out.
    """
    terminal = target.terminal
    if follow and terminal.json:
        raise ConfigurationError("--json prints one object, and --follow has no end", hint="Give --follow --raw.")
    from joey.aws import log_events

    group, began = target.stack.log_group, time.time() - since
    if not group:
        raise ConfigurationError(f"The stack {target.stack.name} has no output …LogGroupName", hint="Deploy it again.")
    if terminal.json:
        found = [_body(event) for event in log_events.events(target.services, group, since=began)]
        terminal.result("ok", {"log_group": group, "events": found})
        return
    count = 0
    lines = (log_events.follow if follow else log_events.events)(target.services, group, since=began)
    for event in lines:
        text = event.message if raw else _line(event, terminal)
        if text:
            terminal.data(text)
            count += 1
    if not count:
        terminal.note(f"{group} has nothing of that time; --since 7d looks further back.")


def _line(event: LogEvent, terminal: Terminal) -> str:
    """A line for a person; nothing for what tells them nothing."""
    fields = event.fields
    if "message" not in fields:
        # What isn't ours tells something only when the function broke down.
        ours = not fields and not event.message.startswith(("START ", "END ", "REPORT ", "INIT_START ", "EXTENSION"))
        return f"{_time(event)}  {event.message}" if ours and event.message.strip() else ""
    level = str(fields.get("level", ""))
    category = f"{fields['category']}: " if fields.get("category") else ""
    more = " ".join(f"{name}={_word(value)}" for name, value in fields.items() if name not in _TOLD and value != "")
    label = terminal.style(f"{level:<7}", fg=_COLORS.get(level))
    remark = f"  {terminal.style(more, dim=True)}" if more else ""
    return f"{_time(event)}  {label}  {category}{fields['message']}{remark}"


def _word(value: Any) -> str:
    text = str(value)
    return repr(text) if " " in text else text


def _time(event: LogEvent) -> str:
    moment = datetime.fromtimestamp(event.timestamp / 1000, UTC)
    return moment.isoformat(sep=" ", timespec="milliseconds").replace("+00:00", "Z")


def _body(event: LogEvent) -> dict[str, Any]:
    return {"time": _time(event).replace(" ", "T"), "stream": event.stream, "message": event.message}
