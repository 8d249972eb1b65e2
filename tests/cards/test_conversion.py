"""A sum in US dollars that no article gives stands apart, with "≈" and the day of the rate."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.cards.alert import alert_card
from bot.cards.title import title
from bot.cards.why import why_card
from bot.domain.figures import NO_FIGURES, Figures, Rate
from bot.domain.reading import Bound, Commitment
from bot.domain.story import Story
from tests.cards.telling import NOON, film_reading, story

TUESDAY = date(2026, 3, 10)
RATE = Rate("HKD", "USD", Decimal("0.127836257"), TUESDAY, "ECB, through Frankfurter")


def film(**changes: object) -> Story:
    """Return the story of the film money with its rate, and without dollars in its article, but for `changes`
    of the commitment."""
    told = film_reading()
    assert told.commitment is not None
    bare = {"usd": None, "usd_basis": None, "per_year_usd": None}
    commitment = replace(told.commitment, **{**bare, **changes})  # type: ignore[arg-type]  # fields by name
    return replace(story(7, replace(told, commitment=commitment)), figures=Figures(rates=(RATE,)))


def dollars(told: Story) -> str | None:
    """Return what the alert says of US dollars."""
    return next((str(fact.value) for fact in alert_card(told).facts if fact.label == "In US dollars"), None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "at least ≈ $639M, ≈ $128M a year (rate of 10 Mar 2026)"),
        ({"per_year": None}, "at least ≈ $639M (rate of 10 Mar 2026)"),
        ({"per_year": None, "bound": Bound.EXACT}, "≈ $639M (rate of 10 Mar 2026)"),
        ({"per_year": None, "bound": Bound.ABOUT}, "≈ $639M (rate of 10 Mar 2026)"),
        ({"per_year": None, "bound": Bound.NEARLY}, "nearly ≈ $639M (rate of 10 Mar 2026)"),
        ({"per_year": None, "bound": Bound.MORE_THAN}, "more than ≈ $639M (rate of 10 Mar 2026)"),
        (
            {"per_year": None, "low": None, "high": Decimal(5_000_000_000), "bound": Bound.UP_TO},
            "up to ≈ $639M (rate of 10 Mar 2026)",
        ),
        ({"per_year": None, "high": Decimal(7_000_000_000)}, "≈ $639M–895M (rate of 10 Mar 2026)"),
        ({"per_year": None, "high": Decimal(9_000_000_000)}, "≈ $639M–1.15B (rate of 10 Mar 2026)"),
        ({"per_year": None, "low": Decimal(600_000)}, "at least ≈ $76,700 (rate of 10 Mar 2026)"),
        ({"per_year": None, "low": Decimal(99_960_000_000)}, "at least ≈ $12.8B (rate of 10 Mar 2026)"),
    ],
)
def test_a_sum_without_dollars_is_converted(changes: dict[str, object], words: str) -> None:
    assert dollars(film(**changes)) == words


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (
            690_000_000,
            "the article's $690M is 8 % above the ≈ $639M that HK$5.0B makes (rate of 10 Mar 2026)",
        ),
        (
            612_300_000,
            "the article's $612.3M is 4.2 % below the ≈ $639M that HK$5.0B makes (rate of 10 Mar 2026)",
        ),
        (
            6_390_000_000,
            "the article's $6.39B is 900 % above the ≈ $639M that HK$5.0B makes (rate of 10 Mar 2026)",
        ),
        (639_300_000, None),
        (640_000_000, None),
        (600_000_000, None),
    ],
)
def test_stated_dollars_are_marked_where_they_are_wrong(usd: int, words: str | None) -> None:
    assert dollars(film(usd=Decimal(usd))) == words


def test_the_fact_stands_right_below_the_amount() -> None:
    labels = [fact.label for fact in alert_card(film()).facts]
    assert labels.index("In US dollars") == labels.index("Amount") + 1


def test_nothing_else_of_the_card_is_touched() -> None:
    """The title, the amount and what is struck out are the article's; only one fact is ours."""
    told = film()
    bare = replace(told, figures=NO_FIGURES)
    assert title(told.reading) == title(bare.reading)
    with_rate, without = alert_card(told), alert_card(bare)
    assert tuple(fact for fact in with_rate.facts if fact.label != "In US dollars") == without.facts
    assert replace(with_rate, facts=()) == replace(without, facts=())


def test_without_a_rate_there_are_no_dollars() -> None:
    assert dollars(replace(film(), figures=NO_FIGURES)) is None


def test_the_rate_of_another_currency_is_not_used() -> None:
    assert dollars(film(currency="CNY")) is None


def test_a_story_that_was_taken_back_shows_no_dollars() -> None:
    assert dollars(replace(film(), retracted=NOON)) is None


def test_a_story_without_a_commitment_shows_none() -> None:
    told = film()
    assert dollars(replace(told, reading=replace(told.reading, commitment=None))) is None
    assert dollars(replace(told, reading=replace(told.reading, commitment=Commitment()))) is None


def test_the_details_show_the_arithmetic_and_its_source() -> None:
    [item] = [item for item in why_card(film()).items if item.note and "In US dollars" in item.note]
    assert item.text == "HK$5.0B × 0.12784 ≈ $639M"
    assert item.note == (
        "In US dollars: worked out, not stated; rate of 10 Mar 2026, from ECB, through Frankfurter"
    )


def test_the_details_show_both_ends_of_a_range() -> None:
    [item] = [i for i in why_card(film(high=Decimal(7_000_000_000))).items if i.note and "dollars" in i.note]
    assert item.text == "HK$5.0B × 0.12784 ≈ $639M; HK$7.0B × 0.12784 ≈ $895M"


def test_the_details_show_what_a_mark_rests_on() -> None:
    texts = [item.text for item in why_card(film(usd=Decimal(690_000_000))).items]
    assert "HK$5.0B × 0.12784 ≈ $639M" in texts


def test_a_small_rate_shows_its_digits() -> None:
    won = Rate("KRW", "USD", Decimal("0.000761672474"), TUESDAY, "ECB")
    told = replace(film(currency="KRW", low=Decimal(3_200_000_000_000)), figures=Figures(rates=(won,)))
    assert "₩3.2T × 0.00076167 ≈ $2.44B" in [item.text for item in why_card(told).items]
