"""What a person is asked to do, or to vouch for, while a plan is carried out."""

from hacfg.plan.steps import ManualStep, WaitStep
from hacfg.report.escape import shown
from hacfg.report.layout import fold
from hacfg.report.step_notes import step_title
from hacfg.report.style import Style


def manual_text(step: ManualStep | WaitStep, style: Style) -> str:
    """Return what a person is asked about one step."""
    title = f"Step {step.number}, on {shown(step.unit)}: {step_title(step)}"
    lines = [style.paint(title, "bold")]
    if step.type == "manual":
        lines += [f"  {line}" for line in fold(shown(step.reason, 600), style.width - 2)]
        lines += ["  Type this on the unit:", *(f"    {shown(line, 2000)}" for line in step.lines)]
    else:
        lines.append("  No unit reports it; it counts as so because you say so.")
    return "".join(f"{line}\n" for line in lines)
