"""Plans made by hand, so that what they look like rests on nothing but the report."""

from collections.abc import Sequence
from typing import Any

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import AttributeDiff, ChangeView, Notice, Ours, UnitPlan
from hacfg.plan.proof import Guarded, Inherent, Line, Proof, Story, Way, Window
from hacfg.plan.situation import WORDING, Condition
from hacfg.plan.steps import ActionStep, AnyStep, Gate, ManualStep, SetStep, WaitStep
from hacfg.plan.terraform import ChangeShape, ResourceChange
from hacfg.state import GROUP, Address, Secret

FILE = "topology.yaml"
WHY = "the REST names are inferred; plan with --allow unverified-wire to let hacfg write them"


def unit(name: str, role: str = "primary", **more: object) -> UnitPlan:
    number = name[-1]
    seen = {
        "url": f"https://192.0.2.1{number}",
        "username": "hacfg",
        "serial": f"FE400F000000000{number}",
        "model": "FE-400F",
        "firmware": "7.2.3",
        "hostname": name,
        "dialect": "fortimail-7.2",
        "configured": "off",
        "effective": "off",
    }
    return UnitPlan.model_validate({"name": name, "role": role, **seen, **more})


def diff(name: str, before: object, after: object, **more: object) -> AttributeDiff:
    return AttributeDiff.model_validate({"name": name, "before": before, "after": after, **more})


def change(address: Address, line: int, *attributes: AttributeDiff, **more: object) -> ChangeView:
    found = {"action": "update", "position": f"{FILE}:{line}:3", **more}
    return ChangeView.model_validate({"address": address, "attributes": attributes, **found})


def port_change(name: str, line: int, address: str) -> ChangeView:
    attribute = diff("address", "0.0.0.0/0", address, provenance="sibling")
    return change(Address(name, "interface", "port5"), line, attribute, unchanged=6)


def ha_change(name: str, role: str) -> ChangeView:
    return change(
        Address(name, "ha"),
        7,
        diff("mode", "off", role, provenance="inferred"),
        diff("password", None, None, sensitive=True, provenance="inferred"),
        diff("mail_data_sync", before=False, after=True, provenance="inferred"),
        unchanged=4,
    )


def port_step(number: int, name: str, address: str) -> SetStep:
    at = Address(name, "interface", "port5")
    return SetStep(
        number=number,
        unit=name,
        procedure="build-pair",
        title="interface port5",
        reason="heartbeat ports get addresses before HA looks for them",
        position=f"{FILE}:19:7",
        kind="interface",
        key="port5",
        operation="update",
        attributes={"address": address},
        before={at: {"address": "0.0.0.0/0"}},
        after={at: {"address": address}},
        inverse={"address": "0.0.0.0/0"},
    )


def ha_step(number: int, name: str, role: str, reason: str, mail: str) -> SetStep:
    at = Address(name, "ha")
    temporary = ["on_failure"] if role == "primary" else []
    return SetStep(
        number=number,
        unit=name,
        procedure="build-pair",
        title=f"ha off->{role}",
        reason=reason,
        mail=mail,
        position=f"{FILE}:7:3",
        kind="ha",
        operation="update",
        attributes={"mode": role, "on_failure": "restore-role", "password": Secret("ha.password")},
        before={at: {"mode": "off"}},
        after={at: {"mode": role}},
        inverse={"mode": "off"} if role == "primary" else None,
        temporary=temporary,
        guards=["unverified-wire"],
    )


def wait_step(number: int, name: str, wording: str, timeout: int, **more: object) -> WaitStep:
    found = {"condition": "role", "source": "rest", **more}
    gate = Gate.model_validate({"unit": name, "wording": wording, "timeout": timeout, **found})
    return WaitStep(
        number=number,
        unit=name,
        procedure="build-pair",
        reason="the next step relies on it",
        gate=gate,
    )


