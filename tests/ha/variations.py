"""One thing at a time that is otherwise than in the case of a rule."""

from collections.abc import Callable, Mapping
from typing import get_args

from hacfg.fortimail.ha import Group, World
from hacfg.fortimail.ha.state import Configured, Effective, Heartbeat, OnFailure, change
from tests.ha.groups import OTHER

Scenery = tuple[World, Group]
Variation = Callable[[World, Group, int], Scenery]


def with_unit(**values: object) -> Variation:
    return lambda world, group, number: (world, change(group, number, **values))


def toggled(name: str) -> Variation:
    def vary(world: World, group: Group, number: int) -> Scenery:
        now = getattr(group.units[number], name)
        return world, change(group, number, **{name: not now})

    return vary


def _other(number: int) -> int:
    return 1 if number == 0 else 0


def _plugged(group: Group) -> Group:
    return group._replace(links=(True,) * len(group.links))


def _led(world: World, group: Group, number: int) -> Scenery:
    return world, change(_plugged(group), _other(number), eff="primary", up=True)


def _alone(world: World, group: Group, number: int) -> Scenery:
    return world, change(group, _other(number), eff="off", up=False)


def _away(world: World, group: Group, number: int) -> Scenery:
    return world, change(group, number, sent=False)._replace(sent=frozenset())


def _reached(world: World, group: Group, number: int) -> Scenery:
    return world, change(group, number, sent=True)


def _cut(world: World, group: Group, _: int) -> Scenery:
    return world, group._replace(links=(False,) * len(group.links))


def _kind(world: World, group: Group, _: int) -> Scenery:
    return world, group._replace(kind="farm" if group.kind == "pair" else "pair")


def _same(world: World, group: Group, number: int) -> Scenery:
    return world, change(group, number, cfg=group.units[_other(number)].cfg)


def _password(world: World, group: Group, number: int) -> Scenery:
    hb = group.units[number].hb
    facts = world.facts | {"password-only-sync"}
    return world._replace(facts=facts), change(group, number, hb=Heartbeat("wrong", *hb[1:]))


def _no_facts(world: World, group: Group, _: int) -> Scenery:
    return world._replace(facts=frozenset()), group


def holding(fact: str) -> Variation:
    return lambda world, group, _: (world._replace(facts=world.facts | {fact}), group)


VARIATIONS: Mapping[str, Variation] = {
    **{f"eff {name}": with_unit(eff=name) for name in get_args(Effective)},
    **{f"conf {name}": with_unit(conf=name) for name in get_args(Configured)},
    **{f"on-failure {name}": with_unit(on_failure=name) for name in get_args(OnFailure)},
    **{name: toggled(name) for name in ("queue", "up", "api", "sound", "backup", "watch", "stuck")},
    "gone": with_unit(gone=True),
    "kept elsewhere": with_unit(kept="elsewhere"),
    "other config": with_unit(cfg=OTHER),
    "same config": _same,
    "led": _led,
    "alone": _alone,
    "cut": _cut,
    "plugged": lambda world, group, _: (world, _plugged(group)),
    "other kind": _kind,
    "no senders": _away,
    "senders": _reached,
    "unable to sync": _password,
    "no facts": _no_facts,
    "rude": holding("rude-start"),
}
"""How a scene may differ, by name."""
