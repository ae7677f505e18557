"""Who is logged in to a simulated unit: cookies, idle time-out, lockout."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import quote

IDLE: Final = 300.0
"""Lab seconds until an idle session ends (FortiMail, admin-idle-timeout, 13449)."""
FAILURES: Final = 4
LOCKOUT: Final = 180.0
"""Failed logins and lab seconds of the lockout (FortiMail, admin-lockout-threshold, 13449)."""


@dataclass(slots=True)
class _Session:
    account: str
    used: float
    accepted: bool


class Sessions:
    """The sessions of one unit; `now` gives lab seconds."""

    def __init__(
        self, accounts: Callable[[], Mapping[str, str]], now: Callable[[], float], *, banner: bool
    ) -> None:
        self.csrf_token = secrets.token_hex(20)
        self.cookie = f"APSCOOKIE_{secrets.randbelow(10**10):010d}"
        self.banner = banner
        self._accounts = accounts
        self._now = now
        self._open: dict[str, _Session] = {}
        self._failed: dict[str, int] = {}
        self._locked: dict[str, float] = {}

    def login(self, account: str, password: str) -> str | None:
        """Open a session and return its cookie value; None if refused or locked out."""
        if self._locked.get(account, 0.0) > self._now():
            return None
        known = self._accounts().get(account)
        if known is None or not secrets.compare_digest(known.encode(), password.encode()):
            self._count_failure(account)
            return None
        self._failed.pop(account, None)
        return self._make(account, accepted=not self.banner)

    def accept_banner(self, cookies: Iterable[str]) -> str | None:
        """Replace a session that has yet to accept the banner by one that may do everything."""
        for value in self._values(cookies):
            if session := self._open.pop(value, None):
                return self._make(session.account, accepted=True)
        return None

    def is_logged_in(self, cookies: Iterable[str]) -> bool:
        """Tell whether a request belongs to a session, and keep that session alive."""
        now = self._now()
        for value in self._values(cookies):
            session = self._open.get(value)
            if session and session.accepted and now - session.used <= IDLE:
                session.used = now
                return True
        return False

    def end_all(self) -> None:
        """End every session, as a reboot does."""
        self._open.clear()

    def forget(self) -> None:
        """End every session, and forget every failed login."""
        self.end_all()
        self._failed.clear()
        self._locked.clear()

    def header(self, value: str) -> str:
        """Return the Set-Cookie header of a session."""
        return f"{self.cookie}={value}; path=/; secure; HttpOnly"

    def _make(self, account: str, *, accepted: bool) -> str:
        # Shaped like the one recorded value: URL-encoded, with an encoded newline in it.
        value = quote(f"Era=1&Payload={secrets.token_hex(24)}\n", safe="")
        self._open[value] = _Session(account, self._now(), accepted)
        return value

    def _count_failure(self, account: str) -> None:
        self._failed[account] = self._failed.get(account, 0) + 1
        if self._failed[account] >= FAILURES:
            self._failed[account] = 0
            self._locked[account] = self._now() + LOCKOUT

    def _values(self, cookies: Iterable[str]) -> list[str]:
        values: list[str] = []
        for header in cookies:
            try:
                found = SimpleCookie(header).get(self.cookie)
            except CookieError:
                continue
            values += [found.value] if found else []
        return values
