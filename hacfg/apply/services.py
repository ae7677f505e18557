"""Whether mail service answers, as anyone who sends mail would see it."""

import socket
from contextlib import suppress
from typing import Final

from hacfg.plan.steps import Answering

TIMEOUT: Final = 10.0
"""Seconds that a connection, and the greeting on it, may take."""
GREETING: Final = b"220"
"""How an SMTP server begins that takes mail (RFC 5321, 4.2; 554 says that it takes none)."""
_LONGEST: Final = 512
"""Bytes of a reply line at most (RFC 5321, 4.5.3.1.5)."""


def greets(where: Answering, timeout: float = TIMEOUT) -> str:
    """Return "" if a mail server greets there, or what is seen instead; its words are not shown."""
    try:
        with socket.create_connection((where.host, where.port), timeout) as connection:
            line = _first_line(connection)
            # A server that is left without a word logs a lost connection.
            with suppress(OSError):
                connection.sendall(b"QUIT\r\n")
    except OSError as error:
        return f"{where}: {error.strerror or 'no answer in time'}"
    return "" if line.startswith(GREETING) else f"{where}: it takes the connection, and no mail"


def _first_line(connection: socket.socket) -> bytes:
    line = b""
    while b"\n" not in line and len(line) < _LONGEST:
        more = connection.recv(_LONGEST)
        if not more:
            break
        line += more
    return line
