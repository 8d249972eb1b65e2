"""What becomes of a place that alerts go to, from the event or the refusal to the person who hears of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import House
from bot.domain.alert import Channel
from bot.ports import Closing
from tests.journeys.newspaper import PLANT, PLEDGE, Item, Newspaper
from tests.journeys.stage import (
    EVERY,
    DiscordStage,
    SlackStage,
    Stage,
    first_polls,
    open_house,
    until,
    written,
)
from tests.platforms import discord_events, slack_events
from tests.platforms.discord import FORUM, GUILD, THREAD, LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM
from tests.wires import Wire

QUIET = EVERY * 4
DEPOT = Item(
    "depot",
    "Alibaba to invest $700 million in warehouses in Brazil",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest $700 million in six warehouses near Sao Paulo, it "
    "said on Friday.",
    ("NYSE:BABA",),
)


@asynccontextmanager
async def watching(stage: Stage, wire: Wire, folder: Path) -> AsyncIterator[tuple[House, Newspaper]]:
    """Run a house whose channel watches a company; give it with the paper that it reads."""
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(folder, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        yield house, paper


async def closings(house: House) -> list[Closing]:
    return [dead.how for dead in (await house.desk.status()).disabled]


async def until_disabled(house: House, number: int) -> None:
    for _ in range(500):
        if len(await closings(house)) == number:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{number} channels should be switched off, and {await closings(house)} are.")


def _channel(stage: Stage, place: str) -> Channel:
    return Channel(stage.platform, TEAM if stage.platform == "slack" else GUILD, place)


@pytest.fixture
async def slack_stage() -> AsyncIterator[SlackStage]:
    async with LoopbackSlack() as slack:
        yield SlackStage(slack)


@pytest.fixture
async def discord_stage() -> AsyncIterator[DiscordStage]:
    async with LoopbackDiscord() as discord:
        yield DiscordStage(discord)


async def test_archived_then_unarchived(slack_stage: SlackStage, wire: Wire, tmp_path: Path) -> None:
    slack_stage.slack.api.scopes.add("channels:read")
    happens = slack_events.Happenings(slack_stage.slack, times=3)
    async with watching(slack_stage, wire, tmp_path) as (house, paper):
        await happens.archive("C1")
        await until(slack_stage.told_privately, "who set the channel up hears that it stopped")
        assert await closings(house) == [Closing.ARCHIVED]
        paper.publish(PLEDGE)
        await asyncio.sleep(QUIET)
        await happens.unarchive("C1")
        await until(lambda: len(slack_stage.told_privately()) == 2, "and that it goes on")
        assert "go on" in slack_stage.told_privately()[1]
        paper.publish(PLANT)
        await until(slack_stage.messages, "the next alert arrives")
        (alert,) = slack_stage.messages()
        assert "$1.2B" in alert.push  # and what was told meanwhile does not flood in
        assert await closings(house) == []


async def test_put_out_then_invited_again(slack_stage: SlackStage, wire: Wire, tmp_path: Path) -> None:
    slack_stage.slack.api.scopes.add("channels:read")
    happens = slack_events.Happenings(slack_stage.slack)
    async with watching(slack_stage, wire, tmp_path) as (house, paper):
        await happens.kick("C1", user="U2")  # somebody else leaves
        await happens.kick("C1")
        await until_disabled(house, 1)
        await happens.invite("C1")
        await until_disabled(house, 0)
        paper.publish(PLEDGE)
        await until(slack_stage.messages, "the alert arrives")


async def test_without_events_a_command_has_the_next_alert_tried(
    slack_stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    channel = slack_stage.slack.api.channels["C1"]
    async with watching(slack_stage, wire, tmp_path) as (house, paper):
        channel.member = False
        paper.publish(PLEDGE)
        await until(slack_stage.told_privately, "who set the channel up hears that it stopped")
        await slack_stage.say("list")  # the bot is still not in the channel
        paper.publish(PLANT)
        await until(lambda: len(slack_stage.slack.calls("chat.postMessage")) >= 3, "the next one is tried")
        await asyncio.sleep(QUIET)
        assert len(slack_stage.told_privately()) == 1
        assert await closings(house) == [Closing.CLOSED]
        channel.member = True
        await slack_stage.say("list")
        paper.publish(DEPOT)
        await until(slack_stage.messages, "the next alert arrives")
        await until_disabled(house, 0)


async def test_forbidden_then_allowed(discord_stage: DiscordStage, wire: Wire, tmp_path: Path) -> None:
    happens = discord_events.Happenings(discord_stage.discord)
    posts = "/channels/100/messages"
    async with watching(discord_stage, wire, tmp_path) as (house, paper):
        await happens.forbid("100")
        paper.publish(PLEDGE)
        await until(discord_stage.told_privately, "who set the channel up hears that it stopped")
        refused = len(discord_stage.discord.calls("POST", posts))
        paper.publish(PLANT)
        await asyncio.sleep(QUIET)
        assert len(discord_stage.discord.calls("POST", posts)) == refused == 1
        await happens.allow("100")
        await asyncio.sleep(QUIET)
        paper.publish(DEPOT)
        await until(discord_stage.messages, "the next alert arrives")
        assert len(discord_stage.messages()) == 1
        await until_disabled(house, 0)


async def test_deleted(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    async with watching(stage, wire, tmp_path) as (house, paper):
        if isinstance(stage, SlackStage):
            stage.slack.api.scopes.add("channels:read")
            await slack_events.Happenings(stage.slack, times=2).delete("C1")
        elif isinstance(stage, DiscordStage):
            await discord_events.Happenings(stage.discord).delete("100")
        await until(stage.told_privately, "who set the channel up hears that it stopped")
        assert await closings(house) == [Closing.DELETED]
        paper.publish(PLEDGE)
        await asyncio.sleep(QUIET)
        assert len(stage.told_privately()) == 1


async def test_renamed(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    async with watching(stage, wire, tmp_path) as (_, paper):
        if isinstance(stage, SlackStage):
            stage.slack.api.channels["C1"].name = "deals"
        elif isinstance(stage, DiscordStage):
            await discord_events.Happenings(stage.discord).rename("100", "deals")
        paper.publish(PLEDGE)
        await until(stage.messages, "the alert arrives")
        assert stage.told_privately() == []


async def test_the_bot_is_removed_and_invited_again(
    discord_stage: DiscordStage, wire: Wire, tmp_path: Path
) -> None:
    happens = discord_events.Happenings(discord_stage.discord)
    async with watching(discord_stage, wire, tmp_path) as (house, paper):
        await happens.remove_bot()
        await until_disabled(house, 1)
        assert await closings(house) == [Closing.LEFT]
        paper.publish(PLEDGE)
        await asyncio.sleep(QUIET)
        assert discord_stage.discord.calls("POST", "/channels/100/messages") == []
        await happens.invite_bot()
        await until_disabled(house, 0)
        paper.publish(PLANT)
        await until(discord_stage.messages, "the next alert arrives")
        assert discord_stage.told_privately() == []
        assert [one.space for one in await house.desk.places.gone()] == []


async def test_the_app_is_uninstalled(slack_stage: SlackStage, wire: Wire, tmp_path: Path) -> None:
    happens = slack_events.Happenings(slack_stage.slack, times=2)
    async with watching(slack_stage, wire, tmp_path) as (house, paper):
        await happens.uninstall()
        await until_disabled(house, 1)
        paper.publish(PLEDGE)
        await asyncio.sleep(QUIET)
        assert len(await house.desk.places.gone()) == 1
        assert (await house.desk.status()).owed == 0
        assert slack_stage.slack.calls("chat.postMessage") == []


async def test_an_outage_is_no_removal(discord_stage: DiscordStage, wire: Wire, tmp_path: Path) -> None:
    happens = discord_events.Happenings(discord_stage.discord)
    async with watching(discord_stage, wire, tmp_path) as (house, paper):
        await happens.fall_ill()
        await asyncio.sleep(QUIET)
        assert await closings(house) == []
        assert await house.desk.places.gone() == []
        paper.publish(PLEDGE)
        await until(discord_stage.messages, "the alert is tried, and arrives")
        await happens.recover()


async def test_a_server_that_was_left_while_nobody_looked(
    discord_stage: DiscordStage, wire: Wire, tmp_path: Path
) -> None:
    discord_stage.discord.add_channel("200", guild="2000")
    async with watching(discord_stage, wire, tmp_path):
        pass
    del discord_stage.discord.state.places["100"]
    path = tmp_path / "outlay.toml"
    async with open_house(path, discord_stage) as house:
        await until_disabled(house, 1)
        assert await closings(house) == [Closing.LEFT]


async def test_a_token_that_is_not_accepted_ends_nothing(
    slack_stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    async with watching(slack_stage, wire, tmp_path) as (house, paper):
        slack_stage.slack.api.revoked = "invalid_auth"
        paper.publish(PLEDGE)
        await until(lambda: house.desk.destinations.locked, "Slack is known to accept nothing")
        status = await house.desk.status()
        assert "invalid_auth" in status.locked["slack"]
        assert status.owed == 1
        assert status.disabled == ()
        assert len(slack_stage.slack.calls("chat.postMessage")) == 1


async def test_what_is_in_the_way_is_said_before_the_first_alert(
    slack_stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    slack = slack_stage.slack
    async with open_house(written(tmp_path, slack_stage, {}, wire.place), slack_stage):
        assert "/invite" in await slack_stage.say("watch BABA")  # without the scope it is a hint
        slack.add_channel("D9", kind="im")
        between = (await slack.command("/outlay watch MSFT", channel="D9")).words
        assert "cannot be posted" in between
    slack.api.scopes.add("channels:read")
    slack.add_channel("C2", member=False)
    slack.add_channel("C3", archived=True)
    async with open_house(tmp_path / "outlay.toml", slack_stage) as house:
        assert "/invite" not in await slack_stage.say("watch MSFT")
        assert "not in the channel" in (await slack.command("/outlay watch AAPL", channel="C2")).words
        assert "archived" in (await slack.command("/outlay watch AAPL", channel="C3")).words
        assert len(await house.desk.watches.watches(_channel(slack_stage, "D9"))) == 0


async def test_a_forum_takes_no_alerts_and_a_locked_thread_none_yet(
    discord_stage: DiscordStage, wire: Wire, tmp_path: Path
) -> None:
    discord = discord_stage.discord
    discord.add_channel("300", kind=FORUM)
    thread = discord.add_channel("400", kind=THREAD, parent="100")
    thread.archived = thread.locked = True
    async with open_house(written(tmp_path, discord_stage, {}, wire.place), discord_stage) as house:
        forum = await discord.command("watch", {"tickers": "BABA"}, channel="300")
        assert "cannot be posted" in forum.text
        assert await house.desk.watches.watches(_channel(discord_stage, "300")) == []
        locked = await discord.command("watch", {"tickers": "BABA"}, channel="400")
        assert "locked" in locked.text
        assert len(await house.desk.watches.watches(_channel(discord_stage, "400"))) == 1
