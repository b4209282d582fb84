"""pull: the models import without a warning, are typed and formatted, and lead to the very database."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from joey.cli.main import cli
from joey.config import Config, Environment
from joey.connect.psycopg import connect
from joey.connect.scratch import Database, Scratch
from joey.errors import ConfigurationError, OpenQuestion, PlanRefused
from joey.postgres.catalog import Scope
from joey.pull.module import Module, Style
from joey.pull.source import source
from joey.verbs import baseline
from joey.verbs import pull as verb
from joey.verbs.pull import pull
from joey.verbs.stage import Stage

HERE = Path(__file__).parent
EVERYTHING = HERE / "pull" / "everything.sql"
REAL = HERE.parents[1] / "shared" / "realworld"
ABSENT = pytest.mark.skip(reason=f"{REAL} isn't here")
SMALL = ("chinook", "supabase_storage")


def schemas() -> list[Any]:
    files = sorted(REAL.glob("*.sql"))
    marks = {f: () if f.stem in SMALL else (pytest.mark.deep,) for f in files}
    return [pytest.param(f, id=f.stem, marks=marks[f]) for f in files] or [pytest.param(None, marks=ABSENT, id="none")]


@pytest.fixture
def config(scratch: Scratch, tmp_path: Path) -> Config:
    return Config(root=tmp_path, migrations=tmp_path / "drizzle", scratch=scratch.url)


@pytest.fixture
def made(scratch: Scratch, fresh: Callable[..., Database]) -> Callable[[str], Database]:
    """A function that makes a database from SQL."""

    def make(sql: str) -> Database:
        database = fresh()
        sql = re.sub(r"(?m)^\\(un)?restrict .*\n", "", sql)
        roles = re.search(r"(?m)^-- roles: *(.*)$", sql)
        with Stage(scratch, Scope()) as stage:
            at = stage.connection(database)
            for role in ("postgres", *filter(None, re.split(r"[ ,]+", roles[1] if roles else ""))):
                if not at.query("SELECT 1 FROM pg_roles WHERE rolname = $1", (role,)):
                    at.execute(f'CREATE ROLE "{role}" NOLOGIN')
            at.execute(sql)
            stage.leave(database)
        return database

    return make


def checked(database: Database, *models: Path, sqlalchemy: Path | None = None) -> list[list[int]]:
    """Import, map and join the models, with warnings as errors; how many classes and relationships each file has.

    `sqlalchemy` is the folder of version 2.0, instead of the environment's.
    """
    program = [sys.executable, "-W", "error", str(HERE / "pulled_models.py"), database.url]
    env = dict(os.environ)
    if sqlalchemy is not None:
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(sqlalchemy), env.get("PYTHONPATH"))))
    given = ["2.0." if sqlalchemy else "2.", *map(str, models)]
    done = subprocess.run([*program, *given], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return [list(map(int, line.split())) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLAlchemy 2.0, by itself in a folder, which the first worker that needs it makes for all."""
    root = tmp_path_factory.getbasetemp()
    place = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "sqlalchemy-2.0"
    done = place / "done"
    try:
        place.mkdir()
    except FileExistsError:
        patience = time.monotonic() + 120
        while not done.exists() and time.monotonic() < patience:
            time.sleep(0.1)
    else:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        wanted = ["--target", str(place), "sqlalchemy>=2.0.41,<2.1"]
        ran = subprocess.run([*pip, *wanted], capture_output=True, text=True, check=False)
        done.write_text(ran.stderr if ran.returncode else "")
    if not done.exists() or done.read_text():
        said = f"SQLAlchemy 2.0 could not be installed: {done.read_text() if done.exists() else 'no end of it'}"
        (pytest.skip if os.environ.get("CI", "") in ("", "false", "0") else pytest.fail)(said)
    return place


