"""What a rule is about, as text for `check --explain` and as a page of the documentation."""

from collections.abc import Sequence

from hacfg.findings import Rule
from hacfg.practices.table import DERIVED, PRACTICES, RULES
from hacfg.report.layout import fold, labelled
from hacfg.report.style import Style

_HEAD = """\
# The ten practices, and rules derived from the same facts

<!-- Made from hacfg/practices by `make generate`: change the words there. -->

`hacfg check` judges a group by these rules: the file alone, or with `--live` the units as well.
A rule comes out as `pass`, `broken`, `unknown` (it could not be seen, and says why; never a pass)
or `not-applicable`. A waiver in the file makes a broken rule `waived` until its last day; an
attestation makes what no unit reports `attested`, for a year or until its last day. Both name who
answers for it:

```yaml
waivers:
  - {practice: HA-08, reason: the NAS arrives in March, owner: mail-team, until: 2027-03-31}
attestations:
  - {practice: HA-01, by: J. Doe, on: 2026-11-01, note: "crossover cables checked in rack 4"}
```

One cause is told once: where two rules could name the same setting, one of them says which does.
"""


def rule_text(rule: Rule, style: Style) -> str:
    """Return all that is known of a rule."""
    attest = f"attestations: [{{practice: {rule.id}, by: ..., on: ..., note: ...}}]"
    parts = [
        ("Why", rule.why),
        ("Looks at", rule.evidence),
        ("Do this", rule.remedy),
        ("Attest", attest if rule.attestable else ""),
        ("Waive", f"waivers: [{{practice: {rule.id}, reason: ..., owner: ..., until: ...}}]"),
        ("Source", rule.source),
    ]
    lines = fold(f"{rule.id}  {rule.title} ({rule.severity})", style.width)
    lines = [style.paint(line, "bold") for line in lines] + [""]
    for label, text in parts:
        lines += labelled(label, text, style, column=8) if text else []
    return "".join(f"{line}\n" for line in lines)


def rules_page() -> str:
    """Return the page of the documentation."""
    practices = [judged.rule for judged in PRACTICES]
    others = RULES[len(PRACTICES) :]
    sections = [_HEAD, "## The ten practices", _table(practices), *map(_section, practices)]
    sections += ["## Derived rules", _table(others), *map(_section, others)]
    live = ", ".join(judged.rule.id for judged in DERIVED if not judged.of_file)
    sections.append(f"Only with `--live`, as no file can tell: HA-05, {live}.")
    return "\n".join(f"{section.rstrip()}\n" for section in sections)


def _table(rules: Sequence[Rule]) -> str:
    rows = [f"| {rule.id} | {rule.title} | {rule.severity} |" for rule in rules]
    return "\n".join(["| id | what shall be so | if broken |", "|---|---|---|", *rows])


def _section(rule: Rule) -> str:
    attest = (
        "\n- **Attest**: a person may vouch for what cannot be seen." if rule.attestable else ""
    )
    return (
        f"### {rule.id}: {rule.title}\n\n{rule.why}\n\n- **Looks at**: {rule.evidence}\n"
        f"- **Do this**: {rule.remedy}{attest}\n- **Source**: {rule.source}\n"
    )
