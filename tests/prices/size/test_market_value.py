"""What a company is worth, from the count of shares that it reported and a live price: each case worked out
by hand, none wrong. 100 million shares at $60 are $6,000 million.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.figures import MarketValue, Size
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.price import Split
from bot.prices.size.facts import read_facts
from bot.prices.size.reported import reported
from bot.prices.size.sizing import size_of
from tests.prices.size.companies import NOW, TARN, lantau, line, tarn
from tests.vendors.sec import MILLION, Filer

UNKNOWN = None


def sized(
    filer: Filer,
    price: PriceLine | None,
    now: datetime = NOW,
    splits: Sequence[Split] | None = (),
) -> Size | None:
    known = replace(reported(read_facts(filer.body())), state=filer.state)
    return size_of(TARN, known, price, splits, now)


def value(size: Size | None) -> Decimal | None:
    """Return the market value in millions of US dollars."""
    if size is None or size.market_value is None:
        return None
    assert size.market_value.money.currency == "USD"
    return size.market_value.money.value / MILLION


REPORTS = {
    "as most report": ("", 6000),
    "a later report counts anew": ("10-K/A 2026-03-02 shares 2026-02-27 98", 5880),
    "the same day, told by a later report": ("10-K/A 2026-03-02 shares 2026-01-30 99", 5940),
    "an older day, told by a later report": ("10-K/A 2026-03-02 shares 2025-10-24 101.5", 6000),
    "two reports of one day differ": ("10-K/A 2026-02-13 shares 2026-01-30 99", UNKNOWN),
    "two reports of one day agree": ("10-K/A 2026-02-13 shares 2026-01-30 100", 6000),
    "counted on a day to come": ("10-K/A 2026-03-02 shares 2027-01-30 98", 6000),
    "the day of a year ago": ("- shares\n10-K 2026-02-13 shares 2025-01-30 100", UNKNOWN),
    "in thousands": ("- shares\n10-K 2026-02-13 shares 2026-01-30 0.1", UNKNOWN),
    "one class of shares of two": ("- shares\n10-K 2026-02-13 shares 2026-01-30 60", UNKNOWN),
    "several classes, and no count of all": ("- shares", UNKNOWN),
    "several classes since some years": ("- shares\n10-K 2023-02-13 shares 2023-01-30 100", UNKNOWN),
    "none": ("10-K/A 2026-03-02 shares 2026-02-27 0", UNKNOWN),
    "less than none": ("10-K/A 2026-03-02 shares 2026-02-27 -98", UNKNOWN),
    "in another unit": ("- shares\n10-K 2026-02-13 shares 2026-01-30 100 pure", UNKNOWN),
    "in another unit beside": ("10-K/A 2026-03-02 shares 2026-02-27 98 pure", 6000),
    "a jump that nothing confirms": ("10-K/A 2026-03-02 shares 2026-02-27 151", UNKNOWN),
    "a fall that nothing confirms": ("10-K/A 2026-03-02 shares 2026-02-27 66", UNKNOWN),
    "more shares, not too many": ("10-K/A 2026-03-02 shares 2026-02-27 149", 8940),
    "a jump that an amendment repeats, and the report confirms": (
        """- diluted
        10-K 2026-02-13 diluted 2025-10-01..2025-12-31 180
        10-K 2026-02-13 shares 2026-02-06 175
        10-K/A 2026-03-02 shares 2026-02-06 175""",
        10500,
    ),
    "a first count without an average": ("- shares\n- diluted\n10-K 2026-02-13 shares 2026-01-30 100", 6000),
    "an average of basic shares": ("- diluted\n10-K 2026-02-13 basic 2025-01-01..2025-12-31 140", UNKNOWN),
    "the average of a quarter before that of the year": (
        "10-K 2026-02-13 diluted 2025-10-01..2025-12-31 140",
        UNKNOWN,
    ),
    "no public shares: a subsidiary, a shell": ("10-K/A 2026-03-02 float 2025-06-30 0", UNKNOWN),
    "never said what the public holds": ("- float", UNKNOWN),
    "said so too long ago": ("- float\n10-K 2025-02-14 float 2024-03-10 5500", UNKNOWN),
    "a company abroad by now": ("20-F 2026-03-02 plant 2025-01-01..2025-12-31 1200", UNKNOWN),
}


@pytest.mark.parametrize(("more", "millions"), REPORTS.values(), ids=REPORTS)
def test_by_what_was_reported(more: str, millions: int | None) -> None:
    assert value(sized(tarn().tell(more), line())) == millions


SPLIT_3_FOR_1 = """
    - shares
    - diluted
    10-Q 2025-10-30 shares 2025-10-24 101
    10-K 2026-02-13 shares 2026-01-30 300
    10-K 2026-02-13 diluted 2025-01-01..2025-12-31 306
