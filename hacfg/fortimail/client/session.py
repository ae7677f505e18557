"""A session with one unit: logging in, reading, writing."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Literal, Self

from pydantic import SecretStr

from hacfg.errors import BadAnswer, LoginRefused, NotPermitted, Problem, UnitError, Unreachable
from hacfg.fortimail.client.answers import (
    ACCESS_DENIED,
    Document,
    Unusable,
    accepted,
    document_of,
    error_type,
)
from hacfg.fortimail.client.calls import Answer, Body, Call, Failure
from hacfg.fortimail.client.endpoint import Endpoint
from hacfg.fortimail.client.exchange import COOKIE, Exchange
from hacfg.fortimail.client.paging import all_rows
from hacfg.fortimail.reading import Moving
from hacfg.fortimail.wire import forget_secrets, keep_secrets, visible
from hacfg.source import OnUnit

LOGIN: Final = "AdminLogin"
ACCEPT_BANNER: Final = 7
"""reqAction that accepts the banner after login (FortiMail REST API reference 959799)."""
MOST_FRUITLESS: Final = 2
"""Logins that were answered and gave no session.

The account is locked after 4 failures (FortiMail administration guide 13449).
"""
PAUSES: Final = (0.2, 0.6)
_DENIED: Final = frozenset({401, 403})


Account = tuple[str, SecretStr]
"""Name and password of an administrator."""


class UnitSession:
    """One unit, logged in on the first call; for one thread at a time.

    Reads are tried again when the connection breaks; a write is never sent twice, but for one
    that was answered 403, which is a refusal. 403 leads to one new login, then to NotPermitted.
    `otherwise` is tried once if the account is refused: the one that joining has brought.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        password: SecretStr,
        *,
        read_only: bool = False,
        otherwise: Account | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._account: Account = (endpoint.username, password)
        self._otherwise = otherwise
        self._read_only = read_only
        self._sleep = sleep
        self._exchange = Exchange(endpoint)
        self._reply: Document | None = None
        self._fruitless = 0

    def login(self, *, fresh: bool = False) -> Document:
        """Return the reply to the login, logging in if that was not done yet or if `fresh`."""
        if self._reply is None or fresh:
            self._reply = None
            self._reply = self._as_either()
        if not self._exchange.has_session:
            self._reply = None
            raise BadAnswer(self._no_session())
        return self._reply

    def login_as(self, username: str, password: SecretStr) -> Document:
        """Log in with another account, as after a join has replaced the unit's accounts."""
        self._account = (username, password)
        return self.login(fresh=True)

    def get(self, path: str) -> Document:
        """Return one object."""
        return self._answered(Call("read", "GET", path))

    def rows(self, path: str) -> tuple[Document, ...]:
        """Return all rows of a table."""
        where = OnUnit(self.endpoint.unit, path)
        return all_rows(lambda query: self.get(path + query), where)

    def moving(self) -> Moving:
        """Return the unit's clock and the end of its certificate, as last shown."""
        return self._exchange.moving

    def create(self, path: str, body: Body) -> Document:
        """Create the object that the path names."""
        return self._written(Call("write", "POST", path, body))

    def update(self, path: str, body: Body) -> Document:
        """Change the given keys of an object, and no others."""
        return self._written(Call("write", "PUT", path, body))

    def delete(self, path: str) -> Document:
        """Remove an object."""
        return self._written(Call("write", "DELETE", path))

    def act(self, method: Literal["POST", "PUT"], path: str, body: Body) -> Document:
        """Tell the unit to do something."""
        return self._written(Call("write", method, path, body))

    def close(self) -> None:
        """Close the connection; the unit ends the session itself (no logout is documented)."""
        self._exchange.forget()
        self._reply = None
        self._exchange.close()
        forget_secrets(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _written(self, call: Call) -> Document:
        if self._read_only:
            raise RuntimeError(
                f"{self.endpoint.unit} was opened for reading: {call.method} {call.path}"
            )
        return self._answered(call)

    def _answered(self, call: Call) -> Document:
        self.login()
        answer = self._reached(call)
        if answer.status in _DENIED:
            self.login(fresh=True)
            answer = self._reached(call)
        if answer.status in _DENIED:
            raise NotPermitted(
                Problem(
                    "the account may not do this",
                    OnUnit(self.endpoint.unit, call.resource),
                    f"HTTP {answer.status} again after a new login",
                    f"that {self._account[0]} may {call.method} it",
                    "give the account an access profile that allows it",
                )
            )
        return accepted(call, answer, self.endpoint.unit)

    def _reached(self, call: Call) -> Answer:
        keep_secrets(self, call.secrets)
        outcome = self._exchange.send(call)
        for pause in PAUSES:
            if not call.may_repeat(outcome):
                break
            self._sleep(pause)
            outcome = self._exchange.send(call)
        if isinstance(outcome, Failure):
            raise call.error(self.endpoint.unit, outcome)
        return outcome

    def _as_either(self) -> Document:
        """Log in, with the other account if the unit knows the first one no more."""
        try:
            return self._logged_in()
        except LoginRefused:
            if self._otherwise is None:
                raise
        self._account, self._otherwise = self._otherwise, None
        return self._logged_in()

    def _logged_in(self) -> Document:
        if self._fruitless >= MOST_FRUITLESS:
            raise LoginRefused(self._refused("two logins gave no session; no third is tried"))
        try:
            return self._opened()
        except Unreachable:
            raise
        except UnitError:
            self._fruitless += 1
            raise

    def _opened(self) -> Document:
        self._exchange.forget()
        reply = self._login({})
        if reply.get("post_login_banner") is True:
            reply = {**reply, **self._login({"reqAction": ACCEPT_BANNER})}
        if self._exchange.has_session:
            return reply
        del reply  # it may give secrets back, and what is raised keeps this frame
        raise BadAnswer(self._no_session())

    def _login(self, more: Mapping[str, int]) -> Document:
        name, password = self._account
        call = Call("login", "POST", LOGIN, {"name": name, "password": password, **more})
        answer = self._reached(call)
        if _is_refused(answer):
            raise LoginRefused(self._refused("the unit refused the login"))
        return accepted(call, answer, self.endpoint.unit)

    def _no_session(self) -> Problem:
        return Problem(
            "the login gave no session",
            OnUnit(self.endpoint.unit, LOGIN),
            "no such cookie",
            f"a cookie whose name starts with {COOKIE}",
            "check that `api.url` is the FortiMail unit itself",
        )

    def _refused(self, message: str) -> Problem:
        return Problem(
            message,
            OnUnit(self.endpoint.unit, LOGIN),
            f"account {visible(self._account[0])}",
            next="check `api.username`, its password, that it may use REST; 4 failures lock it",
        )


def _is_refused(answer: Answer) -> bool:
    if answer.status in _DENIED:
        return True
    try:
        return error_type(document_of(answer)) == ACCESS_DENIED
    except Unusable:
        return False
