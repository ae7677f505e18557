"""What a unit on real HTTPS can do wrong, and what a person is told."""

import json
import logging

import pytest

from hacfg.errors import BadAnswer, ReplyLost, Unreachable
from tests.fortimail.conftest import PASSWORD
from tests.fortimail.server import Reply, logged_in

LOGIN = "POST AdminLogin"


def answering(*replies: Reply, login: Reply | None = None):
    """Accept the login, then answer with these replies, the last one for ever."""
    pending = list(replies)

    def answer(request):
        if request.path.endswith("AdminLogin"):
            return login or logged_in(request)
        return pending.pop(0) if len(pending) > 1 else pending[0]

    return answer


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"<html>Welcome</html>", "<html>Welcome</html>", id="html"),
        pytest.param(b'{"objectID": "SysHa:', '{"objectID": "SysHa:', id="truncated"),
        pytest.param(b"", "seen: HTTP 200: nothing", id="empty"),
        pytest.param(b"[1, 2]", "JSON that is no object but list", id="list"),
        pytest.param(b"[" * 500_000, "JSON that is nested too deep", id="deep list"),
        pytest.param(b'{"a": ' * 100_000, "JSON that is nested too deep", id="deep object"),
        pytest.param(b'{"a": NaN}', "NaN", id="no number"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "9", id="endless number"),
        pytest.param(b"\xff\xfe\x00", r"\x00", id="bytes"),
        pytest.param(b"x" * (20 * 1024 * 1024), "more than 8 MiB", id="20 MB"),
    ],
)
def test_an_answer_that_is_no_json_object_is_a_bad_answer(unit, body, said):
    _, session = unit(answering(Reply(body=body)))

    with pytest.raises(BadAnswer, match="mx1 SysHa: the answer cannot be used") as caught:
        session.get("SysHa")
    assert said in str(caught.value)
    assert len(str(caught.value)) < 700


def test_escape_sequences_of_a_unit_never_reach_a_message(unit):
    odd = {"errorType": 1, "errorMsg": "\x1b]0;owned\x07\x1b[2J\u202edetrever\n\r"}
    _, session = unit(answering(Reply(400, odd)))

    with pytest.raises(BadAnswer) as caught:
        session.get("SysHa")
    assert str(caught.value).isprintable()
    assert r"\x1b]0;owned\x07" in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_names_the_host(unit, status):
    away = Reply(status, headers={"Location": "https://elsewhere.example/login?next=x"})
    server, session = unit(answering(away))

    with pytest.raises(BadAnswer, match=f"HTTP {status} to elsewhere.example"):
        session.get("SysHa")
    assert server.paths == [LOGIN, "GET SysHa"]


def test_a_redirect_of_the_login_gives_the_credentials_to_nobody(unit):
    away = Reply(307, headers={"Location": "/admin"})
    server, session = unit(answering(away, login=away))

    with pytest.raises(BadAnswer, match="another path of the same host"):
        session.login()
    assert server.paths == [LOGIN]


@pytest.mark.parametrize("ending", ["dropped", "reset", "cut"])
def test_a_read_whose_connection_breaks_is_asked_again(unit, ending):
    whole = Reply(body={"objectID": "SysHa:", "mode": 1})
    server, session = unit(answering(Reply(body=whole.body, ending=ending), whole))

    assert session.get("SysHa")["mode"] == 1
    assert server.paths == [LOGIN, "GET SysHa", "GET SysHa"]


@pytest.mark.parametrize("ending", ["dropped", "reset", "cut"])
def test_a_read_whose_connection_always_breaks_is_unreachable_after_three(unit, ending):
    server, session = unit(answering(Reply(body={"a": "b"}, ending=ending)))

    with pytest.raises(Unreachable, match="mx1 SysHa: the connection broke off"):
        session.get("SysHa")
    assert server.paths == [LOGIN, *["GET SysHa"] * 3]


