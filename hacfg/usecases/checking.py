"""Checking one group: its file alone, or its units as well; nothing is ever written."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from hacfg.errors import Problem
from hacfg.findings import Finding
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.reading import Reading
from hacfg.practices.case import Case
from hacfg.practices.check import EVERY, find
from hacfg.practices.table import KINDS
from hacfg.topology.load import Loaded
from hacfg.usecases.options import CheckOptions
from hacfg.usecases.reading import read_group


@dataclass(frozen=True, slots=True)
class Checked:
    """What all rules found of one group.

    `silent` says why a unit was not read; `left` counts the rules that need the units.
    """

    group: str
    file: str
    mode: str
    today: datetime.date
    live: bool
    findings: tuple[Finding, ...]
    read: tuple[str, ...] = ()
    silent: Mapping[str, Problem] = field(default_factory=dict)
    left: int = 0


def check_group(loaded: Loaded, options: CheckOptions) -> Checked:
    """Judge one group by every rule; raise InvalidInput for what is needed to ask its units."""
    if not options.live:
        return checked_from(loaded, {}, options)
    readings = read_group(loaded, load_catalogue(options.dialects), KINDS, options)
    return checked_from(loaded, readings, options)


def checked_from(loaded: Loaded, readings: Mapping[str, Reading], options: CheckOptions) -> Checked:
    """Judge one group by what was read of it: the same input gives the same findings."""
    topology = loaded.topology
    case = Case(topology, loaded.places, options.today, readings)
    return Checked(
        group=topology.name,
        file=str(loaded.path),
        mode=topology.mode,
        today=options.today,
        live=case.is_live,
        findings=find(case),
        read=tuple(name for name, reading in readings.items() if reading.answered),
        silent={n: r.problems[""] for n, r in readings.items() if not r.answered},
        left=0 if case.is_live else sum(not judged.of_file for judged in EVERY),
    )
