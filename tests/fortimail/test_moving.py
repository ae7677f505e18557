"""What answers show beside their bodies: clock and certificate; and that reading cannot write."""

import datetime
import inspect
import ssl

import pytest
import trustme

from hacfg.fortimail.client import UnitReader, UnitSession
from hacfg.fortimail.client.moving import certificate_end, clock_ahead

NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC).timestamp()


@pytest.mark.parametrize(
    ("header", "ahead"),
    [
        ("Wed, 25 Nov 2026 12:00:00 GMT", 0),
        ("Wed, 25 Nov 2026 12:01:30 GMT", 90),
        ("Wed, 25 Nov 2026 11:59:00 GMT", -60),
        ("Wed, 25 Nov 2026 13:00:00 +0100", 0),
        ("", None),
        (None, None),
        ("tomorrow", None),
        ("Wed, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_a_date_header_tells_how_far_a_clock_is_ahead(header, ahead):
    assert clock_ahead(header, NOON) == ahead


@pytest.mark.parametrize("year", [2027, 2060])
def test_a_certificate_tells_its_last_day_whether_it_was_verified_or_not(year):
    end = datetime.datetime(year, 3, 31, 12, tzinfo=datetime.UTC)
    leaf = trustme.CA().issue_cert("mx1.example.net", not_after=end)
    pem = leaf.cert_chain_pems[0].bytes().decode()

    assert certificate_end(ssl.PEM_cert_to_DER_cert(pem)) == end.date()


@pytest.mark.parametrize("noise", [None, b"", b"\x00", b"no certificate", b"0\x03\x02\x01\x05"])
def test_what_is_no_certificate_tells_no_day(noise):
    assert certificate_end(noise) is None


def test_a_reader_has_no_verb_that_writes():
    verbs = {name for name, _ in inspect.getmembers(UnitReader, inspect.isfunction)}
    public = {name for name in verbs if not name.startswith("_")}

    assert public == {"login", "get", "rows", "moving"}
    assert {"create", "update", "delete", "act"} <= set(dir(UnitSession))
