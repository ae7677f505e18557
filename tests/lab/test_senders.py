"""Where senders send to: what people do around a group, and what it means for mail."""

from tests.end_to_end.group import simulated
from tests.end_to_end.test_procedures import used


def takers(door):
    units = door.status()["units"]
    return [name for name, unit in units.items() if unit["takes_mail"]]


def test_the_acting_primary_takes_mail_at_the_virtual_ips_that_senders_use(tmp_path):
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        used(group)
        assert takers(group.door) == []

        group.door.send_to_virtual_ips(["198.51.100.25"])

        assert takers(group.door) == ["mx1"]
        assert group.door.dump()["sent"] == ["198.51.100.25"]
        group.door.send_to_virtual_ips(["198.51.100.99"])
        assert takers(group.door) == []


def test_a_member_of_a_farm_takes_mail_while_senders_reach_it(tmp_path):
    with simulated("farm-7.2", tmp_path, blank=False) as group:
        group.door.send_to_unit("mx3", sent=True)
        assert takers(group.door) == ["mx3"]

        group.door.send_to_unit("mx3", sent=False)

        assert takers(group.door) == []


def test_senders_are_in_what_a_lab_saves_and_starts_from(tmp_path):
    from hacfg.fortimail.catalogue import load_catalogue
    from hacfg.lab.config import LabState
    from hacfg.lab.declared import Options, make_config
    from hacfg.lab.group import LabGroup

    with simulated("pair-7.2", tmp_path, blank=False) as group:
        group.door.send_to_virtual_ips(["198.51.100.25"])
        saved = LabState.model_validate(group.door.dump())
        config = make_config(group.loaded, load_catalogue(), Options())

    again = LabGroup(config.model_copy(update={"state": saved}), _Any())

    assert again.group.sent == {"198.51.100.25"}
    assert again.save().sent == ["198.51.100.25"]


def test_data_that_a_person_saw_to_may_be_left(tmp_path):
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        group.door.see_to_data()

        assert {u["ha"]["kept"] for u in group.door.dump()["units"].values()} == {"*"}


class _Any(dict[str, str]):
    """A secret for every slot."""

    def __missing__(self, slot: str) -> str:
        return f"made up for {slot}"
