"""What answers show beside their bodies: the unit's clock, the end of its certificate."""

import datetime
from email.utils import parsedate_to_datetime


def clock_ahead(header: str | None, now: float) -> float | None:
    """Return how many seconds a `Date` header is ahead of `now`; None if it tells no time."""
    try:
        return parsedate_to_datetime(header or "").timestamp() - now
    except (ValueError, OverflowError):
        return None


def certificate_end(certificate: bytes | None) -> datetime.date | None:
    """Return the last day of a certificate in DER form; None if it cannot be told.

    The standard library tells it only for a certificate that it verified, and one that is pinned
    by its fingerprint is not.
    """
    if not certificate:
        return None
    from pyasn1.codec.der.decoder import decode
    from pyasn1.error import PyAsn1Error

    try:
        # tbsCertificate: version, serialNumber, signature, issuer, validity (RFC 5280, 4.1)
        end: datetime.datetime = decode(certificate)[0][0][4][1].asDateTime
    except (PyAsn1Error, ValueError, TypeError, IndexError, KeyError, AttributeError):
        return None
    return end.date()