"""


def test_a_split_that_the_report_counts_already_is_no_harm() -> None:
    assert value(sized(tarn().tell(SPLIT_3_FOR_1), line("20"))) == 6000


SPLITS = {
    "none": ((), 6000),
    "nobody knows": (None, UNKNOWN),
    "since the count": ((Split(date(2026, 2, 20), Decimal(4)),), UNKNOWN),
    "on its day": ((Split(date(2026, 1, 30), Decimal(2)),), UNKNOWN),
    "shares joined since": ((Split(date(2026, 3, 2), Decimal("0.1")),), UNKNOWN),
    "before the count": ((Split(date(2026, 1, 29), Decimal(4)),), 6000),
    "one for one": ((Split(date(2026, 2, 20), Decimal(1)),), 6000),
}


@pytest.mark.parametrize(("splits", "millions"), SPLITS.values(), ids=SPLITS)
def test_by_splits(splits: Sequence[Split] | None, millions: int | None) -> None:
    assert value(sized(tarn(), line(), splits=splits)) == millions


PRICES = {
    "none": (None, UNKNOWN),
    "nought": (line("0"), UNKNOWN),
    "halved": (line("27.50"), 2750),
    "ten times as much, so maybe a receipt for ten shares": (line("600"), UNKNOWN),
    "a tenth, so maybe a split that nobody told of": (line("6"), UNKNOWN),
    "the last close, while the market rests": (replace(line(), session=Session.CLOSE), 6000),
    "as an article states it": (line(origin=Origin.STATED), UNKNOWN),
    "in another currency": (line(currency="EUR"), UNKNOWN),
    "of the listing abroad": (line(ticker=Ticker("TAR.DE", "XETR")), UNKNOWN),
    "of another security of the company": (line(ticker=Ticker("TARN-PA", "XNYS")), UNKNOWN),
    "of nobody knows what": (replace(line(), ticker=None), UNKNOWN),
    "without a last price": (replace(line(), last=None), UNKNOWN),
}


@pytest.mark.parametrize(("price", "millions"), PRICES.values(), ids=PRICES)
def test_by_the_price(price: PriceLine | None, millions: int | None) -> None:
    assert value(sized(tarn(), price)) == millions


@pytest.mark.parametrize(
    ("day", "millions"),
    [("2026-01-29", UNKNOWN), ("2026-01-30", 6000), ("2026-08-08", 6000), ("2026-08-09", UNKNOWN)],
)
def test_a_count_is_good_for_two_quarters(day: str, millions: int | None) -> None:
    """190 days after the thirtieth of January is the eighth of August."""
    assert value(sized(tarn(), line(), datetime.fromisoformat(f"{day}T12:00:00+00:00"))) == millions


@pytest.mark.parametrize(
    ("state", "millions"),
    [
        ("DE", 6000),
        ("CA", 6000),
        ("E9", UNKNOWN),
        ("2M", UNKNOWN),
        ("A6", UNKNOWN),
        ("XX", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_company_is_of_the_united_states_or_its_listing_may_be_of_receipts(
    state: str, millions: int | None
) -> None:
    """A company of the Cayman Islands may file form 10-K, and list receipts for two shares each."""
    filer = tarn()
    filer.state = state
    assert value(sized(filer, line())) == millions


def test_abroad_a_listing_may_be_of_receipts() -> None:
    assert value(sized(lantau(), line(), datetime.fromisoformat("2025-05-01T12:00:00+00:00"))) is None


def test_each_figure_bears_its_day() -> None:
    size = sized(tarn(), line())
    assert size is not None
    assert size.market_value == MarketValue(
        money=Money(Decimal(6000 * MILLION), "USD"),
        shares=Decimal(100 * MILLION),
        shares_on=date(2026, 1, 30),
        price=Money(Decimal(60), "USD"),
        priced_on=date(2026, 3, 11),
        priced_by="Example Prices",
    )


def test_the_day_of_a_price_is_that_of_new_york() -> None:
    late = NOW + timedelta(hours=14)  # 02:00 UTC, 22:00 in New York
    size = sized(tarn(), replace(line(), at=late), late)
    assert size is not None
    assert size.market_value is not None
    assert size.market_value.priced_on == date(2026, 3, 11)
