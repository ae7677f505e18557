"""TLS that trusts whom the topology says, and nobody else; nothing is sent before that holds."""

import contextlib
import functools
import hashlib
import socket
import ssl
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.client.endpoint import Endpoint, Trust
from hacfg.source import OnUnit


class NotSent(HTTPError):
    """No trusted connection came about, so nothing was sent; the cause says why."""


class TrustAdapter(HTTPAdapter):
    """Connects to one unit, by its trust alone: no proxies, no other bundle of authorities."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002  # the signature is requests'
        **pool_kwargs: object,
    ) -> None:
        """Make the pool with this unit's trust."""
        del pool_kwargs
        fingerprint = self._endpoint.trust.fingerprint
        self.poolmanager = PoolManager(
            connections,
            maxsize=maxsize,
            block=block,
            ssl_context=_context(self._endpoint),
            cert_reqs="CERT_NONE" if fingerprint else "CERT_REQUIRED",
            assert_fingerprint=fingerprint and fingerprint.removeprefix("sha256:"),
        )
        self.poolmanager.pool_classes_by_scheme = {"https": _Pool}

    def get_connection_with_tls_context(
        self, request: PreparedRequest, *_: object, **__: object
    ) -> HTTPSConnectionPool:
        """Return the pool as made above, whatever bundle or proxy requests would choose."""
        pool: HTTPSConnectionPool = self.poolmanager.connection_from_url(request.url)
        return pool

    def close(self) -> None:
        """Close the connection now; urllib3 alone would leave that to the garbage collector."""
        for key in self.poolmanager.pools.keys():  # noqa: SIM118  # it cannot be iterated
            pool = self.poolmanager.pools.get(key)
            if pool is not None:
                pool.close()
        super().close()

    def cert_verify(self, *_: object, **__: object) -> None:
        """Leave trust as it is: requests would add the authorities of its own bundle."""


def seen_fingerprint(endpoint: Endpoint) -> str | None:
    """Return the fingerprint of the certificate that answers there; only a handshake is sent."""
    url = urlsplit(endpoint.url)
    address = (url.hostname or "", url.port or 443)
    with (
        contextlib.suppress(OSError),
        socket.create_connection(address, endpoint.connect_timeout) as plain,
        _unverifying().wrap_socket(plain, server_hostname=url.hostname) as secured,
    ):
        certificate = secured.getpeercert(binary_form=True)
        return "sha256:" + hashlib.sha256(certificate or b"").hexdigest()
    return None


def certificate_of(response: Response) -> bytes | None:
    """Return the certificate that the unit showed on this connection, in DER form."""
    connection = response.raw.connection
    return connection.certificate if isinstance(connection, _Connection) else None


class _Connection(HTTPSConnection):
    """Tells a failure before anything was sent from one after; keeps the unit's certificate."""

    certificate: bytes | None = None

    def connect(self) -> None:
        try:
            super().connect()
            if isinstance(self.sock, ssl.SSLSocket):
                self.certificate = self.sock.getpeercert(binary_form=True)
        except (OSError, HTTPError) as error:
            self.close()
            raise NotSent from error


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType]  # urllib3's own class does not fit its protocol either


def _context(endpoint: Endpoint) -> ssl.SSLContext:
    try:
        return _trusting(endpoint.trust)
    except (ssl.SSLError, ValueError):
        raise InvalidInput(
            Problem(
                "the CA file holds no certificate that can be used",
                OnUnit(endpoint.unit),
                expected="one or more certificates in PEM form",
                next="correct `tls.ca_file`",
            )
        ) from None


@functools.cache  # to load the system's authorities takes longer than a call
def _trusting(trust: Trust) -> ssl.SSLContext:
    if trust.fingerprint:
        return _unverifying()  # the fingerprint is asserted instead
    if trust.ca_pem is None:
        return ssl.create_default_context()
    # Not create_default_context: it takes an empty text for leave to trust the system's.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=trust.ca_pem)
    # The same on every Python: what the user names is trusted, whatever extensions it lacks.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _unverifying() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
