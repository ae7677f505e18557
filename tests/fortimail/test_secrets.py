"""Secrets stay out of everything that a person, a log or a file could see."""

import logging
import traceback

import pytest
from pydantic import SecretStr

from hacfg.errors import HacfgError
from hacfg.fortimail.client import Trust
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
