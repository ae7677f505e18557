"""Where a unit is, and whom to trust to be it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to trust: authorities of one's own, one certificate, or the system's authorities."""

    ca_pem: str | None = None
    """Content of a PEM file; these authorities only."""
    fingerprint: str | None = None
    """`sha256:<hex>` of the unit's own certificate; its name and signer then do not matter."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One unit's API: its name in messages, its URL, its account, how long to wait."""

    unit: str
    url: str
    username: str
    trust: Trust = Trust()
    connect_timeout: float = 5
    read_timeout: float = 30

    def address(self, path: str) -> str:
        """Return the URL of a path under /api/v1/ (FortiMail REST API reference 770079)."""
        return f"{self.url.rstrip('/')}/api/v1/{path}"
