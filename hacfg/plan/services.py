"""Mail service at the addresses that senders use: waited for where a step may have stopped it."""

from urllib.parse import urlsplit

from hacfg.fortimail.ha.settings import virtual_ips_in
from hacfg.plan.draft import Draft
from hacfg.plan.gates import give_up_after, wait, wait_for_people
from hacfg.plan.steps import Answering, Gate


def wait_for_service(draft: Draft, name: str, leader: str = "") -> None:
    """Wait until mail service greets where senders enter, if the topology asks for that.

    `leader`: the unit whose configuration it has by now, if not its own. Nobody sends mail to a
    group that is blank, and at an address that is not there yet nobody answers.
    """
    entry = draft.situation.topology.mail_entry
    if entry is None or entry.answers is None or not draft.has_senders(leader or name):
        return
    hosts = _virtual_ips(draft, name) if entry.kind == "virtual-ip" else [_own_host(draft, name)]
    answers = [Answering(host=host, port=entry.answers.port) for host in hosts]
    if not answers:
        return
    gate = Gate(
        condition="answers",
        unit=name,
        answers=answers,
        timeout=give_up_after(draft.situation.topology, "answers"),
        source="service",
        wording=f"mail service greets at {', '.join(map(str, answers))}",
    )
    wait(draft, gate, "nothing more is changed until mail flows")


def wait_for_own_address(draft: Draft, name: str, reason: str) -> None:
    """Wait until senders need no virtual IP, for that one is about to go."""
    wording = f"senders reach {name} at its own address, and use no virtual IP"
    wait_for_people(draft, name, "opened", wording, reason)


def _own_host(draft: Draft, name: str) -> str:
    return urlsplit(draft.unit(name).declared.api.url).hostname or ""


def _virtual_ips(draft: Draft, name: str) -> list[str]:
    """Return the virtual IPs that the unit holds at this point of the plan."""
    expected = draft.expected.items()
    own = (row for a, row in expected if (a.owner, a.kind) == (name, "ha_interface") and row)
    return virtual_ips_in(own)
