"""The guards: what a plan does only if it was allowed by name."""

from collections.abc import Mapping

GUARDS: Mapping[str, str] = {
    "role-change": "another unit becomes the primary",
    "mode-change": "the group changes between active-passive and config-only",
    "member-removal": "a unit leaves the group",
    "row-removal": "rows of a table are removed",
    "virtual-ip-change": "an address that senders use moves or goes away",
    "heartbeat-change": "the units lose sight of each other for a while",
    "management-path": "the address that hacfg itself uses changes",
    "config-overwrite": "a unit's own configuration is replaced by the primary's",
    "mail-interruption": "a unit leads that is not configured to: its reboot or failure stops mail",
    "storage-change": "mail data lies elsewhere afterwards",
    "unverified-wire": "names of the REST API that no public document confirms are written",
}
"""Guard to what it stands for; `--allow NAME` allows one. There is no way to allow all."""
