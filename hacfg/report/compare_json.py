"""Two units side by side, for machines, with a schema of its own."""

from hacfg.plan.values import Part, PlanValue
from hacfg.report.one_line import one_line
from hacfg.watch.compare import Comparison, Side

FORMAT_VERSION = "1.0"


class SideView(Part):
    """One unit that is compared."""

    unit: str
    """Name of the unit."""
    source: str
    """Where it comes from: `live`, or a saved state."""


class DifferenceView(Part):
    """One attribute that is not the same."""

    kind: str
    """Kind of the resource."""
    key: str
    """Its key."""
    attribute: str
    """The attribute; empty for the row itself, whose values say who has it."""
    left: PlanValue
    """On the first unit."""
    right: PlanValue
    """On the second unit."""
    may_differ: bool
    """Whether each unit has it for itself."""


class CompareDocument(Part):
    """The result of `hacfg compare --json`."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    left: SideView
    """The first unit."""
    right: SideView
    """The second unit."""
    differences: list[DifferenceView]
    """What is not the same."""
    same: int
    """How many attributes are the same."""
    one_sided: dict[str, str]
    """Kinds that only one of the units told, with which."""


def compare_document(comparison: Comparison) -> CompareDocument:
    """Return the comparison as one document."""
    return CompareDocument(
        left=_side(comparison.left),
        right=_side(comparison.right),
        differences=[
            DifferenceView(
                kind=one.kind,
                key=one.key,
                attribute=one.name,
                left=one.left,
                right=one.right,
                may_differ=one.may_differ,
            )
            for one in comparison.differences
        ],
        same=comparison.same,
        one_sided=dict(comparison.one_sided),
    )


def compare_json(comparison: Comparison) -> str:
    """Return the document in one line of ASCII."""
    return one_line(compare_document(comparison))


def compare_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    return CompareDocument.model_json_schema(mode="serialization")


def _side(side: Side) -> SideView:
    return SideView(unit=side.unit, source=side.source)
