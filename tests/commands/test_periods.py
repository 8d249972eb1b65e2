import pytest

from bot.commands.parse import parse
from bot.commands.periods import period, split_period
from bot.domain.chart import Period


@pytest.mark.parametrize(
    ("asked", "gives"),
    [
        ("day", Period.DAY),
        ("1d", Period.DAY),
        ("24 hours", Period.DAY),
        ("5d", Period.WEEK),
        ("Week", Period.WEEK),
        ("2 weeks", Period.MONTH),
        ("1m", Period.MONTH),
        ("1 mo", Period.MONTH),
        ("3m", Period.YEAR),
        ("12 months", Period.YEAR),
        ("1Y", Period.YEAR),
    ],
)
def test_a_period_is_the_shortest_that_shows_what_is_asked_for(asked: str, gives: Period) -> None:
    assert period(asked) is gives


@pytest.mark.parametrize("asked", ["2y", "0d", "999 years", "", "BABA", "5", "٣d", "1 2 d", "-1d"])
def test_what_is_no_period_or_too_long_is_none(asked: str) -> None:
    assert period(asked) is None


@pytest.mark.parametrize(
    ("typed", "company", "asked"),
    [
        ("BABA", "BABA", ""),
        ("BABA 5d", "BABA", "5d"),
        ("Rio Tinto 3 months", "Rio Tinto", "3 months"),
        ("Rio Tinto year", "Rio Tinto", "year"),
        ("BABA 3y", "BABA", "3y"),
        ("3M", "3M", ""),
        ("3M 1m", "3M", "1m"),
        ("Agilent A", "Agilent A", ""),
        ("Loews D", "Loews D", ""),
    ],
)
def test_the_period_is_parted_from_the_company(typed: str, company: str, asked: str) -> None:
    assert split_period(typed) == (company, asked)
    said = parse(f"chart {typed}")
    assert said is not None
    assert dict(said.options) == {"ticker": company, **({"period": asked} if asked else {})}
