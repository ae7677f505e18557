"""The way back: from a failover, a split brain, or units that stopped, to the declared roles."""

from hacfg.plan.draft import Draft
from hacfg.plan.handing_over import hand_over
from hacfg.plan.holding import hold_beside, keep_from_stopping, settle
from hacfg.plan.leaving import rule_out_lost_units
from hacfg.plan.listening import retune
from hacfg.plan.membership import gather
from hacfg.plan.roles import bring_out, is_to_lead, lead
from hacfg.state import Address, Secret

WHY = "it comes back with the configuration of the unit that leads"


def recover(draft: Draft) -> None:
    """Bring the group back to its declared roles, with the configuration that counts."""
    source = source_of(draft)
    primary = draft.situation.primary.name
    others = [unit.name for unit in draft.situation.units if unit.name != primary]
    if source is None:
        return
    rule_out_lost_units(draft)
    draft.procedure = f"recover with the configuration of {source}"
    if source != primary:
        rest = [primary, *(name for name in others if name != source)]
        _alone(draft, source, rest)
        hand_over(draft, source, primary, others)
        return
    everyone = [unit.name for unit in draft.situation.everyone if unit.name != primary]
    second = tuple(name for name in draft.leaders if name != primary)
    leads = draft.acts_as(primary) == "primary"
    if second and leads:
        hold_beside(draft, primary, second)
    stays = leads and draft.unit(primary).configured == "primary"
    for name in everyone:
        if draft.is_on(name) and not (stays and draft.follows(name)):
            bring_out(draft, name, WHY, "role-change")
    # Of two that acted as primary each has changes of its own: the other's are lost.
    draft.ours -= set(second)
    if draft.is_on(primary) and not leads:
        bring_out(draft, primary, "it starts again, and leads", "role-change")
    if not stays:
        lead(draft, primary, hold=bool(others), guard="role-change")
    if not any(draft.is_on(name) for name in everyone):
        _ask_for_password(draft, primary)
        retune(draft, primary)
    gather(draft, primary, others)
    settle(draft, primary)


def hand_back(draft: Draft) -> None:
    """Give the declared primary its role, from the unit that leads since it failed."""
    acting = draft.situation.leader.unit
    primary = draft.situation.primary.name
    others = [unit.name for unit in draft.situation.units if unit.name != primary]
    rule_out_lost_units(draft)
    if acting == primary:
        draft.procedure = f"{primary} leads for good"
        lead(draft, primary, hold=any(not draft.is_on(n) for n in others), guard="role-change")
        gather(draft, primary, others)
    elif acting is not None:
        hand_over(draft, acting, primary, others)


def source_of(draft: Draft) -> str | None:
    """Return the unit whose configuration counts: as a person says, else the acting primary's.

    Of two acting primaries it is that of the only one which is not blank; else the declared one's,
    as the vendor's recipe has it (6.0.5, primary heartbeat failure): that the other's changes are
    lost is a guard. Without any nobody can know.
    """
    acting = [unit.name for unit in draft.situation.everyone if unit.effective == "primary"]
    primary = draft.situation.primary.name
    if len(acting) == 1:
        return acting[0]
    if draft.mandate.source:
        return draft.mandate.source
    used = [name for name in acting if draft.unit(name).blank is not True]
    if len(used) == 1:
        return used[0]
    return primary if primary in acting else None


def _ask_for_password(draft: Draft, name: str) -> None:
    """Ask for a new password: of two that lead nobody's shared settings are compared."""
    if "ha.password" in draft.mandate.sends:
        draft.ask(Address(name, "ha"), {"password": Secret("ha.password")})


def _alone(draft: Draft, source: str, others: list[str]) -> None:
    """Let the unit whose configuration counts be the only one that acts as primary."""
    second = tuple(name for name in draft.leaders if name != source)
    if second and is_to_lead(draft, source) and draft.acts_as(source) == "primary":
        hold_beside(draft, source, second)
    for name in others:
        if draft.is_on(name) and draft.acts_as(name) == "primary":
            bring_out(draft, name, WHY, "role-change")
    if draft.acts_as(source) != "primary":
        for name in others:
            if draft.is_on(name):
                bring_out(draft, name, WHY, "role-change")
        if draft.is_on(source):
            bring_out(draft, source, "it starts again, and leads", "role-change")
        lead(draft, source, hold=True, guard="role-change", lasting=False)
    elif draft.is_shared(source):
        keep_from_stopping(draft, source)
    draft.ours -= set(second)
    if not any(draft.is_on(name) for name in others):
        _ask_for_password(draft, source)
