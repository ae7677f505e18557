"""Files that are wrong: one message each, with its place, and exit code 3."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.group import EXAMPLES
from tests.end_to_end.program import hacfg

PAIR = (EXAMPLES / "pair-7.2" / "topology.yaml").read_text()
DIALECT = Path(__file__).parents[2] / "hacfg" / "fortimail" / "dialects" / "fortimail-7.2.yaml"
SCHEMA = Path(__file__).parents[2] / "schemas" / "topology-v1.schema.json"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


def place_of(part: str, text: str) -> str:
    before = text[: text.index(part)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@dataclass(frozen=True)
class Wrong:
    """A topology with one thing wrong: what is replaced, where the message points, what it says."""

    old: str
    new: str
    at: str
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        assert self.old in PAIR
        return PAIR.replace(self.old, self.new, 1)

    @property
    def place(self) -> str:
        return place_of(self.at, self.text)


WRONG = {
    "yaml-that-does-not-parse": Wrong(
        "labels: {site: east}", "labels: {site: east", ': "7.2"', ("not YAML", "',' or '}'")
    ),
    "a-tab": Wrong(
        "    base_port", "\tbase_port", "\tbase", ("a tab in the indentation", "with spaces")
    ),
    "a-duplicate-key": Wrong(
        "mode: active-passive",
        "firmware: '7.6'\nmode: active-passive",
        "firmware: '7.6'",
        ("duplicate key", "lines 8 and 10", "keep one of the two"),
    ),
    "an-unknown-key": Wrong(
        "on_failure:", "on_failur:", "on_failur:", ("'on_failur' in ha", "did you mean 'on_fail")
    ),
    "a-wrong-type": Wrong(
        "base_port: 20000",
        "base_port: many",
        "many",
        ("ha.heartbeat.base_port has the wrong type", "text", "a whole number"),
    ),
    "a-literal-secret": Wrong(
        "{env: MX1_PASSWORD}",
        "canary-literal",
        "canary-literal",
        ("units[0].api.password is a secret", "{env: NAME}"),
    ),
    "two-primaries": Wrong(
        "role: secondary", "role: primary", "primary\n    api", ("mx1 and mx2", "exactly one")
    ),
    "an-unknown-firmware": Wrong(
        '"7.2"', '"5.4"', '"5.4"', ("no dialect is for firmware 5.4", "7.2, 7.6", "--dialect")
    ),
    "a-name-that-is-too-long": Wrong(
        "name: mail-east", f"name: {'m' * 300}", "mmm", ("name has a value", "unique")
    ),
    "a-url-without-tls": Wrong(
        "https://192.0.2.11", "http://192.0.2.11", '"http:', ("api.url", "`https://`")
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_topology_is_told_once_with_its_place(wrong: Wrong, tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_text(wrong.text)

    told = hacfg("validate", "pair.yaml", folder=tmp_path)

    assert (told.code, told.out) == (3, "")
    assert told.message.startswith(f"pair.yaml:{wrong.place}: ")
    assert all(words in told.message for words in wrong.said), told.message
    assert "\n  next " in told.message


@pytest.mark.parametrize(
    ("name", "content", "place", "said"),
    [
        ("an-anchor-bomb", BOMB, "5:15", "more than 20000 values"),
        ("empty", "", "1:1", "the file is empty"),
        ("utf-16", PAIR.encode("utf-16"), "1:1", "not UTF-8 text"),
        ("a-list", "- 1\n", "1:1", "the file has the wrong type"),
        ("another-tool", "services: {}\n", "1:1", "this is no topology"),
        ("a-schema", SCHEMA.read_bytes(), "1:1", "a JSON Schema"),
        ("a-dialect", DIALECT.read_bytes(), "1:1", "a dialect"),
    ],
)
def test_a_file_that_is_no_topology_is_told_once(
    name: str, content: str | bytes, place: str, said: str, tmp_path: Path
) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    (tmp_path / f"{name}.yaml").write_bytes(raw)

    told = hacfg("validate", f"{name}.yaml", folder=tmp_path)

    assert (told.code, told.out) == (3, "")
    assert told.message.startswith(f"{name}.yaml:{place}: ")
    assert said in told.message
    assert "\n  next " in told.message


def test_a_missing_file_and_a_folder_without_topologies_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    told = hacfg("validate", "missing.yaml", "empty", folder=tmp_path)

    assert (told.code, told.out) == (3, "")
    assert "missing.yaml:1:1: cannot be read: No such file" in told.err
    assert "empty:1:1: this folder holds no YAML file" in told.err


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_bytes(b"\xef\xbb\xbf" + PAIR.replace("\n", "\r\n").encode())

    told = hacfg("validate", "pair.yaml", folder=tmp_path)

    assert (told.code, told.err) == (0, "")


def test_all_unset_secrets_are_named_before_any_unit_is_asked(tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_text(PAIR)

    told = hacfg("plan", "pair.yaml", folder=tmp_path, environ={"MX2_PASSWORD": ""})

    assert (told.code, told.out) == (3, "")
    place = place_of("password: {env: MX1_PASSWORD}", PAIR)
    assert f"pair.yaml:{place}: the secret mx1.api.password (env MX1_PASSWORD) is not" in told.err
    assert "the secret mx2.api.password (env MX2_PASSWORD) is set, but empty" in told.err
    assert told.err.count("\n  next      export MX") == 3  # one of them twice: after the join


def test_hosts_that_are_not_allowed_are_refused_before_any_secret_is_resolved(
    tmp_path: Path,
) -> None:
    (tmp_path / "pair.yaml").write_text(PAIR.replace("192.0.2.12", "203.0.113.9"))

    told = hacfg(
        "plan", "pair.yaml", folder=tmp_path, environ={"HACFG_ALLOWED_HOSTS": "192.0.2.0/24"}
    )

    assert (told.code, told.out) == (3, "")
    assert "mx2: 203.0.113.9 is not among the hosts" in told.message
    assert "192.0.2.0/24" in told.message


def test_a_dialect_with_an_unknown_field_type_is_told_with_its_place(tmp_path: Path) -> None:
    text = DIALECT.read_text().replace("type: ip_mask, unset", "type: cidr, unset", 1)
    (tmp_path / "own.yaml").write_text(text)
    (tmp_path / "pair.yaml").write_text(PAIR)

    told = hacfg("validate", "pair.yaml", "--dialect", "own.yaml", folder=tmp_path)

    assert (told.code, told.out) == (3, "")
    assert told.message.startswith(
        f"own.yaml:{place_of('cidr', text)}: kinds.interface.fields.address.type "
    )
    assert "'cidr'" in told.message
    assert "one of bool, int, enum, str, ip, ip_mask, secret, list" in told.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "pair.yaml", "--alow", "role-change"], "--allow"),
        (["plan", "pair.yaml", "--allow", "unverifed-wire"], "did you mean unverified-wire?"),
        (["validat", "pair.yaml"], "Did you mean 'validate'?"),
        (["plan", ""], "is a shell variable not set?"),
        (["apply", "x.json", "--secret", "ha.password=env:not a name"], "ha.password=env:NEW_"),
    ],
)
def test_wrong_usage_says_what_was_meant(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_text(PAIR)

    told = hacfg(*arguments, folder=tmp_path)

    assert (told.code, told.out) == (64, "")
    assert said in told.message
    assert "\n  next  hacfg" in told.message
