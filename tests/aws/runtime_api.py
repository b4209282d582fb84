"""Lambda on this machine: the Runtime API that a real bundle runs under, and what its function asks of AWS.

Each function has its own Runtime API (2018-06-01), as each machine of Lambda's has; one more loopback port serves the
presigned URLs at which CloudFormation is answered, and as much of CloudFormation and RDS as a function calls.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

ACCOUNT = "123456789012"
REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Put:
    """One PUT to a presigned URL."""

    name: str
    content: bytes
    content_type: str | None
    conditional: bool
    status: int

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found


@dataclass(slots=True)
class Bucket:
    """Where CloudFormation's answers go, as S3 behaves: the first of each URL is what CloudFormation reads."""

    puts: list[Put] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    """Statuses that the next PUTs get instead of being taken."""
    conditions: bool = True
    """Whether it knows If-None-Match."""

    def put(self, name: str, content: bytes, content_type: str | None, condition: str | None) -> int:
        status = 200
        if self.failing:
            status = self.failing.pop(0)
        elif condition is not None and not self.conditions:
            status = 501
        elif condition == "*" and self.answer(name) is not None:
            status = 412
        elif content_type != "":
            status = 403  # the signature is for an empty one
        self.puts.append(Put(name, content, content_type, condition is not None, status))
        return status

    def answer(self, name: str) -> dict[str, Any] | None:
        """What CloudFormation has been told."""
        return next((put.document for put in self.puts if put.name == name and put.status == 200), None)


