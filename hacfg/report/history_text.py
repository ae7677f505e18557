"""Past runs for people: a list, and the story of one, step by step."""

from collections.abc import Mapping, Sequence

from hacfg.apply.outcomes import outcomes
from hacfg.plan.steps import AnyStep
from hacfg.report.apply_text import counts_line
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, row, widest
from hacfg.report.run_words import LOOKS, OUTCOMES, run_words
from hacfg.report.step_notes import step_title
from hacfg.report.style import Style
from hacfg.store.records import Entry, EntryType, Lease, Run, moment
from hacfg.usecases.history import Story

WORDS: Mapping[EntryType, str] = {
    "begun": "the run began",
    "resumed": "the run was gone on with",
    "intent": "about to be sent",
    "reply": "sent",
    "verified": "done",
    "asked": "asked of a person",
    "attested": "a person vouches",
    "skipped": "skipped",
    "gate": "met",
    "failed": "failed",
    "undone": "undone",
    "confirmed": "confirmed by a person",
    "ended": "the run ended",
}


def history_text(runs: Sequence[Run], style: Style) -> str:
    """Return one line a run, the newest first, and how to learn more."""
    if not runs:
        return "No run yet in this store.\n"
    groups = widest((shown(run.group) for run in runs), 24)
    owners = widest((shown(run.who) for run in runs), 28)
    lines: list[str] = []
    for run in runs:
        cells = [
            Cell(shown(run.id), 8, "bold"),
            Cell(shown(run.group), groups),
            Cell(moment(run.started), 20),
            Cell(shown(run.who), owners),
            Cell(run_words(run), max(style.width - 40 - groups - owners, 20), LOOKS[run.outcome]),
        ]
        lines += row(cells, style, 0)
    lines.append("  Next  see what happened in one: hacfg history RUN")
    return "".join(f"{line}\n" for line in lines)


def story_text(story: Story, style: Style) -> str:
    """Return what happened in one run: each line of its journal with its time and step."""
    run, steps = story.run, {step.number: step for step in story.document.hacfg.steps}
    words, look = OUTCOMES[run.outcome], LOOKS[run.outcome]
    group, plan = style.paint(shown(run.group), "bold"), shown(run.plan_id[:17])
    lines = [
        f"{group}   run {shown(run.id)}   plan {plan}...   by {shown(run.who)}",
        f"  {style.paint(words, look)}",
    ]
    lines += [f"  {shown(run.reason, 1200)}"] if run.reason else []
    for entry in story.entries:
        lines += row(_cells(entry, steps.get(entry.step), style), style)
    steps_, back = story.document.hacfg.steps, run.outcome == "rolled-back"
    lines.append(f"  {counts_line(outcomes(steps_, story.entries, rolled_back=back))}")
    if run.is_open:
        lines.append(f"  Next  go on: hacfg apply --resume {shown(run.id)}")
    return "".join(f"{line}\n" for line in lines)


def locks_text(leases: Sequence[Lease], style: Style) -> str:
    """Return who works on which group, until when."""
    if not leases:
        return "No group is locked.\n"
    lines = [_lock(lease, style) for lease in leases]
    lines.append("  Next  only if its process is certainly gone: hacfg lock break GROUP")
    return "".join(f"{line}\n" for line in lines)


def _lock(lease: Lease, style: Style) -> str:
    parts = [
        style.paint(shown(lease.group), "bold"),
        f"{shown(lease.owner)} (process {lease.owner.pid})",
        f"run {shown(lease.run)}",
        f"since {moment(lease.acquired)}",
        f"until {moment(lease.expires)} unless renewed",
        f"token {lease.token}",
    ]
    return "   ".join(parts)


def _cells(entry: Entry, step: AnyStep | None, style: Style) -> list[Cell]:
    what = f"{shown(step.unit)} {step_title(step)}" if step else ""
    told = f"{WORDS[entry.type]}{': ' if entry.note else ''}{shown(entry.note, 600)}"
    number = str(entry.step) if entry.step else ""
    rest = max(style.width - 62, 20)
    return [
        Cell(moment(entry.at), 20, "dim"),
        Cell(number.rjust(3), 3),
        Cell(what, 30),
        Cell(told, rest, "red" if entry.type == "failed" else ""),
    ]
