"""A secret that changed is sent; one that did not is not; one that is not known is named."""

from pathlib import Path

import pytest

from hacfg.errors import InvalidInput
from tests.end_to_end.group import SimulatedGroup, simulated

KEY = "canary-key-canary-key-canary"


def built(group: SimulatedGroup) -> SimulatedGroup:
    group.environ |= {"HACFG_DIGEST_KEY": "env:MY_KEY", "MY_KEY": KEY}
    assert group.apply(group.plan()).complete
    return group


def changes(group: SimulatedGroup) -> list[str]:
    return [str(change.address) for change in group.plan().hacfg.changes]


def notes(group: SimulatedGroup) -> list[str]:
    notices = group.plan().hacfg.notices
    return [notice.message for notice in notices if notice.id == "secret-unverified"]


def test_a_secret_that_was_sent_and_did_not_change_is_no_change(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        built(group)

        assert changes(group) == []
        assert notes(group) == []


def test_a_secret_that_changed_since_it_was_sent_is_a_change_until_it_is_sent(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        built(group).environ["SNMP_AUTH_PASSWORD"] = "canary-another-one"

        assert changes(group) == ['fortimail_snmp_user.group["nms"]']
        assert group.apply(group.plan()).complete
        assert changes(group) == []


def test_with_another_key_nothing_is_known_and_that_is_no_change(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        built(group).environ["MY_KEY"] = "canary-other-key-canary"

        assert changes(group) == []
        (note,) = notes(group)
        assert note.endswith("is not known: ha.password, snmp.nms.auth_password")


def test_without_a_key_nothing_is_kept_and_nothing_is_said(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        assert group.apply(group.plan()).complete
        assert notes(group) == []

        group.environ |= {"HACFG_DIGEST_KEY": "env:MY_KEY", "MY_KEY": KEY}
        assert len(notes(group)) == 1


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"HACFG_DIGEST_KEY": KEY}, "it is no reference"),
        ({"HACFG_DIGEST_KEY": "env:MY_KEY", "MY_KEY": "canary-short"}, "the key is too short"),
        ({"HACFG_DIGEST_KEY": "env:MY_KEY"}, "is not set"),
    ],
)
def test_a_key_that_is_none_is_told_without_showing_it(
    environ: dict[str, str], said: str, blank: SimulatedGroup
) -> None:
    known = dict(blank.environ)
    blank.environ |= environ
    try:
        with pytest.raises(InvalidInput) as raised:
            blank.plan()
    finally:
        blank.environ.clear()
        blank.environ |= known

    assert said in str(raised.value)
    assert "canary" not in repr(raised.value.problems)


def test_the_key_and_the_secrets_are_nowhere_in_the_store(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        built(group)

        for file in (tmp_path / ".hacfg").iterdir():
            assert b"canary" not in file.read_bytes()
