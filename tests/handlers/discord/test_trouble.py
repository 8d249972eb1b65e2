"""Every way in which a call can fail: certainly nothing, or nobody knows, and never twice."""

import asyncio

import pytest

from bot.domain.alert import Channel, Message
from bot.domain.errors import DeliveryTrouble, Unsure, Wait
from handlers.discord import trouble
from handlers.discord.chat import DiscordChat
from tests.handlers.discord.clerk import ALERT
from tests.handlers.discord.conftest import chat_to
from tests.platforms.discord import Kind, LoopbackDiscord

HERE = Channel("discord", "1000", "100")
THERE = Channel("discord", "1000", "101")
KEY = "0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def short_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "REQUEST", 0.3)


@pytest.mark.parametrize(
    ("kind", "seconds", "outcome"),
    [
        (Kind.RATE_LIMIT, 60.0, Wait),
        (Kind.ODD_LIMIT, 7.0, Wait),
        (Kind.LIMIT_IN_BODY, 41.5, Wait),
        (Kind.BANNED, 9.0, Wait),
        (Kind.GLOBAL_LIMIT, 60.0, Wait),
        (Kind.BLOCKED, 5.0, Wait),
        (Kind.UNAVAILABLE, 0.0, Unsure),
        (Kind.HTML, 0.0, Unsure),
        (Kind.HANG_BEFORE, 1.0, Unsure),
        (Kind.HANG_AFTER, 1.0, Unsure),
        (Kind.RESET_BEFORE, 0.0, Unsure),
        (Kind.RESET_AFTER, 0.0, Unsure),
    ],
)
async def test_a_fault_is_named_by_what_is_known_and_a_second_try_leaves_one_message(
    discord: LoopbackDiscord, chat: DiscordChat, kind: Kind, seconds: float, outcome: type[DeliveryTrouble]
) -> None:
    discord.fail(kind, seconds=seconds)
    with pytest.raises(outcome) as raised:
        await chat.post(HERE, ALERT, KEY)
    if isinstance(raised.value, Wait):
        assert raised.value.seconds == pytest.approx(seconds)
        assert discord.messages("100") == [], "what is certain is that nothing stands"
        chat = chat_to(discord)
        await chat.open()
    await chat.post(HERE, ALERT, KEY)
    assert len(discord.messages("100")) == 1
    await chat.close()


@pytest.mark.parametrize("kind", [Kind.RATE_LIMIT, Kind.GLOBAL_LIMIT])
async def test_a_short_limit_is_not_slept_on_inside_the_sdk(
    discord: LoopbackDiscord, chat: DiscordChat, kind: Kind
) -> None:
    # A sleep that is cancelled, by a deadline or the end of the bot, would leave discord.py's lock closed.
    discord.fail(kind, seconds=0.2)
    with pytest.raises(Wait) as wait:
        await chat.post(HERE, ALERT, KEY)
    await asyncio.sleep(wait.value.seconds)
    await chat.post(HERE, ALERT, KEY)
    assert [call.status for call in discord.calls("POST", "/channels/100")] == [429, 200]


async def test_a_bucket_that_runs_empty_is_respected(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    discord.limits.bucket(2, seconds=0.4)

    async def insist(key: str) -> None:
        while True:
            try:
                await chat.post(HERE, ALERT, key)
            except Wait as wait:
                await asyncio.sleep(wait.seconds)
            else:
                return

    await asyncio.gather(*(insist(f"{number:024x}") for number in range(6)))
    assert len({one.key for one in discord.messages("100")}) == len(discord.messages("100")) == 6


@pytest.mark.parametrize("kind", [Kind.BANNED, Kind.ODD_LIMIT])
async def test_a_ban_silences_every_channel_and_a_channels_limit_only_itself(
    discord: LoopbackDiscord, chat: DiscordChat, kind: Kind
) -> None:
    discord.add_channel("101")
    discord.fail(kind, seconds=30.0)
    with pytest.raises(Wait):
        await chat.post(HERE, ALERT, KEY)
    if kind is Kind.BANNED:
        with pytest.raises(Wait):
            await chat.post(THERE, ALERT, KEY)
        assert discord.calls("POST", "/channels/101") == []
    else:
        await chat.post(THERE, ALERT, KEY)
        assert len(discord.messages("101")) == 1


async def test_a_page_in_place_of_discord_is_asked_again_after_longer_each_time(
    discord: LoopbackDiscord, chat: DiscordChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "BLOCKED", 0.1)
    discord.fail(Kind.BLOCKED, times=3)
    for seconds in (0.1, 0.2, 0.4):
        with pytest.raises(Wait) as wait:
            await chat.post(HERE, ALERT, KEY)
        assert wait.value.everywhere
        assert wait.value.seconds == pytest.approx(seconds)
        await asyncio.sleep(seconds)
    await chat.post(HERE, ALERT, KEY)
    discord.fail(Kind.BLOCKED)
    with pytest.raises(Wait) as again:
        await chat.post(HERE, ALERT, "f" * 24)
    assert again.value.seconds == pytest.approx(0.1)


async def test_a_token_that_was_reset_waits_and_refuses_no_channel(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.state.token = "another"
    for _ in range(3):
        with pytest.raises(Wait, match="DISCORD_TOKEN"):
            await chat.post(HERE, ALERT, KEY)
    assert len(discord.calls("POST", "/channels")) == 1, "refusals are counted by Discord"


async def test_a_post_that_a_server_error_may_have_taken_is_looked_up_and_not_repeated(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    # By itself discord.py would post again, and only the nonce would keep the message from standing twice.
    since = discord.state.now()
    discord.fail(Kind.BAD_GATEWAY)
    with pytest.raises(Unsure, match="502"):
        await chat.post(HERE, ALERT, KEY)
    assert len(discord.calls("POST", "/channels/100")) == 1
    (alert,) = discord.messages("100")
    assert await chat.find(HERE, KEY, since) == Message(HERE, alert.id)


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.BAD_GATEWAY, Kind.UNAVAILABLE])
async def test_a_look_that_fails_says_nothing(
    discord: LoopbackDiscord, chat: DiscordChat, kind: Kind
) -> None:
    discord.fail(kind, method="GET")
    with pytest.raises(Unsure):
        await chat.find(HERE, KEY, discord.state.now())


async def test_a_server_that_cannot_be_reached_is_waited_for() -> None:
    async with LoopbackDiscord() as discord:
        chat = chat_to(discord)
        await chat.open()
    with pytest.raises(DeliveryTrouble):
        await chat.post(HERE, ALERT, KEY)  # over the connection that was open: nobody can tell
    with pytest.raises(Wait, match="cannot be reached"):
        await chat.post(HERE, ALERT, KEY)
    await chat.close()


async def test_after_close_nothing_is_sent(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    await chat.close()
    with pytest.raises(Wait):
        await chat.post(HERE, ALERT, KEY)
    assert discord.calls("POST", "/channels") == []
