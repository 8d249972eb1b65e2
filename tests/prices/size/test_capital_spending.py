"""What a company spent in its last year, among all that it reports: each case worked out by hand, none wrong.
$1,200 million were spent in 2025.
"""

from datetime import datetime
from decimal import Decimal

import pytest

from bot.domain.errors import SourceTrouble
from bot.domain.market import Money
from bot.prices.size.facts import read_facts
from bot.prices.size.reported import reported
from bot.prices.size.sizing import size_of
from tests.prices.size.companies import NOW, TARN, lantau, line, tarn
from tests.vendors.sec import MILLION, Filer

UNKNOWN = None


def capex(filer: Filer, now: datetime = NOW) -> Money | None:
    size = size_of(TARN, reported(read_facts(filer.body())), None, (), now)
    return None if size is None or size.capex is None else size.capex.money


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


YEARS = {
    "as most report": ("", 1200),
    "restated by a later report": ("10-K/A 2026-03-02 plant 2025-01-01..2025-12-31 1250", 1250),
    "restated by a current report": ("8-K 2026-03-05 plant 2025-01-01..2025-12-31 1260", 1260),
    "the year before, restated": ("10-K/A 2026-03-02 plant 2024-01-01..2024-12-31 1100", 1200),
    "two reports of one day differ": ("10-K/A 2026-02-13 plant 2025-01-01..2025-12-31 1250", UNKNOWN),
    "two reports of one day agree": ("10-K/A 2026-02-13 plant 2025-01-01..2025-12-31 1200", 1200),
    "a quarter of the year to come": ("10-Q 2026-03-09 plant 2026-01-01..2026-02-28 400", 1200),
    "twelve months to the end of a quarter": ("10-Q 2026-03-09 plant 2025-03-01..2026-02-28 1300", 1200),
    "told only by a current report yet": ("8-K 2026-03-09 plant 2025-03-01..2026-02-28 1300", 1200),
    "ends on a day to come": ("10-K 2026-03-09 plant 2026-01-01..2026-12-31 1300", 1200),
    "52 weeks": ("- plant\n10-K 2026-02-13 plant 2024-12-29..2025-12-27 1190", 1190),
    "53 weeks": ("- plant\n10-K 2026-02-13 plant 2024-12-29..2026-01-03 1210", 1210),
    "nine months": ("- plant\n10-K 2026-02-13 plant 2025-04-01..2025-12-31 900", UNKNOWN),
    "two years in one": ("- plant\n10-K 2026-02-13 plant 2024-01-01..2025-12-31 2200", UNKNOWN),
    "a short year, since the year's end moved": (
        """- plant
        10-K 2025-11-20 plant 2024-10-01..2025-09-30 1150
        10-KT 2026-02-13 plant 2025-10-01..2025-12-31 300""",
        1150,
    ),
    "nothing": ("- plant", UNKNOWN),
    "nought": ("10-K/A 2026-03-02 plant 2025-01-01..2025-12-31 0", UNKNOWN),
    "with the wrong sign": ("10-K/A 2026-03-02 plant 2025-01-01..2025-12-31 -1200", UNKNOWN),
    "another tag since some years": (
        """- plant
        10-K 2021-02-14 plant 2020-01-01..2020-12-31 500
        10-K 2026-02-13 productive 2025-01-01..2025-12-31 1240""",
        1240,
    ),
    "two tags for the same": ("10-K 2026-02-13 productive 2025-01-01..2025-12-31 1230", 1200),
    "a tag for a part": ("10-K 2026-02-13 improvements 2025-01-01..2025-12-31 100", 1200),
    "which of two tags is the whole": ("10-K 2026-02-13 productive 2025-01-01..2025-12-31 3000", UNKNOWN),
    "only a part of the newest year": (
        """10-K 2025-02-14 improvements 2024-01-01..2024-12-31 100
        10-K 2026-03-09 improvements 2025-03-01..2026-02-28 120""",
        UNKNOWN,
    ),
    "improvements alone": ("- plant\n10-K 2026-02-13 improvements 2025-01-01..2025-12-31 80", 80),
    "for each share": ("- plant\n10-K 2026-02-13 plant 2025-01-01..2025-12-31 12 USD/shares", UNKNOWN),
    "in two currencies alike": (
        """- plant
        10-K 2026-02-13 plant 2025-01-01..2025-12-31 1100 EUR
        10-K 2026-02-13 plant 2025-01-01..2025-12-31 1200""",
        UNKNOWN,
    ),
}


@pytest.mark.parametrize(("more", "millions"), YEARS.values(), ids=YEARS)
def test_the_last_year(more: str, millions: int | None) -> None:
    found = capex(tarn().tell(more))
    assert found == (None if millions is None else Money(Decimal(millions * MILLION), "USD"))


@pytest.mark.parametrize(
    ("day", "is_known"), [("2026-12-31", True), ("2027-04-21", True), ("2027-04-22", False)]
)
def test_a_year_counts_until_the_report_on_the_next_is_overdue(day: str, *, is_known: bool) -> None:
    """371 days later the next year has ended, and 105 days after that a late report on it is there."""
    assert (capex(tarn(), noon(day)) is not None) is is_known


def test_abroad_it_is_in_the_companys_own_currency_and_for_longer() -> None:
    own = Money(Decimal(30_000 * MILLION), "TWD")
    assert capex(lantau(), noon("2025-05-01")) == own
    assert capex(lantau(), noon("2026-05-24")) == own  # 371 + 138 days after the year
    assert capex(lantau(), noon("2026-05-25")) is None


def test_a_company_that_changed_its_currency_is_in_the_new_one() -> None:
    changed = lantau().tell("""
        20-F 2026-04-16 ifrs 2024-01-01..2024-12-31 880 EUR
        20-F 2026-04-16 ifrs 2025-01-01..2025-12-31 910 EUR
    """)
    assert capex(changed, noon("2026-05-01")) == Money(Decimal(910 * MILLION), "EUR")


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"<html>", b'{"facts": []}', b'{"facts": {"dei": 1}}', b"\xff"]
)
def test_what_is_no_answer_is_trouble(body: bytes) -> None:
    with pytest.raises(SourceTrouble, match="cannot be read"):
        read_facts(body)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"facts": {}}', b'{"facts": {"dei": {}, "srt": {"X": {"units": {}}}}}']
)
def test_a_company_without_facts_is_of_unknown_size(body: bytes) -> None:
    assert size_of(TARN, reported(read_facts(body)), line(), (), NOW) is None
