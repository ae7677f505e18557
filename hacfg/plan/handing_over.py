"""The declared primary leads again, in place of the unit that leads since it failed."""

from hacfg.plan.draft import Draft
from hacfg.plan.gates import wait_for_role, wait_for_sync
from hacfg.plan.holding import keep_from_stopping, settle
from hacfg.plan.joining import join
from hacfg.plan.listening import retune
from hacfg.plan.membership import gather
from hacfg.plan.roles import bring_out, is_to_lead, lead, of_leaving, restore, retuned
from hacfg.state import Address


def hand_over(draft: Draft, acting: str, primary: str, others: list[str]) -> None:
    """Let the declared primary lead again, with the configuration of the unit that leads now.

    A unit that does not follow yet is brought in first, as secondary: that alone is safe whatever
    a starting primary does beside an acting one. Its role is the business of the next plan.
    """
    draft.procedure = f"hand over from {acting} to {primary}"
    if draft.unit(primary).effective == "failed" and _follows_by_itself(draft, primary):
        wait_for_sync(draft, primary, "once its fault is mended it follows by itself")
    if not draft.follows(primary):
        draft.procedure = f"bring {primary} in as secondary of {acting}"
        with draft.pool.without(of_leaving(draft, acting)):
            _bring_in(draft, acting, primary)
        return
    if draft.is_farm:
        _start_again(draft, acting, primary)
    else:
        if draft.unit(primary).configured != "primary":
            _take_role(draft, acting, primary, hold=bool(others))
        if draft.acts_as(primary) != "primary":
            keep_from_stopping(draft, primary)
            restore(draft, primary)
    gather(draft, primary, others)


def _bring_in(draft: Draft, acting: str, primary: str) -> None:
    """Let the declared primary join as secondary of the unit that leads now."""
    if draft.is_on(primary):
        bring_out(draft, primary, f"it comes back as secondary of {acting}", "role-change")
    lead(draft, acting, hold=True, guard="role-change", lasting=False)
    retune(draft, acting)
    join(draft, primary, acting, lasting=False)
    settle(draft, acting)


def _follows_by_itself(draft: Draft, primary: str) -> bool:
    """Tell whether a unit that failed follows the unit that leads now once its fault is mended.

    On `restore-role` a configured primary would take its role back, with the configuration from
    before; on `off` it does nothing.
    """
    on_failure = draft.read(primary, "ha", "on_failure")
    is_to_follow = on_failure == "restore-role" and not is_to_lead(draft, primary)
    return on_failure == "become-secondary" or is_to_follow


def _start_again(draft: Draft, acting: str, primary: str) -> None:
    """Let the primary of a farm start as such, where no unit takes over by itself."""
    bring_out(draft, acting, f"{primary} has the same configuration, and leads next", "role-change")
    if draft.is_on(primary):
        bring_out(draft, primary, "it starts again, and leads", "role-change")
    lead(draft, primary, hold=False, guard="role-change")


def _take_role(draft: Draft, acting: str, primary: str, *, hold: bool) -> None:
    """Let a secondary in sync take over, and configure it as primary once it leads alone.

    Beside a primary that acts it could start as a second one (`rude-start`).
    """
    bring_out(draft, acting, f"{primary} has the same configuration, and takes over", "role-change")
    wait_for_role(draft, primary, "primary")
    lead(draft, primary, hold=hold, guard="role-change")
    if draft.is_shared(primary):
        _take_document(draft, acting, primary)
    retune(draft, primary)


def _take_document(draft: Draft, acting: str, primary: str) -> None:
    """Make pending on the unit that leads now what the former one was to write in the document.

    The rows of others are made by joining.
    """
    found = draft.pool.pop(Address(acting, "ha"), retuned(draft))
    own = draft.pool.pop(Address(acting, "ha_member", primary))
    for kind, key, pending in (("ha", "", found), ("ha_member", primary, own)):
        if pending:
            draft.pool.ask(Address(primary, kind, key), pending)
