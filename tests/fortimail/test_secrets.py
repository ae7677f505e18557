"""Secrets stay out of everything that a person, a log or a file could see."""

import html
import json
import logging
import traceback
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from pydantic import SecretStr

from hacfg.errors import BadAnswer, HacfgError
from hacfg.fortimail.client import Trust
from hacfg.fortimail.dialect import FieldSpec
from hacfg.fortimail.wire import decode, visible
from hacfg.source import OnUnit
from tests.fortimail.conftest import PASSWORD
from tests.fortimail.server import Reply, logged_in

SECRET = "canary-41c9-ha-secret"

ECHOES = {
    "rejected": Reply(400, {"errorType": 1, "errorMsg": f"bad value {SECRET} {PASSWORD}"}),
    "html": Reply(200, f"<html>{SECRET} {PASSWORD}".encode()),
    "html error": Reply(500, f"<html>{SECRET} {PASSWORD}".encode()),
    "not found": Reply(404, {"errorType": 3, "errorMsg": f"{PASSWORD}{SECRET}"}),
    "denied": Reply(403, {"errorMsg": SECRET}),
    "dropped": Reply(ending="dropped"),
    "silent": Reply(ending="silent"),
    "cut": Reply(body={"a": SECRET}, ending="cut"),
}


ODD = "se cr\tet\\\\\"q'<é€&%\U0001f511/+end"
WAYS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "json": json.dumps,
    "json non-ascii": lambda text: json.dumps(text, ensure_ascii=False),
    "json with slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "json capitals": lambda text: json.dumps(text).replace("\\u00e9", "\\u00E9"),
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "html": html.escape,
    "html numbers": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "html hex": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "html names": lambda text: html.escape(text).replace("é", "&eacute;").replace("€", "&euro;"),
    "html twice": lambda text: html.escape(html.escape(text)),
    "html in json": lambda text: json.dumps(html.escape(text)),
    "url": quote,
    "url whole": lambda text: quote(text, safe=""),
    "url form": quote_plus,
    "url lower case": lambda text: quote(text, safe="").lower(),
    "url twice": lambda text: quote(quote(text)),
    "python": repr,
    "python ascii": ascii,
}


def everything_said(error: BaseException, session: object, caplog: pytest.LogCaptureFixture) -> str:
    """Gather all that could be shown of a failure, the values of local variables too."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in trace.stack if "/tests/" not in frame.filename]
    assert ours
    trace.stack = traceback.StackSummary.from_list(ours)
    records = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    return "\n".join([str(error), repr(error), repr(session), *trace.format(), *records])


@pytest.mark.parametrize("name", ECHOES)
def test_a_unit_that_gives_secrets_back_does_not_get_them_shown(unit, caplog, name):
    def answer(request):
        return logged_in(request) if request.path.endswith("AdminLogin") else ECHOES[name]

    _, session = unit(answer)

    with caplog.at_level(logging.DEBUG), pytest.raises(HacfgError) as caught:
        session.update("SysHa", {"password": SecretStr(SECRET)})

    said = everything_said(caught.value, session, caplog)
    assert SECRET not in said
    assert PASSWORD not in said


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, {"errorType": 7, "errorMsg": f"no {PASSWORD}"}),
        Reply(500, {"errorMsg": PASSWORD}),
        Reply(200, f"<html>{PASSWORD}".encode()),
        Reply(200, {"objectID": PASSWORD}),
        Reply(ending="dropped"),
    ],
)
def test_a_failed_login_does_not_show_the_password(unit, caplog, reply):
    _, session = unit(lambda _: reply)

    with caplog.at_level(logging.DEBUG), pytest.raises(HacfgError) as caught:
        session.login()

    assert PASSWORD not in everything_said(caught.value, session, caplog)


def test_a_unit_that_is_not_trusted_does_not_see_the_password(serve, connect, caplog):
    server = serve(logged_in)
    session = connect(server.url, Trust())

    with caplog.at_level(logging.DEBUG), pytest.raises(HacfgError) as caught:
        session.login()

    assert PASSWORD not in everything_said(caught.value, session, caplog)
    assert server.requests == []


@pytest.fixture
def knowing(unit):
    """Open a session that has sent the odd secret, with a unit that then answers so."""

    def opened(reply=None):
        def answer(request):
            return reply if reply and request.method == "GET" else logged_in(request)

        _, session = unit(answer)
        session.update("SysHa", {"password": SecretStr(ODD)})
        return session

    return opened


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_hidden_however_it_is_escaped(knowing, way):
    body = f"<html>before {WAYS[way](ODD)} after".encode()
    session = knowing(Reply(500, body))

    with pytest.raises(BadAnswer) as caught:
        session.get("SysHa")

    seen = caught.value.problems[0].seen.replace('"', "").replace("'", "").replace("\\", "")
    assert seen == "HTTP 500: <html>before ****** after"


def test_a_secret_in_a_list_that_cannot_be_used_is_hidden(knowing):
    session = knowing(Reply(200, {"collection": {"a": ODD}}))

    with pytest.raises(BadAnswer) as caught:
        session.rows("domain")

    assert caught.value.problems[0].seen == "{'a': '******'}"


def test_a_secret_as_a_key_of_a_list_without_rows_is_hidden(knowing):
    session = knowing(Reply(200, {ODD: 1}))

    with pytest.raises(BadAnswer) as caught:
        session.rows("domain")

    assert caught.value.problems[0].seen == "only ******"


def test_a_secret_in_a_value_that_does_not_fit_the_dialect_is_hidden(knowing):
    session = knowing(Reply(200, {"port": ODD}))
    spec = FieldSpec(wire="port", type="int")

    with pytest.raises(BadAnswer) as caught:
        decode(spec, session.get("SysHa")["port"], OnUnit("mx1"))

    assert caught.value.problems[0].seen == "'******' (str)"


def test_a_secret_is_hidden_before_long_text_is_cut(knowing):
    session = knowing(Reply(500, b"x" * 180 + ODD.encode() + b"x" * 180))

    with pytest.raises(BadAnswer) as caught:
        session.get("SysHa")

    assert "xx******xx" in caught.value.problems[0].seen


def test_a_session_that_is_closed_hides_nothing_any_more(knowing):
    session = knowing()
    assert visible(PASSWORD) == "******"

    session.close()

    assert visible(PASSWORD) == PASSWORD