def formatted(models: Path) -> None:
    """ruff finds nothing to do."""
    for command in (["format", "--diff"], ["check", "--select", "I,F"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", str(models)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def typed(*models: Path) -> None:
    """mypy finds nothing, as strict as it can be; what it has read of SQLAlchemy is kept for the next time."""
    cache = HERE.parent / ".mypy_cache" / "pulled"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(cache), *map(str, models)],
        capture_output=True,
        text=True,
        cwd=models[0].parent,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", schemas())
def test_a_real_schema_comes_back(
    file: Path,
    made: Callable[[str], Database],
    config: Config,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    database = made(file.read_text())
    done = pull(config, Environment(None, database.url))
    assert not done.lost
    found = checked(database, tmp_path / "models.py")
    formatted(tmp_path / "models.py")
    if file.stem == "langfuse":
        typed(tmp_path / "models.py")
    assert checked(database, tmp_path / "models.py", sqlalchemy=request.getfixturevalue("older")) == found


def test_everything_comes_back(
    made: Callable[[str], Database], config: Config, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = made(EVERYTHING.read_text())
    place = Environment(None, database.url)
    models = []
    for style in get_args(Style):
        out = tmp_path / style / "models.py"
        done = pull(config, place, style=style, out=out)
        assert not done.lost
        assert done.written == (out, out.parent / "extra.sql")
        formatted(out)
        models.append(out.rename(tmp_path / f"{style}_models.py"))  # sqlmodel.py would hide SQLModel
    again = pull(config, place, out=models[0])
    assert not set(again.written) & set(models)  # the same input gives the same bytes
    found = checked(database, *models)
    assert [(classes > 30, joins > 50) for classes, joins in found] == [(True, True), (False, False), (True, True)]
    typed(models[0])
    assert checked(database, *models, sqlalchemy=request.getfixturevalue("older")) == found


@pytest.mark.deep
def test_sqlmodels_and_tables_are_typed(made: Callable[[str], Database], config: Config, tmp_path: Path) -> None:
    place = Environment(None, made(EVERYTHING.read_text()).url)
    models = [tmp_path / "as_sqlmodel.py", tmp_path / "as_tables.py"]
    pull(config, place, style="sqlmodel", out=models[0])
    pull(config, place, style="tables", out=models[1], ask=lambda question: True)
    typed(*models)


DOCS = (HERE.parent / "docs" / "pull.md").read_text()
SHOP, MODELS = (re.findall(rf"(?s)```{language}\n(.*?)```", DOCS)[0] for language in ("sql", "python"))


def test_models_are_what_a_person_would_write(made: Callable[[str], Database], config: Config, tmp_path: Path) -> None:
    done = pull(config, Environment(None, made(SHOP).url))
    assert not done.lost
    assert (tmp_path / "models.py").read_text() == MODELS
    extra = (tmp_path / "extra.sql").read_text()
    assert re.findall("CREATE [A-Z]+", extra) == ["CREATE VIEW"]


def test_relationships_are_called_what_a_person_would_call_them(
    made: Callable[[str], Database], config: Config, tmp_path: Path
) -> None:
    database = made(
        "CREATE TABLE nodes (graph_id int, id int, parent_graph_id int, parent_id int, next_graph int, next_node int,"
        " PRIMARY KEY (graph_id, id), FOREIGN KEY (parent_graph_id, parent_id) REFERENCES nodes,"
        " FOREIGN KEY (next_graph, next_node) REFERENCES nodes);"
        "CREATE TABLE orgs (tenant int, id int, parent_id int, PRIMARY KEY (tenant, id),"
        " FOREIGN KEY (tenant, parent_id) REFERENCES orgs);"
        "CREATE TABLE products (sku text PRIMARY KEY); CREATE TABLE offers (id int PRIMARY KEY,"
        " featured_product_sku text REFERENCES products, product_sku text REFERENCES products);"
        "CREATE TABLE mentorships (mentor text REFERENCES products, mentee text REFERENCES products);"
        'CREATE TABLE monkeys (id int PRIMARY KEY, monkey int REFERENCES monkeys, "CHIEF_ID" int REFERENCES monkeys);'
        "CREATE TABLE grooms (monkey int REFERENCES monkeys, groomed int REFERENCES monkeys);"
        "CREATE TABLE seals (monkey int NOT NULL REFERENCES monkeys, x int, PRIMARY KEY (x), UNIQUE (x, monkey));"
        "CREATE TABLE stamps (monkey_id int REFERENCES monkeys, x int PRIMARY KEY); CREATE UNIQUE INDEX ON stamps (x);"
        "CREATE TABLE bonds (monkey_id int REFERENCES monkeys, x int PRIMARY KEY);"
        "CREATE UNIQUE INDEX ON stamps (monkey_id) WHERE x > 1; CREATE UNIQUE INDEX ON bonds (monkey_id);"
        "CREATE TABLE pairings (product_a text REFERENCES products, product_b text REFERENCES products);"
        "CREATE TABLE similar_products (product_sku text REFERENCES products, similar_sku text REFERENCES products)"
    )
    pull(config, Environment(None, database.url))
    text = (tmp_path / "models.py").read_text()
    found = {name: set(re.findall(r"(\w+): Mapped\[\S+ ?(?:\| None\"|)\S*\] = relationship", body))
             for name, body in re.findall(r"(?s)\nclass (\w+)\(Base\):(.*?)(?=\n\n\n|\Z)", text)}  # fmt: skip
    assert found == {
        "Node": {"parent", "children", "next", "nodes_as_next"},
        "Org": {"parent", "children"},
        "Monkey": {"monkey_monkey", "CHIEF", "monkeys_as_monkey_monkey", "monkeys_as_CHIEF", "monkeys_as_monkey",
                   "monkeys_as_groomed", "seals", "stamps", "bond"},
        "Seal": {"related_monkey"},
        "Stamp": {"monkey"},
        "Bond": {"monkey"},
        "Offer": {"featured_product", "product"},
        "Product": {"offers_as_featured_product", "offers_as_product", "mentors", "mentees", "products_as_product_a",
                    "products_as_product_b", "products_as_product", "products_as_similar"},
    }  # fmt: skip


def test_a_key_of_another_type_than_its_target_is_said_in_python(
    made: Callable[[str], Database], config: Config, tmp_path: Path
) -> None:
    database = made(
        "CREATE TABLE big (id bigint PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, big_id int REFERENCES big)"
    )
    done = pull(config, Environment(None, database.url))
    assert list(done.files) == [tmp_path / "models.py"]
    assert 'mapped_column(Integer, ForeignKey("big.id"))' in (tmp_path / "models.py").read_text()


@pytest.mark.parametrize("folder", ["drizzle_v0", "drizzle_v1"])
def test_models_from_a_migration_folder(folder: str, config: Config, tmp_path: Path) -> None:
    done = pull(config, folder=HERE / "folders" / folder)
    assert not done.lost
    text = (tmp_path / "models.py").read_text()
    assert "class User(Base):" in text
    assert "class OrderItem(Base):" in text
    assert "drizzle_migrations" not in text + (tmp_path / "extra.sql").read_text()
    formatted(tmp_path / "models.py")


def test_sqlmodels_leave_nothing_behind(made: Callable[[str], Database], config: Config, tmp_path: Path) -> None:
    first = made(
        "CREATE SCHEMA s; CREATE SEQUENCE q; CREATE SEQUENCE s.q;"
        "CREATE TYPE s.e AS ENUM ('a'); CREATE TYPE f AS ENUM ('b');"
        "CREATE TABLE t (id int PRIMARY KEY, e s.e, es f[], n bigint DEFAULT nextval('q'))"
    )
    second = made("CREATE TABLE u (id int PRIMARY KEY)")
    for database in (first, second, first):
        done = pull(config, Environment(None, database.url), style="sqlmodel", ask=lambda question: True)
        assert not done.lost


def test_what_is_ours_and_what_is_ignored_is_left_out(
    made: Callable[[str], Database], config: Config, tmp_path: Path
) -> None:
    database = made(
        "CREATE TABLE drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);"
        "CREATE TABLE legacy_x (id int PRIMARY KEY); CREATE TABLE kept (id int PRIMARY KEY);"
        "CREATE SCHEMA joey; CREATE TABLE joey.runs (id int PRIMARY KEY)"
    )
    done = pull(replace(config, ignore=("public.legacy_*",)), Environment(None, database.url))
    assert not done.lost
    assert list(done.files) == [tmp_path / "models.py"]
    assert re.findall("^class (.*)", (tmp_path / "models.py").read_text(), re.M) == [
        "Base(DeclarativeBase):",
        "Kept(Base):",
    ]


def test_what_is_ignored_is_there_where_it_is_used(
    made: Callable[[str], Database], config: Config, tmp_path: Path
) -> None:
    database = made(
        "CREATE FUNCTION number() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN age AS int;"
        "CREATE TABLE users (id int PRIMARY KEY, name text);"
        "CREATE TABLE kept (id int PRIMARY KEY DEFAULT number(), age age, user_id int REFERENCES users)"
    )
    ignored = replace(config, ignore=("public.number", "public.age", "public.users"))
    done = pull(ignored, Environment(None, database.url))
    assert not done.lost
    text = (tmp_path / "models.py").read_text()
    assert "id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)" in text
    assert "name" not in re.findall(r"(\w+): Mapped", text)


def test_another_file_is_replaced_only_when_that_is_meant(
    made: Callable[[str], Database], config: Config, tmp_path: Path
) -> None:
    database = made("CREATE TABLE t (id int PRIMARY KEY)")
    (tmp_path / "models.py").write_text("mine")
    with pytest.raises(OpenQuestion) as error:
        pull(config, Environment(None, database.url))
    assert error.value.questions[0]["type"] == "overwrite"
    with pytest.raises(ConfigurationError):
        pull(config, Environment(None, database.url), ask=lambda question: False)
    assert (tmp_path / "models.py").read_text() == "mine"
    pull(config, Environment(None, database.url), ask=lambda question: True)
    assert "class T(Base)" in (tmp_path / "models.py").read_text()


def test_what_python_says_wrongly_is_said_in_sql(
    made: Callable[[str], Database], config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(module: Module, title: str) -> str:
        return source(module, title).replace('"price > 0"', '"price > 1"')

    monkeypatch.setattr(verb, "source", mistaken)
    database = made("CREATE TABLE t (id int PRIMARY KEY, price int CONSTRAINT positive CHECK (price > 0))")
    done = pull(config, Environment(None, database.url))
    assert not done.lost
    assert "positive" not in (tmp_path / "models.py").read_text()
    assert "ADD CONSTRAINT positive CHECK ((price > 0))" in (tmp_path / "extra.sql").read_text()


def test_what_is_lost_is_said(made: Callable[[str], Database], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "source", lambda module, title: source(module, title) + "\nnonsense\n")
    database = made("CREATE TABLE t (id int PRIMARY KEY)")
    done = CliRunner().invoke(cli, ["pull", "--url", database.url, "--json"])
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert not said["verified"]
    assert "nonsense" in said["lost"][0]
    assert (project / "models.py").exists()


@pytest.fixture
def project(scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "joey.toml").write_text(f'scratch = "{scratch.url}"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "true")
    for variable in ("JOEY_URL", "DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def test_the_command(made: Callable[[str], Database], project: Path) -> None:
    database = made(SHOP)
    done = CliRunner().invoke(cli, ["db:pull", "--url", database.url, "--out", "app/models.py", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["verified"]
    assert [Path(f).name for f in said["files"]] == ["models.py", "extra.sql"]
    (project / "app/models.py").write_text("mine")
    done = CliRunner().invoke(cli, ["pull", "--url", database.url, "--out", "app/models.py"])
    assert done.exit_code == 2
    assert "--yes" in done.stderr
    done = CliRunner().invoke(cli, ["pull", "--url", database.url, "--out", "app/models.py", "--yes"])
    assert done.exit_code == 0
    assert "class Order(Base)" in (project / "app/models.py").read_text()


def test_a_database_that_is_there_gets_its_beginning(
    made: Callable[[str], Database], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "joey.toml").unlink()
    monkeypatch.setenv("DATABASE_URL", made(SHOP).url)
    run = CliRunner()
    done = run.invoke(cli, ["pull", "--baseline"])
    assert done.exit_code == 2
    assert "--yes" in done.stderr
    assert not list(project.iterdir())
    done = run.invoke(cli, ["pull", "--baseline", "--yes", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["recorded"] == ["0000_baseline"]
    assert Path(said["config"]).name == "joey.toml"
    for command in ("generate", "migrate"):
        done = run.invoke(cli, [command])
        assert done.exit_code == 0
        assert "Nothing to do" in done.stderr
    done = run.invoke(cli, ["pull", "--baseline", "--yes"])
    assert done.exit_code == 1
    assert "holds migrations already" in done.stderr
    shutil.rmtree(project / "drizzle")
    done = run.invoke(cli, ["pull", "--baseline", "--yes"])
    assert done.exit_code == 1
    assert "records 1 migration already" in done.stderr


def test_no_record_is_written_for_another_schema(
    made: Callable[[str], Database], config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Environment(None, made(SHOP).url)
    real = baseline.generate

    def slow(*given: Any, **named: Any) -> Any:
        out = real(*given, **named)
        with closing(connect(place.url)) as other:
            other.execute("CREATE TABLE meanwhile (id int)")
        return out

    monkeypatch.setattr(baseline, "generate", slow)
    with pytest.raises(PlanRefused, match=r"table public\.meanwhile"):
        baseline.adopt(config, place, ask=lambda question: True)
    with closing(connect(place.url)) as after:
        assert after.query("SELECT to_regclass('public.drizzle_migrations')::text") == [(None,)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "No database is named"),
        (["--out", "models.sql", "--url", "postgresql://localhost/x"], "can't hold models"),
        (["--from", "nowhere"], "no folder nowhere"),
        (["--from", ".", "--url", "postgresql://localhost/x"], "--from reads no database"),
        (["--style", "django"], "django"),
    ],
)
def test_wrong_input_is_told(arguments: list[str], said: str, project: Path) -> None:
    done = CliRunner().invoke(cli, ["pull", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr
