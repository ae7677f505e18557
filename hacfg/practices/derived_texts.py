"""What each derived rule is about, in words."""

from typing import Final

from hacfg.findings import Rule

DERIVED_TEXTS: Final = (
    Rule(
        "HX-01",
        "All units run the declared firmware",
        "error",
        "Units of one group must run the same version to synchronise.",
        "FortiMail administration guide 7.0.2, 846008",
        "The firmware that each unit reports. While two versions are declared, an upgrade rolls.",
        "Upgrade the secondaries, then the primary; declare both versions meanwhile.",
    ),
    Rule(
        "HX-02",
        "All units run in the declared operation mode",
        "error",
        "A gateway cannot take over for a server; what they share means different things.",
        (
            "`diagnose system device` shows it per unit (FortiMail CLI reference 7.6.4,"
            " 71495); the numbers that the API tells it by are inferred"
        ),
        "The operation mode that each unit reports.",
        "Set the mode before HA: to change it later resets the configuration.",
    ),
    Rule(
        "HX-03",
        "All units are of one model",
        "warning",
        "Models may be mixed, but the group has the capacity of the weakest.",
        "FortiMail administration guide 7.0.2, 846008",
        "The model that each unit reports.",
        "Use one model, or waive this if the weakest is enough.",
    ),
    Rule(
        "HX-04",
        "Heartbeat ports have static addresses",
        "error",
        "With DHCP on a heartbeat port, an upgrade from 7.4.2 or earlier breaks HA.",
        "FortiMail release notes 8.0.0 and 7.4.4, 991274",
        "How each heartbeat port gets its address.",
        "Give it a static address.",
    ),
    Rule(
        "HX-05",
        "Heartbeat ports carry nothing but the heartbeat",
        "error",
        (
            "Administrative access or a default route on a heartbeat port connects it to the"
            " network that HA-01 keeps it apart from."
        ),
        "FortiVoice HA guide (a sister product): sharing is not recommended; HA-01",
        "Administrative access of each heartbeat port, gateways of default routes.",
        "Unset allowaccess there; point the default route at the mail network.",
    ),
    Rule(
        "HX-06",
        "The heartbeat threshold is neither too short nor too long",
        "warning",
        "Under 3 s a busy primary is taken for dead; over a minute mail waits, or senders give up.",
        "FortiMail cookbook 7.2.0, 894745, for the lower limit; the upper one is ours",
        "`ha.heartbeat.lost_threshold` in the file and on each unit.",
        "Set ha.heartbeat.lost_threshold: 15, as the vendor's guides do.",
    ),
    Rule(
        "HX-07",
        "Remote services as heartbeat have a remote service",
        "warning",
        "The extra heartbeat has no effect if no remote service is monitored.",
        "inferred from the FortiMail CLI reference 7.2.0, 331218",
        "`ha.heartbeat.remote_services` and `monitor.services`, in the file and on each unit.",
        "Declare monitor.services.remote-smtp.",
    ),
    Rule(
        "HX-08",
        "A failed primary comes back as secondary",
        "warning",
        (
            "With restore-role a failing unit takes its role back again and again; with off"
            " it does nothing until a person comes."
        ),
        "FortiMail cookbook 7.2.0, 894745",
        "`ha.on_failure` in the file and on each unit.",
        "Set ha.on_failure: become-secondary.",
    ),
    Rule(
        "HX-09",
        "A farm has a primary backup",
        "warning",
        (
            "Without the primary nobody can configure the farm, and with a NAS nobody sends"
            " quarantine reports."
        ),
        "FortiMail release notes 8.0.0, 991274 (from 7.4); 5.3 online help, system_05_64",
        "`primary_backup` in the file and in the member table.",
        "Write `primary_backup: true` for one secondary.",
    ),
    Rule(
        "HX-10",
        "No licence ends within 30 days",
        "warning",
        "An order takes a while.",
        "ours",
        "The end of both licences of each unit.",
        "Renew it.",
    ),
    Rule(
        "HX-11",
        "The units' clocks agree",
        "warning",
        (
            "Logs of one failover cannot be compared, and certificates and licences end at"
            " different times."
        ),
        "ours",
        "The `Date` of each unit's answers; more than 30 s apart.",
        "Let all units use the same NTP servers.",
    ),
    Rule(
        "HX-12",
        "No certificate of an API ends within 30 days",
        "warning",
        "hacfg, and people, then no longer trust the unit.",
        "ours",
        "The certificate that each unit's API shows.",
        "Install a new certificate on the unit.",
    ),
    Rule(
        "HX-13",
        "No unit keeps settings out of the synchronisation",
        "warning",
        "After a failover the group behaves differently, and nobody remembers why.",
        "FortiMail CLI reference 7.6.3, 222664",
        "The synchronisation exceptions of each unit.",
        "diagnose system ha unset-sync-disable-cfg, if nobody needs them.",
    ),
    Rule(
        "HX-14",
        "Every member is declared",
        "error",
        (
            "A member that nobody knows may take mail, or wait to take over; a plan that"
            " changes roles stops before it."
        ),
        "FortiMail CLI reference 7.6.0, 331218",
        "The member table (from 7.6), or the peers of a farm's primary.",
        "Declare it under `units`, with `state: absent, lost: true` if it is gone.",
    ),
    Rule(
        "HX-15",
        "Every unit is the box that is declared",
        "error",
        "What is meant for one unit would be done to another.",
        "ours",
        "The serial number that each unit reports, against the declared and each other's.",
        "Correct `api.url` or `serial`.",
    ),
    Rule(
        "HX-16",
        "Waivers and attestations count, and are needed",
        "warning",
        "What somebody decided long ago must not hide what is wrong today.",
        "ours",
        (
            "`waivers` and `attestations`: the rule, the dates, whether there is still a"
            " reason. One that ends within 30 days, or is not needed, is a note."
        ),
        "Mend what was waived, decide anew, or delete it.",
    ),
)
