"""A little HTTPS server on loopback that does as each test tells it."""

import json
import ssl
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET, socket
from threading import Event, Thread
from typing import Self

import trustme

from tests.fortimail.recordings import COOKIE, recorded


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    cookie: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: object = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: str = "whole"
    """whole; dropped: nothing comes; reset; cut: half comes; silent, dripping: until the end."""

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answering = Callable[[Request], Reply]


def logged_in(request: Request) -> Reply:
    """Answer as a unit that accepts every login and has nothing else."""
    if request.path == "/api/v1/AdminLogin":
        return Reply(200, recorded("login").body, {"Set-Cookie": COOKIE})
    return Reply(200, {"objectID": "x:", "reqAction": 1})


class LittleUnit:
    """Serves on 127.0.0.1 until the test ends; keeps every request that came."""

    def __init__(
        self, answering: Answering, authority: trustme.CA, name: str = "127.0.0.1"
    ) -> None:
        self.requests: list[Request] = []
        self.ended = Event()
        certificate = authority.issue_cert(name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self.certificate = certificate.cert_chain_pems[0].bytes()
        self._server = _Server(self, answering)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        return [f"{one.method} {one.path.removeprefix('/api/v1/')}" for one in self.requests]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End; once more does nothing."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, unit: LittleUnit, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.unit = unit
        self.answering = answering

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet: broken connections are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        cookie = self.headers.get("Cookie", "")
        request = Request(self.command, self.path, cookie, dict(self.headers), body)
        self.server.unit.requests.append(request)
        reply = self.server.answering(request)
        getattr(self, f"end_{reply.ending}")(reply)
        self.close_connection = reply.ending != "whole"

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # the names that http.server calls

    def end_whole(self, reply: Reply, share: int = 1) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content[: len(reply.content) // share])

    def end_cut(self, reply: Reply) -> None:
        self.end_whole(reply, share=2)

    def end_dropped(self, _: Reply) -> None:
        """Answer nothing: the connection is closed next."""

    def end_silent(self, _: Reply) -> None:
        self.server.unit.ended.wait()

    def end_dripping(self, _: Reply) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.unit.ended.wait(0.05):
            self.wfile.write(b" ")

    def end_reset(self, _: Reply) -> None:
        raw: socket = self.connection
        raw.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        raw.close()

    def log_message(self, *_: object) -> None:
        """Print nothing."""
