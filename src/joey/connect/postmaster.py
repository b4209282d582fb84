"""A PostgreSQL server of our own, started for a moment and gone without a trace."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from joey.connect import binaries
from joey.connect.binaries import Installation
from joey.errors import ConfigurationError, InternalError, ResourceExhausted

SUPERUSER = "joey_scratch"
"""Not `postgres`: a grant to that name must be told apart from what the owner of everything may do anyway."""
_PREFIX = "joey-scratch-"
_NOBODY = 65534
_WINDOWS = sys.platform == "win32"
_ROOM = 512 * 1024 * 1024
"""Bytes that memory must have free to hold the data."""
_LONGEST_FOLDER = 80
"""Bytes of a folder's path: with `/.s.PGSQL.5432.lock` a socket's path must stay below 104 (macOS) or 108."""
_LONG_UNUSED = 30 * 24 * 3600
_POLL = 0.002
_PATIENCE = 60.0
"""Seconds that a start may take on a machine that is busy elsewhere."""

# Nothing here has to survive a crash, and nobody else works on it.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "checkpoint_timeout": "1d",
    "max_connections": "100",
    "max_locks_per_transaction": "1024",
    "max_logical_replication_workers": "0",
    "dynamic_shared_memory_type": "mmap",  # in the data folder: a killed server leaves nothing in /dev/shm
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
    "log_destination": "stderr",
}

# Whatever ends joey closes its end of the pipe; then the server is ended, and its folder goes.
_WATCH = """
folder=$1; shift
exec 3<&0
"$@" <&- 3<&- &
server=$!
(trap '' INT HUP TERM; read -r _ <&3; kill -QUIT $server 2>/dev/null) &
reader=$!
trap '' INT HUP TERM
wait $server
echo $? > "$folder/ended"
wait $reader
rm -rf "$folder"
"""


class Postmaster:
    """A running server that listens on a Unix socket in its own folder (on Windows, on a loopback port)."""

    def __init__(self, installation: Installation) -> None:
        uid = _NOBODY if not _WINDOWS and os.getuid() == 0 else None
        if uid is not None:
            installation = binaries.readable(installation, cache_folder())
        self.installation = installation
        self.folder = _new_folder(uid)
        self._owner = os.getpid()
        self._claim = _claim(self.folder)
        self._watcher: subprocess.Popen[bytes] | None = None
        self.port = 5432
        try:
            _sweep()
            _fill(installation, self.folder, uid)
            self._start(uid)
        except BaseException:
            self.close()
            raise

    def url(self, database: str) -> str:
        """The URL of one of its databases; there is no password."""
        if _WINDOWS:
            return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://{SUPERUSER}@/{database}?host={self.folder}"

    def ready(self) -> None:
        """Wait until the server takes connections."""
        deadline = time.monotonic() + _PATIENCE
        status = self.folder / "data" / "postmaster.pid"
        while True:
            with contextlib.suppress(OSError):
                lines = status.read_text(errors="replace").splitlines()
                if len(lines) > 7 and lines[7].strip() == "ready":
                    return
            gone = self._watcher is not None and self._watcher.poll() is not None
            if gone or (self.folder / "ended").exists() or time.monotonic() > deadline:
                raise _unwilling(self.folder, "the scratch PostgreSQL did not start")
            time.sleep(_POLL)

    def close(self) -> None:
        """End the server and remove its folder; more than once does nothing, and a forked child may not."""
        if self._owner != os.getpid():
            return
        self._owner = -1
        if _WINDOWS:
            _pg_ctl(self.installation, self.folder, "stop", "-m", "immediate")
        elif self._watcher is not None:
            watcher, self._watcher = self._watcher, None
            assert watcher.stdin is not None
            watcher.stdin.close()
            try:
                watcher.wait(10)
            except subprocess.TimeoutExpired:
                _end(self.folder / "data", signal.SIGKILL)
                watcher.kill()
                watcher.wait()
        self._claim.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, uid: int | None) -> None:
        settings = _SETTINGS | ({"io_method": "sync"} if self.installation.major >= 18 else {})
        data, program = self.folder / "data", self.installation.program("postgres")
        options = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
        if _WINDOWS:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            options += ["--listen-addresses=127.0.0.1", f"--port={self.port}"]
            _pg_ctl(self.installation, self.folder, "start", "-W", "-o", " ".join(options))
            return
        options += ["--listen-addresses=", f"--unix-socket-directories={self.folder}", "--port=5432"]
        with open(self.folder / "log", "wb") as log:
            self._watcher = subprocess.Popen(
                ["/bin/sh", "-c", _WATCH, "joey", str(self.folder), str(program), "-D", str(data), *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for joey, which decides when the server goes
                cwd="/",
                env=_environment(),
                user=uid,
                group=uid,
                extra_groups=None if uid is None else [],
            )


def cache_folder() -> Path | None:
    """The user's cache folder for joey, or None where there is none to write to."""
    if _WINDOWS:
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif os.environ.get("XDG_CACHE_HOME", "").startswith("/"):  # the standard says: ignore relative paths
        base = Path(os.environ["XDG_CACHE_HOME"])
    else:
        try:
            base = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
        except RuntimeError:
            return None
    folder = base / "joey"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: no PG* variable or language of the user's leaks in."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_")) and k not in ("LANG", "LANGUAGE")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _places() -> list[Path]:
    """Folders for servers, the best first: in memory where there is room."""
    places = list(dict.fromkeys((Path(tempfile.gettempdir()), Path("/tmp"))))
    memory = Path("/dev/shm")
    if sys.platform == "linux" and os.access(memory, os.W_OK | os.X_OK):
        places.insert(0 if shutil.disk_usage(memory).free > _ROOM else len(places), memory)
    return [place for place in places if _WINDOWS or len(os.fsencode(place)) + 24 < _LONGEST_FOLDER]


