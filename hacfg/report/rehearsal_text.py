"""A rehearsal for people: the timeline of roles and mail flow, and how it ended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hacfg.plan.steps import AnyStep
from hacfg.report.commands import plan_again
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, count, duration, fold, labelled, row
from hacfg.report.problems import detail_lines
from hacfg.report.step_notes import step_title
from hacfg.report.style import Style
from hacfg.usecases.rehearsing.play import Rehearsal
from hacfg.usecases.rehearsing.timeline import Moment, Outage, Sort, outages

_SIGNS: Final[Mapping[Sort | str, tuple[str, str]]] = {
    "start": ("", ""),
    "done": ("ok", "green"),
    "skipped": ("--", "dim"),
    "failed": ("XX", "red"),
    "fault": ("!!", "red"),
    "no-fault": ("!-", "dim"),
    "person": ("..", "cyan"),
    "move": ("->", "cyan"),
    "end": ("", ""),
}
_FEW: Final = 6
"""Differences that are named."""
_LABEL: Final = 8
NOBODY: Final = "nobody"


def rehearsal_text(rehearsal: Rehearsal, code: int, style: Style) -> str:
    """Return what happened in a rehearsal."""
    lines = [
        *_heading(rehearsal, style),
        "",
        *_timeline(rehearsal, style),
        "",
        *_ending(rehearsal, code, style),
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _heading(rehearsal: Rehearsal, style: Style) -> list[str]:
    ours, options = rehearsal.document.hacfg, rehearsal.options
    names = [shown(unit.name) for unit in ours.units]
    about = (
        "Played on simulated units that began as a copy of the live ones. "
        f"{', '.join(names)} {'was' if len(names) == 1 else 'were'} only read."
    )
    title = f"rehearsal of plan {shown(ours.plan_id[:17])}...   seed {options.seed}"
    lines = [f"{style.paint(shown(ours.group), 'bold')}   {title}", *fold(about, style.width)]
    for label, texts in (
        ("Faults", [str(fault) for fault in options.faults]),
        ("Readings", list(options.readings)),
        ("Unread", list(rehearsal.not_copied)),
    ):
        text = "; ".join(shown(one) for one in texts)
        lines += labelled(label, text, style, column=_LABEL) if text else []
    return lines


def _timeline(rehearsal: Rehearsal, style: Style) -> list[str]:
    """Return a row a moment; what is as in the row before is left out."""
    steps = {step.number: step for step in rehearsal.document.hacfg.steps}
    widths = _widths(style)
    head = ("time", "what happens", "acts as (empty: as before)", "takes mail")
    lines = _row(head, widths, ("bold",) * 4, style)
    before: Moment | None = None
    for moment in rehearsal.moments:
        same = before is not None and (before.acts, before.mail) == (moment.acts, moment.mail)
        acts = "" if same else _acts(moment.acts)
        mail = "" if same else ", ".join(map(shown, moment.mail)) or NOBODY
        sign, look = _SIGNS[moment.outcome or moment.sort]
        cells = (f"{moment.seconds:.0f} s", f"{sign:2} {_what(moment, steps)}", acts, mail)
        lines += _row(cells, widths, ("dim", look, "", "" if moment.mail else "yellow"), style)
        before = moment
    return lines


def _widths(style: Style) -> tuple[int, ...]:
    time, mail = 7, 11
    rest = style.width - time - mail - 6
    what = rest * 3 // 5
    return time, what, rest - what, mail


def _row(
    texts: Sequence[str], widths: Sequence[int], looks: Sequence[str], style: Style
) -> list[str]:
    cells = [Cell(*one) for one in zip(texts, widths, looks, strict=True)]
    return row(cells, style, 0)


def _what(moment: Moment, steps: Mapping[int, AnyStep]) -> str:
    step = steps.get(moment.step)
    if moment.sort != "step" or step is None:
        return shown(moment.words, 600)
    unit = "" if step.type == "wait" else f"{shown(step.unit)} "
    return f"{step.number} {unit}{step_title(step)}"


def _acts(acts: Mapping[str, str]) -> str:
    """Return who acts as what, units of one role together."""
    words = dict.fromkeys(acts.values())
    return "; ".join(
        f"{shown(word)}: {', '.join(shown(n) for n, w in acts.items() if w == word)}"
        for word in words
    )


def _ending(rehearsal: Rehearsal, code: int, style: Style) -> list[str]:
    lines = _stopped(rehearsal, code, style) or _played(rehearsal, style)
    lines += _as_declared(rehearsal, style)
    lines += labelled("Mail", " ".join(_mail(rehearsal)), style, column=_LABEL)
    if not rehearsal.as_declared or rehearsal.result.stopped is not None:
        plan = plan_again(rehearsal.document, recover=True)
        lines += labelled("Next", f"if it ends so on the units: {plan}", style, column=_LABEL)
    return lines


def _played(rehearsal: Rehearsal, style: Style) -> list[str]:
    result = rehearsal.result
    skipped = result.count("skipped")
    also = f", {skipped} already as planned" if skipped else ""
    text = f"Played to the end: {result.count('done')} of {len(result.steps)} steps{also}."
    return [style.paint(text, "bold")]


def _stopped(rehearsal: Rehearsal, code: int, style: Style) -> list[str]:
    result = rehearsal.result
    if result.stopped is None:
        return []
    undone = [s.number for s in result.steps if s.outcome in {"failed", "not-started"}]
    place = f"step {undone[0]} of {len(result.steps)}" if undone else "the end"
    where = f"{shown(result.stopped.where)}: " if result.stopped.where else ""
    text = f"Apply would stop at {place}: {where}{shown(result.stopped.message, 1200)}"
    first, *others = fold(text, style.width - 10)
    note = f"exit {code}".rjust(style.width - len(first))
    return [
        style.paint(first, "bold", "red") + note,
        *(f"  {line}" for line in others),
        *detail_lines(result.stopped, style),
        *([] if result.wrote else ["  Nothing would be written."]),
    ]


def _as_declared(rehearsal: Rehearsal, style: Style) -> list[str]:
    if rehearsal.as_declared:
        return labelled("Group", "as declared", style, column=_LABEL)
    differing = [f"{shown(name)} does not answer" for name in rehearsal.silent]
    differing += [shown(str(one), 600) for one in rehearsal.differing]
    more = len(differing) - _FEW
    told = [*differing[:_FEW], *([f"and {count(more, 'more difference')}"] if more > 0 else [])]
    lines = labelled("Group", "not as declared", style, column=_LABEL)
    return [
        *lines,
        *(f"{' ' * (_LABEL + 2)}{line}" for one in told for line in fold(one, style.width - 10)),
    ]


def _mail(rehearsal: Rehearsal) -> Iterator[str]:
    last = rehearsal.moments[-1]
    if not any(moment.mail for moment in rehearsal.moments):
        yield "No sender used the group: blank units have none, and no step tells them to."
        return
    found = outages(rehearsal.moments)
    yield from map(_outage, found)
    if not found:
        yield "From the time senders used the group, some unit always took it."
    yield f"Taken at the end by: {', '.join(map(shown, last.mail)) or NOBODY}."


def _outage(outage: Outage) -> str:
    steps = (
        f"step {outage.first}"
        if outage.first == outage.last
        else f"steps {outage.first}-{outage.last}"
    )
    ending = "" if outage.over else ", and that lasts"
    return f"Nobody took it for {duration(outage.seconds)} ({steps}){ending}."
