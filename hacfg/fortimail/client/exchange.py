"""Sending one call over one kept connection, with a bounded answer and a cookie jar."""

import logging
import time
from typing import Final

from requests import Response, Session
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from hacfg.fortimail.client.calls import Answer, Call, Failure
from hacfg.fortimail.client.endpoint import Endpoint
from hacfg.fortimail.client.failures import explained
from hacfg.fortimail.client.moving import certificate_end, clock_ahead
from hacfg.fortimail.client.tls import TrustAdapter, certificate_of
from hacfg.fortimail.reading import Moving
from hacfg.fortimail.wire import visible

LARGEST_ANSWER: Final = 8 * 1024 * 1024
COOKIE: Final = "APSCOOKIE"
"""Start of the session cookie's name (FortiMail REST API reference; a suffix may follow)."""

_PIECE: Final = 64 * 1024
_HEADERS: Final = {
    "Accept": "application/json",
    # A packed answer could unpack to any size.
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "hacfg",
}

_log = logging.getLogger(__name__)


class Exchange:
    """One unit's connection and cookies; for one thread at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._ahead: float | None = None
        self._certificate: bytes | None = None
        self._http = Session()
        self._http.trust_env = False  # no proxy and no .netrc of this environment
        self._http.headers.clear()
        self._http.headers.update(_HEADERS)
        self._http.adapters.clear()  # nothing is ever sent without TLS
        self._http.mount("https://", TrustAdapter(endpoint))

    @property
    def has_session(self) -> bool:
        """Tell whether the unit gave a session cookie."""
        return any(cookie.name.startswith(COOKIE) for cookie in self._http.cookies)

    @property
    def moving(self) -> Moving:
        """What the answers so far showed beside their bodies."""
        return Moving(self._ahead, certificate_end(self._certificate))

    def forget(self) -> None:
        """Forget the session with the unit."""
        self._http.cookies.clear()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def send(self, call: Call) -> Answer | Failure:
        """Make one call; the log gets its verb, path, status and time, never a body."""
        started = time.perf_counter()
        outcome = self._attempt(call)
        _log.debug(
            "%s %s %s: %s, %.0f ms",
            self._endpoint.unit,
            call.method,
            visible(call.path),
            outcome.status if isinstance(outcome, Answer) else outcome.message,
            (time.perf_counter() - started) * 1000,
        )
        return outcome

    def _attempt(self, call: Call) -> Answer | Failure:
        try:
            with self._http.request(
                call.method,
                self._endpoint.address(call.path),
                data=call.payload(),
                timeout=(self._endpoint.connect_timeout, self._endpoint.read_timeout),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._answer(response)
        except (RequestException, HTTPError, OSError) as error:
            # Returned, not raised: an exception would keep the library's frames, body and all.
            return explained(self._endpoint, error)

    def _answer(self, response: Response) -> Answer:
        """Read at most one byte too many, and no longer than an answer may take."""
        self._ahead = clock_ahead(response.headers.get("Date"), time.time())
        self._certificate = certificate_of(response) or self._certificate
        body = bytearray()
        deadline = time.monotonic() + self._endpoint.read_timeout
        while piece := response.raw.read1(_PIECE, decode_content=False):
            body += piece
            if len(body) > LARGEST_ANSWER:
                break
            if time.monotonic() > deadline:
                raise TimeoutError("the answer was still coming")
        return Answer(response.status_code, bytes(body), response.headers.get("Location", ""))
