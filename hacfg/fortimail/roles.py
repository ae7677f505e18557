"""Which role a unit is configured for, which one it acts in, and whether it is blank.

The words of both generations meet here: `config-primary` and a member row with role `primary` are
both the role `primary`.
"""

from typing import Literal

from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.state import UNKNOWN, Unknown, Value

Role = Literal["off", "primary", "secondary", "failed", "hold-off"]
_WORDS: dict[str, Role] = {
    "off": "off",
    "primary": "primary",
    "config-primary": "primary",
    "secondary": "secondary",
    "config-secondary": "secondary",
    "failed": "failed",
    "hold-off": "hold-off",
}


def role_named(word: Value) -> Role | Unknown:
    """Return the role that a word of either generation means."""
    return _WORDS.get(word, UNKNOWN) if isinstance(word, str) else UNKNOWN


def configured_role(reading: Reading) -> Role | Unknown:
    """Return the role the unit is configured for; `off` with HA switched off."""
    if not reading.answered or "ha" not in reading.kinds or reading.dialect is None:
        return UNKNOWN
    if reading.dialect.generation == "per-unit":
        return role_named(reading.get("ha", "mode"))
    match reading.get("ha", "enabled"):
        case False:
            return "off"
        case True:
            return role_named(reading.get("ha_member", "role", reading.unit))
        case _:
            return UNKNOWN


def effective_role(reading: Reading) -> Role | Unknown:
    """Return the role the unit acts in (status kind; inferred)."""
    return role_named(reading.get("ha_status", "effective_mode"))


def is_in_sync(reading: Reading) -> bool | Unknown:
    """Tell whether the unit says that its configuration is the primary's (inferred)."""
    value = reading.get("ha_status", "in_sync")
    return value if isinstance(value, bool) else UNKNOWN


def is_blank(reading: Reading) -> bool | Unknown:
    """Tell whether the unit has no domain and no policy but those it was shipped with."""
    dialect = reading.dialect
    if dialect is None:
        return UNKNOWN
    if any(kind not in reading.kinds for kind in dialect.blank):
        return UNKNOWN
    return not any(own_rows(dialect, kind, reading.kinds[kind]) for kind in dialect.blank)


def own_rows(dialect: Dialect, kind: str, reading: KindReading) -> set[str]:
    """Return the rows of a kind that the unit was not shipped with."""
    spec = dialect.kind(kind)
    shipped = set(spec.factory_rows) if spec else set()
    return {address.key for address in reading.resources} - shipped


def mode_value(dialect: Dialect, group_mode: str, role: str) -> str:
    """Return the word of `ha.mode` for a group mode and a role.

    Source: CLI reference 331218; 7.0 and 7.2 hold the role in the mode, 7.6 calls a farm
    active-active.
    """
    farm = group_mode == "config-only"
    if dialect.generation == "per-unit":
        return f"config-{role}" if farm else role
    return "active-active" if farm else "active-passive"
