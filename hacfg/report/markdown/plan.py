"""A plan as a comment on a merge request: counts first, then details that open when asked for."""

from collections.abc import Iterator

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import Notice, UnitPlan
from hacfg.report.escape import shown
from hacfg.report.layout import count
from hacfg.report.markdown.blocks import Block, fitted
from hacfg.report.markdown.changes import change_blocks
from hacfg.report.markdown.escape import fence, words
from hacfg.report.markdown.steps import step_blocks
from hacfg.report.plan_carry_on import summary_lines
from hacfg.report.plan_changes import footnote_lines
from hacfg.report.plan_header import firmware_text, role_text
from hacfg.report.plan_lacking import lacking_entries
from hacfg.report.plan_outcome import fact_lines, ranked
from hacfg.report.plan_practices import practice_lines
from hacfg.report.plan_proof import story_lines
from hacfg.report.plan_verdict import is_refused
from hacfg.report.sheet import Sheet
from hacfg.report.style import Style

LIMIT = 65_536
"""What a comment on GitHub takes at most; GitLab takes more, Bitbucket half."""

_WIDE = Style(width=100)
_LONG = 600


def plan_markdown(document: PlanDocument, sheet: Sheet) -> str:
    """Return a plan for a merge request, in at most the sheet's limit."""
    file = f" {sheet.file}" if sheet.file else ""
    everything = f"<code>hacfg show{words(file)} --full</code>."
    return fitted(_blocks(document), sheet.limit or LIMIT, everything)


def marker(group: str) -> str:
    """Return the hidden first line by which a comment is found again and replaced."""
    return f"<!-- hacfg plan {words(group).replace('--', '-&#45;')} -->"


def _blocks(document: PlanDocument) -> Iterator[Block]:
    yield _head(document)
    yield from _story(document)
    yield from _lacking(document)
    yield _units(document)
    yield from change_blocks(document)
    yield from step_blocks(document)
    yield from _findings(document)
    yield _foot(document)


def _head(document: PlanDocument) -> Block:
    ours = document.hacfg
    answer = words(summary_lines(document, Style(width=10_000))[0], _LONG)
    title = f"{marker(ours.group)}\n### {words(ours.group)}: {_verdict(document)}"
    lines = [f"**{answer}**", "", f"{ours.mode}, {words(firmware_text(document))}"]
    if ours.condition:
        lines += ["", f"Condition: {words(ours.condition, _LONG)}"]
    return Block("the head", lines, f"{title}\n")


def _verdict(document: PlanDocument) -> str:
    if is_refused(document):
        return "refused"
    if not document.complete:
        return "incomplete"
    add, change, destroy = document.counts
    return f"{add} to add, {change} to change, {destroy} to destroy"


def _lacking(document: PlanDocument) -> Iterator[Block]:
    if entries := [_notice(entry) for entry in lacking_entries(document)]:
        yield Block("what is lacking", entries, "**Refused, nothing will be written.** Lacking:\n")


def _story(document: PlanDocument) -> Iterator[Block]:
    if lines := story_lines(document, _WIDE):
        marks = fence(lines)
        yield Block("how it can end badly", lines, f"{marks}text", marks)


def _notice(notice: Notice) -> str:
    place = f" ({words(notice.where)})" if notice.where else ""
    next_ = f"<br>Do this: {words(notice.next, _LONG)}" if notice.next else ""
    return f"- **{words(notice.id)}** {words(notice.message, _LONG)}{place}{next_}"


def _units(document: PlanDocument) -> Block:
    rows = [_unit(unit) for unit in document.hacfg.units]
    return Block("the units", rows, "| unit | declared | seen | box | API |\n|---|---|---|---|---|")


def _unit(unit: UnitPlan) -> str:
    box = " ".join(part for part in (unit.model, unit.firmware) if part)
    api = f"not read: {words(unit.problem, _LONG)}" if unit.problem else "ok"
    return f"| {words(unit.name)} | {unit.role} | {words(role_text(unit))} | {words(box)} | {api} |"


def _findings(document: PlanDocument) -> Iterator[Block]:
    notices = ranked(document.hacfg.notices)
    if notices:
        lines = [_notice(notice).replace("- ", f"- {notice.severity}: ", 1) for notice in notices]
        head = f"<details><summary><b>{count(len(notices), 'finding')}</b></summary>\n"
        yield Block("the findings", lines, head, "\n</details>")


def _foot(document: PlanDocument) -> Block:
    facts = [
        *practice_lines(document, _WIDE),
        *fact_lines(document, _WIDE),
        *footnote_lines(document.hacfg.changes, _WIDE),
    ]
    lines = [*facts, f"Plan id       {shown(document.hacfg.plan_id)}"]
    marks = fence(lines)
    return Block("what the plan rests on", lines, f"{marks}text", marks)
