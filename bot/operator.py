"""Words to whoever runs the house: in the operator's channel where one is set, and always in the log."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Final

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import Refused, Unsure, Wait
from bot.ports import Chat, Clock, Found

log = logging.getLogger(__name__)

MOST_WAITING: Final = 100  # notices; a house of which nobody hears for so long has other worries


@dataclass(frozen=True, slots=True)
class _Notice:
    card: Card
    since: datetime

    @property
    def key(self) -> str:
        words = f"{self.card.title} {self.since.isoformat()}"
        return blake2b(words.encode(), digest_size=12).hexdigest()


@dataclass(slots=True)
class Operator:
    """Tells the operator each notice once. `chats` are the platforms that are connected, by name.

    What is told while the channel's platform is not connected waits, up to `MOST_WAITING` notices, the oldest
    giving way. A post of unknown outcome is looked for after `look_again` seconds.
    """

    channel: Channel | None
    chats: Mapping[str, Chat]
    clock: Clock
    look_again: float = 30.0
    _waiting: deque[_Notice] = field(init=False, default_factory=lambda: deque(maxlen=MOST_WAITING))
    _news: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def tell(self, notice: Card) -> None:
        """Say something as soon as it can be said. Never waits, and never raises."""
        log.warning("%s", " ".join(notice.text))
        if self.channel is not None:
            self._waiting.append(_Notice(notice, self.clock.now()))
            self._news.set()

    def look(self) -> None:
        """Try again what waits: a platform was connected."""
        self._news.set()

    async def run(self) -> None:
        """Say what is to be said, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting and (channel := self.channel) and (chat := self.chats.get(channel.platform)):
                notice = self._waiting[0]
                await self._say(notice, channel, chat)
                # While it was being said, the oldest may have given way to newer ones.
                if self._waiting and self._waiting[0] is notice:
                    self._waiting.popleft()

    def give_up(self) -> None:
        """Say in the log what was never said to the operator: the house ends, and nobody writes it down."""
        for notice in self._waiting:
            log.warning("The operator's channel %s was never told: %s.", self.channel, notice.card.title)
        self._waiting.clear()

    async def _say(self, notice: _Notice, channel: Channel, chat: Chat) -> None:
        """Post a notice, with the patience that the platform asks for."""
        while True:
            try:
                await chat.post(channel, notice.card, notice.key)
            except Wait as wait:
                await asyncio.sleep(wait.seconds)
                continue
            except Refused as refused:
                log.warning("The operator's channel %s could not be told: %s", channel, refused)
            except Unsure as unsure:
                log.warning("Whether the operator's channel %s was told is not known: %s", channel, unsure)
                if await self._stands_not(notice, channel, chat):
                    continue
            except Exception:
                # A notice that breaks whoever posts it would otherwise keep all later ones from being said.
                log.exception("The operator's channel %s could not be told: %s.", channel, notice.card.title)
            return

    async def _stands_not(self, notice: _Notice, channel: Channel, chat: Chat) -> bool:
        """Look, after a while, whether a notice certainly does not stand there; in doubt it does."""
        while True:
            await asyncio.sleep(self.look_again)
            try:
                found: Message | Found = await chat.find(channel, notice.key, notice.since)
            except Unsure:
                continue
            except Wait as wait:
                await asyncio.sleep(wait.seconds)
                continue
            except Refused:
                return False
            return found is Found.NOTHING
