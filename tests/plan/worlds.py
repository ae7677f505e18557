"""What hypothesis draws: declared groups, how far a build got, what drifted."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from hacfg.fortimail.dialect import FieldSpec
from hacfg.fortimail.roles import configured_role
from hacfg.plan.steps import AnyStep
from hacfg.state import GROUP, Address, Secret, State, Value
from tests.plan.groups import PARTS, Group, declared, group
from tests.plan.simulated import Rows, carry_out

FIRMWARES = ("7.2", "7.6")
ON_FAILURE = ("off", "restore-role", "become-secondary")


@st.composite
def groups(draw: st.DrawFn) -> Group:
    mode = draw(st.sampled_from(["active-passive", "config-only"]))
    size = 2 if mode == "active-passive" else draw(st.integers(2, 6))
    parts = draw(st.frozensets(st.sampled_from(sorted(PARTS))))
    firmware, on_failure = draw(st.sampled_from(FIRMWARES)), draw(st.sampled_from(ON_FAILURE))
    return group(declared(firmware, mode, size, parts, on_failure))


def built(one: Group, rows: Rows, steps: Iterable[AnyStep]) -> Rows:
    """Carry out steps, and let the units come to rest."""
    return at_rest(one, carry_out(rows, steps))


def at_rest(one: Group, rows: Rows, *, synced: bool = True) -> Rows:
    """Let each unit act as it is configured; the secondaries are in sync, or not yet."""
    after = {address: dict(values) for address, values in rows.items()}
    farm = "config-" if one.topology.mode == "config-only" else ""
    for name, reading in one.readings(rows).items():
        role = configured_role(reading)
        acting = str(role) if role == "off" else f"{farm}{role}"
        in_sync = role == "secondary" and synced
        after[Address(name, "ha_status")] |= {"effective_mode": acting, "in_sync": in_sync}
    return after


def on_units(one: Group, state: State, leader: str) -> Iterable[tuple[Address, str, Value]]:
    """Yield each declared attribute that can be read, at the unit that it is read from."""
    for address, attributes in state.items():
        owner = leader if address.owner == GROUP else address.owner
        for name, value in (attributes or {}).items():
            spec = one.dialect.kinds[address.kind]
            assert spec is not None
            identifies = name in spec.identity or spec.fields[name].wire == spec.key
            if not isinstance(value, Secret) and not identifies:
                yield replace(address, owner=owner), name, value


def other_value(field: FieldSpec, value: Value) -> Value:
    """Return another value that the attribute could have."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case tuple():
            return ()
        case _ if field.values:
            return next(word for word in field.values if word != value)
        case None:
            return "203.0.113.9/24"
        case _:
            return None
