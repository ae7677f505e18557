"""What a simulated unit answers to one call, as any HTTP client sends it."""

from collections.abc import Callable, Mapping
from typing import Any

from hacfg.fortimail.dialect import ActionSpec
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.lab import answers
from hacfg.lab.answers import Body
from hacfg.lab.calls import WRONG_METHOD, Call, Reply
from hacfg.lab.group import LabGroup
from hacfg.lab.resources import Resources
from hacfg.lab.routes import actions_at, find_target
from hacfg.lab.sessions import Sessions
from hacfg.lab.tree import INVALID


class Service:
    """The REST API of one unit."""

    def __init__(self, group: LabGroup, name: str, sessions: Sessions, page_size: int) -> None:
        self.group = group
        self.name = name
        self.sessions = sessions
        self.resources = Resources(group, name, page_size)

    def answer(self, call: Call, *, reboot: Callable[[], None]) -> Reply:
        """Do what the call asks for and return the answer."""
        if call.segments == ("AdminLogin",):
            return self._login(call)
        if not self.sessions.is_logged_in(call.cookies):
            return Reply(403, answers.forbidden(call.segments[-1], answers.GET))
        try:
            return self._answer(call, reboot)
        except RefusedByUnit as error:
            status, body = answers.refused(call.segments[0], error)
            return Reply(status, body)

    def _answer(self, call: Call, reboot: Callable[[], None]) -> Reply:
        dialect = self.group.trees[self.name].dialect
        if call.segments == ("SysStatusCommand",):
            return self._command(call, reboot)
        if actions := actions_at(dialect, call.segments):
            return self._action(call, actions)
        target = find_target(dialect, call.segments)
        if target is None:
            return Reply(404, answers.missing(call.segments[-1]))
        return self.resources.answer(call, target)

    def _login(self, call: Call) -> Reply:
        if call.method != "POST":
            return WRONG_METHOD
        body = call.json()
        if body.get("reqAction") == answers.RUN:
            cookie = self.sessions.accept_banner(call.cookies)
        else:
            cookie = self.sessions.login(str(body.get("name")), str(body.get("password")))
        if cookie is None:
            return Reply(403, answers.forbidden())
        asks = self.sessions.banner and body.get("reqAction") != answers.RUN
        headers = {"Set-Cookie": self.sessions.header(cookie)}
        return Reply(200, self._logged_in(str(body.get("name", "")), asks=asks), headers)

    def _logged_in(self, account: str, *, asks: bool) -> Body:
        """Return the login reply as recorded (demisto/content, Fortimail Authentication.json)."""
        tree = self.group.trees[self.name]
        spec, row = tree.spec("system"), tree.rows("system")[""]
        is_on = self.group.group.units[self.group.index(self.name)].conf != "off"
        return {
            "objectID": "AdminLogin:",
            "reqAction": answers.ADD,
            "nodePermission": 0,
            "ha_state": is_on,
            "name": account,
            "password": "******",
            "token": "******",
            "domain": "system",
            "loginstatus": 1,
            "product_name": "FortiMail",
            "post_login_banner": asks,
            "is_superadmin": True,
            # Its numbers are not known; 2 stood beside ha_state false in the one recording.
            "ha_config_mode": 2,
            "is_local": True,
            "csrf_token": self.sessions.csrf_token,
            "is_cloud": False,
            **answers.fields(spec, "", row),
        }

    def _command(self, call: Call, reboot: Callable[[], None]) -> Reply:
        """Restart or reload (FortiMail 7.2 REST API reference, 367621)."""
        if call.method != "POST":
            return WRONG_METHOD
        if call.json().get("action") not in {1, 3}:
            raise RefusedByUnit("action 1 (restart) or 3 (reload) wanted", INVALID)
        reboot()
        return Reply(200, answers.done("SysStatusCommand"))

    def _action(self, call: Call, actions: Mapping[str, ActionSpec]) -> Reply:
        body = call.json()
        for name, action in actions.items():
            arguments = _arguments(action.rest.body, body)
            if call.method == action.rest.method and arguments is not None:
                self.group.act(self.name, name, arguments)
                return Reply(200, answers.done(call.segments[-1]))
        if any(call.method == action.rest.method for action in actions.values()):
            raise RefusedByUnit("an argument is missing", INVALID)
        return WRONG_METHOD


def _arguments(template: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the arguments of an action; None if the body is not one of it."""
    arguments: dict[str, str] = {}
    for name, wanted in template.items():
        if name not in body:
            return None
        if isinstance(wanted, str) and wanted.startswith("{") and wanted.endswith("}"):
            given = body[name]
            arguments[wanted[1:-1]] = str(given).lower() if isinstance(given, bool) else str(given)
        elif body[name] != wanted:
            return None
    return arguments
