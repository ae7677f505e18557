"""Plans that once were refused, though there is a safe way, are proved safe."""

from functools import partial

import pytest

from tests.plan.groups import Json
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import (
    Recipe,
    change_settings,
    fail_over,
    forget_member,
    planned,
    swap_roles,
)


def remove_virtual_ip(found: Json) -> None:
    """Declare that the virtual IP goes, while senders may use it."""
    found["virtual_ips"][0]["state"] = "absent"


def remove_unsaid(found: Json) -> None:
    """Declare that the virtual IP goes, and nothing of how senders reach the group."""
    remove_virtual_ip(found)
    del found["mail_entry"]


CASES = {
    "the last virtual IP goes": Recipe(remove_virtual_ip),
    "the last virtual IP goes, nobody says who uses it": Recipe(remove_unsaid),
    "settings change while another unit leads": Recipe(change_settings, fail_over),
    "a new unit is to lead": Recipe(swap_roles, partial(forget_member, unit="mx2", key="10.0.0.2")),
}


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize("name", CASES)
def test_what_can_be_done_safely_is_not_refused(name: str, firmware: str) -> None:
    found = planned(CASES[name], firmware)

    assert found.lacking == []
    assert found.proof is not None
    assert found.proof.safe
