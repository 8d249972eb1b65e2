from decimal import Decimal

import pytest

from bot.domain.market import Money, Origin, Session
from bot.reading.companies.companies import find_companies
from bot.reading.shares.stated_prices import find_stated_prices
from bot.securities import Master, load


@pytest.fixture(scope="module")
def master() -> Master:
    return load()


def stated(master: Master, text: str) -> list[tuple[str | None, str | None, str | None, str, str | None]]:
    """Return ticker (or company), change, price with currency, session and day of each line."""
    found = find_stated_prices(text, find_companies(text, None, (), master), master)
    assert all(p.line.origin is Origin.STATED for p in found)
    return [
        (
            str(p.line.ticker) if p.line.ticker else p.line.company,
            None if p.line.change is None else str(p.line.change),
            None if p.line.last is None else f"{p.line.last.value} {p.line.last.currency}",
            p.line.session.value,
            p.line.day,
        )
        for p in found
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Action: Alibaba BABA is a grocer. BABA shares were up 0.41% to $81.20 premarket on Tuesday.",
            ("BABA", "0.0041", "81.2 USD", "premarket", "Tuesday"),
        ),
        (
            "Nokia’s Paris-listed shares fell 2% to 3.1 euros.",
            ("NOKIA.PA", "-0.02", "3.1 EUR", "unknown", None),
        ),
        (
            "Alibaba’s Hong Kong-listed shares closed up 3.2% at HK$120.50 on Wednesday.",
            ("9988.HK", "0.032", "120.5 HKD", "close", "Wednesday"),
        ),
        ("Toyota’s U.S.-listed shares rose 2% premarket.", ("TM", "0.02", None, "premarket", None)),
        ("New York-listed shares of Rio Tinto rose 2%.", ("RIO", "0.02", None, "unknown", None)),
        ("Alibaba’s American depositary shares fell 2%.", ("BABA", "-0.02", None, "unknown", None)),
        # Not among its listings: whose price it is, is not known.
        ("Tesla’s Tokyo-listed shares fell 2%.", ("Tesla, Inc.", "-0.02", None, "unknown", None)),
        ("Shares of Nokia on Monday closed down 2.5%.", ("NOKIA.HE", "-0.025", None, "close", "Monday")),
        ("Shares of Nokia fell as much as 3%.", ("NOKIA.HE", "-0.03", None, "unknown", None)),
        ("Rio Tinto closed down 2 percent at 4,020 pence.", ("RIO.L", "-0.02", "40.2 GBP", "close", None)),
        ("Tesla stock rose 5% in after-hours trading.", ("TSLA", "0.05", None, "after_hours", None)),
        ("Ford ended 1.5 percent lower on Friday.", ("F", "-0.015", None, "close", "Friday")),
        (
            "Intel’s shares jumped 9 per cent in early trading.",
            ("INTC", "0.09", None, "regular", None),
        ),
        ("Netflix shares closed at $612.05 on Monday.", ("NFLX", None, "612.05 USD", "close", "Monday")),
        ("Netflix rose 2% to close at $612.05.", ("NFLX", "0.02", "612.05 USD", "close", None)),
        (
            "Netflix grew, according to LSEG data. Shares of the Californian company rose 2%.",
            ("NFLX", "0.02", None, "unknown", None),
        ),
        ("Kelvaro shares slid 7.5 percent.", ("Kelvaro", "-0.075", None, "unknown", None)),
        ("Nike soared 4% before the bell.", ("NKE", "0.04", None, "premarket", None)),
    ],
)
def test_reads_a_move(
    master: Master, text: str, line: tuple[str | None, str | None, str | None, str, str | None]
) -> None:
    assert stated(master, text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "Ford shares have fallen 36 percent this year.",
        "Ford’s revenue rose 12 percent to $40 billion.",
        "Sales at Ford jumped 9 percent.",
        "Ford shares gained 4.8 percent in 2018.",
        "Ford stock is up 11% over the past six months.",
        "The S&P 500 rose 1.2 percent while Ford waited.",
        "Ford will pay a 55 percent premium.",
        "Ford cut its stake by 2 percent.",
        "So far this year Ford shares are up 20%.",
        "Ford shares have risen 66 percent from a low in March.",
        "Ford raised prices 3% to $40,000.",
    ],
)
def test_what_is_no_move_of_a_day_is_left_out(master: Master, text: str) -> None:
    assert stated(master, text) == []


def test_each_company_of_a_sentence_has_its_own_move(master: Master) -> None:
    text = (
        "Tesla shares fell as much as 3.3 percent and were down 1 percent to $309.10, while Nike climbed 2%."
    )
    assert stated(master, text) == [
        ("TSLA", "-0.033", None, "unknown", None),
        ("TSLA", "-0.01", "309.1 USD", "unknown", None),
        ("NKE", "0.02", None, "unknown", None),
    ]


def test_the_shares_are_those_of_the_company_named_before(master: Master) -> None:
    text = "Sony Group Corp. plans a studio. The shares rose 6.7 percent in early trading in Tokyo on Friday."
    assert stated(master, text) == [("6758.T", "0.067", None, "regular", "Friday")]


def test_a_line_holds_exact_numbers_and_its_sentence(master: Master) -> None:
    text = "Nothing new. Tesla shares rose 0.1% to $250.30 on Monday. Nobody knew why."
    (price,) = find_stated_prices(text, find_companies(text, None, (), master), master)
    assert price.line.change == Decimal("0.001")
    assert price.line.last == Money(Decimal("250.3"), "USD")
    assert price.line.session is Session.UNKNOWN
    assert price.span.of(text) == "Tesla shares rose 0.1% to $250.30 on Monday."
