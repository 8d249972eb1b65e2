"""What Slack says of places, once each, whatever the order and however often it says so."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.alert import Channel
from bot.ports import Closing, Left, Opened, PlaceNews, Present, Shut
from handlers.slack.chat import SlackChat
from handlers.slack.events import UNINSTALLED, news_of
from handlers.slack.place import Place
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import serving
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_events import Happenings
from tests.platforms.slack_state import BOT, TEAM

C1 = Channel("slack", TEAM, "C1")
HERE = Place(TEAM, BOT)
AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
EVENT = {"channel": "C1", "event_ts": f"{AT.timestamp():.6f}"}


@pytest.mark.parametrize(
    ("event", "how"),
    [
        ({"type": "channel_archive", "user": "U1"}, Closing.ARCHIVED),
        ({"type": "group_archive"}, Closing.ARCHIVED),
        ({"type": "channel_deleted"}, Closing.DELETED),
        ({"type": "group_deleted"}, Closing.DELETED),
        ({"type": "channel_left"}, Closing.CLOSED),
        ({"type": "group_left"}, Closing.CLOSED),
        ({"type": "member_left_channel", "user": BOT}, Closing.CLOSED),
    ],
)
def test_a_channel_closes(event: dict[str, Any], how: Closing) -> None:
    news = news_of(EVENT | event, HERE)
    assert isinstance(news, Shut)
    assert (news.channel, news.how, news.at) == (C1, how, AT)
    assert news.because


@pytest.mark.parametrize(
    "event",
    [
        {"type": "channel_unarchive"},
        {"type": "group_unarchive"},
        {"type": "member_joined_channel", "user": BOT},
    ],
)
def test_a_channel_opens(event: dict[str, Any]) -> None:
    assert news_of(EVENT | event, HERE) == Opened(C1, AT)


@pytest.mark.parametrize(
    "event",
    [
        EVENT | {"type": "member_left_channel", "user": "U1"},
        EVENT | {"type": "member_joined_channel", "user": "U1"},
        {"type": "channel_archive"},
        {"type": "channel_archive", "channel": None},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {"type": "tokens_revoked"},
    ],
)
def test_what_is_about_somebody_else_or_makes_no_sense(event: dict[str, Any]) -> None:
    assert news_of(event, HERE) is None


def test_an_odd_time_is_no_time() -> None:
    assert news_of({"type": "channel_unarchive", "channel": "C1", "event_ts": "soon"}, HERE) == Opened(C1)


def kinds(clerk: NotingClerk) -> list[type[PlaceNews]]:
    return [type(news) for news in clerk.news]


async def test_each_event_is_taken_once_through_the_real_sdk(
    chat: SlackChat, slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    slack.api.scopes.add("channels:read")
    happens = Happenings(slack, times=3)
    async with serving(chat, clerk, slack):
        await happens.archive("C1")
        await happens.unarchive("C1")
        await happens.kick("C1")
        await happens.kick("C1", user="U2")
        await happens.invite("C1")
        await happens.delete("C1")
        await happens.uninstall()
        async with asyncio.timeout(5):
            while len(clerk.news) < 8:
                await asyncio.sleep(0.01)
    assert kinds(clerk) == [Present, Shut, Opened, Shut, Opened, Shut, Left, Left]


async def test_an_app_that_leaves_another_workspace_is_still_in_this_one(
    chat: SlackChat, slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    """One app may be installed in many workspaces, and hears of all of them through one socket."""
    async with serving(chat, clerk, slack):
        await Happenings(slack).tell({"type": "app_uninstalled"}, team_id="T0OTHER")
        await Happenings(slack).tell({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}, team_id="T0OTHER")
        await Happenings(slack).tell({"type": "app_uninstalled"}, event_id="EvHere")
        async with asyncio.timeout(5):
            while len(clerk.news) < 2:
                await asyncio.sleep(0.01)
    assert kinds(clerk) == [Present, Left]


async def test_an_uninstallation_from_before_this_login_is_left_alone(
    chat: SlackChat, slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    async with serving(chat, clerk, slack):
        await Happenings(slack).tell({"type": "app_uninstalled"}, event_time=1_700_000_000)
        await asyncio.sleep(0.05)
        assert kinds(clerk) == [Present]
        slack.api.revoked = "token_revoked"
        await Happenings(slack).tell({"type": "app_uninstalled"}, event_time=1_700_000_000, event_id="EvLast")
        async with asyncio.timeout(5):
            while len(clerk.news) < 2:
                await asyncio.sleep(0.01)
    assert clerk.news[1] == Left("slack", TEAM, UNINSTALLED)
