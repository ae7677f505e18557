"""What a form of a plan has to know beside the plan itself."""

from dataclasses import dataclass, field

from hacfg.report.style import Style


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a plan will be read."""

    style: Style = field(default_factory=Style)
    """For text: colour, columns, how much."""
    file: str = ""
    """The file that the plan is saved as, if it is."""
    now: str = ""
    """The time, RFC 3339, UTC; only streams tell it."""
    limit: int | None = None
    """Characters that the reader takes at most; none: what the form's own reader takes."""