def last_step(number: int) -> SetStep:
    at = Address("mx1", "ha")
    return SetStep(
        number=number,
        unit="mx1",
        procedure="build-pair",
        title="ha on_failure become-secondary",
        reason="as declared, now that both hold the same configuration",
        kind="ha",
        operation="update",
        attributes={"on_failure": "become-secondary"},
        before={at: {"on_failure": "restore-role"}},
        after={at: {"on_failure": "become-secondary"}},
        inverse={"on_failure": "restore-role"},
    )


def pair_steps() -> list[AnyStep]:
    joins = "joins, takes mx1's configuration"
    leads = "the unit with the good configuration leads"
    return [
        port_step(1, "mx1", "10.255.0.1/30"),
        port_step(2, "mx2", "10.255.0.2/30"),
        ha_step(3, "mx1", "primary", leads, "stops ~20 s"),
        wait_step(4, "mx1", "mx1 acts as primary", 120),
        ha_step(5, "mx2", "secondary", joins, "no effect"),
        wait_step(6, "mx2", "mx2 is in sync", 1200, condition="in-sync", source="person"),
        last_step(7),
    ]


def document(
    changes: Sequence[ChangeView] = (),
    steps: Sequence[AnyStep] = (),
    units: Sequence[UnitPlan] = (),
    *,
    complete: bool = True,
    **more: Any,
) -> PlanDocument:
    lacking = bool(more.get("lacking"))
    ours = {
        "version": "0.1.0",
        "plan_id": "sha256:" + "9c" * 32,
        "group": "mail-east",
        "mode": "active-passive",
        "generation": "per-unit",
        "topology": FILE,
        "condition": "blank: HA is off on all units",
        "units": units or [unit("mx1"), unit("mx2", "secondary")],
        "changes": changes,
        "steps": steps,
        "measured": {"read_seconds": {"mx1": 0.31, "mx2": 0.28}},
        **more,
    }
    return PlanDocument(
        resource_changes=[resource_change(item) for item in changes],
        timestamp="2026-11-22T18:00:00Z",
        applyable=complete and bool(changes) and not lacking,
        complete=complete,
        hacfg=Ours.model_validate(ours),
    )


def resource_change(view: ChangeView) -> ResourceChange:
    address = view.address
    return ResourceChange(
        address=str(address),
        type=f"fortimail_{address.kind}",
        name=address.owner,
        index=address.key or None,
        change=ChangeShape(actions=[view.action], before={}, after={}),
    )


def pair(**more: Any) -> PlanDocument:
    # Two blank units become a pair.
    changes = [
        port_change("mx1", 19, "10.255.0.1/30"),
        ha_change("mx1", "primary"),
        port_change("mx2", 27, "10.255.0.2/30"),
        ha_change("mx2", "secondary"),
    ]
    facts: dict[str, Any] = {
        "allowed": ["unverified-wire"],
        "notices": [
            Notice(
                id="HA-05",
                severity="warning",
                message="mx2 does not report its antispam licence",
                where="mx2 license antispam",
                next="hacfg check --explain HA-05",
            ),
            Notice(id="unread", severity="note", message="routes could not be read"),
        ],
        "unmanaged_rows": 3,
        "proof": proof(),
    }
    return document(changes, pair_steps(), **{**facts, **more})


def proof(**more: Any) -> Proof:
    facts: dict[str, Any] = {
        "steps_digest": "sha256:" + "5d" * 32,
        "safe": True,
        "worlds": [[], ["rude-start"], ["lonely-promotes", "rude-start"]],
        "starts": 2,
        "states": 12_204,
        "transitions": 60_001,
        "faults": ["mx1 loses power for a while", "all heartbeat links are down at once"],
        "ends": 19,
        "questions": ["--assume group.source=mx1, or another unit"],
        "inherent": [
            Inherent(
                rule="S1",
                title="two primaries",
                faults=["all heartbeat links are down at once", "two", "three", "four"],
                world=["rude-start"],
            )
        ],
        "windows": [
            Window(sort="no-failover", first=0, last=6),
            Window(sort="no-mail", first=3, last=4),
        ],
    }
    return Proof.model_validate({**facts, **more})


