"""What drift is compared with beside the topology: applied plans and saved states."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from hacfg.errors import InvalidInput, Problem
from hacfg.plan.document import PlanDocument
from hacfg.source import Position
from hacfg.usecases.planfile import read_plan
from hacfg.watch.saved import FORMAT, SavedState

_EXPECTED = "a plan that `hacfg plan --out` wrote, or a state that `hacfg drift --save` wrote"


def read_baselines(
    paths: Iterable[Path],
) -> tuple[dict[str, PlanDocument], dict[str, SavedState]]:
    """Return plans and states by group; raise InvalidInput for a file that is neither."""
    plans: dict[str, PlanDocument] = {}
    states: dict[str, SavedState] = {}
    for path in paths:
        if is_state(path):
            state = read_state(path)
            states[state.group] = state
        else:
            plan = read_plan(path)
            plans[plan.hacfg.group] = plan
    return plans, states


def read_state(path: Path) -> SavedState:
    """Return a saved state; raise InvalidInput if it is none, or damaged."""
    try:
        return SavedState.model_validate_json(path.read_bytes())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidInput(Problem(f"the state cannot be read: {why}", _at(path))) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(
            Problem(
                f"this is no saved state: {place}: {first['msg']}" if place else "no saved state",
                _at(path),
                expected=_EXPECTED,
                next="save one: hacfg drift TOPOLOGY --save FILE",
            )
        ) from None


def write_state(state: SavedState, path: Path) -> None:
    """Write a saved state; raise OSError if it cannot be written."""
    text = state.model_dump_json(indent=2) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def is_state(path: Path) -> bool:
    """Tell whether a file is a saved state, damaged or not."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False  # read_plan says what is wrong with it
    return isinstance(data, dict) and data.get("format") == FORMAT


def _at(path: Path) -> Position:
    return Position(str(path), 1)
