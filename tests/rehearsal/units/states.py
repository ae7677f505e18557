"""A pair and a farm at rest, what they may come to, and what is seen of them."""

from typing import Final

from hacfg.fortimail.ha import Group
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.hazards import Look, look
from tests.ha.groups import FARM, PAIR, farm, healthy
from tests.rehearsal.units.parts import OWN, with_accounts

PAIR_AT_REST: Final = with_accounts(healthy())
FARM_AT_REST: Final = with_accounts(farm())
NOBODY: Final = frozenset[int]()


def seen(group: Group, leaving: frozenset[int] = NOBODY) -> Look:
    """Return what is to be said of a group."""
    return look(FARM if group.kind == "farm" else PAIR, group, OWN, leaving)


def pair_with(index: int, **values: object) -> Group:
    """Return the pair with one unit changed."""
    return change(PAIR_AT_REST, index, **values)


def farm_with(index: int, **values: object) -> Group:
    """Return the farm with one unit changed."""
    return change(FARM_AT_REST, index, **values)
