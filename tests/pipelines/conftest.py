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
    return checked_out(shared_group, tmp_path)


def checked_out(group: SimulatedGroup, folder: Path) -> Path:
    """Put the topology of a group into a folder."""
    for name in ("topology.yaml", "ca.pem"):
        (folder / name).write_text(group.loaded.path.with_name(name).read_text())
    return folder
