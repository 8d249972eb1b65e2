"""Prices in words: stated and live apart, one line a company, and who wins where both are of one session."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.cards.alert import alert_card
from bot.cards.card import Fact
from bot.cards.prices import price_facts, price_label, price_line, why_no_line
from bot.cards.why import why_card
from bot.domain.figures import Figures, Mark, Moment
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.price import NoLine
from bot.domain.reading import Mention, Reading, Role, StatedPrice
from bot.domain.story import Story
from tests.cards.telling import ALIBABA, BABA, HONG_KONG, NOON, film_reading, span, story

SOLVANE = Mention("Solvane SA", Ticker("SLV1.PA", "XPAR"), (), Role.PARTNER, ())
STATED = Fact("Share price (BABA)", "premarket +0.32 % to $76.30, Wednesday, as stated by the article")


def line(**known: object) -> PriceLine:
    parts = {
        "ticker": BABA,
        "change": None,
        "last": None,
        "session": Session.UNKNOWN,
        "origin": Origin.STATED,
    }
    return PriceLine(**{**parts, **known})  # type: ignore[arg-type]  # a mix of field types, by name


def live(price: str, change: str, **known: object) -> PriceLine:
    """Return a live premarket line of the Wednesday that the film's article speaks of."""
    parts = {
        "last": Money(Decimal(price), "USD"),
        "change": Decimal(change),
        "session": Session.PREMARKET,
        "origin": Origin.LIVE,
        "at": NOON,
        "provider": "Example",
        "against": date(2026, 3, 10),
    }
    return line(**{**parts, **known})


def with_live(*lines: PriceLine, told: Reading | None = None) -> Story:
    marks = tuple(Mark(Moment.ALERT, one) for one in lines)
    return replace(story(3, told or film_reading()), figures=Figures(marks=marks))


def test_a_line_in_full() -> None:
    dollars = Money(Decimal("76.30"), "USD")
    stated = ", as stated by the article"
    assert price_line(line(change=Decimal("0.02"))) == f"+2 %{stated}"
    assert price_line(line(last=dollars, session=Session.CLOSE)) == f"at the close at $76.30{stated}"
    assert price_line(line(change=Decimal(0), last=dollars)) == f"unchanged at $76.30{stated}"
    bare = line(change=Decimal("-0.5"), last=dollars, origin=Origin.LIVE, at=NOON, provider="yahoo")
    assert (
        price_line(bare)
        == "−50 % to $76.30, 11 Mar 2026, 12:00 UTC, against the close before, live from yahoo"
    )
    assert price_line(live("76.30", "0.004")) == (
        "premarket +0.4 % to $76.30, 11 Mar 2026, 12:00 UTC, against the close of 10 Mar, live from Example"
    )


def test_a_close_is_called_one() -> None:
    close = live("76.00", "0.0133", session=Session.CLOSE, against=date(2026, 3, 9))
    assert price_label(close) == "Last close (BABA)"
    assert price_label(replace(close, session=Session.AFTER_HOURS)) == "Live price (BABA)"
    [fact, stated] = price_facts(with_live(close))
    assert fact.value == "+1.33 % to $76.00, against the close of 9 Mar, from Example"
    assert stated == STATED


def test_both_are_shown_where_they_agree() -> None:
    assert price_facts(with_live(live("76.25", "0.0033"))) == (
        Fact(
            "Live price (BABA)",
            "premarket +0.33 % to $76.25, against the close of 10 Mar, live from Example",
            at=NOON,
        ),
        STATED,
    )


