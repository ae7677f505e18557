"""Plans put together: what they are made from, and proofs that are as short as they can be."""

from typing import Any

from hacfg.plan.compose import UNREHEARSED, Origin, Shown, compose
from hacfg.plan.document import PlanDocument
from hacfg.plan.made import Made
from hacfg.plan.ours import Notice
from hacfg.plan.proof import Proof, Story

ORIGIN = Origin(
    path="groups/east.yaml",
    allowed=frozenset({"unverified-wire", "row-removal"}),
    recover=True,
    sent=frozenset({"z", "ha.password"}),
    told=("--dialect", "mine.yaml"),
    trust={"mx2": ("PEM", None), "mx1": (None, "sha256:0f")},
    secrets={"b": {"env": "B"}, "a": {"env": "A"}},
    timestamp="2026-11-26T00:00:00Z",
    seconds={"mx1": 0.12345, "mx2": 2.0},
)


def composed(made: Made, *notices: Notice, shown: Shown = UNREHEARSED) -> PlanDocument:
    """Return the document of a plan; the notices may be read once only."""
    return compose(ORIGIN, made, iter(notices), shown)


def story(**values: Any) -> Story:
    """Return how a plan may end badly."""
    found = {
        "rule": "S1", "words": "never two primaries", "danger": "two-primaries",
        "title": "two primaries", "lines": [], "now": [], "instead": "wait",
    } | values  # fmt: skip  # one list
    return Story.model_validate(found)


def proof(*stories: Story) -> Proof:
    """Return what a rehearsal showed that found these dangers."""
    return Proof(
        steps_digest="d", safe=not stories, worlds=[], starts=1, states=1, transitions=1,
        faults=[], stories=list(stories),
    )  # fmt: skip  # one list
