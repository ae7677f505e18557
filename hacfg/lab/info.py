"""How a running lab is reached, as it is handed on and kept in lab.json."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LabInfo:
    """A running lab: the units' URLs by name, its control door with the token, its authority."""

    name: str
    urls: dict[str, str]
    door: str
    token: str = field(repr=False)
    ca_pem: str = field(repr=False)
    pid: int = 0
    agents: dict[str, int] = field(default_factory=dict)
    """UDP port of the SNMP agent of each unit that has one."""
