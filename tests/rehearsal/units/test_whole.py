"""Whole rehearsals of short plans: all that a proof says, in a file that a person can read."""

import json
from pathlib import Path

import pytest

from hacfg.plan.proof import steps_digest
from tests.goldens import assert_golden
from tests.rehearsal.scenarios import file_name, prepared

WHOLE = Path(__file__).parent / "whole"
CASES = [
    ("remove mx2", "7.2"),
    ("remove mx2", "7.6"),
    ("swap roles", "7.2"),
    ("failed over", "7.6"),
    ("lost mx1", "7.2"),
    ("split", "7.2"),
    ("split, mx2 counts", "7.6"),
    ("farm: disband", "7.2"),
    ("farm: add mx4", "7.6"),
]


@pytest.mark.parametrize(("name", "firmware"), CASES)
def test_a_proof_says_what_its_file_tells(name, firmware):
    found = prepared(name, firmware)

    proof = found.proof

    assert proof is not None
    assert proof.steps_digest == steps_digest(found.outline.steps)
    told = proof.model_dump(mode="json", exclude={"steps_digest"}, exclude_defaults=True)
    text = json.dumps(told, indent=1) + "\n"
    assert_golden(WHOLE / f"{file_name(name)}, {firmware}.json", text)
