"""The README's commands are run as they stand there, but for those that need a token or a network."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Environment, load
from tests.docs.pages import ROOT, blocks, words_of

README = "README.md"
PROGRAM = ".venv/bin/outlay"

# Why a command is not run as it stands. Whatever is neither here nor below fails the first test.
NOT_RUN = {
    "make demo": "set-up would run inside the tests: `outlay demo` is run instead",
    "make test": "this is what runs these tests",
    f"{PROGRAM} doctor": "asks the wires of the example settings",
    f"{PROGRAM} run": "needs tokens; the journeys start it against loopback platforms",
}
SETTING_UP = ("export ", "cp ", "printf ")


def commands() -> list[str]:
    """Return the commands in the page's shell blocks, without their comments."""
    lines = (
        line.strip()
        for block in blocks(_unindented(words_of(README)), "sh")
        for line in block.text.splitlines()
    )
    return [re.sub(r"\s+#.*$", "", line) for line in lines if line]


def _unindented(text: str) -> str:
    """Bring the blocks inside numbered lists to the margin."""
    return re.sub(r"^ {3}", "", text, flags=re.MULTILINE)


RUN = [line for line in dict.fromkeys(commands()) if line not in NOT_RUN and not line.startswith(SETTING_UP)]


def test_every_command_is_accounted_for() -> None:
    assert all(line.startswith(f"{PROGRAM} ") for line in RUN)
    assert {line.split()[1] for line in RUN} == {"read", "sources", "session", "demo", "--help"}
    assert NOT_RUN.keys() <= set(commands())


def test_the_first_lines_are_the_two_commands() -> None:
    first, second, third, *_ = words_of(README).splitlines()
    assert first == "```sh"
    assert (second.split("#")[0].strip(), third.split("#")[0].strip()) == ("make demo", "make test")
    makefile = words_of("Makefile")
    assert all(
        re.search(rf"^{target}:", makefile, re.MULTILINE) for target in ("demo", "test", "setup", "bench")
    )


@pytest.mark.parametrize("line", RUN)
def test_a_command_does_what_the_page_shows(line: str) -> None:
    words = shlex.split(line.removeprefix(PROGRAM))
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_settings_that_the_page_makes_can_be_used(tmp_path: Path) -> None:
    """The lines of the two set-ups, in a shell: each leaves an outlay.toml that loads."""
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    for platform in ("slack", "discord"):
        (tmp_path / "outlay.toml").unlink(missing_ok=True)
        (block,) = (
            block.text
            for block in blocks(_unindented(words_of(README)), "sh")
            if f"export {platform.upper()}" in block.text
        )
        lines = [line for line in block.splitlines() if line.startswith(SETTING_UP)]
        subprocess.run(["bash", "-euc", "\n".join(lines)], cwd=tmp_path, check=True)
        settings = load(tmp_path / "outlay.toml", Environment({}))
        assert settings.sources
        assert platform == "discord" or settings.platforms == {"slack": {"managers": ["U0123ABCD"]}}


def test_the_variables_that_the_page_names_are_the_programs() -> None:
    page = words_of("docs/settings.md")
    named = set(re.findall(r"\b((?:SLACK|DISCORD|OUTLAY)_[A-Z_]+)=", words_of(README)))
    assert named == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN"}
    assert all(f"`{name}`" in page for name in named)
