"""Answers to ExecuteStatement: records or JSON, metadata, and the limits of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joey.testing.data_api.errors import ServiceError
from joey.testing.data_api.metadata import column_metadata
from joey.testing.data_api.pool import Pool, Session
from joey.testing.data_api.switches import Limits, Switches
from joey.testing.data_api.values import ResultOptions, field, formatted, supported

if TYPE_CHECKING:
    from psycopg import pq


def executed(
    pool: Pool,
    session: Session,
    result: pq.abc.PGresult,
    request: dict[str, Any],
    limits: Limits,
    switches: Switches,
) -> dict[str, Any]:
    """The answer that a result gives, as the request wants it. What the statement did stays done when it fails."""
    if not result.nfields:
        return {"numberOfRecordsUpdated": int(result.command_tuples or 0), "generatedFields": []}
    types = pool.types(session, [result.ftype(column) for column in range(result.nfields)])
    for of in types:
        supported(of, names=switches.names == "answered")
    _within(result, limits)
    options = ResultOptions.of(request)
    columns = range(result.nfields)
    records = [
        [field(result.get_value(row, column), types[column], options) for column in columns]
        for row in range(result.ntuples)
    ]
    if request.get("formatRecordsAs") == "JSON":
        text = formatted([(result.fname(column) or b"").decode() for column in columns], records)
        if len(text.encode()) > limits.formatted:
            raise _too_large(limits.formatted)
        return {"numberOfRecordsUpdated": 0, "formattedRecords": text}
    answer: dict[str, Any] = {"numberOfRecordsUpdated": 0, "records": records}
    if request.get("includeResultMetadata"):
        answer["columnMetadata"] = column_metadata(session, result, types)
    return answer


def _within(result: pq.abc.PGresult, limits: Limits) -> None:
    """Refuse what is too large, measured as it comes from PostgreSQL."""
    total = 0
    for row in range(result.ntuples):
        size = sum(len(result.get_value(row, column) or b"") for column in range(result.nfields))
        if size > limits.row:
            raise ServiceError(
                "UnsupportedResultException",
                f"The result contains a row that exceeds the size limit {_amount(limits.row)}.",
            )
        # A count of columns, and the length of each, go over the wire too.
        total += size + 2 + 4 * result.nfields
    if total > limits.answer:
        raise _too_large(limits.answer)


def _too_large(limit: int) -> ServiceError:
    return ServiceError("UnsupportedResultException", f"The result exceeds the size limit {_amount(limit)}.")


def _amount(size: int) -> str:
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"
