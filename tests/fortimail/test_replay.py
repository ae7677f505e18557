"""Recorded replies, through the client."""

import json

import pytest
import responses
from pydantic import SecretStr

from hacfg.errors import (
    BadAnswer,
    LoginRefused,
    NotFound,
    NotPermitted,
    Rejected,
    ReplyLost,
    UnitError,
    Unreachable,
)
from tests.fortimail.conftest import PASSWORD
from tests.fortimail.recordings import FOLDER, RENEWED, URL, recorded

DENIED = recorded("login_refused").body


def test_every_recording_names_its_source():
    assert all(recorded(file.stem).source for file in FOLDER.glob("*.json"))


def test_a_login_sends_name_and_password_as_json_and_gives_the_reply(play, replay, session):
    play("login")

    reply = session.login()

    assert reply["serial"] == "FEVM010000000001"
    assert json.loads(replay.calls[0].request.body) == {"name": "admin", "password": PASSWORD}


def test_an_old_login_reply_without_ha_fields_is_accepted(play, session):
    play("login_6_0")

    assert "ha_state" not in session.login()


def test_the_first_call_logs_in_and_the_cookie_goes_back_as_it_came(play, replay, session):
    play("login")
    play("get_singleton")

    assert session.get("SysGlobal")["ssl_versions"] == 28
    cookie = replay.calls[1].request.headers["Cookie"]
    assert cookie == "APSCOOKIE_3512=Era%3D1%26Payload%3DFIRST%0A"


def test_a_cookie_that_any_reply_renews_is_used_from_then_on(play, replay, session):
    one = recorded("get_singleton")
    play("login")
    replay.get(one.url, json=one.body, headers={"Set-Cookie": RENEWED})
    play("get_singleton")

    session.get("SysGlobal")
    session.get("SysGlobal")

    assert "SECOND" in replay.calls[2].request.headers["Cookie"]


def test_a_second_login_call_asks_the_unit_only_if_it_shall(play, session):
    play("login")
    play("login")

    session.login()
    session.login()
    session.login(fresh=True)


def test_a_banner_is_accepted_with_the_first_cookie_and_the_new_cookie_is_used(
    play, replay, session
):
    play("login_banner")
    play("login", cookie=RENEWED)
    play("get_singleton")

    session.get("SysGlobal")

    accepting = replay.calls[1].request
    assert json.loads(accepting.body)["reqAction"] == 7
    assert "FIRST" in accepting.headers["Cookie"]
    assert "SECOND" in replay.calls[2].request.headers["Cookie"]


def test_a_login_without_a_session_cookie_is_a_bad_answer(replay, session):
    replay.post(f"{URL}/api/v1/AdminLogin", json={}, headers={"Set-Cookie": "SID=1"})

    with pytest.raises(BadAnswer, match="starts with APSCOOKIE"):
        session.login()


def test_a_refused_login_says_so_without_the_password(play, session):
    play("login_refused")

    with pytest.raises(LoginRefused, match="mx1 AdminLogin: the unit refused the login") as caught:
        session.login()
    assert PASSWORD not in str(caught.value)


def test_a_session_never_fails_more_than_two_logins(play, session):
    play("login_refused")
    play("login_refused")

    for _ in range(2):
        with pytest.raises(LoginRefused):
            session.login()
    with pytest.raises(LoginRefused, match="no third is tried"):
        session.login_as("other", SecretStr("another"))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(200, json.dumps(DENIED), id="denied"),
        pytest.param(200, '{"errorType": 99}', id="another error"),
        pytest.param(200, "{}", id="no cookie"),
        pytest.param(200, "<html>", id="html"),
        pytest.param(307, "", id="redirect"),
        pytest.param(404, "{}", id="not found"),
        pytest.param(500, '{"errorType": 1}', id="failed"),
        pytest.param(503, "<html>busy</html>", id="busy"),
    ],
)
def test_every_answered_login_without_a_session_counts(replay, session, status, body):
    for _ in range(2):
        replay.post(f"{URL}/api/v1/AdminLogin", body=body, status=status)
        with pytest.raises(UnitError):
            session.login()

    with pytest.raises(LoginRefused, match="two logins gave no session; no third is tried"):
        session.get("SysHa")
    assert len(replay.calls) == 2


