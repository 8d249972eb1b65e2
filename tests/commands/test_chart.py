"""chart: what is asked of the provider, what is drawn, and what is said where nothing can be."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.cards.card import Tone
from bot.charts import Studio
from bot.commands import chart as chart_command
from bot.domain.chart import Period
from bot.domain.errors import TryLater
from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Trade
from tests.cards.telling import BABA, HONG_KONG, NOON, film_reading, reading
from tests.commands.office import ROOM, Easel, Office, Prices

# NOON is 08:00 of a Wednesday in New York.
TUESDAY = date(2026, 3, 10)
BELL = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SNAPSHOT = Snapshot(
    BABA,
    "USD",
    "Example (IEX)",
    closes=(Close(date(2026, 3, 9), Decimal("74.00")), Close(TUESDAY, Decimal("75.00"))),
)


class Broken(Prices):
    """Prices whose provider asks for patience."""

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        raise TryLater("Example asks to wait (429).", 60.0)


class Hanging(Prices):
    """Prices whose provider never answers."""

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        await asyncio.Event().wait()
        return ()


def past(price: Prices) -> None:
    """Let a provider know an hour's price for each of the last three days, and older ones."""
    times = [NOON - number * HOUR for number in range(24 * 30, -1, -1)]
    price.gone[BABA] = tuple(Trade(Decimal(70) + number % 7, at) for number, at in enumerate(times))
    price.seen[BABA] = SNAPSHOT


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture
def office(easel: Easel) -> Office:
    office = Office()
    past(office.prices)
    office.charts = easel
    return office


async def test_everybody_sees_the_chart_and_its_words(office: Office, easel: Easel) -> None:
    answer = await office.ask("chart BABA")
    assert not answer.private
    picture = answer.card.picture
    assert picture is not None
    assert (picture.png, picture.name) == (b"\x89PNG", "BABA-day.png")
    assert picture.words.startswith(
        "Line chart of BABA over the last day, in USD. From $72.00 on 10 Mar 2026, 00:00 to "
    )
    assert "A dashed line marks the regular close of 10 Mar 2026, $75.00." in picture.words
    assert picture.words.endswith("Prices from Example (IEX); times are New York time.")
    assert len(picture.words) < 1_000


async def test_a_day_begins_with_the_day_of_the_last_close(office: Office, easel: Easel) -> None:
    await office.ask("chart BABA")
    [chart] = easel.asked
    assert chart.trades[0].at == datetime(2026, 3, 10, 4, 0, tzinfo=UTC), "midnight in New York"
    assert chart.trades[-1].at == chart.until == NOON
    assert chart.close == Close(TUESDAY, Decimal("75.00"))
    assert (chart.currency, chart.provider, chart.zone) == ("USD", "Example (IEX)", "America/New_York")
    regular = [phase for phase in chart.phases if phase.session is Session.REGULAR]
    assert [phase.ends for phase in regular] == [BELL]


@pytest.mark.parametrize(
    ("said", "period", "days"), [("5d", Period.WEEK, 7), ("month", Period.MONTH, 30), ("1y", Period.YEAR, 30)]
)
async def test_a_period_is_asked_for(
    office: Office, easel: Easel, said: str, period: Period, days: int
) -> None:
    await office.ask(f"chart BABA {said}")
    [chart] = easel.asked
    assert chart.period is period
    assert (chart.trades[-1].at - chart.trades[0].at).days == days


async def test_stories_are_flagged_in_order_and_told_by_their_numbers(office: Office, easel: Easel) -> None:
    await office.told(film_reading(), at=NOON - HOUR)
    await office.told(reading("Another.", article="a2"), at=NOON - 5 * HOUR)
    await office.told(reading("Old.", article="a3"), at=NOON - 500 * HOUR)
    card = (await office.ask("chart BABA")).card
    [chart] = easel.asked
    assert [(flag.number, flag.at) for flag in chart.flags] == [(1, NOON - 5 * HOUR), (2, NOON - HOUR)]
    assert [item.text.split()[0] for item in card.items] == ["1", "2"]
    assert [item.at for item in card.items] == [flag.at for flag in chart.flags]
    assert card.picture is not None
    assert "Stories are marked by number: 1 on 11 Mar 2026, 03:00 and 2 on 11 Mar 2026, 07:00." in (
        card.picture.words
    )


async def test_what_alerted_nobody_is_not_flagged(office: Office, easel: Easel) -> None:
    await office.told(reading("Nobody listed.", companies=()), at=NOON - HOUR)
    await office.ask("chart BABA")
    assert easel.asked[0].flags == ()


