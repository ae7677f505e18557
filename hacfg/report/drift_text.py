"""Drift for people: the answer first, then each difference with its place and its age."""

from hacfg.report.answered import read_text, silent_lines
from hacfg.report.drift_ending import ending
from hacfg.report.escape import shown
from hacfg.report.layout import GAP, fold, labelled, pad, widest, width_of, with_note
from hacfg.report.style import Style
from hacfg.report.values import value_text
from hacfg.state import GROUP, Address, Value
from hacfg.usecases.drifting import Drifted
from hacfg.watch.drift import Drift, Since
from hacfg.watch.known import Known
from hacfg.watch.members import MemberDrift

_SINCE: dict[Since, str] = {
    "changed": "changed since",
    "not-applied": "not applied",
    "untold": "",
}


def drift_text(drifted: Drifted, style: Style, code: int = 0) -> str:
    """Return what differs; `code` is the exit code that it earns."""
    parts = [
        [_headline(drifted, style), *silent_lines(drifted.silent, style)],
        *_owners(drifted, style),
        _members(drifted, style),
        _unmanaged(drifted, style),
        _unseen(drifted, style),
        _known(drifted, style),
        ending(drifted, style, code),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _headline(drifted: Drifted, style: Style) -> str:
    read = read_text(drifted.read, drifted.silent)
    verdict = _verdict(drifted)
    look = "red" if drifted.is_alarm else "green"
    name = style.paint(shown(drifted.group), "bold")
    return "   ".join([name, drifted.mode, read, style.paint(verdict, look, "bold")])


def _verdict(drifted: Drifted) -> str:
    if drifted.is_alarm:
        return "DRIFT"
    differs = drifted.drifts or drifted.members
    silent = "; not all could be read" if drifted.silent or drifted.unseen else ""
    return ("no drift that is not known" if differs else "no drift") + silent


def _owners(drifted: Drifted, style: Style) -> list[list[str]]:
    owners = dict.fromkeys(drift.address.owner for drift in drifted.drifts)
    column = widest((shown(drift.name) for drift in drifted.drifts), 24)
    sections: list[list[str]] = []
    for owner in owners:
        lines = [style.paint(shown(_owner_text(owner, drifted)), "bold")]
        mine = [drift for drift in drifted.drifts if drift.address.owner == owner]
        for address in dict.fromkeys(drift.address for drift in mine):
            same = [drift for drift in mine if drift.address == address]
            lines += _resource(address, same, column, drifted, style)
        sections.append(lines)
    return sections


def _owner_text(owner: str, drifted: Drifted) -> str:
    if owner != GROUP:
        return owner
    leader = f", read from {drifted.leader.unit}" if drifted.leader.unit else ""
    return f"{drifted.group}   shared by all units{leader}"


def _resource(
    address: Address, drifts: list[Drift], column: int, drifted: Drifted, style: Style
) -> list[str]:
    first = drifts[0]
    sign = "~" if first.name else "+" if first.actual else "-"
    look = {"~": "yellow", "+": "green", "-": "red"}[sign]
    gone = {"+": " is there, declared absent", "-": " is gone", "~": ""}[sign]
    place = f"{first.where.file}:{first.where.line}" if first.where else ""
    title = f"  {style.paint(sign, look)} {shown(address.resource)}{gone}"
    lines = [with_note(title, shown(place), style)]
    for drift in drifts:
        known = drifted.silencer(drift.address, drift.name)
        if drift.name:
            values = _arrow(drift.expected, drift.actual)
            text = f"      {pad(shown(drift.name), column)}  {values}"
            lines += _noted(text, _SINCE[drift.since], style)
        elif drift.since != "untold":
            lines[-1:] = [lines[-1], f"      {style.paint(_SINCE[drift.since], 'dim')}"]
        lines += _known_note(known, style)
    return lines


def _noted(text: str, note: str, style: Style) -> list[str]:
    """Return a line with its note beside it, or below it where that does not fit."""
    if width_of(text) + width_of(note) + len(GAP) <= style.width:
        return [with_note(text, note, style)]
    folded = [f"        {part}" for part in fold(text.strip(), style.width - 8)]
    folded[0] = folded[0][2:]
    return folded + ([with_note("", note, style)] if note else [])


def _arrow(before: Value, after: Value) -> str:
    return f"{value_text(before)} -> {value_text(after)}"


def _known_note(known: Known | None, style: Style) -> list[str]:
    if known is None:
        return []
    text = f"known to {shown(known.owner)} until {known.until}: {shown(known.reason)}"
    return [f"        {style.paint(line, 'cyan')}" for line in fold(text, style.width - 8)]


def _members(drifted: Drifted, style: Style) -> list[str]:
    if not drifted.members:
        return []
    lines = [style.paint("Members that should be alike", "bold")]
    for one in drifted.members:
        odd = " and ".join(map(shown, one.odd))
        lines.append(
            with_note(f"  ~ {shown(one.resource)} {shown(one.name)}", f"odd: {odd}", style)
        )
        lines += _sides(one, style)
        for unit in one.odd:
            address = Address(unit, one.kind, one.key)
            lines += _known_note(drifted.silencer(address, one.name), style)
    return lines


def _sides(one: MemberDrift, style: Style) -> list[str]:
    """Return each value with the members that have it."""
    values = {
        value: [u for u, v in one.values.items() if v == value] for value in one.values.values()
    }
    lines: list[str] = []
    for value, units in values.items():
        who = ", ".join(map(shown, units))
        what = value_text(value) if one.name else ("has it" if value else "has it not")
        lines += [f"      {text}" for text in fold(f"{who}: {what}", style.width - 6)]
    return lines


def _unmanaged(drifted: Drifted, style: Style) -> list[str]:
    if drifted.unmanaged is None:
        return []
    if not drifted.unmanaged:
        return ["Nothing else differs from the saved state."]
    lines = [style.paint("Changed since the saved state, but not declared: no drift", "bold")]
    for one in drifted.unmanaged:
        what = (
            f"{shown(one.address.owner)} {shown(one.address.resource)} {shown(one.name)}".rstrip()
        )
        told = _arrow(one.before, one.actual) if one.name else ("new" if one.actual else "gone")
        lines += [f"  {text}" for text in fold(f"{what}: {told}", style.width - 2)]
    return lines


def _unseen(drifted: Drifted, style: Style) -> list[str]:
    """Return what could not be compared, each reason once; a silent unit was told already."""
    reasons: dict[str, list[str]] = {}
    for one in drifted.unseen:
        if one.address.owner not in drifted.silent:
            name = f"{one.address.owner} {one.address.resource} {one.name}".rstrip()
            reasons.setdefault(one.why, []).append(name)
    lines: list[str] = []
    for why, names in reasons.items():
        text = f"{', '.join(map(shown, names))}: {shown(why, 600)}"
        lines += labelled("Not seen", text, style, column=10)
    return lines


def _known(drifted: Drifted, style: Style) -> list[str]:
    lines: list[str] = []
    differing = [(str(d.address), d.name) for d in drifted.drifts]
    differing += [
        (str(Address(unit, one.kind, one.key)), one.name)
        for one in drifted.members
        for unit in one.odd
    ]
    for known in drifted.known:
        place = f"{shown(known.where.file)}:{known.where.line}"
        what = f"{known.address} {known.attribute}".rstrip()
        if known.until < drifted.today:
            text = f"{place}: known until {known.until} only: {shown(what)} counts again"
        elif not any(known.covers(address, name) for address, name in differing):
            text = f"{place}: {shown(what)} does not differ: delete it"
        else:
            continue
        lines += labelled("Known", text, style, column=10)
    return lines
