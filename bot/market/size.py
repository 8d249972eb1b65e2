"""How much of a company a commitment is: of its market value, and of what it spends in a year anyway."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.domain.figures import Size
from bot.domain.market import Money
from bot.domain.reading import Bound, Commitment, Kind, Mention, Role, Status, UsdBasis
from bot.domain.story import Story
from bot.market.conversion import conversion

DOLLARS: Final = "USD"
MOST: Final = Decimal(10)  # times the whole: beyond that the sum or the size is another company's

# Money that is spent as capital spending is; a company or a share is bought with other money.
_SPENT: Final = frozenset({Kind.CAPEX, Kind.PROGRAMME})


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a whole, as fractions (0.003 is 0.3 %): `low` to `high`, of which one may be unknown.

    `part` is the sum that the first known of them was worked out from, in the currency of `whole`. `bound` is
    the commitment's own. `by_rate` says that `part` was converted, `yearly` that it is one year's share.
    """

    whole: Money
    part: Money
    low: Decimal | None
    high: Decimal | None
    bound: Bound | None = None
    by_rate: bool = False
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class _Sums:
    """The ends of a commitment and its yearly share in one currency."""

    low: Decimal | None
    high: Decimal | None
    per_year: Decimal | None
    by_rate: bool = False


def sized_company(story: Story) -> Mention | None:
    """Return the company that a story's sum may be set beside: the one that commits all of it, itself.

    Whoever shares a sum with others, in a joint venture say, commits nobody knows how much of it.
    """
    reading = story.reading
    commitment = reading.commitment
    if commitment is None or (commitment.low is None and commitment.high is None):
        return None
    if reading.verdict.kind in (None, Kind.JOINT_VENTURE) or reading.verdict.status is Status.CANCELLED:
        return None
    acting = [company for company in reading.companies if company.role in (Role.INVESTOR, Role.PARTNER)]
    if len(acting) != 1 or acting[0].role is not Role.INVESTOR or story.retracted is not None:
        return None
    return acting[0] if acting[0].ticker is not None else None


def size_beside(story: Story) -> Size | None:
    """Return the size of the company that commits the money, as it was looked up."""
    company = sized_company(story)
    if company is None:
        return None
    return next((size for size in story.figures.sizes if size.ticker.symbol in company.marks()), None)


def of_market_value(story: Story) -> Portion | None:
    """Return what part of the company's market value the whole commitment is; None where nobody knows."""
    size = size_beside(story)
    if size is None or size.market_value is None:
        return None
    return _portion(story, size.market_value.money)


def of_capital_spending(story: Story) -> Portion | None:
    """Return what part of its last year's capital spending a commitment of the same sort is, or a year of it
    where it is spread over several; None where nobody knows."""
    size = size_beside(story)
    if size is None or size.capex is None or story.reading.verdict.kind not in _SPENT:
        return None
    return _portion(story, size.capex.money, yearly=True)


def _portion(story: Story, whole: Money, *, yearly: bool = False) -> Portion | None:
    commitment = story.reading.commitment
    sums = None if commitment is None else _sums(story, commitment, whole.currency)
    if commitment is None or sums is None or whole.value <= 0:
        return None
    bound = commitment.bound
    low, high = sums.low, sums.high
    horizon = commitment.horizon_years
    if yearly and horizon is not None and horizon > 1:
        if sums.per_year is None:
            return None
        if low is not None and high is not None and low != high:  # the year is of the lower end
            bound = Bound.AT_LEAST
        low, high = (sums.per_year, None) if low is not None else (None, sums.per_year)
    else:
        yearly = False
    part = low if low is not None else high
    if part is None or part <= 0 or max(end for end in (low, high) if end is not None) > whole.value * MOST:
        return None
    return Portion(
        whole=whole,
        part=Money(part, whole.currency),
        low=None if low is None else low / whole.value,
        high=None if high is None else high / whole.value,
        bound=bound,
        by_rate=sums.by_rate,
        yearly=yearly,
    )


def _sums(story: Story, commitment: Commitment, currency: str) -> _Sums | None:
    """Return a commitment in a currency: its own, else US dollars as the article or a day's rate has them.

    Nothing is converted into any other currency, and no rate is made up from two.
    """
    if commitment.currency == currency:
        return _Sums(commitment.low, commitment.high, commitment.per_year)
    if currency != DOLLARS:
        return None
    if commitment.usd is None:
        converted = conversion(story)
        if converted is None:
            return None
        return _Sums(converted.low, converted.high, converted.per_year, by_rate=True)
    by_rate = commitment.usd_basis is UsdBasis.CONVERTED
    if commitment.low is None:
        return _Sums(None, commitment.usd, commitment.per_year_usd, by_rate)
    # Of a range the article restates the lower end; the upper one is as many dollars to one.
    high = commitment.high
    high = None if high is None or commitment.low <= 0 else high * commitment.usd / commitment.low
    return _Sums(commitment.usd, high, commitment.per_year_usd, by_rate)
