"""deploy/outlay.example.toml as it stands, and with everything taken in that it keeps behind a #."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot import plugins
from bot.config import Environment, Settings, load
from bot.parts import build_chats, build_fetcher, build_sources, operator_channel, wanted_platforms
from bot.sec.access import is_contact
from bot.sources.settings import Asked
from tests.docs.pages import ROOT, blocks, words_of
from tests.docs.test_settings import EVERY_SOURCE, shown, structs

EXAMPLE = ROOT / "deploy" / "outlay.example.toml"
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "DISCORD_TOKEN": "a.b.c",
    "APCA_API_KEY_ID": "key-1",
    "APCA_API_SECRET_KEY": "secret-1",
    "BENZINGA_API_KEY": "key-1",
    "FINNHUB_API_KEY": "key-1",
    "MASSIVE_API_KEY": "key-1",
}
_OTHER_PRICES = re.compile(r"(?:^#   \w+ = .*\n)+", re.MULTILINE)
_BEHIND_A_MARK = re.compile(r"^# (?=\[|\w+ = )", re.MULTILINE)


def everything() -> str:
    """Return the example with its commented tables and keys taken in."""
    return _BEHIND_A_MARK.sub("", EXAMPLE.read_text(encoding="utf-8"))


def other_prices() -> list[dict[str, Any]]:
    """Return what may stand below [prices] in place of what does: a file has one such table only."""
    return [
        tomllib.loads(re.sub("^# +", "", text, flags=re.MULTILINE))
        for text in _OTHER_PRICES.findall(EXAMPLE.read_text(encoding="utf-8"))
    ]


@pytest.fixture(params=["as it stands", "with everything taken in"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    path = EXAMPLE
    if request.param != "as it stands":
        path = tmp_path / "outlay.toml"
        # A file of certificates and a network to use it on are the reader's own.
        path.write_text(re.sub(r"^ca_file.*\n", "", everything(), flags=re.MULTILINE), encoding="utf-8")
    return load(path, Environment({}))


async def test_everything_in_it_builds(settings: Settings) -> None:
    environment = Environment(SECRETS)
    async with build_fetcher(settings) as fetcher:
        sources = build_sources(settings, environment, fetcher)
        assert [source.name for source in sources] == [table["name"] for table in settings.sources]
        for table in (settings.prices, *other_prices()):
            module = plugins.find("prices", table["kind"])
            await module.build(environment.section(module.Settings, table, "[prices]"), fetcher).close()
    chats = build_chats(settings, environment)
    assert {chat.platform for chat in chats} == set(wanted_platforms(settings, environment))
    assert {"slack", "discord"} <= {chat.platform for chat in chats}
    operator_channel(settings)


def test_taken_in_it_shows_every_key_of_every_table() -> None:
    document = tomllib.loads(everything())
    keys = {f"`[{name}]`": set(table) for name, table in document.items() if name not in {"source", "prices"}}
    for table in (document["prices"], *other_prices()):
        keys[f"`[prices]` of kind `{table['kind']}`"] = set(table)
    keys[EVERY_SOURCE] = {key for table in document["source"] for key in table} & open_keys(Asked)
    assert keys == {heading: open_keys(struct) for heading, struct in structs().items()}


@pytest.mark.parametrize("kind", plugins.names("sources"))
def test_taken_in_it_shows_every_key_of_every_kind_of_source(kind: str) -> None:
    """Those that every kind takes need to stand at one of them only."""
    tables = [table for table in tomllib.loads(everything())["source"] if table["kind"] == kind]
    own = open_keys(plugins.find("sources", kind).Settings) - open_keys(Asked)
    assert own == {key for table in tables for key in table} - open_keys(Asked)
    assert tables


def open_keys(struct: type[msgspec.Struct]) -> set[str]:
    """Return the keys of a table that may stand in a file: all but the secrets."""
    return {field.name for field in msgspec.structs.fields(struct) if shown(field) != "secret"}


def test_what_it_calls_a_default_is_one(tmp_path: Path) -> None:
    """It says of itself: every setting with its default. Keys behind a # that show another value are not."""
    document = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for name, table in document.items():
        if name in {"source", "prices"}:
            continue
        defaults = {field.name: field.default for field in msgspec.structs.fields(structs()[f"`[{name}]`"])}
        for key, value in table.items():
            expected: Any = defaults[key]
            assert value == (list(expected) if isinstance(expected, tuple) else expected), f"[{name}] {key}"


def test_a_secret_has_no_place_in_it() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"^#? ?(bot_token|app_token|token) *=", text, re.MULTILINE)


def test_the_tables_at_the_top_of_the_page_about_prices_load(tmp_path: Path) -> None:
    """Together as one file; each vendor that they name in a comment is there."""
    [text] = [block.text for block in blocks(words_of("docs/prices.md"), "toml")]
    path = tmp_path / "outlay.toml"
    path.write_text(text, encoding="utf-8")
    settings = load(path, Environment({}))
    assert set(tomllib.loads(text)) == {"prices", "follow_ups", "rates", "size"}
    module = plugins.find("prices", str(settings.prices["kind"]))
    Environment({}).section(module.Settings, settings.prices, "[prices]")
    assert is_contact(settings.size.contact)
    assert set(re.findall(r'"(\w+)"', text.splitlines()[1])) == set(plugins.names("prices")) - {"none"}
