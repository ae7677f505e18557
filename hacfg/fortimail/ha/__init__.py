"""A pure model of FortiMail HA: what units do by themselves, what writes and faults do to them.

Names of the REST resources behind it are inferred; so are the rules whose mark says so.
"""

from hacfg.fortimail.ha.facts import FACTS, Fact
from hacfg.fortimail.ha.faults import FAULTS, REPORTED_ONLY, Fault, faults, strike
from hacfg.fortimail.ha.rules import MOVES, REPAIRS, RULES, Pace, Rule, enabled, fire
from hacfg.fortimail.ha.state import (
    BLANK,
    Config,
    Group,
    Heartbeat,
    Unit,
    World,
    is_in_sync,
    leader,
    shown,
    takes_mail,
)
from hacfg.fortimail.ha.writes import RefusedByUnit

__all__ = [
    "BLANK",
    "FACTS",
    "FAULTS",
    "MOVES",
    "REPAIRS",
    "REPORTED_ONLY",
    "RULES",
    "Config",
    "Fact",
    "Fault",
    "Group",
    "Heartbeat",
    "Pace",
    "RefusedByUnit",
    "Rule",
    "Unit",
    "World",
    "enabled",
    "faults",
    "fire",
    "is_in_sync",
    "leader",
    "shown",
    "strike",
    "takes_mail",
]
