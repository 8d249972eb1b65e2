"""One sender a platform: none keeps another waiting, each keeps its pace, and a store that refuses for a
while costs nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf, nan
from pathlib import Path

import pytest

from bot.cards.card import Card
from bot.desk.deliver import Deliverer
from bot.domain.alert import Action, Channel, Delivery, Message
from bot.domain.errors import CannotRun, StoreTrouble, Unsure, Wait
from bot.domain.story import Story
from bot.ports import Chat, Decision, Owed, Pace
from bot.store.lane import Lane
from bot.store.sqlite import SqliteStore
from tests.desk.chat import LedgerChat
from tests.store.examples import ACME, NOON, article, reading, story


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Moody(SqliteStore):
    """A real store that refuses as often as it is told, and gives claims out when it may."""

    refuses_claims = refuses_outcomes = refuses_stories = given = 0
    refuses_for_good = False

    def __init__(self, writer: Lane, reader: Lane, *, replies: bool = True) -> None:
        super().__init__(writer, reader, replies=replies)
        self.claims, self.may_claim = asyncio.Event(), asyncio.Event()
        self.may_claim.set()

    async def claim(self, *args: object, **kwargs: object) -> list[Delivery]:
        self.claims.set()
        await self.may_claim.wait()
        if self.refuses_for_good:
            raise CannotRun("The database is damaged.")
        if self.refuses_claims:
            self.refuses_claims -= 1
            raise StoreTrouble("The disk is full.")
        self.given += 1
        return await super().claim(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    async def story(self, number: int) -> Story | None:
        if self.refuses_stories:
            self.refuses_stories -= 1
            raise StoreTrouble("The file cannot be opened.")
        return await super().story(number)

    async def sent(self, *args: object, **kwargs: object) -> None:
        if self.refuses_outcomes:
            self.refuses_outcomes -= 1
            raise StoreTrouble("The disk is full.")
        await super().sent(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came


class Timed(LedgerChat):
    """A chat that notes when it is called, by the event loop."""

    def __init__(self, platform: str = "slack", pace: Pace | None = None) -> None:
        super().__init__(platform)
        self.pace = pace or Pace()
        self.called: list[tuple[float, Channel]] = []

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        self.called.append((asyncio.get_running_loop().time(), channel))
        return await super().post(channel, card, key)

    async def edit(self, message: Message, card: Card, key: str) -> None:
        self.called.append((asyncio.get_running_loop().time(), message.channel))
        await super().edit(message, card, key)


def channel(number: int = 1, platform: str = "slack", space: str = "T1") -> Channel:
    return Channel(platform, space, f"C{number}")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Moody]:
    opened = await Moody.open(tmp_path / "outlay.db")
    yield opened
    await opened.close()


class Teller:
    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._count = 0

    async def tell(self, *channels: Channel, rank: int = 0) -> None:
        self._count += 1
        told = reading(article(self._count))
        post = tuple(Owed(each, ACME, rank) for each in channels)
        await self._store.tell(
            told, datetime.now(UTC), lambda *_: Decision(story(told), None, post), since=NOON
        )


@asynccontextmanager
async def sending(store: SqliteStore, *chats: Chat, **kwargs: timedelta) -> AsyncIterator[asyncio.Event]:
    wake = asyncio.Event()
    there = {chat.platform: chat for chat in chats}
    deliverer = Deliverer(store, there, lambda told, _: Card(f"{told.id}"), SystemClock(), **kwargs)  # type: ignore[arg-type]  # the lease and the deadline only
    running = asyncio.ensure_future(deliverer.run(wake))
    yield wake
    await deliverer.stop(timedelta(seconds=5))
    await asyncio.wait_for(running, 5)


async def until(stands: int, chat: LedgerChat, what: str = "post") -> None:
    async with asyncio.timeout(10):
        while len(chat.ledger.of(what)) < stands:
            await asyncio.sleep(0.005)


async def settled(store: SqliteStore) -> None:
    async with asyncio.timeout(10):
        while await store.owed():
            await asyncio.sleep(0.005)


class TestPlatforms:
    async def test_one_that_hangs_with_all_its_width_holds_no_other_up(self, store: Moody) -> None:
        slack, discord = Timed(pace=Pace(width=2)), Timed("discord")
        slack.gate = asyncio.Event()
        teller = Teller(store)
        await teller.tell(*(channel(number) for number in range(5)))
        async with sending(store, slack, discord) as wake:
            for number in range(5):
                await teller.tell(channel(number, "discord", "900"))
                wake.set()
            await until(5, discord)
            assert len(slack.called) == 2
            slack.gate.set()
            await until(5, slack)

    async def test_what_is_owed_to_one_that_is_absent_is_left_alone(self, store: Moody) -> None:
        await Teller(store).tell(channel(1, "discord", "900"), channel())
        slack = Timed()
        async with sending(store, slack):
            await until(1, slack)
        [waiting] = await store.claim(datetime.now(UTC), 9, timedelta(seconds=15))
        assert (waiting.channel.platform, waiting.attempts) == ("discord", 1)

    async def test_one_that_connects_later_is_sent_to_from_then_on(self, store: Moody) -> None:
        await Teller(store).tell(channel(1, "discord", "900"))
        there: dict[str, Chat] = {}
        wake, discord = asyncio.Event(), Timed("discord")
        deliverer = Deliverer(store, there, lambda told, _: Card(f"{told.id}"), SystemClock())
        running = asyncio.ensure_future(deliverer.run(wake))
        await asyncio.sleep(0.05)
        there["discord"] = discord
        wake.set()
        await until(1, discord)
        await deliverer.stop(timedelta(seconds=5))
        await running


class TestPace:
    async def test_no_more_begin_in_a_second_than_the_platform_takes(self, store: Moody) -> None:
        slack = Timed(pace=Pace(width=64, per_second=40))
        await Teller(store).tell(*(channel(number) for number in range(100)))
        async with sending(store, slack):
            await until(100, slack)
        times = [at for at, _ in slack.called]
        # From its beginning to its call a delivery takes a moment, and not always the same.
        assert max(sum(first <= at < first + 0.9 for at in times) for first in times) <= 40
        assert times[-1] - times[0] >= 1.9

    async def test_one_channel_gets_one_message_at_a_time_and_the_others_none_the_later(
        self, store: Moody
    ) -> None:
        slack = Timed(pace=Pace(between=timedelta(seconds=0.2)))
        teller = Teller(store)
        for _ in range(4):
            await teller.tell(channel(1))
        await teller.tell(*(channel(number) for number in range(2, 12)))
        async with sending(store, slack):
            await until(14, slack)
        one = [at for at, where in slack.called if where == channel(1)]
        others = [at for at, where in slack.called if where != channel(1)]
        assert all(later - sooner >= 0.2 for sooner, later in pairwise(one))
        assert max(others) < one[2]
        shown = [entry.title for entry in slack.ledger.all() if entry.channel == str(channel(1))]
        assert shown == list("1234")

    async def test_patience_of_the_platform_is_for_all_and_costs_no_channel_a_claim(
        self, store: Moody
    ) -> None:
        slack = Timed(pace=Pace(width=1))
        slack.before.append(Wait("429", 0.4, everywhere=True))
        await Teller(store).tell(*(channel(number) for number in range(20)))
        async with sending(store, slack):
            await until(20, slack)
        assert len(slack.called) == 21
        assert slack.called[1][0] - slack.called[0][0] >= 0.4

    async def test_patience_of_one_channel_is_for_that_alone(self, store: Moody) -> None:
        slack = Timed(pace=Pace(width=1))
        slack.before.append(Wait("429", 0.4))
        await Teller(store).tell(*(channel(number) for number in range(5)))
        async with sending(store, slack):
            await until(5, slack)
        first, *others, last = [where for _, where in slack.called]
        assert (first, len(others)) == (last, 4)

    @pytest.mark.parametrize("seconds", [inf, nan, 1e300, -1e300])
    async def test_absurd_patience_breaks_nobody(self, store: Moody, seconds: float) -> None:
        slack = Timed()
        slack.before.append(Wait("429", seconds))
        await Teller(store).tell(channel(1), channel(2))
        async with sending(store, slack):
            await until(1, slack)
        latest = datetime.now(UTC) + timedelta(hours=1)
        assert all(head.due <= latest for head in await store.heads("slack"))

    async def test_patience_with_edits_lets_alerts_pass(self, store: Moody) -> None:
        slack = Timed(pace=Pace(width=1))
        places = [channel(number) for number in range(4)]
        teller = Teller(store)
        async with sending(store, slack) as wake:
            await teller.tell(*places)
            wake.set()
            await until(4, slack)
            slack.called.clear()
            slack.before.append(Wait("429 on edits", 0.5, alike=True))
            await grow(store)
            await teller.tell(channel(9))
            wake.set()
            await until(4, slack, "edit")
            await settled(store)
        assert len(slack.called) == 4 + 1 + 1, "only the first edit was refused"
        assert channel(9) in [where for _, where in slack.called[:3]]


async def grow(store: SqliteStore) -> None:
    """Let the newest story be told anew, so that whoever shows it is owed an edit."""
    [known] = await store.recent((), 1)
    told = reading(article(900 + known.revision))
    grown = Decision(
        story(known.reading, id=known.id, revision=known.revision + 1, seed=known.seed), known.id
    )
    await store.tell(told, datetime.now(UTC), lambda *_: grown, since=NOON)


class TestFairness:
    async def test_a_single_alert_does_not_wait_for_the_thousands_of_another_server(
        self, store: Moody
    ) -> None:
        slack = Timed(pace=Pace(width=1))
        teller = Teller(store)
        await teller.tell(*(channel(number, space="large") for number in range(300)))
        await teller.tell(channel(1, space="small"), rank=2)
        async with sending(store, slack):
            await until(10, slack)
        assert channel(1, space="small") in [where for _, where in slack.called[:2]]

    async def test_nor_does_the_second_one_in_the_same_channel(self, store: Moody) -> None:
        slack = Timed(pace=Pace(width=4, per_second=200))
        small = channel(1, space="small")
        teller = Teller(store)
        await teller.tell(*(channel(number, space="large") for number in range(300)))
        for _ in range(3):
            await teller.tell(small)
        async with sending(store, slack):
            await until(303, slack)
        assert max(turn for turn, (_, where) in enumerate(slack.called) if where == small) < 200

    async def test_alerts_go_before_edits(self, store: Moody) -> None:
        slack = Timed(pace=Pace(width=1))
        teller = Teller(store)
        await teller.tell(*(channel(number) for number in range(5)))
        async with sending(store, slack):
            await until(5, slack)
            await settled(store)
        await grow(store)
        await teller.tell(*(channel(number) for number in range(10, 15)))
        slack.called.clear()
        async with sending(store, slack):
            await settled(store)
        assert {where for _, where in slack.called[:5]} == {channel(number) for number in range(10, 15)}


class TestStoreTrouble:
    async def test_a_claim_that_is_refused_is_tried_again(self, store: Moody) -> None:
        store.refuses_claims = 1
        await Teller(store).tell(channel())
        slack = Timed()
        async with sending(store, slack):
            await until(1, slack)

    async def test_one_that_cannot_be_read_is_left_alone_for_a_second(self, store: Moody) -> None:
        store.refuses_stories = 1
        await Teller(store).tell(channel())
        slack = Timed()
        async with sending(store, slack):
            await until(1, slack)
        assert store.given == 2
        assert slack.looks == 0  # nothing was sent before

    async def test_an_outcome_that_cannot_be_written_is_kept_and_nothing_stands_twice(
        self, store: Moody
    ) -> None:
        """The lease runs out meanwhile, and neither a look nor a second claim comes of it."""
        store.refuses_outcomes = 2
        slack = Timed()
        await Teller(store).tell(channel())
        brief = {"lease": timedelta(seconds=0.3), "deadline": timedelta(seconds=0.2)}
        async with sending(store, slack, **brief) as wake:
            await until(1, slack)
            for _ in range(10):
                await asyncio.sleep(0.05)
                wake.set()
            assert await store.owed() == 1
            await settled(store)
        assert (len(slack.called), slack.looks) == (1, 0)
        assert await store.posted(1, channel()) == Message(channel(), "1")

    async def test_a_store_that_is_beyond_repair_is_said(self, store: Moody) -> None:
        store.refuses_for_good = True
        await Teller(store).tell(channel())
        deliverer = Deliverer(store, {"slack": Timed()}, lambda told, _: Card(""), SystemClock())
        with pytest.raises(ExceptionGroup) as caught:
            await asyncio.wait_for(deliverer.run(asyncio.Event()), 5)
        assert caught.group_contains(CannotRun, match="damaged")

    async def test_it_may_run_again_after_that(self, store: Moody) -> None:
        store.refuses_for_good = True
        await Teller(store).tell(channel())
        slack, wake = Timed(), asyncio.Event()
        deliverer = Deliverer(store, {"slack": slack}, lambda told, _: Card(""), SystemClock())
        with pytest.raises(ExceptionGroup):
            await asyncio.wait_for(deliverer.run(wake), 5)
        store.refuses_for_good = False
        running = asyncio.ensure_future(deliverer.run(wake))
        await until(1, slack)
        await deliverer.stop(timedelta(seconds=5))
        await running


class TestStopping:
    async def test_a_claim_that_comes_too_late_is_given_back(self, store: Moody) -> None:
        await Teller(store).tell(channel())
        store.may_claim.clear()
        slack = Timed()
        deliverer = Deliverer(store, {"slack": slack}, lambda told, _: Card(""), SystemClock())
        running = asyncio.ensure_future(deliverer.run(asyncio.Event()))
        await store.claims.wait()
        stopping = asyncio.ensure_future(deliverer.stop(timedelta(seconds=5)))
        await asyncio.sleep(0)
        store.may_claim.set()
        await stopping
        await running
        assert slack.called == []
        [again] = await store.claim(datetime.now(UTC), 1, timedelta(seconds=15))
        assert again.attempts == 1

    async def test_the_claims_of_a_dead_program_end_soon_and_stay_uncertain(self, store: Moody) -> None:
        await Teller(store).tell(channel())
        now = datetime.now(UTC)
        [lost] = await store.claim(now, 1, timedelta(hours=9))
        slack = Timed()
        async with sending(store, slack):
            await until(1, slack)
        assert datetime.now(UTC) - now < timedelta(seconds=9)
        assert (lost.action, slack.looks) == (Action.POST, 1)


async def test_an_unsure_outcome_is_looked_into_after_as_long_as_it_is_unknown(store: Moody) -> None:
    slack = Timed()
    slack.before.append(Unsure("502"))
    await Teller(store).tell(channel())
    async with sending(store, slack):
        async with asyncio.timeout(5):
            while not slack.called:
                await asyncio.sleep(0.005)
    [head] = await store.heads("slack")
    assert timedelta(seconds=3) < head.due - datetime.now(UTC) <= timedelta(seconds=5)
