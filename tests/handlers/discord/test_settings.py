"""Where Discord is, and what is refused before a token goes there."""

import pytest
from yarl import URL

from bot.config import Environment
from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from handlers import discord as plugin
from handlers.discord.settings import Servers, Settings


def test_discord_itself_is_where_it_always_is() -> None:
    servers = Servers.of(Settings())
    assert servers == Servers("https://discord.com/api/v10", URL("wss://gateway.discord.gg/"))


@pytest.mark.parametrize(
    ("given", "api"),
    [
        ("http://127.0.0.1:9000/api/v10", "http://127.0.0.1:9000/api/v10"),
        ("http://127.0.0.1:9000/api/v10/", "http://127.0.0.1:9000/api/v10"),
        ("http://localhost:9000", "http://localhost:9000/api/v10"),
        ("http://[::1]:9000/", "http://[::1]:9000/api/v10"),
        ("https://proxy.example/discord/api/v10", "https://proxy.example/discord/api/v10"),
        (" https://discord.example/api ", "https://discord.example/api/v10"),
    ],
)
def test_an_address_may_be_bare_or_whole(given: str, api: str) -> None:
    assert Servers.of(Settings(api_url=given)).api == api


@pytest.mark.parametrize(
    "settings",
    [
        Settings(api_url="http://discord.example/api/v10"),
        Settings(api_url="http://127.0.0.1.example/api/v10"),
        Settings(api_url="ftp://127.0.0.1/"),
        Settings(api_url="discord.com"),
        Settings(gateway_url="ws://10.0.0.1/"),
        Settings(gateway_url="https://gateway.example/"),
        Settings(gateway_url="wss://host:port/"),
    ],
)
def test_an_address_that_cannot_be_used_or_sends_the_token_in_the_clear_is_refused(
    settings: Settings,
) -> None:
    with pytest.raises(CannotRun, match=r"\[discord\] (api|gateway)_url"):
        Servers.of(settings)


def test_the_environment_fills_the_settings() -> None:
    variables = {
        "DISCORD_TOKEN": "t0k3n",
        "OUTLAY_DISCORD_API_URL": "http://127.0.0.1:1/api/v10",
        "OUTLAY_DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/",
    }
    settings = Environment(variables).section(Settings, {}, "[discord]")
    assert settings.token == Secret("t0k3n")
    assert "t0k3n" not in repr(settings)
    assert Servers.of(settings).gateway == URL("ws://127.0.0.1:1/")


def test_without_a_token_it_says_where_to_get_one() -> None:
    with pytest.raises(CannotRun, match="DISCORD_TOKEN"):
        plugin.build(plugin.Settings())


def test_it_is_a_plugin_like_any_other() -> None:
    chat = plugin.build(plugin.Settings(token=Secret("t0k3n")))
    assert chat.platform == "discord"
    assert chat.repeat_is_safe_for.total_seconds() == 120
