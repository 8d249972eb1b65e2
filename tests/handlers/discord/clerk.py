"""A clerk that answers from a list and keeps what it was asked, and the small table that it knows."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.card import Button, Card, Fact, Tone
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Channel, Request
from bot.ports import Answer, Choice, Desk, PlaceNews


async def unused(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    raise AssertionError("the clerk answers by itself")


TABLE = (
    Command(
        "watch",
        "Watch companies here",
        unused,
        (Option("tickers", "Symbols or names", OptionKind.TICKER, required=True, many=True),),
        manage=True,
    ),
    Command("list", "Show what this channel watches", unused),
    Command("why", "Show the sentences", unused, (Option("story", "Its number", OptionKind.STORY),)),
    Command(
        "mute",
        "Hold a watch back",
        unused,
        (
            Option("ticker", "A watch of this channel", OptionKind.WATCHED, required=True),
            Option("for", "How long", OptionKind.SPAN),
        ),
        manage=True,
    ),
    Command("recent", "Show the latest stories", unused, private=False),
    Command("help", "Show the commands", unused, (Option("command", "Its name", OptionKind.COMMAND),)),
)


def find(words: str) -> Command | None:
    first, *_ = words.split() or ["help"]
    return next((command for command in TABLE if command.name == first), None)


@dataclass
class FakeClerk:
    """`slow` is how many seconds an answer or a completion takes, `broken` how the connections ended."""

    slow: float = 0.0
    asked: list[Request] = field(default_factory=list)
    news: list[PlaceNews] = field(default_factory=list)
    completed: list[tuple[str, str, Channel]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=lambda: [Choice("Alibaba (BABA)", "BABA")])
    card: Card | None = None
    broken: list[Exception] = field(default_factory=list)

    async def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        await asyncio.sleep(self.slow)
        card = self.card or Card(f"You said: {request.words}")
        return Answer(card)

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        self.completed.append((option, typed, channel))
        await asyncio.sleep(self.slow)
        return self.choices

    async def heard(self, news: PlaceNews) -> None:
        self.news.append(news)


ALERT = Card(
    title="Alibaba (BABA) pledges at least HK$5.0B ($639.3M, as stated) over 5 years to Hong Kong film",
    tone=Tone.ALERT,
    facts=(Fact("Amount", "at least HK$5.0B"), Fact("Per year", "HK$1.0B")),
    notes=("Source: Wire",),
    buttons=(Button("Source", url="https://example.com/a"), Button("Details", words="why 1")),
    url="https://example.com/a",
    story=1,
)
