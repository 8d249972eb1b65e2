"""One attempt at one delivery: posted or edited, looked up first where it may stand already, and its outcome
written down.

    claim ──▶ post ──▶ sent            Wait     certainly not there: the attempt is given back until later
      │        │                       Refused  never: dead; a refused post stops its channel
      │        └─ outcome unknown ──▶ unsure    the next attempt looks before it posts
      └─ again, after unsure or a crash: found, not there, safe to repeat for a while, or nobody can tell
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from bot.cards.card import Card
from bot.desk.notices import channel_stopped, marked_as_repeat
from bot.domain.alert import Action, Delivery, Message, alert_key
from bot.domain.errors import CannotRun, DeliveryTrouble, Refused, Unsure, Wait
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import Chat, Clock, DeadChannel, Found, Store

log = logging.getLogger(__name__)

# For one attempt, look-up and all. A platform that takes longer is looked up, which does no harm; and a crash
# is repaired only when its claims run out, so that neither may be long.
DEADLINE: Final = timedelta(seconds=12)
FIRST_RETRY: Final = timedelta(seconds=5)  # doubled each time while the outcome stays unknown
LAST_RETRY: Final = timedelta(minutes=10)
BROKEN_TRIES: Final = 5  # attempts before a delivery that breaks the program itself is given up
NOT_CONNECTED: Final = 5.0  # seconds until a platform that is not there is looked for again
TELL_TRIES: Final = 3
LONGEST_TELL_WAIT: Final = 30.0  # seconds

OnUnknown = Literal["resend", "drop"]
Step = Literal["after_claim", "after_accept", "before_mark", "after_mark"]
Render = Callable[[Story, Ticker], Card]


def unheard(step: Step) -> None:
    """Nobody listens to the steps."""


class _Over(Exception):
    """There is nothing to send, now or later; the words say why."""


@dataclass(frozen=True, slots=True)
class Postman:
    """Makes the attempts. `render` draws a story's card for the watch that it answers; `on_unknown` says what
    becomes of a post whose outcome nobody can look up: it is sent again with a mark, or dropped. `passing`
    hears of each step that the program may end behind; only tests listen.
    """

    store: Store
    chats: Mapping[str, Chat]
    render: Render
    clock: Clock
    on_unknown: OnUnknown = "resend"
    deadline: timedelta = DEADLINE
    passing: Callable[[Step], None] = unheard

    async def serve(self, delivery: Delivery) -> bool:
        """Make one attempt at a claimed delivery; say whether its message stands. Raises only CannotRun,
        when the store fails."""
        self.passing("after_claim")
        try:
            async with asyncio.timeout(self.deadline.total_seconds()):
                message = await self._place(delivery)
        except Wait as wait:
            await self.store.give_back(delivery, self.clock.now() + timedelta(seconds=max(wait.seconds, 0.0)))
        except _Over as over:
            await self.store.dead(delivery, str(over))
        except Refused as refused:
            await self._refused(delivery, str(refused))
        except (Unsure, TimeoutError) as unsure:
            log.warning("Whether %s arrived is unknown: %s", _words(delivery), str(unsure) or "late")
            await self._unsure(delivery)
        except CannotRun:
            raise
        except Exception as error:  # whatever broke, it may have broken after the platform took the message
            log.exception("The attempt at %s broke.", _words(delivery))
            if delivery.attempts >= BROKEN_TRIES:
                await self.store.dead(delivery, f"It broke {delivery.attempts} times: {error!r}")
            else:
                await self._unsure(delivery)
        else:
            self.passing("before_mark")
            await self.store.sent(delivery, message, self.clock.now())
            self.passing("after_mark")
            return True
        return False

    async def _place(self, delivery: Delivery) -> Message:
        """Bring the message to stand and return it. Raises DeliveryTrouble or _Over."""
        chat = self.chats.get(delivery.channel.platform)
        if chat is None:
            raise Wait(f"{delivery.channel.platform} is not connected", NOT_CONNECTED)
        story = await self.store.story(delivery.story)
        if story is None:
            raise _Over("The story is not kept any more.")
        card = self.render(story, delivery.ticker)
        key = alert_key(story.id, story.first_seen, delivery.channel)
        if delivery.action is Action.EDIT:
            return await self._edit(chat, delivery, card, key)
        if story.retracted is not None and delivery.attempts <= 1:  # so that certainly nothing stands there
            raise _Over("The story was retracted before it was posted.")
        found = await self._standing(chat, delivery, key)
        if isinstance(found, Message):
            return found
        if found is Found.CANNOT_TELL:
            if self.on_unknown == "drop":
                raise _Over("It may stand there already, and nobody can look: dropped, as the settings say.")
            card = marked_as_repeat(card)
        message = await chat.post(delivery.channel, card, key)
        self.passing("after_accept")
        return message

    async def _edit(self, chat: Chat, delivery: Delivery, card: Card, key: str) -> Message:
        """Replace the card that stands. To do it twice does no harm, so nothing is looked up."""
        message = await self.store.posted(delivery.story, delivery.channel)
        if message is None:
            raise _Over("There is no message to edit.")
        await chat.edit(message, card, key)
        self.passing("after_accept")
        return message

    async def _standing(self, chat: Chat, delivery: Delivery, key: str) -> Message | Found:
        """Look for what an earlier attempt may have left. NOTHING says that a post cannot stand twice.

        It is looked for even while a repeat is safe: not every server that speaks as Discord does keeps that
        promise. Where nobody can look, the promise must do.
        """
        since = delivery.uncertain_since
        if delivery.attempts <= 1 or since is None:
            return Found.NOTHING
        try:
            found = await chat.find(delivery.channel, key, since)
        except Refused as refused:  # a channel that may not be read may still be posted to
            log.warning("Nobody can look for %s: %s", _words(delivery), refused)
            found = Found.CANNOT_TELL
        if found is Found.CANNOT_TELL and self.clock.now() - since < chat.repeat_is_safe_for:
            return Found.NOTHING
        return found

    async def _unsure(self, delivery: Delivery) -> None:
        doubled = FIRST_RETRY * 2 ** min(max(delivery.attempts - 1, 0), 10)
        await self.store.unsure(delivery, self.clock.now() + min(doubled, LAST_RETRY))

    async def _refused(self, delivery: Delivery, reason: str) -> None:
        """An edit is refused when somebody deleted the message: that says nothing about the channel."""
        log.warning("Refused for good: %s: %s", _words(delivery), reason)
        await self.store.dead(delivery, reason)
        if delivery.action is Action.POST:
            dead = await self.store.disable(delivery.channel, reason, self.clock.now())
            if dead is not None:
                await self._tell_owner(dead)

    async def _tell_owner(self, dead: DeadChannel) -> None:
        """Say once that a channel stopped. The status shows it too, so a word that cannot be said is lost."""
        channel = dead.channel
        if dead.owner is None:
            log.warning("Nobody is known to have set up %s, so nobody was told that it stopped.", channel)
            return None
        card = channel_stopped(dead)
        for _ in range(TELL_TRIES):
            try:
                return await self.chats[channel.platform].tell(channel.space, dead.owner, card)
            except Wait as wait:
                await asyncio.sleep(min(max(wait.seconds, 0.0), LONGEST_TELL_WAIT))
            except DeliveryTrouble as trouble:
                log.warning("The owner of %s cannot be told that it stopped: %s", channel, trouble)
                return None
            except Exception:  # a broken word to the owner must not stop the other deliveries
                log.exception("The owner of %s cannot be told that it stopped.", channel)
                return None
        return None


def _words(delivery: Delivery) -> str:
    """Return a delivery as the log names it."""
    return f"the {delivery.action} of story {delivery.story}.{delivery.revision} to {delivery.channel}"
