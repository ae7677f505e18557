"""Where the moves of the units may lead a group."""

from hacfg.fortimail.ha import MOVES, Group, World, enabled, fire


def reachable(world: World, start: Group, rules=MOVES) -> set[Group]:
    """Every group that some order of moves leads to."""
    seen, waiting = {start}, [start]
    while waiting:
        group = waiting.pop()
        for rule, index in enabled(world, group, rules):
            following = fire(world, group, rule, index)
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def ends(world: World, start: Group) -> set[Group]:
    return {g for g in reachable(world, start) if not list(enabled(world, g, MOVES))}


def primaries(group: Group) -> int:
    return sum(unit.eff == "primary" for unit in group.units)
