"""An empty store of each kind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hacfg.store.opening import Store, opened

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty store, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with opened(url, tmp_path) as found:
        yield found


@pytest.fixture
def again(url: str, tmp_path: Path) -> Callable[[], Store]:
    """Open the same store once more, as another program does."""
    from hacfg.store.opening import open_store

    return lambda: open_store(url, tmp_path)