def _new_folder(uid: int | None) -> Path:
    """An empty folder that only the server's user may enter."""
    for place in _places():
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        except OSError:
            continue
        if uid is not None:
            try:
                os.chown(folder, uid, uid)
            except OSError:
                folder.rmdir()
                raise
        return folder
    raise ResourceExhausted(
        "there is no folder for a scratch database: neither /dev/shm nor the temporary folder can be written",
        hint="set TMPDIR to a folder that can, and whose path is short",
    )


def _claim(folder: Path) -> IO[str]:
    """The file that says whose folder it is: locked while its owner lives, whatever else becomes of it."""
    aside = folder / "owner.new"
    claim = open(aside, "w")  # noqa: SIM115  (open as long as the folder is ours)
    if not _WINDOWS:
        import fcntl

        fcntl.flock(claim, fcntl.LOCK_EX)
    claim.write(f"{os.getpid()}\n")
    claim.flush()
    if not _WINDOWS:
        aside.rename(folder / "owner")
    return claim


def _abandoned(folder: Path) -> bool:
    """Whether the folder's owner is dead."""
    try:
        if _WINDOWS:
            (folder / "owner.new").unlink()  # refused while it is open
            return True
        import fcntl

        with open(folder / "owner") as claim:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except FileNotFoundError:  # just being made, or killed in that moment
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime > 600
        return False
    except OSError:
        return False


def _sweep() -> None:
    """Remove what killed runs have left, with any server that still runs there."""
    users = {_NOBODY, 0} if not _WINDOWS and os.getuid() == 0 else {0 if _WINDOWS else os.getuid()}
    for folder in sorted(folder for place in _places() for folder in place.glob(f"{_PREFIX}*")):
        try:
            ours = not folder.is_symlink() and folder.lstat().st_uid in users
        except OSError:
            continue
        if ours and _abandoned(folder):
            _end(folder / "data", signal.SIGTERM if _WINDOWS else signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)


