"""A sum in US dollars that no article gives: always with "≈", and with the day of the rate."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from bot.cards.card import Fact, Item
from bot.cards.text import BOUNDS, calendar_day, money, span_of_money
from bot.domain.figures import Rate
from bot.domain.reading import Bound, Commitment
from bot.domain.story import Story
from bot.market.conversion import Conversion, Mismatch, conversion, mismatch

LABEL: Final = "In US dollars"

_SHOWN: Final = Context(prec=3, rounding=ROUND_HALF_UP)  # digits: the sum itself is seldom known to more
_PERCENT: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")


def dollar_facts(story: Story) -> tuple[Fact, ...]:
    """Return the commitment by the day's rate where the article gives no dollars, and where it gives others
    than the rate makes, both; () where there is nothing to say."""
    commitment = story.reading.commitment
    if commitment is None:
        return ()
    if (converted := conversion(story)) is not None:
        return (Fact(LABEL, _converted(converted, commitment)),)
    if (other := mismatch(story)) is not None:
        return (Fact(LABEL, _apart(other, commitment)),)
    return ()


def dollar_items(story: Story) -> tuple[Item, ...]:
    """Return the arithmetic behind `dollar_facts`, with the source of the rate."""
    commitment = story.reading.commitment
    converted, other = conversion(story), mismatch(story)
    rate = converted.rate if converted else other.rate if other else None
    if commitment is None or rate is None:
        return ()
    ends = [end for end in dict.fromkeys((commitment.low, commitment.high)) if end is not None]
    words = [
        f"{money(end, rate.base)} × {_figure(rate.value)} ≈ {_dollars(end * rate.value)}" for end in ends
    ]
    return (
        Item("; ".join(words), note=f"{LABEL}: worked out, not stated; {rate_of(rate)}, from {rate.source}"),
    )


def rate_of(rate: Rate) -> str:
    """Return "rate of 12 Mar 2024"."""
    return f"rate of {calendar_day(rate.day)}"


def _converted(converted: Conversion, commitment: Commitment) -> str:
    """Return "at least ≈ $639M, ≈ $128M a year (rate of 12 Mar 2024)"."""
    is_range = converted.low is not None and converted.high is not None
    # "About" is what "≈" says.
    bound = "" if is_range or commitment.bound in (None, Bound.ABOUT) else BOUNDS[commitment.bound]
    words = f"{bound}≈ {span_of_money(_shown(converted.low), _shown(converted.high), converted.rate.quote)}"
    if converted.per_year is not None:
        words += f", ≈ {_dollars(converted.per_year)} a year"
    return f"{words} ({rate_of(converted.rate)})"


def _apart(other: Mismatch, commitment: Commitment) -> str:
    """Return "the article's $690M is 7.9 % above the ≈ $639M that HK$5.0B makes (rate of 12 Mar 2024)"."""
    off = _percent(other.off)
    way = "above" if other.off > 0 else "below"
    whole = commitment.high if commitment.low is None else commitment.low
    makes = money(whole, other.rate.base) if whole is not None else "the sum"
    return (
        f"the article's {money(other.stated, other.rate.quote)} is {off} {way} the "
        f"≈ {_dollars(other.by_rate)} that {makes} makes ({rate_of(other.rate)})"
    )


def _percent(fraction: Decimal) -> str:
    """Return "3.4 %", or without a decimal from ten on: "12 %"."""
    percent = abs(fraction) * _PERCENT
    shown = percent.quantize(_TENTH if percent < 10 else Decimal(1), ROUND_HALF_UP)
    return f"{shown.normalize():,f} %"


def _figure(value: Decimal) -> str:
    """Return a rate in five digits: "0.12786"."""
    return f"{Context(prec=5, rounding=ROUND_HALF_UP).plus(value):f}"


def _dollars(value: Decimal) -> str:
    return money(_SHOWN.plus(value), "USD")


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else _SHOWN.plus(value)
