"""What is looked up about a story: never what may be another company's."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.desk.lookups import Lookups, Search
from bot.domain.figures import Size, Spending
from bot.domain.market import Money, Ticker
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.securities import load
from tests.cards.telling import film_reading, story
from tests.commands.office import Sizes

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


# As the SEC knows it: the listing in New York, whichever one is asked for.
SPENT = Spending(Money(Decimal(200_000_000), "USD"), date(2026, 1, 31))
NEWS = Size(Ticker("NWSA", "XNAS"), "SEC filings", capex=SPENT)


def told(*tags: str) -> Story:
    company = Mention("News Corp", Ticker("NWSA", "XNAS"), (Ticker("1105.HK", "XHKG"),), Role.INVESTOR, ())
    reading = film_reading()
    return story(1, replace(reading, companies=(company,), article=replace(reading.article, tickers=tags)))


@pytest.mark.parametrize(("tag", "size"), [("NWSA", True), ("1105.HK", False)])
async def test_a_size_is_of_a_listing_that_the_article_names(tag: str, size: bool) -> None:
    """News Corp and Sing Tao News Corp share a name, and only one of them is known to the SEC."""
    asked = Lookups(None, None, Sizes({"news": NEWS}), load(), timedelta(seconds=1))
    async with asyncio.TaskGroup() as group:
        search = Search(asked, told(tag), NOW, group)
        search.begin(())
        await search.rest(5.0, 5.0)
    assert (search.found().size == NEWS) is size
    assert (search.found().size is None) is not size
