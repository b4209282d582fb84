"""The guide's three queries, word for word, over what joey really logs; and the evaluator that they are run by."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from insights import Line, NotUnderstood, run

from joey.aws.queries import AVERAGE_DURATION, ERROR_SUMMARY, RECENT_HISTORY, SAVED_QUERIES
from joey.connect.scratch import Database

ROOT = Path(__file__).parents[2]

# The guide's own log lines, and what Lambda and the metrics write between them.
GUIDE = [
    '{"level":"ERROR","category":"SECURITY_VIOLATION","message":"Security: Invalid characters in migration filename"}',
    '{"level":"ERROR","category":"SQL_SYNTAX_ERROR","message":"syntax error at or near \\"CRATE\\""}',
    '{"level":"ERROR","category":"SQL_SYNTAX_ERROR","message":"syntax error at or near \\"TABEL\\""}',
    '{"level":"INFO","message":"Drizzle migrations completed successfully","migrationDuration":2341,'
    '"totalDuration":2567,"filesProcessed":3,"duration":2341,"environment":"dev"}',
    "START RequestId: 8f5e Version: $LATEST",
    '{"_aws":{"CloudWatchMetrics":[{"Dimensions":[["Environment","Category"]]}]},"Category":"X","Failures":1}',
    '{"level":"INFO","message":"Something else","migrationDuration":9999}',
    '{"level":"WARNING","message":"Drizzle migrations completed successfully?"}',
]


def lines(*texts: str, start: float = 1_800_000_000.0, step: float = 60.0) -> list[Line]:
    return [Line(start + number * step, text) for number, text in enumerate(texts)]


class TestEvaluator:
    def test_the_guides_lines(self) -> None:
        found = lines(*GUIDE, GUIDE[3].replace("2341", "1341"))
        assert run(AVERAGE_DURATION.text, found) == [{"bin(1h)": "2027-01-15 08:00:00.000", "avg_duration": "1841"}]
        by = {row["category"]: row["count()"] for row in run(ERROR_SUMMARY.text, found)}
        assert by == {"SECURITY_VIOLATION": "1", "SQL_SYNTAX_ERROR": "2"}
        newest, oldest = run(RECENT_HISTORY.text, found)
        assert newest["@timestamp"] > oldest["@timestamp"]
        assert oldest == {
            "@timestamp": "2027-01-15 08:03:00.000",
            "filesProcessed": "3",
            "duration": "2341",
            "environment": "dev",
        }

    def test_hours_are_parted(self) -> None:
        found = lines(*[GUIDE[3]] * 3, step=1800)
        assert [row["bin(1h)"][11:] for row in run(AVERAGE_DURATION.text, found)] == ["08:00:00.000", "09:00:00.000"]

    def test_limit_and_order(self) -> None:
        found = run(RECENT_HISTORY.text, lines(*[GUIDE[3]] * 25))
        assert len(found) == 20
        assert [row["@timestamp"] for row in found] == sorted((row["@timestamp"] for row in found), reverse=True)

    def test_conditions(self) -> None:
        found = lines('{"a":1,"b":{"c":"x"}}', '{"a":2}', '{"a":"1","b":{"c":"y"}}', "a = 1", "[1]")
        assert len(run("filter a = 1", found)) == 2
        assert len(run('filter a = 1 and b.c != "x"', found)) == 1
        assert len(run('filter a = 2 or (a = 1 and b.c = "x")', found)) == 2
        assert len(run("filter missing != 1", found)) == 0

    @pytest.mark.parametrize(
        "query",
        [
            "parse @message /x/",
            "filter a like /x/",
            "filter a > 1",
            "stats max(a)",
            "stats count() by lower(a)",
            "filter a = 1 b",
            "filter (a = 1",
            "filter a =",
            "fields a b",
            "sort a up",
        ],
    )
    def test_what_it_does_not_know_is_an_error(self, query: str) -> None:
        with pytest.raises(NotUnderstood):
            run(query, lines('{"a":1}'))


def test_the_queries_are_the_documented_ones() -> None:
    page = (ROOT / "docs/aws/monitoring.md").read_text()
    for saved in SAVED_QUERIES:
        assert f"```\n{saved.text}\n```" in page


def logged(folder: Path, url: str, *, code: int) -> list[Line]:
    """What `joey migrate --log-format json` writes."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("JOEY_", "DATABASE_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "joey", "migrate", "--url", url, "--log-format", "json"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    told = ran.stderr.splitlines()
    return [Line(datetime.fromisoformat(json.loads(line)["timestamp"]).timestamp(), line) for line in told]


def test_what_migrate_logs(tmp_path: Path, database: Database) -> None:
    (tmp_path / "joey.toml").write_text("")
    folder = tmp_path / "drizzle"
    folder.mkdir()
    (folder / "0000_people.sql").write_text("CREATE TABLE people (id int);")
    (folder / "0001_pets.sql").write_text("CREATE TABLE pets (id int);")
    found = logged(tmp_path, database.url, code=0)
    found += logged(tmp_path, database.url, code=0)
    (folder / "0002_typo.sql").write_text("CRATE TABLE x (id int);")
    found += logged(tmp_path, database.url, code=4)
    (folder / "0002_typo.sql").unlink()
    (folder / "0000_people.sql").write_text("CREATE TABLE people (id bigint);")
    found += logged(tmp_path, database.url, code=1)

    done = [json.loads(line.text) for line in found if "migrationDuration" in line.text]
    average = sum(line["migrationDuration"] for line in done) / 2
    rows = run(AVERAGE_DURATION.text, found)
    assert sum(float(row["avg_duration"]) for row in rows) == pytest.approx(average) or len(rows) == 2
    assert {row["category"]: row["count()"] for row in run(ERROR_SUMMARY.text, found)} == {
        "SQL_SYNTAX_ERROR": "1",
        "CHECKSUM_MISMATCH": "1",
    }
    newest, oldest = run(RECENT_HISTORY.text, found)
    assert (oldest["filesProcessed"], newest["filesProcessed"]) == ("2", "0")
    assert re.fullmatch(r"\d+", oldest["duration"])
