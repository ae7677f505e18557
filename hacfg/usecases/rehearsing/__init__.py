"""Rehearsing a plan: played on a lab that begins as a copy of the live units, only read."""

from hacfg.usecases.rehearsing.faults import FaultAt, misplaced, parse_fault
from hacfg.usecases.rehearsing.play import Rehearsal, RehearseOptions, rehearse_plan

__all__ = [
    "FaultAt",
    "Rehearsal",
    "RehearseOptions",
    "misplaced",
    "parse_fault",
    "rehearse_plan",
]
