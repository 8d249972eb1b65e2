"""One attempt at one delivery: posted, edited or replied, looked up first where it may stand already, and its
outcome written down.

    claim ──▶ post ──▶ sent            Wait     certainly not there: the attempt is given back until later
      │        │                       Refused  never: dead; it may say that its channel is closed
      │        └─ outcome unknown ──▶ unsure    the next attempt looks before it posts
      └─ again, after unsure or a crash: found, not there, safe to repeat for a while, or nobody can tell
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

from bot.cards.card import Card
from bot.desk.destinations import Destinations
from bot.desk.drawing import Drawings
from bot.desk.notices import marked_as_repeat
from bot.domain.alert import Action, Delivery, Message, News, alert_key
from bot.domain.errors import CannotRun, LockedOut, Refused, StoreTrouble, Unsure, Wait
from bot.domain.story import Story
from bot.domain.trail import about, note
from bot.ports import UNMEASURED, Chat, Clock, Found, Meter, Outcome, Store, Work

log = logging.getLogger(__name__)

# For one attempt, look-up and all. A platform that takes longer is looked up, which does no harm; and a crash
# is repaired only when its claims run out, so that neither may be long.
DEADLINE: Final = timedelta(seconds=12)
# An unknown outcome is looked into again after as long as it has been unknown: so patience doubles, and is
# not spent on ends of the program, which say nothing of the platform.
FIRST_RETRY: Final = timedelta(seconds=5)
LAST_RETRY: Final = timedelta(minutes=10)
BROKEN_TRIES: Final = 5  # attempts in a row before a delivery that breaks the program itself is given up
READ_AGAIN: Final = 1.0  # seconds until the database is read again that refused to be
FIRST_PATIENCE: Final = 0.5  # seconds until an outcome is written again that the store did not take
LAST_PATIENCE: Final = 5.0

OnUnknown = Literal["resend", "drop"]
Step = Literal["after_claim", "after_accept", "before_mark", "after_mark"]

_DONE: Final = {Action.POST: Outcome.SENT, Action.EDIT: Outcome.EDITED, Action.REPLY: Outcome.REPLIED}
_ADVERSE: Final = frozenset({Outcome.REFUSED, Outcome.UNSURE, Outcome.DEAD})


def unheard(step: Step) -> None:
    """Nobody listens to the steps."""


class _Over(Exception):
    """There is nothing to send, now or later; the words say why."""


class _NotNow(_Over):
    """... save that the story may come to stand again, and be told as if it never had been."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt. Where a message `stands`, it shows a revision of `story`, 0 where nobody knows
    which; a reply stands below another. `wait` is what the platform asked for, `refused` what it said. What
    stands nowhere `may_return` when it is wanted again."""

    outcome: Outcome
    because: str = ""
    message: Message | None = None
    story: Story | None = None
    shows: int = 0
    below: Message | None = None
    wait: Wait | None = None
    refused: Refused | None = None
    may_return: bool = False

    @property
    def stands(self) -> bool:
        return self.message is not None


@dataclass(frozen=True, slots=True)
class Postman:
    """Makes the attempts. `on_unknown` says what becomes of a post whose outcome nobody can look up: it is
    sent again with a mark, or dropped. `passing` hears of each step that the program may end behind; only
    tests listen. `broke` counts for each delivery how often in a row it broke the program itself.
    """

    store: Store
    drawings: Drawings
    clock: Clock
    destinations: Destinations
    on_unknown: OnUnknown = "resend"
    deadline: timedelta = DEADLINE
    passing: Callable[[Step], None] = unheard
    meter: Meter = UNMEASURED
    broke: Counter[int] = field(init=False, default_factory=Counter)

    async def serve(self, chat: Chat, delivery: Delivery) -> Result:
        """Make one attempt at a claimed delivery, and write down what came of it.

        A store that refuses for a while is waited for: the outcome is kept until it is written. Raises only
        CannotRun, when the store fails for good.
        """
        place = delivery.channel
        with (
            self.meter.under_way(Work.DELIVER),
            about(
                delivery=delivery.id,
                story=delivery.story,
                revision=delivery.newest,
                platform=place.platform,
                channel=str(place),
                action=str(delivery.action),
            ),
        ):
            note(log, "delivery_claimed", level=logging.DEBUG, attempt=delivery.attempts)
            self.passing("after_claim")
            result = await self._attempt(chat, delivery)
            await _written(lambda: self._write(delivery, result))
            self._tell(delivery, result)
            return result

    async def _attempt(self, chat: Chat, delivery: Delivery) -> Result:
        """Make the attempt. Raises only CannotRun that is no StoreTrouble."""
        end = asyncio.get_running_loop().time() + self.deadline.total_seconds()
        try:
            story, above = await self._read(delivery, end)
            async with asyncio.timeout_at(end):
                result = await self._place(chat, delivery, story, above)
        except _Over as over:
            result = Result(Outcome.DEAD, str(over), may_return=isinstance(over, _NotNow))
        except CannotRun:
            raise
        except Wait as wait:
            result = Result(Outcome.WAITED, str(wait), wait=wait)
        except Refused as refused:
            result = Result(Outcome.REFUSED, str(refused), refused=refused)
        except (Unsure, TimeoutError) as unsure:
            result = Result(Outcome.UNSURE, str(unsure) or "There was no answer in time.")
        except Exception as error:  # whatever broke, it may have broken after the platform took the message
            log.exception("The attempt at %s broke.", _words(delivery))
            return self._broken(delivery, error)
        self.broke.pop(delivery.id, None)
        return result

    async def _read(self, delivery: Delivery, end: float) -> tuple[Story, Message | None]:
        """Return the story, and the alert that an edit or a reply belongs to. Raises Wait, since nothing is
        sent before the end of this, _Over, or CannotRun that is no StoreTrouble."""
        try:
            async with asyncio.timeout_at(end):
                story = await self.drawings.story(delivery)
                above = None
                if delivery.action is not Action.POST:
                    above = await self.store.posted(delivery.story, delivery.channel)
        except (StoreTrouble, TimeoutError) as trouble:
            words = str(trouble) or "The database does not answer."
            raise Wait(words, READ_AGAIN, everywhere=True) from trouble
        if story is None:
            raise _Over("The story is not kept any more.")
        if above is None and delivery.action is not Action.POST:
            raise _Over("There is no message of the story's.")
        return story, above

    async def _place(self, chat: Chat, delivery: Delivery, story: Story, below: Message | None) -> Result:
        """Bring the message to stand. Raises DeliveryTrouble or _Over."""
        if _is_overtaken(delivery, story):
            return Result(Outcome.OVERTAKEN, "The story was retracted, which another reply says.")
        card = self.drawings.card(delivery, story)
        key = alert_key(story.name, delivery.channel, delivery.gist)
        if delivery.action is Action.EDIT and below is not None:
            return await self._edit(chat, below, card, key, story)
        found = await self._look(chat, delivery, _keys(delivery, story), below)
        if isinstance(found, Message):
            return Result(Outcome.FOUND, message=found, story=story, below=below)
        if found is Found.NOTHING and story.retracted is not None and delivery.action is Action.POST:
            raise _NotNow("The story was retracted before it was posted.")
        if found is Found.CANNOT_TELL and not self._is_safe_to_repeat(chat, delivery):
            if self.on_unknown == "drop":
                raise _Over("It may stand there already, and nobody can look: dropped, as the settings say.")
            card = marked_as_repeat(card)
        if below is None:
            message = await chat.post(delivery.channel, card, key)
        else:
            message = await chat.reply(below, card, key)
        self.passing("after_accept")
        return Result(_DONE[delivery.action], message=message, story=story, shows=story.revision, below=below)

    async def _edit(self, chat: Chat, message: Message, card: Card, key: str, story: Story) -> Result:
        """Replace the card that stands. To do it twice does no harm, so nothing is looked up."""
        await chat.edit(message, card, key)
        self.passing("after_accept")
        return Result(Outcome.EDITED, message=message, story=story, shows=story.revision)

    async def _look(
        self, chat: Chat, delivery: Delivery, keys: Iterable[str], below: Message | None
    ) -> Message | Found:
        """Look for what an earlier attempt may have left. NOTHING says that it certainly left none.

        It is looked for even while a repeat is safe: not every server that speaks as Discord does keeps that
        promise. Where nobody can look, the promise must do.
        """
        since = delivery.uncertain_since
        if delivery.attempts <= 1 or since is None:
            return Found.NOTHING
        found: Message | Found = Found.NOTHING
        try:
            for key in keys:
                found = await chat.find(delivery.channel, key, since, below)
                if found is not Found.NOTHING:
                    break
        except Refused as refused:  # a channel that may not be read may still be posted to
            log.warning("Nobody can look for %s: %s", _words(delivery), refused)
            return Found.CANNOT_TELL
        return found

    def _broken(self, delivery: Delivery, error: Exception) -> Result:
        """Return what comes of an attempt that broke the program itself."""
        self.broke[delivery.id] += 1
        if (times := self.broke[delivery.id]) < BROKEN_TRIES:
            return Result(Outcome.UNSURE, repr(error))
        del self.broke[delivery.id]
        return Result(Outcome.DEAD, f"It broke {times} times in a row: {error!r}")

    def _is_safe_to_repeat(self, chat: Chat, delivery: Delivery) -> bool:
        since = delivery.uncertain_since
        return since is not None and self.clock.now() - since < chat.repeat_is_safe_for

    async def _write(self, delivery: Delivery, result: Result) -> None:
        """Write down what came of an attempt. Raises CannotRun, then nothing was written."""
        now = self.clock.now()
        match result.outcome:
            case Outcome.SENT | Outcome.EDITED | Outcome.REPLIED | Outcome.FOUND if (
                result.message is not None
            ):
                self.passing("before_mark")
                await self.store.sent(delivery, result.message, now, shows=result.shows, below=result.below)
                self.passing("after_mark")
            case Outcome.WAITED:
                seconds = result.wait.seconds if result.wait is not None else 0.0
                await self.store.give_back(delivery, now + timedelta(seconds=seconds))
            case Outcome.UNSURE:
                # No longer than so many attempts would have taken: the clock may have been set meanwhile.
                doubled = FIRST_RETRY * 2 ** min(delivery.attempts, 10)
                unknown_for = min(now - (delivery.uncertain_since or now), doubled)
                await self.store.unsure(delivery, now + min(max(unknown_for, FIRST_RETRY), LAST_RETRY))
            case _ if result.may_return:
                await self.store.withdraw(delivery)
            case _:
                await self.store.dead(delivery, result.because)
        if result.refused is not None:
            await self.destinations.refused(delivery.channel, result.refused)

    def _tell(self, delivery: Delivery, result: Result) -> None:
        """Tell whoever listens what came of an attempt."""
        platform = delivery.channel.platform
        if isinstance(result.wait, LockedOut):
            self.destinations.locked_out(platform, str(result.wait))
        elif result.stands:
            self.destinations.accepted(platform)
        story = self.drawings.known(delivery)
        note(
            log,
            f"delivery_{result.outcome}",
            level=logging.WARNING if result.outcome in _ADVERSE else logging.INFO,
            attempt=delivery.attempts,
            articles=[telling.article for telling in story.tellings()] if story else None,
            alert_key=alert_key(story.name, delivery.channel, delivery.gist) if story else None,
            message_id=result.message.id if result.message else None,
            because=result.because or None,
        )
        self.meter.attempted(
            delivery,
            result.outcome,
            self.clock.now(),
            story=result.story,
            because=str(result.refused.about) if result.refused else "",
        )


async def _written(write: Callable[[], Awaitable[None]]) -> None:
    """Write until the store takes it. Raises CannotRun that is no StoreTrouble."""
    patience = FIRST_PATIENCE
    while True:
        try:
            return await write()
        except StoreTrouble as trouble:
            log.warning("What came of a delivery cannot be written yet: %s", trouble)
        await asyncio.sleep(patience)
        patience = min(patience * 2, LAST_PATIENCE)


def _is_overtaken(delivery: Delivery, story: Story) -> bool:
    """Say whether a reply tells of a story that nobody stands by any more, which another reply says."""
    if delivery.action is not Action.REPLY or story.retracted is None:
        return False
    return News.RETRACTED not in delivery.news


def _keys(delivery: Delivery, story: Story) -> list[str]:
    """Return the keys under which a message may stand, its own first.

    Where it may stand since before the story was first seen, the database was restored from a backup: then
    the story may have been told by its articles in another order, and have been begun by any of them.
    """
    names = [story.name]
    since = delivery.uncertain_since
    if since is not None and since < story.first_seen:
        names += [telling.article for telling in (*story.tellings(), *story.withdrawn)]
    return [alert_key(name, delivery.channel, delivery.gist) for name in dict.fromkeys(names)]


def _words(delivery: Delivery) -> str:
    """Return a delivery as the log names it."""
    return f"the {delivery.action} of story {delivery.story}.{delivery.revision} to {delivery.channel}"
