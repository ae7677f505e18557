"""Files of another kind, named where a topology was meant: told in one message."""

from collections.abc import Mapping
from typing import Final

from hacfg.errors import Problem
from hacfg.topology.models import Topology
from hacfg.topology.places import Places

_ESSENTIAL: Final = frozenset({"mode", "ha", "units"})
"""Keys of which every attempt at a topology has one."""

_NAME_ONE: Final = "name a topology, or write one with `hacfg init`"

# Keys that only this kind of file has, what it is, what to do with it.
_KINDS: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({"format_version", "hacfg"}), "a saved plan", "look at it with `hacfg show`"),
    (frozenset({"dialect", "kinds"}), "a dialect", "give it with --dialect, beside a topology"),
    (frozenset({"properties"}), "a JSON Schema", _NAME_ONE),
)


def mistaken(data: object, places: Places) -> Problem | None:
    """Return what is wrong with a file that is no topology at all; None if it is an attempt."""
    if not isinstance(data, Mapping) or data.keys() <= Topology.model_fields.keys():
        return None
    if data.keys() & _ESSENTIAL:
        return None
    found = ((seen, action) for keys, seen, action in _KINDS if keys <= data.keys())
    seen, action = next(found, ("", _NAME_ONE))
    expected = f"a file with the keys {', '.join(sorted(_ESSENTIAL))}"
    return Problem("this is no topology", places.at(), seen, expected, action)
