"""Whether mail service greets, asked of real sockets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from hacfg.apply.services import greets
from hacfg.plan.steps import Answering
from tests.apply.units import HA, FakeUnit, Trial, setting, wait

SOON = 0.2


@contextmanager
def server(*says: bytes) -> Iterator[tuple[Answering, list[bytes]]]:
    """Serve one connection: say these parts, note what comes, hang up when it ends."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            # Who is left while it still talks is not told so gently.
            with connection, suppress(ConnectionError):
                for part in says:
                    connection.sendall(part)
                while says and (more := connection.recv(512)):
                    heard.append(more)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Answering(host="127.0.0.1", port=listening.getsockname()[1]), heard
        thread.join(10)


def test_a_server_that_greets_is_left_politely() -> None:
    with server(b"220 mx1.example.com ESMTP\r\n") as (where, heard):
        assert greets(where) == ""
    assert heard == [b"QUIT\r\n"]


def test_a_greeting_may_come_in_parts_and_have_several_lines() -> None:
    with server(b"2", b"20-mx1\r\n", b"220 ESMTP\r\n") as (where, _):
        assert greets(where) == ""


@pytest.mark.parametrize("words", [b"554 no mail here\r\n", b"HTTP/1.1 400\r\n", b"\x1b[31m\n"])
def test_a_server_that_says_anything_else_takes_no_mail_and_is_not_quoted(words: bytes) -> None:
    with server(words) as (where, _):
        assert greets(where) == f"127.0.0.1:{where.port}: it takes the connection, and no mail"


def test_a_server_that_hangs_up_takes_no_mail() -> None:
    with server() as (where, _):
        assert greets(where).endswith("it takes the connection, and no mail")


def test_a_server_that_says_a_lot_and_never_ends_its_line_is_not_listened_to_for_long() -> None:
    with server(b"x" * 5000) as (where, _):
        assert greets(where).endswith("it takes the connection, and no mail")


def test_a_port_where_nobody_listens_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = Answering(host="127.0.0.1", port=taken.getsockname()[1])

    assert greets(where) == f"{where}: Connection refused"


def test_a_server_that_stays_silent_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = Answering(host="127.0.0.1", port=silent.getsockname()[1])

        assert greets(where, SOON) == f"{where}: no answer in time"


def test_an_address_of_version_6_is_written_as_such() -> None:
    assert str(Answering(host="2001:db8::25", port=25)) == "[2001:db8::25]:25"


def greeting(*places: Answering) -> Any:
    answers = [place.model_dump() for place in places]
    return wait(2, condition="answers", source="service", expect={}, answers=answers, timeout=5)


FIRST = setting(1, {"port": 1}, {"port": 2})


def test_the_gate_opens_once_the_service_greets() -> None:
    one = Trial(FakeUnit("mx1", {HA: {"port": 1}}))

    with server(b"220 mx1\r\n") as (where, _):
        result = one.run(FIRST, greeting(where))

    assert result.complete
    assert "gate 2: mx1 acts as primary, says the service itself" in one.book.lines


def test_the_gate_waits_for_every_address_and_says_which_is_silent() -> None:
    one = Trial(FakeUnit("mx1", {HA: {"port": 1}}))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = Answering(host="127.0.0.1", port=taken.getsockname()[1])

    result = one.run(FIRST, greeting(nobody))

    assert result.stopped is not None
    assert result.stopped.seen == f"{nobody}: Connection refused"
