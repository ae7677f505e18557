"""What a check found, for people: what is open first, the count of everything last."""

from collections.abc import Iterable, Sequence
from shlex import quote

from hacfg.findings import Finding
from hacfg.report.answered import read_text, silent_lines
from hacfg.report.escape import shown
from hacfg.report.layout import GAP, Cell, count, fold, labelled, row, widest, width_of
from hacfg.report.outcomes import LOOKS, counts_text
from hacfg.report.style import Style
from hacfg.source import Position, Where
from hacfg.usecases.checking import Checked

_OUTCOME, _ID = 8, 5
_MOST_PLACE, _MOST_IF_ROOMY, _ROOMY = 20, 34, 100


def check_text(checked: Checked, style: Style, code: int = 0) -> str:
    """Return what was found; `code` is the exit code that it earns."""
    parts = [
        _header(checked, style),
        silent_lines(checked.silent, style),
        _findings(checked, style),
    ]
    parts.append(_summary(checked, style, code))
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def finding_lines(findings: Sequence[Finding], style: Style) -> list[str]:
    """Return findings, one paragraph each: place, outcome, rule; what was seen; what to do."""
    most = _MOST_PLACE if style.width < _ROOMY else _MOST_IF_ROOMY
    column = widest((place_text(one.where) for one in findings), most)
    return [line for alike in _alike(findings) for line in _paragraph(alike, column, style)]


def place_text(where: Where) -> str:
    """Return a place as people and editors read it."""
    return shown(f"{where.file}:{where.line}" if isinstance(where, Position) else str(where))


def decided_text(finding: Finding) -> str:
    """Return by whom and until when something is waived or attested, and why."""
    until = f" until {finding.until}" if finding.until else ""
    reason = f": {shown(finding.reason, 500)}" if finding.reason else ""
    return f"by {shown(finding.by)}{until}{reason}"


def _alike(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Gather what several rules could not see for one reason, such as a silent unit."""
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        reason = (str(finding.where), finding.message, finding.next)
        groups.setdefault(reason if finding.outcome == "unknown" else number, []).append(finding)
    return groups.values()


def _paragraph(alike: list[Finding], column: int, style: Style) -> list[str]:
    finding, *others = alike
    rules = f"; {', '.join(one.id for one in alike)}" if others else ""
    place, margin = place_text(finding.where), column + _OUTCOME + _ID + 3 * len(GAP)
    # A place that is too long stands alone: editors and people want it whole.
    above = [place] if width_of(place) > column else []
    rest = max(style.width - margin, 20)
    inferred = " (inferred)" if finding.inferred and finding.is_open else ""
    cells = [
        Cell("" if above else place, column),
        Cell(finding.outcome, _OUTCOME, LOOKS[finding.outcome]),
        Cell(finding.id if not others else f"{len(alike)} x", _ID, "bold"),
        Cell(shown(finding.message, 600) + inferred + rules, rest),
    ]
    return above + row(cells, style, 0) + _after(finding, margin, style)


def _after(finding: Finding, margin: int, style: Style) -> list[str]:
    """Return what to do, or who answers for it."""
    if finding.is_open:
        text = shown(finding.next, 600)
        return labelled("next", text, style, column=4, indent=margin)
    rest = max(style.width - margin, 20)
    told = fold(decided_text(finding), rest) if finding.by else []
    return [" " * margin + style.paint(text, "dim") for text in told]


def _header(checked: Checked, style: Style) -> list[str]:
    source = read_text(checked.read, checked.silent) if checked.live else "the file alone"
    parts = (style.paint(shown(checked.group), "bold"), checked.mode, source)
    return ["   ".join(parts)]


def _findings(checked: Checked, style: Style) -> list[str]:
    told = [one for one in checked.findings if style.full or one.is_open or one.was]
    return finding_lines(told, style)


def _summary(checked: Checked, style: Style, code: int) -> list[str]:
    practices = [one for one in checked.findings if one.id.startswith("HA-")]
    derived = [one for one in checked.findings if not one.id.startswith("HA-")]
    lines = [
        f"Practices  {counts_text(practices, style)}",
        f"Rules      {counts_text(derived, style)}",
    ]
    if checked.left:
        rules = count(checked.left, "more rule")
        todo = f"{rules} and HA-05 need the units: hacfg check --live {quote(shown(checked.file))}"
        lines += fold(todo, style.width)
    if code:
        lines.append(style.paint(f"exit {code}", "dim"))
    return lines
