"""Discord's limits, met with the real SDK: nobody sleeps in them, and hardly anybody runs into them."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.domain.alert import Channel
from bot.domain.errors import Wait
from handlers.discord.chat import DiscordChat
from tests.handlers.discord.clerk import ALERT
from tests.platforms.discord import Kind, LoopbackDiscord, Scope

HERE = Channel("discord", "1000", "100")
THERE = Channel("discord", "1000", "101")


def key(number: int) -> str:
    return f"{number:024x}"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"X-RateLimit-Reset-After": "nan"},
        {"X-RateLimit-Reset-After": "1e12"},
        {"X-RateLimit-Reset-After": "-5"},
        {"X-RateLimit-Reset-After": "soon"},
        {"X-RateLimit-Reset": "1e300"},
        {"X-RateLimit-Reset-After": "1", "X-RateLimit-Limit": "many"},
    ],
)
async def test_a_limit_that_makes_no_sense_limits_nothing(
    discord: LoopbackDiscord, chat: DiscordChat, said: dict[str, str]
) -> None:
    discord.limits.instead = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", **said}
    for number in range(3):
        await chat.post(HERE, ALERT, key(number))
    assert len(discord.messages("100")) == 3


async def test_the_call_that_empties_a_bucket_returns_at_once_and_the_next_is_not_made(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    # discord.py would sleep with the answer in its hands, until the bucket is full again.
    discord.add_channel("101")
    discord.limits.bucket(5, seconds=30.0)
    began = time.monotonic()
    for number in range(5):
        await chat.post(HERE, ALERT, key(number))
    with pytest.raises(Wait) as wait:
        await chat.post(HERE, ALERT, key(5))
    await chat.post(THERE, ALERT, key(6))
    assert time.monotonic() - began < 10
    assert 20 < wait.value.seconds <= 30
    assert not wait.value.everywhere
    assert len(discord.calls("POST", "/channels/100")) == 5
    assert discord.limits.invalid == 0


async def test_a_burst_that_heeds_each_wait_meets_no_limit(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.limits.bucket(5, seconds=0.3)
    for number in range(20):
        while True:
            try:
                await chat.post(HERE, ALERT, key(number))
                break
            except Wait as wait:
                await asyncio.sleep(wait.seconds)
    assert [one.key for one in discord.messages("100")] == [key(number) for number in range(20)]
    assert discord.limits.invalid == 0


async def test_a_limit_over_everything_is_met_once_for_all_channels(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.add_channel("101")
    discord.limits.everything = discord.limits.asked + 2  # logging in counts
    for number in range(2):
        await chat.post(HERE, ALERT, key(number))
    for place in (HERE, THERE, HERE):
        with pytest.raises(Wait) as wait:
            await chat.post(place, ALERT, key(2))
        assert wait.value.everywhere
        assert 0 < wait.value.seconds <= 1
    assert discord.limits.invalid == 1, "what one call was told holds for the others"
    await asyncio.sleep(1.0)
    await chat.post(THERE, ALERT, key(2))
    assert discord.limits.invalid == 1


async def test_what_many_share_is_waited_for_in_its_channel_alone(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.add_channel("101")
    discord.limits.storm(30.0, 2.5, scope=Scope.SHARED, channel="100")
    with pytest.raises(Wait, match="others write there") as wait:
        await chat.post(HERE, ALERT, key(1))
    assert (wait.value.seconds, wait.value.everywhere) == (2.5, False)
    await chat.post(THERE, ALERT, key(2))
    assert discord.limits.invalid == 0, "Discord does not count what others did"


async def test_answers_to_people_are_outside_the_limits(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    discord.limits.storm(30.0, 5.0, scope=Scope.GLOBAL)
    assert discord.limits.take("POST:callback", None, interaction=True) == {}


async def test_a_repeat_in_an_emptied_bucket_waits_and_stands_once(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.limits.bucket(1, seconds=0.2)
    await chat.post(HERE, ALERT, key(1))
    with pytest.raises(Wait) as wait:
        await chat.post(HERE, ALERT, key(1))
    await asyncio.sleep(wait.value.seconds)
    await chat.post(HERE, ALERT, key(1))
    assert len(discord.messages("100")) == 1


async def test_the_pace_is_what_discord_allows_a_bot(chat: DiscordChat) -> None:
    assert chat.pace.per_second is not None
    assert chat.pace.per_second <= 50
    assert chat.pace.between == timedelta(0), "how much a channel takes comes with its answers"


async def test_a_short_silence_does_not_end_a_long_one(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    discord.add_channel("101")
    discord.limits.storm(5.0, 0.05, scope=Scope.GLOBAL, channel="101")
    discord.fail(Kind.BLOCKED, method="POST")
    given = await asyncio.gather(
        chat.post(HERE, ALERT, key(1)), chat.post(THERE, ALERT, key(2)), return_exceptions=True
    )
    assert [wait.everywhere for wait in given if isinstance(wait, Wait)] == [True, True]
    await asyncio.sleep(0.1)
    with pytest.raises(Wait) as wait:
        await chat.post(HERE, ALERT, key(3))
    assert wait.value.seconds > 1
