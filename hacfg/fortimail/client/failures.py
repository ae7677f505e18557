"""What failures of the network mean, and what a person can do about each."""

import re
import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPException

from requests.exceptions import ConnectionError as Broken
from requests.exceptions import (
    InvalidSchema,
    InvalidURL,
    MissingSchema,
    RequestException,
    SSLError,
    Timeout,
)
from urllib3.exceptions import HTTPError, LocationParseError, ProtocolError
from urllib3.exceptions import SSLError as PoolSSLError
from urllib3.exceptions import TimeoutError as PoolTimeout

from hacfg.fortimail.client.calls import Failure
from hacfg.fortimail.client.endpoint import Endpoint
from hacfg.fortimail.client.tls import NotSent, seen_fingerprint
from hacfg.fortimail.wire import visible

_POOL = re.compile(r"^\w*Pool\(.*?\): ")
"""How urllib3 begins: the name of a class of its own."""
_BAD_URL = (InvalidSchema, InvalidURL, MissingSchema)
_TLS = (ssl.SSLError, PoolSSLError, SSLError)
_PIN = 'if it is the fingerprint of the unit\'s own certificate: tls: {{fingerprint: "{}"}}'
_NAME_AUTHORITY = "; or name the authority that signed it: tls: {ca_file: FILE}"
_WHERE = "check the address and port in `api.url`, and that the unit allows HTTPS there"

# The first that fits anything in the chain of causes: (exceptions, message, next, broken).
_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], str, str, bool], ...] = (
    ((*_BAD_URL, LocationParseError, UnicodeError), "its URL cannot be used", _WHERE, False),
    (
        (socket.gaierror,),
        "its name does not resolve",
        "check the host in `api.url` and the name service of this machine",
        False,
    ),
    ((ConnectionRefusedError,), "it refused the connection", _WHERE, True),
    (_TLS, "no TLS connection came about", "check that HTTPS answers at `api.url`", False),
    (
        (TimeoutError, PoolTimeout, Timeout),
        "no answer came in time",
        "check that the unit is up and may be reached; HACFG_READ_TIMEOUT=60 waits longer",
        False,
    ),
    (
        (ConnectionError, ProtocolError, HTTPException, *_TLS),
        "the connection broke off",
        "check that the unit is up, and try again",
        True,
    ),
    ((Broken, OSError, HTTPError, RequestException), "it could not be reached", _WHERE, True),
)


def explained(endpoint: Endpoint, error: BaseException) -> Failure:
    """Return what an exception of the network libraries means; never raises it on."""
    sent = not isinstance(error, (NotSent, *_BAD_URL))
    chain = tuple(_chain(error))
    for kinds, message, advice, broken in _MEANINGS:
        if kinds is _TLS and sent:
            continue  # trust was there: what ends within TLS has broken off
        if found := next((cause for cause in chain if isinstance(cause, kinds)), None):
            if kinds is _TLS:
                return _untrusted(endpoint, found)
            return Failure(sent, broken, message, seen=_said(found), next=advice)
    raise error


def _untrusted(endpoint: Endpoint, error: BaseException) -> Failure:
    fingerprint = seen_fingerprint(endpoint)
    if fingerprint is None:
        return Failure(
            sent=False,
            broken=False,
            message="no TLS connection came about",
            seen=_said(error),
            next="check that HTTPS answers at `api.url`",
        )
    pinned = endpoint.trust.fingerprint
    return Failure(
        sent=False,
        broken=False,
        message="its certificate is not trusted; nothing was sent",
        seen=fingerprint if pinned else f"{fingerprint} ({_said(error)})",
        expected=pinned or "a certificate of a trusted authority, for the host in `api.url`",
        next=_PIN.format(fingerprint) + ("" if pinned else _NAME_AUTHORITY),
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk causes, and the exceptions that requests and urllib3 keep in `args` and `reason`."""
    pending, seen = [error], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None))
        pending += [item for item in (*current.args, *inner) if isinstance(item, BaseException)]


def _said(error: BaseException) -> str:
    told = (getattr(error, name, None) for name in ("verify_message", "strerror"))
    words = _POOL.sub("", str(error))
    return visible(next(filter(None, told), None) or words or type(error).__name__)
