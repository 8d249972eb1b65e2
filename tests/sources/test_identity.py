"""The same item seen again has the same id; two items never share one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import canonical
from bot.sources.identity import article_id, articles_of, identified
from bot.sources.item import Feed, Item

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ONE = Item("Tarn digs", "A mine.", link="https://courier.example/1", guid="n1")
TWO = Item("Fell sells", "A farm.", link="https://courier.example/2", guid="n2")


def ids(*items: Item, source: str = "courier") -> list[str]:
    return [key for key, _ in identified(Feed(None, items), source)]


def test_an_id_is_the_same_on_every_machine() -> None:
    assert article_id("courier", "guid n1") == "a7ddbf5e66e16a730af27d32"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (replace(ONE, guid="https://www.courier.example/?p=1"), "31450cb0a79bbb521b8ffc08"),
        (Item("Tarn  Digs", "A mine."), "1938779c9465d059c0494503"),
    ],
)
def test_an_item_bears_the_name_that_an_earlier_version_gave_it(item: Item, name: str) -> None:
    """Or what was alerted before an upgrade would be alerted once more after it."""
    [known] = articles_of(Feed(None, (item,)), "courier", NOW)
    assert known.id != name
    assert name in {key[1:] for key in known.keys}


def test_the_guid_outlives_wording_and_link() -> None:
    later = replace(ONE, headline="Tarn digs deeper", link="https://courier.example/1-new")
    assert ids(ONE) == ids(later)
    assert ids(ONE, source="courier") != ids(ONE, source="another")


def test_a_guid_that_repeats_gives_way_to_the_link() -> None:
    """EDGAR prints one accession number once a role; some feeds give every item the site's address."""
    first, second = replace(ONE, guid="same"), replace(TWO, guid="same")
    found = ids(first, second)
    assert len(set(found)) == 2
    assert found == ids(replace(ONE, guid=None), replace(TWO, guid=None))


def test_copies_of_one_item_count_once() -> None:
    assert ids(ONE, ONE, TWO) == ids(ONE, TWO)


def test_a_link_that_repeats_gives_way_to_the_words() -> None:
    found = ids(
        replace(ONE, guid=None, link="https://live.example/"),
        replace(TWO, guid=None, link="https://live.example"),
    )
    assert len(set(found)) == 2
    assert found == ids(replace(ONE, guid=None, link=None), replace(TWO, guid=None, link=None))


@pytest.mark.parametrize(
    "copy",
    [
        "http://courier.example/a?id=1",
        "https://www.courier.example/a?id=1",
        "https://COURIER.example/a/?id=1",
        "https://courier.example/a?utm_source=rss&id=1&utm_medium=x",
        "https://courier.example/a?utm_source=rss&amp;id=1&amp;utm_medium=x",
        "https://courier.example/a?id=1&fbclid=abc",
        "https://courier.example/a?id=1#utm_source=rss",
    ],
)
def test_tracking_makes_no_other_link(copy: str) -> None:
    assert canonical(copy) == canonical("https://courier.example/a?id=1")


@pytest.mark.parametrize(
    "other",
    ["https://courier.example/a?id=2", "https://courier.example/b?id=1", "https://courier.example/A?id=1",
     "https://courier.example/a?id=1#part-2", "https://courier.example:8443/a?id=1"],
)  # fmt: skip
def test_another_link_stays_another(other: str) -> None:
    assert canonical(other) != canonical("https://courier.example/a?id=1")


def test_articles_carry_what_the_feed_says() -> None:
    whole = Item(
        "Tarn digs",
        "Short.",
        "Long.",
        "https://courier.example/1",
        "n1",
        NOW,
        "Hill Wire",
        tickers=("NYSE:TARN",),
    )
    (first, second) = articles_of(Feed("The Fell Courier", (whole, TWO)), "courier", NOW)
    assert (first.source, first.headline, first.body, first.url) == (
        "courier",
        "Tarn digs",
        "Long.",
        whole.link,
    )
    assert (first.outlet, first.tickers, first.published_at, first.first_seen) == (
        "Hill Wire",
        ("NYSE:TARN",),
        NOW,
        NOW,
    )
    assert (second.body, second.outlet, second.published_at) == ("A farm.", "The Fell Courier", None)
    (named,) = articles_of(Feed("The Fell Courier", (TWO,)), "courier", NOW, "Courier")
    assert named.outlet == "Courier"


TEXTS = (
    st.none()
    | st.sampled_from(["a", "b", "https://x.example/1", "https://x.example/2"])
    | st.text(max_size=5)
)


@given(st.lists(st.builds(Item, headline=TEXTS, link=TEXTS, guid=TEXTS), max_size=8))
def test_ids_are_unique_and_do_not_depend_on_order(items: list[Item]) -> None:
    found = ids(*items)
    assert len(set(found)) == len(found)
    assert set(ids(*reversed(items))) == set(found)