@pytest.mark.parametrize("ending", ["silent", "dripping"])
def test_a_read_that_is_not_answered_in_time_is_unreachable(unit, ending):
    server, session = unit(answering(Reply(ending=ending)))

    with pytest.raises(Unreachable, match="mx1 SysHa: no answer came in time"):
        session.get("SysHa")
    assert server.paths == [LOGIN, "GET SysHa"]


@pytest.mark.parametrize("ending", ["dropped", "reset", "cut", "silent"])
@pytest.mark.parametrize(
    ("verb", "call"),
    [
        ("POST", lambda session: session.create("T/a", {"b": 1})),
        ("PUT", lambda session: session.update("T/a", {"b": 1})),
        ("DELETE", lambda session: session.delete("T/a")),
        ("POST", lambda session: session.act("POST", "T/a", {"action": 2})),
    ],
    ids=["create", "update", "delete", "act"],
)
def test_a_write_whose_answer_is_lost_says_so_and_is_never_repeated(unit, ending, verb, call):
    server, session = unit(answering(Reply(body={"a": "b"}, ending=ending)))

    with pytest.raises(ReplyLost, match="mx1 T/a: the write was sent, and then"):
        call(session)
    assert server.paths == [LOGIN, f"{verb} T/a"]


@pytest.mark.parametrize(
    "reply", [Reply(body=b"<html>"), Reply(body=b'{"a'), Reply(500), Reply(504, b"<html>")]
)
def test_a_write_with_an_unusable_answer_may_have_been_done(unit, reply):
    server, session = unit(answering(reply))

    with pytest.raises(ReplyLost, match="read back what it did"):
        session.update("SysHa", {"mode": 1})
    assert server.paths == [LOGIN, "PUT SysHa"]


def test_a_lost_login_is_unreachable_and_is_not_repeated(unit):
    server, session = unit(answering(Reply(), login=Reply(ending="dropped")))

    with pytest.raises(Unreachable, match="mx1 AdminLogin: the connection broke off"):
        session.login()
    assert server.paths == [LOGIN]


def test_a_connection_that_the_unit_closed_meanwhile_is_opened_anew(unit):
    closing = Reply(body={"a": 1}, headers={"Connection": "close"})
    server, session = unit(answering(closing))

    session.update("SysHa", {"mode": 1})
    session.update("SysHa", {"mode": 1})

    assert server.paths == [LOGIN, "PUT SysHa", "PUT SysHa"]


def test_a_session_for_reading_writes_nothing(unit, connect):
    server, _ = unit(logged_in)
    session = connect(server.url, read_only=True)

    for write in (
        lambda: session.create("T/a", {}),
        lambda: session.update("T/a", {}),
        lambda: session.delete("T/a"),
        lambda: session.act("POST", "T/a", {}),
    ):
        with pytest.raises(RuntimeError, match="opened for reading"):
            write()
    assert server.requests == []


def test_every_call_is_one_line_at_debug_level(unit, caplog):
    _, session = unit(answering(Reply(404, {"errorType": 3, "errorMsg": "no"})))

    with caplog.at_level(logging.DEBUG, "hacfg"), pytest.raises(Exception, match="404"):
        session.get("SysHa")

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("hacfg")]
    assert [line.partition(",")[0] for line in lines] == [
        "mx1 POST AdminLogin: 200",
        "mx1 GET SysHa: 404",
    ]


def test_no_proxy_and_no_netrc_of_the_environment_is_used(unit, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login intruder password stolen\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "no-such-file"))
    server, session = unit(logged_in)

    session.get("SysHa")

    assert all("Authorization" not in request.headers for request in server.requests)


def test_after_closing_the_session_a_call_logs_in_anew(unit):
    server, session = unit(logged_in)

    session.get("SysHa")
    session.close()
    session.get("SysHa")

    assert server.paths == [LOGIN, "GET SysHa"] * 2


def test_the_body_of_a_login_is_json_on_the_wire(unit):
    server, session = unit(logged_in)

    session.login()

    request = server.requests[0]
    assert json.loads(request.body) == {"name": "admin", "password": PASSWORD}
    assert request.headers["Content-Type"] == "application/json"
