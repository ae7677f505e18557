"""What a check found, for machines: one document a group, with a schema of its own."""

import datetime

from hacfg.findings import Outcome, counted
from hacfg.plan.found import FindingView, view_of
from hacfg.plan.values import Part
from hacfg.report.one_line import one_line
from hacfg.usecases.checking import Checked

FORMAT_VERSION = "1.0"


class CheckDocument(Part):
    """The result of `hacfg check --json` for one group."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    group: str
    """Name of the group."""
    topology: str
    """The file it was made from, as it was named."""
    mode: str
    """Declared mode."""
    today: datetime.date
    """The day that waivers, attestations and licences were judged for."""
    live: bool
    """Whether the units were asked."""
    read: list[str]
    """The units that were read."""
    unread: dict[str, str]
    """The units that did not answer, with why."""
    counts: dict[Outcome, int]
    """How many rules came out in each way."""
    rules_left: int
    """How many rules need the units, and were not judged."""
    findings: list[FindingView]
    """What was found, the worst first."""


def check_document(checked: Checked) -> CheckDocument:
    """Return what was found as one document."""
    return CheckDocument(
        group=checked.group,
        topology=checked.file,
        mode=checked.mode,
        today=checked.today,
        live=checked.live,
        read=list(checked.read),
        unread={unit: problem.message for unit, problem in checked.silent.items()},
        counts=dict(counted(checked.findings)),
        rules_left=checked.left,
        findings=[view_of(finding) for finding in checked.findings],
    )


def check_json(checked: Checked) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return one_line(check_document(checked))


def check_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    return CheckDocument.model_json_schema(mode="serialization")
