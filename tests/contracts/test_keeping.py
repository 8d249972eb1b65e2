"""What every store promises of what it keeps, how long, and for whom: one suite over both."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.alert import Channel, Message, Watch
from bot.domain.article import Article
from bot.domain.story import Story
from bot.ports import (
    NOBODY,
    AddedSource,
    Cursor,
    Decision,
    Owed,
    PausedSource,
    Person,
    Poll,
    SourceHealth,
    Space,
    Store,
    Told,
)
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import ACME, DISCORD, MINUTE, NOON, SLACK, article, reading, story, watch

DAY = timedelta(days=1)
YEAR = 365 * DAY
LATER = NOON + 2 * YEAR
MANY = 1_000
WIRE = "Harbour Wire"
OTHER = Channel("slack", "T2", "C9")


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


async def list_(store: Store, now: datetime, *articles: Article) -> int:
    """Have the wire show these articles at a time; return how many of them were not known."""
    kept = await store.remember(WIRE, Poll(articles, Cursor(etag=now.isoformat())), now, alert=False)
    await store.note_health(SourceHealth(WIRE, last_poll=now))
    return kept.new


async def tell(store: Store, number: int, now: datetime, *channels: Channel) -> Story:
    of = reading(article(number, published_at=now, first_seen=now))

    def decide(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
        return Decision(story(of), None, tuple(Owed(channel, ACME) for channel in channels))

    told = (await store.tell(of, now, decide, since=now - 2 * DAY)).story
    assert told is not None
    return told


async def send(store: Store, now: datetime) -> None:
    for delivery in await store.claim(now, 10, timedelta(seconds=60)):
        await store.sent(delivery, Message(delivery.channel, f"m{delivery.id}"), now)


async def pruned(store: Store, before: datetime, limit: int = MANY) -> dict[str, int]:
    """Prune until nothing more goes; return what went."""
    removed: dict[str, int] = {}
    while went := await store.prune(before, limit):
        assert all(went.values())
        for kind, count in went.items():
            removed[kind] = removed.get(kind, 0) + count
    return removed


class TestAgeing:
    async def test_a_story_goes_whole(self, store: Store) -> None:
        told = await tell(store, 1, NOON, SLACK, DISCORD)
        await send(store, NOON + MINUTE)
        await store.note(NOON, SLACK, "U1", "watch", "ACME")
        removed = await pruned(store, NOON + DAY)
        assert removed["stories"] == removed["readings"] == removed["articles"] == 1
        assert removed["deliveries"] == removed["messages"] == 2
        assert removed["audit lines"] == 1
        assert await store.story(told.id) is None
        assert await store.told_in(Message(SLACK, "m1")) is None

    async def test_what_told_it_may_stay_in_a_feed_and_change_there_and_alerts_nobody_again(
        self, store: Store
    ) -> None:
        standing = article(1, published_at=NOON, first_seen=NOON, digest="as first told")
        await tell(store, 1, NOON, SLACK)
        await send(store, NOON)
        await list_(store, LATER, standing)
        assert (await pruned(store, LATER - YEAR))["stories"] == 1
        told_anew = Poll((replace(standing, digest="in other words", body="Acme spends more."),), Cursor())
        kept = await store.remember(WIRE, told_anew, LATER + DAY, alert=True)
        assert (kept.new, kept.revised) == (0, 1)
        assert await store.unread(10) == []

    async def test_it_takes_small_bites(self, store: Store) -> None:
        for number in range(5):
            await tell(store, number, NOON + number * MINUTE, SLACK, DISCORD)
            await send(store, NOON + number * MINUTE)
        assert (await pruned(store, NOON + DAY, limit=3))["stories"] == 5
        assert await store.recent([], 10) == []

    async def test_a_number_is_never_given_again(self, store: Store) -> None:
        first = await tell(store, 1, NOON)
        await pruned(store, NOON + DAY)
        assert (await tell(store, 2, LATER)).id > first.id

    async def test_what_is_newer_stays(self, store: Store) -> None:
        told = await tell(store, 1, NOON, SLACK)
        await send(store, NOON)
        await store.note(NOON, SLACK, "U1", "watch", "ACME")
        assert await pruned(store, NOON) == {}
        assert await store.story(told.id) is not None

    async def test_what_is_owed_stays(self, store: Store) -> None:
        told = await tell(store, 1, NOON, SLACK)
        await store.claim(NOON, 1, timedelta(seconds=60))
        assert await pruned(store, LATER) == {}
        assert await store.story(told.id) is not None

    async def test_what_was_posted_late_stays_as_long_as_its_message(self, store: Store) -> None:
        told = await tell(store, 1, NOON, SLACK)
        await send(store, NOON + 3 * DAY)
        await pruned(store, NOON + 2 * DAY)
        assert await store.story(told.id) is not None

    async def test_what_waits_to_be_read_stays(self, store: Store) -> None:
        await store.remember(WIRE, Poll((article(1),), Cursor()), NOON, alert=True)
        assert await pruned(store, LATER) == {}
        assert len(await store.unread(10)) == 1

    async def test_watches_stay(self, store: Store) -> None:
        await store.watch(watch())
        await pruned(store, LATER)
        assert len(await store.watches(SLACK)) == 1

    async def test_an_item_that_the_feed_shows_for_two_years_is_never_new(self, store: Store) -> None:
        """It has no date: nothing but being known keeps it from alerting anew."""
        evergreen = replace(article(0), published_at=None, keys=("g-evergreen",))
        for month in range(25):
            now = NOON + month * 30 * DAY
            new = await list_(store, now, evergreen, article(month + 1, published_at=now, first_seen=now))
            assert new == (2 if month == 0 else 1)
            await pruned(store, now - 90 * DAY)
        known = await store.strangers([evergreen, article(1), article(25)])
        assert known == {article(1).id}
        assert (await store.owners(["g-evergreen"])).of == {"g-evergreen": evergreen.id}

    async def test_a_feed_that_says_unchanged_for_two_years_shows_what_it_showed(self, store: Store) -> None:
        item = replace(article(0), published_at=None, keys=("g-still",))
        await list_(store, NOON, item)
        await store.remember(WIRE, Poll((), Cursor(), unchanged=True), LATER, alert=True)
        await store.note_health(SourceHealth(WIRE, last_poll=LATER))
        assert await pruned(store, LATER - YEAR) == {}
        assert await list_(store, LATER, item) == 0

    async def test_what_a_source_shows_no_more_goes(self, store: Store) -> None:
        await list_(store, NOON, article(1))
        await list_(store, LATER, article(2, published_at=LATER, first_seen=LATER))
        assert (await pruned(store, LATER - YEAR))["articles"] == 1
        assert await store.strangers([article(1)]) == {article(1).id}

    async def test_of_a_source_that_is_asked_no_more_all_goes(self, store: Store) -> None:
        await list_(store, NOON, replace(article(1), published_at=None, keys=("g-1", "l-1")))
        assert await pruned(store, LATER - YEAR) == {"articles": 1, "keys": 2}
        assert (await store.owners(["g-1"])).of == {}

    async def test_of_a_source_that_was_dropped_all_goes(self, store: Store) -> None:
        await store.add_source(AddedSource(WIRE, "{}", "U1", SLACK, NOON))
        await list_(store, NOON, replace(article(1), published_at=None, keys=("g-1",)))
        await store.drop_source(WIRE)
        assert (await pruned(store, LATER - YEAR))["articles"] == 1


async def furnish(store: Store) -> None:
    """Fill a space, and another one beside it."""
    for channel in (SLACK, OTHER):
        await store.watch(watch(channel))
        await store.note(NOON, channel, "U1", "watch", "ACME")
        await store.add_source(AddedSource(f"wire of {channel.space}", "{}", "U1", channel, NOON))
    await store.pause(PausedSource("wire of T1", "U1", NOON))
    await tell(store, 1, NOON, SLACK, OTHER)
    await send(store, NOON)
    await tell(store, 2, NOON, SLACK, OTHER)


async def purged(store: Store, space: Space, **when: datetime) -> dict[str, int]:
    removed: dict[str, int] = {}
    while went := await store.purge(space, MANY, **when):
        for kind, count in went.items():
            removed[kind] = removed.get(kind, 0) + count
    return removed


class TestSpaces:
    async def test_all_of_it_goes_and_nothing_of_others(self, store: Store) -> None:
        await furnish(store)
        removed = await purged(store, Space("slack", "T1"))
        assert removed == {
            "audit lines": 1,
            "watches": 1,
            "messages": 1,
            "deliveries": 2,
            "channels": 1,
            "sources": 1,
        }
        assert not any((await store.held_in(Space("slack", "T1"))).values())
        assert [source.name for source in await store.added()] == ["wire of T2"]
        assert await store.paused() == []
        assert await store.posted(1, OTHER) is not None
        assert await store.owed() == 1
        assert await store.story(1) is not None

    async def test_one_that_came_back_keeps_everything(self, store: Store) -> None:
        await furnish(store)
        await store.leave("slack", "T1", "The app was uninstalled.", NOON)
        assert await store.gone_before(NOON + DAY) == [Space("slack", "T1")]
        assert await store.gone_before(NOON) == []
        await store.rejoin("slack", "T1")
        assert await store.gone_before(NOON + DAY) == []
        assert await purged(store, Space("slack", "T1"), gone_before=NOON + DAY) == {}
        assert len(await store.watches(SLACK)) == 1

    async def test_one_that_stayed_away_is_forgotten(self, store: Store) -> None:
        await furnish(store)
        await store.leave("slack", "T1", "The app was uninstalled.", NOON)
        assert (await purged(store, Space("slack", "T1"), gone_before=NOON + DAY))["watches"] == 1
        assert await store.gone_before(LATER) == []
        assert await store.watches(SLACK) == []


class TestPersons:
    async def test_all_that_is_held_is_told(self, store: Store) -> None:
        await furnish(store)
        held = await store.held_of(Person("slack", "T1", "U1"))
        assert [one["symbol"] for one in held["watches"]] == ["ACME"]
        assert [one["since"] for one in held["watches"]] == [NOON.isoformat()]
        assert [one["channel"] for one in held["channels"]] == [SLACK.id]
        assert [one["action"] for one in held["audit"]] == ["watch"]
        assert [one["name"] for one in held["sources"]] == ["wire of T1"]
        assert [one["name"] for one in held["resting_sources"]] == ["wire of T1"]
        everywhere = await store.held_of(Person("slack", None, "U1"))
        assert len(everywhere["watches"]) == 2
        nobody = await store.held_of(Person("discord", None, "U1"))
        assert not any(rows for kind, rows in nobody.items() if kind != "resting_sources")

    async def test_who_asked_is_forgotten_and_what_was_set_up_stays(self, store: Store) -> None:
        await furnish(store)
        await store.watch(watch(SLACK, replace(ACME, symbol="ZETA"), by="U2"))
        changed = await store.forget(Person("slack", "T1", "U1"))
        assert changed == {
            "watches": 1,
            "channels": 1,
            "audit lines": 1,
            "sources": 1,
            "resting sources": 1,
        }
        assert [one.by for one in await store.watches(SLACK)] == [NOBODY, "U2"]
        assert [one.by for one in await store.watches(OTHER)] == ["U1"]
        assert not any((await store.held_of(Person("slack", "T1", "U1"))).values())
        assert await store.forget(Person("slack", "T1", "U1")) == {}


async def test_a_chore_is_remembered(store: Store) -> None:
    assert await store.chore_done("sweeping") is None
    await store.note_chore("sweeping", NOON)
    await store.note_chore("sweeping", LATER)
    assert await store.chore_done("sweeping") == LATER
