"""Validating a model; what is wrong is said in people's words, with its place."""

import difflib
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hacfg.errors import Problem
from hacfg.topology.described import described
from hacfg.topology.faults import Fault, fault, without_noise
from hacfg.topology.outline import Outline
from hacfg.topology.places import Path, Places, dotted, invalid
from hacfg.topology.words import TYPES, expectation, hides_secret, kind, like, next_action, shown

Model = TypeVar("Model", bound=BaseModel)
Hides = Callable[[Path], bool]


def validate(
    model: type[Model], data: object, places: Places, *, hides: Hides = hides_secret
) -> Model:
    """Return the model of this data, or raise InvalidInput with everything that is wrong.

    No value at a path that `hides` is true for is quoted.
    """
    found = _validated(model, data)
    if not isinstance(found, list):
        return found
    # Raised here, where pydantic's error is gone: that one quotes the values.
    outline = Outline(described(model), data)
    raise invalid(_problem(each, outline, places, hides) for each in found)


def _validated(model: type[Model], data: object) -> Model | list[Fault]:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return without_noise([fault(each, data) for each in details])


def _problem(fault: Fault, outline: Outline, places: Places, hides: Hides) -> Problem:
    if fault.type == "missing":
        return _missing(fault, outline, places)
    if fault.type == "extra_forbidden":
        return _unknown_key(fault, outline, places, hides)
    if fault.type.partition("|")[0] in TYPES:
        return _wrong_type(fault, outline, places)
    return _wrong_value(fault, outline, places, hides)


def _missing(fault: Fault, outline: Outline, places: Places) -> Problem:
    path = (*fault.path, fault.name)
    return Problem(
        f"{_name(fault.path)} lacks the key '{fault.name}'",
        places.at(*fault.path),
        expected=outline.description(path),
        next=f"add `{fault.name}`{like(outline.example(path))}",
    )


def _unknown_key(fault: Fault, outline: Outline, places: Places, hides: Hides) -> Problem:
    around, key = fault.path[:-1], str(fault.path[-1])
    allowed = outline.keys(around)
    close = difflib.get_close_matches(key, allowed, n=1)
    return Problem(
        # A literal secret may have been written where a key was expected.
        f"unknown key{'' if hides(around) else f' {key!r}'} in {_name(around)}",
        places.key(*fault.path),
        expected="" if close else f"one of {', '.join(allowed)}",
        next=f"did you mean '{close[0]}'?" if close else "correct or delete the key",
    )


def _wrong_type(fault: Fault, outline: Outline, places: Places) -> Problem:
    wanted = " or ".join(dict.fromkeys(TYPES[each] for each in fault.type.split("|")))
    in_quotes = "text" in wanted and isinstance(fault.value, int | float)
    return Problem(
        f"{_name(fault.path)} has the wrong type",
        places.at(*fault.path),
        seen=kind(fault.value),
        expected=wanted,
        next='put the value in quotes ("...")'
        if in_quotes
        else f"write {wanted}{like(outline.example(fault.path))}",
    )


def _wrong_value(fault: Fault, outline: Outline, places: Places, hides: Hides) -> Problem:
    said = fault.said if fault.is_ours else "has a value that is not allowed"
    return Problem(
        f"{_name(fault.path)} {said}",
        places.at(*fault.path),
        seen="" if hides(fault.path) else shown(fault.value),
        expected=expectation(fault) or ("" if fault.is_ours else outline.description(fault.path)),
        next=next_action(fault) or f"correct it{like(outline.example(fault.path))}",
    )


def _name(path: Path) -> str:
    return dotted(path) or "the file"
