"""The worlds that a plan is rehearsed in: which of the doubtful facts hold in each.

Facts are switches, not extra moves, so that the world in which all hold does not contain the
others: each one that matters is played alone too.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from hacfg.fortimail.ha.facts import FACTS


class Noted(frozenset[str]):
    """The facts of a world, noting which facts a rule asked for."""

    asked: set[str]

    def __new__(cls, facts: Iterable[str]) -> Self:
        """Return a set that has noted nothing yet."""
        found = super().__new__(cls, facts)
        found.asked = set()
        return found

    def __contains__(self, fact: object) -> bool:
        """Tell whether a fact holds, and note that it was asked for."""
        self.asked.add(str(fact))
        return super().__contains__(fact)


def plain_world(known: Mapping[str, bool]) -> frozenset[str]:
    """Return the facts that are known to hold: the world with no doubtful one."""
    return frozenset(fact for fact, holds in known.items() if holds)


def doubtful_worlds(known: Mapping[str, bool], asked: Iterable[str]) -> Iterator[frozenset[str]]:
    """Yield each world with one more fact, of those that a plan's moves ask for, and their union.

    A fact that no rule asked for in the plain world makes no difference alone.
    """
    base, wanted = plain_world(known), set(asked)
    open_ = [fact for fact in FACTS if fact not in known]
    yield from (base | {fact} for fact in open_ if fact in wanted)
    if len(open_) > 1:
        yield base | set(open_)
