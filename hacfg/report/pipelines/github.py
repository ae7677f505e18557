"""GitHub's workflow commands: annotations on the lines of the topology, and a step's outputs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import ChangeView, Notice
from hacfg.report.escape import shown
from hacfg.report.plan_lacking import lacking_entries
from hacfg.report.plan_verdict import is_pending, is_refused
from hacfg.report.sheet import Sheet
from hacfg.report.values import difference_lines, name_text
from hacfg.state import GROUP

MOST = 10
"""Annotations of one kind that GitHub shows of a step; it drops the others without a word."""

KINDS: Mapping[str, str] = {"error": "error", "warning": "warning", "note": "notice"}
"""Our severity to GitHub's, the worst first."""

_VERBS: Mapping[str, str] = {"create": "is added", "update": "changes", "delete": "is destroyed"}
_PLACE = re.compile(r"(?P<file>.+):(?P<line>\d+):(?P<col>\d+)")
_WIDE = 10_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message on a line of a file."""

    kind: str
    place: Mapping[str, str]
    title: str
    message: str


def github_annotations(document: PlanDocument, _: Sheet) -> str:
    """Return annotations, errors first, and no more of a kind than are shown."""
    return annotation_lines([*_lacking(document), *_findings(document), *_changes(document)])


def annotation_lines(found: Sequence[Annotation]) -> str:
    """Return annotations as a step prints them, errors first, and no more than are shown."""
    kinds = (_limited([one for one in found if one.kind == kind]) for kind in KINDS.values())
    lines = [annotation_line(one) for kind in kinds for one in kind]
    return "".join(f"{line}\n" for line in lines or ["No annotations."])


def github_outputs(document: PlanDocument, sheet: Sheet) -> str:
    """Return outputs of a step, `name=value` a line, for the file that GITHUB_OUTPUT names."""
    create, update, delete = document.counts
    found = {
        "group": document.hacfg.group,
        "plan": sheet.file,
        "plan_id": document.hacfg.plan_id,
        "create": create,
        "update": update,
        "delete": delete,
        "steps": len(document.hacfg.steps),
        "pending": is_pending(document),
        "refused": is_refused(document),
        "complete": document.complete,
        "applyable": document.applyable,
    }
    return "".join(f"{name}={_output(value)}\n" for name, value in found.items())


def annotation_line(one: Annotation) -> str:
    """Return the workflow command of an annotation."""
    properties = {**one.place, "title": one.title}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{one.kind} {told}::{_data(one.message)}"


def _output(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else shown(value)


def _limited(found: Sequence[Annotation]) -> Sequence[Annotation]:
    if len(found) <= MOST:
        return found
    rest = found[MOST - 1 :]
    title, first = f"{len(rest)} more", rest[0]
    message = "GitHub shows no more of them; the step's summary and `hacfg show` do."
    return [*found[: MOST - 1], Annotation(first.kind, first.place, title, message)]


def _lacking(document: PlanDocument) -> Iterator[Annotation]:
    for entry in lacking_entries(document):
        yield _annotation(entry, "refused", document)


def _findings(document: PlanDocument) -> Iterator[Annotation]:
    for notice in document.hacfg.notices:
        yield _annotation(notice, document.hacfg.group, document)


def _annotation(notice: Notice, what: str, document: PlanDocument) -> Annotation:
    found = _PLACE.fullmatch(notice.where)
    where = f" ({shown(notice.where)})" if notice.where and not found else ""
    next_ = f"\n{shown(notice.next, 600)}" if notice.next else ""
    message = f"{shown(notice.message, 600)}{where}{next_}"
    title = f"{shown(what)}: {shown(notice.id)}"
    return Annotation(KINDS[notice.severity], _place(notice.where, document), title, message)


def _changes(document: PlanDocument) -> Iterator[Annotation]:
    for change in document.hacfg.changes:
        owner = change.address.owner if change.address.owner != GROUP else document.hacfg.group
        title = f"{shown(owner)}: {shown(change.address.resource)} {_VERBS[change.action]}"
        place = _place(change.position or "", document)
        yield Annotation("notice", place, title, "\n".join(_differences(change)) or title)


def _differences(change: ChangeView) -> Iterator[str]:
    for diff in change.attributes:
        told = " ".join(difference_lines(diff, change.action, _WIDE))
        yield f"{name_text(diff)}: {told}"


def _place(where: str, document: PlanDocument) -> Mapping[str, str]:
    """Return the line it is about; what has none is about the topology as a whole."""
    found = _PLACE.fullmatch(where)
    return found.groupdict() if found else {"file": document.hacfg.topology}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shown(text)).replace(":", "%3A").replace(",", "%2C")
