"""Findings as GitHub's annotations on the lines of the topology."""

from collections.abc import Iterable, Iterator, Sequence

from hacfg.findings import Finding, Rule
from hacfg.report.escape import shown
from hacfg.report.found.judged import JudgedGroup, place_of
from hacfg.report.pipelines.github import KINDS, Annotation, annotation_lines


def findings_annotations(groups: Iterable[JudgedGroup], _: Sequence[Rule] = ()) -> str:
    """Return what is open as annotations, errors first, and no more of a kind than are shown."""
    return annotation_lines([one for judged in groups for one in _annotations(judged)])


def _annotations(judged: JudgedGroup) -> Iterator[Annotation]:
    for finding in judged.findings:
        if finding.is_open:
            yield _annotation(finding, judged)


def _annotation(finding: Finding, judged: JudgedGroup) -> Annotation:
    place = place_of(finding, judged)
    about = f"{shown(place.on_unit)}: " if place.on_unit else ""
    kind = KINDS[finding.severity if finding.outcome == "broken" else "note"]
    title = f"{shown(judged.group)}: {finding.id} {finding.outcome}"
    message = f"{about}{shown(finding.message, 600)}\n{shown(finding.next, 600)}"
    where = {"file": place.file, "line": str(place.line), "col": str(place.column)}
    return Annotation(kind, where, title, message)
