"""What holds for every test: no network but loopback, a known environment, repeatable examples."""

import ipaddress
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgres import NoServer, Postgres, running_postgres

# The same examples everywhere, so that a red run repeats; `make slow` searches for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=500, deadline=None, print_blob=True)
settings.load_profile("ci")

# What changes how hacfg, typer or rich behave. A test that wants one of these sets it.
AMBIENT = frozenset(
    {"CI", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "PY_COLORS", "TERMINAL_WIDTH"}
)

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}


def pytest_xdist_auto_num_workers() -> int:
    """Run twice as many tests at once as there are processors: many only wait."""
    return 2 * (os.cpu_count() or 1)


def is_loopback(host: object) -> bool:
    if host in (None, "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_outside_network(event: str, args: tuple[object, ...]) -> None:
    """Stop what would leave this host, whichever library asks for it."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}:
        address = args[1]
        # Other address families (Unix sockets, netlink) never leave the host.
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not is_loopback(host):
        message = f"a test may use loopback only: {event} to {host!r}"
        raise RuntimeError(message)


def pytest_configure() -> None:
    # An audit hook cannot be taken off or patched around, so it holds for the whole run.
    sys.addaudithook(refuse_outside_network)


@pytest.fixture(scope="session", autouse=True)
def known_environment() -> Iterator[None]:
    """Take away what the shell or CI that runs the tests happens to set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name in AMBIENT or name.startswith("HACFG_"):
                patch.delenv(name)
        yield


@pytest.fixture
def ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test as under CI: nobody can be asked."""
    monkeypatch.setenv("CI", "true")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a real PostgreSQL server; without one a test is skipped, but never in CI."""
    try:
        with running_postgres() as server:
            yield server
    except NoServer as error:
        if IN_CI:
            raise
        pytest.skip(f"no PostgreSQL server here: {error}")
