"""An active-passive pair becomes a farm, or a farm a pair: while one unit alone is in HA."""

from hacfg.plan.draft import Draft
from hacfg.plan.entry import take_addresses
from hacfg.plan.gates import wait_for_people
from hacfg.plan.listening import retune
from hacfg.plan.roles import bring_out, lead
from hacfg.plan.services import wait_for_own_address


def changes_mode(draft: Draft) -> bool:
    """Tell whether the group runs as a pair and shall be a farm, or the other way round."""
    return draft.is_farm != (draft.situation.topology.mode == "config-only")


def change_mode(draft: Draft, primary: str, others: list[str]) -> None:
    """Take the others out, and let the primary lead in the other mode; they come back after."""
    draft.procedure = f"change the mode to {draft.situation.topology.mode}"
    for name in others:
        if draft.is_on(name):
            bring_out(draft, name, "the mode changes while one unit is in HA", "mode-change")
    to_farm = draft.situation.topology.mode == "config-only"
    if to_farm and draft.has_senders(primary):
        wait_for_own_address(draft, primary, "a farm has no virtual IP: it goes with the mode")
    retune(draft, primary)
    draft.is_farm = to_farm
    lead(draft, primary, hold=not to_farm, guard="mode-change")
    take_addresses(draft, primary)
    if not to_farm and draft.situation.topology.virtual_ips and draft.has_senders(primary):
        vips = [vip.address.partition("/")[0] for vip in draft.situation.topology.virtual_ips]
        wording = f"senders use {', '.join(vips)}"
        wait_for_people(draft, primary, "senders", wording, "it follows the primary", vips)
