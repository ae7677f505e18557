"""The topology file that `hacfg init` writes: complete, valid, to be filled in."""

import re
from typing import Final

from pydantic import TypeAdapter, ValidationError

from hacfg.errors import InvalidInput, Problem
from hacfg.topology.fields import Name
from hacfg.topology.models import Firmware

_FORMS: Final = {
    "name": "letters, digits, `-` and `_`, such as mail-east",
    "firmware": "a version such as 7.2 or 7.6.3",
}

_PAIR: Final = """\
# One FortiMail HA group: an active-passive pair. The values are the vendor's recommendations;
# addresses, ports and names are placeholders: put in your own.
version: 1
name: "{name}"
firmware: "{firmware}"                  # of both units; while an upgrade rolls: ["7.2", "7.6"]
operation_mode: gateway          # gateway | transparent | server
mode: active-passive             # the secondary takes over when the primary fails (HA-02)

ha:
  # Secrets never stand in this file. Before `hacfg plan`: export {variable}_HA_PASSWORD=...
  password: {{env: {variable}_HA_PASSWORD}}
  heartbeat:
    base_port: 20000
    lost_threshold: 15           # seconds without heartbeat before the secondary takes over
    remote_services: true        # the service monitoring below is an extra heartbeat (HA-04)
  on_failure: become-secondary   # what a failed primary does when it is back
  synchronize:
    mail_data: false             # the NAS below holds the mail (HA-09); without a NAS: true (HA-06)
    mail_queue: false            # costs much bandwidth (HA-07)

units:
  - name: mx1
    # serial: FE400F0000000001   # if given, no other box is ever written to
    role: primary                # its configuration counts: the secondary's is replaced by it
    api:
      url: "https://192.0.2.11"  # the unit's own address, never a virtual IP
      username: hacfg
      password: {{env: MX1_PASSWORD}}
      # tls: {{ca_file: ca.pem}}   # if the system does not trust the unit's certificate
    interfaces:
      port1: {{address: 198.51.100.11/24}}
    heartbeat:                   # two links, or one loose cable makes two primaries (HA-04)
      - {{port: port5, address: 10.255.0.1/30, link: primary, path: crossover}}
      - {{port: port6, address: 10.255.0.5/30, link: secondary, path: crossover}}
  - name: mx2
    role: secondary
    api:
      url: "https://192.0.2.12"
      username: hacfg
      password: {{env: MX2_PASSWORD}}
      # Joining may bring mx1's accounts here: the one to log in with from then on.
      after_join: {{username: hacfg, password: {{env: MX1_PASSWORD}}}}
    interfaces:
      port1: {{address: 198.51.100.12/24}}
    heartbeat:
      - {{port: port5, address: 10.255.0.2/30, link: primary, path: crossover}}
      - {{port: port6, address: 10.255.0.6/30, link: secondary, path: crossover}}

virtual_ips:                     # the address that senders use; it moves with the acting primary
  - {{port: port1, address: 198.51.100.25/24, action: add}}
mail_entry: {{kind: virtual-ip}}

monitor:
  ports: [port1]                 # a dead link here leads to a failover
  services:
    remote-smtp: {{address: 198.51.100.25, port: 25, interval: 30, timeout: 10, retries: 3}}
    local-ports: {{interval: 10, retries: 3}}
"""

_FARM: Final = """\
# One FortiMail HA group: a farm behind a load balancer. The values are the vendor's
# recommendations; addresses, ports and names are placeholders: put in your own.
version: 1
name: "{name}"
firmware: "{firmware}"                  # of all units; while an upgrade rolls: ["7.2", "7.6"]
operation_mode: gateway          # gateway | transparent | server
mode: config-only                # all units take mail; 7.4 and later call it active-active (HA-03)

ha:
  # Secrets never stand in this file. Before `hacfg plan`: export {variable}_HA_PASSWORD=...
  password: {{env: {variable}_HA_PASSWORD}}
  heartbeat:
    base_port: 20000
    lost_threshold: 15           # seconds without heartbeat before a unit counts as lost

units:
  - name: mx1
    # serial: FE400F0000000001   # if given, no other box is ever written to
    role: primary                # its configuration counts: that of the others is replaced by it
    api:
      url: "https://192.0.2.11"  # the unit's own address, never that of the load balancer
      username: hacfg
      password: {{env: MX1_PASSWORD}}
      # tls: {{ca_file: ca.pem}}   # if the system does not trust the unit's certificate
    interfaces:
      port1: {{address: 198.51.100.11/24}}
    heartbeat:                   # switches of their own, connected to nothing else (HA-01)
      - {{port: port5, address: 10.255.0.1/24, link: primary, path: isolated-switch}}
      - {{port: port6, address: 10.255.1.1/24, link: secondary, path: isolated-switch}}
{others}
mail_entry: {{kind: load-balancer}}
"""

_FARM_UNIT: Final = """\
  - name: mx{number}
    role: secondary
    api:
      url: "https://192.0.2.1{number}"
      username: hacfg
      password: {{env: MX{number}_PASSWORD}}
      # Joining may bring mx1's accounts here: the one to log in with from then on.
      after_join: {{username: hacfg, password: {{env: MX1_PASSWORD}}}}
    interfaces:
      port1: {{address: 198.51.100.1{number}/24}}
    heartbeat:
      - {{port: port5, address: 10.255.0.{number}/24, link: primary, path: isolated-switch}}
      - {{port: port6, address: 10.255.1.{number}/24, link: secondary, path: isolated-switch}}
"""

_BOTH: Final = """\

mail_storage: {{kind: nas, protocol: nfs, host: nas1.example.net, directory: /vol/mail}}   # HA-08
licenses: {{antispam: required, antivirus: required}}   # on every unit (HA-05)

alerts:                          # how you learn of a failover (HA-10)
  snmp:
    enabled: true
    users:
      - name: nms
        security_level: authnopriv
        auth_protocol: sha1
        auth_password: {{env: SNMP_AUTH_PASSWORD}}
        trap_events: [ha, system, remote-storage]
        hosts: [192.0.2.60]
  syslog:
    - {{server: 192.0.2.50, port: 514, categories: [ha, system]}}
  email:
    - {{address: noc@example.net}}

# What no API shows, a person says. Write here who looked, and when:
# attestations:
#   - {{practice: HA-01, by: "J. Doe", on: 2026-11-01, note: "heartbeat cabling checked in rack 4"}}
#   - {{practice: HA-08, by: "J. Doe", on: 2026-11-01, note: "the NAS is backed up every night"}}
# A practice that you do not keep needs a reason, and an end:
# waivers:
#   - {{practice: HA-08, reason: "the NAS arrives in March", owner: mail-team, until: 2027-03-31}}
"""


def template(name: str, mode: str, firmware: str) -> str:
    """Return the text of a topology file with recommended values, for a pair or a farm.

    Raises InvalidInput for a name or a firmware that no topology can have.
    """
    _require("name", TypeAdapter(Name), name)
    _require("firmware", TypeAdapter(Firmware), firmware)
    text = _PAIR if mode == "active-passive" else _FARM
    others = "".join(_FARM_UNIT.format(number=number) for number in (2, 3))
    variable = re.sub(r"^(?=\d)", "_", name.upper().replace("-", "_"))
    return (text + _BOTH).format(name=name, firmware=firmware, variable=variable, others=others)


def _require(what: str, adapter: TypeAdapter[str], value: str) -> None:
    try:
        adapter.validate_python(value)
    except ValidationError:
        problem = Problem(f"{value!r} cannot be the {what} of a group", expected=_FORMS[what])
        raise InvalidInput(problem) from None