def _end(data: Path, with_signal: signal.Signals) -> None:
    """Signal the server of a data folder, if the process with its number is that server."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        if _WINDOWS:
            os.kill(pid, with_signal)
            return
        if sys.platform == "linux":
            is_it = os.readlink(f"/proc/{pid}/cwd") == str(data)
        else:
            shown = subprocess.run(
                ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
            )
            is_it = str(data) in shown.stdout
        if is_it:
            os.kill(pid, with_signal)
            deadline = time.monotonic() + 2
            while time.monotonic() < deadline and (data / "postmaster.pid").exists():
                time.sleep(_POLL)
    except (OSError, ValueError, IndexError):
        return


def _fill(installation: Installation, folder: Path, uid: int | None) -> None:
    """A new data folder: the template's copy, or a new one where there is no template yet."""
    data = folder / "data"
    cache = cache_folder()
    recipe = hashlib.sha256(repr((_initdb_options(installation), _LOCALES)).encode()).hexdigest()[:8]
    template = cache / f"template-{installation.key}-{recipe}" if cache else None
    if template is not None and template.is_dir():
        with contextlib.suppress(OSError):
            os.utime(template)
        _copy_tree(template, data, uid)
        return
    _initdb(installation, folder, uid)
    if template is None or cache is None:
        return
    for other in cache.glob("template-*"):  # of wheels long gone, and of killed runs
        with contextlib.suppress(OSError):
            if time.time() - other.stat().st_mtime > _LONG_UNUSED:
                shutil.rmtree(other, ignore_errors=True)
    try:
        aside = Path(tempfile.mkdtemp(prefix=f"{template.name}.", dir=cache))
    except OSError:
        return
    try:
        _copy_tree(data, aside / "data", None)
        (aside / "data").rename(template)  # two first runs: one of them is too late, and no worse for it
    except OSError:
        pass
    shutil.rmtree(aside, ignore_errors=True)


_LOCALES = ("C.UTF-8", "C")


def _initdb_options(installation: Installation) -> list[str]:
    options = ["--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8", "--no-sync", "--wal-segsize=1"]
    options += ["--text-search-config=english"]
    if installation.major >= 18:
        options += ["--no-data-checksums"]
    if installation.major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _initdb(installation: Installation, folder: Path, uid: int | None) -> None:
    initdb, said = installation.program("initdb"), ""
    for locale in _LOCALES:  # not every system knows C.UTF-8
        done = subprocess.run(
            [str(initdb), "-D", str(folder / "data"), f"--locale={locale}", *_initdb_options(installation)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder if _WINDOWS else "/",
            env=_environment(),
            check=False,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
        )
        if done.returncode == 0:
            return
        said = done.stderr.decode(errors="replace").strip()
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise ConfigurationError(
        f"the scratch PostgreSQL could not be set up: {said.splitlines()[0] if said else 'initdb failed'}",
        hint=said or None,
    )


def _copy_tree(source: Path, target: Path, uid: int | None) -> None:
    """A copy of a data folder, whose files belong to the server's user."""
    target.mkdir(mode=0o700)
    if uid is not None:
        os.chown(target, uid, uid)
    for entry in os.scandir(source):
        to = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            _copy_tree(Path(entry.path), to, uid)
        elif entry.is_file(follow_symlinks=False):
            shutil.copyfile(entry.path, to)
            os.chmod(to, 0o600)
            if uid is not None:
                os.chown(to, uid, uid)


def _pg_ctl(installation: Installation, folder: Path, *words: str) -> None:
    """Run pg_ctl: on Windows only it can start a server for an administrator."""
    done = subprocess.run(
        [installation.program("pg_ctl"), "-D", folder / "data", "-l", folder / "log", "-s", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        check=False,
    )
    if done.returncode != 0 and words[0] == "start":
        raise _unwilling(folder, "the scratch PostgreSQL did not start")


def _unwilling(folder: Path, what: str) -> InternalError | ResourceExhausted:
    """The error for a server that doesn't come up, with the end of its log."""
    try:
        said = (folder / "log").read_text(errors="replace").strip()
    except OSError:
        said = ""
    fatal = re.findall(r"(?:FATAL|PANIC):\s+(.*)", said)
    kind = (
        ResourceExhausted
        if re.search("No space left|could not (?:create|resize) (?:shared|semaph)", said)
        else InternalError
    )
    return kind(f"{what}{': ' + fatal[-1] if fatal else ''}", hint=said[-2000:] or None)
