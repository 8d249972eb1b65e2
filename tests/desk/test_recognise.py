"""Items are known again whatever their publishers do to them, and none is taken for another."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.poll import poll
from bot.ports import Cursor, Manner, Poll
from bot.sources.identity import articles_of
from bot.sources.item import Feed, Item
from bot.store.memory import MemoryStore
from tests.store.examples import Hands

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
SITE: Final = "https://courier.example"


def item(number: int, **changes: object) -> Item:
    """Return the item of one event: everything about it is its own."""
    plain = Item(
        headline=f"Tarn{number} digs mine{number} near fell{number}",
        summary=f"The owner{number} of tarn{number} spends sum{number} on shafts{number}, "
        f"pumps{number} and rails{number}, and hires miners{number}.",
        link=f"{SITE}/{number}",
        guid=f"n{number}",
        published_at=NOW + number * MINUTE,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # replace() checks the names at run time


class Room:
    """A feed that shows what it is told to, polled into a store. `alerts` are the headlines that came new."""

    name = "courier"
    manner = Manner(every=60.0, slowest=60.0)

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = Hands(NOW + timedelta(hours=1))
        self._shown: Sequence[Item] = ()
        self._polls = 0

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        self._polls += 1
        given = tuple(articles_of(Feed("The Fell Courier", tuple(self._shown)), self.name, now))
        return Poll(given, Cursor(str(self._polls)))

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def show(self, *items: Item) -> tuple[int, int]:
        """Poll the feed as it shows these items; return how many articles were new, and how many revised."""
        self._shown = items
        self.clock.forward(MINUTE)
        report = await poll(self, self.store, self.clock)
        return report.new, report.revised


@pytest.fixture
async def room() -> Room:
    """A room that was polled once, so that what is new alerts."""
    room = Room()
    await room.show(item(0))
    return room


@pytest.mark.parametrize(
    "later",
    [
        {"guid": "another"},
        {"guid": None},
        {"guid": f"{SITE}/1"},
        {"link": f"{SITE}/1?utm_source=rss"},
        {"link": "http://www.courier.example/1/"},
        {"link": f"{SITE}/moved/1"},
        {"link": None},
        {"published_at": NOW + timedelta(hours=1)},
        {"published_at": None},
        {"guid": "another", "published_at": NOW + timedelta(hours=1)},
        {"guid": "another", "link": None},
        {"guid": "another", "link": f"{SITE}/moved/1"},
    ],
)
async def test_the_same_words_under_other_marks_are_no_news(room: Room, later: dict[str, object]) -> None:
    assert await room.show(item(1), item(0)) == (1, 0)
    assert await room.show(item(1, **later), item(0)) == (0, 0)
    assert await room.show(item(1), item(0)) == (0, 0)


@pytest.mark.parametrize(
    "later",
    [
        {"headline": "Tarn1 digs mine1 after all"},
        {"summary": "The owner1 of tarn1 spends twice the sum1."},
        {"headline": "Tarn1 digs mine1 after all", "link": f"{SITE}/tarn-digs-after-all"},
        {"headline": "Tarn1 digs mine1 after all", "guid": "another"},
        {"headline": "Tarn1 digs mine1 after all", "published_at": NOW + timedelta(hours=1)},
        {"headline": "UPDATE: mine1", "link": f"{SITE}/x", "published_at": NOW + timedelta(hours=1)},
        {"summary": "The owner1 of tarn1 spends twice the sum1.", "guid": "another"},
    ],
)
async def test_other_words_are_a_revision(room: Room, later: dict[str, object]) -> None:
    assert await room.show(item(1), item(0)) == (1, 0)
    assert await room.show(item(1, **later), item(0)) == (0, 1)
    assert await room.show(item(1, **later), item(0)) == (0, 0)


class TestAGuidThatTellsNothing:
    async def test_now_it_repeats_and_now_it_does_not(self, room: Room) -> None:
        first, second, third = (item(number, guid="same") for number in (1, 2, 3))
        assert await room.show(first) == (1, 0)
        assert await room.show(first, second) == (1, 0)
        assert await room.show(second) == (0, 0)
        assert await room.show(first) == (0, 0)
        assert await room.show(third) == (1, 0)
        assert await room.show(third, second, first) == (0, 0)

    async def test_one_at_a_time(self, room: Room) -> None:
        for number in (1, 2, 3):
            assert await room.show(item(number, guid="same")) == (1, 0)

    async def test_one_at_a_time_in_the_words_that_a_publisher_always_uses(self, room: Room) -> None:
        def deal(who: str, much: int, number: int) -> Item:
            said = f"{who} said that it will spend ${much} billion on a plant, its largest, by next year."
            headline = f"{who} will spend ${much} billion on a plant"
            return item(number, headline=headline, summary=said, guid="pair")

        first, second = deal("Tarn Metals", 2, 1), deal("Fell Power", 3, 2)
        assert await room.show(first) == (1, 0)
        assert await room.show(second) == (1, 0)
        assert await room.show(first, second) == (0, 0)

    async def test_the_place_in_the_list(self, room: Room) -> None:
        shown: list[Item] = []
        for number in range(1, 9):
            shown = [item(number), *shown][:5]
            numbered = [replace(each, guid=str(place)) for place, each in enumerate(shown)]
            assert await room.show(*numbered) == (1, 0)

    async def test_two_that_share_it_are_revised_each_for_itself(self, room: Room) -> None:
        first, second = item(1, guid="same"), item(2, guid="same")
        await room.show(first, second)
        assert await room.show(replace(first, summary="Twice the sum1."), second) == (0, 1)


class TestALinkThatTellsNothing:
    async def test_all_in_one_fetch(self, room: Room) -> None:
        live = [item(number, link=f"{SITE}/live") for number in (1, 2, 3)]
        assert await room.show(*live[:2]) == (2, 0)
        assert await room.show(*live) == (1, 0)
        assert await room.show(live[2]) == (0, 0)

    async def test_one_at_a_time(self, room: Room) -> None:
        for number in (1, 2, 3):
            assert await room.show(item(number, link=f"{SITE}/live")) == (1, 0)

    async def test_neither_link_nor_guid(self, room: Room) -> None:
        live = [item(number, link=f"{SITE}/live", guid="live") for number in (1, 2, 3)]
        assert await room.show(*live) == (3, 0)
        assert await room.show(*reversed(live)) == (0, 0)
        assert await room.show(replace(live[0], summary="Twice the sum1."), live[1]) == (0, 1)


class TestWords:
    async def test_alone(self, room: Room) -> None:
        bare = [item(number, link=None, guid=None) for number in (1, 2)]
        assert await room.show(*bare) == (2, 0)
        assert await room.show(bare[1]) == (0, 0)

    async def test_a_headline_that_comes_back_is_another_article(self, room: Room) -> None:
        notice = {"headline": "Voluntary announcement", "summary": ""}
        assert await room.show(item(1, **notice)) == (1, 0)
        assert await room.show(item(2, **notice), item(1, **notice)) == (1, 0)
        assert await room.show(item(3, **notice)) == (1, 0)

    async def test_so_is_a_whole_text_under_another_name_and_date(self, room: Room) -> None:
        """A company files two agreements a day, and the form says the same of both."""
        form = {"headline": item(1).headline, "summary": item(1).summary}
        assert await room.show(item(1)) == (1, 0)
        assert await room.show(item(2, **form)) == (1, 0)
        assert await room.show(item(2, **form), item(1)) == (0, 0)

    async def test_so_is_a_whole_text_that_comes_back_next_week(self, room: Room) -> None:
        words = {"headline": item(1).headline, "summary": item(1).summary}
        assert await room.show(item(1)) == (1, 0)
        room.clock.forward(timedelta(days=7))
        later = NOW + timedelta(days=7)
        assert await room.show(item(2, **words, published_at=later)) == (1, 0)


async def test_a_sum_that_is_corrected_is_a_revision_under_another_link_and_date(room: Room) -> None:
    first = item(
        1, headline="Tarn Metals will spend $2 billion", summary="Tarn Metals of Fell digs near Beck."
    )
    assert await room.show(first) == (1, 0)
    later = replace(
        first,
        headline="Tarn Metals to spend $3 billion",
        link=f"{SITE}/3-billion",
        published_at=NOW + 9 * MINUTE,
    )
    assert await room.show(later) == (0, 1)


async def test_a_filing_that_is_printed_once_a_role_is_one_article() -> None:
    """As the commission's feed of current filings does: one accession number, several names and links."""
    roles = tuple(item(number, guid="accession-1") for number in (1, 2, 3))
    (one,) = articles_of(Feed(None, roles), "filings", NOW, one_a_guid=True)
    (again,) = articles_of(Feed(None, roles[1:]), "filings", NOW, one_a_guid=True)
    assert one.id == again.id
    assert one.keys == ()


