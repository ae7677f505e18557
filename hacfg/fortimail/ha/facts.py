"""The doubtful facts: what no document settles, each true in some worlds and false in others."""

from typing import Literal, NamedTuple

Mark = Literal["documented", "sibling", "inferred", "unknown"]
"""How a fact or rule is known; sibling: documented for a product that shares the HA daemon."""


class Fact(NamedTuple):
    """One doubtful fact in the words of a person, with how it is known."""

    name: str
    mark: Mark
    words: str


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(
            "lonely-promotes",
            "inferred",
            "a secondary that never found a primary becomes primary by itself",
        ),
        Fact(
            "guard-promotes",
            "sibling",
            "a secondary whose first synchronisation failed becomes primary if it fails again",
        ),
        Fact(
            "rude-start",
            "unknown",
            "a configured primary that boots starts as primary beside an acting one",
        ),
        Fact(
            "silent-restart",
            "inferred",
            "writing heartbeat settings restarts HA on that unit",
        ),
        Fact(
            "password-only-sync",
            "inferred",
            "a wrong HA password stops synchronisation but not the heartbeat",
        ),
        Fact(
            "joining-serves",
            "inferred",
            "a unit that joins a farm takes mail before its first synchronisation",
        ),
        Fact(
            "join-strands-queue",
            "inferred",
            "mail of its own in the queue of a joining unit is not handed to the primary",
        ),
        Fact(
            "join-replaces-accounts",
            "inferred",
            "the first synchronisation replaces a unit's administrator accounts by the primary's",
        ),
        Fact(
            "same-instant",
            "unknown",
            "units that may become primary in the same instant both do, and neither gives way",
        ),
    )
}
"""All doubtful facts by name."""
