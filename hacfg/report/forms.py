"""Every form a plan is read in: its name, who reads it, and the function that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pkgutil import resolve_name

from hacfg.plan.document import PlanDocument
from hacfg.report.sheet import Sheet


class Form(StrEnum):
    """A form of a plan, as it is named on the command line."""

    text = "text"
    json = "json"
    stream = "stream"
    markdown = "markdown"
    html = "html"
    gitlab = "gitlab"
    github = "github"
    github_outputs = "github-outputs"


@dataclass(frozen=True, slots=True)
class Maker:
    """How a form is made, and for whom."""

    function: str
    """`module:name` of a function from a plan and a sheet to text; loaded when it is used."""
    reader: str
    """Who reads it, and by which convention."""
    joins: bool = True
    """Whether the texts of several plans, one after the other, are still of this form."""


FORMS: Mapping[Form, Maker] = {
    Form.text: Maker("hacfg.report.plan_text:whole_text", "a person, in a terminal"),
    Form.json: Maker(
        "hacfg.report.plan_json:plan_line", "a program: the plan document, one plan a line"
    ),
    Form.stream: Maker(
        "hacfg.report.plan_stream:plan_stream", "a program: one change a line, as Terraform's UI"
    ),
    Form.markdown: Maker(
        "hacfg.report.markdown.plan:plan_markdown", "a comment on a merge request"
    ),
    Form.html: Maker(
        "hacfg.report.html.page:plan_html",
        "a browser or a printer: report and runbook in one file",
        joins=False,
    ),
    Form.gitlab: Maker(
        "hacfg.report.pipelines.gitlab:gitlab_report",
        "GitLab: `artifacts:reports:terraform`",
        joins=False,
    ),
    Form.github: Maker(
        "hacfg.report.pipelines.github:github_annotations",
        "GitHub: annotations on the lines of the topology",
    ),
    Form.github_outputs: Maker(
        "hacfg.report.pipelines.github:github_outputs",
        "GitHub: outputs of a step, for `$GITHUB_OUTPUT`",
        joins=False,
    ),
}
"""Each form once; the command line, the documentation and the tests walk this table."""


def rendered(document: PlanDocument, form: Form, sheet: Sheet) -> str:
    """Return a plan in a form."""
    return str(resolve_name(FORMS[form].function)(document, sheet))
