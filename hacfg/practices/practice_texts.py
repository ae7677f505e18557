"""What each of the ten practices is about, in words."""

from typing import Final

from hacfg.findings import Rule

COOKBOOK: Final = "Fortinet cookbook, FortiMail best practices: high availability"

PRACTICE_TEXTS: Final = (
    Rule(
        "HA-01",
        "The heartbeat has links of its own",
        "error",
        (
            "Heartbeat and synchronisation packets carry sensitive configuration and can use"
            " much bandwidth."
        ),
        COOKBOOK,
        (
            "The declared `path` of each heartbeat port against the number of units: two"
            " units are connected by crossover cable, more by a switch that carries nothing"
            " else. Of the units: no virtual IP, no route and no other port's subnet on a"
            " heartbeat port (administrative access and the default route are told by HX-05)."
            " The cabling itself cannot be seen: a person attests it."
        ),
        (
            "Connect two units directly, more by a switch of their own; write the `path` as"
            " it is; attest what you saw."
        ),
        attestable=True,
    ),
    Rule(
        "HA-02",
        "A pair takes over for one another",
        "error",
        (
            "If the primary fails, the secondary goes on processing mail with only a minor"
            " interruption."
        ),
        COOKBOOK,
        (
            "Declared mode, both roles, a virtual IP. Of the units: each is configured, and"
            " acts, as declared. What a failed primary does when it is back is told by HX-08."
        ),
        "Declare a secondary and the virtual IP that senders use; bring back roles that moved.",
    ),
    Rule(
        "HA-03",
        "A farm shares the work",
        "error",
        (
            "A farm gives capacity to a large organisation, also behind a load balancer; it"
            " has no failover of its own."
        ),
        COOKBOOK,
        (
            "Declared mode, 2 to 25 units (24 from 7.4), in server mode a NAS. Of the units:"
            " no virtual IP, no service monitoring, each configured and acting as declared."
        ),
        "Keep to the size; let hacfg take away what belongs to a failover.",
    ),
    Rule(
        "HA-04",
        "The heartbeat stays connected",
        "error",
        (
            "If the heartbeat is interrupted and no remote service is detected,"
            " synchronisation is disrupted, and in a pair the secondary takes the primary for"
            " dead: two primaries."
        ),
        COOKBOOK,
        (
            "Two heartbeat links on each unit; in a pair remote services as an extra"
            " heartbeat (only a warning while there are two links). Of the units: the ports"
            " that carry the heartbeat, and what is heard on each link."
        ),
        "Declare a second link, set ha.heartbeat.remote_services, reconnect a link that is down.",
    ),
    Rule(
        "HA-05",
        "Every unit is licensed for FortiGuard Antispam and Antivirus",
        "error",
        (
            "With the primary licensed only, the secondary filters nothing after a failover;"
            " engines and definitions are not synchronised either."
        ),
        COOKBOOK,
        "Of the units only: both licences valid, not expired, engines of one version (a warning).",
        "License every unit, and let each update from FortiGuard.",
        attestable=True,
    ),
    Rule(
        "HA-06",
        "Mail data is synchronised, unless a NAS holds it",
        "error",
        (
            "What lies on the failed unit only, its quarantine and mailboxes, is lost to"
            " people until the unit is back."
        ),
        COOKBOOK,
        "`ha.synchronize.mail_data` in the file and on each unit, unless a NAS is declared.",
        "Set ha.synchronize.mail_data: true, or declare a NAS.",
    ),
    Rule(
        "HA-07",
        "The mail queue is not synchronised",
        "error",
        "The queue changes all the time; to copy it costs much bandwidth, and gains little.",
        COOKBOOK,
        "`ha.synchronize.mail_queue` in the file and on each unit.",
        "Set ha.synchronize.mail_queue: false.",
    ),
    Rule(
        "HA-08",
        "Mail data lies on a NAS that is backed up",
        "error",
        "It survives the failure of a unit, and stays in reach of the others.",
        COOKBOOK,
        (
            "`mail_storage` in the file and on each unit. Backups cannot be seen: a person"
            " attests them."
        ),
        "Declare the NAS under `mail_storage`; attest its backups.",
        attestable=True,
    ),
    Rule(
        "HA-09",
        "Mail data on a NAS is not synchronised as well",
        "error",
        "Both units would store the same mail on the NAS: duplicate traffic, wasted space.",
        COOKBOOK,
        "A declared NAS, and `ha.synchronize.mail_data` in the file and on each unit.",
        "Set ha.synchronize.mail_data: false.",
    ),
    Rule(
        "HA-10",
        "People learn of a failover",
        "error",
        "Quick discovery and diagnosis: the next failure finds nobody who takes over.",
        COOKBOOK,
        (
            "SNMP, syslog or alert email under `alerts` and on each unit, with HA events in"
            " its selection. That of alert email is not documented, so alert email alone is"
            " unknown: a person attests it."
        ),
        "Send HA events to SNMP (trap_events: [ha]) or syslog (categories: [ha]).",
        attestable=True,
    ),
)
