"""No form of a plan shows a secret, not even one that a unit says in clear."""

import json
from pathlib import Path

import pytest

from hacfg.cli.graph import Drawing
from hacfg.report.forms import Form
from tests.end_to_end.front import changed
from tests.end_to_end.group import SimulatedGroup
from tests.end_to_end.program import hacfg

UNVERIFIED = ("--allow", "unverified-wire")


def with_canaries(path: str, body: bytes) -> bytes:
    """Answer as a unit that hides nothing: every password in clear."""
    del path
    return body.replace(b'"******"', b'"canary-said-by-the-unit"')


@pytest.fixture(scope="module")
def saved(shared_group: SimulatedGroup) -> Path:
    """Give a plan that was made of what such a unit said."""
    with changed(shared_group, with_canaries) as topology:
        arguments = ("plan", topology.name, "--out", "saved.plan.json", *UNVERIFIED)
        folder = topology.parent
        told = hacfg(
            *arguments, "--json-into", "beside", folder=folder, environ=shared_group.environ
        )
        assert told.code == 0, told.err
    return folder / "saved.plan.json"


@pytest.mark.parametrize("form", Form)
def test_no_form_of_a_plan_shows_a_secret(form, saved):
    told = hacfg("show", saved.name, "--format", form, "--full", folder=saved.parent)

    assert told.code == 0
    assert told.out


@pytest.mark.parametrize("drawing", Drawing)
@pytest.mark.parametrize("steps", [[], ["--steps"]])
def test_no_drawing_shows_a_secret(drawing, steps, saved):
    told = hacfg("graph", saved.name, "--format", drawing, *steps, folder=saved.parent)

    assert told.code == 0
    assert told.out


@pytest.mark.parametrize("name", ["saved.plan.json", "beside"])
def test_no_file_holds_a_secret(name, saved):
    text = (saved.parent / name).read_text()

    assert json.loads(text)["hacfg"]["secrets"]
    assert "canary-" not in text
