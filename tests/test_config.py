"""Settings from TOML and the environment."""

from pathlib import Path
from typing import ClassVar

import msgspec
import pytest

from bot.config import Environment, LogTable, Settings, load
from bot.domain.errors import CannotRun
from bot.domain.secret import Secret


class Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    ENVIRONMENT: ClassVar[dict[str, str]] = {"token": "WIRE_TOKEN", "url": "WIRE_URL"}

    url: str = "https://wire.example"
    token: Secret | None = None
    every: float = 60.0


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "outlay.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_gives_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, Environment({})) == Settings()


def test_a_file_in_the_folder_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written(tmp_path, '[store]\npath = "news.db"\n')
    monkeypatch.chdir(tmp_path)
    assert load(None, Environment({})).store.path == "news.db"


def test_tables_of_kinds_stay_raw_and_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[source]]\nurl = "https://a.example"\n[slack]\nmanagers = ["U1"]\n[prices]\nkind = "none"\n',
    )
    settings = load(path, Environment({}))
    assert settings.sources == ({"url": "https://a.example"},)
    assert settings.platforms == {"slack": {"managers": ["U1"]}}
    assert settings.prices == {"kind": "none"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[store\n", "not valid TOML"),
        ("[store]\npth = 'x'\n", "unknown field `pth`. Did you mean `path`?"),
        ("[fetch]\ntimeout = 'soon'\n", "`timeout`"),
        ("[source]\nurl = 'x'\n", r"\[\[source\]\]"),
        ("level = 'debug'\n", "outside a table"),
        ("[delivery]\non_unknown = 'guess'\n", "on_unknown"),
        ("[fetch]\ntimeout = -1\n", r"> 0.0, at `timeout`"),
        ("[fetch]\ntimeout = nan\n", r"> 0.0, at `timeout`"),
        ("[fetch]\ntimeout = 1e99\n", r"<= 600.0, at `timeout`"),
        ("[price]\nkind = 'none'\n", r"no table \[price\]. Did you mean \[prices\]\?"),
        ("[followups]\nat = ['hour']\n", r"Did you mean \[follow_ups\]\?"),
        ("[[prices]]\nkind = 'none'\n", r"\[\[prices\]\] has two brackets.* \[prices\]\."),
    ],
)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CannotRun, match=words):
        load(written(tmp_path, text), Environment({}))


@pytest.mark.parametrize(
    ("days", "hours", "refused"), [(0, 48, False), (5, 48, False), (4, 48, True), (30, 2_000, True)]
)
def test_what_may_still_be_joined_is_kept(tmp_path: Path, days: int, hours: int, refused: bool) -> None:
    path = written(tmp_path, f"[store]\nkeep_days = {days}\n[join]\nhours = {hours}\n")
    if refused:
        with pytest.raises(CannotRun, match=r"keep_days = \d+ is too short"):
            load(path, Environment({}))
    else:
        assert load(path, Environment({})).store.keep_days == days


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml", Environment({}))


def test_the_environment_overrides_and_keeps_secrets_hidden() -> None:
    environment = Environment({"WIRE_TOKEN": "xoxb-secret", "WIRE_URL": "http://127.0.0.1:9"})
    wire = environment.section(Wire, {"url": "https://other.example"}, "[wire]")
    assert wire.url == "http://127.0.0.1:9"
    assert wire.token is not None
    assert wire.token.reveal() == "xoxb-secret"
    assert "xoxb-secret" not in repr(wire)
    assert "xoxb-secret" not in str(wire.token)


def test_a_number_may_come_from_the_environment() -> None:
    class Paced(msgspec.Struct, frozen=True):
        ENVIRONMENT: ClassVar[dict[str, str]] = {"every": "WIRE_EVERY"}
        every: float = 60.0

    assert Environment({"WIRE_EVERY": "5"}).section(Paced, {}, "[wire]").every == 5.0


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-in-a-file\n", encoding="utf-8")
    wire = Environment({"WIRE_TOKEN_FILE": str(tmp_path / "token")}).section(Wire, {}, "[wire]")
    assert wire.token == Secret("xoxb-in-a-file")


def test_what_telling_variables_hold_is_withheld(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("cafe\n", encoding="utf-8")
    variables = {
        "DISCORD_TOKEN": "t",
        "FINNHUB_API_KEY_FILE": str(tmp_path / "key"),
        "HOME": "h",
        "A_KEY": "",
    }
    assert Environment(variables).withheld() == {"t", "cafe"}


def test_a_secret_file_that_is_absent_is_named() -> None:
    with pytest.raises(CannotRun, match="WIRE_TOKEN_FILE names /nowhere/token"):
        Environment({"WIRE_TOKEN_FILE": "/nowhere/token"}).section(Wire, {}, "[wire]")


def test_a_secret_in_the_settings_file_is_refused_without_being_shown() -> None:
    with pytest.raises(CannotRun, match="set WIRE_TOKEN instead") as caught:
        Environment({}).section(Wire, {"token": "xoxb-oops"}, "[wire]")
    assert "xoxb-oops" not in str(caught.value)


def test_a_platform_is_wanted_when_its_secret_is_set() -> None:
    assert Environment({"WIRE_TOKEN": "x"}).holds_secret_of(Wire)
    assert not Environment({"WIRE_URL": "x"}).holds_secret_of(Wire)


def test_a_variable_that_is_no_number_is_named() -> None:
    class Paced(msgspec.Struct, frozen=True):
        ENVIRONMENT: ClassVar[dict[str, str]] = {"every": "WIRE_EVERY"}
        every: float = 60.0

    with pytest.raises(CannotRun, match="WIRE_EVERY cannot be used"):
        Environment({"WIRE_EVERY": "often"}).section(Paced, {}, "[wire]")


def test_a_key_that_stands_twice_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "outlay.toml"
    path.write_text('[prices]\nkind = "none"\nkind = "alpaca"\n')
    with pytest.raises(CannotRun, match=r"line 3.*A key stands twice in one table\."):
        load(path, Environment({}))


def test_a_wrong_word_in_a_list_is_answered_with_the_known(tmp_path: Path) -> None:
    path = tmp_path / "outlay.toml"
    path.write_text('[follow_ups]\nat = ["hour", "noon"]\n')
    with pytest.raises(CannotRun, match=r'at `at\[1\]`\. It may be "hour" or "close" or "open"\.'):
        load(path, Environment({}))


def test_a_word_that_is_none_of_the_known_is_answered_with_those() -> None:
    with pytest.raises(CannotRun, match=r"`form`\. It may be \"auto\" or \"text\" or \"json\"\."):
        Environment({}).section(LogTable, {"form": "xml"}, "[log]")
    with pytest.raises(CannotRun, match=r'OUTLAY_LOG_FORM .*It may be "auto" or "text" or "json"\.'):
        Environment({"OUTLAY_LOG_FORM": "xml"}).section(LogTable, {}, "[log]")