# ------------------------------------------------------------------------------------------- any week


@dataclass(frozen=True)
class Habits:
    """What a publisher does to the marks of its items, besides showing a window of them."""

    guid: str
    link: str
    date: str
    window: int

    def printed(self, number: int, step: int, wording: int) -> Item:
        guids = {
            "own": f"n{number}", "none": None, "constant": "same", "pair": f"p{number // 2}",
            "restless": f"n{number}-{step}", "address": f"{'https' if step % 2 else 'http'}://x.example/{number}",
        }  # fmt: skip
        links = {
            "own": f"{SITE}/{number}", "none": None, "front": SITE,
            "tracked": f"{SITE}/{number}?utm_id={step}",
            "slug": f"{SITE}/{number}-{wording}", "restless": f"{SITE}/{step}/{number}",
        }  # fmt: skip
        dates = {"own": NOW + number * MINUTE, "none": None, "now": NOW + 60 * MINUTE + step * MINUTE}
        words = {} if wording == 0 else {"headline": f"Update {wording}: {item(number).headline}"}
        return item(
            number, guid=guids[self.guid], link=links[self.link], published_at=dates[self.date], **words
        )


def can_be_told_apart(habits: Habits) -> bool:
    """Say whether anybody could tell two items apart, and one from itself.

    Who has the same guid and link as the only item of the fetch before is that one, rewritten. Who comes
    again under another name and another date each time is another, as filings of one form are.
    """
    is_named = habits.guid in ("own", "address") or habits.link in ("own", "tracked", "slug")
    is_nameless = habits.guid in ("none", "constant") and habits.link == "none"
    if habits.date == "now" and not is_named and not is_nameless:
        return False
    return habits.window > 1 or habits.link != "front" or habits.guid not in ("constant", "pair")


