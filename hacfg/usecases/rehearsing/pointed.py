"""A plan as its rehearsal carries it out: at the lab's units, and nothing else is asked."""

from collections.abc import Mapping
from typing import Final

from hacfg.lab.info import LabInfo
from hacfg.plan.document import PlanDocument
from hacfg.plan.proof import steps_digest
from hacfg.plan.steps import AnyStep, WaitStep

NOBODY: Final[Mapping[str, object]] = {"command": [], "queue": None, "agent": None, "answers": []}
"""A gate that asks nothing outside of the lab."""


def pointed_at(document: PlanDocument, info: LabInfo) -> PlanDocument:
    """Return the plan for a lab's units; what a command, SNMP or mail service would say, it says.

    The proof has to belong to the plan already: with those left out it is bound anew.
    """
    ours = document.hacfg
    trust = {"ca_pem": info.ca_pem, "fingerprint": None}
    units = [u.model_copy(update={"url": info.urls[u.name], **trust}) for u in ours.units]
    steps = [_by_people(step) for step in ours.steps]
    proof = (
        ours.proof.model_copy(update={"steps_digest": steps_digest(steps)}) if ours.proof else None
    )
    here = ours.model_copy(update={"units": units, "steps": steps, "proof": proof})
    return document.model_copy(update={"hacfg": here})


def _by_people(step: AnyStep) -> AnyStep:
    if not isinstance(step, WaitStep) or step.gate.source == "rest":
        return step
    gate = step.gate.model_copy(update={"source": "person", **NOBODY})
    return step.model_copy(update={"gate": gate})
