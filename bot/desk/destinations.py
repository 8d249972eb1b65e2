"""Where alerts go: which channels and spaces still take them, and who hears of it when one does not.

    open ──refused, deleted, archived, put out──▶ disabled: what is owed there ends, its owner hears once
      ▲                                              │
      └── opened again, or a trial is taken ◀────────┘   daily, and on a hint, the next alert is a trial

Nothing that was told meanwhile is sent afterwards, and the watches stay. A platform that accepts no token is
no channel's fault: there everything waits.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.cards.card import Card
from bot.desk.notices import channel_stopped, channel_works, platform_locked
from bot.domain.alert import Channel
from bot.domain.errors import About, Refused, Unsure, Wait
from bot.ports import (
    Back,
    Chat,
    Clock,
    Left,
    Opened,
    PlaceNews,
    Places,
    Present,
    Shut,
    Stirred,
    Unheard,
    Word,
)

log = logging.getLogger(__name__)

REMOVED: Final = "The bot is not there any more. Invite it again, and alerts go on."
LOOK_AGAIN: Final = 60.0  # seconds until a word that could not be said is tried again


@dataclass(slots=True)
class Destinations:
    """Keeps what becomes of the places that alerts go to. `chats` are the platforms that are connected, by
    name; `tell` gives a word to whoever runs the house. What could not be said is tried again after
    `look_again` seconds. `locked` says of each platform that accepts no token why not.
    """

    places: Places
    chats: Mapping[str, Chat]
    clock: Clock
    tell: Callable[[Card], None] = lambda card: log.warning("%s", " ".join(card.text))
    look_again: float = LOOK_AGAIN
    locked: dict[str, str] = field(init=False, default_factory=dict)
    _unheard: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    async def heard(self, news: PlaceNews) -> None:
        """Act on what a platform says of a place. Raises StoreTrouble.

        Platforms tell of every channel and thread that the bot may see; most of them never heard of Outlay.
        """
        match news:
            case Shut(channel) | Opened(channel) if not await self.places.keeps(channel):
                log.debug("%s is nobody's here.", channel)
            case Shut(channel, how, because, at):
                log.info("%s is %s: %s", channel, how, because)
                await self.places.disable(channel, because, self.clock.now(), how, at)
                self._unheard.set()
            case Opened(channel, at):
                if await self.places.enable(channel, at, tell=True):
                    log.info("%s takes alerts again.", channel)
                    self._unheard.set()
            case Stirred(platform, space, place):
                await self.places.try_again(platform, space, place)
            case Left(platform, space, because):
                await self._leave(platform, space, because)
            case Back(platform, space):
                if await self.places.rejoin(platform, space):
                    log.info("%s: the bot is in %s again.", platform, space)
            case Present(platform, spaces):
                for space in await self.places.spaces(platform):
                    if space not in spaces:
                        await self._leave(platform, space, REMOVED)
                for space in spaces:
                    await self.places.rejoin(platform, space)

    async def refused(self, channel: Channel, refused: Refused) -> None:
        """Act on a platform's refusal of a message to a channel. Raises StoreTrouble."""
        if refused.about is About.CHANNEL:
            dead = await self.places.disable(channel, str(refused), self.clock.now())
            if dead is not None and dead.owner is None:
                log.warning("Nobody is known to have set up %s, so nobody is told that it stopped.", channel)
            self._unheard.set()
        elif refused.about is About.SPACE:
            await self._leave(channel.platform, channel.space, str(refused))

    def locked_out(self, platform: str, why: str) -> None:
        """A platform accepts nothing from the bot's token; whoever runs the house is told once."""
        if platform not in self.locked:
            self.tell(platform_locked(platform, why))
        self.locked[platform] = why

    def accepted(self, platform: str) -> None:
        """A platform took something: its token is good."""
        self.locked.pop(platform, None)

    def look(self) -> None:
        """Try again what could not be said: a platform was connected."""
        self._unheard.set()

    async def run(self) -> None:
        """Say to owners what they have yet to hear, until cancelled. Raises StoreTrouble."""
        while True:
            self._unheard.clear()
            said_all = True
            for unheard in await self.places.unheard():
                if await self._say(unheard):
                    await self.places.heard(unheard)
                else:
                    said_all = False
            try:
                async with asyncio.timeout(None if said_all else self.look_again):
                    await self._unheard.wait()
            except TimeoutError:
                continue

    async def _leave(self, platform: str, space: str, because: str) -> None:
        stopped = await self.places.leave(platform, space, because, self.clock.now())
        if stopped is not None:
            words = "%s: the bot is out of %s (%s); channels that stopped: %d."
            log.warning(words, platform, space, because, stopped)

    async def _say(self, unheard: Unheard) -> bool:
        """Say a word in private; say whether it is settled. The status shows it too, so a word that the
        person does not take, or of which nobody knows whether it came, is not said again."""
        channel = unheard.channel
        chat = self.chats.get(channel.platform)
        if chat is None:
            return False
        stopped = unheard.word is Word.STOPPED
        card = channel_works(channel)
        if stopped:
            card = channel_stopped(channel, unheard.reason, unheard.how)
        try:
            await chat.tell(channel.space, unheard.owner, card)
        except Wait as wait:
            log.info("The owner of %s is told later: %s", channel, wait)
            return False
        except (Refused, Unsure) as trouble:
            log.warning("The owner of %s cannot be told: %s", channel, trouble)
        except Exception:  # a word that breaks an SDK must not keep the other owners from theirs
            log.exception("The owner of %s cannot be told.", channel)
        return True
