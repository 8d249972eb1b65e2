"""The manifest in `deploy/` is what the command table says."""

from pathlib import Path

import pytest

from bot.commands.all import TABLE
from handlers.slack.manifest import main, manifest, usage, written
from handlers.slack.scopes import NEEDED, OPTIONAL, WANTED
from tests.platforms import slack_state

FILE = Path(__file__).parents[3] / "deploy" / "slack-manifest.yaml"


def test_the_file_is_the_generators_output() -> None:
    assert FILE.read_text(encoding="utf-8") == written(TABLE), (
        "write it anew: python -m handlers.slack.manifest > deploy/slack-manifest.yaml"
    )


def test_every_command_is_in_the_usage_hint() -> None:
    hint = usage(TABLE)
    parts = hint.split(" | ")
    assert len(parts) == len(TABLE)
    assert all(f"{part} ".startswith(f"{one.name} ") for part, one in zip(parts, TABLE, strict=True))
    assert len(hint) <= 1_000


def test_over_http_every_kind_of_request_has_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://bot.example/slack/events"
    assert main(["--http", address]) == 0
    printed = capsys.readouterr().out
    assert printed == written(TABLE, address)
    assert printed.count(address) == 3
    assert "socket_mode_enabled: false" in printed


@pytest.mark.parametrize(
    "address", ["http://bot.example/", "bot.example", "https://", "https://me@bot.example/"]
)
def test_slack_sends_to_https_only(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--http", address]) == 1
    assert "https://" in capsys.readouterr().err


def test_slacks_limits_hold() -> None:
    shown = manifest(TABLE)["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000


def test_optional_scopes_are_comments() -> None:
    lines = written(TABLE).splitlines()
    for scope in OPTIONAL:
        (line,) = [line for line in lines if f'"{scope}"' in line]
        assert line.lstrip().startswith("# - ")
    for scope in NEEDED:
        assert f'      - "{scope}"' in lines


def test_the_tests_need_no_more_than_the_manifest_asks() -> None:
    assert set(slack_state.SCOPES) == {*NEEDED, *WANTED}
