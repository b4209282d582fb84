"""The configuration: where it is found, what it may hold, and which database it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from joey.config import Config
from joey.errors import ConfigurationError

EVERYTHING = """
schema = ["src/db/schema.py", "src/db/sql"]
migrations = "db/migrations"
runner = "drizzle"
tracking_table = "drizzle.__drizzle_migrations"
bookkeeping_schema = "ops"
ignore = ["public.legacy_*"]
target_version = 16
scratch = "local"
header = "-- {tag}"
backup = "always"
default_env = "dev"
[env.dev]
url = "env:DEV_URL"
development = true
[env.prod]
url = "rds-data:///kangaroo?cluster=ARN&secret=ARN&region=us-west-2"
protected = true
role = "migrator"
"""


def write(folder: Path, text: str, name: str = "joey.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def load(folder: Path, **variables: str) -> Config:
    return Config.load(start=folder, environ=variables)


def refused(folder: Path, text: str, name: str = "joey.toml") -> ConfigurationError:
    write(folder, text, name)
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    return caught.value


def test_every_key(tmp_path: Path) -> None:
    write(tmp_path, EVERYTHING)
    config = load(tmp_path)
    assert config.root == tmp_path
    assert config.path == tmp_path / "joey.toml"
    assert config.schema == ("src/db/schema.py", "src/db/sql")
    assert config.migrations == tmp_path / "db/migrations"
    assert (config.runner, config.backup, config.scratch) == ("drizzle", "always", "local")
    assert (config.tracking_table, config.bookkeeping_schema) == ("drizzle.__drizzle_migrations", "ops")
    assert (config.ignore, config.target_version, config.header) == (("public.legacy_*",), 16, "-- {tag}")
    assert config.env["prod"].protected
    assert config.env["prod"].role == "migrator"
    assert config.env["dev"].development


def test_the_same_keys_in_pyproject(tmp_path: Path) -> None:
    nested = EVERYTHING.replace("[env.", "[tool.joey.env.")
    write(tmp_path, f"[project]\nname = 'x'\n[tool.joey]\n{nested}", "pyproject.toml")
    deep = tmp_path / "a/b"
    deep.mkdir(parents=True)
    config = load(deep)
    assert config.path == tmp_path / "pyproject.toml"
    assert config.migrations == tmp_path / "db/migrations"


def test_nothing_configured_means_defaults(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.path is None
    assert config.migrations == tmp_path / "drizzle"
    assert (config.tracking_table, config.bookkeeping_schema) == ("drizzle_migrations", "joey")
    assert (config.runner, config.scratch, config.backup) == ("joey", "embedded", "destructive")


def test_a_pyproject_without_the_table_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path, "migrations = 'm'")
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, "[tool.other]\nx = 1\n", "pyproject.toml")
    assert load(inner).migrations == tmp_path / "m"


def test_two_configurations_in_one_folder(tmp_path: Path) -> None:
    write(tmp_path, "[tool.joey]\n", "pyproject.toml")
    assert "Two configurations" in refused(tmp_path, "").message


@pytest.mark.parametrize(
    ("text", "message", "hint", "line"),
    [
        ("\nmigratons = 'x'\n", "Unknown key 'migratons'", "did you mean migrations?", 2),
        ("zzz = 1\n", "Unknown key 'zzz'", "keys: backup, bookkeeping_schema", 1),
        ("[env.dev]\nurl = 'x'\nrolle = 'y'\n", "Unknown key 'env.dev.rolle'", "did you mean role?", 3),
        ("[env.dev]\nrole = 'y'\n", "The environment dev has no url", "env:DATABASE_URL", 1),
        ("schema = 3\n", "schema must be a list of texts, not 3", None, 1),
        ("schema = ['a', 3]\n", "schema must be a list of texts, not a list", None, 1),
        ("target_version = '16'\n", "target_version must be a major version of PostgreSQL", None, 1),
        ("target_version = true\n", "not true", None, 1),
        ("x = 1\nrunner = 2", "Unknown key 'x'", None, 1),
        ("runner = 'flyway'\n", 'runner must be "joey" or "drizzle", not \'flyway\'', None, 1),
        ("scratch = 'tmp'\n", "scratch must be", None, 1),
        ("default_env = 'dve'\n[env.dev]\nurl='x'\n", "default_env names 'dve'", "did you mean dev?", 1),
        ("env = 3\n", "env must be a table", None, 1),
        ("env.dev = 3\n", "env.dev must be a table", None, 1),
        ("[tool.joey]\n", "Unknown key 'tool'", "without [tool.joey]", 1),
        ("schema = [\n", "Not valid TOML", None, None),
        ("a = 1\n\nb = = 2\n", "Not valid TOML", None, 3),
        ("migrations = ''\n", "migrations must be a text", None, 1),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, text: str, message: str, hint: str | None, line: int | None) -> None:
    error = refused(tmp_path, text)
    assert message in error.message
    assert error.file == str(tmp_path / "joey.toml")
    if line is not None:
        assert error.line == line
    if hint is not None:
        assert hint in (error.hint or "")


def test_the_line_in_pyproject(tmp_path: Path) -> None:
    text = "[project]\nrunner = 'x'\n\n[tool.joey]\nrunner = 'x'\n"
    error = refused(tmp_path, text, "pyproject.toml")
    assert (error.file, error.line) == (str(tmp_path / "pyproject.toml"), 5)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no configuration at"):
        Config.load(tmp_path / "nope.toml", environ={})


class TestWhichDatabase:
    def config(self, folder: Path, **variables: str) -> Config:
        write(folder, EVERYTHING)
        return load(folder, **variables)

    def test_the_flag_comes_first(self, tmp_path: Path) -> None:
        config = self.config(tmp_path, JOEY_URL="j", DATABASE_URL="d", DEV_URL="e")
        chosen = config.environment(url="postgresql://flag/x")
        assert (chosen.url, chosen.name, chosen.source) == ("postgresql://flag/x", None, "--url")

    def test_then_the_named_environment_whatever_the_variables_say(self, tmp_path: Path) -> None:
        config = self.config(tmp_path, JOEY_URL="j", DATABASE_URL="d")
        chosen = config.environment(env="prod")
        assert chosen.url.startswith("rds-data:")
        assert (chosen.protected, chosen.role) == (True, "migrator")

    def test_then_the_variables(self, tmp_path: Path) -> None:
        config = self.config(tmp_path, JOEY_URL="j", DATABASE_URL="d", DEV_URL="e")
        assert config.environment().url == "j"
        config = self.config(tmp_path, DATABASE_URL="d", DEV_URL="e")
        assert (config.environment().url, config.environment().source) == ("d", "DATABASE_URL")

    def test_then_the_default(self, tmp_path: Path) -> None:
        chosen = self.config(tmp_path, DEV_URL="e").environment()
        assert (chosen.url, chosen.name, chosen.development) == ("e", "dev", True)

    def test_an_unset_variable_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="DEV_URL") as caught:
            self.config(tmp_path, DATABASE_URL="d").environment(env="dev")
        assert "export DEV_URL=" in (caught.value.hint or "")

    def test_an_unknown_environment(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="no environment 'prd'") as caught:
            self.config(tmp_path).environment(env="prd")
        assert caught.value.hint == "did you mean prod?"

    def test_none_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="No database is named"):
            load(tmp_path).environment()

    def test_an_environments_own_url_is_that_environment(self, tmp_path: Path) -> None:
        write(tmp_path, "[env.prod]\nurl='env:DATABASE_URL'\nprotected=true\nrole='m'\n")
        for config, chosen in (
            (load(tmp_path, DATABASE_URL="postgresql://p/x"), {}),
            (load(tmp_path, DATABASE_URL="postgresql://p/x"), {"url": "postgresql://p/x"}),
            (load(tmp_path, DATABASE_URL="postgresql://p/x", JOEY_URL="postgresql://p/x"), {}),
        ):
            found = config.environment(**chosen)
            assert (found.name, found.protected, found.role) == ("prod", True, "m")

    def test_no_password_in_any_repr(self, tmp_path: Path) -> None:
        write(tmp_path, "scratch='postgresql://u:hush@s/x'\n[env.dev]\nurl='postgresql://u:hush@h/x'\n")
        config = load(tmp_path, DATABASE_URL="postgresql://u:hush@h/x")
        assert "hush" not in repr(config)
        assert "hush" not in repr(config.environment())


def test_dotenv_stands_below_the_variables(tmp_path: Path) -> None:
    write(tmp_path, "")
    write(
        tmp_path,
        "# a comment\nexport A=one # said\nB='two # kept'\nC=\"three\\nlines\"\nDATABASE_URL=file#1\nnonsense\nE=\n",
        ".env",
    )
    config = load(tmp_path, DATABASE_URL="set")
    assert config.variables["DATABASE_URL"] == "set"
    got = {name: config.variables[name] for name in "ABCE"}
    assert got == {"A": "one", "B": "two # kept", "C": "three\nlines", "E": ""}
    assert load(tmp_path).environment().url == "file#1"
    assert "A" not in Config.load(start=tmp_path, environ={}, env_file=False).variables


def test_a_folder_named_dotenv_is_no_file_of_variables(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert dict(load(tmp_path).variables) == {}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:5432", "db.example"])
def test_scratch_is_not_where_an_environment_lives(tmp_path: Path, host: str) -> None:
    same = "localhost" if host.startswith("127") else host
    text = f"scratch='postgresql://{host}/postgres'\n[env.dev]\nurl='postgresql://{same}/app'\n"
    error = refused(tmp_path, text)
    assert "scratch is the server of the environment dev" in error.message
    assert error.line == 1
    write(tmp_path, text.replace(f"{same}/app", f"{same.split(':')[0]}:5433/app"))
    assert load(tmp_path).scratch.startswith("postgresql://")
