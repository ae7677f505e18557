"""The same pictures as Mermaid, which GitLab and GitHub draw in Markdown."""

import re
from collections.abc import Iterator
from itertools import pairwise

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import AnyStep
from hacfg.report.drawing.picture import Joint, Picture
from hacfg.report.drawing.steps_svg import step_words
from hacfg.report.escape import shown

_PLAIN = re.compile(r"[^A-Za-z0-9 .,/:+_-]")
_SHAPES = {"entry": ('(["', '"])'), "heartbeat": ('{{"', '"}}'), "storage": ('[("', '")]')}
_CHANGED = "  classDef changed stroke:#9a3412,stroke-width:3px"


def topology_mermaid(picture: Picture) -> str:
    """Return the drawing of a group."""
    units = {unit.name: f"u{number}" for number, unit in enumerate(picture.units)}
    lines = ["flowchart TB", f"  accTitle: {label('The topology of ' + picture.group)}", _CHANGED]
    for unit in picture.units:
        words = "<br/>".join(label(part) for part in (unit.name, unit.role, unit.seen) if part)
        lines += _node(f'{units[unit.name]}["{words}"]', changed=bool(unit.mark))
    for number, joint in enumerate(picture.joints):
        lines += _joint(f"j{number}", joint, units)
    return "".join(f"{line}\n" for line in lines)


def steps_mermaid(document: PlanDocument) -> str:
    """Return the drawing of a plan's order."""
    group = document.hacfg.group
    lines = ["flowchart TB", f"  accTitle: {label('The order of the plan for ' + group)}", _CHANGED]
    steps = document.hacfg.steps
    for step in steps:
        lines += _step(step)
    lines += [f"  s{one.number} --> s{two.number}" for one, two in pairwise(steps)]
    if not steps:
        lines.append('  s0["There is nothing to do"]')
    return "".join(f"{line}\n" for line in lines)


def label(text: str) -> str:
    """Return text in which nothing is Mermaid, HTML or Markdown: signs by their numbers."""
    return _PLAIN.sub(lambda found: f"#{ord(found[0])};", shown(text))


def _node(text: str, *, changed: bool) -> list[str]:
    return [f"  {text}{':::changed' if changed else ''}"]


def _joint(name: str, joint: Joint, units: dict[str, str]) -> Iterator[str]:
    opening, closing = _SHAPES[joint.kind]
    yield from _node(f"{name}{opening}{label(joint.label)}{closing}", changed=bool(joint.mark))
    for unit, port in joint.ends.items():
        line = f'---|"{label(port)}"|' if port else "---"
        ends = (name, units[unit]) if joint.kind == "entry" else (units[unit], name)
        yield f"  {ends[0]} {line} {ends[1]}"


def _step(step: AnyStep) -> list[str]:
    opening, closing = {"wait": ('(["', '"])'), "manual": ('[/"', '"/]')}.get(
        step.type, ('["', '"]')
    )
    words = [f"{step.number} {step_words(step)}"]
    words += [] if step.is_calm else [f"mail: {step.mail}"]
    text = "<br/>".join(map(label, words))
    return _node(f"s{step.number}{opening}{text}{closing}", changed=not step.is_calm)
