"""Digests of the secrets that were sent: enough to tell that one changed, no more."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from hacfg.store.opening import Store
from hacfg.store.tables import DIGESTS


def digests(store: Store, group: str, key_check: str) -> Mapping[str, str]:
    """Return slot to digest, of those made with the key that this check value stands for."""
    columns = DIGESTS.c
    query = select(columns.slot, columns.digest).where(
        columns.group_name == group, columns.key_check == key_check
    )
    with store.transaction() as connection:
        return {row.slot: row.digest for row in connection.execute(query)}


def keep_digest(store: Store, group: str, slot: str, key_check: str, digest: str) -> None:
    """Keep the digest of a secret that a unit now holds, in place of an older one."""
    columns = DIGESTS.c
    with store.transaction() as connection:
        connection.execute(delete(DIGESTS).where(columns.group_name == group, columns.slot == slot))
        connection.execute(
            insert(DIGESTS).values(
                group_name=group, slot=slot, key_check=key_check, digest=digest, at=store.now
            )
        )
