"""Field types of the topology file: names, addresses, times; each with its own check."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Declared(BaseModel):
    """Base of everything in a topology file: frozen, unknown keys refused, no coercion."""

    # The docstrings of attributes become descriptions in schema.py: reading them from the source
    # here would cost every command a quarter of its time to load the models.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _interface(text: str) -> str:
    address, slash, prefix = text.partition("/")
    if not slash:
        raise ValueError("has no prefix length, as the /24 in 198.51.100.11/24")
    try:
        # Digits only: a netmask or a host mask is not what the unit is given.
        return str(ipaddress.ip_interface(f"{address}/{int(prefix)}"))
    except ValueError:
        raise ValueError("is no IP address with prefix length") from None


def _host_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ValueError("is no IP address") from None


Name = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$", examples=["mail-east", "mx1"])
]
"""A name of letters, digits, `-` and `_`; at most 63 characters."""

PortName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", examples=["port1", "port5"])
]
"""A network interface as the unit calls it."""

InterfaceAddress = Annotated[
    str,
    AfterValidator(_interface),
    Field(
        examples=["198.51.100.11/24", "2001:db8::11/64"],
        # For editors; our own check says more.
        json_schema_extra={"pattern": r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$"},
    ),
]
"""An IP address with prefix length."""

HostAddress = Annotated[
    str,
    AfterValidator(_host_address),
    Field(
        examples=["198.51.100.25", "2001:db8::25"],
        json_schema_extra={"pattern": r"^[0-9A-Fa-f:.]+$"},
    ),
]
"""An IP address without prefix length."""

Host = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9:._-]{1,253}$", examples=["nas1.example.net", "192.0.2.50"]),
]
"""A host name or an IP address."""

TcpPort = Annotated[int, Field(ge=1, le=65535, examples=[25, 514])]
"""A TCP or UDP port, 1 to 65535."""

Seconds = Annotated[int, Field(ge=1, le=86400, examples=[30])]
"""A time in seconds, 1 to 86,400."""

Retries = Annotated[int, Field(ge=1, le=100, examples=[3])]
"""How often something is tried, 1 to 100."""

Text = Annotated[str, Field(min_length=1, max_length=500)]
"""A short text for people, 1 to 500 characters."""
