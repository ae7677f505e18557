"""How wide and how colourful text may be; colour only repeats what a sign already says."""

from collections.abc import Mapping
from dataclasses import dataclass

CODES: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
}

SIGNS: Mapping[str, tuple[str, str]] = {
    "create": ("+", "green"),
    "update": ("~", "yellow"),
    "delete": ("-", "red"),
}
"""Action to its sign and the colour that repeats it."""


@dataclass(frozen=True, slots=True)
class Style:
    """Choices for text: colour, columns, and how much is shown."""

    color: bool = False
    width: int = 80
    full: bool = False
    brief: bool = False
    """Only what a plan amounts to: its units, what it lacks, what it touches."""

    def paint(self, text: str, *looks: str) -> str:
        """Return the text in the named colours, or as it is where there is none."""
        codes = [CODES[look] for look in looks if look]
        if not self.color or not codes or not text.strip():
            return text
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"

    def sign(self, action: str) -> str:
        """Return the sign of an action, coloured."""
        sign, look = SIGNS[action]
        return self.paint(sign, look)
