"""What people see of a lab: how to use it, how its units stand, what was asked of them."""

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Any

from hacfg.lab.info import LabInfo
from hacfg.report.escape import shown
from hacfg.report.layout import count, fold, pad, widest
from hacfg.report.style import Style


def started_text(info: LabInfo, topology: str, note: str, style: Style, *, folder: str = "") -> str:
    """Return where a new lab is, what is inferred about it, and how to use it.

    `folder` is named where commands would not find the lab by themselves.
    """
    name, urls = info.name, info.urls
    stop = f"hacfg lab stop {quote(shown(folder))}".rstrip() if folder else "hacfg lab stop"
    column = widest((shown(unit) for unit in urls), 20)
    lines = [
        style.paint(f"The lab {shown(name)} runs: {count(len(urls), 'unit')} on loopback.", "bold"),
        *(f"  {pad(shown(unit), column)}  {shown(url)}" for unit, url in urls.items()),
        *fold(note, style.width),
        "",
        "To use it, with the same environment:",
        style.paint(f"  hacfg plan {quote(shown(topology))} --allow unverified-wire", "bold"),
        "To end it:",
        style.paint(f"  {stop}", "bold"),
    ]
    return "".join(f"{line}\n" for line in lines)


def status_text(answer: Mapping[str, Any], style: Style) -> str:
    """Return how the units of a lab stand."""
    units: Mapping[str, Mapping[str, Any]] = answer["units"]
    cut: Sequence[str] = answer.get("cut", ())
    column = widest((shown(unit) for unit in units), 20)
    cables = f"   cut: {shown(', '.join(cut))}" if cut else ""
    moving = "   still moving" if answer.get("moves") else ""
    lines = [f"{style.paint(shown(answer['name']), 'bold')}   lab{cables}{moving}"]
    for name, unit in units.items():
        reachable = "" if unit["reachable"] else "   not reachable"
        role = f"is {shown(unit['configured'])}, acts as {shown(unit['effective'])}"
        lines.append(f"  {pad(shown(name), column)}  {shown(unit['url'])}   {role}{reachable}")
    return "".join(f"{line}\n" for line in lines)


def dead_text(name: str) -> str:
    """Return what is said of a lab that ended without being told to."""
    return f"{shown(name)}   lab that does not run any more\n  next  hacfg lab stop\n"


def log_text(log: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """Return the calls of all units, one a line."""
    column = widest((shown(unit) for unit in log), 20)
    return "".join(
        f"{pad(shown(unit), column)}  {' '.join(shown(part) for part in call)}\n"
        for unit, calls in log.items()
        for call in calls
    )
