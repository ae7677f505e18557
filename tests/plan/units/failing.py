"""Pairs whose units do something else after a failure than the vendor recommends."""

from dataclasses import replace
from functools import partial

from tests.plan.groups import Group, Json
from tests.plan.simulated import Rows
from tests.plan.units.declaring import both, reads, shows
from tests.rehearsal.scenarios import PAIRS, Recipe, disband, fail_over, swap_roles, unit_is


def on(value: str, recipe: Recipe) -> Recipe:
    """Return a recipe for a pair on another value of on_failure, declared and held."""

    def declare(found: Json) -> None:
        recipe.declare(found)
        if found["mode"] == "active-passive":
            found["ha"]["on_failure"] = value

    def happen(one: Group, rows: Rows) -> None:
        recipe.happen(one, rows)
        if not recipe.blank:
            for address, row in rows.items():
                if address.kind == "ha":
                    row["on_failure"] = value

    return replace(recipe, declare=declare, happen=happen)


LEADS_AND_LEAVES = Recipe(
    unit_is(1, state="absent"), both(shows("mx1", "off"), shows("mx2", "primary")), recover=True
)
"""mx2 is to leave, and leads since mx1 stopped."""

FAILING: dict[str, dict[str, Recipe]] = {
    "on_failure is off": {
        **{
            name: on("off", PAIRS[name])
            for name in (
                "base port",
                "disband",
                "swap roles",
                "failed over",
                "failed over, mx1 off",
                "failed over, mx1 failed",
                "split",
                "split, mx2 counts",
            )
        },
        "mx2 leaves, and leads": on("off", LEADS_AND_LEAVES),
    },
    "on_failure is restore-role": {
        name: on("restore-role", PAIRS[name])
        for name in ("failed over", "failed over, mx1 failed", "lost mx1")
    }
    | {
        "mx2 is to lead, and failed": on(
            "restore-role", Recipe(swap_roles, shows("mx2", "failed"), recover=True)
        ),
        "a group that ends, split": on(
            "restore-role", Recipe(disband, partial(fail_over, former="primary"))
        ),
    },
    "on_failure differs": {
        "mx2 alone is on off, swap roles": replace(
            PAIRS["swap roles"], happen=reads("mx2", "ha", on_failure="off")
        ),
        "failed over, mx1 alone is on off": Recipe(
            happen=both(fail_over, reads("mx1", "ha", on_failure="off")), recover=True
        ),
    },
}
"""By kind, then by name."""