def may_reword(habits: Habits) -> bool:
    """Say whether a reworded item keeps a mark of its own by which anybody could know it."""
    return habits.guid in ("own", "address") or habits.link in ("own", "tracked")


habits_of = st.builds(
    Habits,
    guid=st.sampled_from(["own", "none", "constant", "pair", "restless", "address"]),
    link=st.sampled_from(["own", "none", "front", "tracked", "slug", "restless"]),
    date=st.sampled_from(["own", "none", "now"]),
    window=st.integers(1, 6),
).filter(can_be_told_apart)
# For each fetch: how many items came since, and how the window is shuffled, and whether one is reworded.
fetches = st.lists(
    st.tuples(st.integers(0, 2), st.randoms(use_true_random=False), st.booleans()), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(habits_of, fetches)
def test_whatever_a_publisher_does_no_item_is_lost_and_none_comes_twice(
    habits: Habits, fetches: list[tuple[int, Random, bool]]
) -> None:
    async def run() -> None:
        room = Room()
        await room.show(habits.printed(0, 0, 0))
        latest, wordings = 0, dict.fromkeys(range(100), 0)
        for step, (wished, dice, rewords) in enumerate(fetches, 1):
            came = min(wished, habits.window)
            fresh = range(latest + 1, latest + came + 1)
            latest += came
            window = list(range(max(0, latest - habits.window + 1), latest + 1))
            if rewords and may_reword(habits) and window[0] not in fresh:
                wordings[window[0]] = 1
            dice.shuffle(window)
            shown = [habits.printed(number, step, wordings[number]) for number in window]
            assert (await room.show(*shown))[0] == came, (habits, step, window)

    asyncio.run(run())
