"""The checkout keeps its own promises."""

import json
import re
import socket
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements/dev.txt").read_text()


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[ \[<>=!~;]", requirement)[0]).lower()


def test_no_test_can_leave_this_host() -> None:
    with pytest.raises(RuntimeError, match=r"loopback only.*192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(RuntimeError, match="loopback only"):
        socket.getaddrinfo("mx1.example.net", 443)


def test_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_the_lock_pins_and_hashes_every_dependency() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==.*\\\n    --hash=sha256:", LOCK, re.MULTILINE)
    wanted = [
        *PYPROJECT["build-system"]["requires"],
        *PYPROJECT["project"]["dependencies"],
        *(r for extra in PYPROJECT["project"]["optional-dependencies"].values() for r in extra),
    ]

    assert {canonical(r) for r in wanted} - {"hacfg"} <= set(pinned)
    assert len(pinned) == len(re.findall(r"^\S.*==", LOCK, re.MULTILINE))


@pytest.mark.parametrize(
    "lock", sorted(ROOT.glob("requirements/*.txt")), ids=lambda lock: lock.name
)
def test_no_lock_names_a_host_or_a_path(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|(^|\s)/\w", lock.read_text())


def test_the_lock_of_npm_hashes_everything_and_says_not_where_it_is() -> None:
    lock = json.loads((ROOT / "requirements/npm/package-lock.json").read_text())
    packages = {name: found for name, found in lock["packages"].items() if name}

    assert {"node_modules/axe-core", "node_modules/mermaid"} <= set(packages)
    assert all(found["integrity"].startswith("sha512-") for found in packages.values())
    assert not any("resolved" in found for found in packages.values())
