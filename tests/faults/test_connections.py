"""A connection that breaks in any way is put up again; alerts and polls go on meanwhile."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import House
from tests.faults.house import hurried_house, platform_of
from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.stage import DiscordStage, SlackStage, Stage, first_polls, until, written
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.discord_gateway import INVALID, RECONNECT
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire

WITHIN = 20.0  # seconds
DISALLOWED = 4014  # a close code after which a bot must begin anew


@dataclass(frozen=True)
class Breakage:
    """A way in which a connection breaks, how that ends, and what the status then says of it. `is_down` says
    that nothing comes through it meanwhile, `is_rebuilt` that another connection takes its place."""

    start: Callable[[Any], Awaitable[None]]
    end: Callable[[Any], None]
    why: str | None = None
    is_down: bool = False
    is_rebuilt: bool = True


def over(platform: object) -> None:
    """There is nothing that would have to end."""


async def slack_drops(slack: LoopbackSlack) -> None:
    await slack.drop_sockets()


async def slack_hangs_up(slack: LoopbackSlack) -> None:
    slack.hangs_up = True
    await slack.drop_sockets()


async def slack_is_away(slack: LoopbackSlack) -> None:
    slack.refuses_sockets = True
    await slack.drop_sockets()


async def slack_is_deaf(slack: LoopbackSlack) -> None:
    slack.frozen = True


def slack_is_well(slack: LoopbackSlack) -> None:
    slack.hangs_up = slack.refuses_sockets = slack.frozen = False


def slack_retires(reason: str) -> Callable[[LoopbackSlack], Awaitable[None]]:
    async def start(slack: LoopbackSlack) -> None:
        await slack.ask_to_reconnect(reason)

    return start


def slack_says(*texts: str) -> Callable[[LoopbackSlack], Awaitable[None]]:
    async def start(slack: LoopbackSlack) -> None:
        for text in texts:
            await slack.send_raw(text)

    return start


ENVELOPES = (
    "no JSON",
    "{no JSON",
    "[]",
    "{}",
    json.dumps({"type": "slash_commands", "envelope_id": "e1"}),
    json.dumps({"type": "slash_commands", "envelope_id": "e2", "payload": None}),
    json.dumps({"type": "slash_commands", "envelope_id": "e3", "payload": {}}),
    json.dumps({"type": "slash_commands", "envelope_id": "e4", "payload": "watch"}),
    json.dumps({"type": "events_api", "envelope_id": "e5", "payload": {"event": {"type": "app_mention"}}}),
    json.dumps({"type": "interactive", "envelope_id": "e6", "payload": {"type": "block_actions"}}),
    json.dumps({"type": "interactive", "envelope_id": 7, "payload": {"type": "block_actions", "actions": 1}}),
)

SLACK = {
    "dropped": Breakage(slack_drops, over, "Slack's socket was closed"),
    "hangs up again and again": Breakage(slack_hangs_up, slack_is_well, "Slack's socket was closed"),
    "away": Breakage(slack_is_away, slack_is_well, "Slack's socket", is_down=True),
    "deaf": Breakage(slack_is_deaf, slack_is_well, "no sign of life", is_down=True),
    "refreshed": Breakage(slack_retires("refresh_requested"), over),
    "warned": Breakage(slack_retires("warning"), over),
    "link disabled": Breakage(slack_retires("link_disabled"), over),
    "malformed envelopes": Breakage(slack_says(*ENVELOPES), over, is_rebuilt=False),
}


async def discord_drops(discord: LoopbackDiscord) -> None:
    await discord.gateway.drop()


async def discord_hangs_up(discord: LoopbackDiscord) -> None:
    discord.gateway.hangs_up = True
    await discord.gateway.drop()


async def discord_is_deaf(discord: LoopbackDiscord) -> None:
    discord.gateway.deaf = True


def discord_is_well(discord: LoopbackDiscord) -> None:
    discord.gateway.hangs_up = discord.gateway.deaf = False


def discord_orders(op: int, data: Any = None) -> Callable[[LoopbackDiscord], Awaitable[None]]:
    async def start(discord: LoopbackDiscord) -> None:
        await discord.gateway.order(op, data)

    return start


async def discord_spoils_ready(discord: LoopbackDiscord) -> None:
    discord.gateway.spoiled_readies = 2
    await discord.gateway.drop(DISALLOWED)


async def discord_talks_nonsense(discord: LoopbackDiscord) -> None:
    for text in ("no JSON", "[]", "null", '{"op": 0}', '{"op": 0, "t": [], "d": {}}', '{"op": 99, "d": 1}'):
        await discord.gateway.say(text)
    interactions: tuple[object, ...] = (
        {},
        None,
        "press",
        {"id": "1", "type": 2, "token": "t", "version": 1, "application_id": "2", "data": {"id": "9"}},
        {"id": "x", "type": "three", "data": {"custom_id": 7}},
        {"id": "1", "type": 3, "token": "t", "version": 1, "application_id": "2", "data": None, "user": {}},
    )
    for event in ("INTERACTION_CREATE", "MESSAGE_CREATE", "GUILD_CREATE", "GUILD_DELETE", "CHANNEL_UPDATE"):
        for data in interactions:
            await discord.gateway.send(event, data)


DISCORD = {
    "dropped": Breakage(discord_drops, over, "hung up"),
    "hangs up again and again": Breakage(discord_hangs_up, discord_is_well, "hung up", is_down=True),
    "deaf": Breakage(discord_is_deaf, discord_is_well, "answers no heartbeat"),
    "told to reconnect": Breakage(discord_orders(RECONNECT), over),
    "session invalid": Breakage(discord_orders(INVALID, False), over),
    "session invalid, to be resumed": Breakage(discord_orders(INVALID, True), over),
    "malformed READY": Breakage(discord_spoils_ready, over, "AttributeError"),
    "malformed events": Breakage(discord_talks_nonsense, over, is_rebuilt=False),
}


def loopback(stage: Stage) -> LoopbackSlack | LoopbackDiscord:
    """Return the server behind a stage."""
    if isinstance(stage, SlackStage):
        return stage.slack
    assert isinstance(stage, DiscordStage)
    return stage.discord


async def until_it_is(house: House, *, up: bool) -> None:
    """Wait until the house knows that its connection stands, or that it does not."""
    async with asyncio.timeout(WITHIN):
        while (await platform_of(house)).is_up is not up:
            await asyncio.sleep(0.02)


async def answered(house: House, stage: Stage) -> None:
    """Ask until the bot answers: what was asked through a connection that is about to be given up is lost."""
    async with asyncio.timeout(WITHIN):
        while True:
            await until_it_is(house, up=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(2):
                    assert "BABA" in await stage.say("list")
                    return


CASES = [
    *(pytest.param("slack", breakage, id=f"slack {name}") for name, breakage in SLACK.items()),
    *(pytest.param("discord", breakage, id=f"discord {name}") for name, breakage in DISCORD.items()),
]


@pytest.mark.parametrize(("stage", "breakage"), CASES, indirect=["stage"])
async def test_alerts_and_polls_go_on_and_it_is_put_up_again(
    stage: Stage, wire: Wire, tmp_path: Path, breakage: Breakage
) -> None:
    platform = loopback(stage)
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        before = await platform_of(house)
        assert before.is_up
        assert before.heard is not None
        await breakage.start(platform)
        if breakage.is_down:
            await until_it_is(house, up=False)
        polls = len(wire.asked)
        paper.publish(PLEDGE)
        await until(stage.messages, "an alert is posted by REST", WITHIN)
        await until(lambda: len(wire.asked) > polls + 2, "the polls go on", WITHIN)
        breakage.end(platform)
        await answered(house, stage)
        after = await platform_of(house)
        assert (after.rebuilt > before.rebuilt) is breakage.is_rebuilt
        if breakage.why is not None:
            assert breakage.why in (after.ended or "")
            assert breakage.why in await stage.say("status")
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) == 2, "the next alert is posted", WITHIN)


async def test_a_server_that_always_hangs_up_is_asked_less_and_less_often(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    platform = loopback(stage)
    path = written(tmp_path, stage, {}, wire.place)
    async with hurried_house(path, stage):
        await SLACK_OR_DISCORD[stage.platform].start(platform)
        before = opened(platform)
        await asyncio.sleep(2.5)
        # After 0, 1 and 2 s, and for Discord once more where the connection is begun anew.
        assert 1 <= opened(platform) - before <= 5


SLACK_OR_DISCORD = {
    "slack": SLACK["hangs up again and again"],
    "discord": DISCORD["hangs up again and again"],
}


def opened(platform: LoopbackSlack | LoopbackDiscord) -> int:
    """Return how many connections there were."""
    return platform.opened if isinstance(platform, LoopbackSlack) else platform.gateway.greeted