@dataclass(slots=True)
class Services:
    """What the function may ask of CloudFormation and RDS, and what they say."""

    stack_status: str = "UPDATE_IN_PROGRESS"
    denied: set[str] = field(default_factory=set)
    """Actions that the role may not do."""
    asked: list[str] = field(default_factory=list)
    snapshots: dict[str, str] = field(default_factory=dict)
    """Name -> status."""

    def answer(self, action: str, words: dict[str, str]) -> tuple[int, str]:
        self.asked.append(action)
        if action in self.denied:
            return 403, _error("AccessDenied", f"User: arn:aws:sts::{ACCOUNT}:role/x is not authorized: {action}")
        if action == "DescribeStacks":
            inner = f"<StackName>s</StackName><StackStatus>{self.stack_status}</StackStatus>"
            return 200, _result(action, f"<Stacks><member>{inner}</member></Stacks>")
        if action == "DescribeDBClusters":
            times = "".join(
                f"<{end}RestorableTime>2026-11-2{day}T00:00:00Z</{end}RestorableTime>"
                for end, day in (("Earliest", 1), ("Latest", 2))
            )
            return 200, _result(action, f"<DBClusters><DBCluster>{times}</DBCluster></DBClusters>")
        name = words.get("DBClusterSnapshotIdentifier", "")
        if action == "CreateDBClusterSnapshot":
            if name in self.snapshots:
                return 400, _error("DBClusterSnapshotAlreadyExistsFault", "it exists")
            self.snapshots[name] = "available"
            return 200, _result(action, f"<DBClusterSnapshot>{self._snapshot(name)}</DBClusterSnapshot>")
        if action == "DescribeDBClusterSnapshots":
            inner = f"<DBClusterSnapshot>{self._snapshot(name)}</DBClusterSnapshot>"
            return 200, _result(action, f"<DBClusterSnapshots>{inner}</DBClusterSnapshots>")
        return 400, _error("InvalidAction", action)

    def _snapshot(self, name: str) -> str:
        said = {
            "DBClusterSnapshotIdentifier": name,
            "DBClusterIdentifier": "joey",
            "Status": self.snapshots.get(name, "creating"),
            "SnapshotCreateTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        return "".join(f"<{key}>{value}</{key}>" for key, value in said.items())


@dataclass(frozen=True, slots=True)
class Invoked:
    """How one invocation ended."""

    ended: str
    """response, error, timeout, or died."""
    payload: Any
    lines: list[str]
    """What it wrote to the log."""
    seconds: float

    @property
    def log(self) -> list[dict[str, Any]]:
        """The lines of the log that are JSON."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def of(self, level: str) -> list[dict[str, Any]]:
        """The lines of one level."""
        return [line for line in self.log if line.get("level") == level]


class Server:
    """A loopback port, served in threads until it is closed."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], owner: object) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"owner": owner}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Lambda:
    """What there is besides functions; `function` gives one that runs an unpacked bundle."""

    def __init__(self) -> None:
        self.bucket = Bucket()
        self.services = Services()
        self._functions: list[Function] = []
        self._server = Server(_Aws, self)
        self.address = self._server.address

    def function(self, task: Path, handler: str = "index.handler", *, timeout: float = 30) -> Function:
        self._functions.append(Function(self, task, handler, timeout))
        return self._functions[-1]

    def reset(self) -> None:
        self.bucket = Bucket()
        self.services = Services()

    def close(self) -> None:
        for function in self._functions:
            function.close()
        self._server.close()


class Function:
    """A Lambda function: a process that is started when it is needed, and reused until it dies."""

    def __init__(self, cloud: Lambda, task: Path, handler: str, timeout: float) -> None:
        self.cloud, self.task, self.handler, self.timeout = cloud, task, handler, timeout
        self.variables: dict[str, str] = {}
        self.events: queue.Queue[tuple[str, Any, float]] = queue.Queue()
        self.ends: dict[str, queue.Queue[tuple[str, Any]]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        handle, name = tempfile.mkstemp(prefix="joey-lambda-", suffix=".log")
        self._output = Path(name)
        os.close(handle)
        self._taken = 0
        self._server = Server(_RuntimeApi, self)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def invoke(self, event: Any, *, timeout: float | None = None) -> Invoked:
        """Run the function once, as Lambda does: its process is killed when the time is over."""
        began = time.monotonic()
        given = timeout or self.timeout
        self._start()
        process = self._process
        assert process is not None
        request = str(uuid.uuid4())
        end: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.ends[request] = end
        self.events.put((request, event, given))
        ended, payload = "timeout", None
        while True:
            try:
                ended, payload = end.get(timeout=0.05)
                break
            except queue.Empty:
                if process.poll() is not None:
                    with contextlib.suppress(queue.Empty):  # what it said with its last breath
                        ended, payload = end.get(timeout=0.1)
                        break
                    died = f"RequestId: {request} Error: Runtime exited with error: signal: killed"
                    ended, payload = "died", {"errorType": "Runtime.ExitError", "errorMessage": died}
                    break
                if time.monotonic() - began > given:
                    self.kill()
                    said = f"{time.strftime('%Y-%m-%dT%H:%M:%SZ')} {request} Task timed out after {given:.2f} seconds"
                    payload = {"errorType": "Sandbox.Timedout", "errorMessage": said}
                    break
        self.ends.pop(request, None)
        return Invoked(ended, payload, self._lines(), time.monotonic() - began)

    def kill(self) -> None:
        """End the process, as the machine does: it can do nothing about it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(queue.Empty):
            while True:
                self.events.get_nowait()

    def close(self) -> None:
        self.kill()
        if self._output.exists():
            self._server.close()
            self._output.unlink()

    def _lines(self) -> list[str]:
        lines = self._output.read_text("utf-8", "replace").splitlines()[self._taken :]
        self._taken += len(lines)
        return lines

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        api = f"http://{self.cloud.address}"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/tmp",
            "PYTHONPATH": str(self.task),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_RUNTIME_API": self._server.address,
            "LAMBDA_TASK_ROOT": str(self.task),
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "very-secret-key",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_LAMBDA_FUNCTION_NAME": "JocularKangaroo-DatabaseMigration-Dev",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_ENDPOINT_URL_CLOUDFORMATION": api,
            "AWS_ENDPOINT_URL_RDS": api,
            **self.variables,
        }
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "awslambdaric", self.handler],
                cwd=self.task,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=_ignore_interrupts,
            )


def _ignore_interrupts() -> None:
    # As a process is started in the background: the function must not rely on SIGINT being delivered.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def content(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # the function was killed


class _RuntimeApi(_Handler):
    owner: Function

    def do_GET(self) -> None:  # …/runtime/invocation/next: waits for an event
        function, process = self.owner, self.owner.process
        while True:
            try:
                request, event, timeout = function.events.get(timeout=0.1)
                break
            except queue.Empty:
                if process is None or process.poll() is not None or process is not function.process:
                    self.close_connection = True
                    return
        self.reply(
            200,
            json.dumps(event).encode(),
            {
                "Lambda-Runtime-Aws-Request-Id": request,
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + timeout) * 1000)),
                "Lambda-Runtime-Trace-Id": "Root=1-0-0;Sampled=0",
                "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:migrate",
                "Content-Type": "application/json",
            },
        )

    def do_POST(self) -> None:
        payload = json.loads(self.content() or b"null")
        parts = self.path.split("/")
        if parts[-2] == "init":
            for end in list(self.owner.ends.values()):
                end.put(("error", payload))
        elif (ended := self.owner.ends.get(parts[-2])) is not None:
            ended.put((parts[-1], payload))
        self.reply(202, b"{}")


class _Aws(_Handler):
    owner: Lambda

    def do_POST(self) -> None:
        words = {name: values[0] for name, values in parse_qs(self.content().decode()).items()}
        status, text = self.owner.services.answer(words.get("Action", ""), words)
        self.reply(status, text.encode(), {"Content-Type": "text/xml"})

    def do_PUT(self) -> None:
        content = self.content()
        name = self.path.partition("?")[0].removeprefix("/answer/")
        headers = self.headers
        status = self.owner.bucket.put(name, content, headers.get("Content-Type"), headers.get("If-None-Match"))
        self.reply(status, b"")


def _result(action: str, inner: str) -> str:
    return f"<{action}Response><{action}Result>{inner}</{action}Result></{action}Response>"


def _error(code: str, message: str) -> str:
    inner = f"<Type>Sender</Type><Code>{code}</Code><Message>{message}</Message>"
    return f"<ErrorResponse><Error>{inner}</Error></ErrorResponse>"
