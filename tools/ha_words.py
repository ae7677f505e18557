"""What docs/ha-model.md says around its tables and diagrams."""

from typing import Final

from hacfg.fortimail.ha.state import Kind

HEAD: Final = """\
<!-- Made by `make generate` from hacfg/fortimail/ha: change the tables there, not this page. -->
# The model of FortiMail HA

What hacfg takes an HA group to do by itself. Plans are rehearsed on this model, and the lab runs on
it. **Everything here is of the model; no appliance was used.** Each rule says how it is known:

- *documented*: Fortinet's documents on FortiMail say it;
- *sibling*: documents on FortiVoice say it, which has the same HA daemon;
- *inferred*: it follows from what is documented, or is the likeliest reading of it;
- *unknown*: no document says anything.

A rule may fire whenever its condition holds: now, later, or never. The pace (prompt: about a
second; lapse: the heartbeat threshold, about 15 s; long: minutes) is for the lab and for messages;
no safety claim rests on it.

Nobody drew the diagrams: every arrow is a change of mode that the model made while it was played,
with every order of the units' moves, one fault, and a person who switches HA on, and one unit off,
at any moment; in the world without doubtful facts and in one world for each of them. On an arrow
stands the rule with its pace and mark, or the fault, or what the person did; "by the other" where
it is one of the other unit; after "?" the doubtful fact that it takes.
"""

TITLES: Final[dict[Kind, str]] = {
    "pair": "An active-passive pair",
    "farm": "A farm (config-only; from 7.4 on active-active)",
}
STARTS: Final[dict[Kind, str]] = {
    "pair": "two units with HA off, the second one blank, under each value of on-failure",
    "farm": "two units with HA off, the second one blank and the primary backup",
}

UNSEEN: Final = """\
## What this page cannot show

- **When a rule fires.** Conditions are functions (hacfg/fortimail/ha/conditions.py). The diagrams
  show between which modes a rule moved a unit, not what it waits for: who hears whom, who is
  configured for what, what on-failure says. A doubtful fact is named where a rule never fired
  without it.
- **What changes without a change of mode**: configurations, queues, accounts, mail data, virtual
  IPs.
- **Two faults at once** (such as a unit that loses power while it holds off for a reboot),
  `{reported}`, whose unit never comes back, writes other than switching HA on and off, and what
  only two doubtful facts together allow. The rehearsal plays a plan's own writes, and worlds of
  several facts.
- **More than two units.** A farm is drawn as its primary and its primary backup; an ordinary
  secondary does what the backup does, but never takes over.
- **What is in no rule**: firmware, licences, group HA, load balancers, edits on both sides of a
  split.
- **Whether it is true.** Nothing on this page was seen on an appliance.
"""
