"""What people declare, and what happens to units: the small changes that recipes are made of."""

from copy import deepcopy

from hacfg.state import Address, Value
from tests.plan.groups import Group, Json
from tests.plan.simulated import Rows
from tests.rehearsal.scenarios import Declare, Happen, show

ANSWERS: Json = {"answers": {"port": 25}}


def every(*changes: Declare) -> Declare:
    """Declare several changes at once."""

    def declare(found: Json) -> None:
        for change in changes:
            change(found)

    return declare


def ha_is(**values: object) -> Declare:
    """Declare HA settings of the group."""
    return lambda found: found["ha"].update(values)


def lost_threshold(found: Json) -> None:
    """Declare another time after which a unit counts as lost."""
    found["ha"]["heartbeat"]["lost_threshold"] = 30


def asking(found: Json) -> None:
    """Declare that mail service has to answer."""
    found["mail_entry"] |= deepcopy(ANSWERS)


def by_units(found: Json) -> None:
    """Declare that senders use the units' own addresses, where mail service has to answer."""
    found["mail_entry"] = {"kind": "units", **deepcopy(ANSWERS)}


def without(*names: str) -> Declare:
    """Declare nothing of some settings of the group."""

    def declare(found: Json) -> None:
        for name in names:
            del found[name]

    return declare


def on_failure_left_open(found: Json) -> None:
    """Declare no on_failure."""
    del found["ha"]["on_failure"]


def second_virtual_ip(found: Json) -> None:
    """Declare another virtual IP."""
    found["virtual_ips"].append({"port": "port2", "address": "203.0.113.25/24", "action": "add"})


def first_virtual_ip_goes(found: Json) -> None:
    """Declare that the first virtual IP is to be removed, and nothing of who uses it."""
    found["virtual_ips"][0]["state"] = "absent"


def virtual_ip_is(number: int, address: str) -> Declare:
    """Declare another virtual IP in the place of one."""
    return lambda found: found["virtual_ips"][number].update(address=f"{address}/24")


def no_directory(found: Json) -> None:
    """Declare no directory of the mail store."""
    del found["mail_storage"]["directory"]


def local_storage(found: Json) -> None:
    """Declare that mail data lies on the units themselves."""
    found["mail_storage"] = {"kind": "local"}


def mail_port_of(unit: str) -> Declare:
    """Declare another address of the port where a unit is sent mail."""
    place = int(unit.removeprefix("mx")) - 1

    def declare(found: Json) -> None:
        found["units"][place]["interfaces"]["port1"]["address"] = "198.51.100.99/24"

    return declare


def heartbeat_port_address(found: Json) -> None:
    """Declare another heartbeat address of mx2 alone."""
    found["units"][1]["heartbeat"][1]["address"] = "10.0.1.99/24"


def second_heartbeat_moves(found: Json) -> None:
    """Declare that the second heartbeat of mx1 is on another port, and an address of the former."""
    unit = found["units"][0]
    unit["heartbeat"][1] |= {"port": "port4", "address": "10.0.4.1/24"}
    unit["interfaces"]["port6"] = {"address": "198.51.101.1/24"}


def both(*happenings: Happen) -> Happen:
    """Let several things happen, one after the other."""

    def happen(one: Group, rows: Rows) -> None:
        for each in happenings:
            each(one, rows)

    return happen


def reads(unit: str, kind: str, key: str = "", **values: Value) -> Happen:
    """Let a unit hold other values of a resource, if it has it."""

    def happen(_: Group, rows: Rows) -> None:
        rows.get(Address(unit, kind, key), {}).update(values)

    return happen


def differs_on(unit: str) -> Happen:
    """Let every setting beside roles and heartbeat be another one on a unit."""
    return both(
        reads(unit, "ha", on_failure="off", remote_services=False),
        reads(unit, "ha", mail_data_sync=False, mail_queue_sync=True),
        reads(unit, "snmp", enabled=False),
        reads(unit, "snmp_user", "nms", security_level="noauthnopriv"),
        *(hides(unit, kind) for kind in ("snmp_user_host", "alert_email")),
    )


def shows(unit: str, effective: str, *, in_sync: bool = False) -> Happen:
    """Let a unit show a role."""
    return lambda _, rows: show(rows, unit, effective, in_sync=in_sync)


def hides(unit: str, kind: str) -> Happen:
    """Let a unit hold nothing of a kind."""

    def happen(_: Group, rows: Rows) -> None:
        for address in [a for a in rows if (a.owner, a.kind) == (unit, kind)]:
            del rows[address]

    return happen


def unlisted(unit: str) -> Happen:
    """Let no unit have a row of one in its table of members or peers."""
    keys = {unit, f"10.0.0.{unit.removeprefix('mx')}"}

    def happen(_: Group, rows: Rows) -> None:
        for address in [a for a in rows if a.kind in {"ha_member", "ha_peer"} and a.key in keys]:
            if address.owner != unit:
                del rows[address]

    return happen


def switched_off(unit: str) -> Happen:
    """Let HA be off on a unit, as a person does it there."""

    def happen(one: Group, rows: Rows) -> None:
        off = {"mode": "off"} if one.dialect.generation == "per-unit" else {"enabled": False}
        rows[Address(unit, "ha")] |= off
        show(rows, unit, "off")

    return happen


def blank(*units: str) -> Happen:
    """Let units have no mail domain of their own."""
    return both(*(hides(unit, "domain") for unit in units))
