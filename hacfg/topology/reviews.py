"""What people decided or saw: waivers and attestations of practices."""

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from hacfg.topology.fields import Declared, Text

Practice = Annotated[str, Field(pattern=r"^[A-Z]+-\d+$", examples=["HA-08"])]


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("is no date; write it as 2027-03-31") from None


Date = Annotated[datetime.date, BeforeValidator(_date), Field(examples=["2027-03-31"])]


class Waiver(Declared):
    """A practice that the group does not keep, for a while."""

    practice: Practice
    """Which practice."""
    reason: Text = Field(examples=["the NAS arrives in March"])
    """Why."""
    owner: Text = Field(examples=["mail-team"])
    """Who answers for it."""
    until: Date
    """Last day on which it counts."""


class Attestation(Declared):
    """What a person has seen that no API shows."""

    practice: Practice
    """Which practice."""
    by: Text = Field(examples=["J. Doe"])
    """Who saw it."""
    on: Date
    """When."""
    until: Date | None = Field(default=None, examples=["2027-11-01"])
    """Last day on which it counts; a year after `on` if nothing is said."""
    note: Text | None = Field(default=None, examples=["crossover cables checked in rack 4"])
    """What was seen."""
