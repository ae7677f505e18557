"""What the units will say once all that is declared has been carried out."""

from hacfg.fortimail.reading import KindReading, Reading
from hacfg.plan.changes import Desired
from hacfg.plan.expected import expected_readings
from hacfg.state import GROUP, Address, Attributes, Secret, State
from tests.plan.core.parts import SILENT

HA, SECOND = Address("mx1", "ha"), Address("mx2", "ha")
SHARED = Address(GROUP, "ha")
ROW, OTHER = (Address("mx1", "syslog", key) for key in ("a", "b"))


def reading(unit: str = "mx1", **kinds: dict[Address, Attributes]) -> Reading:
    """Return a reading of some kinds."""
    return Reading(
        unit,
        {"serial": "S"},
        kinds={name: KindReading(rows, dict.fromkeys(rows, "7")) for name, rows in kinds.items()},
        problems={"license": SILENT},
    )


def after(
    desired: State, *readings: Reading, fixed: dict[tuple[str, str], Attributes] | None = None
) -> dict[Address, Attributes]:
    """Return all that the units will say."""
    wanted = Desired(desired, everywhere=fixed or {})
    found = expected_readings({one.unit: one for one in readings}, wanted)
    kinds = (kind for one in found.values() for kind in one.kinds.values())
    return {address: values for kind in kinds for address, values in kind.resources.items()}


def test_declared_values_stand_in_for_what_was_read_and_all_else_stays() -> None:
    found = after(
        {HA: {"mode": "primary", "new": 1}},
        reading(ha={HA: {"mode": "off", "port": 1}}, ha_status={ROW: {"x": 1}}),
        reading("mx2", ha={SECOND: {"mode": "off"}}),
    )

    assert found == {
        HA: {"mode": "primary", "port": 1, "new": 1},
        ROW: {"x": 1},
        SECOND: {"mode": "off"},
    }


def test_what_the_group_shares_is_said_by_each_unit_after_what_is_its_own() -> None:
    found = after(
        {SHARED: {"port": 2, "mode": "shared"}, HA: {"mode": "own"}},
        reading(ha={HA: {"port": 1}}),
        reading("mx2", ha={SECOND: {"port": 1, "x": 1}}),
    )

    assert found == {
        HA: {"port": 2, "mode": "shared"},
        SECOND: {"port": 2, "mode": "shared", "x": 1},
    }


def test_new_rows_are_there_and_removed_ones_are_not() -> None:
    desired: State = {
        OTHER: {"port": 1},
        Address(GROUP, "syslog", "a"): None,
        Address(GROUP, "syslog", "never there"): None,
        Address(GROUP, "syslog", "c"): {"port": 3},
    }

    found = after(desired, reading(syslog={ROW: {"port": 1}}))

    assert found == {OTHER: {"port": 1}, Address("mx1", "syslog", "c"): {"port": 3}}


def test_no_unit_says_a_secret() -> None:
    secret = Secret("ha.password")
    fixed: dict[tuple[str, str], Attributes] = {("mx1", "ha"): {"key": secret, "on": False}}

    found = after(
        {HA: {"password": secret, "mode": "off"}}, reading(ha={HA: {"on": True}}), fixed=fixed
    )

    assert found == {HA: {"mode": "off", "on": False}}


def test_what_the_mode_fixes_holds_for_each_row_that_is_there_unless_it_is_declared() -> None:
    fixed: dict[tuple[str, str], Attributes] = {
        ("mx1", "syslog"): {"on": False, "x": 1},
        (GROUP, "syslog"): {"y": 2},
        ("mx2", "syslog"): {"z": 3},
        ("mx1", "ha"): {"z": 4},
    }

    found = after({ROW: {"x": 9}}, reading(syslog={ROW: {"on": True}, OTHER: {}}), fixed=fixed)

    assert found == {ROW: {"on": False, "x": 9, "y": 2}, OTHER: {"on": False, "x": 1, "y": 2}}


def test_a_kind_that_was_not_read_stays_unread() -> None:
    before = reading(ha={HA: {}})

    (found,) = expected_readings({"mx1": before}, Desired({ROW: {"port": 1}})).values()

    assert found == before
    assert "syslog" not in found.kinds


def test_how_rows_are_called_on_the_unit_and_who_it_is_stay_as_read() -> None:
    before = reading(ha={HA: {"mode": "off"}})

    (found,) = expected_readings({"mx1": before}, Desired({HA: {"mode": "x"}})).values()

    assert (found.unit, found.facts, found.problems) == ("mx1", before.facts, before.problems)
    assert found.kinds["ha"].keys == before.kinds["ha"].keys
    assert before.kinds["ha"].resources == {HA: {"mode": "off"}}
