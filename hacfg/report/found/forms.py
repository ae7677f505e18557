"""Every form of findings: its name, who reads it, and the function that makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pkgutil import resolve_name

from hacfg.findings import Rule
from hacfg.report.found.judged import JudgedGroup


class FoundForm(StrEnum):
    """A form of findings, as it is named on the command line."""

    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"


@dataclass(frozen=True, slots=True)
class FoundMaker:
    """How a form is made, and for whom."""

    reader: str
    """Who reads it, and by which convention."""
    function: str = ""
    """`module:name` of a function from all groups and all rules to text; empty: each by itself."""


FOUND_FORMS: Mapping[FoundForm, FoundMaker] = {
    FoundForm.text: FoundMaker("a person, in a terminal"),
    FoundForm.json: FoundMaker("a program: one group a line"),
    FoundForm.sarif: FoundMaker(
        "code scanning: SARIF 2.1.0", "hacfg.report.found.sarif:findings_sarif"
    ),
    FoundForm.junit: FoundMaker(
        "a pipeline's test report: JUnit XML", "hacfg.report.found.junit:findings_junit"
    ),
    FoundForm.github: FoundMaker(
        "GitHub: annotations on the lines of the topology",
        "hacfg.report.found.github:findings_annotations",
    ),
}
"""Each form once; the command line, the documentation and the tests walk this table."""


def findings_form(form: FoundForm, groups: Sequence[JudgedGroup], rules: Sequence[Rule]) -> str:
    """Return the findings of all groups in a form that holds them together."""
    return str(resolve_name(FOUND_FORMS[form].function)(groups, rules))
