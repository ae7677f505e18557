"""The steps in Markdown: one table, and what people have to type."""

from collections.abc import Iterator, Sequence

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import AnyStep, ManualStep
from hacfg.report.escape import shown
from hacfg.report.layout import count, duration
from hacfg.report.markdown.blocks import Block
from hacfg.report.markdown.escape import fence, words
from hacfg.report.plan_brief import mail_impact
from hacfg.report.step_notes import step_title

_LONG = 600
_LINE = 2000
"""Characters of a CLI line that are shown: it is there to be copied."""


def step_blocks(document: PlanDocument) -> Iterator[Block]:
    """Yield the table of steps, then one piece for each step that a person carries out."""
    steps = document.hacfg.steps
    if not steps:
        return
    impact = words(mail_impact(steps), _LONG)
    head = (
        f"<details><summary><b>{count(len(steps), 'step')}</b>, mail flow: {impact}</summary>\n\n"
        "| | unit | step | why | mail flow |\n|--:|---|---|---|---|"
    )
    yield Block("the steps", [_row(step) for step in steps], head, "\n</details>")
    yield from (_by_hand(step) for step in steps if step.type == "manual")


def _row(step: AnyStep) -> str:
    if step.type == "wait":
        title = f"wait until {step_title(step)}"
        last = f"at most {duration(step.gate.timeout)}"
    else:
        title = f"BY HAND {step_title(step)}" if step.type == "manual" else step_title(step)
        last = step.mail
    cells = (str(step.number), words(step.unit), words(title), words(step.reason, _LONG))
    return f"| {' | '.join(cells)} | {words(last)} |"


def _by_hand(step: ManualStep) -> Block:
    lines: Sequence[str] = [shown(line, _LINE) for line in step.lines]
    marks = fence(lines)
    title = f"<b>By hand</b>, step {step.number} on {words(step.unit)}: {words(step_title(step))}"
    head = f"<details><summary>{title}</summary>\n\n{words(step.why_manual, _LONG)}\n\n{marks}text"
    return Block(f"step {step.number}", lines, head, f"{marks}\n\n</details>")
