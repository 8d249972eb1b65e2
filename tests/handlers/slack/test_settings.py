"""Settings: addresses, tokens, and what the environment fills."""

import pytest

from bot.cards.card import Card
from bot.config import Environment
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from bot.plugins import find
from handlers.slack.chat import SlackChat
from handlers.slack.settings import ByHttp, Settings, api_address, way_in
from tests.handlers.slack.conftest import opened
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM


def test_the_kind_is_found_and_filled_from_the_environment() -> None:
    module = find("platforms", "slack")
    environment = Environment(
        {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "OUTLAY_SLACK_API_URL": "https://gov.example/api",
        }
    )
    filled = environment.section(module.Settings, {"managers": ["U1"], "history": False}, "[slack]")
    assert filled == Settings(
        bot_token=Secret("xoxb-1"),
        app_token=Secret("xapp-1"),
        api_url="https://gov.example/api",
        managers=("U1",),
        history=False,
    )
    assert module.build(filled).platform == "slack"


@pytest.mark.parametrize("history", [True, False, "auto"])
def test_history_is_yes_no_or_auto(history: object) -> None:
    assert Environment({}).section(Settings, {"history": history}, "[slack]").history == history


def test_history_is_nothing_else() -> None:
    with pytest.raises(CannotRun):
        Environment({}).section(Settings, {"history": "maybe"}, "[slack]")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://slack.com/api/", "https://slack.com/api/"),
        ("https://slack.com/api", "https://slack.com/api/"),
        ("https://slack-gov.com/api//", "https://slack-gov.com/api/"),
        (" http://127.0.0.1:8080 ", "http://127.0.0.1:8080/"),
        ("http://localhost:8080/api", "http://localhost:8080/api/"),
        ("http://[::1]:8080/api/", "http://[::1]:8080/api/"),
    ],
)
def test_an_address_ends_with_one_slash(given: str, used: str) -> None:
    assert api_address(given) == used


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://slack.com/api/", "unencrypted"),
        ("http://10.0.0.5/api/", "unencrypted"),
        ("http://localhost.evil.example/api/", "unencrypted"),
        ("ftp://slack.com/api/", "no web address"),
        ("slack.com/api", "no web address"),
        ("https://", "no web address"),
        ("https://user:pw@slack.com/api/", "bare"),
        ("https://slack.com/api/?a=b", "bare"),
    ],
)
def test_an_address_that_may_not_be_used(url: str, says: str) -> None:
    with pytest.raises(CannotRun, match=says):
        SlackChat(Settings(bot_token=Secret("xoxb-1"), app_token=Secret("xapp-1"), api_url=url))


@pytest.mark.parametrize(
    ("bot", "app", "says"),
    [
        (None, "xapp-1", "SLACK_BOT_TOKEN"),
        ("xoxb-1", None, "SLACK_APP_TOKEN"),
        ("", "xapp-1", "SLACK_BOT_TOKEN"),
        ("xapp-1", "xapp-1", "swapped"),
        ("xoxb-1", "xoxb-1", "swapped"),
    ],
)
def test_tokens_that_cannot_work(bot: str | None, app: str | None, says: str) -> None:
    with pytest.raises(CannotRun, match=says):
        SlackChat(
            Settings(
                bot_token=None if bot is None else Secret(bot), app_token=None if app is None else Secret(app)
            )
        )


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("127.0.0.1:3000", "127.0.0.1", 3000),
        ("[::1]:80", "::1", 80),
        ("outlay.internal:8080", "outlay.internal", 8080),
    ],
)
def test_over_http_it_listens_somewhere(listen: str, host: str, port: int) -> None:
    way = way_in(Settings(mode="http", signing_secret=Secret("a" * 32), listen=listen))
    assert isinstance(way, ByHttp)
    assert (way.host, way.port, str(way)) == (host, port, listen)


@pytest.mark.parametrize("listen", ["", "3000", ":3000", "a:b", "a:99999", "http://a:80", "a@b:80", "a:80/x"])
def test_an_address_that_nobody_can_listen_at(listen: str) -> None:
    with pytest.raises(CannotRun, match=r"\[slack\] listen"):
        way_in(Settings(mode="http", signing_secret=Secret("a" * 32), listen=listen))


@pytest.mark.parametrize(
    ("secret", "says"),
    [(None, "SLACK_SIGNING_SECRET"), ("xapp-" + "1" * 30, "no token"), ("short", "32 hexa")],
)
def test_over_http_a_signing_secret_is_needed(secret: str | None, says: str) -> None:
    with pytest.raises(CannotRun, match=says) as caught:
        way_in(Settings(mode="http", signing_secret=Secret(secret) if secret else None))
    assert not secret or secret not in str(caught.value)


@pytest.mark.parametrize("end", ["/api", "/api/"])
async def test_either_form_of_the_address_reaches_the_server(end: str) -> None:
    async with LoopbackSlack() as slack:
        async with opened(slack, api_url=slack.api_url.removesuffix("/api/") + end):
            pass
        assert [call.method for call in slack.ledger] == ["auth.test", "apps.connections.open"]


async def test_a_bare_host_has_the_api_at_its_root_or_where_slack_has_it() -> None:
    async with LoopbackSlack() as slack:
        slack.add_channel("C1")
        async with opened(slack, api_url=slack.api_url.removesuffix("/api/")) as chat:
            await chat.post(Channel("slack", TEAM, "C1"), Card("A word"), "0123456789abcdef01234567")
        assert [call.method for call in slack.ledger[:2]] == ["auth.test", "apps.connections.open"]
        assert len(slack.messages("C1")) == 1


async def test_a_bare_host_without_slack_is_told_as_it_was_asked() -> None:
    async with LoopbackSlack() as slack:
        slack.fail("auth.test", "invalid_auth")
        with pytest.raises(ConnectionError, match="404"):
            async with opened(slack, api_url=slack.api_url.removesuffix("/api/")):
                pass


async def test_a_proxy_is_not_used_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with LoopbackSlack() as slack, opened(slack):
        assert len(slack.calls("auth.test")) == 1
