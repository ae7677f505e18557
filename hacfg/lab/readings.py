"""Which doubtful facts a lab can be told to hold, beyond those of the HA model."""

from collections.abc import Iterable
from typing import Final

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.ha import FACTS

UNPROVED_SHARED: Final = "unproved-synchronised"
JOIN_REPLACES_ACCOUNTS: Final = "join-replaces-accounts"

READINGS: Final[dict[str, str]] = {
    **{fact.name: fact.words for fact in FACTS.values()},
    UNPROVED_SHARED: "settings whose sharing is not established are synchronised like shared ones",
}
"""Every reading by name, in the words of a person."""


def check_readings(names: Iterable[str]) -> None:
    """Raise InvalidInput for a reading that no lab knows."""
    unknown = sorted(set(names) - set(READINGS))
    if unknown:
        raise InvalidInput(
            Problem(
                f"no such reading: {', '.join(unknown)}",
                expected=", ".join(sorted(READINGS)),
                next="name one of these with --reading",
            )
        )
