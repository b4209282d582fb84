"""joey's speed, as ratios to a peer or a floor measured in the same run.

    python benchmarks/run.py [NAME …] [--runs 7]

Each benchmark runs its two sides in turn, so that a change of the machine's mood hits both, and prints the
medians and their ratio beside the mark. The exit code is 1 where a mark isn't reached.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import math
import os
import queue
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joey.connect.scratch import Database, Scratch, open_scratch
from joey.model.address import Address
from joey.plan.plan import plan
from joey.postgres.catalog import Catalog
from joey.postgres.introspect import introspect

Side = Callable[[], float]
"""Runs once, and gives the seconds that it took."""


@dataclass(frozen=True)
class Benchmark:
    """Two sides, and the ratio that the first may have to the second."""

    ours: Side
    theirs: Side
    names: tuple[str, str]
    mark: float
    peers: dict[str, Side] = field(default_factory=dict)
    """Other tools at the same work, to be seen beside both."""
    unit: str = "s"


def timed(command: list[str], folder: Path, **variables: str) -> Side:
    """A whole process, on the wall clock."""

    def once() -> float:
        started = time.perf_counter()
        # Compiled modules are kept, as on any machine that isn't told otherwise.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(command, cwd=folder, env=environment | variables, capture_output=True, text=True)
        seconds = time.perf_counter() - started
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return seconds

    return once


MODELS = '''"""{tables} tables of 8 columns, a foreign key and two indexes each."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass

