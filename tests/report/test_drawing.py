"""Drawings of topologies and plans: what is on them, and that they are harmless SVG."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hacfg.fortimail.catalogue import load_catalogue
from hacfg.plan.document import PlanDocument
from hacfg.report.drawing.of_plan import picture_of_plan
from hacfg.report.drawing.of_topology import picture_of_topology
from hacfg.report.drawing.picture import Joint, Picture, UnitBox, sentences
from hacfg.report.drawing.steps_svg import steps_svg
from hacfg.report.drawing.topology_svg import topology_svg
from hacfg.topology.load import load_topology
from tests.report.documents import DOCUMENTS, pair, runbook, unchanged
from tests.report.evil import EVIL, with_evil

EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "line", "text"}


def declared(story: str) -> Picture:
    known = load_catalogue().known_firmwares
    return picture_of_topology(load_topology(EXAMPLES / story / "topology.yaml", known).topology)


def planned(story: str) -> Picture:
    text = (EXAMPLES / story / "plan.json").read_text()
    return picture_of_plan(PlanDocument.model_validate_json(text))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # hacfg itself wrote it a moment ago


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  # ours


@pytest.mark.parametrize("story", STORIES)
def test_a_plan_is_drawn_as_its_topology_is(story):
    ours, theirs = planned(story), declared(story)

    assert [(u.name, u.role, u.ports) for u in ours.units] == [
        (u.name, u.role, u.ports) for u in theirs.units
    ]
    assert [(j.kind, dict(j.ends)) for j in ours.joints] == [
        (j.kind, dict(j.ends)) for j in theirs.joints
    ]
    for one, other in zip(ours.joints, theirs.joints, strict=True):
        assert other.label.startswith(one.label.partition(",")[0])


def test_a_pair_is_drawn_with_all_that_connects_it():
    assert [joint.label for joint in declared("pair-7.2").joints] == [
        "virtual IP 198.51.100.25/24",
        "heartbeat 10.255.0.0/30 (crossover cable)",
        "heartbeat 10.255.0.4/30 (crossover cable)",
        "NAS nas1.example.net:/vol/mail, nfs",
    ]


def test_a_farm_is_drawn_behind_its_load_balancer():
    assert planned("farm-7.6").above == (
        Joint("entry", "load balancer", dict.fromkeys(["mx1", "mx2", "mx3", "mx4", "mx5"], "")),
    )


def test_what_changes_is_marked_in_words_and_lines():
    svg = topology_svg(planned("pair-7.2"))

    assert "~ mx1" in words(svg)
    assert "~ virtual IP 198.51.100.25/24 on port1" in words(svg)
    assert svg.count('class="heartbeat changed"') == 6
    assert "mx1: primary, is: HA off; changes." in list(sentences(planned("pair-7.2")))


def test_what_stays_is_not_marked():
    picture = picture_of_plan(unchanged())

    assert {unit.mark for unit in picture.units} == {""}
    assert 'class="changed"' not in topology_svg(picture)


@pytest.mark.parametrize("number", [1, 2, 4, 5, 24])
def test_no_box_covers_another(number):
    units = tuple(
        UnitBox(f"mx{n}", "secondary", ports=("port5 10.0.0.1/24",)) for n in range(number)
    )
    ends = {unit.name: "port5" for unit in units}
    picture = Picture("farm", "config-only", units, (Joint("heartbeat", "heartbeat", ends),))

    root = parsed(topology_svg(picture))
    boxes = [
        tuple(int(box.get(name, "")) for name in ("x", "y", "width", "height"))
        for box in root.iter(f"{SVG}rect")
    ]

    assert len(boxes) == number
    for place, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, *_ in boxes[place + 1 :]:
            assert other_x >= x + width or other_y >= y + height or other_x + width <= x
    _, _, right, bottom = map(int, root.get("viewBox", "").split())
    assert all(x + width <= right and y + height <= bottom for x, y, width, height in boxes)


def test_the_order_of_a_plan_has_a_lane_for_each_unit():
    svg = steps_svg(pair())

    assert words(svg)[:2] == ["mx1", "mx2"]
    assert "3 ha off->primary" in words(svg)
    assert "mail: stops ~20 s" in words(svg)
    assert svg.count("<rect") == 7
    assert svg.count("<line") == 6


def test_the_order_says_what_is_done_by_hand_and_that_nothing_is_done():
    assert "1 BY HAND ha off->primary" in words(steps_svg(runbook()))
    assert "There is nothing to do." in words(steps_svg(unchanged()))


@pytest.mark.parametrize("draw", [lambda d: topology_svg(picture_of_plan(d)), steps_svg])
@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_is_only_words(kind, draw):
    svg = draw(with_evil(EVIL[kind]))

    root = parsed(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_drawing_says_in_words_what_it_shows(name):
    document = DOCUMENTS[name]()

    root = parsed(topology_svg(picture_of_plan(document)))

    assert root.get("role") == "img"
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert all(unit.name in (described.text or "") for unit in document.hacfg.units)
