"""Drawing with SVG elements: boxes, lines and words, in light and dark."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from hacfg.report.escape import shown

NAMESPACE = "http://www.w3.org/2000/svg"
_STYLE = """
.drawing { font: 13px system-ui, sans-serif; }
.drawing rect { fill: #ffffff; stroke: #5b6472; }
.drawing line, .drawing polyline { stroke: #5b6472; stroke-width: 2; fill: none; }
.drawing text { fill: #1b1f24; }
.drawing .quiet { fill: #4a5260; font-size: 12px; }
.drawing .name { font-weight: 600; }
.drawing .entry { stroke: #0a5fb4; }
.drawing .storage { stroke-dasharray: 2 4; }
.drawing .heartbeat { stroke-dasharray: 9 4; }
.drawing .changed { stroke: #9a3412; stroke-width: 3; }
.drawing text.changed { fill: #9a3412; stroke: none; font-weight: 600; }
@media screen and (prefers-color-scheme: dark) {
  .drawing rect { fill: #1f252d; stroke: #9aa4b2; }
  .drawing line, .drawing polyline { stroke: #9aa4b2; }
  .drawing text { fill: #e6eaf0; }
  .drawing .quiet { fill: #b6c0cd; }
  .drawing .entry { stroke: #6cb2ff; }
  .drawing .changed { stroke: #ffa066; }
  .drawing text.changed { fill: #ffa066; }
}
"""


class Canvas:
    """An SVG picture that grows as things are drawn on it."""

    def __init__(self, title: str, description: Iterable[str], identity: str) -> None:
        self.root = ET.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "class": "drawing",
                "role": "img",
                "aria-labelledby": f"{identity}-title {identity}-words",
            },
        )
        ET.SubElement(self.root, "title", {"id": f"{identity}-title"}).text = shown(title)
        words = " ".join(shown(sentence, 2000) for sentence in description)
        ET.SubElement(self.root, "desc", {"id": f"{identity}-words"}).text = words
        ET.SubElement(self.root, "style").text = _STYLE
        self.width = self.height = 0

    def box(self, x: int, y: int, width: int, height: int, *looks: str, corner: int = 4) -> None:
        """Draw a box."""
        place = {"x": x, "y": y, "width": width, "height": height, "rx": corner}
        self._add("rect", place, looks)
        self._reach(x + width, y + height)

    def line(self, start: tuple[int, int], end: tuple[int, int], *looks: str) -> None:
        """Draw a line."""
        (x1, y1), (x2, y2) = start, end
        self._add("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, looks)
        self._reach(max(x1, x2), max(y1, y2))

    def text(self, x: int, y: int, text: str, *looks: str, room: int = 10_000) -> None:
        """Write words; what does not fit into the room is cut, and is whole in a tooltip."""
        whole = shown(text)
        most = max(4, room // 7)
        element = self._add("text", {"x": x, "y": y}, looks)
        element.text = whole if len(whole) <= most else f"{whole[: most - 3]}..."
        if element.text != whole:
            ET.SubElement(element, "title").text = whole
        self._reach(x + min(room, len(whole) * 8), y)

    def svg(self, margin: int = 16) -> str:
        """Return the picture, as large as what is on it."""
        width, height = self.width + margin, self.height + margin
        self.root.set("viewBox", f"0 0 {width} {height}")
        self.root.set("width", str(width))
        self.root.set("height", str(height))
        ET.indent(self.root)
        return ET.tostring(self.root, encoding="unicode") + "\n"

    def _add(self, name: str, place: dict[str, int], looks: Iterable[str]) -> ET.Element:
        attributes = {key: str(value) for key, value in place.items()}
        if used := " ".join(look for look in looks if look):
            attributes["class"] = used
        return ET.SubElement(self.root, name, attributes)

    def _reach(self, x: int, y: int) -> None:
        self.width, self.height = max(self.width, x), max(self.height, y)