async def test_no_more_than_nine_stories_are_flagged_the_newest(office: Office, easel: Easel) -> None:
    for number in range(12):
        told = reading(f"Number {number}.", article=f"a{number}", url=f"https://news.example/{number}")
        await office.told(told, at=NOON - 12 * HOUR + number * HOUR)
    await office.ask("chart BABA")
    assert [flag.number for flag in easel.asked[0].flags] == list(range(1, 10))
    assert easel.asked[0].flags[0].at == NOON - 9 * HOUR


async def test_without_matplotlib_the_figures_are_told_and_what_to_install(office: Office) -> None:
    office.charts = Easel("matplotlib is not installed. Say `make charts`.")
    answer = await office.ask("chart BABA")
    assert answer.card.picture is None
    assert "There is no picture: matplotlib is not installed. Say `make charts`." in answer.card.text
    assert {fact.label for fact in answer.card.facts} >= {"From", "To", "First to last", "Highest", "Lowest"}


@pytest.mark.parametrize(
    ("provider", "why"),
    [("none", "No price provider is set."), ("Finnhub", "Finnhub, gives no past prices.")],
)
async def test_a_provider_without_past_prices_is_named_and_what_to_set(
    office: Office, easel: Easel, provider: str, why: str
) -> None:
    office.prices = Prices(provider)
    words = await office.says("chart BABA")
    assert why in words
    assert "under [prices]: yahoo, alpaca or massive" in words
    assert not easel.asked


async def test_a_share_that_the_provider_does_not_know_is_said_to_be_unknown(
    office: Office, easel: Easel
) -> None:
    assert f"has no price of Alibaba ({HONG_KONG}) from the last day" in await office.says(
        f"chart {HONG_KONG}"
    )
    assert not easel.asked


async def test_prices_without_a_currency_are_not_drawn(office: Office, easel: Easel) -> None:
    office.prices.seen.clear()
    assert "did not say in which currency" in await office.says("chart BABA")
    assert not easel.asked


async def test_a_provider_in_trouble_is_told(office: Office, easel: Easel) -> None:
    office.prices = Broken()
    past(office.prices)
    card = (await office.ask("chart BABA")).card
    assert card.text == ("Example asks to wait (429).",)
    assert card.tone is Tone.ANSWER, "whoever asked did nothing that is refused"
    assert not easel.asked


async def test_a_provider_that_hangs_is_given_up(
    office: Office, easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_command, "PATIENCE", 0.05)
    office.prices = Hanging()
    past(office.prices)
    assert "gave no prices within 0.05 s" in await office.says("chart BABA")
    assert not easel.asked


@pytest.mark.parametrize("typed", ["BABA decade", "Alibaba ytd", "9988.HK forever"])
async def test_a_word_that_is_no_period_is_named_and_not_the_company(office: Office, typed: str) -> None:
    words = await office.says(f"chart {typed}")
    assert f"“{typed.split()[1]}” is no period of a chart" in words
    assert "day, week, month or year" in words


@pytest.mark.parametrize("typed", ["Nobody decade", "decade"])
async def test_a_company_that_is_not_known_stays_so(office: Office, typed: str) -> None:
    assert f"“{typed}” names no listed company" in await office.says(f"chart {typed}")


async def test_a_period_that_is_too_long_is_refused(office: Office, easel: Easel) -> None:
    words = await office.says("chart BABA 5y")
    assert "cannot go back 5y" in words
    assert "day, week, month or year" in words
    assert not easel.asked


async def test_an_unknown_company_is_refused(office: Office) -> None:
    assert "names no listed company" in await office.says("chart Nonesuch week")


async def test_a_price_to_come_and_one_of_zero_are_left_out(office: Office, easel: Easel) -> None:
    office.prices.gone[BABA] = (
        Trade(Decimal(0), NOON - 3 * HOUR),
        Trade(Decimal(75), NOON - 2 * HOUR),
        Trade(Decimal(76), NOON + HOUR),
    )
    await office.ask("chart BABA")
    assert [trade.price for trade in easel.asked[0].trades] == [Decimal(75)]


async def test_the_real_studio_draws_it(office: Office) -> None:
    office.charts = Studio()
    picture = (await office.ask("chart BABA week")).card.picture
    assert picture is not None
    assert picture.png.startswith(b"\x89PNG")


async def test_a_period_is_completed(office: Office) -> None:
    offered = await office.clerk.complete("period", "", ROOM)
    assert [choice.value for choice in offered] == ["day", "week", "month", "year"]
    assert [choice.value for choice in await office.clerk.complete("period", "We", ROOM)] == ["week"]
