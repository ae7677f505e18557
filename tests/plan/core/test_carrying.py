"""Whether hacfg may carry out a write itself, and who can say that a gate is met."""

from dataclasses import replace

import pytest

from hacfg.fortimail.dialect import ByVerb, Dialect, KindSpec, Provenance
from hacfg.fortimail.reading import KindReading
from hacfg.plan.carry import source_of, unsure, why_manual
from hacfg.plan.situation import UnitSituation
from hacfg.plan.steps import Operation
from hacfg.state import Address, Attributes
from tests.plan.core.parts import GUESSED, HEALTHY, SISTER, in_roles
from tests.plan.groups import WIRE

ROW, OTHER = (Address("mx1", "syslog", key) for key in ("x", "y"))
NOTHING = frozenset[str]()
SURE: list[Provenance] = ["documented", "recorded", "verified"]
DOUBTFUL: list[Provenance] = ["inferred", "sibling"]


def spec(provenance: Provenance | ByVerb, **fields: Provenance) -> KindSpec:
    """Return a kind with attributes a, b and the name of its rows, known like this."""
    wires = {"a": "w_a", "b": "w_b", "name": "w_name"}
    found = {
        name: {"wire": wire, "type": "str", "provenance": fields.get(name)}
        for name, wire in wires.items()
    }
    kind = {"path": "P", "shape": "table", "rows": "named", "key": "w_name", "source": "s"}
    return KindSpec.model_validate(kind | {"provenance": provenance, "fields": found})


def speaking(**kinds: KindSpec | None) -> Dialect:
    """Return a dialect that knows these kinds alone."""
    return in_roles(*HEALTHY).primary.dialect.model_copy(update={"kinds": kinds})


def unit(known: KindSpec | None, reading: KindReading | None) -> UnitSituation:
    """Return a unit that is spoken to in this way and answered so."""
    found = in_roles(*HEALTHY).primary
    kinds = {} if reading is None else {"syslog": reading}
    return replace(
        found, dialect=speaking(syslog=known), reading=replace(found.reading, kinds=kinds)
    )


def holding(*wires: str, of: Address = ROW, row_keys: tuple[str, ...] = ()) -> KindReading:
    """Return a table with one row whose answer held these keys."""
    return KindReading({of: {}}, {}, {of: frozenset(wires)}, frozenset(row_keys))


def why(
    found: UnitSituation,
    attributes: Attributes,
    operation: Operation = "update",
    allowed: frozenset[str] = WIRE,
) -> str:
    return why_manual(found, ROW, operation, attributes, allowed)


@pytest.mark.parametrize(
    ("provenance", "words"), [("sibling", SISTER), ("inferred", GUESSED), ("documented", GUESSED)]
)
def test_why_a_name_is_not_relied_on_depends_on_how_it_is_known(
    provenance: Provenance, words: str
) -> None:
    assert unsure(provenance) == words


@pytest.mark.parametrize("operation", ["create", "update", "delete"])
def test_what_could_not_be_read_is_written_by_nobody_but_a_person(operation: Operation) -> None:
    full = holding("w_a")

    assert why(unit(spec("documented"), None), {"a": 1}, operation) == "syslog x could not be read"
    assert why(unit(None, full), {"a": 1}, operation) == "syslog x could not be read"
    assert why(unit(spec("documented"), full), {"a": 1}, operation) == ""


@pytest.mark.parametrize("operation", ["create", "update", "delete"])
@pytest.mark.parametrize("known", [*SURE, *DOUBTFUL])
def test_names_that_no_document_confirms_are_written_only_if_that_is_allowed(
    known: Provenance, operation: Operation
) -> None:
    found = unit(spec(known), holding("w_a"))
    refused = {"sibling": SISTER, "inferred": GUESSED}.get(known, "")

    assert why(found, {"a": 1}, operation, NOTHING) == refused
    assert why(found, {"a": 1}, operation) == ""


def test_an_attribute_may_be_known_worse_or_better_than_its_kind() -> None:
    full = holding("w_a", "w_b")
    one_guessed = unit(spec("documented", a="inferred"), full)
    one_known = unit(spec("sibling", a="documented"), full)
    by_verb = unit(spec(ByVerb(read="documented", write="sibling")), full)
    written = unit(spec(ByVerb(read="inferred", write="documented")), full)

    assert why(one_guessed, {"b": 1}, allowed=NOTHING) == ""
    assert why(one_guessed, {"b": 1, "a": 1}, allowed=NOTHING) == GUESSED
    assert why(one_known, {"a": 1}, allowed=NOTHING) == SISTER
    assert why(by_verb, {"a": 1}, allowed=NOTHING) == SISTER
    assert why(written, {"a": 1}, allowed=NOTHING) == ""


@pytest.mark.parametrize(
    ("reading", "operation", "missing"),
    [
        (holding("w_a", "w_b"), "update", ""),
        (holding("w_a"), "update", "w_b"),
        (holding(), "update", "w_a, w_b"),
        (holding(), "delete", ""),
        (holding("w_a", "w_b", of=OTHER), "update", "w_a, w_b"),
        (holding(of=OTHER, row_keys=("w_a",)), "update", "w_b"),
        (holding(of=OTHER, row_keys=("w_a",)), "create", "w_b"),
        (holding(of=OTHER, row_keys=("w_a", "w_b")), "create", ""),
        (holding("w_a", row_keys=("w_a", "w_b")), "create", "w_b"),
        (KindReading(), "create", ""),
        (KindReading(), "update", "w_a, w_b"),
        (KindReading(), "delete", ""),
    ],
    ids=["all", "one not", "none", "a row goes", "another row's", "every row's", "for a new row",
         "for a new row, all", "its own before every row's", "the first row",
         "no row to change", "no row to remove"],
)  # fmt: skip  # one table
def test_a_key_is_written_only_if_the_units_answer_held_it(
    reading: KindReading, operation: Operation, missing: str
) -> None:
    found = unit(spec("inferred"), reading)

    expected = f"the unit's answer held no key {missing}" if missing else ""
    assert why(found, {"a": 1, "b": 1, "name": "x"}, operation) == expected


@pytest.mark.parametrize(
    ("known", "allowed", "source"),
    [
        ([], NOTHING, "rest"),
        (["documented"], NOTHING, "rest"),
        (["documented", "recorded"], NOTHING, "rest"),
        (["documented", "inferred"], NOTHING, "person"),
        (["documented", None], NOTHING, "person"),
        (["inferred"], WIRE, "rest"),
        ([None], WIRE, "rest"),
        (["inferred"], frozenset({"row-removal"}), "person"),
    ],
)
def test_rest_says_that_a_gate_is_met_only_if_all_its_names_may_be_relied_on(
    known: list[Provenance | None], allowed: frozenset[str], source: str
) -> None:
    kinds = {f"k{n}": spec(one) if one else None for n, one in enumerate(known)}

    assert source_of(speaking(**kinds), set(kinds), allowed) == source


def test_of_a_gate_it_counts_how_names_are_known_for_reading() -> None:
    read = spec(ByVerb(read="documented", write="inferred"))
    written = spec(ByVerb(read="inferred", write="documented"))
    named = spec("documented", a="inferred")

    known = speaking(read=read, written=written, named=named)
    assert source_of(known, {"read"}, NOTHING) == "rest"
    assert source_of(known, {"written"}, NOTHING) == "person"
    assert source_of(known, {"named"}, NOTHING) == "rest"
    assert source_of(known, {"unheard_of"}, NOTHING) == "person"
