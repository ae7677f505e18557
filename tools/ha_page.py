"""docs/ha-model.md, made from the tables of the HA model."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, get_args

from hacfg.fortimail.ha import FACTS, FAULTS, MOVES, REPAIRS, REPORTED_ONLY, RULES, Rule
from hacfg.fortimail.ha.state import Effective, Kind
from tools.ha_edges import NO_POWER, SWITCHED_OFF, SWITCHED_ON, Edge, edges
from tools.ha_words import HEAD, STARTS, TITLES, UNSEEN

BY_NAME: Final[Mapping[str, Rule]] = {rule.name: rule for rule in RULES}
RUNNING: Final = tuple(sorted(set(get_args(Effective)) - {"off"}))
ANY_MODE: Final = "any_mode"


def page() -> str:
    """Return the whole page."""
    found: dict[Kind, dict[Edge, tuple[str, ...]]] = {"pair": edges("pair"), "farm": edges("farm")}
    parts = [HEAD]
    for kind, drawn in found.items():
        parts += [f"## {TITLES[kind]}\n\nPlayed from {STARTS[kind]}.\n", diagram(drawn)]
    together = [*found["pair"].items(), *found["farm"].items()]
    parts += [
        "## Rules\n\nWhat units do by themselves while they are up.\n",
        rule_table(MOVES, together),
        "How single faults end.\n",
        rule_table(REPAIRS, together),
        "## Doubtful facts\n\nTrue in some worlds, false in others; a plan is rehearsed in both.\n",
        table(
            ("fact", "what then holds", "mark"),
            [(f"`{fact.name}`", fact.words, fact.mark) for fact in FACTS.values()],
        ),
        "## Faults\n\nOne at a time, at any moment.\n",
        fault_table(),
        UNSEEN.format(reported=", ".join(sorted(REPORTED_ONLY))),
    ]
    return "\n".join(parts)


def diagram(drawn: Mapping[Edge, tuple[str, ...]]) -> str:
    """Return a Mermaid state diagram; a fault or rule of every mode is drawn once."""
    lines = [
        "stateDiagram-v2",
        f'    state "no power" as {NO_POWER}',
        f'    state "any mode but off" as {ANY_MODE}',
        "    [*] --> off",
        *sorted({f"    {arrow(edge, facts, drawn)}" for edge, facts in drawn.items()}),
    ]
    return "\n".join(["```mermaid", *lines, "```", ""])


def arrow(edge: Edge, facts: Sequence[str], drawn: Iterable[Edge]) -> str:
    """Return one arrow of a diagram."""
    everywhere = {each.before for each in drawn if same(each, edge)} >= running(drawn)
    before = ANY_MODE if everywhere and edge.before in RUNNING else edge.before
    return f"{before} --> {edge.after}: {label(edge, facts)}"


def same(edge: Edge, other: Edge) -> bool:
    """Tell whether two edges differ only in where they begin."""
    return edge._replace(before="") == other._replace(before="")


def running(drawn: Iterable[Edge]) -> set[str]:
    """Return the modes but off that are in a diagram."""
    return {mode for edge in drawn for mode in (edge.before, edge.after)} & set(RUNNING)


def label(edge: Edge, facts: Sequence[str]) -> str:
    """Return what an arrow is called: its cause, its pace and mark, what else it needs."""
    rule = BY_NAME.get(edge.cause)
    words = [edge.cause] if rule is None else [edge.cause, f"({rule.pace}, {rule.mark})"]
    if edge.cause in FAULTS:
        words.insert(0, "fault")
    elif edge.cause in {SWITCHED_ON, SWITCHED_OFF}:
        words.insert(0, "a person")
    words += ["by the other"] if not edge.own else []
    words += [f"? {' or '.join(facts)}"] if facts else []
    return " ".join(words)


def rule_table(rules: Iterable[Rule], drawn: Sequence[tuple[Edge, tuple[str, ...]]]) -> str:
    """Return a table of rules; modes and facts are those of their edges."""
    head = ("rule", "what it does", "modes", "a doubtful fact", "pace", "mark", "source")
    return table(head, [rule_row(rule, drawn) for rule in rules])


def rule_row(rule: Rule, drawn: Sequence[tuple[Edge, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return one rule as a row."""
    own = [(edge, facts) for edge, facts in drawn if edge.cause == rule.name]
    moves = {f"{edge.before} to {edge.after}" for edge, _ in own if edge.own}
    moves |= {f"the other: {edge.before} to {edge.after}" for edge, _ in own if not edge.own}
    needed = {fact for _, facts in own for fact in facts if all(f for _, f in own)}
    return (
        f"`{rule.name}`",
        (rule.then.__doc__ or "").splitlines()[0],
        "; ".join(sorted(moves)) or "none changes",
        ", ".join(f"`{fact}`" for fact in sorted(needed)),
        rule.pace,
        rule.mark,
        rule.source,
    )


def fault_table() -> str:
    """Return a table of faults."""
    rows = [
        (f"`{name}`", kind.words, "no" if name in REPORTED_ONLY else "yes", kind.mark, kind.source)
        for name, kind in FAULTS.items()
    ]
    return table(("fault", "what happens", "ends", "mark", "source"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
