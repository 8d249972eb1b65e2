"""A clerk who writes down what he was asked, and says what he was told to."""

import asyncio

from bot.cards.card import Button, Card, Picture, Tone
from bot.domain.alert import Channel, Request
from bot.ports import Answer, Choice, PlaceNews


class NotingClerk:
    """Keeps the promises of `bot.ports.Clerk`. `private`, `tone` and `picture` shape the next answers; `slow`
    makes them take that many seconds; `breaks` lets it fail."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.news: list[PlaceNews] = []
        self.private = True
        self.tone = Tone.ANSWER
        self.picture: Picture | None = None
        self.slow = 0.0
        self.breaks = False

    async def answer(self, request: Request) -> Answer:
        if self.breaks:
            raise RuntimeError("the clerk broke its promise")
        self.asked.append(request)
        await asyncio.sleep(self.slow)
        card = Card(
            title=f"Answer to {request.words}",
            tone=self.tone,
            picture=self.picture,
            buttons=(Button("More", words="recent"), Button("Page", url="https://example.com/a?b=1&c=2")),
        )
        return Answer(card, private=self.private)

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        return []

    async def heard(self, news: PlaceNews) -> None:
        self.news.append(news)