'''
TABLE = """
class T{n}(Base):
    __tablename__ = "t{n}"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str | None] = mapped_column(String(20))
    amount: Mapped[Decimal]
    active: Mapped[bool] = mapped_column(server_default="true")
    note: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    other_id: Mapped[int] = mapped_column(ForeignKey("t{other}.id"))
    __table_args__ = (Index("ix_t{n}_name", "name"), Index("ix_t{n}_other", "other_id"))

"""
# A column more, a longer one, one that may be null, a default that goes, and another index.
CHANGED = (
    TABLE.replace("String(100)", "String(200)")
    .replace("    amount: Mapped[Decimal]\n", "    amount: Mapped[Decimal | None]\n    extra: Mapped[str | None]\n")
    .replace(', server_default="true"', "")
    .replace('Index("ix_t{n}_name", "name")', 'Index("ix_t{n}_name_code", "name", "code")')
)


def project(folder: Path, tables: int) -> None:
    """A project with that many tables and its first migration."""
    body = "".join(TABLE.format(n=n, other=max(n - 1, 0)) for n in range(tables))
    (folder / "models.py").write_text(MODELS.format(tables=tables) + body)
    (folder / "joey.toml").write_text('schema = ["models.py"]\n')


@contextlib.contextmanager
def no_change(scratch: Scratch) -> Iterator[Benchmark]:
    """`generate` with nothing to do on 300 tables, against importing the models alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder, 300)
        timed(["joey", "generate"], folder)()
        bare = [sys.executable, "-B", "-c", "import models"]
        yield Benchmark(
            timed(["joey", "generate"], folder), timed(bare, folder), ("joey generate", "import models"), 1.3
        )


ENVIRONMENT = """
import models
import sqlalchemy
from alembic import context

with sqlalchemy.create_engine("{url}").connect() as connection:
    context.configure(connection=connection, target_metadata=models.Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
"""
SCRIPT = "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\ndef upgrade():\n    ${upgrades}\n"


@contextlib.contextmanager
def ten_of_300(scratch: Scratch) -> Iterator[Benchmark]:
    """`generate` with 10 changed tables of 300, proved, against alembic's autogenerate, which proves nothing."""
    with tempfile.TemporaryDirectory() as name, scratch.create() as database:
        folder = Path(name)
        project(folder, 300)
        timed(["joey", "generate"], folder)()
        timed(["joey", "migrate", "--url", database.url], folder)()
        models = folder / "models.py"
        text = models.read_text()
        for n in range(100, 110):
            text = text.replace(TABLE.format(n=n, other=n - 1), CHANGED.format(n=n, other=n - 1))
        models.write_text(text)
        (folder / "alembic").mkdir()
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = alembic\nprepend_sys_path = .\n")
        url = database.url.replace("postgresql://", "postgresql+psycopg://", 1)
        (folder / "alembic/env.py").write_text(ENVIRONMENT.format(url=url))
        (folder / "alembic/script.py.mako").write_text(SCRIPT)
        written = {path: path.read_bytes() for path in (folder / "drizzle").rglob("*") if path.is_file()}

        def afresh(side: Side) -> Side:
            def once() -> float:
                shutil.rmtree(folder / "alembic/versions", ignore_errors=True)
                (folder / "alembic/versions").mkdir()
                for path in (folder / "drizzle").rglob("*"):
                    if path.is_file() and path not in written:
                        path.unlink()
                for path, content in written.items():
                    path.write_bytes(content)
                return side()

            return once

        yield Benchmark(
            afresh(timed(["joey", "generate"], folder)),
            afresh(timed(["alembic", "revision", "--autogenerate"], folder)),
            ("joey generate", "alembic revision --autogenerate"),
            1.3,
        )


@contextlib.contextmanager
def nothing_pending(scratch: Scratch) -> Iterator[Benchmark]:
    """`migrate` with 1,000 applied, every hash verified, against connecting and selecting 1."""
    with tempfile.TemporaryDirectory() as name, scratch.create() as database:
        folder = Path(name)
        (folder / "joey.toml").write_text("")
        (folder / "drizzle").mkdir()
        for n in range(1000):
            (folder / f"drizzle/{n:04}_table.sql").write_text(f"CREATE TABLE t{n} (id int);\n")
        migrate = ["joey", "migrate", "--url", database.url]
        timed(migrate, folder)()
        bare = [sys.executable, "-c", f"import psycopg; psycopg.connect({database.url!r}).execute('select 1')"]
        yield Benchmark(timed(migrate, folder), timed(bare, folder), ("joey migrate", "psycopg, select 1"), 1.3)


@contextlib.contextmanager
def help_text(scratch: Scratch) -> Iterator[Benchmark]:
    """`joey --help` in seconds of CPU; the other side is the mark itself."""

    def cpu() -> float:
        before = os.times()
        subprocess.run(["joey", "--help"], check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    yield Benchmark(cpu, lambda: 0.15, ("joey --help, CPU", "0.15 s"), 1.0)


@contextlib.contextmanager
def catalog(scratch: Scratch) -> Iterator[Benchmark]:
    """The catalog of 1,000 tables, against SQLAlchemy's MetaData.reflect() of the same database."""
    import psycopg
    import sqlalchemy

    with scratch.create() as database:
        with psycopg.connect(database.url, autocommit=True) as connection:
            for start in range(0, 1000, 100):
                connection.execute(
                    ";".join(
                        f"CREATE TABLE t{n} (id serial PRIMARY KEY, name varchar(100) NOT NULL, code varchar(20), "
                        "amount numeric NOT NULL, active boolean NOT NULL DEFAULT true, note text, "
                        f"made_at timestamp NOT NULL DEFAULT now(), other_id int REFERENCES t{max(n - 1, 0)}); "
                        f"CREATE INDEX ON t{n} (name); CREATE INDEX ON t{n} (other_id)"
                        for n in range(start, start + 100)
                    )
                )

        url = database.url.replace("postgresql://", "postgresql+psycopg://", 1)

        def theirs() -> float:
            engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
            started = time.perf_counter()
            sqlalchemy.MetaData().reflect(engine)
            return time.perf_counter() - started

        yield Benchmark(read(database), theirs, ("joey's catalog", "MetaData.reflect()"), 0.45)


def read(database: Database) -> Side:
    """Joey's catalog of a database, over a new connection."""

    def once() -> float:
        connection = database.connect()
        started = time.perf_counter()
        introspect(connection)
        seconds = time.perf_counter() - started
        connection.close()
        return seconds

    return once


EVERYTHING = """
    CREATE TYPE e{n} AS ENUM ('a', 'b');
    CREATE DOMAIN d{n} AS int CHECK (value > 0);
    CREATE TYPE c{n} AS (a int, b text);
    CREATE TYPE r{n} AS RANGE (subtype = int4);
    CREATE SEQUENCE s{n};
    CREATE FUNCTION f{n}(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';
    CREATE FUNCTION g{n}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TABLE t{n} (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k serial, e e{n} DEFAULT 'a', d d{n}, c c{n},
        g int GENERATED ALWAYS AS (f{n}(3)) STORED, x text COLLATE "C" CHECK (x <> ''), r int4range,
        q int REFERENCES t{n}, EXCLUDE USING gist (r WITH &&));
    CREATE INDEX i{n} ON t{n} (x) WHERE d > 3;
    CREATE VIEW v{n} AS SELECT id, x, f{n}(d) AS y FROM t{n};
    CREATE MATERIALIZED VIEW m{n} AS SELECT * FROM v{n};
    CREATE TRIGGER g{n} BEFORE INSERT ON t{n} FOR EACH ROW WHEN (new.x <> 'b') EXECUTE FUNCTION g{n}();
    ALTER TABLE t{n} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY p{n} ON t{n} USING (d > f{n}(1));
    CREATE RULE r{n} AS ON DELETE TO v{n} DO INSTEAD NOTHING;
    CREATE STATISTICS st{n} ON x, d FROM t{n};
    COMMENT ON COLUMN t{n}.x IS 'y';
    GRANT SELECT ON t{n} TO PUBLIC;
    GRANT SELECT (x) ON t{n} TO PUBLIC;
    CREATE TABLE pt{n} (a int PRIMARY KEY, b text NOT NULL) PARTITION BY RANGE (a);
    CREATE INDEX ON pt{n} (b);
    CREATE TABLE pt{n}_1 PARTITION OF pt{n} FOR VALUES FROM (1) TO (10);
    CREATE TABLE h{n} (z int) INHERITS (t{n});
    CREATE PUBLICATION pub{n} FOR TABLE t{n};
"""


@contextlib.contextmanager
def catalog_growth(scratch: Scratch) -> Iterator[Benchmark]:
    """The catalog of 400 of every kind, in a database that was never analyzed, against that of 100, four times."""

    def made(count: int) -> Database:
        database = scratch.create()
        connection = database.connect()
        for start in range(0, count, 20):
            connection.execute("".join(EVERYTHING.format(n=n) for n in range(start, start + 20)))
        connection.close()
        return database

    with made(100) as few, made(400) as many:
        hundred = read(few)
        yield Benchmark(read(many), lambda: 4 * hundred(), ("400 of each", "100 of each, times 4"), 1.5)


@contextlib.contextmanager
def plan_of_500(scratch: Scratch) -> Iterator[Benchmark]:
    """A plan for ten objects of 500 tables, 1,000 indexes and 900 foreign keys; the other side is the mark itself."""
    with scratch.create() as database:
        connection = database.connect()
        connection.execute(
            ";".join(
                f"CREATE TABLE t{n} (id serial PRIMARY KEY, a int, b int, name varchar(20) NOT NULL, x int DEFAULT 0);"
                f"CREATE INDEX ON t{n} (name); CREATE INDEX ON t{n} (a)"
                for n in range(500)
            )
        )
        keys = [f"ALTER TABLE t{n} ADD FOREIGN KEY (a) REFERENCES t{n * 7 % 500}" for n in range(500)]
        keys += [f"ALTER TABLE t{n} ADD FOREIGN KEY (b) REFERENCES t{n * 3 % 500}" for n in range(400)]
        connection.execute(";".join(keys))
        old = introspect(connection)
        changes = [f"ALTER TABLE t{n} ADD extra text" for n in range(5)]
        changes += [f"ALTER TABLE t{n} ALTER name TYPE text" for n in range(10, 13)]
        connection.execute(";".join([*changes, "DROP TABLE t499 CASCADE", "CREATE INDEX ON t7 (b)"]))
        new = introspect(connection)
        connection.close()
    yield Benchmark(planned(old, new), lambda: 1.0, ("joey's plan", "the mark"), 1.0)


@contextlib.contextmanager
def chained_views(scratch: Scratch) -> Iterator[Benchmark]:
    """A change under 2,000 chained views, against one under 500 times n log n."""
    times = {}
    for count in (500, 1000, 2000, 4000):
        with scratch.create() as database:
            connection = database.connect()
            connection.execute("CREATE TABLE t (id int, note varchar(20)); CREATE VIEW v0 AS SELECT id, note FROM t")
            for start in range(1, count, 200):
                connection.execute(
                    ";".join(
                        f"CREATE VIEW v{n} AS SELECT id, note FROM v{n - 1}"
                        for n in range(start, min(count, start + 200))
                    )
                )
            old = introspect(connection)
            connection.close()
        column = Address("column", ("public", "t", "note"))
        changed: Any = old.objects[column]
        new = dataclasses.replace(old, objects={**old.objects, column: dataclasses.replace(changed, type="text")})
        times[count] = planned(old, new)
        print(f"{'':16} {count} views: {statistics.median(times[count]() for _ in range(3)):.3f} s")
    growth = 4 * math.log(2000) / math.log(500)
    yield Benchmark(times[2000], lambda: times[500]() * growth, ("2,000 views", "500, times n log n"), 1.0)


def planned(old: Catalog, new: Catalog) -> Side:
    """The seconds of CPU that a plan between two catalogs takes."""

    def once() -> float:
        started = time.process_time()
        assert plan(old, new)
        return time.process_time() - started

    return once


TABLE_SQL = """CREATE TABLE t{n} (id serial PRIMARY KEY, name varchar(100) NOT NULL, code varchar(20),
  amount numeric NOT NULL, active boolean NOT NULL DEFAULT true, note text,
  made_at timestamp NOT NULL DEFAULT now(), other_id int);
--> statement-breakpoint
CREATE INDEX t{n}_name ON t{n} (name);
"""
EACH = """
import hashlib, pathlib, sys, psycopg
with psycopg.connect(sys.argv[2], autocommit=True) as c:
    c.execute("CREATE TABLE public.drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)")
    for when, file in enumerate(sorted(pathlib.Path(sys.argv[1]).glob("*.sql"))):
        raw = file.read_bytes()
        with c.transaction():
            c.execute(raw)
            c.execute(
                "INSERT INTO public.drizzle_migrations (hash, created_at) VALUES (%s, %s)",
                [hashlib.sha256(raw).hexdigest(), when],
            )
"""


def thousand(folder: Path) -> None:
    """A project with 1,000 migrations of a table and an index each."""
    (folder / "joey.toml").write_text("")
    (folder / "drizzle").mkdir()
    for n in range(1000):
        (folder / f"drizzle/{n:04}_table.sql").write_text(TABLE_SQL.format(n=n))


REVISION = """from alembic import op

revision = "{n:04}"
down_revision = {before}


def upgrade():
    op.get_bind().exec_driver_sql({sql!r})
"""
EACH_ITS_OWN = (
    ENVIRONMENT.replace("target_metadata=models.Base.metadata", "transaction_per_migration=True")
    .replace("import models\n", "import os\n")
    .replace('"{url}"', 'os.environ["DATABASE_URL"].replace("postgresql", "postgresql+psycopg", 1)')
)
KIT_CONFIG = """export default {
  dialect: "postgresql", schema: "./schema.ts", out: "./kit", dbCredentials: { url: process.env.DATABASE_URL },
};
"""
HERE = Path(__file__).parent


def peers(folder: Path) -> dict[str, list[str]]:
    """Other tools that can apply the same thousand migrations; the database is DATABASE_URL's."""
    files = sorted((folder / "drizzle").glob("*.sql"))
    dbmate = next(HERE.glob("node_modules/@dbmate/*/bin/dbmate*"), None)
    kit = HERE.parent / "tests/drizzle/node_modules"
    found: dict[str, list[str]] = {}
    if dbmate is not None:
        (folder / "dbmate").mkdir()
        for number, file in enumerate(files):
            text = file.read_text().replace("--> statement-breakpoint\n", "")
            (folder / f"dbmate/{20260101000000 + number}_table.sql").write_text(
                f"-- migrate:up\n{text}\n-- migrate:down\n"
            )
        found["dbmate"] = [str(dbmate), "--migrations-dir", "dbmate", "--no-dump-schema", "up"]
    (folder / "alembic/versions").mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = alembic\n")
    (folder / "alembic/env.py").write_text(EACH_ITS_OWN)
    for number, file in enumerate(files):
        before = f'"{number - 1:04}"' if number else None
        text = REVISION.format(n=number, before=before, sql=file.read_text())
        (folder / f"alembic/versions/{number:04}.py").write_text(text)
    found["alembic"] = ["alembic", "upgrade", "head"]
    if (kit / "drizzle-kit").is_dir():
        (folder / "node_modules").symlink_to(kit)
        (folder / "drizzle.config.ts").write_text(KIT_CONFIG)
        shutil.copytree(folder / "drizzle", folder / "kit")
        (folder / "kit/meta").mkdir()
        entries = [
            {"idx": n, "version": "7", "when": 1767225600000 + n, "tag": file.stem, "breakpoints": True}
            for n, file in enumerate(files)
        ]
        journal = {"version": "7", "dialect": "postgresql", "entries": entries}
        (folder / "kit/meta/_journal.json").write_text(json.dumps(journal))
        found["drizzle-kit"] = ["node", str(kit / "drizzle-kit/bin.cjs"), "migrate"]
    for name, where in (("dbmate", "benchmarks"), ("drizzle-kit", "tests/drizzle")):
        if name not in found:
            print(f"{'':16} {name} isn't installed: npm install --no-package-lock --prefix {where}")
    return found


@contextlib.contextmanager
def far_away(url: str, seconds: float) -> Iterator[str]:
    """A URL that leads to the same database, where each message takes that long, in each direction."""
    host = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["host"][0]
    with tempfile.TemporaryDirectory() as name, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{name}/.s.PGSQL.5432")
        listener.listen()

        def carry(source: socket.socket, target: socket.socket) -> None:
            sent: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

            def deliver() -> None:
                data = b"..."
                with contextlib.suppress(OSError):
                    while data:
                        due, data = sent.get()
                        time.sleep(max(0.0, due - time.perf_counter()))
                        target.sendall(data)
                    target.shutdown(socket.SHUT_WR)

            threading.Thread(target=deliver, daemon=True).start()
            data = b"..."
            with contextlib.suppress(OSError):
                while data:
                    data = source.recv(65536)
                    sent.put((time.perf_counter() + seconds, data))

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    server = socket.socket(socket.AF_UNIX)
                    server.connect(f"{host}/.s.PGSQL.5432")
                    for ends in ((client, server), (server, client)):
                        threading.Thread(target=carry, args=ends, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield url.replace(urllib.parse.quote(host, safe=""), urllib.parse.quote(name, safe="")).replace(host, name)
        listener.shutdown(socket.SHUT_RDWR)


def applied(scratch: Scratch, folder: Path, seconds: float = 0.0) -> Benchmark:
    """The folder applied to a new database each time: by joey, by the bare script, and by the peers."""

    def on_a_new_one(*command: str) -> Side:
        def once() -> float:
            with contextlib.ExitStack() as stack:
                url = stack.enter_context(scratch.create()).url
                if seconds:
                    url = stack.enter_context(far_away(url, seconds))
                words = [url if word == "URL" else word for word in command]
                if "dbmate" in command[0]:  # what Go's driver calls a socket, and needs to be told about encryption
                    host = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["host"][0]
                    url = f"{url}&socket={host}&sslmode=disable"
                return timed(words, folder, DATABASE_URL=url)()

        return once

    return Benchmark(
        on_a_new_one("joey", "migrate", "--url", "URL"),
        on_a_new_one(sys.executable, "-c", EACH, str(folder / "drizzle"), "URL"),
        ("joey migrate", "psycopg, BEGIN/COMMIT each"),
        1.0 if seconds else 1.2,
        {name: on_a_new_one(*command) for name, command in peers(folder).items()},
    )


@contextlib.contextmanager
def apply(scratch: Scratch) -> Iterator[Benchmark]:
    """`migrate` with 1,000 pending, against a script that runs each in BEGIN/COMMIT and inserts a row."""
    with tempfile.TemporaryDirectory() as name:
        thousand(Path(name))
        yield applied(scratch, Path(name))


@contextlib.contextmanager
def apply_far(scratch: Scratch) -> Iterator[Benchmark]:
    """`migrate` with 50 pending over a network of 10 ms there and back, against the same script."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        thousand(folder)
        for file in sorted((folder / "drizzle").glob("*.sql"))[50:]:
            file.unlink()
        yield applied(scratch, folder, 0.005)


@contextlib.contextmanager
def memory(scratch: Scratch) -> Iterator[Benchmark]:
    """`migrate` with 2,000 files of 20 kB pending, against 200 of them: the most memory, in MB for seconds."""

    def most(files: int) -> Side:
        def once() -> float:
            with tempfile.TemporaryDirectory() as name, scratch.create() as database:
                folder = Path(name)
                (folder / "joey.toml").write_text("")
                (folder / "drizzle").mkdir()
                for n in range(files):
                    (folder / f"drizzle/{n:04}_long.sql").write_text(f"SELECT '{'x' * 20_000}';\n")
                program = [sys.executable, "-c", PEAK, "joey", "migrate", "--url", database.url]
                done = subprocess.run(program, cwd=folder, check=True, capture_output=True, text=True)
                return int(done.stdout.split()[-1]) / 1024

        return once

    yield Benchmark(most(2000), most(200), ("2,000 files", "200 files"), 1.15, unit="MB")


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@contextlib.contextmanager
def status(scratch: Scratch) -> Iterator[Benchmark]:
    """`status` with 1,000 applied, against connecting and selecting 1."""
    with tempfile.TemporaryDirectory() as name, scratch.create() as database:
        folder = Path(name)
        thousand(folder)
        timed(["joey", "migrate", "--url", database.url], folder)()
        bare = [sys.executable, "-c", f"import psycopg; psycopg.connect({database.url!r}).execute('select 1')"]
        ours = timed(["joey", "status", "--url", database.url], folder)
        yield Benchmark(ours, timed(bare, folder), ("joey status", "psycopg, select 1"), 1.4)


SERIAL_TABLE = """
    CREATE TABLE t{n} (
        id serial PRIMARY KEY, name varchar(100) NOT NULL, code varchar(20), amount numeric NOT NULL,
        active boolean NOT NULL DEFAULT true, note text, made_at timestamp NOT NULL DEFAULT now(),
        other_id int NOT NULL REFERENCES t{other});
    CREATE INDEX ix_t{n}_name ON t{n} (name);
    CREATE INDEX ix_t{n}_other ON t{n} (other_id);
"""


@contextlib.contextmanager
def pulled(scratch: Scratch) -> Iterator[Benchmark]:
    """Models of 1,000 tables, verification apart, against the bare catalog queries."""
    import gc

    from joey.postgres.introspect import EDGES, introspect
    from joey.postgres.kinds import KINDS
    from joey.postgres.structure import read_structure
    from joey.postgres.unclaimed import CENSUS
    from joey.verbs.pull import Origin, compose

    with scratch.create() as database, scratch.create() as other:
        connection, nothing = database.connect(), other.connect()
        with contextlib.closing(connection), contextlib.closing(nothing):
            for start in range(0, 1000, 100):
                tables = range(start, start + 100)
                connection.execute("".join(SERIAL_TABLE.format(n=n, other=max(n - 1, 0)) for n in tables))
            connection.execute("ANALYZE")
            empty = introspect(nothing)
            major = connection.server.major
            queries = [sql for kind in KINDS if not kind.ENVIRONMENT and (sql := kind.query(major))]

            def ours() -> float:
                gc.disable()  # as the command does
                started = time.perf_counter()
                origin = Origin(introspect(connection), read_structure(connection))
                compose(origin, empty, "declarative", set(), major)
                seconds = time.perf_counter() - started
                gc.enable()
                gc.collect()
                return seconds

            def theirs() -> float:
                started = time.perf_counter()
                with connection.transaction(snapshot=True):
                    for sql in (EDGES, *queries, CENSUS):
                        connection.read(sql)
                return time.perf_counter() - started

            yield Benchmark(ours, theirs, ("joey pull, unverified", "the catalog queries"), 3.0)


@contextlib.contextmanager
def cold_start(scratch: Scratch) -> Iterator[Benchmark]:
    """The function's first answer in a new process, against importing boto3 and 0.3 s."""
    from joey.aws.bundle import build
    from joey.testing.data_api import DataApi

    with tempfile.TemporaryDirectory() as name, scratch.create() as database, DataApi(scratch.url) as api:
        folder, task = Path(name), Path(name) / "task"
        (folder / "drizzle").mkdir()
        (folder / "drizzle/0000_table.sql").write_text("CREATE TABLE t (id int);\n")
        with zipfile.ZipFile(build(folder / "drizzle", folder / "bundle.zip").path) as archive:
            archive.extractall(task)
        variables = {
            "PYTHONPATH": str(task),
            "PYTHONDONTWRITEBYTECODE": "1",  # nothing is compiled yet, and nobody may write it down
            "LAMBDA_TASK_ROOT": str(task),
            "JOEY_CLUSTER_ARN": api.cluster,
            "JOEY_SECRET_ARN": api.secret,
            "JOEY_DATABASE": database.name,
            "JOEY_ENVIRONMENT": "dev",
            "JOEY_ENDPOINT": api.endpoint,
        }
        code = (
            "import index\n"
            "class Context: get_remaining_time_in_millis = staticmethod(lambda: 60000)\n"
            "assert index.handler({'command': 'status'}, Context)['status'] == 'ok'"
        )
        ours = timed([sys.executable, "-c", code], task, **variables)
        boto3 = timed([sys.executable, "-c", "import boto3"], task)
        yield Benchmark(ours, lambda: boto3() + 0.3, ("the first answer", "import boto3, and 0.3 s"), 1.0)
        api.disconnect()


BENCHMARKS = {
    "cold_start": cold_start,
    "apply": apply,
    "apply_far": apply_far,
    "status": status,
    "memory": memory,
    "no_change": no_change,
    "ten_of_300": ten_of_300,
    "nothing_pending": nothing_pending,
    "help": help_text,
    "catalog": catalog,
    "catalog_growth": catalog_growth,
    "plan_of_500": plan_of_500,
    "chained_views": chained_views,
    "pulled": pulled,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    if shutil.which("joey") is None:
        raise SystemExit("joey isn't on the PATH: activate its environment")
    missed = 0
    with open_scratch() as scratch:
        for name in given.names or BENCHMARKS:
            with BENCHMARKS[name](scratch) as benchmark:
                sides = [benchmark.ours, benchmark.theirs, *benchmark.peers.values()]
                runs = [[side() for side in sides] for _ in range(given.runs)]
            ours, theirs, *others = (statistics.median(side) for side in zip(*runs, strict=True))
            reached = ours / theirs <= benchmark.mark
            missed += not reached
            print(
                f"{name:16} {benchmark.names[0]} {ours:.3f} {benchmark.unit}, "
                f"{benchmark.names[1]} {theirs:.3f} {benchmark.unit}: "
                f"{ours / theirs:.2f} x (at most {benchmark.mark}){'' if reached else '  MISSED'}"
            )
            for peer, seconds in zip(benchmark.peers, others, strict=True):
                print(f"{'':16} {peer} {seconds:.3f} s: {seconds / theirs:.2f} x")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
