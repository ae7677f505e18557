"""What the tests of the wire share: sessions, replayed replies, a unit on loopback."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import responses
import trustme
from pydantic import SecretStr
from responses.registries import OrderedRegistry

from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.client import Endpoint, Trust, UnitSession
from tests.fortimail.recordings import COOKIE, URL, Recorded, recorded
from tests.fortimail.server import Answering, LittleUnit

PASSWORD = "canary-7f3a-password"


@pytest.fixture
def replay() -> Iterator[responses.RequestsMock]:
    """Give the replies in the order in which they are added; all must be asked for."""
    with responses.RequestsMock(registry=OrderedRegistry) as mock:
        yield mock


@pytest.fixture
def play(replay: responses.RequestsMock) -> Callable[..., None]:
    """Add a recorded reply; a login comes with its cookie."""

    def add(name: str, *, cookie: str = COOKIE) -> None:
        one: Recorded = recorded(name)
        accepted = one.path == "AdminLogin" and one.status == 200
        headers = {"Set-Cookie": cookie} if accepted else {}
        replay.add(one.method, one.url, json=one.body, status=one.status, headers=headers)

    return add


@pytest.fixture
def session() -> Iterator[UnitSession]:
    endpoint = Endpoint("mx1", URL, "admin")
    with UnitSession(endpoint, SecretStr(PASSWORD), sleep=lambda _: None) as session:
        yield session


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Callable[..., LittleUnit]]:
    """Start units on loopback that end with the test."""
    with ExitStack() as stack:
        yield lambda answering, name="127.0.0.1": stack.enter_context(
            LittleUnit(answering, authority, name)
        )


@pytest.fixture
def connect(authority: trustme.CA) -> Iterator[Callable[..., UnitSession]]:
    """Open sessions with units on loopback, trusting the test's authority."""
    own = Trust(ca_pem=authority.cert_pem.bytes().decode())
    with ExitStack() as stack:

        def opened(url: str, trust: Trust = own, *, read_only: bool = False) -> UnitSession:
            endpoint = Endpoint("mx1", url, "admin", trust, connect_timeout=5, read_timeout=2)
            session = UnitSession(
                endpoint, SecretStr(PASSWORD), read_only=read_only, sleep=lambda _: None
            )
            return stack.enter_context(session)

        yield opened


@pytest.fixture
def unit(
    serve: Callable[..., LittleUnit], connect: Callable[..., UnitSession]
) -> Callable[[Answering], tuple[LittleUnit, UnitSession]]:
    """Start a unit that answers so, and open a session with it."""

    def started(answering: Answering) -> tuple[LittleUnit, UnitSession]:
        server = serve(answering)
        return server, connect(server.url)

    return started


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
