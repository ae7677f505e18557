"""The one table of rules: what each is about, what it looks at, which function judges it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hacfg.findings import Rule
from hacfg.practices import (
    alike,
    choices,
    failover,
    heartbeat,
    isolation,
    licences,
    mail_data,
    members,
    monitoring,
    moving,
    ports,
    storage,
)
from hacfg.practices.case import Case
from hacfg.practices.derived_texts import DERIVED_TEXTS
from hacfg.practices.practice_texts import PRACTICE_TEXTS
from hacfg.practices.verdict import Verdict

Check = Callable[[Case], Iterator[Verdict]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule with the function that judges it.

    `kinds` are those that it reads of a unit. `of_file` is false where no file can tell anything.
    `moves` is true where the outcome moves by itself, from one minute to the next.
    """

    rule: Rule
    check: Check
    kinds: frozenset[str] = frozenset()
    of_file: bool = True
    moves: bool = False


def _practice(number: int, check: Check, *kinds: str) -> Judged:
    return Judged(PRACTICE_TEXTS[number - 1], check, frozenset(kinds))


def _derived(
    number: int, check: Check, *kinds: str, of_file: bool = False, moves: bool = False
) -> Judged:
    return Judged(DERIVED_TEXTS[number - 1], check, frozenset(kinds), of_file, moves)


_ROLES = ("ha", "ha_member", "ha_status")

PRACTICES = (
    _practice(1, isolation.isolated, "interface", "ha_interface", "route"),
    _practice(2, failover.takes_over, *_ROLES),
    _practice(3, failover.shares_the_work, *_ROLES, "ha_interface", "ha_service"),
    _practice(4, heartbeat.stays_connected, "ha", "ha_interface", "ha_status"),
    _practice(5, licences.licensed, "license"),
    _practice(6, mail_data.synchronised, "ha"),
    _practice(7, mail_data.queue_stays, "ha"),
    _practice(8, storage.on_a_nas, "mail_storage"),
    _practice(9, mail_data.not_twice, "ha"),
    _practice(10, monitoring.watched, *monitoring.KINDS),
)

DERIVED = (
    _derived(1, alike.same_firmware),
    _derived(2, alike.same_operation_mode),
    _derived(3, alike.same_model),
    _derived(4, ports.static_address, "interface"),
    _derived(5, ports.heartbeat_only, "interface", "route"),
    _derived(6, choices.threshold_fits, "ha", of_file=True),
    _derived(7, choices.services_are_watched, "ha", "ha_service", of_file=True),
    _derived(8, choices.failed_primary_waits, "ha", of_file=True),
    _derived(9, choices.has_primary_backup, "ha_member", of_file=True),
    _derived(10, licences.ends_soon, "license"),
    _derived(11, moving.clocks_agree, moves=True),
    _derived(12, moving.certificate_holds, moves=True),
    _derived(13, members.shares_everything, "ha_sync_exception"),
    _derived(14, members.members_are_declared, "ha_member", "ha_peer"),
    _derived(15, members.are_the_declared),
)

DECISIONS = DERIVED_TEXTS[-1]
"""The rule about waivers and attestations, which looks at what all others found."""

RULES: tuple[Rule, ...] = (*(one.rule for one in (*PRACTICES, *DERIVED)), DECISIONS)
"""Every rule, in the order of ids."""

KINDS: frozenset[str] = frozenset().union(*(one.kinds for one in (*PRACTICES, *DERIVED)))
"""Every kind that some rule reads of a unit."""
