"""How a group is, for people: the answer first, a line a unit, what mends it last."""

from collections.abc import Callable, Mapping

from hacfg.practices.licences import SOON
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, fold, labelled, row, widest
from hacfg.report.run_words import last_apply
from hacfg.report.style import Style
from hacfg.state import Unknown
from hacfg.usecases.standing import Standing
from hacfg.watch.condition import TROUBLE
from hacfg.watch.health import LINKS, Told, UnitHealth

_UNTOLD = "?"
_MOST, _MOST_IF_ROOMY, _ROOMY = 16, 22, 100
"""Columns that a cell may take on a narrow screen, and on one of so many columns."""


def status_text(standing: Standing, style: Style, since: str = "") -> str:
    """Return how a group is; `since` is when this condition was first seen, if that is known."""
    parts = [
        _headline(standing, style, since),
        [*_table(standing, style), *_virtual_ips(standing, style), *_last_apply(standing, style)],
        _problems(standing, style),
        _sources(standing, style),
        _next(standing, style),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _headline(standing: Standing, style: Style, since: str) -> list[str]:
    condition = standing.condition
    verdict = condition.name.upper() if condition.name in TROUBLE else condition.name
    when = f" since {since}" if since else ""
    parts = (style.paint(shown(standing.group), "bold"), standing.mode)
    head = "   ".join([*parts, style.paint(f"{verdict}{when}", _look(standing), "bold")])
    return [head, *(f"  {line}" for line in fold(shown(condition.words, 600), style.width - 2))]


def _look(standing: Standing) -> str:
    name = standing.condition.name
    return "red" if name in TROUBLE else "green" if name == "healthy" else "yellow"


def _table(standing: Standing, style: Style) -> list[str]:
    head = ["", *_COLUMNS]
    rows = [head]
    rows += [[shown(u.name), *(tell(u) for tell in _COLUMNS.values())] for u in standing.units]
    most = _MOST if style.width < _ROOMY else _MOST_IF_ROOMY
    widths = [widest((cells[place] for cells in rows), most) for place in range(len(rows[0]))]
    lines: list[str] = []
    for number, cells in enumerate(rows):
        unit = standing.units[number - 1] if number else None
        table = [
            Cell(text, width, _cell_look(unit, column))
            for column, text, width in zip(head, cells, widths, strict=True)
        ]
        lines += row(table, style)
    return lines


def _cell_look(unit: UnitHealth | None, column: str) -> str:
    if unit is None:
        return "dim"
    bad = {
        "declared": unit.is_misconfigured,
        "acts as": unit.is_out_of_role,
        "sync": unit.in_sync.value is False and unit.declared == "secondary",
        "heartbeat": any(link.value == "down" for link in unit.links.values()),
        "licence": isinstance(days := unit.licence_days.value, int) and days <= SOON.days,
    }
    return "red" if bad.get(column) else ""


def _plain(told: Told) -> str:
    return _UNTOLD if isinstance(told.value, Unknown) else shown(told.value)


def _declared(unit: UnitHealth) -> str:
    odd = f", is {_plain(unit.configured)}" if unit.is_misconfigured else ""
    return f"{unit.declared}{odd}"


def _effective(unit: UnitHealth) -> str:
    text = _plain(unit.effective)
    # A role that is not the declared one stands out without colours, too.
    return text.upper() if unit.is_out_of_role else text


def _sync(unit: UnitHealth) -> str:
    if unit.effective.value == "primary":
        return "leads"
    if not unit.in_sync.is_known:
        return _UNTOLD
    return "in sync" if unit.in_sync.value is True else "NOT IN SYNC"


def _link(told: Told) -> str:
    return {"up": "up", "down": "DOWN", "none": "-"}.get(_plain(told), _UNTOLD)


def _days(told: Told) -> str:
    return f"{told.value} d" if isinstance(told.value, int) else _UNTOLD


_COLUMNS: Mapping[str, Callable[[UnitHealth], str]] = {
    "firmware": lambda unit: _plain(unit.firmware),
    "declared": _declared,
    "acts as": _effective,
    "sync": _sync,
    "heartbeat": lambda unit: " ".join(_link(unit.links[link]) for link in LINKS),
    "licence": lambda unit: _days(unit.licence_days),
    "queue": lambda unit: _plain(unit.queue),
}


def _virtual_ips(standing: Standing, style: Style) -> list[str]:
    lines: list[str] = []
    for one in standing.virtual_ips:
        who = " and ".join(map(shown, one.holders)) or "nobody"
        text = f"{shown(one.address)} ({shown(one.port)}) is answered by {who}"
        look = "" if len(one.holders) == 1 else "red"
        lines += [f"  {style.paint(line, look)}" for line in fold(text, style.width - 2)]
    return lines


def _last_apply(standing: Standing, style: Style) -> list[str]:
    text = f"last apply: {last_apply(standing.past)}"
    return [f"  {line}" for line in fold(text, style.width - 2)]


def _problems(standing: Standing, style: Style) -> list[str]:
    """Return why units or their agents did not answer, and what two sources tell apart."""
    lines: list[str] = []
    for unit in standing.units:
        for problem in (unit.problem, unit.snmp_problem):
            if problem is None:
                continue
            text = f"{shown(problem.message, 600)}{_seen(problem.seen)}"
            lines += labelled(shown(unit.name), text, style, column=8)
            if problem.next:
                lines += labelled("", f"next: {shown(problem.next, 600)}", style, column=8)
        if unit.contradicted:
            text = f"the API says {_plain(unit.effective)}, SNMP says {shown(unit.contradicted)}"
            lines += labelled(shown(unit.name), text, style, column=8)
    return lines


def _seen(seen: str) -> str:
    return f" ({shown(seen, 300)})" if seen else ""


def _sources(standing: Standing, style: Style) -> list[str]:
    """Return which source told which column, naming units where they differ."""
    told: dict[str, dict[str, list[str]]] = {}
    for unit in standing.units:
        for column, value in _values(unit).items():
            if value.is_known:
                words = f"{value.source}{' (inferred)' if value.inferred else ''}"
                told.setdefault(words, {}).setdefault(column, []).append(unit.name)
    lines: list[str] = []
    for words, columns in told.items():
        parts = [
            column if len(names) == len(standing.units) else f"{column} of {', '.join(names)}"
            for column, names in columns.items()
        ]
        lines += labelled(words, shown("; ".join(parts), 600), style, column=15)
    return [style.paint("Told by", "dim"), *(f"  {line}" for line in lines)] if lines else []


def _values(unit: UnitHealth) -> dict[str, Told]:
    return {
        "firmware": unit.firmware,
        "role": unit.configured,
        "acts as": unit.effective,
        "sync": unit.in_sync,
        "heartbeat": unit.links[LINKS[0]],
        "licence": unit.licence_days,
        "queue": unit.queue,
    }


def _next(standing: Standing, style: Style) -> list[str]:
    lines: list[str] = []
    for number, step in enumerate(standing.condition.steps):
        lines += labelled("" if number else "Next", shown(step, 600), style, column=4)
    return lines
