"""The HTTP side: signed requests in the service's rest-json protocol, on a loopback port."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from joey.testing.data_api import model
from joey.testing.data_api.errors import Dropped, ServiceError

Answers = Callable[[str, dict[str, Any]], dict[str, Any]]


class Server(ThreadingHTTPServer):
    """Serves in threads of its own until it is closed; then no thread and no socket is left."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, answer: Answers, limit: int, port: int = 0) -> None:
        self.answer = answer
        self.limit = limit
        """Bytes of a request, headers included."""
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name="data api", daemon=True)
        self._thread.start()

    @property
    def endpoint(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Take no more requests, end the connections, wait for the threads."""
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)  # an answer on its way still leaves
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer leaves in one piece and at once, else delayed acknowledgement costs 40 ms a call.
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        try:
            status, answer, headers = 200, self._answer(), {}
        except Dropped:
            self.close_connection = True
            return
        except ServiceError as error:
            status, headers = model.status(error.code), {"x-amzn-ErrorType": error.code}
            answer = {"message": error.message, **error.members} if error.message else dict(error.members)
        except Exception as error:
            status, headers = 500, {"x-amzn-ErrorType": "InternalFailure"}
            answer = {"message": f"a fault of the emulator: {type(error).__name__}: {error}"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "x-amzn-RequestId": str(uuid.uuid4()),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> dict[str, Any]:
        service = cast("Server", self.server)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        head = sum(len(name) + len(value) + 4 for name, value in self.headers.items())
        if length + head > service.limit:
            raise ServiceError("RequestEntityTooLargeException", f"The request is larger than {service.limit} bytes")
        operation = model.OPERATIONS.get(self.path)
        if operation is None:
            raise ServiceError("UnknownOperationException")
        if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            raise ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token")
        return service.answer(str(operation.name), model.request(operation, body))
