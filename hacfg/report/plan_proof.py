"""What the rehearsal showed: the proof in a few lines, or the story of how a plan ends badly."""

from collections.abc import Sequence

from hacfg.fortimail.ha.facts import FACTS
from hacfg.plan.document import PlanDocument
from hacfg.plan.proof import Inherent, Line, Proof, Story, Window
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, count, labelled, row
from hacfg.report.style import Style

_FEW = 3
"""Faults of one inherent risk that are named unless everything is asked for."""
WINDOWS = {
    "no-failover": "no failover",
    "no-restart": "a reboot or failure of the unit that leads ends mail",
    "no-mail": "mail stops",
}


def proof_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return what the rehearsal explored, and what remains although nothing is unsafe."""
    proof = document.hacfg.proof
    if proof is None:
        return labelled("Proof", "not rehearsed", style) if document.hacfg.steps else []
    lines = labelled("Proof", _explored(proof), style)
    for text in _rest(proof, style):
        lines += labelled("", text, style)
    return lines


def story_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return how the plan ends badly; nothing for a plan that is safe."""
    proof = document.hacfg.proof
    if proof is None or not proof.stories:
        return []
    first, *others = proof.stories
    lines = [style.paint(f"Refused: this can end in {first.title}.", "bold", "red")]
    lines += [*_conditions(first, style), *_events(first.lines, style), *_end(first, style)]
    for story in others if style.full else ():
        lines += ["", style.paint(f"It can also end in {story.title}.", "bold")]
        lines += [*_conditions(story, style), *_events(story.lines, style), *_end(story, style)]
    if others and not style.full:
        also = ", ".join(story.title for story in others)
        lines += labelled("  Also", f"{also} (--full)", style)
    return lines


def explained_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return what each step is there for, if that was asked for."""
    if not document.hacfg.explained:
        return []
    lines = [style.paint("What each step is there for", "bold")]
    for one in document.hacfg.explained:
        if one.rule:
            fault = f" ({shown(one.fault)})" if one.fault else ""
            where = f", only if {_facts(one.world)}" if one.world else ""
            text = f"without it: {one.title}{fault}{where}"
        else:
            text = "no danger without it: it is there for what was declared"
        number = Cell(str(one.step), 4)
        lines += row([number, Cell(one.rule, 2, "bold"), Cell(text, style.width - 14)], style)
    return lines


def way_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return what would make a refused plan safe, if that was asked for."""
    lines: list[str] = []
    for way in document.hacfg.ways:
        rehearsed = f"rehearsed: {way.states:,} states, none unsafe"
        text = f"{shown(way.words, 600)} ({rehearsed})"
        lines += labelled("Safe if", f"{text}: {way.command}" if way.command else text, style)
    return lines


def _explored(proof: Proof) -> str:
    worlds = count(len(proof.worlds), "world")
    starts = f" from {count(proof.starts, 'start')}" if proof.starts > 1 else ""
    verdict = "none unsafe" if proof.safe else "not safe"
    faults = count(len(proof.faults), "fault")
    return f"{proof.states:,} states in {worlds}{starts}, every step under {faults}, {verdict}"


def _rest(proof: Proof, style: Style) -> list[str]:
    texts = []
    if proof.cast:
        texts.append(f"{', '.join(map(shown, proof.cast))} stood in for units that are alike")
    if proof.ends and proof.safe:
        ends = count(proof.ends, "end")
        texts.append(f"planned again from {ends}: each leads to what is declared")
    if proof.questions:
        texts.append(f"or asks a person: {'; '.join(map(shown, proof.questions))}")
    texts += [_window(window) for window in proof.windows]
    texts += [_inherent(risk, style) for risk in proof.inherent]
    if proof.assumed:
        texts.append(f"assumed: {', '.join(map(shown, proof.assumed))}")
    if style.full:
        texts += [f"world: {', '.join(world) or 'no doubtful fact'}" for world in proof.worlds]
        texts += [f"fault: {shown(fault)}" for fault in proof.faults]
    return texts


def _window(window: Window) -> str:
    what = WINDOWS[window.sort]
    until = f" until step {window.last} is done" if window.last > window.first else ""
    begin = f"from step {window.first}" if window.first else "from the start"
    return f"{what} {begin}{until}"


def _inherent(risk: Inherent, style: Style) -> str:
    named = risk.faults if style.full else risk.faults[:_FEW]
    more = f", and {len(risk.faults) - len(named)} more" if len(named) < len(risk.faults) else ""
    where = f" if {_facts(risk.world)}" if risk.world else ""
    return f"inherent: {', '.join(map(shown, named))}{more} -> {risk.title}{where}"


def _facts(names: Sequence[str]) -> str:
    """Say which doubtful facts have to hold."""
    told = [FACTS[name].words for name in names[:1] if name in FACTS]
    more = f" (and {count(len(names) - 1, 'other doubtful fact')})" if len(names) > 1 else ""
    return f"{' '.join(told)}{more}"


def _conditions(story: Story, style: Style) -> list[str]:
    lines: list[str] = []
    if story.world:
        lines += labelled("  Only if", _facts(story.world), style)
    if story.start:
        lines += labelled("  Taken", f"{shown(story.start)}", style)
    return [*lines, ""]


def _events(lines: Sequence[Line], style: Style) -> list[str]:
    found: list[str] = []
    for line in lines:
        if line.sort == "step":
            steps = f"{line.first}-{line.step}" if 0 < line.first < line.step else str(line.step)
            cells = [Cell(f"{steps} {shown(line.unit)}".rstrip(), 10), Cell(shown(line.text), 60)]
            found += row(cells, style)
        else:
            label = {"fault": "fault", "stop": "fault", "then": "then"}[line.sort]
            look = "red" if label == "fault" else ""
            found += row([Cell(label, 5, look), Cell(shown(line.text), style.width - 13)], style, 4)
    return found


def _end(story: Story, style: Style) -> list[str]:
    lines: list[str] = []
    for place, text in enumerate(story.now):
        lines += row(
            [Cell("" if place else "now", 5), Cell(shown(text), style.width - 13)], style, 4
        )
    lines += [""]
    lines += labelled("  Breaks", f"{story.rule}  {story.words}", style)
    if story.lost:
        lines += labelled("  Lost", shown(story.lost, 600), style)
    lines += labelled("  Do this", story.instead, style)
    for fact in story.settled_by:
        lines += labelled("  Or", f"if you know it: --assume {fact}", style)
    return lines
