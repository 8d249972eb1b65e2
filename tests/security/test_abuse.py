"""Nobody asks too much, watches too much, or changes a channel that is not theirs."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cards.card import Tone
from bot.commands.all import TABLE
from bot.commands.allowance import Allowance
from bot.commands.table import Command
from bot.commands.watching import MOST_WATCHES
from bot.domain.alert import Channel
from bot.store import open_store
from tests.commands.office import ROOM, Office
from tests.handlers.discord.conftest import chat_to
from tests.handlers.discord.test_escape import PIECES
from tests.handlers.slack.conftest import opened, serving
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack

NORMAL = Allowance()


async def test_the_eleventh_command_of_a_minute_is_refused_alone_and_says_when_to_try_again() -> None:
    office = Office(NORMAL)
    for _ in range(10):
        assert (await office.ask("list")).card.tone is not Tone.REFUSAL
    answer = await office.ask("list")
    assert answer.card.tone is Tone.REFUSAL
    assert answer.private
    assert answer.card.title == "Too much at once: try again in 60 s"
    assert "You have" in answer.card.text[0]
    office.clock.at += timedelta(seconds=60)
    assert (await office.ask("list")).card.tone is not Tone.REFUSAL


async def test_what_is_refused_does_nothing() -> None:
    office = Office(NORMAL)
    for _ in range(10):
        await office.ask("help")
    await office.ask("watch MSFT")
    assert await office.watched() == []
    assert office.actions() == []


async def test_words_that_are_not_understood_count_too() -> None:
    office = Office(NORMAL)
    for _ in range(10):
        await office.ask("qwertz")
    assert (await office.ask("list")).card.title.startswith("Too much")


async def test_buttons_and_mentions_count_on_slack() -> None:
    office = Office(NORMAL)
    async with LoopbackSlack() as slack:
        slack.add_channel("C1")
        async with opened(slack) as chat, serving(chat, office.clerk, slack):
            for _ in range(4):
                seen = await slack.command("/outlay wacth MSFT", channel="C1")
                assert await slack.click(seen, "Help") is not None
            for _ in range(2):
                await slack.mention("help", channel="C1")
            late = await slack.mention("help", channel="C1")
    assert late.words.startswith("Too much at once: try again in")
    assert late.private_to == "U1", "a refusal is nobody else's to read, though a mention's answer is"


async def test_buttons_and_mentions_count_on_discord() -> None:
    office = Office(NORMAL)
    async with LoopbackDiscord() as discord:
        discord.add_channel("100")
        chat = chat_to(discord)
        await chat.open()
        listening = asyncio.create_task(chat.serve(office.clerk))
        await discord.connected()
        try:
            for _ in range(10):
                await discord.mention("help", channel="100")
            late = await discord.mention("help", channel="100")
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            await chat.close()
    assert "Too much at once" in late.text


async def test_completions_do_not_count() -> None:
    office = Office(NORMAL)
    for _ in range(50):
        await office.clerk.complete("ticker", "MS", ROOM)
    assert (await office.ask("list")).card.tone is not Tone.REFUSAL


async def test_the_terminal_is_never_asked_to_wait() -> None:
    office = Office(NORMAL)
    for _ in range(50):
        answer = await office.ask("list", channel=Channel("console", "local", "terminal"))
        assert answer.card.tone is not Tone.REFUSAL


async def test_the_thirty_first_of_a_channel_is_refused() -> None:
    office = Office(Allowance(per_user=100))
    for _ in range(30):
        await office.ask("list")
    assert "Everybody here together" in (await office.ask("list")).card.text[0]


async def test_a_channel_watches_two_hundred_companies_and_no_more() -> None:
    office = Office()
    for start in range(0, MOST_WATCHES + 20, 40):
        await office.ask("watch " + " ".join(f"Q{number:03}" for number in range(start, start + 40)))
    assert MOST_WATCHES == 200
    assert len(await office.watched()) == MOST_WATCHES


@pytest.mark.parametrize("command", [one for one in TABLE if one.manage], ids=lambda one: one.name)
@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_who_does_not_manage_changes_nothing(command: Command, platform: str) -> None:
    office = Office()
    answer = await office.ask(f"{command.name} MSFT", channel=Channel(platform, "S", "C"), manages=False)
    assert (answer.card.tone, answer.private) == (Tone.REFUSAL, True)
    assert "Only who may manage" in answer.card.title
    assert office.actions() == []


SAID = st.lists(
    st.sampled_from(
        [
            *(one.name for one in TABLE),
            *PIECES,
            "MSFT",
            "'",
            '"',
            "--",
            ";",
            "%",
            "_",
            "*",
            "OR",
            "NEAR(",
            "a:b",
        ]
    )
    | st.text(max_size=6),
    max_size=8,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=8))
def test_no_words_break_a_command(said: list[str]) -> None:
    """Nothing that is said ends in "That went wrong": neither a command nor a completion ever raises."""

    async def say() -> None:
        office = Office()
        for words in said:
            for name in ("", *(one.name for one in TABLE)):
                answer = await office.ask(f"{name} {words}")
                assert not answer.card.title.startswith("That went wrong"), (name, words)
            for option in ("ticker", "watched", "story", "span", "command"):
                await office.clerk.complete(option, words, ROOM)

    asyncio.run(say())


@settings(max_examples=8, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=6))
@example(["\ud800", "a \ud800 b", "x\x00y"])
def test_no_words_break_the_database(said: list[str]) -> None:
    """The same over SQLite: what is said travels as a parameter, and ruff's S608 refuses any other way."""

    async def say(path: Path) -> None:
        office = Office()
        store = await open_store(path)
        office.store = store  # type: ignore[assignment]  # it keeps the promises of the one in memory
        await office.ask("watch MSFT, BABA")
        for words in said:
            for name in ("watch", "mute", "recent", "why", "source add", "source remove", "privacy export"):
                answer = await office.ask(f"{name} {words}")
                assert not answer.card.title.startswith("That went wrong"), (name, words)
        await store.close()

    with TemporaryDirectory() as folder:
        asyncio.run(say(Path(folder) / "outlay.db"))
