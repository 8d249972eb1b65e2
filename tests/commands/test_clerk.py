import logging
from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.card import Tone
from bot.commands.all import TABLE
from bot.commands.clerk import Clerk
from bot.commands.table import Command
from bot.domain.alert import Channel, Message, Request
from bot.domain.errors import CannotRun
from bot.domain.market import PriceLine, Ticker
from bot.domain.price import NoLine
from tests.cards.telling import BABA, film_reading
from tests.commands.office import ROOM, USER, Office, Prices


@pytest.fixture
def office() -> Office:
    return Office()


class Broken(Prices):
    """A provider that breaks its promise."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def look(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine | NoLine]:
        raise self.error


@pytest.mark.parametrize("command", [c for c in TABLE if c.manage], ids=lambda c: c.name)
@pytest.mark.parametrize(
    ("platform", "who"), [("discord", "Manage Channels"), ("slack", "managers"), ("teams", "may manage")]
)
async def test_only_who_may_manage_changes_a_channel(
    office: Office, command: Command, platform: str, who: str
) -> None:
    answer = await office.ask(f"{command.name} BABA", channel=Channel(platform, "S", "C"), manages=False)
    assert answer.card.tone is Tone.REFUSAL
    assert who in " ".join(answer.card.text)
    assert office.actions() == []


async def test_everybody_may_ask(office: Office) -> None:
    for words in ("list", "recent", "company BABA", "why", "price BABA", "status", "help"):
        answer = await office.ask(words, manages=False)
        assert "may manage" not in answer.card.title, words


async def test_unknown_words_get_suggestions(office: Office) -> None:
    answer = await office.says("wacth MSFT")
    assert "“wacth MSFT” is nothing that Outlay understands" in answer
    assert "`watch TICKERS …`" in answer
    assert "<help watch>" in answer
    assert "`help` lists" in await office.says("zzzzz")


async def test_a_company_alone_is_offered_what_can_be_asked(office: Office) -> None:
    answer = await office.says("BABA")
    assert "What about Alibaba (BABA)?" in answer
    assert "<company BABA>" in answer


async def test_a_command_without_what_it_needs_explains_itself(office: Office) -> None:
    answer = await office.says("mute")
    assert "`mute` needs more: mute TICKER [FOR]" in answer
    assert "Example: mute BABA 4h" in answer


async def test_words_left_over_are_mentioned(office: Office) -> None:
    assert "“of everything” was left aside" in await office.says("list of everything")


async def test_trouble_becomes_a_refusal(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.prices = Broken(ZeroDivisionError("a secret detail"))
    with caplog.at_level(logging.ERROR):
        answer = await office.says("price BABA")
    assert "That went wrong" in answer
    assert "a secret detail" not in answer
    assert "ZeroDivisionError" in caplog.text


async def test_trouble_with_a_name_is_told(office: Office) -> None:
    office.prices = Broken(CannotRun("The price key was refused: set a new one."))
    assert "The price key was refused: set a new one." in await office.says("price BABA")


async def test_help_lists_every_command_and_explains_each(office: Office) -> None:
    answer = await office.says("help")
    for command in TABLE:
        assert command.name in answer
        assert command.help in await office.says(f"help {command.name}")
    assert "There is no command “dance”" in await office.says("help dance")


@given(st.text())
async def test_no_text_makes_the_clerk_raise(words: str) -> None:
    answer = await Office().clerk.answer(Request(words, USER, ROOM, manages=True))
    assert answer.card.title


async def completed(clerk: Clerk, option: str, typed: str) -> list[str]:
    return [choice.value for choice in await clerk.complete(option, typed, ROOM)]


async def test_a_long_text_is_no_name_to_look_for(office: Office) -> None:
    """A master that edits each letter of it would stand still for seconds."""
    answer = await office.says(f"watch {'zorp ' * 700}")
    assert "no listed company is called that" in answer
    assert await completed(office.clerk, "ticker", "alibaba " * 100) == []


async def test_completions(office: Office) -> None:
    await office.says("watch BABA, MSFT")
    await office.told(film_reading(), post=BABA)
    clerk = office.clerk
    assert "MSFT" in await completed(clerk, "ticker", "micr")
    assert await completed(clerk, "ticker", "BABA, micr") == ["BABA, MSFT"]
    assert await completed(clerk, "ticker", "") == ["BABA", "MSFT"]
    assert await completed(clerk, "watched", "ali") == ["BABA"]
    assert await completed(clerk, "story", "film") == ["1"]
    assert await completed(clerk, "span", "4") == ["4h"]
    assert await completed(clerk, "command", "un") == ["unwatch", "unmute"]
    assert await completed(clerk, "colour", "red") == []


async def test_completions_keep_to_the_platforms_limits(office: Office) -> None:
    choices = await office.clerk.complete("ticker", "q", ROOM)
    assert len(choices) == 25
    assert all(len(choice.label) <= 100 and len(choice.value) <= 100 for choice in choices)
    assert await office.clerk.complete("ticker", f"{'MSFT, ' * 20}q", ROOM) == []


async def test_a_question_under_an_alert_is_about_its_company(office: Office) -> None:
    film = await office.told(film_reading(), post=BABA)
    about = await office.store.posted(film.id, ROOM)
    assert "has committed" in await office.says("company", about=about)
    assert "$76.30" in await office.says("price", about=about)
    assert "Apple (AAPL)" in await office.says("price AAPL", about=about)
    assert "needs more" in await office.says("company")
    assert "needs more" in await office.says("unwatch", about=about)
    assert "needs more" in await office.says("price", about=Message(ROOM, "elsewhere"))
