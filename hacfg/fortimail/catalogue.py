"""The dialects that hacfg knows: those it ships, and files of the user's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.dialect_rules import faults_of
from hacfg.fortimail.versions import numbers_of, version_of
from hacfg.topology.explain import validate
from hacfg.topology.places import Places, invalid
from hacfg.topology.yaml import parse_yaml, read_yaml


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Dialects with their bases merged in; a later one takes firmware from an earlier one."""

    dialects: tuple[Dialect, ...]

    @property
    def known_firmwares(self) -> tuple[str, ...]:
        """The firmware versions (major.minor) that some dialect is for, the lowest first."""
        found = {firmware for dialect in self.dialects for firmware in dialect.firmware}
        return tuple(sorted(found, key=numbers_of))

    def for_firmware(self, version: str) -> Dialect | None:
        """Return the dialect for a version as people or units write it: `v7.2.3,build358`."""
        known = version_of(version)
        if known is None:
            return None
        firmware = ".".join(known.split(".")[:2])
        speaking = (one for one in reversed(self.dialects) if firmware in one.firmware)
        return next(speaking, None)

    def named(self, name: str) -> Dialect | None:
        """Return the dialect of this name."""
        return next((one for one in self.dialects if one.dialect == name), None)


def load_catalogue(extra: Sequence[Path] = ()) -> Catalogue:
    """Load the shipped dialects and extra files; raise InvalidInput with all that is wrong.

    An extra file replaces a dialect of its own name, which it may also extend.
    """
    problems: list[Problem] = []
    files = list(_shipped())
    for path in extra:
        try:
            files.append(_checked(*read_yaml(path)))
        except InvalidInput as error:
            problems += error.problems
    latest = {file.dialect.dialect: number for number, file in enumerate(files)}
    resolved = [_resolved(files, number, ()) for number in sorted(latest.values())]
    problems += [problem for one in resolved for problem in (*one.problems, *_broken(one))]
    if problems:
        raise invalid(dict.fromkeys(problems))
    return Catalogue(tuple(one.dialect for one in resolved))


@dataclass(frozen=True, slots=True)
class _File:
    """One dialect as it stands in its file."""

    dialect: Dialect
    places: Places


@dataclass(frozen=True, slots=True)
class _Resolved:
    """One dialect with its base merged in, where its parts stand, what is wrong with its base."""

    dialect: Dialect
    places: Places
    origins: dict[tuple[str, str], Places]
    problems: tuple[Problem, ...] = ()


@cache
def _shipped() -> tuple[_File, ...]:
    """Read what is shipped once: it does not change while hacfg runs, and parsing takes long."""
    folder = resources.files("hacfg.fortimail").joinpath("dialects")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    found = ((file.read_text("utf-8"), file.name) for file in files if file.name.endswith(".yaml"))
    return tuple(_checked(*parse_yaml(text, name)) for text, name in found)


def _checked(data: object, places: Places) -> _File:
    # A dialect names the fields that hold secrets, but never holds one.
    return _File(validate(Dialect, data, places, hides=lambda _: False), places)


def _resolved(files: Sequence[_File], number: int, above: tuple[int, ...]) -> _Resolved:
    """Merge a dialect into its base; `above` are the files that led here."""
    own = files[number]
    parts = [("kinds", name) for name in own.dialect.kinds]
    parts += [("actions", name) for name in own.dialect.actions]
    origins = dict.fromkeys(parts, own.places)
    if own.dialect.extends is None:
        return _Resolved(_merged(None, own.dialect), own.places, origins)
    base = _base(files, number)
    if base is None or base in {number, *above}:
        problem = _no_base(files, own, unknown=base is None)
        return _Resolved(_merged(None, own.dialect), own.places, origins, (problem,))
    under = _resolved(files, base, (*above, number))
    return _Resolved(
        _merged(under.dialect, own.dialect),
        own.places,
        {**under.origins, **origins},
        under.problems,
    )


def _base(files: Sequence[_File], number: int) -> int | None:
    """Find what a dialect extends: one of its own name is the one before it."""
    own = files[number].dialect
    fitting = [at for at, file in enumerate(files) if file.dialect.dialect == own.extends]
    if own.extends == own.dialect:
        fitting = [at for at in fitting if at < number]
    return max(fitting, default=None)


def _merged(base: Dialect | None, own: Dialect) -> Dialect:
    kinds = {**(base.kinds if base else {}), **own.kinds}
    actions = {**(base.actions if base else {}), **own.actions}
    return own.model_copy(
        update={
            "extends": None,
            "kinds": {name: kind for name, kind in kinds.items() if kind is not None},
            "actions": {name: action for name, action in actions.items() if action is not None},
        }
    )


def _no_base(files: Iterable[_File], own: _File, *, unknown: bool) -> Problem:
    names = {file.dialect.dialect for file in files} - {own.dialect.dialect}
    return Problem(
        "there is no dialect of this name" if unknown else "dialects extend each other in a circle",
        own.places.at("extends"),
        seen=own.dialect.extends or "",
        expected=f"one of {', '.join(sorted(names))}",
        next="correct `extends`",
    )


def _broken(resolved: _Resolved) -> Iterator[Problem]:
    """Place each broken rule in the file where the kind or action stands."""
    if resolved.problems:
        return
    for fault in faults_of(resolved.dialect):
        part = tuple(str(step) for step in fault.path[:2])
        origin = resolved.origins.get((part[0], part[-1]), resolved.places)
        place = origin.at(*fault.path)
        yield Problem(fault.message, place, expected=fault.expected, next="correct the dialect")
