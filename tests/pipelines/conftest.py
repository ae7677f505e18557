"""A group that pipelines plan and apply."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated


@pytest.fixture(scope="module")
def shared_group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedGroup]:
    with simulated("pair-7.2", tmp_path_factory.mktemp("group")) as group:
        yield group


@pytest.fixture
def checkout(shared_group: SimulatedGroup, tmp_path: Path) -> Path:
    """Give a folder of its own with the topology in it, as a job finds it."""
    for name in ("topology.yaml", "ca.pem"):
        (tmp_path / name).write_text(shared_group.loaded.path.with_name(name).read_text())
    return tmp_path
