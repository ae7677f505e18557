"""What dangers, faults and moves are called when a story is told to people."""

from collections.abc import Mapping

from hacfg.fortimail.ha.faults import FaultName
from hacfg.plan.rehearsal.hazards import Danger

TITLES: Mapping[Danger, str] = {
    "two-primaries": "two primaries",
    "overwritten": "a good configuration overwritten",
    "edit-lost": "a change undone, and apply going on",
    "no-mail": "mail stops unannounced",
    "mail-ends": "mail stops until a person comes",
    "astray": "hacfg being locked out",
    "blank-serves": "a blank unit takes mail",
    "queue-stranded": "mail left in a queue that nobody delivers",
    "data-stranded": "mail data left where nobody looks",
    "leaves-with-mail": "a unit leaves with mail",
    "unfinished": "a plan that does not reach its end",
    "not-as-declared": "a plan that ends otherwise than declared",
    "no-way-on": "no way on from where hacfg stopped",
}
"""Danger to what happens in the end."""

LOST: Mapping[Danger, str] = {
    "two-primaries": "both answer for one address; mail that one of them takes is lost later",
    "overwritten": "the configuration of {unit} is gone; only a backup has it",
    "mail-ends": "senders queue their mail, and give up after some days",
    "no-mail": "senders queue their mail until a unit takes it again",
    "astray": "{unit} can be reached on its console only",
    "blank-serves": "{unit} rejects or forwards mail without any policy",
    "queue-stranded": "what lies in the queue stays there until a person delivers it",
    "data-stranded": "quarantines and mailboxes of {unit} are not found any more",
    "leaves-with-mail": "what {unit} holds is lost once it is switched off",
}
"""Danger to what is lost by it."""

INSTEAD: Mapping[Danger, str] = {
    "two-primaries": "take the secondary out of HA before the units may lose each other",
    "overwritten": "hold the primary with restore-role until the unit that joins is in sync",
    "edit-lost": "wait until the units are in sync before going on",
    "no-mail": "let another unit take over first, or announce the outage and wait for its end",
    "mail-ends": "keep a unit that takes over by itself until the other one leads",
    "astray": "declare api.after_join; reach a unit by an address that the plan leaves alone",
    "blank-serves": "open a unit to senders only once it is in sync",
    "queue-stranded": "wait until the queue is empty before the unit joins or leaves",
    "data-stranded": "see to the mail data before the unit looks elsewhere",
    "leaves-with-mail": "keep senders away, and wait until its queue is empty",
    "unfinished": "wait before the step until the unit is as the step expects",
    "not-as-declared": "let the last steps set what was temporary",
    "no-way-on": "say what only a person can know: --assume",
}
"""Danger to what to do instead."""

FAULTS: Mapping[FaultName, str] = {
    "loses-power": "{unit} loses power for a while",
    "announces-reboot": "{unit} announces a reboot and is away for a while",
    "port-fails": "a monitored port of {unit} fails for a while",
    "false-alarm": "monitoring takes {unit} for failed though it is not",
    "api-stops": "the API of {unit} does not answer for a while",
    "link-fails": "heartbeat link {number} is down for a while",
    "links-fail": "all heartbeat links are down at once for a while",
    "lost-for-good": "{unit} is lost for good",
}
"""Fault to what happens."""

MOVES: Mapping[str, str] = {
    "starts-as-primary": "{unit} finds no primary: acts as primary",
    "starts-beside-primary": "{unit} starts as primary beside the one that acts",
    "yields-at-start": "{unit} finds an acting primary: follows it",
    "reclaims-at-start": "{unit} takes its role back from the acting primary",
    "stays-off-at-start": "{unit} finds an acting primary: stays off",
    "follows-backup": "{unit} finds the backup leading: follows it",
    "finds-primary": "{unit} finds the primary: follows it",
    "promotes-alone": "{unit} never found a primary: becomes primary",
    "syncs-first": "{unit} takes the primary's configuration",
    "fails-first-sync": "{unit} gets no configuration: stops",
    "tries-again": "{unit} tries again to follow",
    "promotes-from-guard": "{unit} got no configuration again: becomes primary",
    "syncs-change": "{unit} takes a change from the primary",
    "hands-queue-over": "{unit} hands its queue to the primary",
    "takes-over": "{unit} hears no primary for the threshold: becomes primary",
    "backup-takes-over": "{unit}, the primary backup, hears no primary: becomes primary",
    "leaves-hold-off": "{unit} hears the primary again: follows it",
    "hold-off-runs-out": "{unit} has waited long enough: becomes primary",
    "fails": "{unit} gives its role away",
    "fails-for-good": "{unit} stops, and waits for a person",
    "switches-off": "HA ends on {unit}",
    "recovers-as-secondary": "{unit} is sound again: comes back as secondary",
    "recovers-its-role": "{unit} is sound again: takes its role back",
    "recovers-as-configured": "{unit} is sound again: comes back as the secondary that it is to be",
    "takes-in-mail": "{unit} takes mail",
    "delivers-queue": "{unit} delivers what it holds",
    "promote-together": "the units become primary in the same instant",
    "power-returns": "{unit} boots",
    "port-returns": "the port of {unit} works again",
    "api-returns": "the API of {unit} answers again",
    "links-return": "the heartbeat links are up again",
}
"""Rule of the model to what a unit does by it."""

MODES: Mapping[str, str] = {
    "off": "off",
    "starting": "not yet in a role",
    "guard": "stopped: got no configuration",
    "joining": "a secondary, not yet in sync",
    "primary": "primary",
    "secondary": "secondary",
    "hold_off": "waiting for the primary's reboot",
    "failed": "failed",
}
"""Effective mode to what a unit takes itself for."""

BEGINS: Mapping[str, str] = {
    "off": "off",
    "starting": "starting",
    "guard": "guard",
    "joining": "joining",
    "hold_off": "in hold-off",
}
"""Effective mode to what a unit is when a plan begins, where other words may be shown for it."""
