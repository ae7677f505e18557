"""Drift that people know of: it stays in the report, and raises no alarm until its last day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from hacfg.source import Position
from hacfg.topology.fields import Declared, Text
from hacfg.topology.reviews import Date


class KnownDrift(Declared):
    """One difference that is known."""

    address: str = Field(min_length=1, examples=["fortimail_ha.mx1"])
    """Address as `drift --json` shows it."""
    attribute: str = Field(default="", examples=["on_failure"])
    """The attribute; without it every attribute of the resource."""
    reason: Text = Field(examples=["tested by hand this week"])
    """Why it is so."""
    owner: Text = Field(examples=["mail-team"])
    """Who answers for it."""
    until: Date
    """Last day on which it raises no alarm."""


class KnownDrifts(Declared):
    """A file of drift that is known."""

    version: Literal[1] = Field(examples=[1])
    """Version of this file format."""
    known: list[KnownDrift] = Field(examples=[[]])
    """What is known."""


@dataclass(frozen=True, slots=True)
class Known:
    """One known difference, with its line."""

    address: str
    attribute: str
    reason: str
    owner: str
    until: datetime.date
    where: Position

    def covers(self, address: str, name: str) -> bool:
        """Tell whether it is about this attribute."""
        return self.address == address and self.attribute in {"", name}


def silenced(address: str, name: str, known: Iterable[Known], today: datetime.date) -> Known | None:
    """Return what silences the alarm for an attribute on a day; None if nothing does."""
    covering = (one for one in known if one.covers(address, name) and today <= one.until)
    return next(covering, None)
