"""What an article gains from its page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.pages.article import Extent, Page
from bot.pages.complete import SHORTEST, Found, completed
from tests.store.examples import article

ASKED = "https://courier.example/story?utm_source=feed"
LONG = "x" * SHORTEST
TEASER = replace(article(1, body="A teaser."), url=ASKED)


@pytest.mark.parametrize(
    ("page", "taken"),
    [
        (Page(None, LONG), True),
        (Page(None, LONG[1:]), False),
        (Page(None, LONG, extent=Extent.WALLED), False),
        (Page(None, LONG, extent=Extent.LIVE), False),
    ],
)
def test_a_text_is_taken_where_it_is_whole_and_long(page: Page, taken: bool) -> None:
    assert completed(TEASER, Found(page, ASKED)).body == (page.body if taken else "A teaser.")


def test_a_shorter_text_than_the_feeds_is_left() -> None:
    whole = replace(TEASER, body=LONG * 2)
    assert completed(whole, Found(Page(None, LONG), ASKED)) == whole


@pytest.mark.parametrize(
    ("found", "canonical", "known_as"),
    [
        (ASKED, None, ASKED),
        (ASKED, "https://courier.example/story", "https://courier.example/story"),
        (ASKED, "/story", "https://courier.example/story"),
        (ASKED, "https://www.courier.example/story", "https://www.courier.example/story"),
        (ASKED, "https://courier.example/", ASKED),
        (ASKED, "https://wire.example/the-same", ASKED),
        (ASKED, "https://notcourier.example/story", ASKED),
        (ASKED, "javascript:alert(1)", ASKED),
        (ASKED, "https://[courier/story", ASKED),
        ("https://paper.example/1", None, "https://paper.example/1"),
        ("https://amp.paper.example/1", "https://www.paper.example/1", "https://www.paper.example/1"),
        ("https://courier.example/moved", None, ASKED),
    ],
)
def test_the_address_by_which_it_is_known(found: str, canonical: str | None, known_as: str) -> None:
    assert completed(TEASER, Found(Page(None, LONG, url=canonical), found)).url == known_as


def test_an_address_is_left_where_the_text_is() -> None:
    page = Page(None, "", url="https://courier.example/story")
    assert completed(TEASER, Found(page, "https://consent.example/1")).url == ASKED


def test_a_date_is_never_later_than_the_first_sight() -> None:
    seen = datetime(2026, 11, 20, 12, tzinfo=UTC)
    undated = replace(TEASER, published_at=None, first_seen=seen)
    page = Page(None, "", published_at=seen + timedelta(days=1))
    assert completed(undated, Found(page, ASKED)).published_at == seen
