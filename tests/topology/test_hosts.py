"""HACFG_ALLOWED_HOSTS limits every URL before a credential is resolved."""

from pathlib import Path

import pytest

from hacfg.errors import InvalidInput
from hacfg.topology.hosts import check_hosts, check_urls
from tests.topology.documents import PAIR, load_text


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("192.0.2.11", "192.0.2.11"),
        ("192.0.2.11", "198.51.100.0/24, 192.0.2.0/28"),
        ("192.0.2.11:8443", "192.0.2.11"),
        ("MX1.example.net", "mx1.EXAMPLE.net"),
        ("mx1.example.net", "*.example.net"),
        ("mx1.example.net.", "*.example.net"),
        ("[2001:db8::11]", "2001:db8::/64"),
        ("[2001:db8:0::11]", "2001:db8::11"),
        ("[2001:db8::11]", "[2001:db8::11]"),
    ],
)
def test_an_allowed_host_passes(host: str, allowed: str):
    check_urls([("mx1", f"https://{host}")], allowed)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("192.0.2.11", "192.0.2.1"),
        ("192.0.2.11", "192.0.2.0/29"),
        ("192.0.2.11", ""),
        ("192.0.2.11", "2001:db8::/32"),
        ("example.net", "*.example.net"),
        ("badexample.net", "*.example.net"),
        ("mx1.example.net.evil.example", "*.example.net"),
        ("localhost", "127.0.0.0/8"),
    ],
)
def test_any_other_host_is_refused(host: str, allowed: str):
    with pytest.raises(InvalidInput, match="not among the hosts that hacfg may talk to"):
        check_urls([("mx1", f"https://{host}")], allowed)


def test_nothing_is_refused_where_nothing_is_limited():
    check_urls([("mx1", "https://192.0.2.11")], None)


def test_each_refused_unit_is_named_with_its_place(tmp_path: Path):
    loaded = load_text(tmp_path, PAIR)

    with pytest.raises(InvalidInput) as caught:
        check_hosts(loaded.topology, loaded.places, "192.0.2.12")

    (problem,) = caught.value.problems
    assert problem.where == loaded.places.at("units", 0, "api", "url")
    assert problem.message == "mx1: 192.0.2.11 is not among the hosts that hacfg may talk to"
    assert "HACFG_ALLOWED_HOSTS" in problem.next


def test_a_network_that_is_none_is_refused_rather_than_passed_over():
    with pytest.raises(InvalidInput, match=r"seen: '192\.0\.2\.0/99'"):
        check_urls([("mx1", "https://192.0.2.11")], "192.0.2.11, 192.0.2.0/99")
