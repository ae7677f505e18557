"""Whom the client trusts, and what a person is told when it does not."""

import hashlib
import logging
import socket
import ssl
from threading import Thread

import pytest
import trustme
from pydantic import SecretStr
from requests.exceptions import RequestException

from hacfg.errors import InvalidInput, Unreachable
from hacfg.fortimail.client import Endpoint, Trust, UnitSession
from hacfg.fortimail.client.failures import explained
from hacfg.fortimail.client.tls import NotSent
from tests.fortimail.recordings import COOKIE, recorded
from tests.fortimail.server import Reply, logged_in


def fingerprint_of(pem: bytes) -> str:
    der = ssl.PEM_cert_to_DER_cert(pem.decode())
    return "sha256:" + hashlib.sha256(der).hexdigest()


def test_an_authority_given_as_text_is_trusted(serve, connect):
    assert connect(serve(logged_in).url).login()["loginstatus"] == 1


@pytest.mark.parametrize("trust", [Trust(), Trust(ca_pem=trustme.CA().cert_pem.bytes().decode())])
def test_a_unit_of_another_authority_gets_nothing_and_its_fingerprint_is_named(
    serve, connect, trust
):
    server = serve(logged_in)
    seen = fingerprint_of(server.certificate)

    with pytest.raises(Unreachable) as caught:
        connect(server.url, trust).login()

    said = str(caught.value)
    assert "mx1 AdminLogin: its certificate is not trusted; nothing was sent" in said
    assert f'tls: {{fingerprint: "{seen}"}}' in said
    assert "tls: {ca_file: FILE}" in said
    assert server.requests == []


def test_a_certificate_for_another_host_is_not_trusted(serve, connect):
    server = serve(logged_in, name="other.example")

    with pytest.raises(Unreachable, match="its certificate is not trusted"):
        connect(server.url).login()
    assert server.requests == []


def test_a_pinned_certificate_is_trusted_whatever_its_name_and_authority(serve, connect):
    server = serve(logged_in, name="other.example")
    pinned = Trust(fingerprint=fingerprint_of(server.certificate))

    assert connect(server.url, pinned).login()["loginstatus"] == 1


def test_another_certificate_than_the_pinned_one_gets_nothing(serve, connect):
    server = serve(logged_in)
    pinned = "sha256:" + "0f" * 32

    with pytest.raises(Unreachable) as caught:
        connect(server.url, Trust(fingerprint=pinned)).login()

    assert fingerprint_of(server.certificate) in caught.value.problems[0].seen
    assert caught.value.problems[0].expected == pinned
    assert server.requests == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n", id="blank"),
        pytest.param("no certificate", id="words"),
        pytest.param(trustme.CA().private_key_pem.bytes().decode(), id="private key"),
    ],
)
def test_a_ca_file_without_a_certificate_is_invalid_input(connect, text):
    with pytest.raises(InvalidInput, match="the CA file holds no certificate"):
        connect("https://127.0.0.1:1", Trust(ca_pem=text))


def test_an_authority_of_the_system_is_not_trusted_beside_one_s_own(
    serve, connect, authority, monkeypatch, tmp_path
):
    system = tmp_path / "system.pem"
    system.write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(system))
    server = serve(logged_in)

    with pytest.raises(Unreachable, match="its certificate is not trusted"):
        connect(server.url, Trust(ca_pem=trustme.CA().cert_pem.bytes().decode())).login()
    assert server.requests == []


def test_a_refused_connection_says_what_to_check(connect):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    session = connect(f"https://127.0.0.1:{port}")

    with pytest.raises(Unreachable, match=r"mx1 AdminLogin: it refused the connection.*api\.url"):
        session.login()


def test_a_refused_write_is_unreachable_and_not_lost(unit):
    closing = {"Set-Cookie": COOKIE, "Connection": "close"}
    server, session = unit(lambda _: Reply(200, recorded("login").body, closing))
    session.login()
    server.stop()

    with pytest.raises(Unreachable, match="refused"):
        session.update("SysHa", {"mode": 1})


def test_what_does_not_speak_tls_is_unreachable(connect):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak_plainly() -> None:
            for _ in range(2):
                peer, _ = server.accept()
                with peer:
                    peer.recv(1024)
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=speak_plainly)
        thread.start()
        session = connect(f"https://127.0.0.1:{server.getsockname()[1]}")

        with pytest.raises(Unreachable, match="no TLS connection came about"):
            session.login()
        thread.join()


def test_a_handshake_that_never_ends_is_a_time_out():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        endpoint = Endpoint("mx1", url, "admin", connect_timeout=0.2, read_timeout=0.2)

        with (
            UnitSession(endpoint, SecretStr("x")) as session,
            pytest.raises(Unreachable, match="no answer came in time"),
        ):
            session.login()


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (socket.gaierror(-2, "Name or service not known"), "its name does not resolve"),
        (TimeoutError("timed out"), "no answer came in time"),
        (OSError(113, "No route to host"), "it could not be reached"),
        (UnicodeError("label too long"), "its URL cannot be used"),
        (ConnectionResetError(104, "Connection reset by peer"), "the connection broke off"),
    ],
)
def test_failures_before_sending_are_told_apart(cause, message):
    error = NotSent()
    error.__cause__ = cause

    failure = explained(Endpoint("mx1", "https://192.0.2.11", "admin"), error)

    assert (failure.message, failure.sent) == (message, False)
    assert failure.next


def test_a_tls_connection_that_ends_after_sending_has_broken_off():
    error = RequestException(ssl.SSLEOFError(8, "EOF occurred in violation of protocol"))

    failure = explained(Endpoint("mx1", "https://192.0.2.11", "admin"), error)

    assert (failure.message, failure.sent) == ("the connection broke off", True)


def test_only_https_is_ever_spoken(connect, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreachable, match="URL cannot be used"):
        connect("http://127.0.0.1:1").login()
