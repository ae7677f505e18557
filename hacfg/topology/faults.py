"""What pydantic found, by the place in the file, with the noise of unions taken out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pydantic_core import ErrorDetails

from hacfg.topology.places import Path

OURS = frozenset({"value_error", "literal_secret", "secret_source", "group_ha"})
"""Types of errors that validators of this package raise."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of a union that pydantic tried at a path."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong at one path; `name` is the key that is missing, if one is.

    `words` are the only ones allowed; `is_ours` says that our own check found it, in good words.
    """

    type: str
    path: Path
    value: object
    said: str
    name: str = ""
    words: tuple[str, ...] = ()
    is_ours: bool = False
    branches: tuple[Branch, ...] = ()


def _about_key(error: ErrorDetails) -> ErrorDetails:
    """Tell of a union that is told apart by a key as if that key were wrong or missing."""
    context = error.get("ctx", {})
    key = str(context.get("discriminator", "")).strip("'")
    named: ErrorDetails = {**error, "loc": (*error["loc"], key)}
    match error["type"]:
        case "union_tag_not_found":
            return {**named, "type": "missing"}
        case "union_tag_invalid":
            return {**named, "type": "literal_error", "ctx": {"expected": context["expected_tags"]}}
        case _:
            return error


def fault(error: ErrorDetails, data: object) -> Fault:
    """Follow pydantic's location through the data; what is not in the data names a branch."""
    error = _about_key(error)
    path: Path = ()
    branches: list[Branch] = []
    here: Any = data
    for part in error["loc"]:
        if _holds(here, part):
            here, path = here[part], (*path, part)
        elif part == "[key]":
            here = path[-1] if path else None
        else:
            branches.append(Branch(path, str(part)))
    name = branches.pop().name if error["type"] == "missing" else ""
    context = error.get("ctx", {})
    return Fault(
        type=error["type"],
        path=path,
        value=here,
        said=str(context.get("error") or error["msg"]),
        name=name,
        words=tuple(re.findall(r"'([^']*)'", str(context.get("expected", "")))),
        is_ours=error["type"] in OURS,
        branches=tuple(branches),
    )


def _holds(value: object, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def without_noise(faults: Sequence[Fault]) -> list[Fault]:
    """Keep, of every union, the faults of the alternative that was meant."""
    found = [each for each in faults if not each.branches]
    in_unions = sorted((each for each in faults if each.branches), key=_union)
    for _, tried in groupby(in_unions, key=_union):
        found += _meant(list(tried))
    return found


def _union(fault: Fault) -> str:
    return repr(fault.branches[0].path)


def _meant(tried: list[Fault]) -> list[Fault]:
    """Choose among the alternatives of one union; those of a wrong type were not meant."""
    alternatives: dict[str, list[Fault]] = {}
    for each in tried:
        inner = replace(each, branches=each.branches[1:])
        alternatives.setdefault(each.branches[0].name, []).append(inner)
    place = tried[0].branches[0].path
    likely = [found for found in alternatives.values() if not _wrong_type(found, place)]
    if likely:
        return without_noise(min(likely, key=len))
    types = dict.fromkeys(each.type for found in alternatives.values() for each in found)
    return [replace(tried[0], type="|".join(types), branches=())]


def _wrong_type(found: list[Fault], place: Path) -> bool:
    return any(each.path == place and each.type.endswith("_type") for each in found)
