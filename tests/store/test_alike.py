"""Whatever is done to them in whatever order, the SQLite store and the one in memory answer alike."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.alert import Channel, Delivery, Message, Watch
from bot.domain.story import Story
from bot.ports import Closing, Cursor, Decision, Owed, Parted, Poll, Store, Told
from bot.ports.places import PROBATION
from bot.store import MemoryStore, open_store
from tests.store.examples import ACME, DISCORD, MINUTE, NOON, SLACK, ZETA, article, reading, story, watch

CHANNELS = (SLACK, DISCORD, Channel("slack", "T2", "C9"))
PLACES = ("disable", "enable", "shut", "open", "stir", "hear", "leave", "rejoin")
VERBS = (
    *("tell", "grow", "revise", "retract", "split"),
    *("claim", "sent", "give_back", "unsure", "dead", "withdraw"),
    *("watch", "mute"),
    *PLACES,
)
LEASE = timedelta(minutes=2)

doings = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 20)), max_size=40)


@dataclass
class Hand:
    """Does the same to a store as another hand does to another, and writes down what it answers."""

    store: Store
    claimed: list[Delivery] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)

    async def do(self, step: int, verb: str, number: int) -> None:
        now = NOON + step * MINUTE
        channel = CHANNELS[number % len(CHANNELS)]
        answer: object = None
        match verb:
            case "tell" | "grow":
                answer = await self._tell(step, number, grows=verb == "grow")
            case "revise":
                again = article(number, digest=f"words {step}")
                answer = await self.store.remember(
                    "wire", Poll((again,), Cursor()), now, alert=number % 5 > 0
                )
            case "retract":
                answer = await self.store.retract(
                    [f"wire-{number}", f"wire-{number + 1}"], now, self._without
                )
            case "split":
                answer = await self.store.split(1 + number % 3, f"wire-{number}", now, self._part)
            case "claim":
                found = await self.store.claim(now, 1 + number % 3, LEASE)
                self.claimed.extend(found)
                answer = [replace(d, id=0) for d in found]  # a number may be left out
            case _ if verb in PLACES:
                answer = await self._place(verb, channel, number, now)
            case "watch":
                answer = await self.store.watch(watch(channel, ZETA if number % 2 else ACME))
            case "mute":
                answer = await self.store.mute(channel, ACME, now + number * MINUTE)
            case _ if self.claimed:
                await self._settle(verb, self.claimed[number % len(self.claimed)], step)
        self.answers.append((verb, answer, await self._whole(channel)))

    async def _place(self, verb: str, channel: Channel, number: int, now: datetime) -> object:
        """Let something become of a channel or of its space."""
        answer: object = None
        match verb:
            case "disable":
                answer = await self.store.disable(channel, "gone", now)
            case "enable":
                await self.store.enable(channel)
            case "shut":
                # Some of them so long ago that the channel may be tried.
                at = now - PROBATION + number * MINUTE
                answer = await self.store.disable(channel, verb, at, list(Closing)[number % 3], at)
            case "open":
                answer = await self.store.enable(channel, now - number * MINUTE, tell=number % 2 > 0)
            case "stir":
                place = channel.id if number % 3 else None
                await self.store.try_again(channel.platform, channel.space, place)
            case "hear":
                answer = await self.store.unheard()
                for word in answer:
                    await self.store.heard(word)
            case "leave":
                answer = await self.store.leave(channel.platform, channel.space, "removed", now)
            case "rejoin":
                answer = await self.store.rejoin(channel.platform, channel.space)
        return answer

    async def _tell(self, step: int, number: int, *, grows: bool) -> Decision:
        post = tuple(Owed(channel, ACME) for channel in CHANNELS[: number % 4])

        def decide(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            self.answers.append((tuple(s.id for s in stories), tuple(watches), told))
            if told is not None and grows:
                revised = replace(told.story, revision=told.story.revision + 1)
                return Decision(revised, told.story.id, post)
            if grows and stories:
                first = stories[number % len(stories)]
                return Decision(replace(first, revision=first.revision + 1), first.id, post)
            return Decision(story(), None, post) if not grows else Decision()

        told = reading(article(number if number > 5 else step + 100))
        return await self.store.tell(told, NOON + step * MINUTE, decide, since=NOON - MINUTE)

    def _without(self, told: Told, gone: frozenset[str]) -> Story:
        self.answers.append((told, gone))
        left = [one for one in told.readings if one.article.id not in gone]
        after = replace(told.story, revision=told.story.revision + 1)
        return after if left else replace(after, retracted=NOON)

    def _part(self, told: Told, watches: Sequence[Watch]) -> Parted:
        self.answers.append((told, tuple(watches)))
        rest = replace(told.story, revision=told.story.revision + 1)
        return Parted(rest, story(), (Owed(SLACK, ACME),))

    async def _settle(self, verb: str, delivery: Delivery, step: int) -> None:
        later = NOON + (step + 2) * MINUTE
        if verb == "sent":
            shown = await self.store.posted(delivery.story, delivery.channel)
            message = shown or Message(delivery.channel, f"{delivery.story}")
            await self.store.sent(delivery, message, later)
        elif verb == "give_back":
            await self.store.give_back(delivery, later)
        elif verb == "unsure":
            await self.store.unsure(delivery, later)
        elif verb == "withdraw":
            await self.store.withdraw(delivery)
        else:
            await self.store.dead(delivery, "no")

    async def _whole(self, channel: Channel) -> object:
        return (
            await self.store.owed(),
            await self.store.next_due(),
            await self.store.disabled(),
            await self.store.gone(),
            await self.store.watches(channel),
            await self.store.recent((), 3),
            await self.store.latest_in(channel),
            await self.store.posted(1, channel),
            await self.store.watch_behind(1, channel),
        )


async def both(doing: list[tuple[str, int]]) -> tuple[list[object], list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        hands = [Hand(await open_store(Path(folder) / "outlay.db")), Hand(MemoryStore())]
        for hand in hands:
            for step, (verb, number) in enumerate(doing):
                await hand.do(step, verb, number)
            await hand.store.close()
        return hands[0].answers, hands[1].answers


@settings(max_examples=40, deadline=None)
@given(doings)
def test_alike(doing: list[tuple[str, int]]) -> None:
    kept, remembered = asyncio.run(both(doing))
    assert kept == remembered
