"""A loopback port that takes connections, refuses them, or breaks them."""

import asyncio
import contextlib
import logging
import socket
import ssl

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HOST = "127.0.0.1"
_KEEP_ALIVE = 60


def _bound(port: int) -> socket.socket:
    # Without the protocol named, asyncio leaves Nagle on and every answer takes 40 ms.
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "SO_REUSEPORT"):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((HOST, port))
    return found


class Listener:
    """One port; it stays ours while it refuses connections."""

    def __init__(self, app: ASGIApp, trust: ssl.SSLContext | None = None) -> None:
        # Bound but never listening: keeps the port from going to anyone else.
        self._place = _bound(0)
        self.port: int = self._place.getsockname()[1]
        self.trust = trust
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._config = uvicorn.Config(
            app,
            interface="asgi3",
            http=H11Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        # What goes wrong on purpose is no news.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)

    @property
    def is_open(self) -> bool:
        """Tell whether connections are taken."""
        return self._server is not None

    async def open(self) -> None:
        """Take connections."""
        if self._server is not None:
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._protocol, sock=_bound(self.port), ssl=self.trust
        )

    def close(self) -> None:
        """Refuse connections and break those that are there."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in tuple(self._state.connections):
            _abort(connection.transport)

    def abort(self, client: tuple[str, int]) -> None:
        """Break the connection of one client."""
        for connection in tuple(self._state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                _abort(connection.transport)

    async def end(self) -> None:
        """Give the port back once all calls are over."""
        self.close()
        for task in tuple(self._state.tasks):
            task.cancel()
        if self._state.tasks:
            await asyncio.wait(tuple(self._state.tasks))
        self._place.close()

    def _protocol(self) -> asyncio.Protocol:
        return H11Protocol(self._config, self._state, {})


def _abort(transport: asyncio.BaseTransport | None) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        with contextlib.suppress(OSError):
            transport.abort()
