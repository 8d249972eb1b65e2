"""What Discord says of places, in its order; an outage is no removal."""

from typing import Any

import pytest

from bot.domain.alert import Channel
from bot.ports import Back, Closing, Left, PlaceNews, Present, Shut, Stirred
from handlers.discord.events import news_of
from tests.handlers.discord.clerk import FakeClerk
from tests.platforms.discord import GUILD, LoopbackDiscord
from tests.platforms.discord_events import Happenings
from tests.platforms.discord_world import BOT

HERE = Channel("discord", GUILD, "100")
PLACE = {"id": "100", "guild_id": GUILD}
ARCHIVED, LOCKED = {"archived": True}, {"archived": True, "locked": True}


@pytest.mark.parametrize(
    ("event", "data", "news"),
    [
        ("GUILD_CREATE", {"id": GUILD}, Back("discord", GUILD)),
        ("GUILD_CREATE", {"id": GUILD, "unavailable": True}, None),
        ("GUILD_DELETE", {"id": GUILD, "unavailable": True}, None),
        ("READY", {"guilds": []}, None),
        ("READY", {}, None),
        ("CHANNEL_UPDATE", PLACE, Stirred("discord", GUILD, "100")),
        ("THREAD_UPDATE", {**PLACE, "thread_metadata": ARCHIVED}, Stirred("discord", GUILD, "100")),
        ("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": {}}, Stirred("discord", GUILD)),
        ("GUILD_MEMBER_UPDATE", {"guild_id": GUILD, "user": {"id": BOT}}, Stirred("discord", GUILD)),
        ("GUILD_MEMBER_UPDATE", {"guild_id": GUILD, "user": {"id": "7"}}, None),
        ("CHANNEL_DELETE", {"id": "100"}, None),  # a direct conversation
        ("MESSAGE_CREATE", PLACE, None),
    ],
)
def test_what_an_event_says(event: str, data: dict[str, Any], news: PlaceNews | None) -> None:
    assert news_of(event, data, BOT) == news


def test_servers_of_which_there_is_an_outage_are_present() -> None:
    data = {"guilds": [{"id": GUILD, "unavailable": True}, {"id": "2000"}]}
    news = news_of("READY", data, BOT)
    assert isinstance(news, Present)
    assert news.spaces == {GUILD, "2000", "@me"}


@pytest.mark.parametrize(
    ("event", "more", "how"),
    [
        ("CHANNEL_DELETE", {}, Closing.DELETED),
        ("THREAD_DELETE", {"parent_id": "99"}, Closing.DELETED),
        ("THREAD_UPDATE", {"thread_metadata": LOCKED}, Closing.ARCHIVED),
    ],
)
def test_a_channel_closes(event: str, more: dict[str, Any], how: Closing) -> None:
    news = news_of(event, PLACE | more, BOT)
    assert isinstance(news, Shut)
    assert (news.channel, news.how) == (HERE, how)


async def test_the_real_sdk_passes_them_on_in_order(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    happens = Happenings(discord)
    await discord.until(lambda: len(clerk.news) == 2, "the first news")
    await happens.fall_ill()
    await happens.recover()
    await happens.forbid("100")
    await happens.give_role()
    await happens.give_role(user="7")
    await happens.remove_bot()
    await happens.invite_bot()
    await happens.delete("100")
    await discord.until(lambda: isinstance(clerk.news[-1], Shut), "the last news")
    kinds = [type(news) for news in clerk.news]
    assert kinds == [Present, Back, Back, Stirred, Stirred, Left, Back, Shut]


async def test_news_that_makes_no_sense_ends_nothing(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    await discord.gateway.send("GUILD_ROLE_UPDATE", {"role": 1})
    await discord.gateway.send("GUILD_DELETE", {})
    await discord.gateway.send("CHANNEL_DELETE", {"guild_id": GUILD})
    await Happenings(discord).remove_bot()
    await discord.until(lambda: any(isinstance(news, Left) for news in clerk.news), "the bot's removal")
    assert clerk.broken == []
