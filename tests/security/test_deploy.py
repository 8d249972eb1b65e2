"""What `deploy/` promises: no root, nothing to write to but its own folder, no rights, no secret inside."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
EXPOSURE = 2.0  # of 10, as `systemd-analyze security` counts
SECRETS = re.compile(r"\bx(?:oxb|app|oxe)-\w|[\w-]{24}\.[\w-]{6}\.[\w-]{27}|hooks\.slack\.com/services/\w")


class Settings(RawConfigParser):
    """A unit file: keys keep their case, and the last of several counts."""

    def __init__(self) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.fixture(scope="module")
def unit() -> dict[str, str]:
    parser = Settings()
    parser.read_string((DEPLOY / "outlay.service").read_text(encoding="utf-8"))
    return dict(parser["Service"])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DynamicUser", "yes"),
        ("StateDirectory", "outlay outlay/backups"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
    ],
)
def test_the_unit_has_no_rights(unit: dict[str, str], key: str, value: str) -> None:
    assert unit[key] == value


def test_the_unit_holds_no_secret_and_names_its_file(unit: dict[str, str]) -> None:
    assert unit["EnvironmentFile"] == "/etc/outlay/tokens.env"
    assert not re.search(r"TOKEN|SECRET|KEY", unit["Environment"])


def test_systemd_finds_little_exposed() -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed here")
    command = [tool, "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE * 10:.0f}"]
    done = subprocess.run(
        [*command, str(DEPLOY / "outlay.service")], capture_output=True, text=True, check=False
    )
    if "unrecognized option" in done.stderr or "nknown operation" in done.stderr:
        pytest.skip("this systemd-analyze is too old to look at a file")
    found = re.search(r"exposure level for outlay\.service: ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= EXPOSURE
    assert done.returncode == 0


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: each with what follows it, lines that go on joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines())]


def test_the_image_runs_without_root(steps: list[tuple[str, str]]) -> None:
    last = [number for number, (word, _) in enumerate(steps) if word == "FROM"][-1]
    users = [rest for word, rest in steps[last:] if word == "USER"]
    assert users[-1:] == ["10001:10001"]
    after = [word for word, _ in steps[last:]]
    assert "RUN" not in after[after.index("USER") :], "nothing is run in the image behind the change of user"
    assert not any(word == "ADD" for word, _ in steps), "ADD fetches addresses and unpacks archives"


def test_the_image_is_built_from_one_base_that_can_be_pinned(steps: list[tuple[str, str]]) -> None:
    """No digest stands in the file: none could be looked up. `--build-arg PYTHON=…@sha256:…` pins it."""
    bases = {rest.removesuffix(" AS build") for word, rest in steps if word == "FROM"}
    assert bases == {"${PYTHON}"}
    (named,) = [rest.removeprefix("PYTHON=") for word, rest in steps if rest.startswith("PYTHON=")]
    assert re.fullmatch(r"python:3\.\d+-slim(@sha256:[0-9a-f]{64})?", named)


def test_the_image_holds_no_secret(steps: list[tuple[str, str]]) -> None:
    for word, rest in steps:
        if word in {"ENV", "ARG"}:
            assert not re.search(r"TOKEN|SECRET|PASSWORD|KEY", rest), rest
        if word == "COPY":
            assert not rest.startswith(". "), "only what is named is copied"
    ignored = (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", "deploy/secrets", "*.db*", "outlay.toml"} <= set(ignored)


def test_the_container_has_no_rights() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for line in ("read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'):
        assert f"    {line}\n" in text
    assert "privileged: true" not in text
    assert not re.search(r"^\s*ports:", text, re.MULTILINE), "no port is open unless somebody opens one"
    for name in re.findall(r"^ +(\w*(?:TOKEN|SECRET|KEY)\w*):", text, re.MULTILINE):
        assert name.endswith("_FILE"), "a secret is handed in as a file"


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*")), ids=lambda path: path.name)
def test_no_file_for_deployment_holds_a_secret(path: Path) -> None:
    if path.is_file() and "secrets" not in path.parts:
        assert not SECRETS.search(path.read_text(encoding="utf-8"))
