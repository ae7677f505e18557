"""Settings of units as plain rows, and what the model makes of them."""

from collections.abc import Mapping

from hacfg.fortimail.dialect import Generation
from hacfg.fortimail.ha.meaning import Cabling, Meaning, meaning_of
from hacfg.state import Value

Rows = Mapping[str, Mapping[str, Value]]
CABLING = Cabling(("primary", "secondary"), {"port5": "primary", "port6": "secondary"})


class Held:
    """The settings of one unit: kind, key, attribute."""

    def __init__(
        self, generation: Generation, kinds: Mapping[str, Rows], member: str = "mx1"
    ) -> None:
        self.generation: Generation = generation
        self.member = member
        self.kinds = dict(kinds)

    def rows(self, kind: str) -> Rows:
        return self.kinds.get(kind, {})

    def value(self, kind: str, name: str, key: str = "") -> Value:
        return self.rows(kind).get(key, {}).get(name)

    def having(self, kind: str, key: str = "", /, **values: Value) -> "Held":
        """Return the same settings with some attributes of a row replaced."""
        row = {**self.rows(kind).get(key, {}), **values}
        rows = {**self.rows(kind), key: row}
        return Held(self.generation, {**self.kinds, kind: rows}, self.member)

    def without(self, kind: str, key: str) -> "Held":
        rows = {name: row for name, row in self.rows(kind).items() if name != key}
        return Held(self.generation, {**self.kinds, kind: rows}, self.member)


PER_UNIT = Held(
    "per-unit",
    {
        "ha": {"": {"mode": "primary", "base_port": 20000, "on_failure": "become-secondary"}},
        "ha_interface": {
            "port1": {"virtual_ip": "198.51.100.25/24", "virtual_ip_action": "add"},
            "port5": {"heartbeat": "primary", "peer_address": "10.255.0.2"},
            "port6": {"heartbeat": "secondary", "peer_address": "10.255.1.2"},
        },
        "interface": {
            "port5": {"address": "10.255.0.1/28"},
            "port6": {"address": "10.255.1.1/28"},
        },
        "mail_storage": {"": {"kind": "local"}},
    },
)
SHARED = Held(
    "shared",
    {
        "ha": {
            "": {
                "enabled": True,
                "mode": "active-passive",
                "base_port": 20000,
                "on_failure": "off",
            }
        },
        "ha_member": {"mx1": {"role": "primary"}, "mx2": {"role": "secondary"}},
        "ha_interface": {"port5": {"heartbeat": True}, "port6": {"heartbeat": True}},
        "interface": PER_UNIT.rows("interface"),
    },
)


def meant(held: Held, password: str = "secret") -> Meaning:
    return meaning_of(held, CABLING, password, None)
