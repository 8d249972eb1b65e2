"""What a delivery shows: its story as it stands, drawn once for all the channels that are owed the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, TypeVar

from bot.cards.card import Card
from bot.cards.news import news_card
from bot.domain.alert import Action, Delivery
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import Stories

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Render = Callable[[Story, Ticker], Card]

STORIES: Final = 64  # as many as are told at once at the busiest minute, and more
CARDS: Final = 256  # a story is drawn once for each watch that it answers


class Drawings:
    """Stories and their cards, kept by revision: a story of a revision shows one thing only. `render` draws
    an alert."""

    def __init__(self, stories: Stories, render: Render) -> None:
        self._from = stories
        self._render = render
        self._reading = asyncio.Lock()
        self._stories: OrderedDict[tuple[int, int], Story] = OrderedDict()
        self._cards: OrderedDict[Hashable, Card] = OrderedDict()

    async def story(self, delivery: Delivery) -> Story | None:
        """Return the story of a delivery as it stood at the claim, or later; None when it is kept no more."""
        wanted = (delivery.story, delivery.newest)
        if wanted not in self._stories:
            async with self._reading:  # the others wait for the one that reads it
                if wanted not in self._stories:
                    story = await self._from.story(delivery.story)
                    if story is None:
                        return None
                    _keep(self._stories, wanted, story, STORIES)
        return self._stories[wanted]

    def known(self, delivery: Delivery) -> Story | None:
        """Return the story of a delivery if it was read lately. Never waits."""
        return self._stories.get((delivery.story, delivery.newest))

    def card(self, delivery: Delivery, story: Story) -> Card:
        """Return what a delivery shows."""
        wanted = (story.id, story.revision, delivery.ticker, delivery.news)
        card = self._cards.get(wanted)
        if card is None:
            if delivery.action is Action.REPLY:
                card = news_card(story, delivery.news, delivery.ticker)
            else:
                card = self._render(story, delivery.ticker)
            _keep(self._cards, wanted, card, CARDS)
        return card


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """Keep a value, and let the one go that was kept longest ago."""
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)
