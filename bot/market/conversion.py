"""A commitment in US dollars by the day's rate: where the article gives none, and to check what it gives.

Nothing that is worked out here is kept: a story holds its rates (`Story.figures`), and what they make is
worked out anew from the sum that the story tells now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from typing import Final

from bot.domain.figures import Rate
from bot.domain.reading import Bound, Commitment
from bot.domain.story import Story
from bot.market.fixings import STALE

DOLLARS: Final = "USD"
TOLERANCE: Final = Decimal("0.03")  # what differs by less is never marked
DRIFT: Final = Decimal("0.005")  # of a rate between the hour of the article and that of the fixing

_HALF: Final = Decimal("0.5")
_NOT_MORE: Final = Decimal("0.1")  # of a sum: "$1 billion" is no honest rounding of 1.4
_HEDGED: Final = frozenset({Bound.ABOUT, Bound.NEARLY, Bound.MORE_THAN})


@dataclass(frozen=True, slots=True)
class WantedRate:
    """A rate that a story needs: what one `base` was in `quote` (ISO 4217) on a `day`."""

    base: str
    quote: str
    day: date


@dataclass(frozen=True, slots=True)
class Conversion:
    """A commitment in US dollars by a `rate`, exactly as it comes out: `low` and `high` as the commitment has
    them, `per_year` of the end that it divides."""

    rate: Rate
    low: Decimal | None
    high: Decimal | None
    per_year: Decimal | None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A sum in US dollars that the article states and that no honest rounding makes of its own sum.

    `by_rate` is what the rate makes of it, `off` the part of that by which `stated` is above (or, negative,
    below) it.
    """

    rate: Rate
    stated: Decimal
    by_rate: Decimal
    off: Decimal


def wanted_rates(story: Story) -> tuple[WantedRate, ...]:
    """Return the rates that a story needs and does not hold: none for a sum in US dollars, or for no sum."""
    wanted = _wanted(story)
    return () if wanted is None or _held(story, wanted) is not None else (wanted,)


def with_rate(rates: Iterable[Rate], rate: Rate) -> tuple[Rate, ...]:
    """Return a story's rates with one more, in place of earlier ones of the same two currencies."""
    pair = (rate.base, rate.quote)
    return (*(other for other in rates if (other.base, other.quote) != pair), rate)


def conversion(story: Story) -> Conversion | None:
    """Return the commitment in US dollars where the article gives no such sum, and the rate is known."""
    commitment = story.reading.commitment
    rate = _rate(story)
    if commitment is None or rate is None or commitment.usd is not None:
        return None

    def in_dollars(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * rate.value

    return Conversion(rate, *map(in_dollars, (commitment.low, commitment.high, commitment.per_year)))


def mismatch(story: Story) -> Mismatch | None:
    """Return how the article's own sum in US dollars differs from the day's rate, where that is by more than
    3 %, and not because either sum was rounded."""
    commitment = story.reading.commitment
    rate = _rate(story)
    if commitment is None or rate is None or commitment.usd is None:
        return None
    whole = commitment.high if commitment.low is None else commitment.low
    if whole is None or whole <= 0 or commitment.usd <= 0:
        return None
    stated, by_rate = commitment.usd, whole * rate.value
    off = stated / by_rate - 1
    rounded, restated = _rounded(whole, commitment), _most_rounded(stated)
    least, most = (whole - rounded) * rate.value, (whole + rounded) * rate.value
    explained = least * (1 - DRIFT) <= stated + restated and stated - restated <= most * (1 + DRIFT)
    return None if explained or abs(off) <= TOLERANCE else Mismatch(rate, stated, by_rate, off)


def shows(story: Story) -> tuple[Conversion | None, Mismatch | None]:
    """Return what a story's rates show a reader: equal where they show the same."""
    return conversion(story), mismatch(story)


def _wanted(story: Story) -> WantedRate | None:
    commitment = story.reading.commitment
    if commitment is None or commitment.currency in (None, DOLLARS) or story.retracted is not None:
        return None
    if commitment.low is None and commitment.high is None:
        return None
    article = story.reading.article
    day = (article.published_at or article.first_seen).astimezone(UTC).date()
    return WantedRate(commitment.currency, DOLLARS, day)


def _rate(story: Story) -> Rate | None:
    wanted = _wanted(story)
    return None if wanted is None else _held(story, wanted)


def _held(story: Story, wanted: WantedRate) -> Rate | None:
    """Return the rate that a story holds of what is wanted: of that currency, not of a later day, nor of one
    long before. After a correction to another currency, the earlier one's rate is none."""
    pair, last = (wanted.base, wanted.quote), wanted.day
    fitting = (
        rate
        for rate in story.figures.rates
        if (rate.base, rate.quote) == pair and last - STALE <= rate.day <= last
    )
    return max(fitting, key=lambda rate: rate.day, default=None)


def _rounded(whole: Decimal, commitment: Commitment) -> Decimal:
    """Return by how much a sum may have been rounded that the article restates.

    "About 5 billion" may stand for 4.6. A plain "5 billion" is what the company said, to two digits at least.
    """
    if commitment.bound in _HEDGED and commitment.high in (None, commitment.low):
        return _most_rounded(whole)
    return min(_half_unit(whole), _HALF.scaleb(whole.adjusted() - 1))


def _most_rounded(value: Decimal) -> Decimal:
    """Return by how much a sum may have been rounded: half a unit of its last digit that is not a zero."""
    return min(_half_unit(value), value * _NOT_MORE)


def _half_unit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
