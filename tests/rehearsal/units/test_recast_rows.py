"""Which units, kinds and rows would be read in a state of the model."""

from hacfg.fortimail.reading import KindReading, Reading
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.recast import Rest, recast
from hacfg.state import Address
from tests.ha.groups import PAIR
from tests.rehearsal.units.parts import as_built, read, resting, stage, start


def read_of_first(held: Held) -> Reading:
    rest = Rest(start(), {**stage().held, "mx1": held})
    return recast(PAIR, stage(), rest, resting().readings)["mx1"]


def test_a_unit_that_is_not_held_is_not_read():
    held = {"mx2": stage().held["mx2"]}

    found = recast(PAIR, stage(), Rest(as_built(), held), {"mx2": resting().readings["mx2"]})

    assert found.keys() == {"mx2"}
    assert found["mx2"].get("ha_status", "effective_mode") == "secondary"


def test_a_kind_that_was_not_read_is_not_read_now():
    before = resting().readings["mx1"]
    kinds = {kind: found for kind, found in before.kinds.items() if kind != "domain"}
    originals = {**resting().readings, "mx1": Reading("mx1", kinds=kinds)}

    found = recast(PAIR, stage(), Rest(start(), stage().held), originals)

    assert found["mx1"].kinds.keys() == kinds.keys()
    assert "domain" in found["mx2"].kinds


def test_a_row_that_steps_made_is_read_whole():
    made = Address("mx1", "route", "9")

    found = read_of_first(stage().held["mx1"].put(made, {"gateway": "a"})).kinds["route"]

    assert resting().readings["mx1"].kinds["route"].row_keys == frozenset()
    assert found.resources == {made: {"gateway": "a"}}
    assert found.held == {made: {"destination", "gateway"}}
    assert found.row_keys == {"destination", "gateway"}


def test_a_table_whose_only_row_steps_took_away_is_read_as_empty():
    gone = Address("mx1", "syslog", "192.0.2.50:514")

    found = read_of_first(stage().held["mx1"].put(gone, None)).kinds["syslog"]

    assert "server" in resting().readings["mx1"].kinds["syslog"].row_keys
    assert (found.resources, found.held, found.row_keys) == ({}, {}, frozenset())


def test_what_units_call_their_rows_stays_as_it_was_read():
    before: KindReading = resting().readings["mx1"].kinds["syslog"]

    assert before.keys
    assert read(start())["mx1"].kinds["syslog"].keys == before.keys
