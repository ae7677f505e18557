"""Labs that live as long as a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hacfg.lab.declared import Options
from hacfg.lab.door import Door
from hacfg.lab.running import RunningLab, running_lab
from tests.lab.labs import Client, config_of, secrets_of, topology_text


@dataclass
class Lab:
    running: RunningLab
    folder: Path
    stack: ExitStack

    @property
    def door(self) -> Door:
        return self.running.door

    def client(self, unit: str = "mx1", *, login: bool = True) -> Client:
        client = Client(self.running, unit, self.folder / f"{unit}.pem")
        self.stack.callback(client.session.close)
        if login:
            assert client.login().status_code == 200
        return client


@pytest.fixture
def make_lab(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    """Start a lab: keyword arguments are those of Options, of LabConfig, or `text`."""
    with ExitStack() as stack:
        made: list[Lab] = []

        def make(text: str | None = None, **given: Any) -> Lab:
            folder = tmp_path / f"lab{len(made)}"
            folder.mkdir()
            options = {k: given.pop(k) for k in list(given) if k in Options.__dataclass_fields__}
            chosen = Options(**{"time_scale": 0, **options})
            config = config_of(folder, text or topology_text(), chosen, **given)
            running = stack.enter_context(running_lab(config, secrets_of(folder)))
            made.append(Lab(running, folder, stack))
            return made[-1]

        yield make


@pytest.fixture
def pair(make_lab: Callable[..., Lab]) -> Lab:
    """Start a pair that is as declared and in sync, and settles at once."""
    return make_lab()


@pytest.fixture
def blank(make_lab: Callable[..., Lab]) -> Lab:
    """Start two blank units."""
    return make_lab(blank=True)
