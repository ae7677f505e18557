"""Loading topology files: read, validate, apply the rules, and collect all that is wrong."""

import pathlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from hacfg.topology.explain import validate
from hacfg.topology.mistaken import mistaken
from hacfg.topology.models import Topology
from hacfg.topology.places import Path, Places, dotted, invalid
from hacfg.topology.rules import across_files, within_file
from hacfg.topology.yaml import read_yaml

_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A topology that keeps all rules, with the places of its values and the file it is from."""

    topology: Topology
    places: Places
    path: pathlib.Path


def load_topology(path: pathlib.Path, known_firmwares: Collection[str]) -> Loaded:
    """Load one file; `known_firmwares` are the versions that a dialect is for."""
    data, places = read_yaml(path)
    data = _without_schema(data)
    if problem := mistaken(data, places):
        raise invalid([problem])
    topology = _validated(data, places)
    if problems := list(within_file(topology, places, known_firmwares)):
        raise invalid(problems)
    return Loaded(topology, places, path)


def load_topologies(
    paths: Sequence[pathlib.Path], known_firmwares: Collection[str]
) -> tuple[Loaded, ...]:
    """Load files, and the YAML files of folders; raise the problems of all of them at once."""
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            for file in _files(path):
                loaded += _unless_wrong(file, known_firmwares, problems)
        except InvalidInput as error:
            problems += error.problems
    unique = {each.path.resolve(): each for each in reversed(loaded)}
    loaded = [each for each in loaded if unique[each.path.resolve()] is each]
    problems += across_files([(each.topology, each.places) for each in loaded])
    if problems:
        raise invalid(dict.fromkeys(problems))
    return tuple(loaded)


def _unless_wrong(
    file: pathlib.Path, known_firmwares: Collection[str], problems: list[Problem]
) -> list[Loaded]:
    try:
        return [load_topology(file, known_firmwares)]
    except InvalidInput as error:
        problems += error.problems
        return []


def _files(path: pathlib.Path) -> list[pathlib.Path]:
    """Return the file itself, or the YAML files of a folder by name."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if _is_topology(file))
    if not files:
        raise InvalidInput(
            Problem(
                "this folder holds no YAML file",
                Position(str(path), 1),
                expected="*.yaml or *.yml",
                next="name another folder, or write a topology with `hacfg init`",
            )
        )
    return files


def _is_topology(file: pathlib.Path) -> bool:
    return file.suffix in _SUFFIXES and not file.name.startswith(".") and file.is_file()


def _without_schema(data: object) -> object:
    # Some editors look for the schema in this key; it says nothing about the group.
    if isinstance(data, dict):
        return {key: value for key, value in data.items() if key != "$schema"}
    return data


def _validated(data: object, places: Places) -> Topology:
    empty = [
        Problem(
            f"{dotted(path)} has no value",
            places.at(*path),
            next="write a value, or delete the line",
        )
        for path in _empty(data)
    ]
    try:
        topology = validate(Topology, data, places)
    except InvalidInput as error:
        said = {problem.where for problem in empty}
        others = [problem for problem in error.problems if problem.where not in said]
        raise invalid([*empty, *others]) from None
    if empty:
        raise invalid(empty)
    return topology


def _empty(data: object, path: Path = ()) -> Iterator[Path]:
    """Yield the places where a key stands without a value."""
    if data is None and path:
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _empty(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _empty(value, (*path, index))