def test_a_login_that_was_not_answered_does_not_count(play, replay, session):
    for _ in range(2):
        replay.post(f"{URL}/api/v1/AdminLogin", body=TimeoutError())
        with pytest.raises(Unreachable):
            session.login()
    play("login")

    assert session.login()["loginstatus"] == 1


def test_a_banner_is_part_of_one_login(play, session):
    play("login_banner")
    play("login_refused")
    play("login")

    with pytest.raises(LoginRefused, match="the unit refused the login"):
        session.login()
    assert session.login()["loginstatus"] == 1


def test_403_leads_to_one_new_login(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/SysGlobal", json=DENIED, status=403)
    play("login", cookie=RENEWED)
    play("get_singleton")

    assert session.get("SysGlobal")["reqAction"] == 1
    assert "SECOND" in replay.calls[3].request.headers["Cookie"]


def test_403_after_the_new_login_is_not_permitted(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/SysGlobal", json=DENIED, status=403)
    play("login")
    replay.get(f"{URL}/api/v1/SysGlobal", json=DENIED, status=403)

    with pytest.raises(NotPermitted, match="mx1 SysGlobal: the account may not do this"):
        session.get("SysGlobal")


def test_a_write_answered_403_is_sent_once_more_after_a_new_login(play, replay, session):
    one = recorded("update")
    play("login")
    replay.put(one.url, json=DENIED, status=403)
    play("login")
    play("update")

    assert session.update(one.path, {"comment": "new"})["reqAction"] == 5


def test_another_account_can_be_used_after_a_join(play, replay, session):
    play("login")
    play("login", cookie=RENEWED)

    session.login()
    session.login_as("primary-admin", SecretStr("other"))

    assert json.loads(replay.calls[1].request.body)["name"] == "primary-admin"
    assert "Cookie" not in replay.calls[1].request.headers


@pytest.mark.parametrize("name", ["get_named", "get_numbered", "get_singleton"])
def test_an_object_comes_as_it_is(play, session, name):
    play("login")
    play(name)

    assert session.get(recorded(name).path) == recorded(name).body


@pytest.mark.parametrize("name", ["list", "list_with_access_details"])
def test_a_list_gives_its_rows(play, session, name):
    play("login")
    play(name)

    assert list(session.rows("domain")) == recorded(name).body["collection"]


def test_a_collection_may_be_the_text_of_an_empty_list(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/domain", json={"collection": "[]", "totalRemoteCount": 0})

    assert session.rows("domain") == ()


@pytest.mark.parametrize(
    ("name", "verb"),
    [("create", "create"), ("update", "update"), ("delete", "delete")],
)
def test_writes_are_done_when_the_unit_says_so(play, session, name, verb):
    one = recorded(name)
    body = () if verb == "delete" else ({"comment": "new"},)
    play("login")
    play(name)

    assert getattr(session, verb)(one.path, *body) == one.body


@pytest.mark.parametrize("name", ["replace_all", "move"])
def test_an_error_type_of_zero_is_a_success(play, session, name):
    one = recorded(name)
    play("login")
    play(name)

    assert session.act(one.method, one.path, {"reqAction": 10}) == one.body


def test_404_is_not_found_with_the_words_of_the_unit(play, session):
    play("login")
    play("not_found")

    with pytest.raises(NotFound, match=r"HTTP 404 errorType 3: Failed to retrieve object"):
        session.get("domain/nowhere.example")


def test_a_read_that_holds_an_error_in_http_200_is_no_success(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/SysHa", json={"errorType": 99, "errorMsg": "odd"})

    with pytest.raises(BadAnswer, match="HTTP 200 errorType 99: odd"):
        session.get("SysHa")


@pytest.mark.parametrize("status", [400, 405])
def test_a_write_answered_with_an_error_is_rejected(play, replay, session, status):
    play("login")
    replay.put(f"{URL}/api/v1/SysHa", json={"errorType": 1, "errorMsg": "no"}, status=status)

    with pytest.raises(Rejected, match=f"mx1 SysHa: .* refused the write; seen: HTTP {status}"):
        session.update("SysHa", {"mode": 1})


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 599])
@pytest.mark.parametrize(
    "body", ['{"errorType": 1, "errorMsg": "no"}', '{"errorType": 3}', "{}", "<h1>oops</h1>", ""]
)
def test_a_write_that_the_unit_failed_at_may_have_been_done(play, replay, session, status, body):
    play("login")
    replay.put(f"{URL}/api/v1/SysHa", body=body, status=status)

    with pytest.raises(ReplyLost, match=f"seen: HTTP {status}.*; next: read back what it did"):
        session.update("SysHa", {"mode": 1})


@pytest.mark.parametrize("status", [400, 405, 500])
def test_a_read_answered_with_an_error_is_a_bad_answer(play, replay, session, status):
    play("login")
    replay.get(f"{URL}/api/v1/SysHa", body="<h1>oops</h1>", status=status)

    with pytest.raises(BadAnswer, match=f"HTTP {status}: <h1>oops</h1>"):
        session.get("SysHa")


def test_a_busy_unit_is_asked_again_twice(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/SysGlobal", status=502)
    replay.get(f"{URL}/api/v1/SysGlobal", status=503)
    play("get_singleton")

    assert session.get("SysGlobal")["reqAction"] == 1


def test_pages_are_fetched_until_there_is_no_next(play, replay, session):
    url = f"{URL}/api/v1/domain"
    pages = [["a", "b"], ["c", "d"], ["e"]]
    play("login")
    for number, names in enumerate(pages):
        query = f"?startIndex={2 * number}&pageSize=2" if number else ""
        rows = [{"mkey": name} for name in names]
        more = number < 2
        replay.get(
            url + query,
            json={"collection": rows, "nextPage": more, "subCount": len(rows)},
            match=[responses.matchers.query_string_matcher(query[1:])],
        )

    assert [row["mkey"] for row in session.rows("domain")] == ["a", "b", "c", "d", "e"]


def test_an_empty_page_ends_the_list_whatever_it_says_of_a_next(play, replay, session):
    play("login")
    replay.get(f"{URL}/api/v1/domain", json={"collection": [], "subCount": 0, "nextPage": True})

    assert session.rows("domain") == ()


def test_a_unit_that_repeats_a_page_is_a_bad_answer(play, replay, session):
    page = {"collection": [{"mkey": "a"}], "subCount": 1, "nextPage": True}
    play("login")
    replay.get(f"{URL}/api/v1/domain", json=page)
    replay.get(f"{URL}/api/v1/domain", json=page)

    with pytest.raises(BadAnswer, match="the same page again"):
        session.rows("domain")


@pytest.mark.parametrize(
    "body",
    [
        {"objectID": "x:"},
        {"collection": [1]},
        {"collection": {"mkey": "a"}},
        {"collection": "[1]"},
        {"collection": None},
    ],
)
def test_a_list_of_another_shape_is_a_bad_answer(play, replay, session, body):
    play("login")
    replay.get(f"{URL}/api/v1/domain", json=body)

    with pytest.raises(BadAnswer, match="`collection`, a list of objects"):
        session.rows("domain")


def test_an_endless_list_is_a_bad_answer(play, replay, session):
    rows = [{"mkey": str(number)} for number in range(50_001)]
    play("login")
    replay.get(f"{URL}/api/v1/domain", json={"collection": rows, "nextPage": True})

    with pytest.raises(BadAnswer, match="at most 50000"):
        session.rows("domain")
