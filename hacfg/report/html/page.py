"""A plan as an HTML page that is whole in itself: no script, no request, no other file."""

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hacfg.plan.document import PlanDocument
from hacfg.report.drawing.of_plan import picture_of_plan
from hacfg.report.drawing.picture import sentences
from hacfg.report.drawing.topology_svg import topology_svg
from hacfg.report.escape import shown
from hacfg.report.html.views import owners, step_views
from hacfg.report.plan_brief import done_by, mail_impact
from hacfg.report.plan_carry_on import carry_on_lines, summary_lines
from hacfg.report.plan_changes import footnote_lines
from hacfg.report.plan_header import firmware_text, role_text
from hacfg.report.plan_lacking import lacking_entries
from hacfg.report.plan_outcome import fact_lines, ranked
from hacfg.report.plan_practices import practice_lines
from hacfg.report.plan_proof import story_lines
from hacfg.report.plan_verdict import is_pending, is_refused
from hacfg.report.sheet import Sheet
from hacfg.report.style import Style

_LONGEST = 2000
_WIDE = Style(width=10_000)
_FACTS = Style(width=100, full=True)


def plan_html(document: PlanDocument, sheet: Sheet) -> str:
    """Return a plan as a page: a report for a screen, a runbook on paper."""
    picture = picture_of_plan(document)
    return (
        _environment()
        .get_template("plan.html")
        .render(
            plan=document,
            ours=document.hacfg,
            style=_stylesheet(),
            verdict=_verdict(document),
            answer=summary_lines(document, _WIDE)[0],
            firmware=firmware_text(document),
            steps=list(step_views(document)),
            done_by=done_by(document.hacfg.steps),
            mail=mail_impact(document.hacfg.steps),
            owners=list(owners(document)),
            lacking=list(lacking_entries(document)),
            findings=ranked(document.hacfg.notices),
            facts=fact_lines(document, _FACTS),
            story=story_lines(document, _FACTS),
            practices=practice_lines(document, _FACTS),
            footnotes=footnote_lines(document.hacfg.changes, _WIDE),
            carry_on=carry_on_lines(document, _WIDE, sheet.file),
            role=role_text,
            # Made of elements whose text is escaped where it is drawn.
            drawing=Markup(topology_svg(picture)),  # noqa: S704  # as said above
            sentences=list(sentences(picture)),
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("hacfg.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalized(value: object) -> object:
    """Make every text harmless on its way out, whichever expression it comes from."""
    return value if isinstance(value, Markup) else shown(value, _LONGEST)


def _stylesheet() -> Markup:
    text = (files("hacfg.report.html") / "templates" / "style.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  # our own file


def _verdict(document: PlanDocument) -> tuple[str, str]:
    """Return what the plan amounts to: a look and words."""
    if is_refused(document):
        return "stop", "Refused: nothing will be written"
    if not document.complete:
        return "stop", "Incomplete: not everything could be read"
    if not is_pending(document):
        return "calm", "Nothing to do"
    return "go", "Can be applied"
