"""What writes do, in a few words."""

from typing import Final

from hacfg.plan.pending import Pending
from hacfg.state import Address, Value

FEW: Final = 2
"""A write to a singleton names its attributes if there are not more."""


def titles(writes: list[tuple[Address, Pending]]) -> str:
    """Return what several writes do; a kind is named once: `interface port1, port5`."""
    words: list[str] = []
    kind = ""
    for address, pending in writes:
        again = address.kind == kind and address.key and pending.operation != "delete"
        words.append(address.key if again else title(address, pending))
        kind = address.kind
    return ", ".join(words)


def title(address: Address, pending: Pending) -> str:
    """Return what a write does, in a few words."""
    role = next((name for name in ("enabled", "mode") if name in pending.after), None)
    if address.kind == "ha" and role:
        return f"ha {_word(pending.before.get(role))}->{_word(pending.after[role])}"
    verb = {"create": "new ", "update": "", "delete": "remove "}[pending.operation]
    one_of_many = address.key or pending.operation != "update"
    which = "" if one_of_many or len(pending.after) > FEW else f" {', '.join(pending.after)}"
    return verb + address.resource.replace("_", " ") + which


def _word(value: Value) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)
