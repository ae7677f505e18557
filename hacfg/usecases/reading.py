"""Reading the units of one group, with no way to write to them."""

from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.client import Endpoint, UnitReader
from hacfg.fortimail.observe import observe
from hacfg.fortimail.reading import Reading
from hacfg.topology.hosts import check_hosts
from hacfg.topology.load import Loaded
from hacfg.topology.secrets import resolve_all
from hacfg.topology.slots import secret_slots
from hacfg.topology.units import Unit
from hacfg.usecases.connecting import (
    ALLOWED_HOSTS,
    Reach,
    base_of,
    readers,
    trust_of,
    with_patience,
)


class Access(Protocol):
    """What options say of how units are reached."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment that references are resolved in."""
        ...

    @property
    def dialects(self) -> tuple[Path, ...]:
        """Dialect files of the user's own."""
        ...

    @property
    def allow_commands(self) -> bool:
        """Whether commands that secret references name are run."""
        ...


def read_group(
    loaded: Loaded,
    catalogue: Catalogue,
    wanted: Collection[str],
    access: Access,
    only: Collection[str] | None = None,
) -> dict[str, Reading]:
    """Read the wanted kinds of every unit that is not lost, or of some only; a silent one says why.

    Raises InvalidInput for what the topology or the environment lacks, before anything is sent.
    """
    with open_readers(loaded, access, only) as opened:
        return observe(opened, catalogue, wanted)


@contextmanager
def open_readers(
    loaded: Loaded, access: Access, only: Collection[str] | None = None
) -> Generator[dict[str, UnitReader]]:
    """Open a session per unit that is not lost, or for some only; none of them can write."""
    check_hosts(loaded.topology, loaded.places, access.environ.get(ALLOWED_HOSTS))
    with readers(_reaches(loaded, access, only)) as opened:
        yield opened


def _reaches(loaded: Loaded, access: Access, only: Collection[str] | None) -> dict[str, Reach]:
    units = [
        unit
        for unit in loaded.topology.units
        if (not unit.lost if only is None else unit.name in only)
    ]
    passwords = _passwords(loaded, units, access)
    return {unit.name: _reach(loaded, unit, access, passwords) for unit in units}


def _reach(loaded: Loaded, unit: Unit, access: Access, passwords: Mapping[str, SecretStr]) -> Reach:
    joined = unit.api.after_join
    account = (joined.username, passwords[f"{unit.name}.after_join.password"]) if joined else None
    own = passwords[f"{unit.name}.api.password"]
    return Reach(_endpoint(loaded, unit, access), own, account)


def _endpoint(loaded: Loaded, unit: Unit, access: Access) -> Endpoint:
    trust = trust_of(loaded, unit)
    endpoint = Endpoint(unit.name, unit.api.url, unit.api.username, trust)
    return with_patience(endpoint, access.environ)


def _passwords(loaded: Loaded, units: Iterable[Unit], access: Access) -> dict[str, SecretStr]:
    slots = secret_slots(loaded.topology)
    own = [f"{unit.name}.api.password" for unit in units]
    names = [*own, *(f"{unit.name}.after_join.password" for unit in units if unit.api.after_join)]
    return resolve_all(
        {name: (slots[name].ref, loaded.places.at(*slots[name].path)) for name in names},
        base=base_of(loaded.path),
        environ=access.environ,
        allow_commands=access.allow_commands,
    )