def unsafe() -> PlanDocument:
    # A plan that may end badly: the story is told, and what would settle it.
    lines = [
        Line(sort="step", first=1, step=2, text="done"),
        Line(sort="step", step=3, unit="mx1", text="ha password"),
        Line(sort="stop", text="hacfg stops here and does not come back"),
        Line(
            sort="then", unit="mx2", text="mx2 hears no primary for the threshold: becomes primary"
        ),
    ]
    story = Story(
        rule="S1",
        words="never two primaries in one active-passive group",
        danger="two-primaries",
        title="two primaries",
        world=["rude-start", "same-instant"],
        start="senders use the virtual IPs",
        lines=lines,
        now=["mx1 takes itself for primary, takes mail", "mx2 takes itself for primary"],
        lost="both answer for one address; mail that one of them takes is lost later",
        instead="take the secondary out of HA before the units may lose each other",
        settled_by=["fact.rude-start=false"],
    )
    other = story.model_copy(update={"rule": "S6", "title": "a plan that does not reach its end"})
    guarded = [
        Guarded(step=1, rule="S1", title="two primaries", fault="mx1 loses power for a while"),
        Guarded(step=2),
    ]
    way = Way(words="declare mx2 primary and mx1 secondary", states=1_204)
    notice = Notice(id="unsafe", severity="error", message="this can end in two primaries")
    return pair(
        proof=proof(safe=False, stories=[story, other]),
        lacking=[notice],
        explained=guarded,
        ways=[way],
        recover=True,
    )


def mended() -> PlanDocument:
    # The way back first: the rest is for a plan that follows.
    later = Notice(
        id="left",
        severity="error",
        message="mx1 ha: base_port is left as it is: no procedure changes it in this condition",
        where=f"{FILE}:15:5",
        next="plan again once this plan is carried out",
    )
    return pair(later=[later], notices=[], unmanaged_rows=0)


def lacking() -> PlanDocument:
    # The pair again, but nobody allowed what it needs.
    held = [
        Notice(
            id="guard:unverified-wire",
            severity="error",
            message=f"step {number}, ha: names that no public document confirms are written",
            where="mx1",
            next="if that is what you want: --allow unverified-wire",
        )
        for number in (3, 5)
    ]
    return pair(allowed=[], lacking=held)


def unchanged() -> PlanDocument:
    # A pair that is as declared.
    units = [
        unit("mx1", configured="primary", effective="primary"),
        unit("mx2", "secondary", configured="secondary", effective="secondary"),
    ]
    return document(units=units, condition="")


def silent() -> PlanDocument:
    # One of the units did not answer.
    problem = (
        "https://192.0.2.12 did not answer in 10 s; expected a FortiMail there; "
        "is the REST API switched on for the interface?"
    )
    dead = unit(
        "mx2",
        "secondary",
        model=None,
        firmware=None,
        configured="unknown",
        effective="unknown",
        problem=problem,
    )
    changes = [port_change("mx1", 19, "10.255.0.1/30")]
    unknown = [f'fortimail_interface.mx2["port{number}"].address' for number in range(1, 12)]
    units = [unit("mx1", configured="primary", effective="secondary"), dead]
    return document(changes, [], units, complete=False, unknown=unknown, condition="not known")


def stuck(condition: Condition = "split brain", **more: Any) -> PlanDocument:
    # Every unit answered and everything was read, but nobody leads: what is shared is not known.
    notice = Notice(id="condition", severity="error", message=f"{condition}: {WORDING[condition]}",
                    next="reconnect the heartbeat")  # fmt: skip  # short enough
    units = [
        unit("mx1", configured="primary", effective="primary"),
        unit("mx2", "secondary", configured="secondary", effective="primary"),
    ]
    facts = {"lacking": [notice], "unknown": ["group.ha.base_port"], "units": units, **more}
    return document(complete=False, condition=WORDING[condition], **facts)


