"""Slack's limits, met with the real SDK: whose they are, and that nobody asks again before the time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.card import Card, Fact
from bot.domain.alert import Channel
from bot.domain.errors import Wait
from bot.ports import Pace
from handlers.slack.blocks import draw
from handlers.slack.chat import SlackChat
from tests.handlers.slack.conftest import opened
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_api import LONGEST_TEXT
from tests.platforms.slack_state import BOT_TOKEN, TEAM

C1, C2 = Channel("slack", TEAM, "C1"), Channel("slack", TEAM, "C2")
CARD = Card(title="Solvane (SLV1) commits $2B to a cell plant", url="https://example.com/solvane")


@pytest.fixture
async def chat(slack: LoopbackSlack) -> AsyncIterator[SlackChat]:
    """A chat whose desk keeps 50 ms between the posts of a channel."""
    slack.add_channel("C2")
    async with opened(slack, pace=Pace(between=timedelta(milliseconds=50))) as quick:
        yield quick


async def test_who_kept_the_pace_of_the_channel_met_the_workspaces_limit(
    chat: SlackChat, slack: LoopbackSlack
) -> None:
    slack.limits.workspace("chat.postMessage", 2, seconds=30.0)
    await chat.post(C1, CARD, "a")
    await chat.post(C2, CARD, "b")
    await asyncio.sleep(0.06)
    for place in (C1, C2, C1):
        with pytest.raises(Wait) as wait:
            await chat.post(place, CARD, "c")
        assert wait.value.everywhere
        assert 28 < wait.value.seconds <= 30
    assert slack.limits.limited == 1, "what one call was told holds for the others"


async def test_who_hurried_met_the_channels_own(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.limits.channel(1.0)
    await chat.post(C1, CARD, "a")
    with pytest.raises(Wait) as wait:
        await chat.post(C1, CARD, "b")
    assert (wait.value.everywhere, wait.value.seconds) == (False, 1)
    await chat.post(C2, CARD, "c")


async def test_a_channel_that_is_told_again_while_others_were_taken_waits_alone(
    chat: SlackChat, slack: LoopbackSlack
) -> None:
    slack.limits.storm(30.0, 1, channel="C1")
    with pytest.raises(Wait) as first:
        await chat.post(C1, CARD, "a")
    assert first.value.everywhere, "nothing tells it from the workspace's yet"
    await asyncio.sleep(1.0)
    await chat.post(C2, CARD, "b")
    with pytest.raises(Wait) as second:
        await chat.post(C1, CARD, "a")
    assert not second.value.everywhere
    await chat.post(C2, CARD, "c")


async def test_edits_have_a_limit_of_their_own(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.limits.workspace("chat.update", 1, seconds=30.0)
    message = await chat.post(C1, CARD, "a")
    await chat.edit(message, CARD, "a")
    for _ in range(2):
        with pytest.raises(Wait) as wait:
            await chat.edit(message, CARD, "a")
        assert wait.value.alike
        assert not wait.value.everywhere
    assert len(slack.calls("chat.update")) == 2, "the third was not made"
    await chat.post(C2, CARD, "b")


async def test_a_look_that_is_limited_waits_and_posts_go_on(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    slack.limits.workspace("conversations.history", 1, seconds=30.0)
    async with opened(slack) as chat:
        await chat.find(C1, "a", datetime.now(UTC))
        with pytest.raises(Wait) as wait:
            await chat.find(C1, "a", datetime.now(UTC))
        assert not wait.value.everywhere
        await chat.post(C1, CARD, "a")


async def test_a_look_that_is_limited_on_its_way_goes_on_where_it_stood(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        began = datetime.now(UTC)
        message = await chat.post(C1, CARD, "a")
        for number in range(900):  # the post is on the fifth page
            slack.api.call("chat.postMessage", BOT_TOKEN, {"channel": "C1", "text": f"{number}"})
        slack.limits.workspace("conversations.history", 2, seconds=1.0)
        waits = 0
        async with asyncio.timeout(10):
            while True:
                try:
                    assert await chat.find(C1, "a", began) == message
                    break
                except Wait as wait:
                    waits += 1
                    await asyncio.sleep(wait.seconds)
        assert 0 < waits < 5


async def test_the_tiers_are_slacks_own(slack: LoopbackSlack) -> None:
    slack.limits.tiers()
    taken = 0
    while not slack.limits.take("chat.update", "C1"):
        taken += 1
    assert taken == 50


@given(st.text(max_size=9_000), st.lists(st.text(max_size=3_000), max_size=4), st.text(max_size=3_000))
def test_no_cards_text_is_split_into_several_messages(title: str, lines: list[str], value: str) -> None:
    # Slack makes several messages of a text that is longer, and only the first carries the key.
    card = Card(title, text=tuple(lines), facts=(Fact("Amount", value),), notes=(value,))
    assert len(draw(card).text) <= LONGEST_TEXT


async def test_the_loopback_splits_what_is_longer(slack: LoopbackSlack) -> None:
    asked = {"channel": "C1", "text": "x" * (LONGEST_TEXT + 1)}
    slack.api.call("chat.postMessage", "xoxb-loopback-bot", asked)
    assert [len(one.text) for one in slack.messages("C1")] == [LONGEST_TEXT, 1]
