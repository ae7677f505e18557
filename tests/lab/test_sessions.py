"""Sessions of a simulated unit: cookies, idle time-out, lockout, banner."""

import pytest
import requests


@pytest.fixture
def still(make_lab):
    """Start a lab whose time stands still until told to advance."""
    return make_lab(time_scale=None)


def test_without_a_session_everything_is_403(pair):
    answer = pair.client(login=False).call("GET", "SysHa")

    assert answer.status_code == 403
    assert answer.json()["errorType"] == 7


def test_a_session_of_one_unit_is_none_on_the_other(pair):
    first, second = pair.client("mx1"), pair.client("mx2", login=False)
    second.session.cookies.update(first.session.cookies)

    assert second.call("GET", "SysHa").status_code == 403


def test_an_idle_session_ends_after_five_minutes(still):
    client = still.client()

    still.door.advance(299)
    assert client.call("GET", "SysHa").status_code == 200
    still.door.advance(301)
    assert client.call("GET", "SysHa").status_code == 403


def test_each_call_keeps_a_session_alive(still):
    client = still.client()

    for _ in range(3):
        still.door.advance(200)
        assert client.call("GET", "SysHa").status_code == 200


def test_four_wrong_passwords_lock_an_account_for_three_minutes(still):
    client = still.client(login=False)

    assert [client.login(password="wrong").status_code for _ in range(4)] == [403] * 4
    assert client.login().status_code == 403
    still.door.advance(179)
    assert client.login().status_code == 403
    still.door.advance(2)
    assert client.login().status_code == 200


def test_three_wrong_passwords_do_not_lock(still):
    client = still.client(login=False)

    for _ in range(3):
        client.login(password="wrong")
    assert client.login().status_code == 200
    assert client.login(password="wrong").status_code == 403
    assert client.login().status_code == 200


def test_a_lockout_is_about_one_account(still):
    client = still.client(login=False)

    for _ in range(4):
        client.login(name="somebody", password="wrong")
    assert client.login().status_code == 200


def test_a_banner_has_to_be_accepted_with_the_first_cookie(make_lab):
    client = make_lab(banner=True).client(login=False)

    first = client.login()
    assert first.json()["post_login_banner"] is True
    assert client.call("GET", "SysHa").status_code == 403
    second = client.login(reqAction=7)
    assert second.json()["post_login_banner"] is False
    assert second.headers["Set-Cookie"] != first.headers["Set-Cookie"]
    assert client.call("GET", "SysHa").status_code == 200


def test_a_banner_is_not_accepted_without_a_cookie(make_lab):
    client = make_lab(banner=True).client(login=False)

    assert client.login(reqAction=7).status_code == 403


def test_the_certificate_is_of_the_labs_own_authority(pair):
    client = pair.client()
    client.session.verify = True

    with pytest.raises(requests.exceptions.SSLError):
        client.call("GET", "SysHa")
