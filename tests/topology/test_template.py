"""What `hacfg init` writes can be used as it is."""

from pathlib import Path

import pytest

from hacfg.errors import InvalidInput
from hacfg.topology.template import template
from tests.topology.documents import load_text


@pytest.mark.parametrize("firmware", ["7.2", "7.6.3"])
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
def test_the_template_loads_without_a_problem(tmp_path: Path, mode: str, firmware: str):
    text = template("mail-north", mode, firmware)

    topology = load_text(tmp_path, text).topology

    assert (topology.name, topology.mode, topology.firmwares) == ("mail-north", mode, (firmware,))
    assert "MAIL_NORTH_HA_PASSWORD" in text


@pytest.mark.parametrize("name", ["1", "true", "1e5", "null", "2-mail"])
def test_a_name_that_yaml_takes_for_something_else_stays_a_name(tmp_path: Path, name: str):
    assert load_text(tmp_path, template(name, "active-passive", "7.2")).topology.name == name


@pytest.mark.parametrize(
    ("name", "firmware", "message"),
    [
        ("mail east", "7.2", "'mail east' cannot be the name of a group; expected: letters"),
        ("a\nb: c", "7.2", "cannot be the name of a group"),
        ("mail", "7", "'7' cannot be the firmware of a group; expected: a version such as 7.2"),
    ],
)
def test_what_no_topology_can_hold_is_refused(name: str, firmware: str, message: str):
    with pytest.raises(InvalidInput) as caught:
        template(name, "active-passive", firmware)

    assert message in str(caught.value)


def test_the_template_shows_its_recommendations_and_waits_for_people_to_attest(tmp_path: Path):
    text = template("mail-north", "active-passive", "7.2")
    topology = load_text(tmp_path, text).topology

    assert topology.ha.on_failure == "become-secondary"
    assert topology.attestations == []
    assert "# attestations:" in text


def test_what_is_commented_out_is_sound_too(tmp_path: Path):
    text = template("mail-north", "active-passive", "7.2")
    at = text.index("# attestations:")
    review = "\n".join(
        line.removeprefix("# ")
        for line in text[at:].splitlines()
        if line.startswith(("# attestations", "# waivers", "#   -"))
    )

    loaded = load_text(tmp_path, f"{text[:at]}{review}\n")

    assert len(loaded.topology.attestations) == 2
    assert len(loaded.topology.waivers) == 1
