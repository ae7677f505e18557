"""The topology drawn: where mail enters above, units in rows, heartbeat and storage below."""

from collections.abc import Sequence

from hacfg.report.drawing.canvas import Canvas
from hacfg.report.drawing.picture import Joint, Picture, UnitBox, sentences

_MARGIN, _GAP = 16, 28
_BOX, _LINE = 190, 18
_JOINT = 36
_IN_A_ROW = 4


def topology_svg(picture: Picture) -> str:
    """Return the drawing of a group."""
    canvas = Canvas(f"The topology of {picture.group}", sentences(picture), "topology")
    top = _MARGIN
    for start in range(0, len(picture.units), _IN_A_ROW):
        top = _row(canvas, picture, picture.units[start : start + _IN_A_ROW], top)
    return canvas.svg()


def _row(canvas: Canvas, picture: Picture, units: Sequence[UnitBox], top: int) -> int:
    """Draw some of the units with what they are connected to; return where the next row begins."""
    places = {unit.name: _MARGIN + n * (_BOX + _GAP) for n, unit in enumerate(units)}
    above = [joint for joint in picture.above if places.keys() & joint.ends.keys()]
    below = [joint for joint in picture.below if places.keys() & joint.ends.keys()]
    ceiling = top + _JOINT * len(above) + (_LINE if above else 0)
    floor = ceiling + max(map(_height, units))
    edge = max(places.values()) + _BOX + _GAP
    for number, joint in enumerate(above):
        _joint(canvas, joint, places, (number, top + _JOINT * number + _LINE, ceiling), edge)
    for number, joint in enumerate(below):
        _joint(canvas, joint, places, (number, floor + _JOINT * (number + 1), floor), edge)
    for unit in units:
        _unit(canvas, unit, places[unit.name], ceiling, floor - ceiling)
    return floor + _JOINT * (len(below) + 1)


def _height(unit: UnitBox) -> int:
    return _LINE * (2 + bool(unit.seen) + len(unit.ports)) + 14


def _unit(canvas: Canvas, unit: UnitBox, x: int, y: int, height: int) -> None:
    look = "changed" if unit.mark else ""
    canvas.box(x, y, _BOX, height, look)
    head = f"{unit.mark} {unit.name}".strip()
    lines = [(head, f"name {look}".strip()), (unit.role, ""), (unit.seen, "quiet")]
    lines += [(port, "quiet") for port in unit.ports]
    for number, (text, looks) in enumerate((t, looks) for t, looks in lines if t):
        canvas.text(x + 10, y + 20 + _LINE * number, text, looks, room=_BOX - 16)


def _joint(
    canvas: Canvas, joint: Joint, places: dict[str, int], meets: tuple[int, int, int], edge: int
) -> None:
    """Draw a bar with a line to each unit, and its words at the right, where nothing crosses them.

    `meets`: which of the lines it is, how high the bar is, and where the units begin.
    """
    number, y, unit_y = meets
    looks = (joint.kind, "changed" if joint.mark else "")
    joined = [x + _BOX - 16 - 22 * number for unit, x in places.items() if unit in joint.ends]
    canvas.line((min(joined), y), (edge, y), *looks)
    for x in joined:
        canvas.line((x, y), (x, unit_y), *looks)
    ports = sorted({port for port in joint.ends.values() if port})
    on = f" on {', '.join(ports)}" if ports else ""
    label = f"{joint.mark} {joint.label}{on}".strip()
    canvas.text(edge + 8, y + 4, label, "changed" if joint.mark else "quiet")
