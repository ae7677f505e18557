"""The end of a report on drift: what changes are told by, and what comes next."""

from collections.abc import Iterator
from shlex import quote

from hacfg.report.escape import shown
from hacfg.report.layout import fold
from hacfg.report.run_words import run_line
from hacfg.report.style import Style
from hacfg.store.records import Run
from hacfg.usecases.drifting import Drifted
from hacfg.usecases.past import Past


def ending(drifted: Drifted, style: Style, code: int) -> list[str]:
    """Return what drift was told by, what to do about it, and the exit code that it earns."""
    lines = [line for text in _past(drifted) for line in fold(text, style.width)]
    if drifted.is_alarm:
        lines += ["To see what would bring it back:", f"  hacfg plan {quote(shown(drifted.file))}"]
    if code:
        lines.append(style.paint(f"exit {code}", "dim"))
    return lines


def _past(drifted: Drifted) -> Iterator[str]:
    """Yield what the store could not tell, and which plan there is to tell changes by."""
    past = drifted.past
    if past.problem:
        yield f"What was applied last is not known: {shown(past.problem, 400)}"
    if drifted.drifts and drifted.applied is None:
        why = "" if past.problem else f" ({_lacking(past)})"
        yield (
            f"No plan to compare with{why}, so what was changed on a unit and what was never"
            " applied look the same: --baseline PLANFILE, or --store URL, of the last applied"
            " plan tells them apart."
        )
    elif drifted.drifts and past.applied:
        yield _compared(past.applied, past.last)


def _lacking(past: Past) -> str:
    return f"{shown(past.store)} knows of none" if past.store else "no store here"


def _compared(run: Run, last: Run | None) -> str:
    """Return which run's plan was compared with, and which run came after it."""
    later = f"; after it came {run_line(last)}" if last and last.id != run.id else ""
    return f"Compared with the last applied plan, {run_line(run)}{later}."