def runbook() -> PlanDocument:
    # The plan of one who may not write inferred names: a person does it.
    lines = [
        "config system ha",
        "  set mode primary",
        "  set password <secret: env MAIL_EAST_HA_PASSWORD>",
        "end",
    ]
    at = Address("mx1", "ha")
    manual = ManualStep(
        number=1,
        unit="mx1",
        procedure="build-pair",
        title="ha off->primary",
        reason="the unit with the good configuration leads",
        mail="stops ~20 s",
        before={at: {"mode": "off"}},
        after={at: {"mode": "primary"}},
        inverse={"mode": "off"},
        lines=lines,
        why_manual=WHY,
    )
    holds = wait_step(2, "mx1", "mx1 has ha mode primary", 3600, condition="holds")
    drained = wait_step(
        3, "mx1", "no sender reaches mx1", 90, condition="drained", source="command",
        command=["./lb-drained", "mx1"],
    )  # fmt: skip  # one line less than one a argument
    return document([ha_change("mx1", "primary")], [manual, holds, drained])


def farm() -> PlanDocument:
    # A shared setting, rows that come and go, a list, an action, eleven steps.
    events = diff("trap_events", ["cpu"], ["ha", "system"], added=["ha", "system"], removed=["cpu"])
    long = "/vol/mail/" + "quarantine/" * 6
    changes = [
        change(Address(GROUP, "snmp_user", "nms"), 61, events),
        change(Address(GROUP, "mail_storage"), 55, diff("directory", "/old", long, unknown=True)),
        change(Address("mx1", "ha_peer", "10.0.0.2"), 22, diff("address", None, "10.0.0.2"),
               action="create"),
        change(Address("mx1", "ha_peer", "10.0.0.9"), 0, diff("address", "10.0.0.9", None),
               action="delete", position=None),
    ]  # fmt: skip  # one change a paragraph
    ports = [port_step(number, "mx1", "10.0.0.1/24") for number in range(1, 10)]
    shared = SetStep.model_validate(
        {
            **ports[0].model_dump(),
            "number": 10,
            "kind": "snmp_user",
            "key": "nms",
            "title": "snmp",
            "attributes": {"trap_events": ["ha", "system"]},
        }
    )
    join = ActionStep(
        number=11,
        unit="mx2",
        procedure="join",
        title="join",
        reason="mx2 becomes a member",
        mail="mx2 takes no mail for ~2 min",
        before={},
        after={},
        action="join",
        arguments={"password": Secret("ha.password")},
    )
    return document(changes, [*ports, shared, join], mode="config-only", condition="")


def hostile() -> PlanDocument:
    # Units and files that try to play tricks on the terminal.
    evil = "\x1b[2J\x1b]0;owned\x07\r\n\u202efdp.\u2066exe"
    attribute = diff("address\x1b[31m", evil, [evil])
    notice = Notice(id="x\x1b", severity="error", message=evil, where=evil, next=evil)
    return document(
        [change(Address("mx1", "interface", evil), 1, attribute, position=f"{evil}:1:1")],
        [port_step(1, "mx1", "10.0.0.1/24").model_copy(update={"title": evil, "reason": evil})],
        [unit("mx1", model=evil, firmware=evil, problem=evil, configured=evil)],
        notices=[notice],
        unknown=[evil],
        condition=evil,
        topology=evil,
    )


DOCUMENTS = {
    "pair": pair,
    "lacking": lacking,
    "unchanged": unchanged,
    "silent": silent,
    "stuck": stuck,
    "runbook": runbook,
    "farm": farm,
    "hostile": hostile,
    "unsafe": unsafe,
    "mended": mended,
}
"""Every kind of plan that the goldens hold."""
