"""A session with one unit that has no way to write to it."""

from types import TracebackType
from typing import Self

from pydantic import SecretStr

from hacfg.fortimail.client.answers import Document
from hacfg.fortimail.client.endpoint import Endpoint
from hacfg.fortimail.client.session import Account, UnitSession
from hacfg.fortimail.reading import Moving


class UnitReader:
    """One unit, logged in on the first call; what is not here cannot be asked of it."""

    def __init__(
        self, endpoint: Endpoint, password: SecretStr, otherwise: Account | None = None
    ) -> None:
        # Read-only below as well: nobody gets to write by reaching into this object.
        self._session = UnitSession(endpoint, password, read_only=True, otherwise=otherwise)

    def login(self) -> Document:
        """Return the reply to the login."""
        return self._session.login()

    def get(self, path: str) -> Document:
        """Return one object."""
        return self._session.get(path)

    def rows(self, path: str) -> tuple[Document, ...]:
        """Return all rows of a table."""
        return self._session.rows(path)

    def moving(self) -> Moving:
        """Return the unit's clock and the end of its certificate, as last shown."""
        return self._session.moving()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()
