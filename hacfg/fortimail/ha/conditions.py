"""The conditions that rules are made of: what a unit is, and whom it hears."""

from collections.abc import Callable
from typing import Final

from hacfg.fortimail.ha.moves import Scene
from hacfg.fortimail.ha.state import Effective, processes_mail, takes_mail

Condition = Callable[[Scene], bool]

ANY: Final[frozenset[Effective]] = frozenset(
    {"off", "starting", "guard", "joining", "primary", "secondary", "hold_off", "failed"}
)
"""All effective modes; a unit without power is in mode off."""


def modes(*names: Effective) -> frozenset[Effective]:
    """Return a set of effective modes."""
    return frozenset(names)


def has(fact: str) -> Condition:
    """Hold in worlds where a doubtful fact is true."""
    return lambda at: fact in at.world.facts


def both(*conditions: Condition) -> Condition:
    """Hold where all of these do."""
    return lambda at: all(condition(at) for condition in conditions)


def unless(condition: Condition) -> Condition:
    """Hold where this does not."""
    return lambda at: not condition(at)


def after_failure(value: str) -> Condition:
    """Hold for a unit with this on-failure setting."""
    return lambda at: at.unit.on_failure == value


def configured(role: str) -> Condition:
    """Hold for a unit with this configured role."""
    return lambda at: at.unit.conf == role


def in_pair(at: Scene) -> bool:
    """Hold in active-passive groups."""
    return at.is_pair


def led(at: Scene) -> bool:
    """Hold where an acting primary is heard."""
    return at.leader is not None


def has_source(at: Scene) -> bool:
    """Hold where the primary that is heard gives its configuration."""
    return at.has_source


def stale(at: Scene) -> bool:
    """Hold where the primary that is heard has another configuration."""
    return at.leader is not None and at.unit.cfg != at.group.units[at.leader].cfg


def sound(at: Scene) -> bool:
    """Hold while the monitored port works."""
    return at.unit.sound


def reached(at: Scene) -> bool:
    """Hold where senders reach a unit that takes mail."""
    return takes_mail(at.world, at.group, at.number)


def queued(at: Scene) -> bool:
    """Hold where the unit may have mail in its queue."""
    return at.unit.queue


def stuck(at: Scene) -> bool:
    """Hold where mail from before the unit joined lies in its queue."""
    return at.unit.stuck


def keeps_data(at: Scene) -> bool:
    """Hold where the unit has mail data already, wherever it lies, or its store is not known."""
    return at.unit.kept != "" or at.unit.cfg.store == ""


def is_backup(at: Scene) -> bool:
    """Hold for the primary backup of a farm (7.4 and later)."""
    return at.unit.backup and not at.is_pair


def watched(at: Scene) -> bool:
    """Hold where ports or services of the unit are monitored."""
    return at.unit.watch


def delivers(at: Scene) -> bool:
    """Hold where the unit's mail services would deliver a queue."""
    return at.unit.sound and processes_mail(at.world, at.group, at.number)


def answers(at: Scene) -> bool:
    """Hold while the API answers."""
    return at.unit.api


def down(at: Scene) -> bool:
    """Hold while the unit has no power."""
    return not at.unit.up


def can_boot(at: Scene) -> bool:
    """Hold for a unit without power that is not lost for good."""
    return not at.unit.up and not at.unit.gone


def some_link_down(at: Scene) -> bool:
    """Hold at the first unit while any heartbeat link is down."""
    return at.number == 0 and not all(at.group.links)


ALONE: Final = unless(led)
HA_ON: Final = unless(configured("off"))
CONFIGURED_PRIMARY: Final = configured("primary")
POLITE: Final = both(CONFIGURED_PRIMARY, led, unless(has("rude-start")))
"""A configured primary that finds another one acting, and gives way."""
