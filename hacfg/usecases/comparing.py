"""Comparing two units, live or saved; nothing is ever written."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from hacfg.errors import InvalidInput, Problem, Unreachable
from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.reading import Reading
from hacfg.source import Position
from hacfg.topology.load import Loaded
from hacfg.usecases.baseline import is_state, read_state
from hacfg.usecases.options import CompareOptions
from hacfg.usecases.reading import read_group
from hacfg.watch.compare import Comparison, Side, compare_sides, live_side, saved_side


@dataclass(frozen=True, slots=True)
class Wanted:
    """One side that is asked for: a unit, of a saved state or of a topology's live group."""

    unit: str
    file: Path

    @property
    def is_saved(self) -> bool:
        """Tell whether the file is a saved state."""
        return is_state(self.file)


def compare_units(
    left: Wanted, right: Wanted, groups: Mapping[Path, Loaded], options: CompareOptions
) -> Comparison:
    """Read both sides and compare them; `groups` are the topologies that live sides are of.

    Raises InvalidInput for a unit that is not there, Unreachable for one that does not answer.
    """
    catalogue = load_catalogue(options.dialects)
    live: dict[Path, set[str]] = {}
    for side in (left, right):
        if not side.is_saved:
            live.setdefault(side.file, set()).add(side.unit)
    readings = {
        file: _read(groups[file], units, catalogue, options) for file, units in live.items()
    }
    sides = [
        _saved(side, catalogue) if side.is_saved else live_side(readings[side.file][side.unit])
        for side in (left, right)
    ]
    return compare_sides(*sides)


def _read(
    loaded: Loaded, units: set[str], catalogue: Catalogue, options: CompareOptions
) -> dict[str, Reading]:
    for unit in sorted(units):
        _check_known(unit, [one.name for one in loaded.topology.units], str(loaded.path))
    kinds = {name for one in catalogue.dialects for name, spec in one.kinds.items() if spec}
    readings = read_group(loaded, catalogue, kinds - {"system"}, options, units)
    silent = [one.problems[""] for one in readings.values() if not one.answered]
    if silent:
        raise Unreachable(*silent)
    return readings


def _saved(side: Wanted, catalogue: Catalogue) -> Side:
    state = read_state(side.file)
    _check_known(side.unit, list(state.units), str(side.file))
    unit = state.units[side.unit]
    source = f"{side.file.name}, {state.read:%Y-%m-%d %H:%M}"
    return saved_side(side.unit, unit, source, catalogue.named(unit.dialect or ""))


def _check_known(unit: str, known: list[str], file: str) -> None:
    if unit in known:
        return
    near = get_close_matches(unit, known, 1)
    raise InvalidInput(
        Problem(
            f"there is no unit {unit}",
            Position(file, 1),
            expected=", ".join(known),
            next=f"did you mean {near[0]}?" if near else "name one of these",
        )
    )
