"""Two units side by side, for people."""

from hacfg.plan.views import explain_list
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, fold, labelled, row, widest
from hacfg.report.style import Style
from hacfg.report.values import value_text
from hacfg.state import Value
from hacfg.watch.compare import Comparison, Difference, Side


def compare_text(comparison: Comparison, style: Style) -> str:
    """Return what differs; what may differ is only counted, unless everything is asked for."""
    told = [one for one in comparison.differences if style.full or not one.may_differ]
    parts = [
        _headline(comparison, told, style),
        *_resources(comparison, told, style),
        _one_sided(comparison, style),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _headline(comparison: Comparison, told: list[Difference], style: Style) -> list[str]:
    differing = sum(not one.may_differ for one in comparison.differences)
    folded = len(comparison.differences) - len(told)
    verdict = f"{differing} differ that should not" if differing else "alike"
    look = "yellow" if differing else "green"
    words = f"{verdict}; {comparison.same} the same"
    if folded:
        words += f", {folded} that may differ (--full)"
    elif style.full:
        words += "; * may differ"
    names = f"{_side_text(comparison.left)} and {_side_text(comparison.right)}"
    return [style.paint(line, "bold") for line in fold(names, style.width)] + [
        style.paint(line, look) for line in fold(words, style.width)
    ]


def _side_text(side: Side) -> str:
    return f"{shown(side.unit)} ({shown(side.source)})"


def _resources(comparison: Comparison, told: list[Difference], style: Style) -> list[list[str]]:
    if not told:
        return []
    column = widest(map(_name, told), 22)
    half = max((style.width - column - 8) // 2, 12)
    sides = (comparison.left, comparison.right)
    head = [Cell("", column), *(Cell(shown(side.unit), half, "dim") for side in sides)]
    lines = row(head, style)
    for resource in dict.fromkeys(one.resource for one in told):
        same = [one for one in told if one.resource == resource]
        lines += [style.paint(shown(resource), "bold"), *_lines(same, column, half, style)]
    return [lines]


def _name(one: Difference) -> str:
    return shown(one.name) + ("*" if one.may_differ else "")


def _lines(differences: list[Difference], column: int, half: int, style: Style) -> list[str]:
    lines: list[str] = []
    for one in differences:
        left, right = _values(one)
        lines += row([Cell(_name(one), column), Cell(left, half), Cell(right, half)], style)
        added, removed = explain_list(one.left, one.right)
        if added or removed:
            words = [f"+{shown(item)}" for item in added] + [f"-{shown(item)}" for item in removed]
            lines += labelled("", " ".join(words), style, column=column, indent=2)
    return lines


def _values(one: Difference) -> tuple[str, str]:
    tell = value_text if one.name else _presence
    return tell(one.left), tell(one.right)


def _presence(value: Value) -> str:
    return "there" if value else "not there"


def _one_sided(comparison: Comparison, style: Style) -> list[str]:
    by_unit: dict[str, list[str]] = {}
    for kind, unit in comparison.one_sided.items():
        by_unit.setdefault(unit, []).append(kind)
    return [
        line
        for unit, kinds in by_unit.items()
        for line in fold(f"Only {shown(unit)} told: {shown(', '.join(kinds), 600)}", style.width)
    ]
