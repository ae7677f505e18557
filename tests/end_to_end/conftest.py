"""Groups that several tests share: simulating one takes longer than asking it."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated


@pytest.fixture(scope="module")
def blank_group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedGroup]:
    with simulated("pair-7.2", tmp_path_factory.mktemp("blank")) as group:
        yield group


@pytest.fixture(scope="module")
def settled_group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedGroup]:
    with simulated("pair-7.2", tmp_path_factory.mktemp("settled"), blank=False) as group:
        yield group


@pytest.fixture
def blank(blank_group: SimulatedGroup) -> Iterator[SimulatedGroup]:
    """Give a pair fresh from the box; its faults end with the test, and nothing was written."""
    written = len(blank_group.writes())
    yield blank_group
    blank_group.door.repair()
    assert len(blank_group.writes()) == written


@pytest.fixture
def settled(settled_group: SimulatedGroup) -> Iterator[SimulatedGroup]:
    """Give a pair that is as declared, in the same way."""
    written = len(settled_group.writes())
    yield settled_group
    settled_group.door.repair()
    assert len(settled_group.writes()) == written
