"""The saved queries of CloudWatch Logs Insights over the log of the migrations, word for word as documented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query of Logs Insights under the name that it is saved with."""

    name: str
    text: str


AVERAGE_DURATION = SavedQuery(
    "Average migration duration",
    """\
fields @timestamp, migrationDuration
| filter level = "INFO" and message = "Drizzle migrations completed successfully"
| stats avg(migrationDuration) as avg_duration by bin(1h)""",
)

ERROR_SUMMARY = SavedQuery(
    "Error summary",
    """\
fields @timestamp, category, message
| filter level = "ERROR"
| stats count() by category""",
)

RECENT_HISTORY = SavedQuery(
    "Recent migration history",
    """\
fields @timestamp, filesProcessed, duration, environment
| filter message = "Drizzle migrations completed successfully"
| sort @timestamp desc
| limit 20""",
)

SAVED_QUERIES = (AVERAGE_DURATION, ERROR_SUMMARY, RECENT_HISTORY)
