"""The steps of a plan in two lines: who carries out how many, and what happens to mail."""

from collections import Counter
from collections.abc import Mapping, Sequence

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import NO_EFFECT, AnyStep
from hacfg.report.escape import shown
from hacfg.report.layout import labelled, numbers
from hacfg.report.style import Style

_DONE_BY: Mapping[str, str] = {
    "set": "written by hacfg",
    "action": "started by hacfg",
    "manual": "by hand",
    "wait": "waited for",
}


def brief_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return how many steps there are of each kind, and which of them mail notices."""
    steps = document.hacfg.steps
    if not steps:
        return []
    return [
        *labelled("Steps", done_by(steps), style),
        *labelled("Mail flow", mail_impact(steps), style),
    ]


def done_by(steps: Sequence[AnyStep]) -> str:
    """Return how many steps there are, and who carries them out."""
    kinds: Counter[str] = Counter(step.type for step in steps)
    parts = [f"{kinds[kind]} {words}" for kind, words in _DONE_BY.items() if kinds[kind]]
    return f"{len(steps)}: {', '.join(parts)}"


def mail_impact(steps: Sequence[AnyStep]) -> str:
    """Return what happens to mail, effect by effect with its steps."""
    effects: dict[str, list[int]] = {}
    for step in steps:
        if not step.is_calm:
            effects.setdefault(step.mail, []).append(step.number)
    told = [f"{shown(mail)} ({_steps(found)})" for mail, found in effects.items()]
    return "; ".join(told) or NO_EFFECT


def _steps(found: Sequence[int]) -> str:
    return f"step {numbers(found)}" if len(found) == 1 else f"steps {numbers(found)}"
