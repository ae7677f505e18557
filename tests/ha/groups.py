"""Groups that the tests of the HA model start from."""

from hacfg.fortimail.ha import Config, Group, Heartbeat, Unit, World
from hacfg.fortimail.ha.state import change

PAIR = World()
FARM = World()
SHARED = World(generation="shared")
BEAT = Heartbeat("secret", 20000, ("a", "b"))
GOOD = Config("mx1", 3, ("vip",))
OTHER = Config("mx2", 1)
STANDALONE = Group((Unit(hb=BEAT, cfg=GOOD), Unit(hb=BEAT, cfg=OTHER)))


def world_with(*facts: str, base: World = PAIR) -> World:
    return base._replace(facts=frozenset(facts))


def healthy() -> Group:
    first = Unit("primary", "primary", BEAT, GOOD, "become-secondary", queue=True)
    return Group((first, Unit("secondary", "secondary", BEAT, GOOD)), sent=frozenset({"vip"}))


def farm() -> Group:
    config = GOOD._replace(vips=())
    first = Unit("primary", "primary", BEAT, config, queue=True, sent=True)
    second = Unit("secondary", "secondary", BEAT, config, queue=True, sent=True)
    return Group((first, second, second), kind="farm")


def backed_farm() -> Group:
    """Return a farm whose second unit is the primary backup."""
    return change(farm(), 1, backup=True)


def with_first(**values: object) -> Group:
    return change(healthy(), 0, **values)


def with_second(**values: object) -> Group:
    return change(healthy(), 1, **values)


def after(group: Group, index: int, **values: object) -> Group:
    return change(group, index, **values)


def cut(group: Group, *up: bool) -> Group:
    return group._replace(links=up or (False, False))
