"""Servers that speak as Discord does and say no more than they must, or what Discord would never say."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.alert import Channel, Footing, Message, Request
from bot.domain.errors import OutlayError
from bot.domain.secret import Secret
from bot.ports import Found, Grade
from handlers.discord import examine, gateway
from handlers.discord.chat import DiscordChat
from handlers.discord.settings import Settings
from tests.handlers.discord.clerk import ALERT, FakeClerk
from tests.platforms.discord import EVERYBODY, LoopbackDiscord

HERE = Channel("discord", "1000", "100")
KEY = "0123456789abcdef01234567"


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(bare=True) as loopback:
        loopback.add_channel("100")
        yield loopback


async def test_commands_and_completions_are_answered(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    seen = await discord.command("watch", {"tickers": "BABA"}, channel="100", user="7")
    assert "You said: watch BABA" in seen.text
    assert "cannot post" not in seen.text, "a server that says nothing of the bot's rights takes none away"
    assert clerk.asked == [Request("watch BABA", "7", HERE, manages=True, footing=Footing())]
    choices = await discord.complete("watch", "tickers", "ali", channel="100")
    assert choices == [{"name": "Alibaba (BABA)", "value": "BABA"}]


async def test_who_may_not_manage_does_not(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    await discord.command("watch", {"tickers": "BABA"}, channel="100", rights=EVERYBODY, overridden=True)
    await discord.mention("watch BABA", channel="100")
    assert [request.manages for request in clerk.asked] == [False, False]


async def test_an_alert_is_posted_edited_and_found(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    message = await chat.post(HERE, ALERT, KEY)
    await chat.edit(message, ALERT, KEY)
    assert discord.messages("100")[0].edits == 1
    assert await chat.find(HERE, KEY, since) == message
    assert await chat.find(HERE, KEY[::-1], since) is Found.NOTHING


async def test_a_button_and_a_reply_are_about_their_alert(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    await chat.post(HERE, ALERT, KEY)
    (alert,) = discord.messages("100")
    assert "You said: why 1" in (await discord.click(alert, "Details")).text
    await discord.mention("price BABA", channel="100", about=alert)
    assert [request.about for request in clerk.asked] == [Message(HERE, alert.id)] * 2
    assert {request.channel for request in clerk.asked} == {HERE}


async def test_talk_in_a_server_of_which_nothing_is_known_is_no_direct_message(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    await discord.say("nice weather", channel="100")
    await discord.mention("list", channel="100")
    assert [request.words for request in clerk.asked] == ["list"]


async def test_a_direct_conversation_works(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    await discord.command("list", channel=discord.direct("7"))
    await discord.mention("list", channel=discord.direct("7"), called=False)
    direct = Channel("discord", "@me", discord.direct("7"))
    assert [(request.channel, request.manages) for request in clerk.asked] == [(direct, True)] * 2


async def test_a_cut_connection_is_resumed_where_the_settings_say(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    await discord.drop_gateway()
    assert "You said: list" in (await discord.mention("list", channel="100")).text
    assert 6 in [op for op, _ in discord.gateway.heard]


async def test_a_session_is_not_resumed_at_a_server_that_the_settings_do_not_name(
    chat: DiscordChat, discord: LoopbackDiscord
) -> None:
    discord.state.bare = False
    async with LoopbackDiscord() as other:
        discord.gateway.resume_url = other.gateway_url
        serving = asyncio.create_task(chat.serve(FakeClerk()))
        await discord.connected()
        await discord.drop_gateway()
        await discord.until(lambda: 6 in [op for op, _ in discord.gateway.heard], "the session is resumed")
        serving.cancel()
        await asyncio.wait([serving])
        assert other.gateway.heard == []


async def test_a_gateway_may_pack_its_packets_into_one_stream(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.gateway.streams = True
    clerk = FakeClerk()
    serving = asyncio.create_task(chat.serve(clerk))
    assert "You said: list" in (await discord.command("list", channel="100")).text
    await discord.drop_gateway()
    assert "You said: list" in (await discord.mention("list", channel="100")).text
    serving.cancel()
    await asyncio.wait([serving])


async def test_commands_that_the_server_does_not_take_keep_nobody_from_asking(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.fail_commands()
    clerk = FakeClerk()
    serving = asyncio.create_task(chat.serve(clerk))
    await discord.until(lambda: discord.gateway.connected, "a connection without commands")
    discord.state.commands = [{"id": "1", "name": "list", "default_member_permissions": None, "options": []}]
    assert "You said: list" in (await discord.command("list", channel="100")).text
    serving.cancel()
    await asyncio.wait([serving])


async def test_a_server_that_always_hangs_up_is_not_hammered(
    discord: LoopbackDiscord, chat: DiscordChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "PAUSES", (0.0, 0.05))
    discord.gateway.hangs_up = True
    with pytest.raises(OutlayError, match="3 times in a row"):
        await chat.serve(FakeClerk())
    assert discord.gateway.greeted == 3


async def test_the_doctor_finds_it_fine(discord: LoopbackDiscord) -> None:
    settings = Settings(token=Secret(discord.token), api_url=discord.api_url, gateway_url=discord.gateway_url)
    found = await examine(settings)
    assert [check.grade for check in found.checks] == [Grade.FINE, Grade.FINE]