def test_the_live_one_wins_where_both_are_of_one_session_and_differ() -> None:
    [fact] = price_facts(with_live(live("78.00", "0.0263")))
    assert fact.value == (
        "premarket +2.63 % to $78.00 (not +0.32 % to $76.30, as the article states for Wednesday), "
        "against the close of 10 Mar, live from Example"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"session": Session.REGULAR},
        {"at": NOON + timedelta(days=1)},  # Thursday's premarket
        {"at": NOON - timedelta(days=1)},
    ],
    ids=["later that day", "the day after", "the day before"],
)
def test_of_another_session_or_day_both_may_be_right(other: dict[str, object]) -> None:
    facts = price_facts(with_live(live("88.00", "0.1579", **other)))
    assert [fact.label for fact in facts] == ["Live price (BABA)", "Share price (BABA)"]
    assert facts[1] == STATED


def test_another_listings_live_price_stands_beside_the_stated_one() -> None:
    hong_kong = live(
        "74.10",
        "0.01",
        ticker=HONG_KONG,
        last=Money(Decimal("74.10"), "HKD"),
        session=Session.REGULAR,
        at=datetime(2026, 3, 12, 2, 0, tzinfo=UTC),
    )
    facts = price_facts(with_live(hong_kong))
    assert [fact.label for fact in facts] == ["Live price (9988.HK)", "Share price (BABA)"]


def test_a_company_has_one_live_line_the_first() -> None:
    lines = (live("76.25", "0.0033"), live("74.10", "0.01", ticker=HONG_KONG))
    labels = [fact.label for fact in price_facts(with_live(*lines))]
    assert labels == ["Live price (BABA)", "Share price (BABA)"]


def test_who_is_only_named_has_no_line_and_the_card_stays_short() -> None:
    film = film_reading()
    named = replace(SOLVANE, role=Role.MENTION)
    elsewhere = live("14.00", "0.01", ticker=SOLVANE.ticker)
    assert price_facts(with_live(elsewhere, told=replace(film, companies=(ALIBABA, named)))) == (STATED,)

    many = tuple(replace(SOLVANE, name=f"Solvane {n}", ticker=Ticker(f"SLV{n}.PA", "XPAR")) for n in range(6))
    told = replace(film, companies=(ALIBABA, *many))
    facts = price_facts(with_live(*(live("14", "0.01", ticker=one.ticker) for one in many), told=told))
    assert len(facts) == 4


def test_only_what_was_known_at_the_alert_is_a_live_price() -> None:
    later = Mark(Moment.HOUR, live("77.00", "0.0132"))
    told = replace(story(3, film_reading()), figures=Figures(marks=(later,)))
    assert price_facts(told) == (STATED,)


def test_the_title_has_no_price() -> None:
    assert alert_card(with_live(live("76.25", "0.0033"))).title == alert_card(story(3, film_reading())).title


def test_the_evidence_shows_the_arithmetic() -> None:
    card = why_card(with_live(live("76.30", str(Decimal("76.30") / Decimal("76.00") - 1))))
    [item] = [item for item in card.items if item.note and item.note.startswith("Live price")]
    assert item.text == "$76.30 ÷ $76.00 − 1 = +0.39 %"
    assert item.note == "Live price (BABA): Example's last price ÷ the close of 10 Mar, worked out here"
    assert item.at == NOON


def test_a_stated_line_without_a_day_is_of_the_session_it_was_published_in() -> None:
    film = film_reading()
    undated = replace(film.prices[0].line, day=None)
    told = replace(film, prices=(StatedPrice(undated, span(film.text, "rose 0.32% to $76.30")),))
    [fact] = price_facts(with_live(live("78.00", "0.0263"), told=told))
    assert "(not +0.32 % to $76.30, as the article states)" in str(fact.value)


def test_the_arithmetic_of_a_price_in_parts_of_a_cent() -> None:
    card = why_card(with_live(live("0.0126", "0.05")))
    assert "$0.0126 ÷ $0.012 − 1 = +5 %" in [item.text for item in card.items]


@pytest.mark.parametrize("why", NoLine)
def test_each_reason_has_its_sentence(why: NoLine) -> None:
    words = why_no_line(why, "Example")
    assert words.endswith(".")
    assert "{" not in words
